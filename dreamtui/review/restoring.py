"""Bringing pruned entries back, taking a change of entries back and making it again, as plans."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Final

from dreamtui import paths
from dreamtui.errors import BadInput, Changed, StandsAlready
from dreamtui.files import archive, backups, memory_edits, memory_md, memory_places, text
from dreamtui.files.archive import Archived
from dreamtui.files.memory_edits import changed
from dreamtui.files.memory_outline import parse
from dreamtui.files.memory_places import Placed, Where
from dreamtui.instants import iso
from dreamtui.review import ledger, rewrite, whereabouts
from dreamtui.review.plan import Plan
from dreamtui.review.pruning import Files, Item, PruningPlan, planned
from dreamtui.review.rewrite import Edit, Rewrite, Touched, edits_between
from dreamtui.review.whereabouts import Name, name_of

MOST_BESIDE: Final = 32
"""Entries above and below one that comes back among which its place is sought."""


def plan_restoring(files: Files, entries: Sequence[Archived], now_ms: int, budget: int) -> PruningPlan:
    """The write that brings entries back from the archive. Raises BadInput where one can stand nowhere, and
    StandsAlready where one was promoted again since."""
    raw = files.memory or b""
    _refuse_again(files, entries)
    standing = _standing(files)
    marks = whereabouts.follow(raw, standing)
    exact = whereabouts.bring_back(raw, marks, {name_of(one) for one in entries})
    lost = [one for one in entries if name_of(one) not in exact.names]
    after, edits = exact.raw, list(exact.edits)
    found: dict[Name, Where | None] = dict.fromkeys(exact.names, "place")
    if lost:
        after, came_to = _sought(exact.raw, lost, archive.read(files.archive))
        found |= dict(zip(map(name_of, lost), came_to, strict=True))
        edits = _between(raw, after)
    came_to = [found[name_of(one)] for one in entries]
    if stuck := [one for one, where in zip(entries, came_to, strict=True) if where is None]:
        raise BadInput(
            f"{stuck[0].id} cannot stand in MEMORY.md as it is now; nothing was changed: "
            f"copy it by hand from {paths.ARCHIVE}"
        )
    ident = ledger.new_id()
    had = files.archive or b""
    left = archive.without(had, entries)
    items = [
        Item(one.id, "restored", _said(one), None, "", where)
        for one, where in zip(entries, came_to, strict=True)
    ]
    touched = [Touched(one.id, "restored", _said(one), one.key, one.claims) for one in entries]
    made = Rewrite(
        ident,
        iso(now_ms),
        "restored",
        tuple(touched),
        edits_between(files.memory, after, edits),
        edits_between(files.archive, left, _sections(had, entries) if left else [Edit(0, had, b"")]),
        backups.next_path(files.workspace, paths.MEMORY, now_ms) if files.memory is not None else None,
        folder=next((one.folder for one in reversed(standing) if one.archive.before is None), False),
    )
    plan = planned(files, after, left, made, now_ms)
    return PruningPlan(plan, tuple(items), memory_md.budget(raw), memory_md.budget(after), budget)


def _refuse_again(files: Files, entries: Sequence[Archived]) -> None:
    """Raise StandsAlready for an entry that was promoted again after it was pruned, and stands there now."""
    said = ledger.read(files.ledger)
    lines = {entry.key: entry.line for entry in parse(files.memory or b"").entries if entry.key is not None}
    for one in entries:
        since = said.undoable[said.undoable.index(one.step) :] if one.step in said.undoable else ()
        made = [said.steps[step].application for step in since]
        if one.key in lines and any(one.key in write.keys for write in made if write):
            raise StandsAlready(
                f"{one.id} stands in {paths.MEMORY} already, at line {lines[one.key]}; nothing was changed"
            )


def _standing(files: Files) -> list[Rewrite]:
    """The writes of entries that stand, in their order."""
    said = ledger.read(files.ledger)
    return [made for step in said.undoable if (made := said.steps[step].rewrite)]


def _sought(
    raw: bytes, entries: Sequence[Archived], kept: Sequence[Archived]
) -> tuple[bytes, list[Where | None]]:
    """The file with entries at places that look like theirs, as somebody has changed it since."""
    absent = [(one.raw, one.origin) for one in _absent(entries, kept)]
    return memory_places.restored(raw, _placed(raw, entries, kept, absent), absent)


def _placed(
    raw: bytes, entries: Sequence[Archived], kept: Iterable[Archived], absent: Sequence[Placed]
) -> list[Placed]:
    """Where each stood; one that was pruned alone is looked for across what lies in the archive."""
    if len(entries) > 1 or absent:
        return [(one.raw, one.origin) for one in entries]
    away = [(one.raw, one.origin) for one in kept]
    return [(one.raw, memory_places.found_again(raw, one.origin, away)) for one in entries]


def _absent(entries: Sequence[Archived], kept: Iterable[Archived]) -> list[Archived]:
    """What was pruned in the same step beside these and stays in the archive."""
    steps, coming = {one.step for one in entries}, {one.start for one in entries}
    if len(steps) > 1:
        return []  # places of several steps are not of one file
    same = sorted((one for one in kept if one.step in steps), key=lambda one: one.origin.start)
    places = [number for number, one in enumerate(same) if one.start in coming]
    near = {place + away for place in places for away in range(-MOST_BESIDE, MOST_BESIDE + 1)}
    return [one for number, one in enumerate(same) if number in near and one.start not in coming]


def plan_undo(files: Files, made: Rewrite, now_ms: int) -> Plan:
    """Take a write back: the very bytes of before where nobody has changed the file since, else entry by
    entry what was cut goes back to its place, and what came goes, as far as it still stands there. What can
    stand nowhere any more stays in the archive."""
    memory, stay = _back(files.memory, made)
    kept = _archive_back(files.archive, made, stay)
    line = ledger.undo(made.id, now_ms)
    return planned(files, memory, kept, made, now_ms, "undone", line)


def plan_redo(files: Files, made: Rewrite, undo: str, now_ms: int) -> Plan:
    """Make a write again, to the byte. Raises Changed when a file is not what it was before."""
    for raw, told, path in (
        (files.memory, made.memory, paths.MEMORY),
        (files.archive, made.archive, paths.ARCHIVE),
    ):
        if not rewrite.is_before(raw, told):
            raise Changed(path, ledger.OTHERWISE.format(path))
    memory, kept = rewrite.forwards(files.memory, made.memory), rewrite.forwards(files.archive, made.archive)
    line = ledger.undo(undo, now_ms)
    return planned(files, memory, kept if made.archive.after else None, made, now_ms, made.kind, line)


def _back(raw: bytes | None, made: Rewrite) -> tuple[bytes | None, set[str]]:
    """MEMORY.md as it was, or with what can be brought back to it; the ids of what can stand nowhere."""
    if rewrite.is_after(raw, made.memory):
        return rewrite.backwards(raw, made.memory), set()
    if rewrite.is_before(raw, made.memory):
        return raw, set()
    content = raw or b""
    tail = rewrite.grown(content, made.memory)
    if tail is not None:
        had = rewrite.backwards(content[: len(content) - len(tail)], made.memory) or b""
        whole = had in (b"", text.BOM) or had.endswith((b"\n", b"\r"))
        return had + (b"" if whole else b"\n") + tail, set()
    if made.kind == "restored":
        return _without(content, [entry.id for entry in made.entries]), set()
    for edit in made.memory.edits:
        if edit.now.strip() not in (b"", b"<!-- -->") and content.count(edit.now) == 1:
            content = content.replace(edit.now, edit.was)
    cut = archive.read(b"".join(edit.now for edit in made.archive.edits))
    content, came_to = memory_places.restored(content, [(one.raw, one.origin) for one in cut])
    return content, {one.id for one, where in zip(cut, came_to, strict=True) if where is None}


def _without(raw: bytes, ids: Iterable[str]) -> bytes:
    outline = parse(raw)
    return changed(raw, memory_edits.plan(outline, {one for one in ids if one in outline.by_id}, {}))


def _archive_back(raw: bytes | None, made: Rewrite, stay: Container[str]) -> bytes | None:
    if rewrite.is_after(raw, made.archive) and not stay:
        return rewrite.backwards(raw, made.archive)
    if rewrite.is_before(raw, made.archive):
        return raw
    content = raw or b""
    if made.kind == "pruned":
        own = [one for one in archive.read(content) if one.step == made.id]
        return archive.without(content, [one for one in own if one.id not in stay])
    return content + b"".join(edit.was for edit in made.archive.edits)


def _between(before: bytes, after: bytes) -> list[Edit]:
    """The one stretch in which two files differ; where it may as well be further up or down, all of that."""
    most, start, end = min(len(before), len(after)), 0, 0
    while start < most and before[start] == after[start]:
        start += 1
    while end < most and before[-1 - end] == after[-1 - end]:
        end += 1
    start, end = min(start, most - end), min(end, most - start)
    return [Edit(start, before[start : len(before) - end], after[start : len(after) - end])]


def _sections(raw: bytes, entries: Sequence[Archived]) -> list[Edit]:
    spans = sorted((one.start, one.end) for one in entries)
    return [Edit(start, raw[start:end], b"") for start, end in spans]


def _said(one: Archived) -> str:
    return next((entry.text for entry in parse(one.raw).entries), "")

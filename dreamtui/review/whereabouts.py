"""Where pruned entries belong in MEMORY.md, to the byte: the writes since they went, followed one by one.

It holds while nobody but dreamtui has changed what stood there; that others added to the end of the
file does no harm. An entry that is away is a mark between two bytes, and the marks keep their order: so
of lines that repeat to the letter the right ones are neighbours, whatever is brought back first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from dreamtui.errors import BadInput
from dreamtui.files import archive
from dreamtui.files.archive import Archived
from dreamtui.files.memory_edits import changed, plan
from dreamtui.files.memory_outline import Outline, parse
from dreamtui.review.rewrite import Edit, Rewrite, backwards, grown

Name = tuple[str, str]
"""Names a pruned entry: the step in which it went, and its id."""


class Mark(NamedTuple):
    """An entry that is away: `raw` belongs before the byte at the offset `at`, in place of the `filler`
    bytes that were left there to keep its neighbours apart."""

    at: int
    name: Name
    raw: bytes
    filler: int


class Found(NamedTuple):
    """MEMORY.md with entries back, who came back, and the edits that this takes, in the order of the file."""

    raw: bytes
    names: frozenset[Name]
    edits: tuple[Edit, ...]


def name_of(one: Archived) -> Name:
    """What names an entry of the archive."""
    return one.step, one.id


def follow(raw: bytes, writes: Sequence[Rewrite]) -> list[Mark]:
    """The entries that are away from a file, in its order, as far back as the writes that stand can be
    followed from what it holds now."""
    chain: list[Rewrite] = []
    for made in reversed(writes):
        tail = grown(raw, made.memory)
        if tail is None:
            break
        raw = backwards(raw[: len(raw) - len(tail)], made.memory) or b""
        chain.append(made)
    marks: list[Mark] = []
    for made in reversed(chain):
        marks = _moved(marks, made)
    return marks


def bring_back(raw: bytes, marks: Sequence[Mark], names: Collection[Name]) -> Found:
    """The file with those of these entries back whose place is known."""
    came: list[Name] = []
    edits: list[Edit] = []
    for group in reversed(_groups(marks)):
        coming = [mark.name for mark in group if mark.name in names]
        edit = _with(raw, group, coming) if coming else None
        if edit is None:
            continue
        raw = raw[: edit.start] + edit.now + raw[edit.start + len(edit.was) :]
        came += coming
        edits.insert(0, edit)
    return Found(raw, frozenset(came), tuple(edits))


def _groups(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Marks between which nothing stands but fillers."""
    groups: list[list[Mark]] = []
    for mark in marks:
        if groups and groups[-1][-1].at + groups[-1][-1].filler == mark.at:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _with(raw: bytes, group: Sequence[Mark], coming: Collection[Name]) -> Edit | None:
    """The edit that brings some of a group back: all of it, without those that stay away. None where the
    file would not be read as it should."""
    start, end = group[0].at, group[-1].at + group[-1].filler
    whole, begins = b"", []
    for mark in group:
        begins.append(start + len(whole))
        whole += mark.raw
    if raw[end:] and not whole.endswith((b"\n", b"\r")):
        whole += b"\n"  # the file did not go on after its last line
    full = parse(raw[:start] + whole + raw[end:])
    if any(full.is_other(at, mark.raw) for mark, at in zip(group, begins, strict=True)):
        return None
    going = [at for mark, at in zip(group, begins, strict=True) if mark.name not in coming]
    if any(at not in full.by_start for at in going):
        return None
    away = {full.by_start[at].id for at in going}
    try:
        after = changed(full.raw, plan(full, away, {}))
    except BadInput:
        return None
    if not _reads(parse(after), [parse(raw), *(parse(one.raw) for one in group if one.name in coming)]):
        return None
    return Edit(start, raw[start:end], after[start : len(after) - len(raw) + end])


def _reads(made: Outline, parts: Iterable[Outline]) -> bool:
    """Whether all entries of the parts are there; some may be a person's words in the item of another."""
    wanted = Counter(entry.text for part in parts for entry in part.entries)
    missing = wanted - Counter(entry.text for entry in made.entries)
    rest = [made.raw[span.start : span.end] for span in made.spans if span.kind == "rest"]
    kept = b"\n".join(rest).decode("utf-8", "replace")
    return all(line in kept for said in missing for line in said.split("\n"))


# --- through one write --------------------------------------------------------------------------


def _moved(marks: Sequence[Mark], made: Rewrite) -> list[Mark]:
    """The marks after a write of the file in which they stood."""
    if made.kind == "pruned":
        return _cut(marks, made) if len(made.entries) == len(made.memory.edits) else []
    back = {name_of(one) for one in archive.read(b"".join(edit.was for edit in made.archive.edits))}
    left, moved, shift = list(marks), [], 0
    for edit in made.memory.edits:
        end = edit.start + len(edit.was)
        moved += [mark._replace(at=mark.at + shift) for mark in left if mark.at < edit.start]
        own = [mark for mark in left if edit.start <= mark.at <= end]
        left = [mark for mark in left if mark.at > end]
        moved += _left_away(own, edit, back, edit.start + shift)
        shift += len(edit.now) - len(edit.was)
    return [*moved, *(mark._replace(at=mark.at + shift) for mark in left)]


def _cut(marks: Sequence[Mark], made: Rewrite) -> list[Mark]:
    left, moved, shift = list(marks), [], 0
    for edit, entry in zip(made.memory.edits, made.entries, strict=True):
        moved += [mark._replace(at=mark.at + shift) for mark in left if mark.at <= edit.start]
        left = [mark for mark in left if mark.at >= edit.start + len(edit.was)]
        if entry.done != "edited":
            moved.append(Mark(edit.start + shift, (made.id, entry.id), edit.was, len(edit.now)))
        shift += len(edit.now) - len(edit.was)
    return [*moved, *(mark._replace(at=mark.at + shift) for mark in left)]


def _left_away(own: Sequence[Mark], edit: Edit, back: Collection[Name], start: int) -> list[Mark]:
    """Of a group of which some came back those that did not; none where that cannot be told."""
    if [edit.start, *(mark.at + mark.filler for mark in own)] != [
        *(mark.at for mark in own),
        edit.start + len(edit.was),
    ]:
        return []
    away: list[Mark] = []
    at = 0
    for mark in own:
        if mark.name not in back:
            away.append(mark._replace(at=start + at, filler=0))
            continue
        found = edit.now.find(mark.raw, at)
        if found < 0 or not _filled(away, start + at, found - at):
            return []
        at = found + len(mark.raw)
    return away if _filled(away, start + at, len(edit.now) - at) else []


def _filled(away: list[Mark], at: int, filler: int) -> bool:
    """Give the last that is away, if it is just here, what was left in its place."""
    if filler and away and away[-1].at == at:
        away[-1] = away[-1]._replace(filler=filler)
        return True
    return filler == 0

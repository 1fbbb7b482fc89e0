"""Pruning as plans: what becomes of the entries of MEMORY.md that a person picked, and of the archive."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import tzinfo
from typing import NamedTuple

from dreamtui import paths
from dreamtui.engine.similarity import claim_hash
from dreamtui.entries import Lost, MemoryEntry, twin_of
from dreamtui.files import archive, backups, events, memory_edits, memory_md, memory_places
from dreamtui.files.archive import Archived
from dreamtui.files.memory_edits import Change, changed
from dreamtui.files.memory_md import Budget
from dreamtui.files.memory_outline import Outline, parse
from dreamtui.files.memory_places import Where
from dreamtui.files.workspace import Workspace
from dreamtui.instants import day_of, iso
from dreamtui.model import Write
from dreamtui.review import ledger, rewrite
from dreamtui.review.approval import ledger_write
from dreamtui.review.diffs import unified
from dreamtui.review.plan import Plan, event_write
from dreamtui.review.rewrite import Done, Edit, Rewrite, Touched, edits_between
from dreamtui.review.staging import Staged
from dreamtui.review.stepping import Line


class Files(NamedTuple):
    """What pruning reads and writes, as it is now; None: not there."""

    workspace: Workspace
    zone: tzinfo
    memory: bytes | None
    archive: bytes | None
    ledger: bytes | None


class Picks(NamedTuple):
    """What is to become of entries, by id: cut for a reason, cut as their text went into another entry
    (whose id that is), or another text."""

    cuts: Mapping[str, str] = {}
    merged: Mapping[str, str] = {}
    texts: Mapping[str, str] = {}


class Item(NamedTuple):
    """An entry that is changed: what becomes of it, its new text if it gets one, where it comes back to,
    and why it goes as far as somebody said so."""

    id: str
    done: Done
    text: str
    entry: MemoryEntry | None = None
    now: str = ""
    where: Where | None = None
    why: str = ""


class PruningPlan(NamedTuple):
    """A write of MEMORY.md and its archive, as a value; nothing is written.

    `gone` are ids that were picked and do not stand in the file any more, `locked` those that are
    locked: both stay as they are. `lost` is what could no longer be answered.
    """

    plan: Plan
    items: tuple[Item, ...]
    before: Budget
    after: Budget
    budget_chars: int
    gone: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    lost: tuple[Lost, ...] = ()
    step: str = ""
    """The id of the line that will tell of it."""

    @property
    def memory(self) -> Write | None:
        """The write of MEMORY.md, or None when it stays as it is."""
        return next((write for write in self.plan.writes if write.path == paths.MEMORY), None)

    def diff(self) -> str:
        """The exact unified diff of MEMORY.md; "" when it stays as it is."""
        return unified(self.memory) if self.memory else ""


def picks_of(staged: Mapping[str, Staged]) -> Picks:
    """What staged decisions come to."""
    cuts: dict[str, str] = {}
    merged: dict[str, str] = {}
    texts: dict[str, str] = {}
    for ident, said in staged.items():
        if said.choice == "prune":
            cuts[ident] = said.reason
        elif said.entry == ident:
            texts[ident] = said.text
        else:
            merged[ident] = said.entry
    return Picks(cuts, merged, texts)


def plan_pruning(files: Files, picks: Picks, locked: Iterable[str], now_ms: int, budget: int) -> PruningPlan:
    """The write that carries out what was picked. Raises BadInput where Markdown does not allow it."""
    outline = parse(files.memory or b"")
    kept_ids = set(map(twin_of, locked))
    into = {one for one in picks.texts if one in outline.by_id}
    named = {**picks.cuts, **{one: other for one, other in picks.merged.items() if other in into}}
    cuts = {ident for ident in named if ident in outline.by_id and twin_of(ident) not in kept_ids}
    texts = {ident: picks.texts[ident] for ident in into}
    changes = memory_edits.plan(outline, cuts, texts)
    after = changed(outline.raw, changes)
    ident = ledger.new_id()
    items = tuple(_item(entry, picks, cuts) for entry in outline.entries if entry.id in cuts | texts.keys())
    archived = _archived(outline, changes, after, picks, ident, now_ms)
    if archived and files.archive:
        archived = _beside_archived(archived, archive.read(files.archive))
    kept = archive.add(files.archive, archived, day_of(now_ms, files.zone)) if archived else files.archive
    had = files.archive or b""
    made = Rewrite(
        ident,
        iso(now_ms),
        "pruned",
        _touched(items, changes, after),
        edits_between(
            files.memory, after, [Edit(c.start, outline.raw[c.start : c.end], c.now) for c in changes]
        ),
        edits_between(
            files.archive, kept, [Edit(len(had), b"", kept[len(had) :])] if archived and kept else []
        ),
        backups.next_path(files.workspace, paths.MEMORY, now_ms) if files.memory is not None else None,
        folder=bool(archived) and not files.workspace.path(paths.ARCHIVE).parent.exists(),
    )
    return PruningPlan(
        planned(files, after, kept, made, now_ms) if items else empty(files, now_ms),
        items,
        memory_md.budget(outline.raw),
        memory_md.budget(after),
        budget,
        tuple(one for one in {**named, **picks.texts} if one not in outline.by_id),
        tuple(one for one in named if one in outline.by_id and twin_of(one) in kept_ids),
        step=ident,
    )


def _item(entry: MemoryEntry, picks: Picks, cuts: Container[str]) -> Item:
    if entry.id in cuts:
        done: Done = "merged" if entry.id in picks.merged else "pruned"
        return Item(entry.id, done, entry.text, entry, why=picks.cuts.get(entry.id, ""))
    return Item(entry.id, "edited", entry.text, entry, picks.texts[entry.id])


def _touched(items: Sequence[Item], changes: Sequence[Change], after: bytes) -> tuple[Touched, ...]:
    edited = any(item.done == "edited" for item in items)
    standing = {entry.start: entry.id for entry in parse(after).entries} if edited else {}
    found = []
    for item in items:
        if item.entry is None:
            continue
        shift = sum(len(c.now) - (c.end - c.start) for c in changes if c.start < item.entry.start)
        becomes = standing.get(item.entry.start + shift) if item.done == "edited" else None
        claims = () if item.done == "edited" else (claim_hash(item.text),)
        found.append(Touched(item.id, item.done, item.text, item.entry.key, claims, becomes))
    return tuple(found)


def _archived(
    outline: Outline, changes: Sequence[Change], after: bytes, picks: Picks, step: str, now_ms: int
) -> list[Archived]:
    found, shift = [], 0
    by_start = {entry.start: entry for entry in outline.entries}
    for change in changes:
        entry = by_start[change.start]
        if change.cut:
            into = picks.merged.get(entry.id)
            why = f"merged into {into}" if into else picks.cuts.get(entry.id, "")
            origin = memory_places.origin(outline.raw, entry, after, entry.start + shift, change.now)
            own, claims = outline.bytes_of(entry), (claim_hash(entry.text),)
            found.append(Archived(entry.id, step, iso(now_ms), entry.key, claims, why, own, origin))
        shift += len(change.now) - (change.end - change.start)
    return found


def _beside_archived(going: Sequence[Archived], gone: Sequence[Archived]) -> list[Archived]:
    away = [(one.raw, one.origin) for one in gone]
    beside = memory_places.beside_archived
    return [one._replace(origin=beside(one.origin, one.raw, away)) for one in going]


def planned(
    files: Files,
    memory: bytes | None,
    kept: bytes | None,
    made: Rewrite,
    now_ms: int,
    done: str = "",
    line: Line | None = None,
) -> Plan:
    """The plan that makes these of MEMORY.md and the archive. The ledger is written last; a crash before
    that is taken back as a whole by the next write."""
    named = [(entry.id, entry.key) for entry in made.entries]
    record = events.memory_rewritten(done or made.kind, made.id, named, now_ms, str(files.workspace.root))
    writes = [
        *_changed(Write(paths.ARCHIVE, files.archive, kept, folder=made.folder)),
        *_changed(Write(paths.MEMORY, files.memory, memory)),
        *event_write(files.workspace, [record]),
        *ledger_write(files.ledger, [line or rewrite.line(made)]),
    ]
    plan = empty(files, now_ms)
    backup = [] if line or made.backup is None else [(made.backup, None)]
    return plan._replace(writes=tuple(writes), pins=(*plan.pins, *backup))


def empty(files: Files, now_ms: int) -> Plan:
    """A plan that writes nothing, pinned to what the files hold."""
    pins = ((paths.MEMORY, files.memory), (paths.ARCHIVE, files.archive), (paths.REVIEW_LOG, files.ledger))
    return Plan(now_ms, str(files.workspace.root), (), (), 0, (), pins, all_or_nothing=True)


def _changed(write: Write) -> list[Write]:
    return [write] if write.before != write.after else []

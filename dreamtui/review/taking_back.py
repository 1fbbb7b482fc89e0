"""Taking a write of approved candidates back, and making it again, as plans."""

from __future__ import annotations

from collections.abc import Collection

from dreamtui import paths
from dreamtui.errors import Changed
from dreamtui.files import events
from dreamtui.files.memory_entries import edited, without
from dreamtui.instants import iso
from dreamtui.model import RecallEntry, State, Write
from dreamtui.review import application, ledger
from dreamtui.review.application import Application, Mark
from dreamtui.review.approval import ledger_write, marked
from dreamtui.review.inputs import Inputs
from dreamtui.review.plan import Plan, event_write
from dreamtui.review.unfinished import last_said


def plan_undo(given: Inputs, raw_ledger: bytes | None, made: Application, now_ms: int) -> Plan:
    """Take a write back: the very bytes of before where nobody has changed MEMORY.md since, else only
    our own entries go out of it. What a person has edited stays, promoted as it is. The ledger tells
    last, so that a crash leaves something to undo."""
    before = given.snapshot.memory.raw
    stay = edited(before or b"", made.added, made.keys)
    keys = [key for key in made.keys if key not in stay]
    after = _restored(before, made)
    records = []
    if last_said(given.workspace, made) != "undone":
        records.append(events.promotion_undone(made.id, keys, now_ms, given.snapshot.workspace))
    writes = [
        *([Write(paths.MEMORY, before, after)] if before != after else []),
        *given.store.writes(given.snapshot.state, _unmarked(given.snapshot.state, made, stay, now_ms)),
        *event_write(given.workspace, records),
        *ledger_write(raw_ledger, [ledger.undo(made.id, now_ms)]),
    ]
    return _plan(given, raw_ledger, writes, now_ms)


def plan_redo(given: Inputs, raw_ledger: bytes | None, made: Application, undo: str, now_ms: int) -> Plan:
    """Make a write again, to the byte. Raises Changed when MEMORY.md is not what it was before."""
    before = given.snapshot.memory.raw
    after = (before or b"") + made.added.encode()
    if _digest(before) != made.before or application.digest(after) != made.after:
        raise Changed(paths.MEMORY, ledger.OTHERWISE.format(paths.MEMORY))
    entries = given.snapshot.state.recall.entries
    for key in made.marks:
        if key not in entries or entries[key].promoted_at != made.marks[key].promoted:
            raise Changed(paths.RECALL_STORE, ledger.OTHERWISE.format(paths.RECALL_STORE))
    record = application.event(made, now_ms, given.snapshot.workspace)
    writes = [
        *ledger_write(raw_ledger, [ledger.undo(undo, now_ms)]),
        Write(paths.MEMORY, before, after),
        *event_write(given.workspace, [record]),
        *given.store.writes(given.snapshot.state, marked(given.snapshot.state, made.marks, made.at)),
    ]
    return _plan(given, raw_ledger, writes, now_ms)


def _plan(given: Inputs, raw_ledger: bytes | None, writes: list[Write], now_ms: int) -> Plan:
    pins = ((paths.MEMORY, given.snapshot.memory.raw), (paths.REVIEW_LOG, raw_ledger))
    return Plan(now_ms, given.snapshot.workspace, (), (), 0, tuple(writes), pins)


def _digest(raw: bytes | None) -> str | None:
    return None if raw is None else application.digest(raw)


def _restored(raw: bytes | None, made: Application) -> bytes | None:
    """MEMORY.md without what a write brought; None: it was not there before."""
    if raw is None or _digest(raw) == made.before:
        return raw
    added = made.added.encode()
    if application.digest(raw) == made.after and raw.endswith(added):
        before = raw.removesuffix(added)
        if before == b"" and made.before is None:
            return None
        if _digest(before) == made.before:
            return before
    return without(raw, made.added, made.keys)


def _unmarked(state: State, made: Application, stay: Collection[str], now_ms: int) -> State:
    """The state with the entries that a write marked as they were, but for those that `stay` in MEMORY.md
    and those that somebody changed since."""
    entries = dict(state.recall.entries)
    back = [key for key in made.marks if key in entries and key not in stay]
    ours = {key: entries[key] for key in back if entries[key].promoted_at == made.at}
    if not ours:
        return state
    entries.update({key: _as_it_was(entry, made.marks[key]) for key, entry in ours.items()})
    untouched = state.recall.updated_at == made.at
    updated = made.updated if untouched else iso(now_ms)
    return state._replace(recall=state.recall._replace(entries=entries, updated_at=updated))


def _as_it_was(entry: RecallEntry, mark: Mark) -> RecallEntry:
    entry = entry._replace(promoted_at=mark.promoted)
    if (entry.snippet, entry.start_line, entry.end_line) != mark.now:
        return entry
    snippet, start, end = mark.was
    return entry._replace(snippet=snippet, start_line=start, end_line=end)

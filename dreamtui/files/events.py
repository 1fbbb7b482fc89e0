"""The audit log, events.jsonl: the records that dreaming appends, one a line, and reading them back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from json.encoder import encode_basestring as quote
from pathlib import PurePath
from typing import Any, NamedTuple

from dreamtui import paths
from dreamtui.files import jsonfile, text
from dreamtui.instants import iso
from dreamtui.model import (
    CandidatesScored,
    Event,
    PhaseCompleted,
    PromotionApplied,
    RecallRecorded,
    Storage,
    SweepCompleted,
)

Record = dict[str, Any]


class Log(NamedTuple):
    """Records in the order of the file, and how many lines could not be read."""

    records: list[Record]
    broken: int


def record(event: Event, at_ms: int, workspace: str, storage: Storage) -> Record:
    """An event as the log has it; `workspace` is the absolute path that its files are shown under."""
    match event:
        case RecallRecorded():
            return recall_recorded(event, at_ms)
        case PhaseCompleted():
            return dream_completed(event, at_ms, workspace, storage)
        case PromotionApplied():
            return promotion_applied(event, at_ms, workspace)
        case SweepCompleted():
            return sweep_completed(event, at_ms)
        case CandidatesScored():
            scored = [{"key": key, "score": score} for key, score in event.candidates]
            return _record("dreamtui.candidates.scored", at_ms, candidates=scored)


def recall_recorded(event: RecallRecorded, at_ms: int) -> Record:
    """`memory.recall.recorded`: a query and the places it counted for."""
    results = [
        {"path": path, "startLine": start, "endLine": end, "score": score}
        for path, start, end, score in event.places
    ]
    return _record(
        "memory.recall.recorded", at_ms, query=event.query, resultCount=len(results), results=results
    )


def dream_completed(event: PhaseCompleted, at_ms: int, workspace: str, storage: Storage) -> Record:
    """`memory.dream.completed`: a phase that ran and where it wrote its lines."""
    written = {"inlinePath": event.note, "reportPath": event.report}
    places = {name: _absolute(workspace, path) for name, path in written.items() if path is not None}
    return _record(
        "memory.dream.completed",
        at_ms,
        phase=event.phase,
        **places,
        lineCount=event.line_count,
        storageMode=storage,
    )


def promotion_applied(event: PromotionApplied, at_ms: int, workspace: str) -> Record:
    """`memory.promotion.applied`: what was added to MEMORY.md."""
    names = ("key", "path", "startLine", "endLine", "score", "recallCount")
    candidates = [dict(zip(names, candidate, strict=True)) for candidate in event.candidates]
    return _record(
        "memory.promotion.applied",
        at_ms,
        memoryPath=_absolute(workspace, paths.MEMORY),
        applied=len(candidates),
        candidates=candidates,
    )


def sweep_completed(event: SweepCompleted, at_ms: int) -> Record:
    """`dreamtui.sweep.completed`: a sweep of dreamtui's own; what is not known is left out."""
    fields = event._asdict() | {"phases": list(event.phases), "durationMs": event.duration_ms}
    del fields["duration_ms"]
    known = {name: value for name, value in fields.items() if value is not None}
    return _record("dreamtui.sweep.completed", at_ms, **known)


def promotion_undone(of: str, keys: Iterable[str], at_ms: int, workspace: str) -> Record:
    """`dreamtui.promotion.undone`: a write of MEMORY.md (`of`, a line of review.jsonl) was taken back."""
    return _record(
        "dreamtui.promotion.undone",
        at_ms,
        memoryPath=_absolute(workspace, paths.MEMORY),
        of=of,
        keys=list(keys),
    )


def memory_rewritten(
    done: str, of: str, entries: Iterable[tuple[str, str | None]], at_ms: int, workspace: str
) -> Record:
    """`dreamtui.memory.pruned`, `.restored` or `.undone`: entries of MEMORY.md, as (id, key), came or went.

    `of` is the line of review.jsonl that tells all of it.
    """
    return _record(
        f"dreamtui.memory.{done}",
        at_ms,
        memoryPath=_absolute(workspace, paths.MEMORY),
        of=of,
        entries=[{"id": ident, "key": key} for ident, key in entries],
    )


def render(records: Iterable[Record]) -> bytes:
    """The lines to append, in the form of `JSON.stringify`."""
    return jsonfile.encode("".join(_stringify(entry) + "\n" for entry in records))


def parse(raw: bytes) -> Log:
    """Every record of the log; a line that is not a JSON object is counted and passed over."""
    return _read(raw.split(b"\n"))


def tail(raw: bytes, count: int) -> Log:
    """The records in the last `count` lines of the log."""
    return _read(raw.rstrip().rsplit(b"\n", count)[-count:] if count > 0 else [])


def last_runs(records: Iterable[Record]) -> dict[str, Record]:
    """Per phase the last `memory.dream.completed` record."""
    completed = (entry for entry in records if entry.get("type") == "memory.dream.completed")
    return {entry["phase"]: entry for entry in completed if isinstance(entry.get("phase"), str)}


def _record(kind: str, at_ms: int, **fields: Any) -> Record:
    return {"type": kind, "timestamp": iso(at_ms), **fields}


def _absolute(workspace: str, path: str) -> str:
    return str(PurePath(workspace, path))


def _read(lines: Iterable[bytes]) -> Log:
    records: list[Record] = []
    broken = 0
    for line in lines:
        if not line.strip():
            continue
        try:
            entry = json.loads(text.decode(line))
        except (ValueError, RecursionError):
            entry = None
        if isinstance(entry, dict):
            records.append(entry)
        else:
            broken += 1
    return Log(records, broken)


def _stringify(value: object) -> str:
    match value:
        case str():
            return quote(value)
        case float():
            return jsonfile.number(value)
        case dict():
            return "{" + ",".join(f"{quote(key)}:{_stringify(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(map(_stringify, value)) + "]"
    return json.dumps(value)

"""What the audit log has of signals and promotions, for playing the past again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from dreamtui import paths
from dreamtui.engine.runs import strings
from dreamtui.engine.tuning.histories import Recorded
from dreamtui.files.log_tail import MOST, lines_backwards
from dreamtui.files.workspace import Workspace
from dreamtui.instants import parse_instant
from dreamtui.model import RecallEntry


class Log(NamedTuple):
    """Signals, and promotions by key (the store's as well) that nobody took back; `since_ms`: the first of
    them in the log."""

    recorded: Sequence[Recorded]
    promoted: Mapping[str, int]
    since_ms: int | None


_WANTED: Final = (
    b"memory.recall.recorded",
    b"memory.promotion.applied",
    b"dreamtui.promotion.undone",
)


def read_log(workspace: Workspace, entries: Mapping[str, RecallEntry]) -> Log:
    """The signals and promotions at the end of the log, and those promotions that only the store has.

    Raises BadInput for a log that cannot be read; lines that cannot be are passed over.
    """
    recorded: list[Recorded] = []
    promoted: dict[str, int] = {}
    since: int | None = None
    undone: set[str] = set()
    for key, entry in entries.items():
        if (at := parse_instant(entry.promoted_at)) is not None:
            promoted[key] = at
    for line in lines_backwards(workspace, paths.EVENTS, MOST):
        if not any(kind in line for kind in _WANTED):
            continue
        record = _object(line)
        at = parse_instant(record.get("timestamp"))
        if at is None:
            continue
        since = at
        if record.get("type") == "dreamtui.promotion.undone":
            undone.update(strings(record.get("keys")))
        elif record.get("type") == "memory.promotion.applied":
            keys = {str(candidate.get("key")) for candidate in _objects(record.get("candidates"))}
            promoted.update(dict.fromkeys(keys - undone, at))
            undone -= keys
        elif isinstance(query := record.get("query"), str):
            recorded += [
                one for place in _objects(record.get("results")) if (one := _signal(at, query, place))
            ]
    return Log(recorded, promoted, since)


def _signal(at_ms: int, query: str, place: Mapping[str, Any]) -> Recorded | None:
    path, start, end = place.get("path"), place.get("startLine"), place.get("endLine")
    value = place.get("score")
    if not (isinstance(path, str) and isinstance(start, int) and isinstance(end, int)):
        return None
    return Recorded(at_ms, query, (path, start, end), float(value) if isinstance(value, int | float) else 0.0)


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

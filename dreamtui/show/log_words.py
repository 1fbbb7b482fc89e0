"""Records of the audit log in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dreamtui import paths
from dreamtui.engine import queries
from dreamtui.engine.light import staged_in
from dreamtui.engine.runs import strings, whole
from dreamtui.show.text import count, safe, several

PHASES: Final[Mapping[str, str]] = {"light": "Light", "rem": "REM", "deep": "Deep"}
TRIGGERS: Final[Mapping[str, str]] = {
    "command": "by a command",
    "key": "by a key",
    "schedule": "on schedule",
    "change": "after a change",
}
UNREADABLE: Final = "a line that cannot be read"


def told(record: Mapping[str, Any] | None, root: str) -> str:
    """What a record says, on one line; `root` is the path of the workspace, which is left out of it."""
    if record is None:
        return UNREADABLE
    kind = str(record.get("type", ""))
    say = _WORDS.get(kind)
    if say is not None:
        return say(record, root)
    return f"something else: {safe(kind)}" if kind else "a record without a type"


def lasted(ms: int) -> str:
    """How long something took: `0.4 s`, `72 s`, `4 min`."""
    if ms < 100_000:
        return f"{ms / 1000:.1f} s" if ms < 10_000 else f"{ms // 1000} s"
    return f"{ms // 60_000} min"


def _recall(record: Mapping[str, Any], _root: str) -> str:
    query, number = str(record.get("query", "")), whole(record.get("resultCount")) or 0
    read = _own_reading(query)
    if read:
        return f"sweep: read {read}, {count(number, 'place')} counted"
    found = f"{count(number, 'place')} found" if number else "nothing found"
    return f"recall: {found} for “{safe(' '.join(query.split()))}”"


def _own_reading(query: str) -> str:
    for prefix, what in ((queries.NOTES, "the note of"), (queries.TRANSCRIPTS, "the messages of")):
        if query.startswith(prefix):
            return f"{what} {safe(query.removeprefix(prefix)) or 'a day'}"
    return "older sources once more" if queries.is_engines(query) else ""


def _phase(record: Mapping[str, Any], root: str) -> str:
    phase, lines = str(record.get("phase", "")), whole(record.get("lineCount"))
    name = PHASES.get(phase, safe(phase) or "a phase")
    did = "ran" if lines is None else f"wrote {count(lines, 'line')}"
    staged = staged_in(lines) if phase == "light" and lines is not None else None
    kept = "" if staged is None else f", {staged:,} staged"
    where = [_inside(value, root) for key in ("inlinePath", "reportPath") if (value := record.get(key))]
    return f"{name}: {did}{kept}{f', into {several(where)}' if where else ''}"


def _promoted(record: Mapping[str, Any], _root: str) -> str:
    candidates = record.get("candidates")
    known = [one for one in candidates if isinstance(one, dict)] if isinstance(candidates, list) else []
    number = whole(record.get("applied"))
    number = len(known) if number is None else number
    names = [f"{one.get('path')}:{one.get('startLine')}" for one in known if one.get("path")]
    rest = len(names) - 2
    shown = [*names[:2], *([f"{rest:,} more"] if rest > 0 else [])]
    source = f" from {safe(several(shown))}" if names else ""
    return f"promotion: {count(number, 'entry', 'entries')} into {paths.MEMORY}{source}"


def _undone(record: Mapping[str, Any], _root: str) -> str:
    number = len(strings(record.get("keys")))
    return f"undo: {count(number, 'entry', 'entries')} taken back out of {paths.MEMORY}"


def _swept(record: Mapping[str, Any], _root: str) -> str:
    by = TRIGGERS.get(str(record.get("trigger")), "")
    counted = (
        ("ingested", "read"),
        ("staged", "staged"),
        ("reflected", "reflected on"),
        ("ranked", "ranked"),
        ("passing", "pass"),
        ("promoted", "promoted"),
    )
    numbers = ((whole(record.get(name)), verb) for name, verb in counted)
    parts = [f"{number:,} {verb}" for number, verb in numbers if number is not None]
    took = whole(record.get("durationMs"))
    lasting = "" if took is None else f" in {lasted(took)}"
    return f"sweep{' ' if by else ''}{by}{lasting}: {', '.join(parts) or 'done'}"


def _scored(record: Mapping[str, Any], _root: str) -> str:
    candidates = record.get("candidates")
    number = len(candidates) if isinstance(candidates, list) else 0
    return f"scores: {count(number, 'candidate')} (verboseLogging)"


def _inside(path: object, root: str) -> str:
    """A path as it is called in its workspace, wherever that was when it was written."""
    shown = str(path)
    if shown.startswith(f"{root}/"):
        return safe(shown.removeprefix(f"{root}/"))
    at = shown.rfind("/memory/")
    return safe(shown[at + 1 :] if at >= 0 else shown)


_WORDS: Final = {
    "memory.recall.recorded": _recall,
    "memory.dream.completed": _phase,
    "memory.promotion.applied": _promoted,
    "dreamtui.promotion.undone": _undone,
    "dreamtui.sweep.completed": _swept,
    "dreamtui.candidates.scored": _scored,
}

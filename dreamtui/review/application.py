"""A write of approved candidates as its line in review.jsonl tells it: all that taking it back needs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from dreamtui.files import events
from dreamtui.model import PromotionApplied

Place = tuple[str, int, int]
"""What an entry of the store says, and where: snippet, start line, end line."""


class Mark(NamedTuple):
    """An entry of the store before it was promoted and after; `promoted` is when it had been already,
    for one that was pruned since."""

    was: Place
    now: Place
    promoted: str | None = None


class Application(NamedTuple):
    """A write of approved candidates. MEMORY.md was `before` (SHA-256, None: not there), then `after`.

    `added` is what was appended to it; `marks` are the entries of the store that were marked as
    promoted `at` this instant, and `updated` is what the store gave as its time before.
    """

    id: str
    at: str
    keys: tuple[str, ...]
    backup: str | None
    before: str | None
    after: str
    added: str = ""
    marks: Mapping[str, Mark] = {}
    updated: str | None = None
    candidates: tuple[tuple[str, str, int, int, float, int], ...] = ()
    """As the audit log has them: key, path, lines, score, recalls."""
    step: str = ""
    """The id of the line that tells what was pruned in the same write, to make room; "" for none."""


def digest(raw: bytes) -> str:
    """How a line names the bytes of a file."""
    return hashlib.sha256(raw).hexdigest()


def line(application: Application) -> dict[str, Any]:
    """The line of an application."""
    return {
        "id": application.id,
        "at": application.at,
        "type": "apply",
        "keys": list(application.keys),
        "backup": application.backup,
        "before": application.before,
        "after": application.after,
        "added": application.added,
        "entries": {key: _told(mark) for key, mark in application.marks.items()},
        "updatedAt": application.updated,
        "candidates": [list(candidate) for candidate in application.candidates],
        **({"step": application.step} if application.step else {}),
    }


def event(application: Application, at_ms: int, workspace: str) -> events.Record:
    """What the audit log says of an application."""
    return events.promotion_applied(PromotionApplied(application.candidates), at_ms, workspace)


def read_application(said: Mapping[str, Any]) -> Application | None:
    """The application that a line tells of; None when it tells of none."""
    keys, after = said.get("keys"), said.get("after")
    if said.get("type") != "apply" or not isinstance(keys, list) or not isinstance(after, str):
        return None
    at, backup, before, added, updated, step = (
        value if isinstance(value := said.get(name), str) else None
        for name in ("at", "backup", "before", "added", "updatedAt", "step")
    )
    entries, told = said.get("entries"), said.get("candidates")
    marks = {key: _mark(value) for key, value in entries.items()} if isinstance(entries, dict) else {}
    candidates = [_candidate(one) for one in told] if isinstance(told, list) else []
    return Application(
        said["id"],
        at or "",
        tuple(key for key in keys if isinstance(key, str)),
        backup,
        before,
        after,
        added or "",
        {key: mark for key, mark in marks.items() if mark},
        updated,
        tuple(candidate for candidate in candidates if candidate),
        step or "",
    )


def _told(mark: Mark) -> dict[str, Any]:
    before = {"promotedAt": mark.promoted} if mark.promoted else {}
    return {"was": list(mark.was), "now": list(mark.now), **before}


def _mark(value: object) -> Mark | None:
    if not isinstance(value, dict):
        return None
    was, now, promoted = _place(value.get("was")), _place(value.get("now")), value.get("promotedAt")
    return Mark(was, now, promoted if isinstance(promoted, str) else None) if was and now else None


def _place(value: object) -> Place | None:
    match value:
        case [str(snippet), int(start), int(end)]:
            return snippet, start, end
    return None


def _candidate(value: object) -> tuple[str, str, int, int, float, int] | None:
    match value:
        case [str(key), str(path), int(start), int(end), (int() | float()) as score, int(recalls)]:
            return key, path, start, end, score, recalls
    return None

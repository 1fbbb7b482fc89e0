"""Sweeps that came to nothing: remembered beside dreamtui's own settings, not in a workspace that fails.

What succeeds stands in the audit log of its workspace. A line here is
`{"at","workspace","trigger","outcome","why","durationMs"}`.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

from dreamtui.instants import iso, parse_instant
from dreamtui.model import Trigger
from dreamtui.service.desk import Desk

Outcome = Literal["failed", "cancelled"]

FILE_NAME: Final = "sweeps.jsonl"
MOST: Final = 256 << 10
"""Bytes after which the older half is dropped."""
_LONGEST: Final = 1_000


class Attempt(NamedTuple):
    """A sweep that wrote nothing: when it began, what set it going, and why it ended."""

    at_ms: int
    trigger: Trigger | None
    outcome: Outcome
    why: str
    duration_ms: int | None


def remember(desk: Desk, attempt: Attempt) -> None:
    """Add a line. Where that does not work it is let be: it must not hide why the sweep failed."""
    said = {
        "at": iso(attempt.at_ms),
        "workspace": str(desk.workspace.root),
        "trigger": attempt.trigger,
        "outcome": attempt.outcome,
        "why": attempt.why[:_LONGEST],
        "durationMs": attempt.duration_ms,
    }
    path = place(desk)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            return
        _shorten(path)
        with path.open("ab") as file:
            file.write(json.dumps(said).encode() + b"\n")


def attempts(desk: Desk) -> list[Attempt]:
    """The sweeps of this workspace that came to nothing, oldest first; lines of others are passed over."""
    path = place(desk)
    try:
        raw = path.read_bytes() if path.is_file() else b""
    except OSError:
        return []
    mine = str(desk.workspace.root)
    found = (_attempt(line, mine) for line in raw.split(b"\n"))
    return [attempt for attempt in found if attempt]


def place(desk: Desk) -> Path:
    """Where they are remembered."""
    return desk.loaded.own_path.with_name(FILE_NAME)


def _attempt(line: bytes, workspace: str) -> Attempt | None:
    try:
        said: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get("workspace") != workspace:
        return None
    at, outcome, trigger = (said.get(name) for name in ("at", "outcome", "trigger"))
    at_ms = parse_instant(at)
    if at_ms is None or outcome not in ("failed", "cancelled"):
        return None
    took = said.get("durationMs")
    return Attempt(
        at_ms,
        trigger if trigger in get_args(Trigger) else None,
        outcome,
        str(said.get("why") or ""),
        took if isinstance(took, int) else None,
    )


def _shorten(path: Path) -> None:
    if not path.exists() or path.stat().st_size <= MOST:
        return
    _, _, newer = path.read_bytes()[-MOST // 2 :].partition(b"\n")
    staged = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    staged.write_bytes(newer)
    staged.replace(path)

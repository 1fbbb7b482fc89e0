"""Recall entries for tests of the engine, of which only the text and its lines matter."""

from __future__ import annotations

from dreamtui.model import RecallEntry

NOTE = "memory/2026-04-10.md"


def recalled(snippet: str, start: int = 1, end: int | None = None) -> RecallEntry:
    """An entry about some lines of a note."""
    key = f"memory:{NOTE}:{start}:{end or start}"
    days = ("2026-04-10",)
    return RecallEntry(
        key, NOTE, start, end or start, snippet, 1, 0, 0, 1.0, 1.0, "", "", (), days, None, None, None, {}
    )

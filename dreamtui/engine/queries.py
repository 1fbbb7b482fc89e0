"""The queries under which the engine itself reads: nobody asked them, so the gates do not count them."""

from __future__ import annotations

NOTES = "__dreaming_daily__:"
"""Followed by the day of the note."""
TRANSCRIPTS = "__dreaming_sessions__:"
"""Followed by the day of the messages."""
SESSION_BACKFILL = "__dreaming_session_backfill__:"
"""Followed by the day of the messages; later releases read old sessions so."""
GROUNDED_BACKFILL = tuple(
    f"__dreaming_grounded_backfill__{kind}" for kind in ("", ":lasting-update", ":candidate")
)
"""The same on every day."""


def is_engines(query: str) -> bool:
    """Whether a query of the audit log is the engine's own."""
    return query.startswith((NOTES, TRANSCRIPTS, SESSION_BACKFILL, GROUNDED_BACKFILL[0]))

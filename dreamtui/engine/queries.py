"""The queries under which the engine itself reads: nobody asked them, so the gates do not count them."""

from __future__ import annotations

NOTES = "__dreaming_daily__:"
"""Followed by the day of the note."""
TRANSCRIPTS = "__dreaming_sessions__:"
"""Followed by the day of the messages."""

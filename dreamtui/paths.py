"""Which workspace-relative paths mean what: POSIX form, no disk."""

from __future__ import annotations

import re
from functools import lru_cache

RECALL_STORE = "memory/.dreams/short-term-recall.json"
PHASE_SIGNALS = "memory/.dreams/phase-signals.json"
NOTE_STAMPS = "memory/.dreams/daily-ingestion.json"
TRANSCRIPT_STAMPS = "memory/.dreams/session-ingestion.json"
SESSION_CORPUS = "memory/.dreams/session-corpus"
LOCK = "memory/.dreams/short-term-promotion.lock"
EVENTS = "memory/.dreams/events.jsonl"
REVIEW_LOG = "memory/.dreams/review.jsonl"
UNFINISHED = "memory/.dreams/unfinished.json"
BACKUPS = "memory/.dreams/backups"
REPORTS = "memory/dreaming"
ARCHIVE = "memory/archive/MEMORY-pruned.md"
MEMORY = "MEMORY.md"
DIARY_NAMES = ("DREAMS.md", "dreams.md")

_DAY = r"(?P<day>\d{4}-\d{2}-\d{2})"
_NOTE = re.compile(rf"(?:memory/(?:[^/]+/)*)?{_DAY}(?:-[^/]*)?\.md", re.ASCII)
_CORPUS = re.compile(rf"{re.escape(SESSION_CORPUS)}/{_DAY}\.(?:md|txt)", re.ASCII)
_UNSAFE = re.compile(r"(?:^|/)\.\.?(?:/|$)|[\x00-\x1f\x7f\\]")


@lru_cache(maxsize=65536)
def short_term_day(path: str) -> str | None:
    """The day in a short-term path, the only kind a recall entry may have; None for any other path.

    Daily notes in any folder of `memory/` (or bare), with or without a slug after the day, and the
    session corpus; never reports under `memory/dreaming/`, never a path that could climb out.
    """
    if _UNSAFE.search(path):
        return None
    if found := _CORPUS.fullmatch(path):
        return found["day"]
    if path.startswith((f"{REPORTS}/", "memory/.dreams/")):
        return None
    found = _NOTE.fullmatch(path)
    return found["day"] if found else None


def is_corpus(path: str) -> bool:
    """Whether a path is a day of the session corpus."""
    return path.startswith(f"{SESSION_CORPUS}/")


def corpus_path(day: str) -> str:
    """Where the messages of a day are kept."""
    return f"{SESSION_CORPUS}/{day}.txt"


def note_path(day: str) -> str:
    """The daily note of a day."""
    return f"memory/{day}.md"


def report_path(phase: str, day: str) -> str:
    """The report of a phase on a day."""
    return f"{REPORTS}/{phase}/{day}.md"

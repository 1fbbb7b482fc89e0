"""Light and REM, step 1: reading what is new in the daily notes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dreamtui.engine.chunks import chunks
from dreamtui.engine.draft import Draft
from dreamtui.engine.queries import NOTES
from dreamtui.engine.recording import Hit, Signal
from dreamtui.instants import day_inside
from dreamtui.model import FileStamp, Note, Sources, SourceState

SCORE = 0.62
MIN_TOTAL, MIN_PER_FILE = 20, 6


def ingest_notes(
    draft: Draft,
    notes: Sequence[Note],
    sources: Sources,
    *,
    now_ms: int,
    day: str,
    lookback_days: int,
    limit: int,
) -> int:
    """Record a passive signal for each snippet of each note that changed; returns how many.

    `notes` is the listing as it is now; `limit` is that of the phase that ingests. The checkpoints
    become those of the notes inside this lookback, and of no other.
    """
    inside = sorted(
        (note for note in notes if day_inside(note.day, now_ms, lookback_days)),
        key=lambda note: (note.day, note.path),
        reverse=True,
    )
    total = max(MIN_TOTAL, 4 * limit)
    per_file = max(MIN_PER_FILE, math.ceil(total / max(1, len(inside))))
    checkpoints: dict[str, FileStamp] = {}
    ingested = 0
    for note in inside:
        known = draft.notes.get(note.path)
        if known and known[:2] == note.stamp[:2]:
            checkpoints[note.path] = known
            continue
        source = sources.get(note.path)
        if source.state is not SourceState.LIVE:
            if known:
                checkpoints[note.path] = known
            continue
        checkpoints[note.path] = note.stamp._replace(extra=known.extra if known else {})
        hits = _hits(note.path, source.lines, min(per_file, total - ingested))
        draft.record(hits, Signal(f"{NOTES}{note.day}", "daily", now_ms, day, dedupe=True))
        ingested += len(hits)
        if ingested >= total:
            break
    draft.notes = checkpoints
    return ingested


def _hits(path: str, lines: Sequence[str], limit: int) -> list[Hit]:
    hits: list[Hit] = []
    for chunk in chunks(lines):
        hits.append(Hit(path, chunk.start_line, chunk.end_line, SCORE, chunk.text))
        if len(hits) >= limit:
            break
    return hits

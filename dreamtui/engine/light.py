"""Light: dedupe what is recent and stage it (`spec`: engine, "Light", step 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from dreamtui.engine.scoring import average_score
from dreamtui.engine.twins import Twins
from dreamtui.instants import day_inside, instant_inside, parse_instant
from dreamtui.javascript import fixed
from dreamtui.model import RecallEntry

NOTHING = "- No notable updates."
_LINES_EACH: Final = 5


class Staged(NamedTuple):
    """What Light staged, newest first, and the lines of its block."""

    entries: tuple[RecallEntry, ...]
    body: tuple[str, ...]


def stage(
    entries: Iterable[RecallEntry], *, now_ms: int, lookback_days: int, limit: int, threshold: float
) -> Staged:
    """The newest `limit` entries inside the lookback, near-duplicates merged."""
    recent = sorted(
        (entry for entry in entries if inside(entry, now_ms, lookback_days)),
        key=lambda entry: (parse_instant(entry.last_recalled_at) or 0, entry.recall_count),
        reverse=True,
    )
    staged = dedupe(recent[:limit], threshold)
    body = [line for entry in staged for line in _lines(entry)] or [NOTHING]
    return Staged(tuple(staged), tuple(body))


def inside(entry: RecallEntry, now_ms: int, lookback_days: int) -> bool:
    """Whether an entry was recalled, or any of its days lies, inside a lookback."""
    if instant_inside(parse_instant(entry.last_recalled_at), now_ms, lookback_days):
        return True
    return any(day_inside(day, now_ms, lookback_days) for day in entry.recall_days)


def dedupe(entries: Sequence[RecallEntry], threshold: float) -> list[RecallEntry]:
    """Entries of one path that say nearly the same, merged into the earlier one."""
    kept: list[RecallEntry] = []
    of_path: dict[str, Twins] = {}
    for entry in entries:
        known = of_path.setdefault(entry.path, Twins(threshold))
        like = known.find(entry.snippet)
        if like is None:
            known.add(len(kept), entry.snippet)
            kept.append(entry)
        else:
            kept[like] = _merged(kept[like], entry)
    return kept


def _merged(earlier: RecallEntry, other: RecallEntry) -> RecallEntry:
    return earlier._replace(
        recall_count=max(earlier.recall_count, other.recall_count),
        total_score=max(earlier.total_score, other.total_score),
        max_score=max(earlier.max_score, other.max_score),
        query_hashes=tuple(dict.fromkeys(earlier.query_hashes + other.query_hashes)),
        recall_days=tuple(dict.fromkeys(earlier.recall_days + other.recall_days)),
        concept_tags=tuple(dict.fromkeys((earlier.concept_tags or ()) + (other.concept_tags or ()))),
        last_recalled_at=max(earlier.last_recalled_at, other.last_recalled_at),
    )


def staged_in(line_count: int) -> int | None:
    """How many entries a Light block of so many lines stages; None when it is in no form known here."""
    if line_count == 1:  # it says that there was nothing
        return 0
    return line_count // _LINES_EACH if line_count % _LINES_EACH == 0 else None


def _lines(entry: RecallEntry) -> list[str]:
    return [
        f"- Candidate: {entry.snippet}",
        f"  - confidence: {fixed(average_score(entry), 2)}",
        f"  - evidence: {entry.place}",
        f"  - recalls: {entry.recall_count}",
        "  - status: staged",
    ]

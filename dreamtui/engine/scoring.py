"""The six signals, the phase boosts and the score (`spec`: engine, "Deep"). Every constant is the guide's."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from operator import mul

from dreamtui.engine.settings import ScoreSettings
from dreamtui.instants import DAY_MS, parse_instant
from dreamtui.model import Candidate, Components, PhaseSignal, RecallEntry

_LN_7 = math.log(7)
_LN_11 = math.log(11)
_LN_5 = math.log(5)
_FULL_DIVERSITY = 5
_FULL_TAGS = 6
_FULL_SPAN_DAYS = 7
_FULL_GROUNDING = 3
_ONE_DAY = 0.2
_SPACING, _SPAN = 0.55, 0.45


def score(entry: RecallEntry, signal: PhaseSignal | None, now_ms: int, how: ScoreSettings) -> Candidate:
    """An entry as Deep sees it, with the score taken apart."""
    age = age_in_days(entry.last_recalled_at, now_ms)
    parts = components(entry, age, how.half_life_days)
    weighted = Components._make(map(mul, parts, how.weights))
    light = rem = 0.0
    if signal is not None:
        light = _boost(
            how.light_boost_max, signal.light_hits, signal.last_light_at, now_ms, how.half_life_days
        )
        rem = _boost(how.rem_boost_max, signal.rem_hits, signal.last_rem_at, now_ms, how.half_life_days)
    total = _unit(_added(weighted) + (light + rem))
    return Candidate(entry, parts, light, rem, weighted, total, age)


def _added(values: Iterable[float]) -> float:
    """The sum from left to right; `sum` adds otherwise since Python 3.12, and OpenClaw does not."""
    total = 0.0
    for value in values:
        total += value
    return total


def components(entry: RecallEntry, age_days: float | None, half_life_days: float) -> Components:
    """The six unweighted signals, each 0..1."""
    signals = entry.signal_count
    queries, days = len(set(entry.query_hashes)), len(set(entry.recall_days))
    return Components(
        frequency=min(1.0, math.log1p(signals) / _LN_11),
        relevance=_unit(entry.total_score / max(1, signals)),
        diversity=min(1.0, max(queries, days) / _FULL_DIVERSITY),
        recency=recency(age_days, half_life_days),
        consolidation=max(
            _consolidation(entry.recall_days), min(1.0, entry.grounded_count / _FULL_GROUNDING)
        ),
        conceptual=min(1.0, len(entry.concept_tags or ()) / _FULL_TAGS),
    )


def age_in_days(instant: str, now_ms: int) -> float | None:
    """Days since an instant, 0 for one still to come; None where the text is no instant."""
    ms = parse_instant(instant)
    return None if ms is None else max(0.0, (now_ms - ms) / DAY_MS)


def recency(age_days: float | None, half_life_days: float) -> float:
    """1 now, 1/2 after a half-life; 0 where the age is not known."""
    return 0.0 if age_days is None else 2.0 ** (-age_days / half_life_days)


def average_score(entry: RecallEntry) -> float:
    """The mean score of the signals of an entry, 0..1."""
    return _unit(entry.total_score / max(1, entry.signal_count))


def _consolidation(days: Sequence[str]) -> float:
    ordinals = {ordinal for day in days if (ordinal := _ordinal(day)) is not None}
    if len(ordinals) < 2:
        return _ONE_DAY if ordinals else 0.0
    spacing = min(1.0, math.log(len(ordinals)) / _LN_5)
    span = min(1.0, (max(ordinals) - min(ordinals)) / _FULL_SPAN_DAYS)
    return _SPACING * spacing + _SPAN * span


def _boost(maximum: float, hits: int, last: str | None, now_ms: int, half_life_days: float) -> float:
    if hits <= 0 or last is None:
        return 0.0
    return maximum * phase_strength(hits) * recency(age_in_days(last, now_ms), half_life_days)


def phase_strength(hits: int) -> float:
    """How much of its boost a phase gives for so many hits, 0..1."""
    return min(1.0, math.log1p(hits) / _LN_7)


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))


@lru_cache(maxsize=4096)
def _ordinal(day: str) -> int | None:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None

"""What the engine can be told: plain values, which the configuration is turned into."""

from __future__ import annotations

from datetime import tzinfo
from typing import NamedTuple

from dreamtui.model import Components


class Thresholds(NamedTuple):
    """What the four gates want; `count_signals` counts passive signals as 2026.4.15 did."""

    min_score: float
    min_recall_count: int
    min_unique_queries: int
    max_age_days: float
    count_signals: bool = False


class ScoreSettings(NamedTuple):
    """What the score depends on besides the entry; weights sum to 1, the half-life is in days."""

    weights: Components
    half_life_days: float
    light_boost_max: float
    rem_boost_max: float


class LightSettings(NamedTuple):
    """Light's own settings; days, a count and a similarity of 0..1."""

    enabled: bool = True
    lookback_days: int = 2
    limit: int = 100
    dedupe_similarity: float = 0.9


class RemSettings(NamedTuple):
    """REM's own settings; days, a count and a strength of 0..1."""

    enabled: bool = True
    lookback_days: int = 7
    limit: int = 10
    min_pattern_strength: float = 0.75
    muted: frozenset[str] = frozenset()


class StalenessSettings(NamedTuple):
    """What each reason adds to staleness at full strength (0..1), and what counts as unused and alike."""

    source_gone: float = 0.3
    source_changed: float = 0.5
    unused: float = 0.5
    duplicate: float = 0.8
    superseded: float = 0.8
    contradicted: float = 0.7
    junk: float = 0.9
    past_date: float = 0.7
    over_budget: float = 0.4
    unused_days: int = 45
    """Days without use that are nothing unusual."""
    duplicate_similarity: float = 0.85
    """How alike two entries are to say the same."""


class SweepSettings(NamedTuple):
    """Everything a sweep depends on besides the snapshot and the instant."""

    zone: tzinfo
    score: ScoreSettings
    light: LightSettings = LightSettings()
    rem: RemSettings = RemSettings()
    deep_enabled: bool = True
    limit: int = 10
    block_junk: bool = True
    inline: bool = True
    reports: bool = False
    focus: str | None = None
    """Only entries whose snippet or path hold this text (any case) are considered by Deep."""

"""Settings as the engine takes them: which value of the configuration goes where."""

from __future__ import annotations

from datetime import tzinfo

from dreamtui.config.settings import DeepSettings, Settings
from dreamtui.config.settings import StalenessSettings as ConfiguredStaleness
from dreamtui.engine.eligibility import Rules
from dreamtui.engine.scoring import average_score
from dreamtui.engine.settings import (
    LightSettings,
    RemSettings,
    ScoreSettings,
    StalenessSettings,
    SweepSettings,
    Thresholds,
)
from dreamtui.files import memory_md, text
from dreamtui.files.memory_md import Promoted
from dreamtui.model import Candidate, LiveSource, Snapshot


def thresholds(deep: DeepSettings) -> Thresholds:
    """The four gates."""
    return Thresholds(
        deep.min_score,
        deep.min_recall_count,
        deep.min_unique_queries,
        deep.max_age_days,
        deep.gate_on == "signals",
    )


def score_settings(deep: DeepSettings) -> ScoreSettings:
    """What the score depends on."""
    return ScoreSettings(
        deep.weights.normalised(), deep.recency_half_life_days, deep.light_boost_max, deep.rem_boost_max
    )


def staleness_settings(staleness: ConfiguredStaleness) -> StalenessSettings:
    """What the staleness of an entry of MEMORY.md depends on."""
    return StalenessSettings(*staleness)


def sweep_settings(settings: Settings, zone: tzinfo, focus: str | None = None) -> SweepSettings:
    """What a sweep depends on."""
    phases, storage = settings.dreaming.phases, settings.dreaming.storage
    light, rem, deep = phases.light, phases.rem, phases.deep
    return SweepSettings(
        zone=zone,
        score=score_settings(deep),
        light=LightSettings(light.enabled, light.lookback_days, light.limit, light.dedupe_similarity),
        rem=RemSettings(
            rem.enabled,
            rem.lookback_days,
            rem.limit,
            rem.min_pattern_strength,
            frozenset(settings.themes.mute),
        ),
        deep_enabled=deep.enabled,
        limit=deep.limit,
        inline=storage.mode in ("inline", "both"),
        reports=storage.mode in ("separate", "both") or storage.separate_reports,
        focus=focus,
    )


def rules(settings: Settings, snapshot: Snapshot) -> Rules:
    """What eligibility depends on, the room left in MEMORY.md included."""
    raw = snapshot.memory.raw or b""
    with_heading = memory_md.chars(memory_md.append_section(raw, "2000-01-01", [EMPTY]))
    line_ends = 2 * len(text.newline_of(raw))

    def chars(entry: Promoted) -> int:
        return memory_md.entry_chars(entry) - 2 + line_ends

    return Rules(
        thresholds=thresholds(settings.dreaming.phases.deep),
        sources=snapshot.sources,
        memory=snapshot.memory,
        rejected_claims=snapshot.rejected_claims,
        pruned=snapshot.pruned,
        pruned_texts=snapshot.pruned_texts,
        block_junk=settings.dreaming.phases.deep.junk == "block",
        room=settings.memory.budget - with_heading + chars(EMPTY),
        entry_chars=lambda candidate, live: chars(promoted(candidate, live)),
    )


EMPTY = Promoted("", "", 0.0, 0, 0.0, "")


def promoted(candidate: Candidate, live: LiveSource) -> Promoted:
    """A candidate as MEMORY.md takes it."""
    entry = candidate.entry
    place = f"{live.path}:{live.start_line}-{live.end_line}"
    return Promoted(entry.key, live.text, candidate.score, entry.recall_count, average_score(entry), place)

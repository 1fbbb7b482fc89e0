"""Candidates column by column, so that a hundred thousand are scored anew within a tenth of a second.

Five of the six signals depend on the entry alone; recency and the boosts on the half-life as well, and
on nothing else. So a score is a sum of products over columns that are made once. Every sum is taken in
the order of `scoring.score`, so that the results are the same to the last bit (a test holds that).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dreamtui.engine.eligibility import counted
from dreamtui.engine.scoring import age_in_days, phase_strength, score
from dreamtui.engine.settings import ScoreSettings, Thresholds
from dreamtui.javascript import locale_key
from dreamtui.model import Candidate, PhaseSignal, RecallEntry


class Trial(NamedTuple):
    """The settings of Deep that are tried out: `limit` is the most that a night promotes."""

    how: ScoreSettings
    thresholds: Thresholds
    limit: int
    block_junk: bool = True


class Ranking(NamedTuple):
    """What a trial makes of all candidates: every score, and who passes all gates, best first.

    `failing` counts those that fail each gate, in the order of `eligibility.GATES`.
    """

    scores: Sequence[float]
    passing: Sequence[int]
    failing: tuple[int, int, int, int]


class _Counts(NamedTuple):
    """Recalls and different queries as the gates count them, and both sorted."""

    recalls: list[int]
    queries: list[int]
    sorted_recalls: list[int]
    sorted_queries: list[int]


class _Decay(NamedTuple):
    """What depends on the half-life: recency of the entry, strength times recency of both boosts."""

    recency: list[float]
    light: Sequence[tuple[int, float, float]]
    rem: Sequence[tuple[int, float, float]]


class Columns:
    """All candidates of a store at an instant, in the order in which equal scores rank."""

    def __init__(
        self,
        ranked: Iterable[Candidate],
        entries: Mapping[str, RecallEntry],
        signals: Mapping[str, PhaseSignal],
        now_ms: int,
    ) -> None:
        """Of `deep.rank` over a store and its signals, with any weights; those promoted are left out."""
        self.now_ms = now_ms
        self._signals = signals
        stored = {key: place for place, key in enumerate(entries)}
        found = [candidate for candidate in ranked if not candidate.entry.promoted_at]
        found.sort(
            key=lambda one: (-one.entry.recall_count, locale_key(one.entry.path), stored[one.entry.key])
        )
        self.entries: Sequence[RecallEntry] = [candidate.entry for candidate in found]
        self.keys = [entry.key for entry in self.entries]
        self._frequency = [candidate.components.frequency for candidate in found]
        self._relevance = [candidate.components.relevance for candidate in found]
        self._diversity = [candidate.components.diversity for candidate in found]
        self._consolidation = [candidate.components.consolidation for candidate in found]
        self._conceptual = [candidate.components.conceptual for candidate in found]
        self._ages = [_age(entry.last_recalled_at, now_ms) for entry in self.entries]
        self._sorted_ages = sorted(self._ages)
        self._light, self._rem = self._phases()
        self._counts = {passive: self._counted(passive) for passive in (False, True)}
        self._decay: tuple[float, _Decay] | None = None
        self._ranked: dict[Trial, Ranking] = {}
        self._scores: tuple[ScoreSettings, list[float]] | None = None

    def rank(self, trial: Trial) -> Ranking:
        """Score everything, and find who passes; the same as `deep.rank` with these thresholds.

        The last two rankings are kept: one side of a comparison mostly stays as it is.
        """
        found = self._ranked.pop(trial, None) or self._rank(trial)
        self._ranked = dict([*list(self._ranked.items())[-1:], (trial, found)])
        return found

    def _rank(self, trial: Trial) -> Ranking:
        scores = self.scores(trial.how)
        wants = trial.thresholds
        counts = self._counts[wants.count_signals]
        recalls, queries = wants.min_recall_count, wants.min_unique_queries
        oldest, least = wants.max_age_days, wants.min_score
        rows = zip(counts.recalls, counts.queries, self._ages, scores, strict=True)
        passing = [
            index
            for index, (r, q, age, value) in enumerate(rows)
            if r >= recalls and q >= queries and value >= least and age <= oldest
        ]
        passing.sort(key=lambda index: -scores[index])
        failing = (
            len([value for value in scores if value < least]),
            bisect_left(counts.sorted_recalls, recalls),
            bisect_left(counts.sorted_queries, queries),
            len(scores) - bisect_right(self._sorted_ages, oldest),
        )
        return Ranking(scores, passing, failing)

    def scores(self, how: ScoreSettings) -> Sequence[float]:
        """The score of every candidate, as `scoring.score` has it; the last ones are kept."""
        if self._scores is None or self._scores[0] != how:
            self._scores = (how, self._scored(how))
        return self._scores[1]

    def _scored(self, how: ScoreSettings) -> list[float]:
        decay = self._decayed(how.half_life_days)
        weights = how.weights
        w1, w2, w3 = weights.frequency, weights.relevance, weights.diversity
        w4, w5, w6 = weights.recency, weights.consolidation, weights.conceptual
        columns = zip(
            self._frequency, self._relevance, self._diversity,
            decay.recency, self._consolidation, self._conceptual, strict=True,
        )  # fmt: skip
        totals = [a * w1 + b * w2 + c * w3 + d * w4 + e * w5 + f * w6 for a, b, c, d, e, f in columns]
        boosts: dict[int, float] = {}
        for index, strength, recency in decay.light:
            boosts[index] = how.light_boost_max * strength * recency
        for index, strength, recency in decay.rem:
            boosts[index] = boosts.get(index, 0.0) + how.rem_boost_max * strength * recency
        for index, boost in boosts.items():
            totals[index] += boost
        return [total if total <= 1.0 else 1.0 for total in totals]

    def failed(self, index: int, trial: Trial, score: float) -> tuple[bool, bool, bool, bool]:
        """Which gates a candidate fails, in the order of `eligibility.GATES`."""
        wants, counts = trial.thresholds, self._counts[trial.thresholds.count_signals]
        return (
            score < wants.min_score,
            counts.recalls[index] < wants.min_recall_count,
            counts.queries[index] < wants.min_unique_queries,
            self._ages[index] > wants.max_age_days,
        )

    def candidate(self, index: int, how: ScoreSettings) -> Candidate:
        """One candidate with its score taken apart."""
        entry = self.entries[index]
        return score(entry, self._signals.get(entry.key), self.now_ms, how)

    def _phases(self) -> tuple[list[tuple[int, float, float]], list[tuple[int, float, float]]]:
        """Place, strength and age of each boost there is."""
        light, rem = [], []
        for index, key in enumerate(self.keys):
            signal = self._signals.get(key)
            if signal is None:
                continue
            if signal.light_hits > 0 and signal.last_light_at is not None:
                strength = phase_strength(signal.light_hits)
                light.append((index, strength, _age(signal.last_light_at, self.now_ms)))
            if signal.rem_hits > 0 and signal.last_rem_at is not None:
                strength = phase_strength(signal.rem_hits)
                rem.append((index, strength, _age(signal.last_rem_at, self.now_ms)))
        return light, rem

    def _counted(self, passive: bool) -> _Counts:
        wants = Thresholds(0.0, 0, 0, 0.0, count_signals=passive)
        pairs = [counted(entry, wants) for entry in self.entries]
        recalls, queries = [one for one, _ in pairs], [other for _, other in pairs]
        return _Counts(recalls, queries, sorted(recalls), sorted(queries))

    def _decayed(self, half_life: float) -> _Decay:
        """The columns for a half-life; only the last one is kept."""
        if self._decay is None or self._decay[0] != half_life:
            decay = _Decay(
                [2.0 ** (-age / half_life) for age in self._ages],
                [(index, strength, 2.0 ** (-age / half_life)) for index, strength, age in self._light],
                [(index, strength, 2.0 ** (-age / half_life)) for index, strength, age in self._rem],
            )
            self._decay = (half_life, decay)
        return self._decay[1]


def _age(instant: str, now_ms: int) -> float:
    """Days since an instant; infinitely many where it is none, as its recency is 0."""
    age = age_in_days(instant, now_ms)
    return math.inf if age is None else age

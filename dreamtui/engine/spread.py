"""How values are spread: histograms of what the gates measure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from dreamtui.engine.eligibility import gates_of
from dreamtui.engine.settings import Thresholds
from dreamtui.model import Candidate

SCORE_BINS: Final = 40
_MOST_COUNT: Final = 12
_AGE_BINS: Final = 15


class Spread(NamedTuple):
    """A histogram of one gate: `counts` per bin of `width` from 0; the last takes in all that is beyond.

    `threshold` is where the gate lies; values below it fail, but for ages, of which those above do.
    """

    name: str
    counts: tuple[int, ...]
    width: float
    threshold: float

    @property
    def marked(self) -> int:
        """The bin in which the threshold lies; one beyond the last when it lies there."""
        return min(len(self.counts), int(self.threshold / self.width + 1e-9))


def spreads(candidates: Iterable[Candidate], limits: Thresholds) -> tuple[Spread, ...]:
    """How candidates are spread over what the four gates measure."""
    columns: list[list[float]] = [[], [], [], []]
    for candidate in candidates:
        for column, gate in zip(columns, gates_of(candidate, limits), strict=True):
            if gate.value is not None:
                column.append(gate.value)
    scores, recalls, queries, ages = columns
    age_width = max(1.0, round(limits.max_age_days * 2 / _AGE_BINS))
    return (
        Spread("score", histogram(scores, 1 / SCORE_BINS, SCORE_BINS), 1 / SCORE_BINS, limits.min_score),
        Spread("recallCount", histogram(recalls, 1, _MOST_COUNT), 1, limits.min_recall_count),
        Spread("uniqueQueries", histogram(queries, 1, _MOST_COUNT), 1, limits.min_unique_queries),
        Spread("maxAge", histogram(ages, age_width, _AGE_BINS), age_width, limits.max_age_days),
    )


def histogram(values: Iterable[float], width: float, bins: int) -> tuple[int, ...]:
    """How many values lie in each of `bins` bins from 0; what lies outside is counted at the edge."""
    counts = [0] * bins
    for value in values:
        counts[max(0, min(bins - 1, int(value / width + 1e-9)))] += 1
    return tuple(counts)

"""A setting fitted to a person's own approvals and rejections, with how well it does on those it never saw.

Three answers are compared, from the plainest to the freest: the settings as they are, other thresholds,
other weights with other thresholds. Each is fitted with some decisions left out and tried on those
(cross-validation), and the plainest that is not clearly beaten is taken: more freedom always fits the
known decisions better, and mostly the next ones worse. Nothing is random: the same decisions give the
same answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from dreamtui.engine.settings import ScoreSettings, Thresholds
from dreamtui.engine.tuning.columns import Trial
from dreamtui.model import Components

FEWEST: Final = 6
"""Decisions of each kind below which nothing is suggested."""
_FOLDS: Final = 10
_ROUNDS, _STEP, _PULL = 200, 0.5, 2.0
"""Steps of the descent, their length, and the pull back to the weights of now, shared by all decisions."""
_SHARPNESS: Final = 12.0
"""How steeply a score is read as yes or no while weights are fitted."""
_FLOOR: Final = 0.01
_Z: Final = 1.96

Kind = Literal["too few", "as it is", "thresholds", "weights"]


class Case(NamedTuple):
    """A candidate that a person decided on, as it is today: signals, boost, counts, and what was said."""

    components: Components
    boost: float
    recalls: int
    queries: int
    approved: bool


class Tally(NamedTuple):
    """How a setting does: approvals that it lets pass and rejections that it keeps out, of how many."""

    approved: int
    approvals: int
    rejected: int
    rejections: int

    @property
    def right(self) -> int:
        """Decisions that the setting agrees with."""
        return self.approved + self.rejected

    @property
    def total(self) -> int:
        """All decisions."""
        return self.approvals + self.rejections

    @property
    def balanced(self) -> float:
        """The mean share of right answers among approvals and among rejections, 0..1."""
        shares = [self.approved / self.approvals] if self.approvals else []
        shares += [self.rejected / self.rejections] if self.rejections else []
        return sum(shares) / len(shares) if shares else 0.0


class Suggestion(NamedTuple):
    """What to set, and why: how the settings of now and the suggested ones do on all decisions.

    `unseen` is how the suggested ones do on decisions left out of the fit; `low` and `high` bound the
    share of the next ones that they will agree with (95 %, Wilson's score interval).
    """

    kind: Kind
    trial: Trial
    now: Tally
    then: Tally
    unseen: Tally
    low: float
    high: float


class _Fit(NamedTuple):
    weights: Components
    min_score: float
    min_recalls: int
    min_queries: int


_Way = Callable[[Sequence[Case], _Fit], _Fit]


def suggest(cases: Sequence[Case], now: Trial) -> Suggestion:
    """The setting that agrees best with the decisions, or why there is none."""
    start = _Fit(now.how.weights, *_gates(now.thresholds))
    today = _tally(cases, start)
    if min(today.approvals, today.rejections) < FEWEST:
        return Suggestion("too few", now, today, today, today, 0.0, 1.0)
    ways: tuple[tuple[Kind, _Way], ...] = (("thresholds", _fit_thresholds), ("weights", _fit_weights))
    best: Kind = "as it is"
    chosen, unseen = start, today  # what is not fitted has seen none of them
    for kind, fit in ways:
        tried = _left_out(cases, start, fit)
        if _beats_guessing(tried) and tried.balanced > unseen.balanced + _margin(unseen):
            best, chosen, unseen = kind, fit(cases, start), tried
    low, high = wilson(unseen.right, unseen.total)
    return Suggestion(best, _trial(chosen, now), today, _tally(cases, chosen), unseen, low, high)


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's score interval)."""
    if not total:
        return 0.0, 1.0
    share, z2 = right / total, _Z * _Z
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    reach = _Z / (1 + z2 / total) * math.sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    return max(0.0, middle - reach), min(1.0, middle + reach)


# --- how well a setting does --------------------------------------------------------------------


def _gates(thresholds: Thresholds) -> tuple[float, int, int]:
    return thresholds.min_score, thresholds.min_recall_count, thresholds.min_unique_queries


def _score(case: Case, weights: Components) -> float:
    total = sum(value * weight for value, weight in zip(case.components, weights, strict=True))
    return min(1.0, total + case.boost)


def _tally(cases: Iterable[Case], fit: _Fit) -> Tally:
    counts = [0, 0, 0, 0]
    for case in cases:
        passes = (
            case.recalls >= fit.min_recalls
            and case.queries >= fit.min_queries
            and _score(case, fit.weights) >= fit.min_score
        )
        kind = 0 if case.approved else 2
        counts[kind] += passes == case.approved
        counts[kind + 1] += 1
    return Tally(*counts)


def _beats_guessing(tally: Tally) -> bool:
    """Whether it surely agrees with more than half of what it has not seen, as a coin would."""
    return wilson(round(tally.balanced * tally.total), tally.total)[0] > 0.5


def _margin(tally: Tally) -> float:
    """By how much a freer answer must be better: a standard error of the plainer one's share."""
    share = min(max(tally.balanced, 1 / tally.total), 1 - 1 / tally.total)
    return math.sqrt(share * (1 - share) / tally.total)


def _left_out(cases: Sequence[Case], start: _Fit, fit: _Way) -> Tally:
    """Fitted without a fold, tried on it; every decision is left out once."""
    counts = [0, 0, 0, 0]
    for fold in _folds(cases):
        kept = [case for index, case in enumerate(cases) if index not in fold]
        tried = _tally((cases[index] for index in sorted(fold)), fit(kept, start))
        counts = [one + other for one, other in zip(counts, tried, strict=True)]
    return Tally(*counts)


def _folds(cases: Sequence[Case]) -> Iterator[set[int]]:
    """Folds with approvals and rejections dealt out evenly, in their order."""
    order = [i for i, case in enumerate(cases) if case.approved]
    order += [i for i, case in enumerate(cases) if not case.approved]
    number = min(_FOLDS, len(cases))
    for fold in range(number):
        yield set(order[fold::number])


# --- fitting ------------------------------------------------------------------------------------


def _fit_thresholds(cases: Sequence[Case], start: _Fit) -> _Fit:
    """The three thresholds that agree best; of equals, those that change least."""
    scored = [(_score(case, start.weights), case) for case in cases]
    cuts = _cuts([value for value, _ in scored], start.min_score)
    recalls = sorted({start.min_recalls, *(case.recalls for case in cases if case.recalls <= 20)})
    queries = sorted({start.min_queries, *(case.queries for case in cases if case.queries <= 20)})
    best, found = (-1.0, -math.inf), start
    for least_recalls in recalls:
        enough = [one for one in scored if one[1].recalls >= least_recalls]
        for least_queries in queries:
            left = sorted((value, case.approved) for value, case in enough if case.queries >= least_queries)
            for cut, agreed in _swept(left, cuts, cases):
                moved = (
                    abs(cut - start.min_score) * 10
                    + abs(least_recalls - start.min_recalls)
                    + abs(least_queries - start.min_queries)
                )
                if (agreed, -moved) > best:
                    best = (agreed, -moved)
                    found = _Fit(start.weights, cut, least_recalls, least_queries)
    return found


def _swept(
    left: Sequence[tuple[float, bool]], cuts: Sequence[float], cases: Sequence[Case]
) -> Iterator[tuple[float, float]]:
    """Each cut with its balanced agreement, from one pass over what clears the counts."""
    approvals = sum(case.approved for case in cases)
    rejections = len(cases) - approvals
    passing = sum(approved for _, approved in left)
    wrong = len(left) - passing
    place = 0
    for cut in cuts:
        while place < len(left) and left[place][0] < cut:
            passing -= left[place][1]
            wrong -= not left[place][1]
            place += 1
        yield cut, (passing / max(1, approvals) + 1 - wrong / max(1, rejections)) / 2


def _cuts(scores: Iterable[float], now: float) -> list[float]:
    """Where a cut can be: the least that people would write (hundredths), between neighbouring scores."""
    values = sorted({*scores})
    between = {math.ceil((one + other) / 2 * 100) / 100 for one, other in pairwise(values)}
    return sorted({now, *(cut for cut in between if 0 <= cut <= 1), 0.0})


def _fit_weights(cases: Sequence[Case], start: _Fit) -> _Fit:
    """Weights by a logistic descent that pulls back to those of now, then thresholds."""
    approvals = sum(case.approved for case in cases)
    each = {True: 0.5 / max(1, approvals), False: 0.5 / max(1, len(cases) - approvals)}
    weights, cut = list(start.weights), start.min_score
    pull = _PULL / max(1, len(cases))
    for _ in range(_ROUNDS):
        slope, cut_slope = [0.0] * len(weights), 0.0
        for case in cases:
            value = sum(v * w for v, w in zip(case.components, weights, strict=True)) + case.boost
            reading = 1 / (1 + math.exp(-_SHARPNESS * (value - cut)))
            error = (reading - case.approved) * each[case.approved]
            for index, component in enumerate(case.components):
                slope[index] += error * component
            cut_slope -= error
        pulled = zip(weights, slope, start.weights, strict=True)
        weights = [max(0.0, w - _STEP * (s + pull * (w - held))) for w, s, held in pulled]
        total = math.fsum(weights) or 1.0
        weights = [weight / total for weight in weights]
        cut = min(1.0, max(0.0, cut - _STEP * cut_slope))
    rounded = [max(_FLOOR * round(weight / _FLOOR), 0.0) for weight in weights]
    total = math.fsum(rounded)
    if not total:
        return _fit_thresholds(cases, start)
    fitted = Components(*(weight / total for weight in rounded))
    return _fit_thresholds(cases, start._replace(weights=fitted))


def _trial(fit: _Fit, now: Trial) -> Trial:
    how: ScoreSettings = now.how._replace(weights=fit.weights)
    thresholds = now.thresholds._replace(
        min_score=fit.min_score, min_recall_count=fit.min_recalls, min_unique_queries=fit.min_queries
    )
    return now._replace(how=how, thresholds=thresholds)

"""Candidates that just fail: which are nearest to passing, and why a night promotes nothing."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dreamtui.engine.deep import Funnel, Judged
from dreamtui.engine.eligibility import GATES, gates_of, shortfalls
from dreamtui.engine.settings import Thresholds
from dreamtui.model import Candidate, Gate

_NAMED = {"budget": "over budget", "in-memory": "in MEMORY.md already"}


class Miss(NamedTuple):
    """A candidate that fails a gate, with all four of them."""

    candidate: Candidate
    gates: tuple[Gate, ...]


def near_misses(ranked: Iterable[Candidate], thresholds: Thresholds, count: int) -> list[Miss]:
    """The `count` candidates nearest to passing: fewest gates failed, then least missing, then best score."""
    failing = []
    for place, candidate in enumerate(ranked):
        gaps = [gap for gap in shares_missing(candidate, thresholds) if gap > 0]
        if gaps:
            failing.append(((len(gaps), sum(gaps), place), candidate))
    nearest = heapq.nsmallest(count, failing, key=lambda found: found[0])
    return [Miss(candidate, gates_of(candidate, thresholds)) for _, candidate in nearest]


def shares_missing(candidate: Candidate, thresholds: Thresholds) -> list[float]:
    """How much of each threshold is missing, as a share of it; 0 or less passes."""
    wanted = (
        thresholds.min_score,
        thresholds.min_recall_count,
        thresholds.min_unique_queries,
        thresholds.max_age_days,
    )
    gaps = shortfalls(candidate, thresholds)
    return [gap / max(want, 1e-9) for gap, want in zip(gaps, wanted, strict=True)]


def why_none(funnel: Funnel, judged: Sequence[Judged], thresholds: Thresholds) -> str:
    """What keeps every candidate of a night back, without a stop at its end; "" when nothing does."""
    if any(verdict.eligible for _, verdict in judged):
        return ""
    if not funnel.total:
        return "there are no candidates"
    if not funnel.passed:
        return _gates_fail(funnel, thresholds)
    told = ", ".join(f"{count} {named(code)}" for code, count in kept_back(judged))
    one = funnel.passed == 1
    return (
        f"{funnel.passed} candidate{'' if one else 's'} pass{'es' if one else ''} all four gates,"
        f" but something else keeps {'it' if one else 'each of them'} back ({told})"
    )


def named(code: str) -> str:
    """A reason in a word or two, to be counted."""
    return _NAMED.get(code, code.replace("-", " "))


def kept_back(judged: Iterable[Judged]) -> tuple[tuple[str, int], ...]:
    """What keeps candidates back that pass all gates: codes of first reasons, the commonest first."""
    return tuple(Counter(verdict.reasons[0].code for _, verdict in judged if verdict.reasons).most_common())


def _gates_fail(funnel: Funnel, limits: Thresholds) -> str:
    counted = "signal" if limits.count_signals else "recall"
    recalls, queries, days = limits.min_recall_count, limits.min_unique_queries, limits.max_age_days
    wants = {
        "score": f"a score of {limits.min_score:g}",
        "recallCount": f"{recalls} {counted}{'' if recalls == 1 else 's'}",
        "uniqueQueries": f"{queries} {'query' if queries == 1 else 'different queries'}",
        "maxAge": f"an age of at most {days:g} day{'' if days == 1 else 's'}",
    }
    failing = sorted((name for name in GATES if funnel.failing[name]), key=lambda name: -funnel.failing[name])
    if funnel.total == 1:
        told = ", ".join(wants[name] for name in failing)
        return f"the only candidate does not pass all four gates: it lacks {told}"
    told = ", ".join(
        _lacking(funnel.failing[name], wants[name], funnel.failing_only[name]) for name in failing
    )
    return f"none of {funnel.total:,} candidates passes all four gates: {told}"


def _lacking(number: int, what: str, only: int) -> str:
    told = f"{number:,} {'lacks' if number == 1 else 'lack'} {what}"
    return f"{told} ({only:,} only that)" if only else told

"""Deep: rank every candidate, and choose what may be promoted (`spec`: engine, "Deep")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dreamtui.engine.claims import merge_claims
from dreamtui.engine.eligibility import (
    GATES,
    Rules,
    judge,
    rankable,
    recalled_too_little,
    shortfalls,
)
from dreamtui.engine.order import ordered
from dreamtui.engine.scoring import score
from dreamtui.engine.settings import ScoreSettings, Thresholds
from dreamtui.javascript import locale_key
from dreamtui.model import Candidate, PhaseSignal, RecallEntry, Verdict


class Funnel(NamedTuple):
    """Where candidates fall out: how many there are, pass all gates, fail each, fail only that one."""

    total: int
    passed: int
    failing: Mapping[str, int]
    failing_only: Mapping[str, int]


Passes = tuple[bool, bool, bool, bool]


class Judged(NamedTuple):
    """A candidate with the verdict on it."""

    candidate: Candidate
    verdict: Verdict


def rank(
    entries: Mapping[str, RecallEntry],
    signals: Mapping[str, PhaseSignal],
    now_ms: int,
    how: ScoreSettings,
    *,
    thresholds: Thresholds | None = None,
    include_promoted: bool = False,
) -> list[Candidate]:
    """All rankable entries, best first; with `thresholds` only those that clear all four gates.

    Order: score, then recalls, both descending, then path, then stored order.
    """
    ranked: list[Candidate] = []
    for entry in merge_claims(entries).values():
        if entry.promoted_at and not include_promoted:
            continue
        if thresholds is not None and recalled_too_little(entry, thresholds):
            continue  # most entries of a large store: not worth a score
        candidate = score(entry, signals.get(entry.key), now_ms, how)
        if thresholds is not None and not clears(candidate, thresholds):
            continue
        if rankable(entry) is None:
            ranked.append(candidate)
    keys = [(-c.score, -c.entry.recall_count, locale_key(c.entry.path)) for c in ranked]
    return [ranked[index] for index in ordered(keys)]


def clears(candidate: Candidate, thresholds: Thresholds) -> bool:
    """Whether a candidate passes all four gates, whatever else may keep it back."""
    return max(shortfalls(candidate, thresholds)) <= 0


def passes(candidate: Candidate, thresholds: Thresholds) -> Passes:
    """Which of the four gates a candidate passes, in the order of `GATES`."""
    score, recalls, queries, age = shortfalls(candidate, thresholds)
    return score <= 0, recalls <= 0, queries <= 0, age <= 0


def funnel(ranked: Iterable[Candidate], thresholds: Thresholds) -> Funnel:
    """Count the candidates at each gate."""
    return fallen(passes(candidate, thresholds) for candidate in ranked)


def fallen(passed: Iterable[Passes]) -> Funnel:
    """The same of candidates of which it is known what they pass."""
    alike = Counter(passed)
    failing, only = dict.fromkeys(GATES, 0), dict.fromkeys(GATES, 0)
    for gates, number in alike.items():
        failed = [name for name, passing in zip(GATES, gates, strict=True) if not passing]
        for name in failed:
            failing[name] += number
        if len(failed) == 1:
            only[failed[0]] += number
    return Funnel(alike.total(), alike[True, True, True, True], failing, only)


def select(ranked: Iterable[Candidate], rules: Rules, limit: int | None) -> Iterator[Judged]:
    """Judge candidates in order, until `limit` eligible ones were found.

    With a limit these are to be promoted together, so the room left in MEMORY.md shrinks with each.
    """
    left = limit
    for candidate in ranked:
        if left is not None and left <= 0:
            return
        verdict = judge(candidate, rules)
        if verdict.live and verdict.eligible:
            left = None if left is None else left - 1
            if left is not None and rules.room is not None:
                rules = rules._replace(room=rules.room - rules.entry_chars(candidate, verdict.live))
        yield Judged(candidate, verdict)

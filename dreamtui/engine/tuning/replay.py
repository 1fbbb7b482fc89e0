"""The recorded past under other settings: what each night would have promoted, as far as can be known.

Hits of Light and REM are known from the last one on; before it a boost lies between nothing and what
the hits of today would give at once. So the past is played twice, without and with: what is promoted
without is `sure`, what only with is `possible`. What was promoted one night is no candidate the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from dreamtui.engine.deep import clears
from dreamtui.engine.eligibility import counted, rankable, recalled_too_little
from dreamtui.engine.scoring import components, score
from dreamtui.engine.tuning.columns import Trial
from dreamtui.engine.tuning.histories import History
from dreamtui.instants import iso, parse_instant
from dreamtui.javascript import locale_key
from dreamtui.model import Candidate, PhaseSignal, RecallEntry


class Promoted(NamedTuple):
    """What a night would have promoted: `known` is False where the entry's state is an estimate."""

    key: str
    snippet: str
    score: float
    known: bool


class Night(NamedTuple):
    """A night of the past: its instant, what it would have promoted, and what only boosts could add."""

    at_ms: int
    sure: tuple[Promoted, ...]
    possible: tuple[Promoted, ...]


_Passed = tuple[Candidate, bool]
_CHUNK: Final = 64
_ROUNDING: Final = 1e-9
Allowed = Callable[[RecallEntry], bool]
"""Whether nothing but gates keeps an entry back, as far as is known today."""


def replay(
    histories: Iterable[History],
    signals: Mapping[str, PhaseSignal],
    nights: Sequence[int],
    trial: Trial,
    allowed: Allowed,
    stop: Callable[[], bool] = lambda: False,
) -> list[Night] | None:
    """What `nights` (instants, in order) would have promoted under a setting; None when stopped.

    Counts only ever grow, so an entry that has too few recalls today has never had enough.
    """
    past = [
        history
        for history in histories
        if not recalled_too_little(history.entry, trial.thresholds) and rankable(history.entry) is None
    ]
    passing = _passing(past, signals, nights, trial, stop)
    if passing is None:
        return None
    without, with_ = (_played(found, trial.limit, allowed) for found in passing)
    sure = {one.key for night in without for one in night}
    return [
        Night(at_ms, tuple(fewer), tuple(one for one in more if one.key not in sure))
        for at_ms, fewer, more in zip(nights, without, with_, strict=True)
    ]


def _passing(
    past: Sequence[History],
    signals: Mapping[str, PhaseSignal],
    nights: Sequence[int],
    trial: Trial,
    stop: Callable[[], bool],
) -> tuple[list[list[_Passed]], list[list[_Passed]]] | None:
    """Who clears all gates, night by night, with the least and with the most that boosts can have been."""
    least: list[list[_Passed]] = [[] for _ in nights]
    most: list[list[_Passed]] = [[] for _ in nights]
    for place, history in enumerate(past):
        if place % _CHUNK == 0 and stop():
            return None
        signal = signals.get(history.entry.key)
        held, could = None, False
        for night, at_ms in enumerate(nights):
            seen = history.at(at_ms)
            if seen is None:
                continue
            if seen.entry is not held:  # most stand as they are for many nights
                held, could = seen.entry, _could_pass(seen.entry, trial)
            if not could:
                continue
            low = _signal_at(signal, at_ms, most=False)
            high = _signal_at(signal, at_ms, most=True)
            candidate = score(seen.entry, low, at_ms, trial.how)
            if clears(candidate, trial.thresholds):
                least[night].append((candidate, seen.known))
            if high != low:
                candidate = score(seen.entry, high, at_ms, trial.how)
            if clears(candidate, trial.thresholds):
                most[night].append((candidate, seen.known))
    return least, most


def _could_pass(entry: RecallEntry, trial: Trial) -> bool:
    """Whether the counts of an entry pass, and its score would if it were of this instant and all boosted."""
    wants, how = trial.thresholds, trial.how
    recalls, queries = counted(entry, wants)
    if recalls < wants.min_recall_count or queries < wants.min_unique_queries:
        return False
    parts = components(entry, 0.0, how.half_life_days)
    most = sum(value * weight for value, weight in zip(parts, how.weights, strict=True))
    return most + how.light_boost_max + how.rem_boost_max > wants.min_score - _ROUNDING


def _played(nights: Sequence[list[_Passed]], limit: int, allowed: Allowed) -> list[list[Promoted]]:
    """The best `limit` of each night that were not promoted before."""
    gone: set[str] = set()
    found: list[list[Promoted]] = []
    for passing in nights:
        chosen: list[Promoted] = []
        for candidate, known in sorted(passing, key=_order):
            entry = candidate.entry
            if len(chosen) >= limit:
                break
            if entry.key not in gone and allowed(entry):
                chosen.append(Promoted(entry.key, entry.snippet, candidate.score, known))
        gone.update(one.key for one in chosen)
        found.append(chosen)
    return found


def _order(passed: _Passed) -> tuple[float, int, tuple[object, ...]]:
    candidate = passed[0]
    return -candidate.score, -candidate.entry.recall_count, locale_key(candidate.entry.path)


def _signal_at(signal: PhaseSignal | None, at_ms: int, *, most: bool) -> PhaseSignal | None:
    """The hits that an entry had on a night: the fewest or the most that there can have been."""
    if signal is None:
        return None
    light = _hits_at(signal.light_hits, signal.last_light_at, at_ms, most=most)
    rem = _hits_at(signal.rem_hits, signal.last_rem_at, at_ms, most=most)
    return PhaseSignal(signal.key, light[0], rem[0], light[1], rem[1], {})


def _hits_at(hits: int, last: str | None, at_ms: int, *, most: bool) -> tuple[int, str | None]:
    moment = parse_instant(last)
    if moment is None or moment <= at_ms:
        return hits, last
    return (max(0, hits - 1), iso(at_ms)) if most else (0, None)

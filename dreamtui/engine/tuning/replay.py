"""The recorded past under other settings: what each night would have promoted, as far as can be known.

Hits of Light and REM are known from the last one on; before it a boost lies between nothing and what
the hits of today would give at once. So the past is played twice, without and with: what is promoted
without is `sure`, what only with is `possible`. What was promoted one night is no candidate the next.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from operator import mul
from typing import Final, NamedTuple

from dreamtui.engine.deep import clears
from dreamtui.engine.eligibility import recalled_too_little
from dreamtui.engine.scoring import phase_strength, score
from dreamtui.engine.settings import ScoreSettings
from dreamtui.engine.tuning.columns import Trial
from dreamtui.engine.tuning.histories import History, Seen
from dreamtui.instants import DAY_MS, iso, parse_instant
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


class _Boost(NamedTuple):
    """What a phase adds: `full` at its last hit, fading from then on; before it at most `before`."""

    last_ms: int
    full: float
    before: float


class _Row(NamedTuple):
    """An entry as it was for some nights in a row (until before `end`), and what it scores then without
    recency and boosts."""

    end: int
    lasting: float
    recalled_ms: int
    place: int
    seen: Seen
    signal: PhaseSignal | None
    boosts: Sequence[_Boost]


_CHUNK: Final = 256
_ROUNDING: Final = 1e-9
Stop = Callable[[float], bool]
"""Is told how much is done (0..1) now and then; whether nobody waits for the rest any more."""
Allowed = Callable[[RecallEntry], bool]
"""Whether nothing but gates keeps an entry back, as far as is known today."""


def replay(
    histories: Iterable[History],
    signals: Mapping[str, PhaseSignal],
    nights: Sequence[int],
    trial: Trial,
    allowed: Allowed,
    stop: Stop = lambda _share: False,
) -> list[Night] | None:
    """What `nights` (instants, in order) would have promoted under a setting; None when stopped.

    Counts only ever grow, so an entry that has too few recalls today has never had enough. Of the others
    it is reckoned night by night about what they score, and only the best of those are scored.
    """
    begins = _rows(histories, signals, nights, trial, stop)
    if begins is None:
        return None
    past: list[Night] = []
    active: list[_Row] = []
    gone: tuple[set[str], set[str]] = (set(), set())
    for night, at_ms in enumerate(nights):
        if stop(0.5 + night / len(nights) / 2):
            return None
        active = [*(row for row in active if row.end > night), *begins[night]]
        fewer, more = (
            _promoted(active, at_ms, trial, allowed, gone[most], most=most) for most in (False, True)
        )
        past.append(Night(at_ms, tuple(fewer), tuple(more)))
    return [
        night._replace(possible=tuple(one for one in night.possible if one.key not in gone[False]))
        for night in past
    ]


def _rows(
    histories: Iterable[History],
    signals: Mapping[str, PhaseSignal],
    nights: Sequence[int],
    trial: Trial,
    stop: Stop,
) -> list[list[_Row]] | None:
    """By the night from which it holds, how each entry was that could pass all gates on one of them."""
    wants = trial.thresholds
    begins: list[list[_Row]] = [[] for _ in nights]
    past = [one for one in histories if not recalled_too_little(one.entry, wants) and one.rankable]
    for place, history in enumerate(past):
        if place % _CHUNK == 0 and stop(place / len(past) / 2):
            return None
        signal = signals.get(history.entry.key)
        boosts = _boosts(signal, trial.how) if signal else ()
        for first, end, seen in history.spans(nights):
            recalled, lasting = seen.recalled_ms, _lasting(seen, trial)
            if lasting is None or recalled is None:  # without a time the gate on age fails
                continue
            end = min(end, bisect_right(nights, recalled + wants.max_age_days * DAY_MS + 1))
            row = _Row(end, lasting, recalled, place, seen, signal, boosts)
            if first < end and (boosts or _about([row], nights[first], trial, most=True)):
                begins[first].append(row)
    return begins


def _lasting(seen: Seen, trial: Trial) -> float | None:
    """What an entry scores without recency and boosts; None where its counts do not pass."""
    wants = trial.thresholds
    recalls, queries = seen.counted(wants)
    if recalls < wants.min_recall_count or queries < wants.min_unique_queries:
        return None
    return math.fsum(map(mul, seen.parts._replace(recency=0.0), trial.how.weights))


def _boosts(signal: PhaseSignal, how: ScoreSettings) -> tuple[_Boost, ...]:
    found = (
        (how.light_boost_max, signal.light_hits, parse_instant(signal.last_light_at)),
        (how.rem_boost_max, signal.rem_hits, parse_instant(signal.last_rem_at)),
    )
    return tuple(
        _Boost(last, most * phase_strength(hits), most * phase_strength(hits - 1))
        for most, hits, last in found
        if hits > 0 and last is not None
    )


def _about(rows: Sequence[_Row], at_ms: int, trial: Trial, *, most: bool) -> list[tuple[float, int]]:
    """What rows score on a night but for rounding, negated, with their indices: those that could pass."""
    weight, half_life = trial.how.weights.recency, trial.how.half_life_days * DAY_MS
    least = _ROUNDING - trial.thresholds.min_score
    scores = [
        (-row.lasting - weight * 2.0 ** ((row.recalled_ms - at_ms) / half_life), index)
        for index, row in enumerate(rows)
    ]
    for index, row in enumerate(rows):
        for last_ms, full, before in row.boosts:
            fades = full * 2.0 ** ((last_ms - at_ms) / half_life) if last_ms <= at_ms else before * most
            scores[index] = scores[index][0] - fades, index
    return [one for one in scores if one[0] < least]


def _promoted(
    rows: Sequence[_Row],
    at_ms: int,
    trial: Trial,
    allowed: Allowed,
    gone: set[str],
    *,
    most: bool,
) -> list[Promoted]:
    """The best of a night that were not promoted before, which are then `gone`.

    Rows are scored from about the best down, until the best score cannot be beaten any more.
    """
    waiting = _about(rows, at_ms, trial, most=most)
    heapify(waiting)
    scored: list[tuple[float, int, tuple[object, ...], int, bool, Candidate]] = []
    chosen: list[Promoted] = []
    while len(chosen) < trial.limit:
        while waiting and not (scored and scored[0][0] < max(-1.0, waiting[0][0]) - _ROUNDING):
            row = rows[heappop(waiting)[1]]
            entry = row.seen.entry
            if entry.key not in gone:
                candidate = score(entry, _signal_at(row.signal, at_ms, most=most), at_ms, trial.how)
                if clears(candidate, trial.thresholds):
                    order = -candidate.score, -entry.recall_count, locale_key(entry.path)
                    heappush(scored, (*order, row.place, row.seen.known, candidate))
        if not scored:
            break
        *_, known, candidate = heappop(scored)
        if allowed(candidate.entry):
            entry = candidate.entry
            chosen.append(Promoted(entry.key, entry.snippet, candidate.score, known))
            gone.add(entry.key)
    return chosen


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

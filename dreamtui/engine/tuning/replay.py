"""The recorded past under other settings: what each night would have promoted, as far as can be known.

Hits of Light and REM are known from the last one on; before it a boost lies between nothing and what
the hits of today would give at once. So the past is played twice, without and with: what is promoted
without is `sure`, what only with is `possible`. What was promoted one night is no candidate the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from dreamtui.engine.deep import clears
from dreamtui.engine.eligibility import rankable, recalled_too_little
from dreamtui.engine.scoring import score
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
    played: list[list[list[Promoted]]] = []
    for boosted in (False, True):
        gone: set[str] = set()
        found: list[list[Promoted]] = []
        for at_ms in nights:
            if stop():
                return None
            chosen = _night(past, signals, at_ms, trial, allowed, gone, boosted=boosted)
            gone.update(one.key for one in chosen)
            found.append(chosen)
        played.append(found)
    sure = {one.key for night in played[0] for one in night}
    return [
        Night(at_ms, tuple(without), tuple(one for one in with_ if one.key not in sure))
        for at_ms, without, with_ in zip(nights, *played, strict=True)
    ]


def _night(
    past: Sequence[History],
    signals: Mapping[str, PhaseSignal],
    at_ms: int,
    trial: Trial,
    allowed: Allowed,
    gone: set[str],
    *,
    boosted: bool,
) -> list[Promoted]:
    """The best `limit` that clear all gates on a night and were not promoted before."""
    passing: list[tuple[Candidate, bool]] = []
    for history in past:
        if history.entry.key in gone:
            continue
        seen = history.at(at_ms)
        if seen is None or recalled_too_little(seen.entry, trial.thresholds):
            continue
        signal = _signal_at(signals.get(seen.entry.key), at_ms, most=boosted)
        candidate = score(seen.entry, signal, at_ms, trial.how)
        if clears(candidate, trial.thresholds):
            passing.append((candidate, seen.known))
    passing.sort(key=lambda one: (-one[0].score, -one[0].entry.recall_count, locale_key(one[0].entry.path)))
    chosen: list[Promoted] = []
    for candidate, known in passing:
        if len(chosen) >= trial.limit:
            break
        if allowed(candidate.entry):
            chosen.append(Promoted(candidate.entry.key, candidate.entry.snippet, candidate.score, known))
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

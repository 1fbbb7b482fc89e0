"""What is known of an entry at a night of the past: from the log where it is whole, else from its sums.

The store keeps sums, days and instants; events.jsonl keeps every recorded signal. Where the signals of
an entry in the log add up to what the store holds, its state at any instant is known. Else it is known
since its last signal, as nothing has changed since; before that it is taken to have grown evenly over
its days, which is an estimate and is told as one.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from functools import cached_property
from typing import Final, NamedTuple

from dreamtui.engine.eligibility import counted, rankable
from dreamtui.engine.scoring import components
from dreamtui.engine.settings import Thresholds
from dreamtui.engine.similarity import query_hash
from dreamtui.instants import DAY_MS, day_of, iso, parse_instant
from dreamtui.model import MAX_QUERY_HASHES, MAX_RECALL_DAYS, Components, RecallEntry

ENGINE: Final = "__dreaming_"
"""How the queries begin under which the engine itself reads."""
_SAME: Final = 1e-6
_PLACE = re.compile(r"memory:(.+):(\d+):(\d+)(?::[0-9a-f]{12})?")
Place = tuple[str, int, int]


class Recorded(NamedTuple):
    """A signal of the log for one place: when, by which query, how well it matched."""

    at_ms: int
    query: str
    place: Place
    score: float


class Seen:
    """An entry as it was at a night; `known` is False for an estimate."""

    def __init__(self, entry: RecallEntry, *, known: bool) -> None:
        self.entry = entry
        self.known = known
        self._counts: dict[bool, tuple[int, int]] = {}

    @cached_property
    def parts(self) -> Components:
        """The signals as if it had just been recalled: all but recency are the same at any instant."""
        return components(self.entry, 0.0, 1.0)

    @cached_property
    def recalled_ms(self) -> int | None:
        """When it was last recalled."""
        return parse_instant(self.entry.last_recalled_at)

    def counted(self, wants: Thresholds) -> tuple[int, int]:
        """Recalls and different queries as the gates count them."""
        found = self._counts.get(wants.count_signals)
        if found is None:
            found = self._counts[wants.count_signals] = counted(self.entry, wants)
        return found


Span = tuple[int, int, Seen]
"""How an entry was from one night on until before another."""


class History:
    """One entry with its signals, in order, if they are all in the log (`whole`).

    What it was is found out when somebody asks, and kept: of most entries nobody does.
    """

    def __init__(self, entry: RecallEntry, signals: Sequence[Recorded], zone: tzinfo) -> None:
        self.entry = entry._replace(promoted_at=None) if entry.promoted_at else entry
        self.whole = _may_add_up(signals, entry) and _adds_up(_states(self.entry, signals, zone), entry)
        """Whether every signal is in the log."""
        self._signals = signals if self.whole else ()
        self._zone = zone
        self._guesses: dict[tuple[int, int], Seen] = {}
        self._spans: tuple[Sequence[int], list[Span]] | None = None

    @cached_property
    def rankable(self) -> bool:
        """Whether Deep ranks it at all."""
        return rankable(self.entry) is None

    def at(self, at_ms: int) -> Seen | None:
        """The entry at an instant; None where it was not there yet, or nothing is known of that.

        While it is the same, the very same is given.
        """
        if self.whole:
            place = bisect_right(self._moments, at_ms)
            return self._after[place - 1] if place else None
        if self._last is not None and self._last <= at_ms:
            return self._now
        if self._first is None or self._first > at_ms:
            return None
        return self._estimate(at_ms)

    def spans(self, nights: Sequence[int]) -> list[Span]:
        """How it was on nights (instants, in order): from which on, until before which. Kept for the nights
        that were asked for last."""
        if self._spans is None or self._spans[0] is not nights:
            self._spans = nights, list(self._runs(nights))
        return self._spans[1]

    def _runs(self, nights: Sequence[int]) -> Iterator[Span]:
        if self.whole:
            begins = [bisect_left(nights, moment) for moment in self._moments]
            runs = zip(begins, [*begins[1:], len(nights)], self._after, strict=True)
            yield from (run for run in runs if run[0] < run[1])
            return
        settled = len(nights) if self._last is None else bisect_left(nights, self._last)
        began = settled if self._first is None else bisect_left(nights, self._first)
        for night in range(began, settled):
            if (seen := self._estimate(nights[night])) is not None:
                yield night, night + 1, seen
        if settled < len(nights):
            yield settled, len(nights), self._now

    @cached_property
    def _moments(self) -> list[int]:
        return [signal.at_ms for signal in self._signals]

    @cached_property
    def _after(self) -> list[Seen]:
        return [Seen(state, known=True) for state in _states(self.entry, self._signals, self._zone)]

    @cached_property
    def _first(self) -> int | None:
        return parse_instant(self.entry.first_recalled_at)

    @cached_property
    def _last(self) -> int | None:
        return parse_instant(self.entry.last_recalled_at)

    @cached_property
    def _now(self) -> Seen:
        return Seen(self.entry, known=True)

    def _estimate(self, at_ms: int) -> Seen | None:
        """As if all had come evenly over the days; hashes are stored in the order in which they came."""
        entry, today = self.entry, day_of(at_ms, self._zone)
        days = tuple(day for day in entry.recall_days if day <= today)
        if not days:
            return None
        last = parse_instant(f"{max(days)}T00:00:00.000Z")
        recalled = min(at_ms, (last or at_ms) + DAY_MS // 2)
        found = self._guesses.get((len(days), recalled))
        if found is None:
            found = self._guesses[len(days), recalled] = Seen(_share(entry, days, recalled), known=False)
        return found


def _share(entry: RecallEntry, days: tuple[str, ...], recalled: int) -> RecallEntry:
    """An entry as it was with some of its days."""
    share = len(days) / len(entry.recall_days)
    return entry._replace(
        recall_count=math.floor(entry.recall_count * share),
        daily_count=math.floor(entry.daily_count * share),
        grounded_count=math.floor(entry.grounded_count * share),
        total_score=entry.total_score * share,
        recall_days=days,
        query_hashes=entry.query_hashes[: math.ceil(len(entry.query_hashes) * share)],
        last_recalled_at=iso(recalled),
    )


def histories(
    entries: Mapping[str, RecallEntry], recorded: Iterable[Recorded], zone: tzinfo
) -> list[History]:
    """The histories of entries (`merge_claims` done), from what the log has of them."""
    signals: dict[Place, list[Recorded]] = defaultdict(list)
    for one in recorded:
        signals[one.place].append(one)
    owned: dict[str, list[Recorded]] = defaultdict(list)
    if signals:
        owners = _owners(entries)
        for place, found in signals.items():
            if (key := owners.get(place)) is not None:
                owned[key] += found
    for found in owned.values():
        found.sort(key=lambda one: one.at_ms)
    return [History(entry, owned.get(key, ()), zone) for key, entry in entries.items()]


def _owners(entries: Mapping[str, RecallEntry]) -> dict[Place, str]:
    """Which entry takes what is recorded for a place: that with a claim in its key first."""
    owners: dict[Place, str] = {}
    for key in sorted(entries, key=len):
        if found := _PLACE.fullmatch(key):
            owners[found[1], int(found[2]), int(found[3])] = key
    for key, entry in entries.items():
        owners.setdefault((entry.path, entry.start_line, entry.end_line), key)
    return owners


def _states(entry: RecallEntry, signals: Sequence[Recorded], zone: tzinfo) -> list[RecallEntry]:
    """The entry after each signal; its text and its tags are taken to have been what they are."""
    state = entry._replace(
        recall_count=0, daily_count=0, grounded_count=0, total_score=0.0, query_hashes=(), recall_days=()
    )
    states: list[RecallEntry] = []
    for signal in signals:
        asked, day = query_hash(signal.query), day_of(signal.at_ms, zone)
        own = signal.query.startswith(ENGINE)
        again = own and asked in state.query_hashes and day in state.recall_days
        state = state._replace(
            recall_count=state.recall_count + (not own),
            daily_count=state.daily_count + (own and not again),
            total_score=state.total_score + (0.0 if again else min(1.0, max(0.0, signal.score))),
            query_hashes=_with(state.query_hashes, asked, MAX_QUERY_HASHES),
            recall_days=_with(state.recall_days, day, MAX_RECALL_DAYS),
            last_recalled_at=iso(signal.at_ms),
        )
        states.append(state)
    return states


def _may_add_up(signals: Sequence[Recorded], entry: RecallEntry) -> bool:
    """Whether there are as many recalls as the entry has: without, nothing else needs to be looked at."""
    recalls = sum(not signal.query.startswith(ENGINE) for signal in signals)
    return bool(signals) and recalls == entry.recall_count and not entry.grounded_count


def _adds_up(states: Sequence[RecallEntry], entry: RecallEntry) -> bool:
    """Whether what signals came to is what the store has."""
    last = states[-1]
    return (
        (last.recall_count, last.daily_count) == (entry.recall_count, entry.daily_count)
        and abs(last.total_score - entry.total_score) < _SAME * max(1.0, entry.total_score)
        and set(last.query_hashes) == set(entry.query_hashes)
    )


def _with(known: tuple[str, ...], new: str, keep: int) -> tuple[str, ...]:
    return known if new in known else (*known, new)[-keep:]

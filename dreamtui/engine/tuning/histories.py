"""What is known of an entry at a night of the past: from the log where it is whole, else from its sums.

The store keeps sums, days and instants; events.jsonl keeps every recorded signal. Where the signals of
an entry in the log add up to what the store holds, its state at any instant is known. Else it is known
since its last signal, as nothing has changed since; before that it is taken to have grown evenly over
its days, which is an estimate and is told as one.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from typing import Final, NamedTuple

from dreamtui.engine.similarity import query_hash
from dreamtui.instants import DAY_MS, day_of, iso, parse_instant
from dreamtui.model import MAX_QUERY_HASHES, MAX_RECALL_DAYS, RecallEntry

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


class Seen(NamedTuple):
    """An entry as it was at a night; `known` is False for an estimate."""

    entry: RecallEntry
    known: bool


class History:
    """One entry with its signals, if they are all in the log (else None)."""

    def __init__(self, entry: RecallEntry, signals: Sequence[Recorded], zone: tzinfo) -> None:
        self.entry = entry._replace(promoted_at=None)
        self._zone = zone
        self._first = parse_instant(entry.first_recalled_at)
        self._last = parse_instant(entry.last_recalled_at)
        states = _states(self.entry, signals, zone)
        self._states = states if states and _adds_up(states[-1][1], entry) else None

    @property
    def whole(self) -> bool:
        """Whether every signal is in the log."""
        return self._states is not None

    def at(self, at_ms: int) -> Seen | None:
        """The entry at an instant; None where it was not there yet, or nothing is known of that."""
        if self._states is not None:
            earlier = [state for moment, state in self._states if moment <= at_ms]
            return Seen(earlier[-1], True) if earlier else None
        if self._last is not None and self._last <= at_ms:
            return Seen(self.entry, True)
        if self._first is None or self._first > at_ms:
            return None
        return self._estimate(at_ms)

    def _estimate(self, at_ms: int) -> Seen | None:
        """As if all had come evenly over the days; hashes are stored in the order in which they came."""
        entry, today = self.entry, day_of(at_ms, self._zone)
        days = tuple(day for day in entry.recall_days if day <= today)
        if not days:
            return None
        share = len(days) / len(entry.recall_days)
        last = parse_instant(f"{max(days)}T00:00:00.000Z")
        hashes = entry.query_hashes[: math.ceil(len(entry.query_hashes) * share)]
        return Seen(
            entry._replace(
                recall_count=math.floor(entry.recall_count * share),
                daily_count=math.floor(entry.daily_count * share),
                grounded_count=math.floor(entry.grounded_count * share),
                total_score=entry.total_score * share,
                recall_days=days,
                query_hashes=hashes,
                last_recalled_at=iso(min(at_ms, (last or at_ms) + DAY_MS // 2)),
            ),
            False,
        )


def histories(
    entries: Mapping[str, RecallEntry], recorded: Iterable[Recorded], zone: tzinfo
) -> list[History]:
    """The histories of entries (`merge_claims` done), from what the log has of them."""
    owners = _owners(entries)
    signals: dict[str, list[Recorded]] = defaultdict(list)
    for one in recorded:
        if (key := owners.get(one.place)) is not None:
            signals[key].append(one)
    return [
        History(entry, sorted(signals.get(key, ()), key=lambda one: one.at_ms), zone)
        for key, entry in entries.items()
    ]


def _owners(entries: Mapping[str, RecallEntry]) -> dict[Place, str]:
    """Which entry takes what is recorded for a place: that with a claim in its key first."""
    owners: dict[Place, str] = {}
    for key in sorted(entries, key=len):
        if found := _PLACE.fullmatch(key):
            owners[found[1], int(found[2]), int(found[3])] = key
    for key, entry in entries.items():
        owners.setdefault((entry.path, entry.start_line, entry.end_line), key)
    return owners


def _states(entry: RecallEntry, signals: Sequence[Recorded], zone: tzinfo) -> list[tuple[int, RecallEntry]]:
    """The entry after each signal; its text and its tags are taken to have been what they are."""
    state = entry._replace(
        recall_count=0, daily_count=0, grounded_count=0, total_score=0.0, query_hashes=(), recall_days=()
    )
    states: list[tuple[int, RecallEntry]] = []
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
        states.append((signal.at_ms, state))
    return states


def _adds_up(last: RecallEntry, entry: RecallEntry) -> bool:
    counts = (last.recall_count, last.daily_count, last.grounded_count)
    return (
        counts == (entry.recall_count, entry.daily_count, entry.grounded_count)
        and abs(last.total_score - entry.total_score) < _SAME * max(1.0, entry.total_score)
        and set(last.query_hashes) == set(entry.query_hashes)
    )


def _with(known: tuple[str, ...], new: str, keep: int) -> tuple[str, ...]:
    return known if new in known else (*known, new)[-keep:]

"""How large MEMORY.md was at the end of each night, as far as that can be known afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from typing import NamedTuple

from dreamtui.instants import day_of


class Known(NamedTuple):
    """What is known of the size at an instant: just before a change, and right after it; in characters."""

    at_ms: int
    before: int | None
    after: int | None


class Size(NamedTuple):
    """The size in the evening of a day; `exact` when it was seen on that day, else it is reckoned back."""

    day: str
    chars: int | None
    exact: bool = False


def sizes(
    days: Sequence[str], known: Iterable[Known], sections: Mapping[str, int], zone: tzinfo
) -> list[Size]:
    """The size for each of `days` (consecutive, oldest first).

    `sections` are the characters of each dated section that stands in the file today: from the next
    known size they are taken off, day by day. That is no more than likely, as nobody knows what people
    changed in between; before the first change that left a trace nothing is known.
    """
    by_day: dict[str, list[Known]] = {}
    for one in sorted(known, key=lambda one: one.at_ms):
        by_day.setdefault(day_of(one.at_ms, zone), []).append(one)
    first = min((*sections, *by_day), default="")
    found: list[Size] = []
    carried: int | None = None
    for day in reversed(days):
        seen = by_day.get(day, [])
        size = Size(day, carried)
        if seen:
            size = _evening(day, seen[-1], sections.get(day, 0), carried)
        carried = None if day < first or size.chars is None else size.chars - sections.get(day, 0)
        if seen and seen[0].before is not None:
            carried = seen[0].before
        if carried is not None and carried < 0:
            carried = None
        found.append(size)
    return found[::-1]


def _evening(day: str, last: Known, section: int, carried: int | None) -> Size:
    if last.after is not None:
        return Size(day, last.after, exact=True)
    if carried is not None or last.before is None:
        return Size(day, carried)
    return Size(day, last.before + section)

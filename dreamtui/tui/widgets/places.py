"""Finding rows of one view in another: where a key stands now, or the row nearest to one that is gone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import islice
from operator import lt
from typing import Any, Protocol


class Held(Protocol):
    """Rows with keys of their own, and where each key stands among them."""

    @property
    def rows(self) -> Sequence[Any]:
        """The rows; each has a `key`, and is `open` while a person has not decided on it."""

    @property
    def by_key(self) -> Mapping[str, int]:
        """Indices of the rows by their keys."""


class Places:
    """Where rows stand in a view; where that is sorted by a column, all places are looked up once."""

    def __init__(self, held: Held, indices: Sequence[int]) -> None:
        self.held = held
        self.indices = indices
        self._places: dict[int, int] | None = None

    @cached_property
    def _by_rank(self) -> bool:
        return all(map(lt, self.indices, islice(self.indices, 1, None)))

    def nearest(self, position: int, held: Held | None, indices: Sequence[int]) -> int:
        """Where the row at a place of another view stands in this one, or the row nearest to it."""
        if held is None or not indices or not self.indices:
            return 0
        for near in _outwards(min(position, len(indices) - 1), len(indices)):
            place = self.of(held.rows[indices[near]].key, near)
            if place is not None:
                return place
        return min(position, len(self.indices) - 1)

    def of(self, key: str, likely: int = 0) -> int | None:
        """The place of a key; None where it is not in the view."""
        index = self.held.by_key.get(key)
        if index is None:
            return None
        if likely < len(self.indices) and self.indices[likely] == index:
            return likely
        if self._by_rank:
            place = bisect_left(self.indices, index)
            return place if place < len(self.indices) and self.indices[place] == index else None
        if self._places is None:
            self._places = {}  # most views have the first that is looked for: all are listed for a second
            with suppress(ValueError):
                return self.indices.index(index)
        if not self._places:
            self._places = dict(zip(self.indices, range(len(self.indices)), strict=True))
        return self._places.get(index)


def _outwards(start: int, count: int) -> Iterator[int]:
    """Places from one outwards, each time first the one below."""
    yield start
    for step in range(1, count):
        for place in (start + step, start - step):
            if 0 <= place < count:
                yield place

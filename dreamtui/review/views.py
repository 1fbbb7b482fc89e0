"""Which rows of a queue are shown, and in which order: a filter, words, a column to sort by."""

from __future__ import annotations

from collections.abc import Sequence

from dreamtui.review.queue import Filter, Queue
from dreamtui.review.sorting import SortKey


class Views:
    """Views one after the other: words that only grew longer are looked for among what was found."""

    def __init__(self) -> None:
        self._queue: Queue | None = None
        self._asked: tuple[Filter, SortKey | None, bool] | None = None
        self._words = ""
        self._found: Sequence[int] = ()

    def of(
        self,
        queue: Queue,
        shown: Filter = "all",
        words: str = "",
        sort: SortKey | None = None,
        *,
        reverse: bool = False,
    ) -> Sequence[int]:
        """Indices of the rows that a filter and a search show, in the order asked for (None: by rank)."""
        asked, wanted = (shown, sort, reverse), words.casefold()
        if queue is not self._queue or asked != self._asked or not wanted.startswith(self._words):
            self._found = _filtered(queue, shown, sort, reverse=reverse)
        elif wanted == self._words:
            return self._found
        self._found = _holding(queue, self._found, wanted)
        self._queue, self._asked, self._words = queue, asked, wanted
        return self._found


def _filtered(queue: Queue, shown: Filter, sort: SortKey | None, *, reverse: bool) -> Sequence[int]:
    if sort is None:
        return queue.shown(shown)
    order = queue.order(sort, reverse=reverse)
    if shown == "all":
        return order
    there = set(queue.shown(shown))
    return [index for index in order if index in there]


def _holding(queue: Queue, indices: Sequence[int], words: str) -> Sequence[int]:
    """Those that hold every word; the longest words leave the fewest for the others."""
    texts = queue.texts if words else ()
    for word in sorted(words.split(), key=len, reverse=True):
        indices = [index for index in indices if word in texts[index]]
    return indices

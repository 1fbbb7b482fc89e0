"""The bar above the candidates: quick filters with their counts, words to search for, how many are left."""

from __future__ import annotations

from collections.abc import Mapping

from textual.containers import Horizontal
from textual.message import Message

from dreamtui.review.queue import Filter


class FilterBar(Horizontal):
    """Which candidates are shown: one of the quick filters, and words."""

    class FilterChanged(Message):
        """Another filter, or other words."""

        def __init__(self, shown: Filter, words: str) -> None:
            self.shown = shown
            self.words = words
            super().__init__()

    class Left(Message):
        """A person is done with the words: keys belong to the list again."""

    shown: Filter = "all"
    words: str = ""

    def show(self, counts: Mapping[Filter, int], left: int, matches: int | None = None) -> None:
        """Show how many rows each filter has, how many wait, and how many the words leave."""

    def choose(self, shown: Filter) -> None:
        """Choose a quick filter."""

    def search(self) -> None:
        """Open the input for words (`/`)."""

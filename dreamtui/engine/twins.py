"""Finding the first of many texts that says nearly the same as another, without comparing all of them."""

from __future__ import annotations

import math

from dreamtui.engine.similarity import character_pairs, similarity, word_set
from dreamtui.javascript import fold


class Twins:
    """Texts by number, in the order in which they were added.

    Two sets whose Jaccard similarity reaches a threshold share one of the first few of their members,
    in any fixed order (prefix filtering: Chaudhuri et al., 2006), so that only those need be compared.
    """

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold
        self._texts: list[tuple[int, str]] = []
        self._by_token: dict[str, list[int]] = {}

    def add(self, number: int, text: str) -> None:
        """Remember a text under a number of the caller's."""
        place = len(self._texts)
        self._texts.append((number, text))
        for token in self._prefix(text):
            self._by_token.setdefault(token, []).append(place)

    def find(self, text: str) -> int | None:
        """The number of the first text that is at least as similar as the threshold."""
        for place in self._near(text):
            number, other = self._texts[place]
            if similarity(other, text) >= self.threshold:
                return number
        return None

    def _near(self, text: str) -> list[int]:
        if self.threshold <= 0:
            return list(range(len(self._texts)))
        return sorted({place for token in self._prefix(text) for place in self._by_token.get(token, ())})

    def _prefix(self, text: str) -> list[str]:
        tokens = sorted(word_set(text) or character_pairs(text) or {fold(text).lower()})
        shared = math.ceil(self.threshold * len(tokens) - 1e-9)
        return tokens[: len(tokens) - shared + 1]

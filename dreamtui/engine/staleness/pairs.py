"""Which statements are alike enough to be compared: all such pairs, without comparing all of them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import chain, compress
from operator import or_
from typing import Final

SAME_BEGINNING: Final = 4
"""Letters that forms of one word share."""
MOST_SHARING: Final = 64
"""Sets in which a token is sought: one that begins more of them tells them apart from nothing."""


def alike(sets: Sequence[frozenset[str]], threshold: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of different sets whose Jaccard similarity reaches a threshold, by number, with that similarity;
    without those that speak of `other_things`.

    Prefix filtering (Chaudhuri et al., 2006) with the rarest tokens first (Bayardo et al., 2007), then a
    bitmap of each set (Sandes et al., 2017): sets differ by at least as much as their bitmaps do. Of a
    token that stands in front of very many sets only the last ones are looked at, so that the time
    stays linear whatever the texts are.
    """
    counts = Counter(chain.from_iterable(sets))
    bits = _bits(counts)
    maps = [reduce(or_, map(bits.__getitem__, members), _IN_USE) for members in sets]
    order = sorted(counts, key=lambda one: (counts[one], one))
    ranks = {token: rank for rank, token in enumerate(order)}
    posted: defaultdict[str, list[int]] = defaultdict(list)
    lanes: defaultdict[str, int] = defaultdict(lambda: _UNUSED)
    for number in sorted(range(len(sets)), key=lambda number: (len(sets[number]), number)):
        members, own = sets[number], maps[number]
        size = len(members)
        least = threshold * size
        most = 2 * size * (1 - threshold) / (1 + threshold) + 1e-9
        words = own & _LANE
        in_each = words * _EACH
        near: set[int] = set()
        for rank in sorted(map(ranks.__getitem__, members))[: size - math.ceil(least - 1e-9) + 1]:
            token = order[rank]
            if counts[token] > 1:
                others = posted[token]
                if len(others) < _FEW:
                    near.update(others)
                elif hits := _nested(lanes[token], in_each):
                    near.update(compress(others[: -MOST_SHARING - 1 : -1], hits))
                others.append(number)
                lanes[token] = lanes[token] << _WIDTH & _ALL | words
        for other in near:
            found = sets[other]
            if len(found) >= least and (own ^ maps[other]).bit_count() <= most:
                shared = len(members & found)
                union = size + len(found) - shared
                if shared >= threshold * union - 1e-9 and not other_things(found, members):
                    yield other, number, shared / union


def other_things(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether each of two contents has a word of its own, so that they speak of different things.

    Forms of one word ("prefers", "preferred") are none of its own, nor are pairs of characters.
    """
    mine = [word for word in one - other if word.isascii()]
    yours = [word for word in other - one if word.isascii()]
    if not mine or not yours:
        return False
    begins = {word[:SAME_BEGINNING] for word in yours if len(word) >= SAME_BEGINNING}
    return not all(word[:SAME_BEGINNING] in begins for word in mine)


# --- bitmaps, and many of them in one number ------------------------------------------------------
#
# A set has a bit for the beginning of each word, in its lane, and above it those for pairs of characters.
# Of two sets that do not speak of other things, the beginnings of one are among those of the other.

_FEW: Final = 16
"""Sets that are compared one by one as quickly as all at once."""
_WIDTH: Final = 32
_USED: Final = 28
"""Bits of a lane that are for words; then come one that every set has, one of lanes that hold no set yet,
and one into which the sum of a lane may flow."""
_IN_USE: Final = 1 << _USED
_LANE: Final = (1 << _WIDTH) - 1
_ALL: Final = (1 << _WIDTH * MOST_SHARING) - 1
_EACH: Final = _ALL // _LANE
_UNUSED: Final = _EACH << _USED + 1
_TOP: Final = _EACH << _WIDTH - 1
_FILL: Final = _TOP - _EACH


def _bits(tokens: Counter[str]) -> dict[str, int]:
    """The bit of each token."""
    begins: dict[str, int] = {}
    return {
        token: 1 << begins.setdefault(token[:SAME_BEGINNING], len(begins)) % _USED
        if token.isascii()
        else 1 << _WIDTH + number % _WIDTH
        for number, token in enumerate(tokens)
    }


def _nested(lanes: int, given: int) -> bytes:
    """Of each lane, the lowest first, whether its words are among those given in each or these among its
    own; nothing where none are. All lanes are compared at once."""
    common = lanes & given
    apart = (lanes ^ common) + _FILL & (given ^ common) + _FILL & _TOP
    if apart == _TOP:
        return b""
    return (apart ^ _TOP).to_bytes(_WIDTH // 8 * MOST_SHARING, "little")[_WIDTH // 8 - 1 :: _WIDTH // 8]

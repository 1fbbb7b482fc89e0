"""Which statements are alike enough to be compared: all such pairs, without comparing all of them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

BITS = 60
"""Of a bitmap: a few times as many as a set has tokens, and few enough to be compared at once."""
MOST_SHARING = 64
"""Sets in which a token is sought: one that begins more of them tells them apart from nothing."""


def alike(sets: Sequence[frozenset[str]], threshold: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of different sets whose Jaccard similarity reaches a threshold, by number, with that similarity.

    Prefix filtering (Chaudhuri et al., 2006) with the rarest tokens first (Bayardo et al., 2007), then a
    bitmap of each set (Sandes et al., 2017): sets differ by at least as much as their bitmaps do. Of a
    token that stands in front of very many sets only the last ones are looked at, so that the time
    stays linear whatever the texts are.
    """
    counts = Counter(token for members in sets for token in members)
    bits = {token: 1 << (number % BITS) for number, token in enumerate(counts)}
    maps = [reduce(or_, map(bits.__getitem__, members), 0) for members in sets]
    sizes = [len(members) for members in sets]
    ranks = {token: rank for rank, token in enumerate(sorted(counts, key=lambda one: (counts[one], one)))}
    posted: defaultdict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(sets)), key=lambda number: (sizes[number], number)):
        members, size, own = sets[number], sizes[number], maps[number]
        if not size:
            continue
        ranked = sorted(members, key=ranks.__getitem__)
        least = threshold * size
        most = 2 * size * (1 - threshold) / (1 + threshold) + 1e-9
        others: set[int] = set()
        for token in ranked[: size - math.ceil(least - 1e-9) + 1]:
            if counts[token] > 1:
                others.update(posted[token][-MOST_SHARING:])
                posted[token].append(number)
        for other in [one for one in others if (own ^ maps[one]).bit_count() <= most]:
            if sizes[other] >= least:
                shared = len(members & sets[other])
                union = size + sizes[other] - shared
                if shared >= threshold * union - 1e-9:
                    yield other, number, shared / union

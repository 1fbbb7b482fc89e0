"""Which statements are alike enough to be compared: all such pairs, without comparing all of them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

MOST_SHARING = 64
"""Sets in which a token is sought: one that begins more of them tells them apart from nothing."""


def alike(sets: Sequence[frozenset[str]], threshold: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of different sets whose Jaccard similarity reaches a threshold, by number, with that similarity.

    Prefix filtering (Chaudhuri et al., 2006) with the rarest tokens first (Bayardo et al., 2007). Of a
    token that stands in front of very many sets only the last ones are looked at, so that the time
    stays linear whatever the texts are.
    """
    counts = Counter(token for members in sets for token in members)
    posted: defaultdict[str, list[int]] = defaultdict(list)
    order = sorted(range(len(sets)), key=lambda number: (len(sets[number]), number))
    for number in order:
        members = sets[number]
        size = len(members)
        if not size:
            continue
        ranked = sorted(members, key=lambda token: (counts[token], token))
        least = threshold * size
        seen: set[int] = set()
        for token in ranked[: size - math.ceil(least - 1e-9) + 1]:
            if counts[token] == 1:
                continue
            others = posted[token]
            for other in others[-MOST_SHARING:]:
                if other not in seen and len(sets[other]) >= least:
                    seen.add(other)
                    shared = len(members & sets[other])
                    union = size + len(sets[other]) - shared
                    if shared >= threshold * union - 1e-9:
                        yield other, number, shared / union
            others.append(number)

"""Statements that are alike enough to be compared: as if all had been compared with all."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.staleness.pairs import MOST_SHARING, alike, other_things

WORDS = [
    "router", "routers", "prefer", "preferred", "prefers", "vlan", "gateway", "tea", "note", "zoë",
    "数据", "据库", "備份", "서버", *(f"word{number}" for number in range(40)),
]  # fmt: skip

few_words = st.frozensets(st.sampled_from(WORDS), max_size=12)
near_words = st.frozensets(st.sampled_from(WORDS[:14]), min_size=3, max_size=9)


def found_by(sets: list[frozenset[str]], threshold: float) -> list[tuple[int, int, float]]:
    return sorted((min(one, other), max(one, other), same) for one, other, same in alike(sets, threshold))


def compared(sets: list[frozenset[str]], threshold: float) -> list[tuple[int, int, float]]:
    """What should be found."""
    pairs = [
        (one, other, len(sets[one] & sets[other]) / len(sets[one] | sets[other]))
        for one, other in combinations(range(len(sets)), 2)
        if not other_things(sets[one], sets[other])
    ]
    return [pair for pair in pairs if pair[2] >= threshold]


@given(
    st.lists(st.one_of(few_words, near_words), max_size=MOST_SHARING, unique=True),
    st.sampled_from((0.55, 0.7, 0.9)),
)
def test_all_that_are_alike_are_found(sets: list[frozenset[str]], threshold: float) -> None:
    assert found_by(sets, threshold) == compared(sets, threshold)


@pytest.mark.parametrize("number", [2, 15, 16, 17, MOST_SHARING])
@pytest.mark.parametrize("step", [1, 7])
def test_however_many_share_a_word(number: int, step: int) -> None:
    """Few are compared one by one, many at once."""
    sets = [frozenset(words) for words in combinations((*WORDS[:7], "数据", "据库"), 6)][::step][:number]
    assert found_by(sets, 0.7) == compared(sets, 0.7)

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.deep import funnel, rank
from dreamtui.engine.spread import histogram, spreads
from tests.engine.entries import HOW, NOW, STRICT, entries


@given(st.lists(st.floats(-1, 3)), st.integers(1, 20))
def test_a_histogram_counts_every_value_once(values: list[float], bins: int) -> None:
    counts = histogram(values, 1 / bins, bins)
    assert (len(counts), sum(counts)) == (bins, len(values))


def test_values_on_an_edge_belong_above_it() -> None:
    assert histogram([0.8, 0.79, 1.0, 0.0], 0.025, 40)[32] == 1
    assert histogram([3, 2, 99], 1, 5) == (0, 0, 1, 1, 1)


@given(st.lists(entries(), max_size=8))
def test_what_lies_below_the_mark_fails_that_gate(found: list) -> None:  # type: ignore[type-arg]
    ranked = rank({str(n): one for n, one in enumerate(found)}, {}, NOW, HOW)
    told = funnel(ranked, STRICT)
    for spread in spreads(ranked, STRICT)[1:3]:
        assert sum(spread.counts[: spread.marked]) == told.failing[spread.name]
    assert spreads(ranked, STRICT)[0].marked == 32

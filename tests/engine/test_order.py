"""Sorting in runs: the order is that of one sort."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine import order


@given(st.lists(st.tuples(st.integers(0, 3), st.text(max_size=1))), st.integers(1, 9))
def test_runs_come_to_the_same_as_one_sort(values: list[tuple[int, str]], run: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order, "_RUN", run)
        assert order.ordered(values) == sorted(range(len(values)), key=values.__getitem__)

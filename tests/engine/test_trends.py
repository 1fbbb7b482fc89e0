"""How often something came up week by week."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.trends import by_week

TODAY = date(2026, 4, 11)


@given(st.lists(st.integers(-10, 60) | st.just(None)), st.integers(1, 8))
def test_each_day_counts_in_its_week(ago: list[int | None], weeks: int) -> None:
    days = ["2026-02-30" if n is None else (TODAY - timedelta(days=n)).isoformat() for n in ago]
    counts = by_week(days, TODAY.isoformat(), weeks)
    assert len(counts) == weeks
    for back in range(weeks):
        assert counts[-1 - back] == sum(n is not None and 7 * back <= n < 7 * back + 7 for n in ago)

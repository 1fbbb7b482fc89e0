from __future__ import annotations

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.growth import Known, Size, sizes
from dreamtui.engine.runs import days_until
from dreamtui.instants import DAY_MS, parse_instant

UTC = ZoneInfo("UTC")
DAYS = days_until("2026-04-10", 6)
NOON = parse_instant("2026-04-10T12:00:00Z") or 0


def _chars(found: list[Size]) -> list[int | None]:
    return [size.chars for size in found]


def test_dated_sections_are_taken_off_day_by_day() -> None:
    found = sizes(DAYS, [Known(NOON, None, 1000)], {"2026-04-09": 100, "2026-04-07": 50}, UTC)
    assert _chars(found) == [None, 850, 900, 900, 1000, 1000]
    assert [size.exact for size in found] == [False] * 5 + [True]


def test_a_copy_says_how_it_was_before_and_a_write_how_it_was_after() -> None:
    copy, write = Known(NOON - 2 * DAY_MS, 700, None), Known(NOON - DAY_MS, 720, 900)
    found = sizes(DAYS, [Known(NOON, None, 1000), write, copy], {}, UTC)
    assert found[-2] == Size("2026-04-09", 900, exact=True)
    assert found[-3] == Size("2026-04-08", 720)
    assert found[-4] == Size("2026-04-07", 700)


def test_before_the_first_trace_nothing_is_known() -> None:
    found = sizes(DAYS, [Known(NOON, None, 1000)], {}, UTC)
    assert _chars(found) == [None] * 4 + [1000, 1000]
    assert _chars(sizes(DAYS, [], {"2026-04-09": 100}, UTC)) == [None] * 6


def test_a_file_that_was_emptied_since_is_not_negative() -> None:
    found = sizes(DAYS, [Known(NOON, None, 10)], {"2026-04-09": 100}, UTC)
    assert _chars(found)[-3:] == [None, 10, 10]


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 99), st.none() | st.integers(0, 99)), max_size=6),
    st.dictionaries(st.sampled_from(DAYS), st.integers(1, 60)),
)
def test_every_day_has_its_place(told: list[tuple[int, int, int | None]], sections: dict[str, int]) -> None:
    known = [Known(NOON - ago * DAY_MS, before, after) for ago, before, after in told]
    found = sizes(DAYS, known, sections, UTC)
    assert [size.day for size in found] == DAYS
    assert all(size.chars is None or size.chars >= 0 for size in found)
    assert all(size.chars is not None for size in found if size.exact)

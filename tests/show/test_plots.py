from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dreamtui.show.plots import chart, spark
from dreamtui.show.text import cells

VALUES = st.lists(st.none() | st.integers(0, 10**6), max_size=90)


@given(VALUES, st.integers(12, 120), st.integers(1, 8))
def test_a_chart_keeps_to_its_room(values: list[int | None], width: int, height: int) -> None:
    lines = chart(values, [f"d{n}" for n in range(len(values))], width, height)
    assert len(lines) == height + 2
    assert {cells(line) for line in lines} == {width}


def test_bars_grow_with_their_values() -> None:
    assert chart([0, 1, 2, 4, None], list("abcde"), 13, 2) == [
        "4 ┤      ██  ",
        "  │··▄▄████??",
        "0 └──────────",
        "   a        e",
    ]


def test_little_is_not_nothing_and_nothing_is_not_unknown() -> None:
    (bars, *_) = chart([1, 0, None, 10**6], list("abcd"), 30, 1)
    assert bars.split("┤")[1].split() == ["▁▁▁", "···", "???", "███"]


def test_the_last_nights_stay_where_there_is_no_room_for_all() -> None:
    lines = chart([1] * 200, [f"{n:03}" for n in range(200)], 40, 3)
    assert lines[-1].split() == ["163", "199"]


def test_a_spark_marks_the_threshold() -> None:
    assert spark([0, 4, 8, 1], 2) == "·▄│█▁"
    assert spark([1], 9) == "█│"
    assert spark([]) == ""

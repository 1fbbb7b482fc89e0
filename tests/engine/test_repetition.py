from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.repetition import Repeats, repeats, streak
from dreamtui.engine.runs import Run


def _night(**fields: object) -> Run:
    return Run(0, **{"staged": 40, "reflected": 3, "promoted": 1, **fields})  # type: ignore[arg-type]


def test_the_same_words_three_nights_in_a_row() -> None:
    assert repeats([], ["I dreamt.", "Other.", "I  dreamt.\n", "i dreamt.", "I dreamt."]).diary == 3
    assert repeats([], ["I dreamt.", "I dreamt."]).diary == 0
    assert repeats([], ["", "", ""]).diary == 0


def test_the_same_numbers_five_nights_in_a_row() -> None:
    again = repeats([_night(staged=3), *[_night() for _ in range(5)]], [])
    assert (again.counts, again.staged) == (5, 40)
    assert repeats([_night() for _ in range(4)], []).counts == 0
    assert repeats([_night(staged=0) for _ in range(9)], []).counts == 0
    mended = [*[_night() for _ in range(9)], _night(staged=41)]
    assert repeats(mended, []).counts == 0


def test_failed_sweeps_and_writes_in_between_do_not_hide_it() -> None:
    nights = [
        one for _ in range(5) for one in (_night(), Run(0, outcome="failed"), Run(0, "write", promoted=1))
    ]
    assert repeats(nights, []).counts == 5


def test_the_same_entries_twice() -> None:
    assert repeats([_night(keys=("a", "b")), _night(), _night(keys=("b", "a"))], []).keys == 2
    assert repeats([_night(keys=("a",)), _night(keys=("b",))], []).keys == 0
    taken_back = _night(promoted=0, undone=1)
    assert repeats([_night(keys=("a",)), taken_back, taken_back], []).keys == 0


def test_nothing_for_a_week() -> None:
    assert repeats([_night(promoted=0) for _ in range(7)], []).nothing == 7
    assert repeats([_night(promoted=None) for _ in range(7)], []).nothing == 0
    assert repeats([*[_night(promoted=0) for _ in range(7)], _night()], []).nothing == 0
    assert repeats([_night(promoted=0, undone=1) for _ in range(7)], []).nothing == 0


def test_no_nights_repeat_nothing() -> None:
    assert repeats([], []) == Repeats()


@given(st.lists(st.sampled_from("ab") | st.none(), max_size=12), st.integers(1, 4))
def test_a_streak_is_the_longest_end_of_equal_values(values: list[str | None], least: int) -> None:
    number = streak(values, least)
    if number:
        assert number >= least
        assert set(values[-number:]) == {values[-1]} != {None}
        assert len(values) == number or values[-number - 1] != values[-1]
    else:
        tail = values[-least:]
        assert len(tail) < least or len(set(tail)) > 1 or tail[-1] is None

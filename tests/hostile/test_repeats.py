"""Live texts that stand in a note many times over: the nearest is found, and found soon."""

from __future__ import annotations

import time

import pytest

from dreamtui.engine.rehydrate import rehydrate
from dreamtui.model import LiveSource, Reason, Source, SourceState
from tests.hostile.recall import recalled


def live(*lines: str) -> Source:
    return Source(SourceState.LIVE, lines)


def test_a_text_that_stands_twice_in_one_line_is_not_ambiguous() -> None:
    found = rehydrate(recalled("buy milk", 3), live("", "buy milk, and tomorrow buy milk again", "", ""))
    assert isinstance(found, LiveSource)
    assert (found.start_line, found.match) == (2, "window")


@pytest.mark.parametrize(("line", "nearest"), [(1, 2), (2, 2), (4, 2), (6, 7), (100, 12), (3, 2), (5, 7)])
def test_the_nearest_of_many_is_found(line: int, nearest: int) -> None:
    lines = ["-- other --"] * 12
    for at in (2, 7, 12):
        lines[at - 1] = "the router has moved"
    found = rehydrate(recalled("the router has moved", line), live(*lines))
    assert isinstance(found, LiveSource)
    assert found.start_line == nearest


def test_two_that_are_equally_near_are_told_with_their_lines() -> None:
    found = rehydrate(recalled("said", 5), live("said", "", "said", "", "", "", "said", ""))
    assert isinstance(found, Reason)
    assert "lines 3 and 7" in found.message


def test_what_stands_in_a_line_is_no_marker() -> None:
    lines = ("Bob - not Alice - has the key", "and > 3 copies")
    found = rehydrate(
        recalled("Note: Bob - not Alice - has the key and > 3 copies", 4, 5), live("# Note", *lines)
    )
    assert isinstance(found, LiveSource)
    assert found.text == "Bob - not Alice - has the key and > 3 copies"


def test_a_note_of_one_line_repeated_is_searched_once() -> None:
    source = live(*["the router has moved"] * 100_000)
    began = time.process_time()
    for number in range(1000):
        rehydrate(recalled("router has moved", number * 100 + 1), source)
    assert time.process_time() - began < 4


def test_a_giant_that_repeats_itself_is_given_up() -> None:
    source = live(*["a a a"] * 50_000)
    began = time.process_time()
    rehydrate(recalled("a " * 100_000, 7), source)
    assert time.process_time() - began < 4

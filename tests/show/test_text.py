"""Text, bars and marks as pages use them."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from dreamtui.model import Gate
from dreamtui.show import bars
from dreamtui.show.marks import EIGHTHS, stand_ins
from dreamtui.show.text import age, count, cut, home_as_tilde, often, pad, safe, several


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, ünïcode, 日本語, 🩷", "plain, ünïcode, 日本語, 🩷"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("a\x00b\x7f\r\n\t", "a␀b␡␍␊␉"),
        ("\x9b2J", "<U+009B>2J"),
        ("\u202egnp.exe", "<U+202E>gnp.exe"),
        ("a\u200bb\ufeff", "a<U+200B>b<U+FEFF>"),
        ("\ud800", "<U+D800>"),
        ("a\xa0b\u2009c", "a b c"),
        ("全\u3000角", "全\u3000角"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_what_acts_hides_or_reorders_is_shown_instead(text: str, shown: str) -> None:
    assert safe(text) == shown
    assert safe(shown) == shown


@pytest.mark.parametrize(
    "text", ["", "short", "exactly ten", "日本語の長い文章です", "a日b本c語d", "e\u0301" * 20]
)
@pytest.mark.parametrize("width", range(12))
def test_cut_text_fits_its_columns(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) <= width
    assert cell_len(pad(text, width)) == width


def test_cut_text_says_that_it_is_cut() -> None:
    assert cut("one two three", 8) == "one two…"
    assert cut("备份任务每天", 6) == "备份…"
    assert cut("whole", 5) == "whole"


def test_counting() -> None:
    assert [count(number, "query", "queries") for number in (0, 1, 2, 12000)] == [
        "0 queries",
        "1 query",
        "2 queries",
        "12,000 queries",
    ]
    assert [several(list(parts)) for parts in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert [age(days) for days in (None, 0.2, 1, 3.9, 1234)] == ["?", "<1d", "1d", "3d", "1,234d"]


def test_a_mean_interval_reads_as_a_person_says_it() -> None:
    told = [often(days) for days in (0.2, 0.6, 1.4, 3, 1200)]
    assert told == [
        "more than once a day",
        "about every day",
        "about every day",
        "about every 3 days",
        "about every 1,200 days",
    ]


def test_home_is_shortened_only_where_it_is_one() -> None:
    assert home_as_tilde("/home/joe/notes", "/home/joe") == "~/notes"
    assert home_as_tilde("/home/joe", "/home/joe/") == "~"
    assert home_as_tilde("/home/joey", "/home/joe") == "/home/joey"
    assert home_as_tilde("/notes", "/") == "/notes"


@pytest.mark.parametrize("width", [1, 8, 12])
def test_bars_fill_exactly_their_columns(width: int) -> None:
    drawn = [bars.bar(share / 100, width) for share in range(-10, 120)]
    assert {len(bar) for bar in drawn} == {width}
    assert drawn == sorted(drawn, key=lambda bar: [EIGHTHS.index(part) for part in bar])
    assert bars.bar(0, width).isspace()
    assert bars.bar(1, width) == "█" * width
    assert not bars.bar(0.0001, width).isspace()


def test_gates_are_dots_in_order() -> None:
    gates = [
        Gate("score", True, 1, 1, 0),
        Gate("recallCount", False, 0, 1, 1),
        Gate("uniqueQueries", True, 1, 1, 0),
    ]
    assert bars.gates(gates) == "●○●"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "no-such-encoding"])
def test_marks_have_stand_ins_where_the_output_cannot_show_them(encoding: str) -> None:
    plain = stand_ins(encoding)
    assert "●○ █▏ ✓✗ …".translate(plain).isascii()
    assert len({mark.translate(plain) for mark in "●○"}) == len({mark.translate(plain) for mark in "✓✗"}) == 2
    assert stand_ins("utf-8") == {}

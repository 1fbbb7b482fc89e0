"""Markdown as lines: of one width, nothing in it acts, nothing is left out, words are set off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from dreamtui.tui.widgets import prose
from dreamtui.tui.widgets.strips import Ink

INK = Ink(*(Style(bold=number % 2 == 0) for number, _ in enumerate(Ink._fields)))
MARKS = ("> ", "- ", "1. ", "```", "| a ", "|-", "*", "**", "`", "[", "](", ")", "!", "~~", "# ", "---", "\\")
OTHERS = ("\n", "\n\n", "http://x", "<b>", "    ", "\t", "&amp;", "字", "e\u0301", "\x1b[0m", "x")
PIECES = st.sampled_from(MARKS + OTHERS)
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join)


def text(lines: list[Strip]) -> str:
    return "\n".join(line.text.rstrip() for line in lines)


@given(TEXTS, st.integers(8, 60))
def test_every_line_is_as_wide_as_asked_and_acts_on_nothing(markdown: str, width: int) -> None:
    for lines in (prose.prose(markdown, width, INK, ["x"]), prose.written(markdown, width, INK)):
        for line in lines:
            assert sum(cell_len(segment.text) for segment in line) == line.cell_length == width
            assert not set(line.text) & {"\x1b", "\x07", "\n", "\r", "\u202e"}


@given(st.text("abc xyz\n字", max_size=80), st.integers(8, 60))
def test_what_is_written_is_shown_letter_by_letter(plain: str, width: int) -> None:
    shown = text([*prose.written(plain, width, INK)])
    assert "".join(shown.split()) == "".join(plain.split())


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("# A *tide*", "A tide"),
        ("- one\n- two", " • one\n • two"),
        ("**b** and `c`", "b and c"),
        ("see [a door](http://a.example)", "see a door (http://a.example)"),
        ("<b>not bold</b> [i]nor this[/i]", "<b>not bold</b> [i]nor this[/i]"),
        ("<!-- a comment -->", "<!-- a comment -->"),
        ("```py\ncode  *x*\n```", "  code  *x*"),
        ("red \x1b[31m", "red ␛[31m"),
    ],
)
def test_markdown_is_rendered_and_markup_is_only_text(markdown: str, shown: str) -> None:
    assert text([*prose.prose(markdown, 60, INK)]).strip("\n") == shown


def test_a_text_too_long_to_be_parsed_is_shown_as_it_is_written() -> None:
    lines = [*prose.prose("**[** " * prose.MOST_RENDERED, 60, INK)]
    assert lines[0].text.startswith("**[** **[**")
    endless = [*prose.prose("x\n" * (prose.MOST_RENDERED + 1), 60, INK)]
    assert len(endless) == prose.MOST_LINES + 1
    assert "there is more of this" in endless[-1].text


def test_indented_lines_go_on_below_their_beginning() -> None:
    assert text([*prose.written("- a long line here\n  - another long line", 14, INK)]) == (
        "- a long\n  line here\n  - another\n    long line"
    )


def test_words_are_set_off_whatever_their_case() -> None:
    (line,) = prose.prose("A Tide, a tide", 20, INK, ["tide"])
    lit = [segment.text for segment in line if segment.style and segment.style.underline]
    assert lit == ["Tide", "tide"]
    assert line.text.rstrip() == "A Tide, a tide"

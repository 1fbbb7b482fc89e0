"""Blocks read at sight are those that the library reads."""

from __future__ import annotations

from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from dreamtui.files.markdown import Top, _read, top_level

LINES = [
    "", "  ", "- one", "- two | three", "- [ ] to do", "-", "- ", "  - inner", "  more", "text",
    "a | b", "--|--", "---", "===", "- ---", "- # x", "- - x", "-  wide", "- 5. five", "# Title",
    "## Part #", "##", "### Three  ", "#5 bolt", "# \u3000", "# a\\#", "####### seven", " # indented",
    "    # code", "```", "~~~ x", "- ```", "> quote", "> - item", "1. one", "2) two", "<!-- note -->",
    "<!-- open", "-->", "<!-- --> -->", "<div>", "</div>", "<script>", "[a]: /b", "[a]: /b 'begun",
    "end'", "\tcode", "- été", "* star", "+ plus", "    deep",
]  # fmt: skip

texts = st.lists(st.sampled_from(LINES) | st.text("-# <>!`~|a1.)\t[]:", max_size=8), max_size=14)


def whole(lines: list[str]) -> list[Top]:
    return list(_read(lines, 0, len(lines)))


@given(texts)
@example(["```", "# In a fence", "- a", "```", "# Out", "- b"])
@example(["<!-- open", "# In a comment", "- a", "-->", "", "# Out", "- b"])
@example(["- a", "  ```", "# Ends the item, and the fence in it", "- b"])
def test_read_in_pieces_as_in_one(lines: list[str]) -> None:
    assert list(top_level(lines)) == whole(lines)


def test_every_three_lines() -> None:
    few = ["- a", "# T", "<!-- n -->", "", "text", "  in", "```", "<!-- open", "--|--", "a | b"]
    for lines in product(few, repeat=3):
        assert list(top_level(list(lines))) == whole(list(lines)), lines

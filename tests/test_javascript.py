"""What JavaScript does to text and numbers: orders and digits as Node prints them."""

from __future__ import annotations

import random

import pytest

from dreamtui.javascript import cut, fixed, fold, locale_key, trim, utf16_length

IN_ORDER = [
    " z", "_", "-", "- [ ] renew", "--- Aunt", "・", ",", "、", "!", "?", ".", "。", "'", "“quoted”", "(",
    "[x]", "「", "@", "*", "/", "&", "#", "## 10:2 standup", "## 10:28 standup", "%", "•", "°", "→", "+",
    "<", "|", "~", "✓", "😀", "ー", "$", "€", "10:2 standup", "10:28 standup", "a 1", "a.b", "a1", "ab", "æ",
    "Assistant: Aunt Vera said", "Assistant: Aunt Vera's", "joe", "Joe", "Jurgen", "Jürgen",
    "memory/2026-04-09.md", "memory/2026-04-10-x.md", "memory/2026-04-10.md", "α", "я", "가", "각", "ア",
    "い", "か", "ん", "備份", "备份",
]  # fmt: skip
"""Sorted by `localeCompare` of Node 20."""


def test_texts_are_sorted_as_node_sorts_them() -> None:
    shuffled = list(IN_ORDER)
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=locale_key) == IN_ORDER


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.615, 2, "0.61"),
        (0.625, 2, "0.63"),
        (0.5, 0, "1"),
        (1, 3, "1.000"),
        (0.0005, 3, "0.001"),
        (1.005, 2, "1.00"),
    ],
)
def test_fixed(value: float, digits: int, text: str) -> None:
    assert fixed(value, digits) == text


@pytest.mark.parametrize(
    ("text", "units", "kept"),
    [("abc", 2, "ab"), ("a😀b", 2, "a"), ("a😀b", 3, "a😀"), ("😀" * 9, 5, "😀😀"), ("", 0, "")],
)
def test_cut(text: str, units: int, kept: str) -> None:
    assert cut(text, units) == kept
    assert utf16_length(kept) <= units


def test_white_space_is_that_of_javascript() -> None:
    assert fold("\u3000a\ufeff \t\nb\x85\x1c ") == "a b\x85\x1c"
    assert trim("\ufeff a\x85 ") == "a\x85"

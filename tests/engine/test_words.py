"""Words as Unicode has them: the fast rule for plain text says what ICU says, and rare text goes to ICU."""

from __future__ import annotations

import itertools
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine import words as module
from dreamtui.engine.words import words

PLAIN = [chr(code) for code in range(0x2500) if module._PLAIN.fullmatch(chr(code))]
JOINTS = "_:'.’‘,;-/\"\n "


def icu(text: str) -> list[str]:
    return list(module._dictionary_words(text))


@given(st.lists(st.sampled_from(PLAIN) | st.sampled_from(JOINTS + "a1Яé"), max_size=25).map("".join))
def test_plain_text_has_the_words_that_icu_finds(text: str) -> None:
    assert module._PLAIN.fullmatch(text)
    assert list(words(text)) == icu(text)


def test_so_has_every_short_text_of_the_marks_that_join() -> None:
    texts = ("".join(text) for size in range(1, 5) for text in itertools.product("aЯ1_:'.’,; -", repeat=size))
    assert [text for text in texts if list(words(text)) != icu(text)] == []


def test_so_has_every_plain_character_between_letters_and_digits() -> None:
    around = ("{}", "a{}b", "1{}2", "a{}1", "1{}a", "_{}_", "a{}", "{}{}")
    texts = (frame.replace("{}", character) for frame in around for character in PLAIN)
    assert [text for text in texts if list(words(text)) != icu(text)] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("can't e.g. 1,234.5 a_b x-y", ["can't", "e.g", "1,234.5", "a_b", "x", "y"]),
        ("配置已经保存", ["配置", "已经", "保存"]),
        ("猫のバックアップ", ["猫", "の", "バックアップ"]),
        ("라우터 백업", ["라우터", "백업"]),
        ("co\u00adop e\u0301te\u0301", ["co\u00adop", "e\u0301te\u0301"]),
        ("", []),
        ("_ … ---", []),
    ],
)
def test_words(text: str, wanted: list[str]) -> None:
    assert list(words(text)) == wanted


def test_the_dictionaries_stay_unloaded_for_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icu4py.breakers", None)
    assert list(words("Überwachung für Postgres 16 läuft – “sicher”")) == [
        "Überwachung",
        "für",
        "Postgres",
        "16",
        "läuft",
        "sicher",
    ]

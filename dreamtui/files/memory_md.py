"""MEMORY.md as a promotion sees it: the markers in it, its size, and one more dated section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from dreamtui.files import text
from dreamtui.javascript import fixed, fold, utf16_length

_NUMBERS = re.compile(r"\s*\[score=[^\]]*\]\s*$")
_COMMENT = re.compile(r"<!--(.*?)-->")
_PROMOTION = "openclaw-memory-promotion:"
_FENCE = re.compile(r"\s*(`{3,}(?=[^`]*$)|~{3,})")
_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+\S")
# A number is not taken off: "5. Juni" is a date.
_LIST_MARKER = re.compile(r"^[-*+]\s+(?=\S)")
_ESCAPE_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


class Promoted(NamedTuple):
    """An entry to be added: scores are 0..1, `place` is `path:start-end`."""

    key: str
    text: str
    score: float
    recalls: int
    average: float
    place: str


class Budget(NamedTuple):
    """The size of MEMORY.md in UTF-16 units, as OpenClaw counts, and in tokens, as an estimate."""

    chars: int
    tokens: int


class Count(NamedTuple):
    """How many list items stand in MEMORY.md, and how many of its entries were promoted."""

    items: int
    promoted: int


def promoted_keys(raw: bytes) -> frozenset[str]:
    """Keys whose promotion markers stand in the file, on lines of comments only, outside fenced code."""
    return frozenset(key for line in _outside_fences(text.lines(raw)) for key in _keys(line))


def append_section(raw: bytes | None, day: str, entries: Sequence[Promoted]) -> bytes:
    """The file with one more dated section; what was there before is its beginning, to the byte."""
    before = raw or b""
    if not entries:
        return before
    newline = text.newline_of(before)
    lines = ["", f"## Promoted From Short-Term Memory ({day})", ""]
    if not text.decode(before).strip():
        lines = ["# Long-Term Memory", "", *lines]
    for entry in entries:
        lines += [_render_marker(entry.key), _render_entry(entry)]
    return text.ended(before, newline) + text.encode("".join(line + newline for line in lines))


def one_line(content: str) -> str:
    """Text that can stand in an entry and do nothing there.

    On one line, without control characters and terminal sequences, without a list marker in front
    (the entry brings its own); `<!--` becomes `&lt;!--`, so that no marker or note can be forged.
    """
    return _LIST_MARKER.sub("", harmless(content), count=1)


def entry_chars(entry: Promoted) -> int:
    """How many UTF-16 units an entry takes, its marker and line ends included."""
    return utf16_length(_render_marker(entry.key)) + utf16_length(_render_entry(entry)) + 2


def statements(raw: bytes) -> list[str]:
    """What the lines of the file say: without list markers, comments and the numbers of a promotion."""
    lines = (_COMMENT.sub("", line).strip() for line in text.lines(raw))
    return [said for line in lines if (said := _NUMBERS.sub("", _LIST_MARKER.sub("", line, count=1)))]


def chars(raw: bytes) -> int:
    """The size of the file in UTF-16 units, as OpenClaw counts."""
    return utf16_length(text.decode(raw))


def budget(raw: bytes) -> Budget:
    """How much of the agent's context the file takes; a token is 4 characters, or 1 of CJK."""
    content = text.decode(raw)
    dense = 0 if content.isascii() else len(_dense().findall(content))
    return Budget(utf16_length(content), dense + -(-(len(content) - dense) // 4))


@cache
def _dense() -> re.Pattern[str]:
    """Characters that take about a token each; compiled where a text has any."""
    return re.compile(
        "[\u1100-\u11ff\u2e80-\u2fdf\u3001-\u303f\u3040-\u30ff\u3105-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
        "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff01-\uffdc\U00020000-\U0003ffff]"
    )


def count_entries(raw: bytes) -> Count:
    """List items outside fenced code, promoted or not, and the promotion markers among them."""
    lines = _outside_fences(text.lines(raw))
    return Count(sum(bool(_LIST_ITEM.match(line)) for line in lines), sum(len(_keys(line)) for line in lines))


def harmless(content: str) -> str:
    """Text on one line, without control characters and terminal sequences, in which no comment begins."""
    return fold(_CONTROL.sub("", _ESCAPE_SEQUENCE.sub("", content))).replace("<!--", "&lt;!--")


def _keys(line: str) -> list[str]:
    if _PROMOTION not in line or _COMMENT.sub("", line).strip():
        return []
    comments = (found.strip() for found in _COMMENT.findall(line))
    return [
        comment.removeprefix(_PROMOTION).replace("--&gt;", "-->")
        for comment in comments
        if comment.startswith(_PROMOTION)
    ]


def _outside_fences(lines: Sequence[str]) -> list[str]:
    """The lines without fenced code; a fence that is never closed hides nothing.

    Were it to hide the rest of the file, one forgotten fence would make every promotion happen twice.
    """
    kept: list[str] = []
    index = 0
    while index < len(lines):
        close = _closing_fence(lines, index)
        if close is None:
            kept.append(lines[index])
        index = index + 1 if close is None else close + 1
    return kept


def _closing_fence(lines: Sequence[str], opening: int) -> int | None:
    found = _FENCE.match(lines[opening])
    if not found:
        return None
    closing = re.compile(rf"\s*{re.escape(found[1][0])}{{{len(found[1])},}}\s*")
    return next((i for i in range(opening + 1, len(lines)) if closing.fullmatch(lines[i])), None)


def _render_marker(key: str) -> str:
    # A slugged note may be called `-->`; it must not end the comment.
    return f"<!-- {_PROMOTION}{fold(_CONTROL.sub('', key)).replace('-->', '--&gt;')} -->"


def _render_entry(entry: Promoted) -> str:
    numbers = f"score={fixed(entry.score, 3)} recalls={entry.recalls} avg={fixed(entry.average, 3)}"
    return f"- {one_line(entry.text)} [{numbers} source={harmless(entry.place)}]"

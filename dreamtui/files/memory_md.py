"""MEMORY.md as a promotion sees it: the markers in it, its size, and one more dated section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from dreamtui.files import text
from dreamtui.files.fences import fenced
from dreamtui.javascript import fixed, fold, utf16_length

_COMMENT = re.compile(r"<!--(.*?)-->")
_PROMOTION = "openclaw-memory-promotion:"
_SECTION = re.compile(r"## Promoted From Short-Term Memory \((\d{4}-\d{2}-\d{2})\)", re.ASCII)
_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+\S")
# A number is not taken off: "5. Juni" is a date.
_LIST_MARKER = re.compile(r"^[-*+]\s+(?=\S)")
# A fence would hide the markers of later entries; a heading, a rule or an underline would cut the entry.
_BEGINS_A_BLOCK = re.compile(r"`{3}|~{3}|#{1,6}(?:\s|$)|[-=*_+](?:\s*[-=*_])*$")
_ESCAPE_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


class Promoted(NamedTuple):
    """An entry to be added: scores are 0..1, `place` is `path:start-end`.

    `more` are further lines of an entry that a person wrote.
    """

    key: str
    text: str
    score: float
    recalls: int
    average: float
    place: str
    more: tuple[str, ...] = ()


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
    return frozenset(key for line in _outside_fences(text.lines(raw)) for key in keys_in(line))


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
        lines += [marker(entry.key), *_render_entry(entry)]
    return text.ended(before, newline) + text.encode("".join(line + newline for line in lines))


def one_line(content: str) -> str:
    """Text that can stand in an entry and do nothing there.

    On one line, without control characters and terminal sequences, without a list marker in front
    (the entry brings its own); `<!--` becomes `&lt;!--`, so that no marker or note can be forged.
    """
    return _LIST_MARKER.sub("", harmless(content), count=1)


def written_lines(content: str) -> tuple[str, tuple[str, ...]]:
    """A text that a person wrote as the first line of an entry and its further ones; no blank lines."""
    lines = [line for line in re.split(r"\r\n|\r|\n", content) if harmless(line)]
    return (lines[0], tuple(lines[1:])) if lines else ("", ())


def entry_chars(entry: Promoted) -> int:
    """How many UTF-16 units an entry takes, its marker and line ends included."""
    return sum(utf16_length(line) + 1 for line in (marker(entry.key), *_render_entry(entry)))


def statements(raw: bytes) -> list[str]:
    """What the lines of the file say: without list markers, comments and the numbers of a promotion."""
    lines = (without_comments(line).strip() for line in text.lines(raw))
    return [said for line in lines if (said := _without_numbers(_LIST_MARKER.sub("", line, count=1)))]


def chars(raw: bytes) -> int:
    """The size of the file in UTF-16 units, as OpenClaw counts."""
    return utf16_length(text.decode(raw))


def budget(raw: bytes) -> Budget:
    """How much of the agent's context the file takes; a token is 4 characters, or 1 of CJK."""
    if raw.isascii():
        return Budget(len(raw), -(-len(raw) // 4))
    content = text.decode(raw)
    dense = len(_dense().findall(content))
    return Budget(utf16_length(content), dense + -(-(len(content) - dense) // 4))


@cache
def _dense() -> re.Pattern[str]:
    """Characters that take about a token each; compiled where a text has any."""
    return re.compile(
        "[\u1100-\u11ff\u2e80-\u2fdf\u3001-\u303f\u3040-\u30ff\u3105-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
        "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff01-\uffdc\U00020000-\U0003ffff]"
    )


def section_chars(raw: bytes) -> dict[str, int]:
    """By day the UTF-16 units of the dated sections, each from its heading to the next, or to the end."""
    found: dict[str, int] = {}
    day = ""
    lines = text.lines(raw)
    hidden = fenced(lines)
    for index, line in enumerate(text.decode(raw).split("\n")):
        if index not in hidden and line.startswith(("# ", "## ")):
            dated = _SECTION.match(line)
            day = dated[1] if dated else ""
        if day:
            found[day] = found.get(day, 0) + utf16_length(line) + (index + 1 < len(lines))
    return found


def count_entries(raw: bytes) -> Count:
    """List items outside fenced code, promoted or not, and the promotion markers among them."""
    lines = _outside_fences(text.lines(raw))
    return Count(
        sum(bool(_LIST_ITEM.match(line)) for line in lines), sum(len(keys_in(line)) for line in lines)
    )


def harmless(content: str) -> str:
    """Text on one line, without control characters and terminal sequences, in which no comment begins."""
    return fold(_CONTROL.sub("", _ESCAPE_SEQUENCE.sub("", content))).replace("<!--", "&lt;!--")


def without_comments(line: str) -> str:
    """A line without the comments that begin and end in it."""
    end = line.rfind("-->") + 3  # behind the last end no comment is whole, however many begin there
    return line if end < 7 else _COMMENT.sub("", line[:end]) + line[end:]


def _without_numbers(line: str) -> str:
    begin = line.find("[score=", line.rfind("]", 0, -1) + 1) if line.endswith("]") else -1
    return line if begin < 0 else line[:begin].rstrip()


def keys_in(line: str) -> list[str]:
    """The keys of the promotion markers on a line that holds nothing but comments."""
    if _PROMOTION not in line:
        return []
    if line.startswith("<!--") and line.find("-->") == len(line) - 3:
        found = [line[4:-3]]  # as it is written
    elif without_comments(line).strip():
        return []
    else:
        found = _COMMENT.findall(line, 0, line.rfind("-->") + 3)
    comments = map(str.strip, found)
    return [
        comment.removeprefix(_PROMOTION).replace("--&gt;", "-->")
        for comment in comments
        if comment.startswith(_PROMOTION)
    ]


def _outside_fences(lines: Sequence[str]) -> list[str]:
    hidden = fenced(lines)
    return [line for index, line in enumerate(lines) if index not in hidden]


def marker(key: str) -> str:
    """The comment line that says under which key the entry after it was promoted."""
    # A slugged note may be called `-->`; it must not end the comment.
    return f"<!-- {_PROMOTION}{fold(_CONTROL.sub('', key)).replace('-->', '--&gt;')} -->"


def _render_entry(entry: Promoted) -> list[str]:
    """One list item: further lines are indented under it, and begin nothing of their own there."""
    numbers = f"score={fixed(entry.score, 3)} recalls={entry.recalls} avg={fixed(entry.average, 3)}"
    lines = [f"- {one_line(entry.text)}", *(f"  {continued(line)}" for line in entry.more)]
    return [*lines[:-1], f"{lines[-1]} [{numbers} source={harmless(entry.place)}]"]


def continued(line: str) -> str:
    """A further line of an entry: harmless, and it begins no block of its own."""
    said = harmless(line)
    return f"\\{said}" if _BEGINS_A_BLOCK.match(said) else said

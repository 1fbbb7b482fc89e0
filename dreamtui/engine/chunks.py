"""Cutting a daily note into snippets (`spec`: engine, "Light", step 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dreamtui.javascript import cut, fold, trim, utf16_length

MAX_SNIPPET = 280
MIN_LINE = 8
MAX_LINES = 4

_HEADING = re.compile(r"#{1,6}\s+(.+)")
_LIST_ITEM = re.compile(r"\A(?:[-*+]|[0-9]+\.)\s+")
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    "|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH_DAY = rf"{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
_DATE = rf"(?:{_MONTH_DAY}|\d{{1,2}}[/-]\d{{1,2}}(?:[/-]\d{{2,4}})?|\d{{4}}[/-]\d{{2}}[/-]\d{{2}})"
_GENERIC = re.compile(
    rf"today|yesterday|tomorrow|morning|afternoon|evening|night|(?:{_WEEKDAY},?\s+)?{_DATE}",
    re.IGNORECASE,
)


class Chunk(NamedTuple):
    """A snippet of a note and the lines (1-based, inclusive) that it came from."""

    start_line: int
    end_line: int
    text: str


class _Open:
    """The chunk being gathered."""

    def __init__(self) -> None:
        self.kind = ""
        self.start = 0
        self.texts: list[str] = []

    def close(self, heading: str) -> Iterator[Chunk]:
        if self.texts:
            body = ("; " if self.kind == "list" else " ").join(self.texts)
            text = fold(cut(f"{heading}: {body}" if heading else body, MAX_SNIPPET))
            yield Chunk(self.start, self.start + len(self.texts) - 1, text)
        self.texts.clear()


def chunks(lines: Sequence[str]) -> Iterator[Chunk]:
    """The snippets of a note, top to bottom; `lines` have managed blocks and front matter blanked."""
    heading = ""
    gathered = _Open()
    for number, raw in enumerate(lines, 1):
        line = trim(raw)
        title = _HEADING.fullmatch(line)
        text = "" if title or line.startswith("<!--") else _material(line)
        kind = "list" if _LIST_ITEM.match(line) else "paragraph"
        if not text or kind != gathered.kind or len(gathered.texts) == MAX_LINES:
            yield from gathered.close(heading)
        if title:
            heading = _context(title[1]) or heading
        if text:
            if not gathered.texts:
                gathered.kind, gathered.start = kind, number
            gathered.texts.append(text)
    yield from gathered.close(heading)


def _material(line: str) -> str:
    text = trim(_LIST_ITEM.sub("", line, count=1))
    return fold(cut(text, MAX_SNIPPET)) if utf16_length(text) >= MIN_LINE else ""


def _context(title: str) -> str:
    """What a heading says about the lines under it; nothing when it only names a day or a time of day."""
    heading = fold(cut(trim(title), MAX_SNIPPET))
    return "" if _GENERIC.fullmatch(heading) else heading

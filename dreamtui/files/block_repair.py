"""Light and REM blocks in notes that went wrong: found, and taken out to the byte; a person's text stays."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final, Literal, NamedTuple

from dreamtui.files import blocks, text

Name = Literal["light", "rem"]
_NAMES: Final[tuple[Name, ...]] = ("light", "rem")

_LIGHT: Final = re.compile(
    r"(?:- No notable updates\.\n"
    r"|(?:- Candidate: .*\n  - confidence: [\d.]+\n  - evidence: .*\n"
    r"  - recalls: \d+\n  - status: staged\n)*)"
)
_THEMES: Final = (
    r"(?:- No strong patterns surfaced\.\n|(?:- Theme: `.*` kept surfacing across \d+ memories\.\n"
    r"  - confidence: [\d.]+\n  - evidence: .*\n  - note: reflection\n)*)"
)
_TRUTHS: Final = (
    r"(?:- No strong candidate truths surfaced\.\n|(?:- .* \[confidence=[\d.]+ evidence=memory/\S+\]\n)*)"
)
_REM: Final = re.compile(rf"(?:### Reflections\n{_THEMES}\n?(?:### Possible Lasting Truths\n{_TRUTHS})?)?")
_ROWS: Final = {"light": _LIGHT, "rem": _REM}
"""All that the engine writes into a block, row by row: what matches holds nothing of a person's."""


class Placed(NamedTuple):
    """A Light or REM block of a note: first line and the one after its last (0-based).

    `complete` says that its end marker is there; `certain` that, without one, every line in it is a row
    that the engine writes.
    """

    name: Name
    start: int
    end: int
    complete: bool
    certain: bool


def find(raw: bytes) -> list[Placed]:
    """The Light and REM blocks of a note, in its order."""
    lines = text.lines(raw)
    return [
        _placed(lines, block, name)
        for block in blocks.find(lines)
        for name in _NAMES
        if block.name == name  # which also says that it is one of the two
    ]


def without(raw: bytes, unwanted: Collection[Placed]) -> bytes:
    """The note without these blocks, nor the blank line that was put before each; all else to the byte."""
    pieces = text.pieces(raw)
    for block in sorted(unwanted, key=lambda one: one.start, reverse=True):
        start = block.start
        blank_before = start > 0 and not pieces[start - 1].strip()
        if blank_before and (block.end >= len(pieces) or not pieces[block.end].strip()):
            start -= 1
        bom = text.BOM if start == 0 and pieces[0].startswith(text.BOM) else b""
        pieces[start : block.end] = [bom] if bom else []
    return b"".join(pieces)


def body(raw: bytes, block: Placed) -> bytes:
    """What stands between the markers of a complete block, to the byte."""
    pieces = text.pieces(raw)
    return b"".join(pieces[_start_marker(text.lines(raw), block.start, block.name) + 1 : block.end - 1])


def _placed(lines: Sequence[str], block: blocks.Block, name: Name) -> Placed:
    complete = blocks.marker(lines[block.end - 1]) == (name, "end")
    first = _start_marker(lines, block.start, name) + 1
    rows = "".join(f"{line}\n" for line in lines[first : block.end])
    return Placed(name, block.start, block.end, complete, complete or bool(_ROWS[name].fullmatch(rows)))


def _start_marker(lines: Sequence[str], start: int, name: str) -> int:
    return next(i for i in range(start, len(lines)) if blocks.marker(lines[i]) == (name, "start"))

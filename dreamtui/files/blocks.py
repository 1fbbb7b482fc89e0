"""Managed blocks in daily notes, which dreaming rewrites, and YAML front matter: found, blanked, replaced."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from dreamtui.files import text
from dreamtui.files.fences import fenced

_MARKER = re.compile(r"<!--\s*openclaw:dreaming:([\w-]+):(start|end)\s*-->")
_MARKER_OPENING = re.compile(r"<!--(?=\s*openclaw:dreaming:)")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s|$)")
_LINE_BREAKS = re.compile(r"[\r\n]+")

_TITLES = {
    "light": "## Light Sleep",
    "rem": "## REM Sleep",
    "deep": "## Deep Sleep",
    "diary": "# Dream Diary",
}
# Headings that stand inside a block and so do not end one that lacks its end marker.
_OWN_HEADINGS = {
    "rem": {"### Reflections", "### Possible Lasting Truths"},
    "diary": {"## Light Sleep", "## REM Sleep", "## Deep Sleep"},
}


_ROW = re.compile(
    r"- (?:Candidate: |Theme: `|No notable updates\.|No strong (?:patterns|candidate truths) surfaced\.).*"
    r"|  - (?:confidence|evidence|recalls|status|note): .*"
    r"|### (?:Reflections|Possible Lasting Truths)"
    r"|- .* \[confidence=[\d.]+ evidence=\S+\]"
)
"""A line that the engine writes into a Light or REM block."""


class Block(NamedTuple):
    """A managed block: its name, its first line and the one after its last (0-based)."""

    name: str
    start: int
    end: int


def find(lines: Sequence[str]) -> list[Block]:
    """Every managed block, from its heading (or its start marker, where it has none) to its end.

    A heading `## Light Sleep` without a marker after it is a person's. A block without its end
    marker runs to the next heading or block that is not its own, else to the end of the file.
    """
    found: list[Block] = []
    index = 0
    while index < len(lines):
        name, side = marker(lines[index])
        if side == "start":
            floor = found[-1].end if found else 0
            found.append(Block(name, _heading_before(lines, index, floor), _end(lines, index, name)))
            index = found[-1].end
        else:
            index += 1
    return found


def blank(lines: Sequence[str]) -> list[str]:
    """The lines with every managed block emptied; line numbers stay what they were."""
    kept = list(lines)
    for block in find(lines):
        kept[block.start : block.end] = [""] * (block.end - block.start)
    return kept


def front_matter(lines: Sequence[str]) -> int:
    """How many leading lines are YAML front matter; 0 when it is not closed.

    As in Pandoc, a first line `---` with nothing under it is a rule that a person drew.
    """
    if len(lines) < 2 or lines[0].rstrip() != "---" or not lines[1].strip():
        return 0
    return next((i + 1 for i in range(1, len(lines)) if lines[i].rstrip() in ("---", "...")), 0)


def put(raw: bytes | None, phase: Literal["light", "rem"], body: Sequence[str]) -> bytes:
    """The note with the phase's block replaced as a whole, or appended after a blank line.

    Further blocks of the same phase are taken out; every byte outside the blocks stays. A line of
    the body that holds a marker of dreaming gets `&lt;` for its `<`, so that it cannot end the block.
    """
    content = raw or b""
    bom, content = (text.BOM, content[3:]) if content.startswith(text.BOM) else (b"", content)
    newline = text.newline_of(content)
    block = text.encode(newline.join(_render(phase, body)))
    pieces = text.pieces(content)
    found = replaceable(text.lines(content), phase)
    if not found:
        return bom + _append(content, block, newline.encode())
    for known in reversed(found[1:]):
        del pieces[known.start : known.end]
    first = found[0]
    pieces[first.start : first.end] = [block + _line_end(pieces[first.end - 1])]
    return bom + b"".join(pieces)


def replaceable(lines: Sequence[str], phase: str) -> list[Block]:
    """The blocks of a phase, cut down to what is surely the engine's: nothing else may be replaced.

    An example in fenced code is a person's. Where the end marker is missing, a person may have gone
    on writing below: only the rows that the engine writes are its own.
    """
    hidden = fenced(lines)
    own = [block for block in find(lines) if block.name == phase and block.start not in hidden]
    return [block if _complete(lines, block) else _own_part(lines, block) for block in own]


def _complete(lines: Sequence[str], block: Block) -> bool:
    return marker(lines[block.end - 1]) == (block.name, "end")


def _own_part(lines: Sequence[str], block: Block) -> Block:
    rows = start_marker(lines, block) + 1
    end = rows
    while end < block.end and (
        _ROW.fullmatch(lines[end]) or (not lines[end].strip() and block.name == "rem")
    ):
        end += 1
    while end > rows and not lines[end - 1].strip():
        end -= 1
    return block._replace(end=end)


def start_marker(lines: Sequence[str], block: Block) -> int:
    """The line of a block's start marker."""
    return next(i for i in range(block.start, block.end) if marker(lines[i]) == (block.name, "start"))


def marker(line: str) -> tuple[str, str]:
    """Name and side (`start` or `end`) of a marker that fills its line, else two empty strings."""
    found = _MARKER.fullmatch(line.strip())
    return (found[1], found[2]) if found else ("", "")


def _heading_before(lines: Sequence[str], start: int, floor: int) -> int:
    """The line of the heading that belongs to the start marker at `start`; the marker's without one."""
    title = _TITLES.get(marker(lines[start])[0])
    above = next((i for i in range(start - 1, floor - 1, -1) if lines[i].strip()), None)
    return start if above is None or lines[above].strip() != title else above


def _end(lines: Sequence[str], start: int, name: str) -> int:
    following = range(start + 1, len(lines))
    for i in following:
        other, side = marker(lines[i])
        if (other, side) == (name, "end"):
            return i + 1
        if side == "start" and (other == name or name != "diary"):  # only a diary may hold other blocks
            break
    end = next((at for i in following if (at := _boundary(lines, i, start, name)) is not None), len(lines))
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1  # the empty lines before what follows belong to what follows
    return end


def _boundary(lines: Sequence[str], i: int, start: int, name: str) -> int | None:
    """Where something begins that is not part of the open block `name`, if line `i` shows it."""
    if marker(lines[i])[1] == "start":
        return _heading_before(lines, i, start + 1)
    if _HEADING.match(lines[i]) and lines[i].strip() not in _OWN_HEADINGS.get(name, ()):
        return i
    return None


def _render(phase: str, body: Sequence[str]) -> list[str]:
    harmless = (_MARKER_OPENING.sub("&lt;!--", _LINE_BREAKS.sub(" ", line)) for line in body)
    start, end = (f"<!-- openclaw:dreaming:{phase}:{side} -->" for side in ("start", "end"))
    return [_TITLES[phase], start, *harmless, end]


def _append(content: bytes, block: bytes, newline: bytes) -> bytes:
    content = text.ended(content, newline.decode())
    last_line = text.pieces(content)[-1] if content else b""
    return content + (newline if last_line.strip() else b"") + block + newline


def _line_end(piece: bytes) -> bytes:
    """What ends a line, which a file's last line may lack."""
    return b"\r\n" if piece.endswith(b"\r\n") else b"\n" if piece.endswith(b"\n") else b""

"""MEMORY.md as spans that tile it to the byte: entries, headings, blank lines, all that is protected.

Lines end as CommonMark has it (`\\n`, `\\r\\n`, a lone `\\r`), and are counted from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final, Literal, NamedTuple

from dreamtui.entries import MemoryEntry
from dreamtui.files import blocks, memory_entry, text
from dreamtui.files.markdown import is_blank, top_level
from dreamtui.files.memory_md import budget, keys_in

Kind = Literal["entry", "heading", "protected", "rest", "blank"]
"""What a span holds. `rest` is what a person wrote into a list item after the entry that was promoted
there: it is protected, and the only text that Markdown sees in another light when that entry goes."""

_PIECE: Final = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MARKER_HINT: Final = "openclaw-memory-promotion:"
_SECTION: Final = re.compile(r"Promoted From Short-Term Memory \((\d{4}-\d{2}-\d{2})\)")


class Span(NamedTuple):
    """Some lines of the file: `start` and `end` are byte offsets, half-open; `line` and `end_line` are
    1-based and inclusive."""

    kind: Kind
    start: int
    end: int
    line: int
    end_line: int
    entry: MemoryEntry | None = None
    headings: tuple[str, ...] = ()
    """Of an entry those above it, of a heading also itself, outermost first."""


class Outline:
    """A file and its spans, in order; joined they are the file."""

    def __init__(self, raw: bytes, spans: Sequence[Span]) -> None:
        self.raw = raw
        self.spans = spans

    @cached_property
    def entries(self) -> tuple[MemoryEntry, ...]:
        """The entries, in the order of the file."""
        return tuple(span.entry for span in self.spans if span.entry)

    @cached_property
    def by_id(self) -> Mapping[str, MemoryEntry]:
        """The entries by their ids."""
        return {entry.id: entry for entry in self.entries}

    def bytes_of(self, entry: MemoryEntry) -> bytes:
        """An entry as it stands in the file."""
        return self.raw[entry.start : entry.end]


class _Block(NamedTuple):
    """Lines first <= n < last of the file, and the headings above them."""

    kind: Kind
    first: int
    last: int
    headings: tuple[str, ...] = ()
    marked: str | None = None
    notes: bool = False


@lru_cache(maxsize=2)
def parse(raw: bytes) -> Outline:
    """The spans of a file.

    An entry is an item of a list that stands in no other block, with its continuation lines and all
    items nested in it, or a paragraph that stands in no other block; a promotion's marker on the line
    above belongs to it. What was promoted ends with its numbers or its source, so that a person's
    text right after it is apart. Everything else is protected: headings, rules, tables, fenced and
    indented code, quotes, HTML, definitions, front matter, markers without an entry, and an entry
    that has the marker of another inside.
    """
    begin = len(text.BOM) if raw.startswith(text.BOM) else 0
    pieces: list[bytes] = _PIECE.findall(raw, begin)
    lines = [piece.decode("utf-8", "replace").rstrip("\r\n") for piece in pieces]
    offsets = [begin]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    spans = [Span("blank", 0, begin, 1, 1)] if begin else []
    ids: dict[str, int] = {}
    for block in _tiled(_blocks(lines), lines):
        begin, end = offsets[block.first], offsets[block.last]
        span = Span(block.kind, begin, end, block.first + 1, block.last, None, block.headings)
        spans.append(_read(block, span, raw, lines, ids) if block.kind == "entry" else span)
    return Outline(raw, spans)


def _read(block: _Block, span: Span, raw: bytes, lines: Sequence[str], ids: dict[str, int]) -> Span:
    """The span with the entry in it; protected where it says nothing, or more than one thing."""
    own = lines[block.first : block.last]
    if block.marked is None and any(_MARKER_HINT in line and "<!--" in line for line in own):
        return span._replace(kind="protected")
    said = memory_entry.read(own[1:] if block.marked is not None else own)
    if not said.text and block.marked is None:
        return span._replace(kind="protected")
    ident = memory_entry.id_of(said.text)
    ids[ident] = number = ids.get(ident, 0) + 1
    section = _SECTION.search(block.headings[-1]) if block.marked is not None and block.headings else None
    size = budget(raw[span.start : span.end])
    entry = MemoryEntry(
        id=ident if number == 1 else f"{ident}#{number}",
        key=block.marked,
        text=said.text,
        start=span.start,
        end=span.end,
        line=span.line,
        end_line=span.end_line,
        headings=block.headings,
        promoted_at=section[1] if section else None,
        source=said.source or (memory_entry.source_of(block.marked) if block.marked else None),
        managed=block.marked is not None and said.as_written and not own[0].startswith((" ", "\t")),
        chars=size.chars,
        tokens=size.tokens,
    )
    return span._replace(entry=entry)


# --- Markdown -----------------------------------------------------------------------------------


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """The blocks that stand in no other one, in order; lists item by item."""
    head = blocks.front_matter(lines)
    if head:
        yield _Block("protected", 0, head)
    headings: list[tuple[int, str]] = []
    above: tuple[str, ...] = ()
    marker: tuple[int, str] | None = None  # the line below it, and the key
    for name, first, last, level, title in top_level([""] * head + list(lines[head:])):
        if name == "heading":
            headings = [one for one in headings if one[0] < level]
            headings.append((level, title))
            above = tuple(title for _, title in headings)
            yield _Block("heading", first, last, above)
        elif name == "text":
            key = marker[1] if marker and marker[0] == first else None
            yield from _entry(lines, first, last, above, key)
        else:
            keys = keys_in(lines[first]) if last == first + 1 else []
            marker = (last, keys[0]) if len(keys) == 1 else None
            yield _Block("protected", first, last, notes=all(map(memory_entry.is_notes, lines[first:last])))


def _entry(
    lines: Sequence[str], first: int, last: int, above: tuple[str, ...], key: str | None
) -> Iterator[_Block]:
    if key is None:
        yield _Block("entry", first, last, above)
        return
    end = first + memory_entry.promoted_lines(lines[first:last])
    yield _Block("entry", first - 1, end, above, key)
    begin = end
    while begin < last and is_blank(lines[begin]):
        begin += 1
    if begin < last:
        yield _Block("rest", begin, last)


def _tiled(found: Iterator[_Block], lines: Sequence[str]) -> Iterator[_Block]:
    """The blocks with all that lies between them; a marker goes into the entry below it, notes into
    the promoted entry right above."""
    at = 0
    held: _Block | None = None
    for block in found:
        if held and block.first < held.last:
            held = None  # it was the marker of this entry
        if held and block.notes and held.marked is not None and held.last == block.first:
            held = held._replace(last=block.last)
            continue
        if held:
            yield held
            at = held.last
        yield from _between(lines, at, block.first)
        at = block.first
        held = block
    if held:
        yield held
        at = held.last
    yield from _between(lines, at, len(lines))


def _between(lines: Sequence[str], first: int, last: int) -> Iterator[_Block]:
    """Blank lines, and lines that mean something without being shown (definitions of links)."""
    while first < last:
        blank = is_blank(lines[first])
        end = first + 1
        while end < last and is_blank(lines[end]) == blank:
            end += 1
        yield _Block("blank" if blank else "protected", first, end)
        first = end

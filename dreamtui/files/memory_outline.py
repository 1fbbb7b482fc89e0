"""MEMORY.md as spans that tile it to the byte: entries, headings, blank lines, all that is protected.

Lines end as CommonMark has it (`\\n`, `\\r\\n`, a lone `\\r`), and are counted from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from dreamtui.entries import MemoryEntry
from dreamtui.files import blocks, memory_entry, text
from dreamtui.files.markdown import is_blank, top_level
from dreamtui.files.memory_md import budget, keys_in

Kind = Literal["entry", "heading", "protected", "rest", "blank"]
"""What a span holds. `rest` is what a person wrote into a list item after the entry that was promoted
there: it is protected, and the only text that Markdown sees in another light when that entry goes."""

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

    @cached_property
    def by_start(self) -> Mapping[int, MemoryEntry]:
        """The entries by the offsets at which they begin."""
        return {entry.start: entry for entry in self.entries}

    def bytes_of(self, entry: MemoryEntry) -> bytes:
        """An entry as it stands in the file."""
        return self.raw[entry.start : entry.end]

    def is_other(self, start: int, own: bytes) -> bool:
        """Whether the entry that begins at a place is not this one to the byte (but for the end of its last
        line), as it took in what follows. Where none begins it may be a person's words in another item."""
        found = self.by_start.get(start)
        return found is not None and self.bytes_of(found).rstrip(b"\r\n") != own.rstrip(b"\r\n")


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
    pieces = raw[begin:].splitlines(keepends=True)
    lines = [piece.decode("utf-8", "replace").rstrip("\r\n") for piece in pieces]
    offsets = list(accumulate(map(len, pieces), initial=begin))
    spans = [Span("blank", 0, begin, 1, 1)] if begin else []
    ids: dict[str, int] = {}
    for block in _tiled(_blocks(lines), lines):
        begin, end = offsets[block.first], offsets[block.last]
        kind, entry = block.kind, None
        if kind == "entry":
            entry = _read(block, begin, raw[begin:end], lines[block.first : block.last], ids)
            kind = "entry" if entry else "protected"
        spans.append(Span(kind, begin, end, block.first + 1, block.last, entry, block.headings))
    return Outline(raw, spans)


def _read(
    block: _Block, start: int, raw: bytes, own: Sequence[str], ids: dict[str, int]
) -> MemoryEntry | None:
    """The entry on some lines; None where they say nothing, or more than one thing."""
    key = block.marked
    if key is None and any(_MARKER_HINT in line and "<!--" in line for line in own):
        return None
    said = memory_entry.read(own if key is None else own[1:])
    if not said.text and key is None:
        return None
    ident = memory_entry.id_of(said.text)
    ids[ident] = number = ids.get(ident, 0) + 1
    chars, tokens = budget(raw)
    return MemoryEntry(
        ident if number == 1 else f"{ident}#{number}",
        key,
        said.text,
        start,
        start + len(raw),
        block.first + 1,
        block.last,
        block.headings,
        promoted_at=_section_day(block.headings[-1]) if key is not None and block.headings else None,
        source=said.source or (None if key is None else memory_entry.source_of(key)),
        managed=key is not None and said.as_written and not own[0].startswith((" ", "\t")),
        chars=chars,
        tokens=tokens,
    )


@lru_cache(maxsize=64)
def _section_day(title: str) -> str | None:
    """The day on which what stands under a heading was promoted."""
    section = _SECTION.search(title)
    return section[1] if section else None


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
            notes = not keys and all(map(memory_entry.is_notes, lines[first:last]))
            yield _Block("protected", first, last, notes=notes)


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

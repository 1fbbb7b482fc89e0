"""The blocks of a Markdown text that stand in no other one: markdown-it-py reads what is not plain at sight.

Most of a MEMORY.md is headings and items of one line each, and of those a line says by itself what it
is. A section, from such a heading to the next, that holds nothing else is not given to the library,
which takes longer for it than all else that is done with the file. A heading at the edge ends whatever
stands open before it, but for a fence or a comment without end: whether it does so after what the
library read, the library is asked, with the heading at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


class Top(NamedTuple):
    """Lines first <= n < last, blank ones at their end left out: a heading, an item of a list or a
    paragraph (both `text`), or something else. `level` and `title` are those of a heading."""

    kind: Literal["heading", "text", "other"]
    first: int
    last: int
    level: int = 0
    title: str = ""


def top_level(lines: Sequence[str]) -> Iterator[Top]:
    """The blocks of a text that stand in no other one, in order; of a list its items. Lines have no ends."""
    at = 0
    while at < len(lines):
        found, end = _plain(lines, at)
        yield from found
        at = end
        if at < len(lines):
            end = _next_plain(lines, at)
            read = list(_read(lines, at, min(end + 1, len(lines))))
            if end < len(lines) and (not read or read[-1][:2] != ("heading", end)):
                read, end = list(_read(lines, at, len(lines))), len(lines)
            yield from (one for one in read if one.first < end)
            at = end


def is_blank(line: str) -> bool:
    """Whether Markdown sees nothing on a line."""
    return not line.strip(" \t")


# --- plain at sight -------------------------------------------------------------------------------


def _plain(lines: Sequence[str], start: int) -> tuple[list[Top], int]:
    """The blocks of the plain sections that begin on a line, and the line on which the next one begins."""
    found: list[Top] = []
    section = start, 0
    for number in range(start, len(lines)):
        one = _at_sight(lines[number], number)
        if one is None:
            return found[: section[1]], section[0]
        if one.kind == "heading":
            section = number, len(found)
        if one.last:
            found.append(one)
    return found, len(lines)


def _next_plain(lines: Sequence[str], start: int) -> int:
    """The first line of the next section after this one that is plain; the end where there is none."""
    begin = len(lines)
    for number in range(start + 1, len(lines)):
        one = _at_sight(lines[number], number)
        if one is None:
            begin = len(lines)
        elif one.kind == "heading":
            if begin < len(lines):
                return begin
            begin = number
    return begin


_BLANK = Top("other", 0, 0)


def _at_sight(line: str, number: int) -> Top | None:
    """What a line is at the edge of a text of plain lines, whatever stands around it; None: who knows.

    A letter behind `- ` begins no other block in the item, and neither continues nor underlines one
    on the line above.
    """
    if line[:2] == "- ":
        return Top("text", number, number + 1) if line[2:3].isalpha() else None
    if line[:1] == "#":
        marks, _, title = line.partition(" ")
        title = title.strip()
        if len(marks) > 6 or marks.strip("#") or not title or title[-1] == "#":
            return None
        return Top("heading", number, number + 1, len(marks), title)
    if line[:5] == "<!-- " and line[-4:] == " -->":
        return Top("other", number, number + 1)
    return None if line.strip(" \t") else _BLANK


# --- markdown-it-py -------------------------------------------------------------------------------


@cache
def _markdown() -> MarkdownIt:
    """Blocks alone: what stands inside of lines takes as long again, and nobody asks for it."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark").enable("table")
    reader.core.ruler.enableOnly(["normalize", "block"])
    return reader


def _read(lines: Sequence[str], start: int, end: int) -> Iterator[Top]:
    """The blocks on some of the lines, read as if these were all."""
    tokens = _markdown().parse("\n".join(lines[start:end]))
    for index, token in enumerate(tokens):
        if token.map is None or token.nesting < 0:
            continue
        listed = token.level == 1 and token.type == "list_item_open"
        if (token.level and not listed) or token.type in ("bullet_list_open", "ordered_list_open"):
            continue
        first, last = start + token.map[0], min(start + token.map[1], end)
        while last > first + 1 and is_blank(lines[last - 1]):
            last -= 1
        if token.type == "heading_open":
            yield Top("heading", first, last, int(token.tag[1:]), tokens[index + 1].content.strip())
        else:
            yield Top("text" if listed or token.type == "paragraph_open" else "other", first, last)

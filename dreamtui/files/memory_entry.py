"""What one entry of MEMORY.md says, apart from list marker, numbers, source and notes around it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from dreamtui.files.memory_md import without_comments

Place = tuple[str, int, int]
"""Path, first and last line."""

_BULLET: Final = re.compile(r"[ \t]*[-*+](?:[ \t]{1,4}(?=[^ \t])|[ \t]|$)")
_NUMBER: Final = re.compile(r"[ \t]*\d{1,9}[.)](?:[ \t]{1,4}(?=[^ \t])|[ \t]|$)")
_NOTES: Final = re.compile(r"[ \t]*(?:<!--[ \t]*(?:trigger|importance):(?:(?!-->).)*-->[ \t]*)+")
_SOURCE: Final = re.compile(r"Source: (.+)#L(\d{1,9})(?:-L?(\d{1,9}))?")
_PLACE: Final = re.compile(r"source=(.+):(\d{1,9})-(\d{1,9})\]")
_KEY: Final = re.compile(r"memory:(.+?):(\d{1,9}):(\d{1,9})(?::[0-9a-f]+)?")


class Said(NamedTuple):
    """What an entry says, the place that it names, and whether it stands as a promotion writes it."""

    text: str
    source: Place | None
    as_written: bool


class Parts(NamedTuple):
    """The lines of an entry taken apart. Joined again they are what they were:

    `first` + `body[0]`, then each further line of `body`, to the last of which `tail` belongs, and
    the lines of `notes`. `indent` is how many columns continuation lines stand in from the edge.
    """

    first: str
    body: tuple[str, ...]
    tail: str
    notes: tuple[str, ...]
    indent: int


def id_of(said: str) -> str:
    """Names an entry by what it says."""
    return hashlib.sha1(said.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()[:10]


def parts(lines: Sequence[str]) -> Parts:
    """An entry, without the marker above it, taken apart."""
    bullet, number = _BULLET.match(lines[0]), _NUMBER.match(lines[0])
    # A number is not taken off: "5. Juni" is a date.
    first = bullet[0] if bullet else lines[0][: len(lines[0]) - len(lines[0].lstrip(" \t"))]
    indent = len(bullet[0]) if bullet else len(number[0]) if number else len(first)
    end = len(lines)
    while end > 1 and is_notes(lines[end - 1]):
        end -= 1
    body = [lines[0][len(first) :], *lines[1:end]]
    kept = _without_tail(body[-1])
    tail = body[-1][len(kept) :]
    return Parts(first, (*body[:-1], kept), tail, tuple(lines[end:]), indent)


def number(said: str) -> str:
    """The number of an item of a numbered list at the beginning of a text, with the space after it."""
    found = _NUMBER.match(said)
    return found[0] if found else ""


def read(lines: Sequence[str]) -> Said:
    """What an entry, without the marker above it, says and names."""
    plain = _read_plain(lines[0]) if len(lines) == 1 else None
    if plain is not None:
        return plain
    first, body, tail, _, indent = parts(lines)
    shown = [_shown(body[0], len(body[0])), *(_shown(line, indent) for line in body[1:])]
    as_written = (
        first == "- "
        and bool(_annotation(tail))
        and all(line.startswith("  ") and line.strip() for line in body[1:])
    )
    return Said("\n".join(shown).strip(), _named(tail), as_written)


def _read_plain(line: str) -> Said | None:
    """What a line says that is sure to hold a list marker, a text and at most its numbers, as most lines
    do; None: it may hold more."""
    if line[:2] != "- " or not line[2:3].isalpha() or "-->" in line or "Source: " in line:
        return None
    if "]" not in line:
        return Said(line[2:].strip(), None, False)
    begin = line.find("[score=")
    if begin < 0 or line.find("]") != len(line) - 1:
        return None
    return Said(line[2:begin].strip(), _place(_PLACE.search(line, begin)), True)


def promoted_lines(lines: Sequence[str]) -> int:
    """How many lines of an item or paragraph under a marker were promoted; the rest is a person's.

    They end with the line that gives the numbers or the source; where none does, before the first
    line that is blank or not indented as the item is.
    """
    if len(lines) == 1:
        return 1
    indent = parts(lines[:1]).indent
    last = 1
    while last < len(lines) and _continues(lines[last], indent):
        last += 1
    end = next((n + 1 for n in range(last) if _annotation(parts(lines[n : n + 1]).tail)), last)
    while end < last and is_notes(lines[end]):
        end += 1
    return end


def source_of(key: str) -> Place | None:
    """The place that a key names, as keys by place do."""
    found = _KEY.fullmatch(key)
    return (found[1], int(found[2]), int(found[3])) if found else None


def is_notes(line: str) -> bool:
    """Whether a line holds nothing but the notes that later releases put at the end of an entry."""
    return "<!--" in line and bool(_NOTES.fullmatch(line))


def _continues(line: str, indent: int) -> bool:
    stripped = line.lstrip(" \t")
    return bool(stripped) and (line[:1] == "\t" or len(line) - len(stripped) >= indent)


def _shown(line: str, indent: int) -> str:
    """A line without comments and as much of its indentation as its item has."""
    bare = without_comments(line)
    blank = len(bare) - len(bare.lstrip(" \t"))
    return bare[min(blank, indent) :].rstrip(" \t")


def _without_tail(line: str) -> str:
    """A line without the numbers, source and comments at its end, and the space before them."""
    end = line.rstrip(" \t")
    while True:
        if end.endswith("-->"):
            begin = end.rfind("<!--")
        elif end.endswith("]"):
            begin = end.find("[score=", end.rfind("]", 0, -1) + 1)
        else:
            begin = end.rfind("Source: ")
            if begin >= 0 and not _SOURCE.fullmatch(end, begin):
                begin = -1
        if begin < 0:
            return end
        end = end[:begin].rstrip(" \t")


def _annotation(tail: str) -> str:
    """The numbers or the source in a tail; "" when it has neither."""
    bare = without_comments(tail).strip()
    return bare if bare.startswith(("[score=", "Source: ")) else ""


def _named(tail: str) -> Place | None:
    found = _annotation(tail)
    return _place(_SOURCE.search(found) or _PLACE.search(found))


def _place(found: re.Match[str] | None) -> Place | None:
    return (found[1], int(found[2]), int(found[3] or found[2])) if found else None

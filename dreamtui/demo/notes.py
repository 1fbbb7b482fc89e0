"""The daily notes of the sample workspace: their texts, now and earlier, and what stands on which line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dreamtui.demo import package_data
from dreamtui.demo.days import Days
from dreamtui.engine.chunks import Chunk, chunks
from dreamtui.javascript import fold

_NAME = re.compile(r"d-(?P<back>\d+)(?P<slug>-.+)?")
_REREAD_SINCE = -7
_LOOKBACK = 7


class Passage(NamedTuple):
    """A place in a note and the text there, white space folded."""

    path: str
    start: int
    end: int
    text: str

    @property
    def key(self) -> str:
        """The key of a recall entry for this place."""
        return f"memory:{self.path}:{self.start}:{self.end}"

    @property
    def place(self) -> str:
        """`path:start-end`, as reports write it."""
        return f"{self.path}:{self.start}-{self.end}"

    @property
    def anchor(self) -> str:
        """`path#Lx-Ly`, as later releases write it."""
        return f"{self.path}#L{self.start}-L{self.end}"


class Notes(NamedTuple):
    """All notes by `folder/name`, dates filled in; `path` says where one lies in the workspace."""

    texts: Mapping[str, str]
    paths: Mapping[str, str]

    def lines(self, version: str, name: str) -> list[str]:
        """The lines of one version of a note: `notes` for today's, `was` or `gone` for earlier ones."""
        return self.texts[f"{version}/{name}"].splitlines()


def read(days: Days) -> Notes:
    """Every note of the package."""
    texts: dict[str, str] = {}
    paths: dict[str, str] = {}
    for folder in ("notes", "was", "gone"):
        for file in package_data.names(folder):
            name = file.removesuffix(".md")
            texts[f"{folder}/{name}"] = days.fill(package_data.text(f"{folder}/{file}"))
            paths[name] = _path(name, days)
    return Notes(texts, paths)


def offset_of(name: str) -> int:
    """The day offset in a note's name: -9 for `d-09-harbour-market`."""
    found = _NAME.fullmatch(name)
    if not found:
        raise ValueError(f"{name}: not the name of a sample note")
    return -int(found["back"])


def _path(name: str, days: Days) -> str:
    found = _NAME.fullmatch(name)
    slug = found["slug"] if found and found["slug"] else ""
    return f"memory/{days.day(offset_of(name))}{slug}.md"


def quoted(path: str, lines: list[str], quote: str, count: int) -> Passage:
    """The passage of `count` lines whose first one is the quote, or else is the only one to hold it."""
    hits = [n for n, line in enumerate(lines, 1) if line == quote]
    hits = hits or [n for n, line in enumerate(lines, 1) if quote in line]
    if len(hits) != 1:
        raise ValueError(f"{path}: {quote!r} stands on {len(hits)} lines")
    start = hits[0]
    return Passage(path, start, start + count - 1, fold("\n".join(lines[start - 1 : start - 1 + count])))


def chunk_at(path: str, lines: list[str], line: int) -> Passage:
    """The chunk that a sweep would cut around a line."""
    found = next(c for c in chunks(lines) if c.start_line <= line <= c.end_line)
    return _passage(path, found)


def reread(notes: Notes) -> Iterator[tuple[str, list[int], list[Passage]]]:
    """Recent notes that sweeps have read again: name, the nights of the readings, the chunks."""
    for name, path in sorted(notes.paths.items()):
        offset = offset_of(name)
        if offset < _REREAD_SINCE or offset >= 0:
            continue
        found = [_passage(path, chunk) for chunk in chunks(notes.lines("notes", name))]
        yield name, list(range(offset + 1, min(offset + _LOOKBACK, 0) + 1)), found


def _passage(path: str, chunk: Chunk) -> Passage:
    return Passage(path, chunk.start_line, chunk.end_line, chunk.text)

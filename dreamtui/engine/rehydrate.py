"""Finding the live text behind a recorded snippet (`spec`: engine, "Rehydration").

What is promoted is what stands in the source file now, never the stored copy. Two ways are tried:
the folded text as it stands, and the text with what the engine itself adds or cuts set aside
(heading prefix, `; ` joints, list and quote markers, `@@` prefixes, comments, the 280 cut).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import merge
from itertools import takewhile
from typing import NamedTuple

from dreamtui.engine.chunks import MAX_SNIPPET
from dreamtui.javascript import fold, utf16_length
from dreamtui.model import LiveSource, Reason, RecallEntry, Source, SourceState

MIN_WINDOW, EXTRA_LINES = 8, 3
_MOST_COMPARED = 50_000_000
"""Characters compared for one text, at most: enough for every text but a giant that repeats itself."""

_DIFF_PREFIX = re.compile(r"\A@@ -\d+(?:,\d+)? (?:\+\d+(?:,\d+)? )?@@(?: \(\d+ before, \d+ after\))?\s*")
_CORPUS_PREFIX = re.compile(r"\A\[[^\]\s]+#L\d+\]\s+")
_MARKERS = re.compile(r"\A(?:>\s*|(?:[-*+]|\d+[.)])\s+|#{1,6}\s+)+")
_ITEM = re.compile(r"(?:>\s*)*(?:[-*+]|\d+[.)])\s+")
_HEADING = re.compile(r"#{1,6}\s+(.+)")
_NOT_TEXT = re.compile(r"[\W_]+")
_TAIL = re.compile(r"(?<![\W_])[\W_]+\Z")


class Place(NamedTuple):
    """Lines `start..end` (1-based, inclusive) in which a text was found, and how well."""

    start: int
    end: int
    equal: bool


def rehydrate(entry: RecallEntry, source: Source) -> LiveSource | Reason:
    """Where the whole recorded text of an entry lives now, or the reason why it cannot be promoted."""
    if source.state is SourceState.MISSING:
        return Reason("source-missing", f"{entry.path} is gone")
    if source.state is SourceState.UNREADABLE:
        return Reason("source-unreadable", f"{entry.path} cannot be read: {source.detail}")
    snippet = fold(entry.snippet)
    if unmoved := _unmoved(entry, source, snippet):
        return unmoved
    text = _Text.of(source)
    if _is_cut(entry):
        snippet = _TAIL.sub("", snippet)  # the joint or marker before the text that was cut off
    for find in (text.as_it_stands, text.reflowed):
        found = find(entry, snippet)
        if found is not None:
            return found
    if text.holds_a_part(entry, snippet):
        return Reason("fragment", f"only a part of the recorded text is still in {entry.path}")
    return Reason("source-changed", f"the recorded text is no longer in {entry.path}")


def _unmoved(entry: RecallEntry, source: Source, snippet: str) -> LiveSource | None:
    """The text in its recorded lines, if it is still there; most are, and no more need be read."""
    lines = [text for line in source.lines[entry.start_line - 1 : entry.end_line] if (text := _folded(line))]
    place = Place(entry.start_line, entry.end_line, True)
    if snippet and " ".join(lines) == snippet:
        return _live(entry, place, snippet, "exact")
    told = _told(lines)
    headings: set[str] = set()
    if ": " in snippet:  # else none can stand before it
        headings = {m[1] for line in source.lines if line.startswith("#") and (m := _HEADING.match(line))}
    for wanted in _without_heading(snippet, map(fold, headings)):
        whole = _bare(wanted)
        if whole and any(text == whole or (_is_cut(entry) and text.startswith(whole)) for text in told):
            return _live(entry, place, _flowing(lines), "reflowed")
    return None


def _folded(line: str) -> str:
    prefix = _CORPUS_PREFIX.match(line)
    return fold(line[prefix.end() :] if prefix else line)


def _without_heading(snippet: str, headings: Iterable[str]) -> Iterator[str]:
    """The text itself, then what is left of it once a heading of its file is taken off."""
    yield snippet
    for heading in sorted(headings, key=len, reverse=True):
        if snippet.startswith(f"{heading}: "):
            yield snippet[len(heading) + 2 :]


def _told(lines: Iterable[str]) -> list[str]:
    """What lines say, joined as the engine joins list items, and as it joins a paragraph."""
    items = [text for line in lines if (text := _bare(line))]
    return [joint.join(items) for joint in ("; ", " ")]


def _flowing(lines: Iterable[str]) -> str:
    """Lines as one line of text: list items apart by `; `, comments left out."""
    kept = [line for line in lines if _bare(line)]
    if len(kept) == 1:
        return kept[0]
    joint = "; " if all(_ITEM.match(line) for line in kept) else " "
    return joint.join(map(_bare, kept))


def _is_cut(entry: RecallEntry) -> bool:
    """Whether a snippet is as long as the engine makes them, so that its end may be missing.

    Half of a character and a space before it are not kept at the cut, so it may be two shorter.
    """
    return utf16_length(entry.snippet) >= MAX_SNIPPET - 2


def _continues(line: str) -> bool:
    """Whether a line goes on with what the lines before it say."""
    return bool(_bare(line)) and not _HEADING.fullmatch(line)


def _live(entry: RecallEntry, place: Place, text: str, match: str) -> LiveSource:
    return LiveSource(entry.path, place.start, place.end, text, match)


class _Joined(NamedTuple):
    """Lines joined to one text, with the offset at which each line begins in it."""

    text: str
    starts: list[int]
    ends: list[int]

    def places(self, wanted: str) -> Iterator[Place]:
        """The first occurrence that begins in each line, as the tightest run of lines around it."""
        if not wanted:
            return
        at = self.text.find(wanted)
        for _ in range(1 + _MOST_COMPARED // len(wanted)):
            if at < 0:
                return
            until = at + len(wanted)
            first = _last_at_most(self.starts, at)
            last = _last_at_most(self.starts, until - 1)
            yield Place(first + 1, last + 1, self.starts[first] == at and self.ends[last] == until)
            at = self.text.find(wanted, self.starts[first + 1]) if first + 1 < len(self.starts) else -1


class _Text:
    """The lines of one source in the forms in which snippets are looked for."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = list(map(_folded, lines))
        self.joined = _join(self.lines, " ")
        self.headings = {match[1] for line in self.lines if (match := _HEADING.fullmatch(line))}
        self._letters: _Joined | None = None
        self._found: dict[str, tuple[list[Place], str]] = {}

    @staticmethod
    def of(source: Source) -> _Text:
        return _text(tuple(source.lines))

    @property
    def letters(self) -> _Joined:
        """Only letters and digits: an index in which markers and joints do not matter."""
        if self._letters is None:
            self._letters = _join([_NOT_TEXT.sub("", _bare(line)) for line in self.lines], "")
        return self._letters

    def as_it_stands(self, entry: RecallEntry, snippet: str) -> LiveSource | Reason | None:
        """The nearest lines that are equal to the folded text, else the nearest that hold it."""
        if snippet not in self._found:
            places = list(self.joined.places(snippet))
            equal = [place for place in places if place.equal]
            self._found[snippet] = (equal, "moved") if equal else (places, "window")
        return self._nearest(entry, *self._found[snippet], self._raw)

    def reflowed(self, entry: RecallEntry, snippet: str) -> LiveSource | Reason | None:
        """The text once all that the engine adds or cuts is set aside."""
        snippet = _DIFF_PREFIX.sub("", snippet, count=1)
        for wanted in _without_heading(snippet, self.headings):
            places = [
                place
                for place in self.letters.places(_NOT_TEXT.sub("", _bare(wanted)))
                if _fits(place, entry) and self._says(place, wanted)
            ]
            if places:
                return self._nearest(entry, places, "reflowed", self._flow)
        return None

    def holds_a_part(self, entry: RecallEntry, snippet: str) -> bool:
        """Whether a line near the recorded place says a part of the snippet and no more."""
        near = self.lines[max(0, entry.start_line - MIN_WINDOW) : entry.end_line + MIN_WINDOW]
        return any(len(text) >= MIN_WINDOW and text in snippet for text in map(_bare, near))

    def _says(self, place: Place, wanted: str) -> bool:
        """Whether the lines of a place really say `wanted`; the letters alone would hide a changed sign."""
        told = _told(self.lines[place.start - 1 : place.end])
        return any(_bare(wanted) in text for text in told) or wanted in self._raw(place)

    def _uncut(self, entry: RecallEntry, place: Place) -> Place:
        """The place, and where the snippet was cut the rest of the lines that it was cut from."""
        last = place.start + entry.end_line - entry.start_line if _is_cut(entry) else place.end
        rest = takewhile(_continues, self.lines[place.end : last])
        return place._replace(end=place.end + sum(1 for _ in rest))

    def _nearest(
        self, entry: RecallEntry, places: list[Place], match: str, say: Callable[[Place], str]
    ) -> LiveSource | Reason | None:
        ranked = _nearest_two(entry, places)
        if not ranked:
            return None
        if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
            lines = " and ".join(str(place.start) for _, place in ranked)
            return Reason(
                "ambiguous", f"the text stands at lines {lines} of {entry.path}, equally near: choose one"
            )
        place = self._uncut(entry, ranked[0][1])
        return _live(entry, place, say(place), match)

    def _raw(self, place: Place) -> str:
        return " ".join(filter(None, self.lines[place.start - 1 : place.end]))

    def _flow(self, place: Place) -> str:
        return _flowing(self.lines[place.start - 1 : place.end])


def _fits(place: Place, entry: RecallEntry) -> bool:
    """Whether a place is no longer than a live text may be."""
    return place.end - place.start < max(entry.end_line - entry.start_line + 1 + EXTRA_LINES, MIN_WINDOW)


def _nearest_two(entry: RecallEntry, places: Sequence[Place]) -> list[tuple[int, Place]]:
    """The two places nearest to the recorded one, each with its distance, that are not too long.

    `places` are in the order of their lines; they are looked at from the recorded line outwards.
    """
    below = bisect_left(places, entry.start_line, key=lambda place: place.start)
    upwards = (places[i] for i in range(below - 1, -1, -1))
    downwards = (places[i] for i in range(below, len(places)))
    nearest: list[tuple[int, Place]] = []
    for place in merge(upwards, downwards, key=lambda place: abs(place.start - entry.start_line)):
        off = abs(place.start - entry.start_line)
        if len(nearest) == 2 and off > nearest[1][0]:
            break
        if _fits(place, entry):
            nearest = sorted([*nearest, (off + abs(place.end - entry.end_line), place)])[:2]
    return nearest


@lru_cache(maxsize=256)
def _text(lines: tuple[str, ...]) -> _Text:
    return _Text(lines)


def _bare(line: str) -> str:
    """A line without its comment, and without the markers in front of its text."""
    begin, end = line.find("<!--"), line.rfind("-->")
    if 0 <= begin <= end - 4:
        line = fold(line[:begin] + line[end + 3 :])
    return _MARKERS.sub("", line, count=1)


def _join(lines: list[str], joint: str) -> _Joined:
    starts: list[int] = []
    ends: list[int] = []
    parts: list[str] = []
    length = 0
    for line in lines:
        if line and parts:
            length += len(joint)
        starts.append(length)
        if line:
            parts.append(line)
            length += len(line)
        ends.append(length)
    return _Joined(joint.join(parts), starts, ends)


def _last_at_most(starts: list[int], offset: int) -> int:
    """The line that holds an offset: of blank lines that begin there too, the text's own is the last."""
    return bisect_right(starts, offset) - 1

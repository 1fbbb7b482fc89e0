"""The dream diary, DREAMS.md: its entries, and around them what is a person's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import accumulate, chain, pairwise
from typing import Literal, NamedTuple

from dreamtui.files import blocks, text
from dreamtui.files.diary_days import day_in
from dreamtui.files.memory_md import harmless
from dreamtui.javascript import fold

Kind = Literal["dream", "backfill", "light", "rem", "deep"]
Span = tuple[int, int]

FALLBACK = "A memory trace surfaced, but details were unavailable in this run."
"""What OpenClaw writes when no model could be asked for an entry."""

_TITLE = "# Dream Diary"
_MARKERS = ("<!-- openclaw:dreaming:diary:start -->", "<!-- openclaw:dreaming:diary:end -->")
_ITALIC = re.compile(r"\*([^*\s](?:[^*]*[^*\s])?)\*|_([^_\s](?:[^_]*[^_\s])?)_")
_PHASE = re.compile(r"#{1,6}\s+(light|rem|deep) sleep\s*#*", re.IGNORECASE)
_BACKFILL = re.compile(r"<!--\s*openclaw:dreaming:backfill-entry\b(?P<fields>.*?)-->")
_BACKFILL_DAY = re.compile(r"\bday=(\d{4}-\d{2}-\d{2})\b", re.ASCII)
_BACKFILL_SOURCE = re.compile(r"\bsource=(.+)")

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Entry(NamedTuple):
    """One entry: its day if it names one, its heading as written, its text, its place in the file.

    `span` is in bytes. `kind` says whether it is a dream, a dream written afterwards from the note
    `source` (backfill), or what a phase wrote under its own heading; `fallback` that it stands in
    for a dream that could not be written. `broken` is its first line in the file (1-based) that is not
    UTF-8, if there is one: what cannot be read in it is U+FFFD here.
    """

    day: str | None
    heading: str
    body: str
    span: Span
    kind: Kind
    source: str | None
    fallback: bool
    broken: int | None = None


class Outside(NamedTuple):
    """A part of the file that is no entry; `text` is what a person wrote there, often nothing.

    `broken` as in an entry.
    """

    span: Span
    text: str
    broken: int | None = None


class Diary(NamedTuple):
    """Entries and what is outside them, each in the order of the file; their spans tile the file."""

    entries: tuple[Entry, ...]
    outside: tuple[Outside, ...]


def parse(raw: bytes) -> Diary:
    """Read a diary. Only what stands between its markers can be an entry; an entry has a text."""
    pieces = text.pieces(raw)
    lines = text.lines(raw)[: len(pieces)]
    offsets = [0, *accumulate(map(len, pieces))]
    entries: list[Entry] = []
    outside: list[Outside] = []
    done = 0
    for start, end, day in _entry_lines(lines):
        entry = _entry(lines[start:end], (offsets[start], offsets[end]), day)
        if entry:
            outside += _outside(lines, offsets, done, start)
            entries.append(entry)
            done = end
    outside += _outside(lines, offsets, done, len(lines))
    if text.not_utf8(raw) is None:
        return Diary(tuple(entries), tuple(outside))
    return Diary(
        tuple(entry._replace(broken=_broken(raw, entry.span)) for entry in entries),
        tuple(part._replace(broken=_broken(raw, part.span)) for part in outside),
    )


def _broken(raw: bytes, span: Span) -> int | None:
    """The first line of the file that is not UTF-8 within a part of it."""
    line = text.not_utf8(raw[span[0] : span[1]])
    return None if line is None else raw.count(b"\n", 0, span[0]) + line


def append(raw: bytes | None, moment: datetime, prose: str) -> bytes:
    """The diary with one more entry, dated by a local wall clock, before its last end marker.

    Everything that was there stays to the byte; markers are added where there are none.
    """
    before = raw or b""
    newline = text.newline_of(before)
    clock = f"{moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"
    heading = f"*{MONTH_NAMES[moment.month - 1]} {moment.day}, {moment.year} at {clock}*"
    entry = ["---", "", heading, "", harmless(prose), ""]
    pieces = text.pieces(before)
    lines = text.lines(before)[: len(pieces)]
    end = max((i for i, line in enumerate(lines) if _side(line) == "end"), default=None)
    if end is not None and any(_side(line) == "start" for line in lines[:end]):
        head, tail = b"".join(pieces[:end]), b"".join(pieces[end:])
    else:
        title = [] if text.decode(before).strip() else [_TITLE, ""]
        entry = [*title, _MARKERS[0], "", *entry]
        head, tail = before, text.encode(_MARKERS[1] + newline)
    spacing = "" if not head or head.endswith((b"\n\n", b"\r\n\r\n")) else newline
    added = spacing + "".join(line + newline for line in entry)
    return text.ended(head, newline) + text.encode(added) + tail


def _outside(lines: Sequence[str], offsets: Sequence[int], start: int, end: int) -> list[Outside]:
    if start == end:
        return []
    kept = (line for line in lines[start:end] if line.strip() != _TITLE and not _side(line))
    return [Outside((offsets[start], offsets[end]), "\n".join(kept).strip())]


def _side(line: str) -> str:
    """`start` or `end` for a marker of the diary, else nothing."""
    name, side = blocks.marker(line)
    return side if name == "diary" else ""


def _inside(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of lines between the diary's markers, from line to line.

    Repairs have left diaries with a second pair of markers, inside the first or before it, and
    with a start or an end too many: what is between the first start and the last end that belong
    together counts, however often it is interrupted.
    """
    runs: list[tuple[int, int]] = []
    depth, since, last_end = 0, 0, -1
    for i, line in enumerate(lines):
        side = _side(line)
        if not side:
            continue
        if depth or (side == "end" and last_end >= 0):
            runs.append((since, i))
        depth = depth + 1 if side == "start" else max(0, depth - 1)
        since, last_end = i + 1, i if side == "end" else last_end
    opened = max((i for i, line in enumerate(lines) if _side(line) == "start"), default=-1)
    return [*runs, (since, len(lines))] if opened > last_end else runs


def _entry_lines(lines: Sequence[str]) -> Iterator[tuple[int, int, str | None]]:
    """First and last line of what may be an entry, and the day of the dated one that it is part of."""
    for start, end in _inside(lines):
        begins = _begins(lines, start, end)
        day: str | None = None
        for begin, following in pairwise([*begins, end]):
            dated = _day_of_head(lines[begin:following])
            day = dated if dated or lines[begin].strip() == "---" else day
            yield begin, following, day


def _begins(lines: Sequence[str], start: int, end: int) -> Iterator[int]:
    """Where entries begin: at a rule with a heading under it, or at a heading that needs none.

    The heading of a phase right under a date belongs to the entry of that date, and begins no other.
    """
    i, any_yet = start, False
    while i < end:
        line = lines[i].strip()
        head = next((j for j in range(i + 1, end) if lines[j].strip()), end) if line == "---" else i
        opens = head < end and _opens(lines[head].strip(), ruled=line == "---", first=not any_yet)
        if opens:
            yield i
            any_yet = True
        i += _head(lines[j] for j in range(i, end)).body_at if opens else 1


def _opens(line: str, *, ruled: bool, first: bool) -> bool:
    if _PHASE.fullmatch(line):
        return True
    italic = _ITALIC.fullmatch(line)
    if ruled:  # a rule within a dream is followed by prose, or by a line of verse
        return bool(_BACKFILL.match(line) or (italic and re.search(r"\d", line)))
    return first and bool(italic) and day_in(line) is not None


def _day_of_head(lines: Sequence[str]) -> str | None:
    return _head(lines).day


class _Head(NamedTuple):
    day: str | None
    heading: str
    phase: str
    backfill: bool
    source: str | None
    body_at: int


def _head(lines: Iterable[str]) -> _Head:
    """The rule, date, phase and backfill note that an entry begins with, each at most once."""
    heading = phase = ""
    fields: str | None = None
    i = 0
    for i, raw_line in enumerate(chain(lines, ("end",))):
        line = raw_line.strip()
        italic, titled, backfill = _ITALIC.fullmatch(line), _PHASE.fullmatch(line), _BACKFILL.fullmatch(line)
        if italic and not heading and re.search(r"\d", line):
            heading = italic[1] or italic[2]
        elif titled and not phase:
            phase = titled[1].lower()
        elif backfill and fields is None:
            fields = backfill["fields"]
        elif line and not (line == "---" and i == 0):
            break
    told = _BACKFILL_DAY.search(fields or "")
    source = _BACKFILL_SOURCE.search(fields or "")
    day = told[1] if told else day_in(heading)
    return _Head(day, heading, phase, fields is not None, source[1].strip() if source else None, i)


def _entry(lines: Sequence[str], span: Span, day: str | None) -> Entry | None:
    head = _head(lines)
    body = "\n".join(lines[head.body_at :]).strip()
    if not body:
        return None
    phases: dict[str, Kind] = {"light": "light", "rem": "rem", "deep": "deep"}
    kind = phases.get(head.phase, "backfill" if head.backfill else "dream")
    heading = head.heading or (
        "REM Sleep" if kind == "rem" else f"{head.phase.title()} Sleep" if head.phase else ""
    )
    return Entry(head.day or day, heading, body, span, kind, head.source, fold(body) == FALLBACK)

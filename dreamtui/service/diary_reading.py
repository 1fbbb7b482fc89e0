"""Reading what the diary is shown with: its nights, what sweeps left of each, what phases reported."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Container, Iterator, Mapping
from datetime import tzinfo
from typing import Final, NamedTuple

from dreamtui import paths
from dreamtui.errors import BadInput
from dreamtui.files import blocks, diary, text
from dreamtui.files.diary import Diary
from dreamtui.files.events import Record
from dreamtui.files.log_tail import lines_backwards
from dreamtui.files.workspace import Workspace
from dreamtui.instants import day_of, parse_instant
from dreamtui.service.nights import PHASES, TITLES, Night, Ran, is_day, nights

_TITLES: Final[Mapping[str, str]] = {str(phase): title for phase, title in TITLES.items()}
_MOST_BESIDE: Final = 50_000
"""Characters of a report that are shown: after a busy night it can have megabytes."""
_LOG_BYTES: Final = 4 << 20
"""How much of the end of the audit log is looked at: many months of nights."""
_WANTED: Final = (b'"memory.dream.completed"', b'"dreamtui.sweep.completed"')


class Own(NamedTuple):
    """Text in the diary that is no entry: a person's; `line` is 1-based, and `broken` as in an entry."""

    line: int
    text: str
    broken: int | None = None


class Book(NamedTuple):
    """The diary as it is shown: newest night first."""

    name: str
    exists: bool
    nights: tuple[Night, ...]
    own: tuple[Own, ...]
    lines: Mapping[int, int]
    """The 1-based line at which each entry begins, by its offset in bytes."""


class Beside(NamedTuple):
    """What a phase reported on a day, and in which file; or why that cannot be read.

    `broken` as in an entry of the diary.
    """

    title: str
    place: str
    body: str
    broken: int | None = None


Traces = Mapping[tuple[str, int, int], frozenset[str]]
"""The phases that left blocks in a note, by its path, time and size."""


_NONE: Final[Traces] = {}


class Read(NamedTuple):
    """What was read last, which spares the next reading its work: a file parsed, the traces in notes."""

    raw: bytes = b""
    diary: Diary = Diary((), ())
    traces: Traces = _NONE


def book(
    workspace: Workspace, zone: tzinfo, now_ms: int, snippets: Container[str], last: Read
) -> tuple[Book, Read]:
    """The diary as it is now; see `service.nights`. Raises BadInput when it cannot be read."""
    name = workspace.diary() or paths.DIARY_NAMES[0]
    there = workspace.read_bytes(name)
    raw = there or b""
    found = last.diary if raw == last.raw else diary.parse(raw)
    traces = _traces(workspace, last.traces)
    shown = nights(found.entries, _ran(workspace, zone, traces), day_of(now_ms, zone), snippets)
    own = [part for part in found.outside if part.text]
    begins = [entry.span[0] for entry in found.entries] + [part.span[0] for part in own]
    lines = _line_numbers(raw, begins)
    mine = tuple(Own(lines[part.span[0]], part.text, part.broken) for part in own)
    return Book(name, there is not None, tuple(shown), mine, lines), Read(raw, found, traces)


def beside(workspace: Workspace, day: str) -> list[Beside]:
    """What phases reported on a day: their reports, and their blocks in the note of the day."""
    return [*_reports(workspace, day), *_blocks(workspace, paths.note_path(day))]


def _reports(workspace: Workspace, day: str) -> Iterator[Beside]:
    for phase in PHASES:
        path = paths.report_path(phase, day)
        title = f"{TITLES[phase]} report"
        try:
            raw = workspace.read_bytes(path)
        except BadInput as error:
            yield Beside(title, path, str(error))
            continue
        if raw is not None:
            body = _without_title("\n".join(text.lines(raw)))
            yield Beside(title, path, _short(body), text.not_utf8(raw))


def _blocks(workspace: Workspace, note: str) -> Iterator[Beside]:
    try:
        raw = workspace.read_bytes(note) or b""
    except BadInput:  # told by the doctor
        return
    lines, pieces = text.lines(raw), text.pieces(raw)
    for block in blocks.find(lines):
        title = _TITLES.get(block.name)
        if title:
            begin = blocks.start_marker(lines, block) + 1
            end = block.end - (blocks.marker(lines[block.end - 1])[1] == "end")
            broken = text.not_utf8(b"".join(pieces[begin:end]))
            yield Beside(
                f"{title} block",
                f"{note}:{block.start + 1}",
                _short("\n".join(lines[begin:end]).strip()),
                None if broken is None else begin + broken,
            )


def _short(body: str) -> str:
    if len(body) <= _MOST_BESIDE:
        return body
    return f"{body[:_MOST_BESIDE].rpartition(chr(10))[0]}\n… and {len(body) - _MOST_BESIDE:,} characters more"


def _without_title(body: str) -> str:
    first, _, rest = body.partition("\n")
    return (rest if first.startswith("# ") else body).strip()


def _line_numbers(raw: bytes, offsets: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    line, done = 1, 0
    for offset in sorted(offsets):
        line += raw.count(b"\n", done, offset)
        done = offset
        found[offset] = line
    return found


# --- what sweeps left ---------------------------------------------------------------------------


def _traces(workspace: Workspace, known: Traces) -> Traces:
    found: dict[tuple[str, int, int], frozenset[str]] = {}
    for note in workspace.notes():
        id_ = note.path, note.stamp.mtime_ms, note.stamp.size
        found[id_] = known[id_] if id_ in known else _blocks_of(workspace, note.path)
    return found


def _blocks_of(workspace: Workspace, path: str) -> frozenset[str]:
    try:
        raw = workspace.read_bytes(path) or b""
    except BadInput:  # told by the doctor; a note that cannot be read shows no trace
        return frozenset()
    if b"openclaw:dreaming:" not in raw:
        return frozenset()
    return frozenset(block.name for block in blocks.find(text.lines(raw)) if block.name in _TITLES)


def _ran(workspace: Workspace, zone: tzinfo, traces: Traces) -> dict[str, Ran]:
    """By day what its sweep left: reports, blocks in its note, lines of the audit log."""
    phases: dict[str, set[str]] = {}
    for (path, _, _), names in traces.items():
        if names and (day := paths.short_term_day(path)):
            phases.setdefault(day, set()).update(names)
    for phase in PHASES:
        for name in workspace.names(f"{paths.REPORTS}/{phase}"):
            day = name.removesuffix(".md")
            if day != name and is_day(day):
                phases.setdefault(day, set()).add(phase)
    idle: dict[str, bool] = {}
    for record in _logged(workspace):
        at = parse_instant(record.get("timestamp"))
        if at is not None:
            _learn(record, day_of(at, zone), phases, idle)
    return {day: Ran(frozenset(names), idle.get(day, False)) for day, names in phases.items()}


def _logged(workspace: Workspace) -> Iterator[Record]:
    """What the audit log says of sweeps; nothing where it cannot be read, which the header tells."""
    with contextlib.suppress(BadInput):
        for line in lines_backwards(workspace, paths.EVENTS, _LOG_BYTES):
            if any(kind in line for kind in _WANTED):
                with contextlib.suppress(ValueError, RecursionError):
                    record = json.loads(line)
                    if isinstance(record, dict):
                        yield record


def _learn(record: Record, day: str, phases: dict[str, set[str]], idle: dict[str, bool]) -> None:
    if record.get("type") == "memory.dream.completed":
        phases.setdefault(day, set()).add(str(record.get("phase")))
    elif isinstance(ran := record.get("phases"), list):
        phases.setdefault(day, set()).update(map(str, ran))
        idle[day] = idle.get(day, True) and record.get("ingested") == 0 == record.get("promoted")

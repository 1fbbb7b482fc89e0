"""What happened in a workspace: its runs, nights, sizes and files, from whatever tells of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Final, NamedTuple

from dreamtui import paths
from dreamtui.engine.growth import Known, Size, sizes
from dreamtui.engine.runs import Run, days_until
from dreamtui.errors import BadInput
from dreamtui.files import memory_md
from dreamtui.files.workspace import Workspace
from dreamtui.instants import DAY_MS, day_of, parse_instant
from dreamtui.javascript import utf16_length
from dreamtui.model import State
from dreamtui.review import ledger
from dreamtui.service.attempts import attempts
from dreamtui.service.desk import Desk

NIGHTS: Final = 60
"""How many nights are looked back on."""
_TELLING: Final = (
    b'"memory.dream.completed"',
    b'"memory.promotion.applied"',
    b'"dreamtui.sweep.completed"',
    b'"dreamtui.promotion.undone"',
    b'"__dreaming_',
)
_COPY: Final = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-(?:\d+-)?MEMORY\.md", re.ASCII)
_STATE: Final = paths.RECALL_STORE.rpartition("/")[0]


class File(NamedTuple):
    """A file that dreaming keeps, or a folder of them: size in bytes, rows in it, rows of the last 7 days."""

    path: str
    size: int
    rows: int | None = None
    new: int | None = None
    unit: str = "entry"


def tells_of_runs(line: bytes) -> bool:
    """Whether a line of the audit log may matter to `engine.runs`."""
    return any(kind in line for kind in _TELLING)


def with_attempts(desk: Desk, found: Sequence[Run]) -> list[Run]:
    """Runs of the log and those that came to nothing, by their beginning."""
    failed = [
        Run(one.at_ms, "sweep", one.outcome, one.why, one.trigger, one.duration_ms, own=True)
        for one in attempts(desk)
    ]
    return sorted([*found, *failed], key=lambda run: run.at_ms)


def promotions(state: State | None, zone: tzinfo) -> Mapping[str, int]:
    """How many entries of the store were promoted, by day: it knows what is no more in the log."""
    entries = state.recall.entries.values() if state else ()
    instants = (parse_instant(entry.promoted_at) for entry in entries if entry.promoted_at)
    return Counter(day_of(at, zone) for at in instants if at is not None)


def memory_sizes(desk: Desk, now_ms: int) -> list[Size]:
    """How large MEMORY.md was each night: from its copies, from writes that stand, from its dated sections.

    Raises BadInput where MEMORY.md cannot be read.
    """
    raw = desk.workspace.read_bytes(paths.MEMORY) or b""
    zone = desk.loaded.zone
    known = [*_copies(desk.workspace), Known(now_ms, None, memory_md.chars(raw))]
    days = days_until(day_of(now_ms, zone), NIGHTS)
    return sizes(days, known, memory_md.section_chars(raw), zone)


def _copies(workspace: Workspace) -> Iterator[Known]:
    """The copies of MEMORY.md; where a write of approved candidates made one, what it added is known."""
    try:
        names = workspace.names(paths.BACKUPS)
        raw = workspace.read_bytes(paths.REVIEW_LOG)
    except BadInput:
        return
    written = ledger.read(raw).applications if raw else ()
    added = {one.backup: utf16_length(one.added) for one in written if one.backup}
    for name in names:
        at_ms = _copied_at(name)
        path = f"{paths.BACKUPS}/{name}"
        if at_ms is None:
            continue
        try:
            before = memory_md.chars(workspace.read_bytes(path) or b"")
        except BadInput:
            continue
        yield Known(at_ms, before, before + added[path] if path in added else None)


def _copied_at(name: str) -> int | None:
    found = _COPY.fullmatch(name)
    if found is None:
        return None
    year, month, day, hour, minute, second, milli = found.groups()
    return parse_instant(f"{year}-{month}-{day}T{hour}:{minute}:{second}.{milli}Z")


# --- files --------------------------------------------------------------------------------------


def files(desk: Desk, state: State | None, now_ms: int) -> list[File]:
    """What dreaming keeps beside the notes, largest first; rows of the state where it could be read."""
    rows = _rows(state, now_ms) if state else {}
    found = []
    for name in _names(desk.workspace, _STATE):
        path = f"{_STATE}/{name}"
        size, is_folder = _size(desk.workspace, path)
        if size is None:
            continue
        if is_folder:
            number = len(_names(desk.workspace, path))
            found.append(File(f"{path}/", size, number, None, "file"))
        else:
            found.append(File(path, size, *rows.get(path, (None, None))))
    return sorted(found, key=lambda file: -file.size)


def _rows(state: State, now_ms: int) -> dict[str, tuple[int, int | None]]:
    since = now_ms - 7 * DAY_MS
    first = (parse_instant(entry.first_recalled_at) for entry in state.recall.entries.values())
    new = sum(at is not None and at >= since for at in first)
    return {
        paths.RECALL_STORE: (len(state.recall.entries), new),
        paths.PHASE_SIGNALS: (len(state.phases.entries), None),
        paths.NOTE_STAMPS: (len(state.notes.entries), None),
        paths.TRANSCRIPT_STAMPS: (len(state.transcripts.entries), None),
    }


def _names(workspace: Workspace, folder: str) -> list[str]:
    try:
        return workspace.names(folder)
    except (BadInput, OSError):
        return []


def _size(workspace: Workspace, path: str) -> tuple[int | None, bool]:
    """Bytes of a file, or of the files right in a folder; None for what is neither, or denied."""
    try:
        if stamp := workspace.stamp(path):
            return stamp.size, False
        if not workspace.path(path).is_dir():
            return None, False
        stamps = [workspace.stamp(f"{path}/{name}") for name in workspace.names(path)]
        return sum(stamp.size for stamp in stamps if stamp), True
    except (BadInput, OSError):
        return None, False

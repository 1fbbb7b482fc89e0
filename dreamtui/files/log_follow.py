"""Following the end of a log that others append to: of one that has only grown, only what is new is read."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Any, BinaryIO, Final, NamedTuple

from dreamtui.files import text
from dreamtui.files.log_tail import MOST, open_log
from dreamtui.files.workspace import Workspace

KEPT: Final = 5_000
"""Lines at the end that are kept whole."""


class Line(NamedTuple):
    """A line: where it begins (which names it, as a log only grows), and its record if it is one."""

    at: int
    raw: bytes
    record: dict[str, Any] | None


class Followed(NamedTuple):
    """What is known of a log: its last lines, the records of a kind further back, both oldest first.

    `begin` is the byte from which on it was looked at: not 0 for a log too large to be read whole.
    """

    lines: tuple[Line, ...] = ()
    records: tuple[dict[str, Any], ...] = ()
    size: int = 0
    begin: int = 0


class Follower:
    """The end of one log; may be asked from several threads. `wanted` picks lines by their bytes."""

    def __init__(
        self, workspace: Workspace, relative: str, wanted: Callable[[bytes], bool], most: int = MOST
    ) -> None:
        self._workspace, self._relative = workspace, relative
        self._wanted, self._most = wanted, most
        self._lock = Lock()
        self._begin = self._next = self._size = 0
        self._cut_open = False  # whether reading begins inside a line
        self._end = b""  # what follows the last line end
        self._records: list[dict[str, Any]] = []
        self._lines: deque[Line] = deque(maxlen=KEPT)

    def read(self) -> Followed:
        """What the log says now. Raises BadInput when it cannot be read."""
        with self._lock:
            file = open_log(self._workspace, self._relative)
            if file is None:
                self._forget(0)
                return Followed()
            with file:
                self._catch_up(file)
            lines, records = tuple(self._lines), tuple(self._records)
            if (record := _record(self._end)) is not None:  # whole, but for its line end
                lines = (*lines, Line(self._next, self._end, record))
                records = (*records, record) if self._wanted(self._end) else records
            return Followed(lines, records, self._size, self._begin)

    def _catch_up(self, file: BinaryIO) -> None:
        size = file.seek(0, 2)
        fresh = self._size == self._begin or size - self._size > self._most
        if fresh or size < self._size or not self._continues(file):
            self._forget(max(0, size - self._most))
        if size == self._size:
            return
        file.seek(self._next)
        pieces = file.read(size - self._next).split(b"\n")
        if self._cut_open:
            self._next += len(pieces.pop(0)) + 1
            self._cut_open = False
        last = pieces.pop() if pieces else b""
        whole = len(pieces)
        for number, raw in enumerate(pieces):
            self._take(raw, far=whole - number > KEPT)
        self._size, self._end = size, last

    def _continues(self, file: BinaryIO) -> bool:
        """Whether what was read before still stands there: its unfinished end, or else its last line."""
        seen = self._end or (self._lines[-1].raw + b"\n" if self._lines else b"")
        file.seek(max(0, self._size - len(seen)))
        return file.read(len(seen)) == seen

    def _take(self, raw: bytes, *, far: bool) -> None:
        at, self._next = self._next, self._next + len(raw) + 1
        wanted = self._wanted(raw)
        if far and not wanted:
            return
        record = _record(raw)
        if wanted and record is not None:
            self._records.append(record)
        if raw.strip():
            self._lines.append(Line(at, raw, record))

    def _forget(self, begin: int) -> None:
        self._begin = self._next = self._size = begin
        self._cut_open = begin > 0
        self._end = b""
        self._records, self._lines = [], deque(maxlen=KEPT)


def _record(raw: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(text.decode(raw))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None

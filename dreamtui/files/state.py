"""The state of dreaming, wherever it is kept: the interface to it, and its form in JSON files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from dreamtui import paths
from dreamtui.errors import Changed, StateMoved
from dreamtui.files import (
    jsonfile,
    note_stamps,
    phase_signals,
    recall_store,
    sqlite_state,
    transcript_stamps,
)
from dreamtui.files.workspace import Workspace
from dreamtui.model import Document, FileStamp, PhaseSignal, RecallEntry, State, Write

T = TypeVar("T")
_Identity = tuple[int, int, int]

_FILES: Final = (paths.RECALL_STORE, paths.PHASE_SIGNALS, paths.NOTE_STAMPS, paths.TRANSCRIPT_STAMPS)
_MIGRATED: Final = re.compile(re.escape(paths.RECALL_STORE.rpartition("/")[2]) + r"\.migrated(?:\.\d+)?")


class StateStore(Protocol):
    """A place where the state of dreaming is kept; looking at it changes nothing."""

    @property
    def kind(self) -> str:
        """What it is kept as, for people: `JSON`."""

    @property
    def shown(self) -> str:
        """Where it is kept, for people: the full path of the recall store."""

    @property
    def moved(self) -> bool:
        """Whether the state has moved to a place that is not read here; `load` then fails."""

    @property
    def updated_ms(self) -> int | None:
        """When a file of it was last written, in ms since the epoch; None when there is no file."""

    def load(self) -> State:
        """Read the state as it is now. Raises StateMoved, and BadInput for what cannot be read."""

    def writes(self, before: State, after: State) -> list[Write]:
        """What to write to get from the state that `load` returned last to another one.

        Only documents that differ, each pinned to the bytes that were loaded; the checkpoints come
        last, so that a crash between two of them repeats signals (which are deduped) and loses none.
        Raises Changed when `before` is not the state that was loaded last.
        """


def open_state(workspace: Workspace, state_dir: Path | None = None) -> StateStore:
    """Where the state of a workspace is kept; nothing is read yet, and nothing created.

    `state_dir` is OpenClaw's state folder, whose database is looked into: where it has rows of this
    workspace, they are the state, and JSON files beside them are left-overs.
    """
    return JsonState(workspace, state_dir)


class JsonState:
    """The state in the four JSON files under `memory/.dreams/`, as OpenClaw kept it up to 2026.6.1."""

    kind = "JSON"

    def __init__(self, workspace: Workspace, state_dir: Path | None = None) -> None:
        self._workspace = workspace
        self._state_dir = state_dir
        self._loaded: State | None = None
        self._identities: dict[str, _Identity | None] = {}

    @property
    def shown(self) -> str:
        """The full path of the recall store."""
        return str(self._workspace.root / paths.RECALL_STORE)

    @property
    def moved(self) -> bool:
        """Whether OpenClaw has moved the recall store into its SQLite database."""
        return self._migrated() is not None

    @property
    def updated_ms(self) -> int | None:
        """The latest mtime of the four files in ms; None when none of them is there."""
        stamps = [stamp for path in _FILES if (stamp := self._workspace.stamp(path))]
        return max((stamp.mtime_ms for stamp in stamps), default=None)

    def load(self) -> State:
        """Read the four files; one that is missing is an empty document."""
        if migrated := self._migrated():
            raise StateMoved(
                f"{migrated}: the state of dreaming moved to SQLite (state/openclaw.sqlite in OpenClaw's"
                " state folder), which is not read here yet; nothing was changed: review this workspace with"
                " `openclaw memory`, or name another one"
            )
        # Identities first: a file that is replaced while it is read is then seen to have changed.
        self._identities = {path: self._identity(path) for path in _FILES}
        transcripts, seen = self._parse(
            paths.TRANSCRIPT_STAMPS, transcript_stamps.parse, lambda: (Document(), {})
        )
        self._loaded = State(
            recall=self._parse(paths.RECALL_STORE, recall_store.parse, Document[RecallEntry]),
            phases=self._parse(paths.PHASE_SIGNALS, phase_signals.parse, Document[PhaseSignal]),
            notes=self._parse(paths.NOTE_STAMPS, note_stamps.parse, Document[FileStamp]),
            transcripts=transcripts,
            seen_messages=seen,
        )
        return self._loaded

    def writes(self, before: State, after: State) -> list[Write]:
        """One write for each of the four files that differs; see `StateStore.writes`."""
        if before is not self._loaded:
            raise Changed(paths.RECALL_STORE)
        return [
            Write(path, raw, rendered)
            for path, rendered in _rendered_differences(before, after)
            if rendered != (raw := self._same_bytes(path))
        ]

    def _same_bytes(self, path: str) -> bytes | None:
        """What `load` read. Read again, as keeping a store of 100 MB for it would double the memory."""
        raw = self._workspace.read_bytes(path)
        if self._identity(path) != self._identities[path]:
            raise Changed(path)
        return raw

    def _identity(self, path: str) -> _Identity | None:
        try:
            status = self._workspace.path(path).stat()
        except OSError:
            return None
        return status.st_ino, status.st_size, status.st_mtime_ns

    def _parse(self, path: str, parse: Callable[[dict[str, Any], str], T], absent: Callable[[], T]) -> T:
        content = self._workspace.read_bytes(path)
        if content is None:
            return absent()
        value = jsonfile.parse_object(content, path)
        del content
        return parse(value, path)

    def _migrated(self) -> str | None:
        """What shows that the state is in SQLite: the database, or what the migration left behind."""
        if self._state_dir and sqlite_state.holds(self._state_dir, self._workspace.root):
            return str(self._state_dir / sqlite_state.DATABASE)
        if self._workspace.stamp(paths.RECALL_STORE):
            return None
        folder = paths.RECALL_STORE.rpartition("/")[0]
        names = self._workspace.names(folder)
        return next((f"{folder}/{name}" for name in names if _MIGRATED.fullmatch(name)), None)


def _rendered_differences(before: State, after: State) -> Iterator[tuple[str, bytes]]:
    if before.recall != after.recall:
        yield paths.RECALL_STORE, recall_store.render(after.recall)
    if before.phases != after.phases:
        yield paths.PHASE_SIGNALS, phase_signals.render(after.phases)
    if before.notes != after.notes:
        yield paths.NOTE_STAMPS, note_stamps.render(after.notes)
    if before.transcripts != after.transcripts or before.seen_messages != after.seen_messages:
        rendered = transcript_stamps.render(after.transcripts, after.seen_messages)
        yield paths.TRANSCRIPT_STAMPS, rendered

"""What every check may look at: the workspace, its settings, the time, and its state read file by file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from dreamtui import paths
from dreamtui.config.settings import Settings
from dreamtui.errors import BadInput
from dreamtui.files import jsonfile, note_stamps, phase_signals, recall_store, transcript_stamps
from dreamtui.files.sources import WorkspaceSources
from dreamtui.files.workspace import Workspace
from dreamtui.instants import day_of
from dreamtui.model import Document, RecallEntry, State
from dreamtui.service.desk import Desk

Parse = Callable[[dict[str, Any], str], Document[Any]]

_PARSERS: Final[Mapping[str, Parse]] = {
    paths.RECALL_STORE: recall_store.parse,
    paths.PHASE_SIGNALS: phase_signals.parse,
    paths.NOTE_STAMPS: note_stamps.parse,
    paths.TRANSCRIPT_STAMPS: lambda value, shown: transcript_stamps.parse(value, shown)[0],
}


@dataclass(frozen=True)
class Checkup:
    """A workspace to be checked at an instant; what is looked at is read once.

    `clock_ms` is the real time, which locks and leftovers are measured by. `settings_hold` is False
    when the settings could not be read and defaults stand in for them. `state` is given by who has
    read it already.
    """

    desk: Desk
    now_ms: int
    clock_ms: int
    settings_hold: bool = True
    state: State | None = field(default=None, repr=False)

    @property
    def workspace(self) -> Workspace:
        """The workspace."""
        return self.desk.workspace

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.desk.loaded.settings

    @property
    def today(self) -> str:
        """The day it is."""
        return day_of(self.now_ms, self.desk.loaded.zone)

    @cached_property
    def documents(self) -> Mapping[str, Document[Any] | BadInput]:
        """Each document of the state by its path, or why it cannot be read: one does not hide the others."""
        if self.state is not None:
            return _documents(self.state)
        store = self.desk.store()
        if store.kind != "JSON" and not store.moved:
            try:
                return _documents(store.load())
            except BadInput as error:
                return {paths.RECALL_STORE: error}
        return {path: self._document(path, parse) for path, parse in _PARSERS.items()}

    @cached_property
    def recall(self) -> Document[RecallEntry]:
        """The recall store; empty when it cannot be read."""
        found = self.documents[paths.RECALL_STORE]
        return Document() if isinstance(found, BadInput) else found

    @cached_property
    def sources(self) -> WorkspaceSources:
        """The texts behind entries."""
        return WorkspaceSources(self.workspace.read_bytes)

    @cached_property
    def moved(self) -> bool:
        """Whether the state has moved to a place that is not read here."""
        return self.desk.store().moved

    def _document(self, path: str, parse: Parse) -> Document[Any] | BadInput:
        try:
            raw = self.workspace.read_bytes(path)
            return Document() if raw is None else parse(jsonfile.parse_object(raw, path), path)
        except BadInput as error:
            return error


def _documents(state: State) -> Mapping[str, Document[Any] | BadInput]:
    return dict(zip(_PARSERS, (state.recall, state.phases, state.notes, state.transcripts), strict=True))

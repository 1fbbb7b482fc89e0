"""A workspace with the settings that hold for it: what every command and screen works at."""

from __future__ import annotations

from typing import NamedTuple

from dreamtui.config.agents import Located, require_folder
from dreamtui.config.sources import Loaded
from dreamtui.files.state import StateStore, open_state
from dreamtui.files.workspace import Workspace
from dreamtui.review.inputs import Inputs
from dreamtui.review.rules import rules, sweep_settings
from dreamtui.review.snapshot import read_snapshot


class Desk(NamedTuple):
    """A workspace with the settings that hold for it."""

    workspace: Workspace
    located: Located
    loaded: Loaded

    @classmethod
    def of(cls, located: Located, loaded: Loaded) -> Desk:
        """Open the workspace that was found. Raises BadInput when it cannot be opened."""
        return cls(Workspace.open(located.root), located, loaded)

    def store(self) -> StateStore:
        """Where the state of the workspace is kept. Raises BadInput where the folder went meanwhile."""
        require_folder(self.workspace.root, "bring the folder back, or open another one")
        return open_state(self.workspace, self.loaded.state_dir)

    def read(self, focus: str | None = None) -> Inputs:
        """Everything that a plan is made from, as it is now. Raises BadInput for unreadable state."""
        store = self.store()
        snapshot = read_snapshot(self.workspace, store, self.located.transcripts)
        settings = self.loaded.settings
        return Inputs(
            workspace=self.workspace,
            store=store,
            snapshot=snapshot,
            settings=sweep_settings(settings, self.loaded.zone, focus),
            rules=rules(settings, snapshot),
            storage=settings.dreaming.storage.mode,
            verbose=settings.dreaming.verbose_logging,
        )

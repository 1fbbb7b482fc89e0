"""Running sweeps: read, plan, apply; and plan again where the workspace moved on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dreamtui.config.agents import Located
from dreamtui.config.sources import Loaded
from dreamtui.engine.sweep import Progress
from dreamtui.errors import Changed
from dreamtui.files.state import open_state
from dreamtui.files.workspace import Workspace
from dreamtui.files.writing import promotion_lock
from dreamtui.review.apply import apply, apply_locked
from dreamtui.review.plan import Inputs, Plan, plan_sweep
from dreamtui.review.rules import rules, sweep_settings
from dreamtui.review.snapshot import read_snapshot

ATTEMPTS = 3


class Desk(NamedTuple):
    """A workspace with the settings that hold for it."""

    workspace: Workspace
    located: Located
    loaded: Loaded

    @classmethod
    def of(cls, located: Located, loaded: Loaded) -> Desk:
        """Open the workspace that was found. Raises BadInput when it cannot be opened."""
        return cls(Workspace.open(located.root), located, loaded)

    def read(self, focus: str | None = None) -> Inputs:
        """Everything that a plan is made from, as it is now. Raises BadInput for unreadable state."""
        store = open_state(self.workspace)
        snapshot = read_snapshot(self.workspace, store, self.located.transcripts)
        settings = self.loaded.settings
        return Inputs(
            workspace=self.workspace,
            store=store,
            snapshot=snapshot,
            settings=sweep_settings(settings, self.loaded.zone, focus),
            rules=rules(settings, snapshot),
            storage=settings.dreaming.storage.mode,
        )


def preview(
    desk: Desk, now_ms: int, *, focus: str | None = None, progress: Progress = lambda _p, _d: None
) -> Plan:
    """What `sweep --apply` would do at this instant; nothing is written, not even a lock."""
    return plan_sweep(desk.read(focus), now_ms, promote=True, progress=progress)


def run(
    desk: Desk,
    now_ms: int,
    *,
    promote: bool,
    focus: str | None = None,
    progress: Progress = lambda _p, _d: None,
) -> Plan:
    """Sweep and write; returns the plan that was applied. Raises Locked or BadInput: nothing has changed."""

    def plan() -> Plan:
        return plan_sweep(desk.read(focus), now_ms, promote=promote, progress=progress)

    return write(desk, plan)


def write(desk: Desk, plan: Callable[[], Plan]) -> Plan:
    """Plan and apply. Planning needs no lock; who keeps changing files cannot keep it from happening."""
    for _ in range(ATTEMPTS):
        made = plan()
        if not made.writes:
            return made
        try:
            apply(made, desk.workspace)
        except Changed:
            continue
        return made
    with promotion_lock(desk.workspace):
        made = plan()
        apply_locked(made, desk.workspace)
    return made

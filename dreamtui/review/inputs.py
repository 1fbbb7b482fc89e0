"""What every plan is made from: the workspace as it is now, and the rules that hold for it."""

from __future__ import annotations

from typing import NamedTuple

from dreamtui.engine.eligibility import Rules
from dreamtui.engine.settings import SweepSettings
from dreamtui.files.state import StateStore
from dreamtui.files.workspace import Workspace
from dreamtui.model import Snapshot, Storage


class Inputs(NamedTuple):
    """What every plan is made from."""

    workspace: Workspace
    store: StateStore
    snapshot: Snapshot
    settings: SweepSettings
    rules: Rules
    storage: Storage
    verbose: bool = False

"""Applying a plan: under the lock, pinned to what the plan was made from, backed up, all or nothing."""

from __future__ import annotations

from dreamtui import paths
from dreamtui.errors import Changed
from dreamtui.files.workspace import Workspace
from dreamtui.files.writing import apply_writes, promotion_lock
from dreamtui.review.plan import Plan


def apply(plan: Plan, workspace: Workspace) -> None:
    """Make the changes of a plan. Raises Changed, Locked or BadInput; in each case nothing has changed."""
    with promotion_lock(workspace):
        apply_locked(plan, workspace)


def apply_locked(plan: Plan, workspace: Workspace) -> None:
    """The same, for who holds the lock already."""
    for path, raw in plan.pins:
        if workspace.read_bytes(path) != raw:
            raise Changed(path)
    backup = [write.path for write in plan.writes if write.path == paths.MEMORY and write.before is not None]
    apply_writes(workspace, plan.writes, backup, plan.now_ms, all_or_nothing=plan.all_or_nothing)

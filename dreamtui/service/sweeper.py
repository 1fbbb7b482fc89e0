"""Running sweeps: read, plan, apply; and plan again where the workspace moved on meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from dreamtui.engine.sweep import Progress
from dreamtui.errors import Changed
from dreamtui.files.writing import promotion_lock
from dreamtui.review.apply import apply, apply_locked
from dreamtui.review.plan import Plan, plan_sweep
from dreamtui.service.desk import Desk

ATTEMPTS = 3


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
        try:
            made = plan()
            if made.writes:
                apply(made, desk.workspace)
        except Changed:
            continue
        return made
    with promotion_lock(desk.workspace):
        made = plan()
        apply_locked(made, desk.workspace)
    return made

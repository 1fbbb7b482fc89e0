"""Whether a sweep should run by itself now: asked again and again while a dashboard is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dreamtui.instants import parse_instant
from dreamtui.service.desk import Desk
from dreamtui.service.schedule import next_run

GRACE_MS: Final = 30_000
"""How long another program with the same schedule (OpenClaw's gateway) is given to go first."""


def due(desk: Desk, since_ms: int, now_ms: int, runs: Mapping[str, Mapping[str, Any]]) -> int | None:
    """The instant of a sweep that came due after `since_ms` and nobody has run; None: nothing to do.

    `runs` holds the last run of each phase (`LastRuns.phases`). Only the first one is told: a lid that
    was shut for three nights makes one sweep, not three.
    """
    dreaming = desk.loaded.settings.dreaming
    if not dreaming.enabled:
        return None
    ran = [parse_instant(run.get("timestamp")) for run in runs.values()]
    last = max((moment for moment in ran if moment is not None and moment <= now_ms), default=since_ms)
    at = next_run(dreaming.frequency, desk.loaded.zone, max(since_ms, last))
    return at if at is not None and now_ms >= at + GRACE_MS else None

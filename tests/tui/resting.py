"""Waiting until a dashboard has done all that a key or a change on disk made it do, and is at rest."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget
from textual.worker import WorkerState

_QUIET: Final = 3
"""Pauses in a row after which nothing was left to do: one message may cause another."""


async def settle(pilot: Pilot[Any], *, workers: bool = True) -> None:
    """Wait for what is being told and made, and for all workers but the one that watches.

    A pilot's own pause ends as the process is idle, which it also is while others have the processor.
    """
    quiet = 0
    while quiet < _QUIET:
        await pilot.pause()
        quiet = 0 if _busy(pilot.app, workers) else quiet + 1
        while _busy(pilot.app, workers):
            await asyncio.sleep(0.005)


def _busy(app: App[Any], workers: bool) -> bool:
    working = (worker.state for worker in app.workers if worker.group != "watch")
    if workers and any(state in (WorkerState.PENDING, WorkerState.RUNNING) for state in working):
        return True
    parts = [part for screen in app.screen_stack for part in screen.walk_children(Widget, with_self=True)]
    return (
        any(not part.is_mounted for part in parts)
        or any(node.message_queue_size or node._next_callbacks for node in (app, *parts))
        or bool(app.screen._callbacks)
    )

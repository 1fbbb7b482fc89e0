"""Waiting until a dashboard has done all that a key or a change on disk made it do, and is at rest."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, Final

from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget
from textual.worker import WorkerState

PATIENCE_S: Final = 120.0
"""How long a dashboard may take to rest, on a machine with much else to do."""
_QUIET: Final = 3
"""Pauses in a row after which nothing was left to do: one message may cause another."""


async def settle(pilot: Pilot[Any], *, workers: bool = True) -> None:
    """Wait for what is being told and made, and for all workers but the one that watches.

    A pilot's own pause ends as the process is idle, which it also is while others have the processor.
    Fails where there is no end, as one message causes the next for ever.
    """
    clock = asyncio.get_running_loop().time
    quiet, end = 0, clock() + PATIENCE_S
    while quiet < _QUIET:
        await pilot.pause()
        left = list(_left(pilot.app, workers))
        quiet = 0 if left else quiet + 1
        while left:
            assert clock() < end, f"there is no rest: {left}"
            await asyncio.sleep(0.005)
            left = list(_left(pilot.app, workers))


def _left(app: App[Any], workers: bool) -> Iterator[object]:
    """Who has something left to do; nobody once it is being left."""
    if app._exit:
        return
    if workers:
        working = (WorkerState.PENDING, WorkerState.RUNNING)
        yield from (one for one in app.workers if one.group != "watch" and one.state in working)
    parts = [part for screen in app.screen_stack for part in screen.walk_children(Widget, with_self=True)]
    yield from (part for part in parts if not part.is_mounted)
    yield from (node for node in (app, *parts) if node.message_queue_size or node._next_callbacks)
    yield from app.screen._callbacks
    if app.screen._layout_required or app.screen._dirty_widgets:
        yield "something to paint"

"""A sweep for the dashboard: another process does it, a worker tells each step, a person may stop it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Final

from textual.message import Message

from dreamtui.model import Phase, Trigger
from dreamtui.review.inputs import Inputs
from dreamtui.service import apart, sweeper
from dreamtui.service.desk import Desk
from dreamtui.tui import sweep_words
from dreamtui.tui.messages import SweepEnded, SweepStep

MOST_FORETOLD: Final = 20_000
"""Entries of a store for which nobody waits until a whole sweep has been tried."""


def foretell(desk: Desk, given: Inputs, now_ms: int, stop: Callable[[], bool]) -> tuple[str, ...] | None:
    """What a sweep would come to, in long and short words, written nowhere; None when it is stopped."""

    def step(_phase: Phase, _doing: str) -> None:
        if stop():
            raise sweeper.Cancelled

    if len(given.snapshot.state.recall.entries) > MOST_FORETOLD:
        return "preview: dreamtui --dry-run", "--dry-run previews"
    try:
        return apart.do(sweep_words.foretold, desk, now_ms, progress=step)
    except (sweeper.Cancelled, apart.Broken, OSError):
        return None


def sweep(
    desk: Desk, now_ms: int, cancel: Event, post: Callable[[Message], object], trigger: Trigger
) -> None:
    """Sweep and write, without promoting anything; `post` is told of every step and of the end."""

    def step(phase: Phase, doing: str) -> None:
        if cancel.is_set():
            raise sweeper.Cancelled
        post(SweepStep(phase, doing))

    try:
        told = apart.do(sweep_words.swept, desk, now_ms, trigger, progress=step)
    except sweeper.Cancelled:
        told = sweep_words.CANCELLED
    except (apart.Broken, OSError) as error:
        told = sweep_words.failed(error)
    post(SweepEnded(told.words, bad=told.bad))

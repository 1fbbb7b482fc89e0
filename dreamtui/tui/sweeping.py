"""A sweep for the dashboard: runs in a worker, tells each step, and stops where a person wants it to."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Final

from textual.message import Message

from dreamtui.errors import DreamtuiError
from dreamtui.model import Phase, Trigger
from dreamtui.review.inputs import Inputs
from dreamtui.review.plan import Plan
from dreamtui.service import sweeper
from dreamtui.service.desk import Desk
from dreamtui.show.text import count
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
        plan = sweeper.preview(desk, now_ms, progress=step)
    except (sweeper.Cancelled, DreamtuiError, OSError):
        return None
    staged = len(plan.dream.staged.entries) if plan.dream else 0
    if not staged:
        return ("preview: nothing to stage",)
    return f"preview: {staged:,} would be staged", f"s would stage {staged:,}"


def sweep(
    desk: Desk, now_ms: int, cancel: Event, post: Callable[[Message], object], trigger: Trigger
) -> None:
    """Sweep and write, without promoting anything; `post` is told of every step and of the end."""

    def step(phase: Phase, doing: str) -> None:
        if cancel.is_set():
            raise sweeper.Cancelled
        post(SweepStep(phase, doing))

    try:
        plan = sweeper.run(desk, now_ms, promote=False, progress=step, trigger=trigger)
    except sweeper.Cancelled:
        post(SweepEnded("sweep cancelled: nothing was written"))
    except (DreamtuiError, OSError) as error:
        post(SweepEnded(f"sweep failed: {error}", bad=True))
    except Exception as error:  # told, as nothing else would
        told = f"internal error: {type(error).__name__}: {error}: please report it"
        post(SweepEnded(f"sweep failed: {told}", bad=True))
    else:
        post(SweepEnded(_told(plan)))


def _told(plan: Plan) -> str:
    if plan.dream is None:
        return "swept"
    news = count(plan.dream.ingested, "new snippet")
    staged = count(len(plan.dream.staged.entries), "entry", "entries")
    waits = "what passes waits for you" if plan.dream.ranked else "there is nothing to review yet"
    return f"swept: {news}, {staged} staged; {waits}"

"""What is told of a sweep, done or tried. It runs in another process (`service.apart`): no widget here."""

from __future__ import annotations

from typing import Final, NamedTuple

from dreamtui.engine.sweep import Progress
from dreamtui.errors import DreamtuiError
from dreamtui.model import Trigger
from dreamtui.review.plan import Plan
from dreamtui.service import sweeper
from dreamtui.service.desk import Desk
from dreamtui.show.text import count


class Told(NamedTuple):
    """What a sweep came to; `bad` when it failed."""

    words: str
    bad: bool = False


CANCELLED: Final = Told("sweep cancelled: nothing was written")


def swept(desk: Desk, now_ms: int, trigger: Trigger, *, progress: Progress) -> Told:
    """Sweep and write, without promoting anything."""
    try:
        return Told(_told(sweeper.run(desk, now_ms, promote=False, progress=progress, trigger=trigger)))
    except sweeper.Cancelled:
        return CANCELLED
    except (DreamtuiError, OSError) as error:
        return failed(error)
    except Exception as error:  # told, as nothing else would
        told = f"internal error: {type(error).__name__}: {error}: please report it"
        return Told(f"sweep failed: {told}", bad=True)


def failed(error: Exception) -> Told:
    """That a sweep came to nothing."""
    return Told(f"sweep failed: {error}", bad=True)


def foretold(desk: Desk, now_ms: int, *, progress: Progress) -> tuple[str, ...] | None:
    """What a sweep would come to, in long and short words, written nowhere; None when it would fail."""
    try:
        plan = sweeper.preview(desk, now_ms, progress=progress)
    except (sweeper.Cancelled, DreamtuiError, OSError):
        return None
    staged = len(plan.dream.staged.entries) if plan.dream else 0
    if not staged:
        return ("preview: nothing to stage",)
    return f"preview: {staged:,} would be staged", f"s would stage {staged:,}"


def _told(plan: Plan) -> str:
    if plan.dream is None:
        return "swept"
    news = count(plan.dream.ingested, "new snippet")
    staged = count(len(plan.dream.staged.entries), "entry", "entries")
    waits = "what passes waits for you" if plan.dream.ranked else "there is nothing to review yet"
    return f"swept: {news}, {staged} staged; {waits}"

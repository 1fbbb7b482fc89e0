"""What the dashboard shows at a time: one frozen value, made in a worker, rendered by every pane."""

from __future__ import annotations

from typing import NamedTuple

from dreamtui.review.approved import Ready
from dreamtui.review.queue import Queue
from dreamtui.service.standing import Standing


class View(NamedTuple):
    """What was read, when, and what kept it from being read.

    `queue` and `standing` are None until they were read once; after that they are the last that
    could be read, and `problem` says why there is nothing newer. Panes show the problem in place
    of an empty table only when there is nothing else to show.
    """

    queue: Queue | None = None
    standing: Standing | None = None
    loaded_ms: int = 0
    """When it was read, in ms since the epoch; 0: not yet."""
    problem: str | None = None
    """Why there is nothing (newer) to show and what to do about it, as text for people."""
    read_only: bool = False
    ready: Ready | None = None
    """What a write would take of what is approved; None: not known yet."""

    @property
    def reading(self) -> bool:
        """Whether nothing was read yet, nor failed to be."""
        return self.standing is None and self.problem is None

"""One workspace under review: load the queue, decide, write what is approved, take it back. No screen in it.

It stands in `service` and not in `review`, as it works at a desk (a workspace with its settings);
what it needs of rules and plans is pure and stands in `review`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dreamtui.review.approved import ApprovedPlan
from dreamtui.review.ledger import Choice
from dreamtui.review.queue import Queue
from dreamtui.service.desk import Desk


class Reviewer:
    """What a person does with the candidates of a workspace. `clock` gives the instant in ms."""

    def __init__(self, desk: Desk, clock: Callable[[], int]) -> None:
        self.desk = desk
        self.clock = clock

    def load(self) -> Queue:
        """Read everything and rank. Raises BadInput for state or a ledger that cannot be read."""
        raise NotImplementedError

    def reread(self, queue: Queue) -> Queue:
        """The same candidates under the decisions as they are on disk now."""
        raise NotImplementedError

    def decide(
        self, queue: Queue, choice: Choice, keys: Sequence[str], *, reason: str = "", text: str = ""
    ) -> Queue:
        """Decide on candidates; the lines are on disk before this returns. An edit needs a `text`."""
        raise NotImplementedError

    def undo(self, queue: Queue) -> tuple[Queue, str] | None:
        """Take the last step back: what one `decide` did, or a write. None: nothing to undo."""
        raise NotImplementedError

    def redo(self, queue: Queue) -> tuple[Queue, str] | None:
        """Do again what was undone last. None: nothing to redo."""
        raise NotImplementedError

    def plan(self, queue: Queue) -> ApprovedPlan:
        """What writing the approved ones would do now; nothing is written."""
        raise NotImplementedError

    def apply(self, plan: ApprovedPlan) -> None:
        """Write what was shown. Raises Changed, Locked or BadInput: nothing has changed."""
        raise NotImplementedError

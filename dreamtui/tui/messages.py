"""What panes and screens ask of the app: messages, as only the app decides, writes and reads."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message
from textual.screen import Screen

from dreamtui.model import Phase
from dreamtui.review.approved import Ready
from dreamtui.review.decision import Choice
from dreamtui.review.queue import Queue
from dreamtui.service.reviewer import Reviewer
from dreamtui.service.standing import Standing
from dreamtui.service.watch import Stamp
from dreamtui.tui.reading import Result

Step = Callable[[Reviewer, Queue], Queue]
"""Something done with the queue as it is, which gives it as it is then. It may raise a DreamtuiError."""


class Decide(Message):
    """A person decided on candidates; an edit brings its `text`, a rejection perhaps a `reason`."""

    def __init__(self, choice: Choice, keys: tuple[str, ...], reason: str = "", text: str = "") -> None:
        super().__init__()
        self.choice: Choice = choice
        self.keys = keys
        self.reason = reason
        self.text = text

    def step(self, reviewer: Reviewer, queue: Queue) -> Queue:
        """Write it down; the queue under it."""
        return reviewer.decide(queue, self.choice, self.keys, reason=self.reason, text=self.text)


class DecideEntries(Message):
    """A person decided on entries of MEMORY.md; `step` writes that down, and gives the queue under it.

    `slow`: it reads all of MEMORY.md first, to see whether that can be.
    """

    def __init__(self, step: Step, *, slow: bool = False) -> None:
        super().__init__()
        self.step = step
        self.slow = slow


class Undo(Message):
    """Take the last step back."""


class Redo(Message):
    """Take the last undo back."""


class ScreenAsked(Message):
    """Show a screen that may write; it gives whether it has."""

    def __init__(self, screen: Callable[[Reviewer, Queue], Screen[bool]]) -> None:
        super().__init__()
        self.screen = screen


class CandidateAsked(Message):
    """Show a candidate in Review, whatever its list is filtered by."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class SweepCancelled(Message):
    """Stop the sweep that runs; nothing is written."""


class SweepStep(Message):
    """A sweep went on to its next step."""

    def __init__(self, phase: Phase, doing: str) -> None:
        super().__init__()
        self.phase: Phase = phase
        self.doing = doing


class Foretold(Message):
    """What a sweep would come to, from the longest words to the shortest."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self.words = words


class SweepEnded(Message):
    """A sweep is over: what to tell about it; `bad` when it failed."""

    def __init__(self, told: str, *, bad: bool = False) -> None:
        super().__init__()
        self.told = told
        self.bad = bad


class FilesChanged(Message):
    """Files are no longer what they were, by their names in `service.watch`."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__()
        self.names = names


class Reload(Message):
    """Read everything again.

    `decisions_only`: only what people decided may have changed; `settings`: they may have, too.
    """

    def __init__(self, *, decisions_only: bool = False, settings: bool = False) -> None:
        super().__init__()
        self.decisions_only = decisions_only
        self.settings = settings


class LogGrown(Message):
    """The audit log alone was read anew: how things stood before and stand now, and its stamp."""

    def __init__(self, before: Standing, standing: Standing, stamp: Stamp | None) -> None:
        super().__init__()
        self.before = before
        self.standing = standing
        self.stamp = stamp


class Loaded(Message):
    """Something was read in a worker."""

    def __init__(self, result: Result) -> None:
        super().__init__()
        self.result = result


class Stepped(Message):
    """A step was taken, back or again: the queue after it (None: as before), what to tell, the candidates
    that it decided on, and what a write would take then."""

    def __init__(
        self,
        queue: Queue | None,
        told: str,
        keys: tuple[str, ...] = (),
        *,
        ready: Ready | None = None,
        bad: bool = False,
    ) -> None:
        super().__init__()
        self.queue = queue
        self.ready = ready
        self.told = told
        self.keys = keys
        self.bad = bad

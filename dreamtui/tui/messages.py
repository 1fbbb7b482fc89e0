"""What panes and screens ask of the app: messages, as only the app decides, writes and reads."""

from __future__ import annotations

from textual.message import Message

from dreamtui.review.ledger import Choice
from dreamtui.tui.view import View


class Decide(Message):
    """A person decided on candidates; an edit brings its `text`, a rejection perhaps a `reason`."""

    def __init__(self, choice: Choice, keys: tuple[str, ...], reason: str = "", text: str = "") -> None:
        super().__init__()
        self.choice: Choice = choice
        self.keys = keys
        self.reason = reason
        self.text = text


class Undo(Message):
    """Take the last step back."""


class Redo(Message):
    """Take the last undo back."""


class WriteAsked(Message):
    """Show what approved candidates would change in MEMORY.md; `enter` there writes."""


class SweepAsked(Message):
    """Run a sweep now."""


class Reload(Message):
    """Read everything again; `decisions_only`: only what people decided may have changed."""

    def __init__(self, *, decisions_only: bool = False) -> None:
        super().__init__()
        self.decisions_only = decisions_only

    def can_replace(self, message: Message) -> bool:
        """A later request makes an earlier one needless, unless it asks for less."""
        return isinstance(message, Reload) and (message.decisions_only or not self.decisions_only)


class Loaded(Message):
    """Something was read in a worker: the view to show from now on."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view

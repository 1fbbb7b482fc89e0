"""A question that is answered with y or n where it stands, without a screen of its own."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from dreamtui.show.text import cells, safe
from dreamtui.tui.actions import bindings

_ANSWERS: Final = "y yes · n no"


class Question(Static, can_focus=True):
    """One line that is hidden until something is asked; it takes the focus, and gives it back."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("question")]
    DEFAULT_CSS = """
    Question { display: none; height: auto; padding: 0 1; background: $warning-muted; color: $text; }
    Question.asking { display: block; }
    """

    class Answered(Message):
        """What a person answered; `about` is what was asked about."""

        def __init__(self, about: str, *, yes: bool) -> None:
            super().__init__()
            self.about = about
            self.yes = yes

    def __init__(self) -> None:
        super().__init__()
        self._about = ""
        self._before: Widget | None = None

    @property
    def asking(self) -> bool:
        """Whether an answer is waited for."""
        return self.has_class("asking")

    def ask(self, about: str, question: str) -> None:
        """Ask; the answer comes as a message."""
        self._about = about
        self._before = self.screen.focused
        self.reword(question)
        self.add_class("asking")
        self.focus()

    def reword(self, question: str) -> None:
        """Ask something else about the same."""
        told, room = (
            safe(question),
            self.parent.content_size.width - 2 if isinstance(self.parent, Widget) else 0,
        )
        gap = "  " if cells(told) + 2 + len(_ANSWERS) <= room else "\n"  # no answer stands alone on a line
        self.update(Content.assemble((f"{told}{gap}", "bold"), _ANSWERS))

    def on_blur(self) -> None:
        """Whoever goes elsewhere does not want it."""
        if self.asking:
            self._close(yes=False, back=False)

    def action_answer(self, yes: bool) -> None:
        """Take the answer and go back to where the person was."""
        if self.asking:
            self._close(yes=yes, back=True)

    def _close(self, *, yes: bool, back: bool) -> None:
        self.remove_class("asking")
        if back and self._before is not None:
            self._before.focus()
        self.post_message(self.Answered(self._about, yes=yes))

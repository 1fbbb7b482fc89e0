"""A line in which a value is typed where the settings stand, and what is wrong with it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from dreamtui.show.text import safe
from dreamtui.tui.actions import bindings


class ValueLine(Vertical):
    """Hidden until somebody asks; what was typed comes as a message. It stays until it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("value")]
    DEFAULT_CSS = """
    ValueLine {
        display: none; height: auto; padding: 0 1; background: $surface; border-top: solid $primary;
        & Input { border: none; height: 1; padding: 0; }
        & Static { height: auto; }
    }
    ValueLine.typing { display: block; }
    """

    class Given(Message):
        """What was typed for a setting; None: nothing."""

        def __init__(self, about: str, text: str | None) -> None:
            super().__init__()
            self.about = about
            self.text = text

    def __init__(self) -> None:
        super().__init__()
        self._about = ""

    def compose(self) -> ComposeResult:
        """What is wanted or wrong, and the line."""
        yield Static(markup=False)
        yield Input(compact=True)

    def ask(self, about: str, value: str, told: str) -> None:
        """Ask for a value, beginning with the one of now."""
        self._about = about
        self.tell(told)
        line = self.query_one(Input)
        line.value = value
        self.add_class("typing")
        line.focus()

    def tell(self, told: str) -> None:
        """What is wanted, or what is wrong."""
        self.query_one(Static).update(safe(told))

    def close(self) -> None:
        """Away with it."""
        self.remove_class("typing")
        self.refresh_bindings()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give what was typed."""
        event.stop()
        self.action_value_set()

    def action_value_set(self) -> None:
        """Give what was typed."""
        self.post_message(self.Given(self._about, self.query_one(Input).value))

    def action_value_cancel(self) -> None:
        """Give nothing."""
        self.post_message(self.Given(self._about, None))

"""Why something is rejected: the number of a usual reason, or words of one's own."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from dreamtui.show.text import cut, safe
from dreamtui.tui.actions import bindings
from dreamtui.tui.screens.box import BoxScreen

REASONS: Final = ("not true", "out of date", "too private", "not worth keeping", "said already")
_NUMBERS: Final = tuple(str(number) for number, _ in enumerate(REASONS, 1))
MOST = 200
"""Characters of a reason: it is a note, not a text."""


class ReasonScreen(BoxScreen[str | None]):
    """Gives the reason, "" for none, None when nothing shall be rejected."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reason")]
    DEFAULT_CSS = """
    ReasonScreen > Vertical { width: 64; height: auto; max-height: 100%; padding: 0 1; }
    """

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def compose(self) -> ComposeResult:
        """The candidate, the usual reasons, a line for another one, and what the keys do."""
        with Vertical() as box:
            box.border_title = Content("Reject because …")
            yield Static(Content.styled(cut(safe(self.what), 180), "bold"), id="reason-what")
            yield Static(_usual(""), id="reason-usual")
            yield Input(placeholder="a number, or a reason of your own", max_length=MOST)
            yield Static(Content("enter rejects, with or without a reason · esc back"), classes="keys")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show which usual reason a number stands for."""
        event.stop()
        self.query_one("#reason-usual", Static).update(_usual(event.value))

    def action_reason_save(self) -> None:
        """Reject for what was typed: a number alone is one of the usual reasons, "3 days" is what it says."""
        typed = self.query_one(Input).value.strip()
        self.dismiss(dict(zip(_NUMBERS, REASONS, strict=True)).get(typed, typed))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The same, from the line itself."""
        event.stop()
        self.action_reason_save()

    def action_reason_cancel(self) -> None:
        """Reject nothing."""
        self.dismiss(None)


def _usual(typed: str) -> Content:
    lines = [
        Content.assemble("▸" if number == typed.strip() else " ", (number, "bold"), f"  {why}")
        for number, why in zip(_NUMBERS, REASONS, strict=True)
    ]
    return Content("\n").join(lines)

"""Why something is rejected: a usual reason with one key, or words of one's own."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Input, Static

from dreamtui.show.text import cut, safe
from dreamtui.tui.actions import bindings
from dreamtui.tui.screens.box import BoxScreen

REASONS: Final = ("not true", "out of date", "too private", "not worth keeping", "said already")
MOST = 200
"""Characters of a reason: it is a note, not a text."""


class ReasonInput(Input):
    """Takes a digit for a usual reason while nothing is typed yet."""

    async def _on_key(self, event: Key) -> None:
        if not self.value and event.key.isdigit() and 0 < int(event.key) <= len(REASONS):
            event.stop()
            event.prevent_default()
            self.screen.dismiss(REASONS[int(event.key) - 1])
            return
        await super()._on_key(event)


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
            yield Static(_usual(), id="reason-usual")
            yield ReasonInput(placeholder="or type a reason of your own", max_length=MOST)
            keys = f"1–{len(REASONS)} rejects for that reason · enter rejects · esc back"
            yield Static(Content(keys), classes="keys")

    def action_reason_save(self) -> None:
        """Reject for what was typed."""
        self.dismiss(self.query_one(ReasonInput).value.strip())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The same, from the line itself."""
        event.stop()
        self.action_reason_save()

    def action_reason_cancel(self) -> None:
        """Reject nothing."""
        self.dismiss(None)


def _usual() -> Content:
    lines = [
        Content.assemble(" ", (str(number), "bold"), f"  {why}") for number, why in enumerate(REASONS, 1)
    ]
    return Content("\n").join(lines)

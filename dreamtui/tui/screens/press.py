"""Waiting for the key that an action shall have: whatever is pressed next is it, but for escape."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from dreamtui.tui.actions import Action
from dreamtui.tui.keymap import name, takes
from dreamtui.tui.screens.box import BoxScreen


class PressScreen(BoxScreen[str | None]):
    """Gives the key as Textual calls it, None when it shall stay as it is. No key has another meaning."""

    DEFAULT_CSS = """
    PressScreen > Vertical { width: 60; height: auto; padding: 1 2; }
    """

    def __init__(self, action: Action, now: str) -> None:
        super().__init__()
        self._action = action
        self._now = now

    def compose(self) -> ComposeResult:
        """Which action it is about."""
        with Vertical() as box:
            box.border_title = Content("Press a key")
            yield Static(Content.assemble((self._action.id, "bold"), f"  {self._action.sentence}"))
            yield Static(
                Content(f"now {self._now or 'no key'} · esc leaves it as it is"),
                id="press-keys",
                classes="keys",
            )

    def on_key(self, event: Key) -> None:
        """Take it."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
        elif takes(self._action, event.key):
            self.dismiss(event.key)
        else:
            told = (
                f"{name(event.key)} is typed there: press one that types nothing, such as ctrl and a letter"
            )
            self.query_one("#press-keys", Static).update(Content(told))

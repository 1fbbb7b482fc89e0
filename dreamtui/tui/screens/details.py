"""More about one thing, over the tabs: a title and a text to scroll through."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from dreamtui.show.text import safe
from dreamtui.tui.actions import bindings
from dreamtui.tui.screens.box import BoxScreen
from dreamtui.tui.widgets.parts import Page


class DetailsScreen(BoxScreen[None]):
    """It only shows."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("details")]
    DEFAULT_CSS = """
    DetailsScreen > Vertical { width: 90%; max-width: 110; height: auto; max-height: 90%; }
    DetailsScreen Page { height: auto; max-height: 100%; }
    """

    def __init__(self, title: str, lines: list[str]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """One page."""
        with Vertical() as box:
            box.border_title = Content(safe(self._title))
            box.border_subtitle = Content("esc back")
            with Page():
                yield Static(Content("\n".join(map(safe, self._lines))), markup=False)

    def on_mount(self) -> None:
        """Scroll with the usual keys."""
        self.query_one(Page).focus()

    def action_details_close(self) -> None:
        """Back to the tab."""
        self.dismiss()

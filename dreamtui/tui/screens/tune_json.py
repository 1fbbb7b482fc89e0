"""What openclaw.json has to say for a setting, to be copied; this program does not write that file."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from dreamtui.config.trying import Nested
from dreamtui.show.text import safe, several
from dreamtui.tui.actions import bindings
from dreamtui.tui.screens.box import BoxScreen
from dreamtui.tui.widgets.parts import Page


class JsonScreen(BoxScreen[None]):
    """Shows the object; `y` copies it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("json")]
    DEFAULT_CSS = """
    JsonScreen > Vertical {
        width: 76; height: auto; max-height: 100%; padding: 0 1;
        & > Page { height: auto; max-height: 18; padding: 0; }
        & > Static { color: $text-muted; }
    }
    """

    def __init__(self, nested: Nested, where: str) -> None:
        super().__init__()
        self.nested = nested
        self._where = where

    def compose(self) -> ComposeResult:
        """The object, what is not in it, what the keys do."""
        with Vertical() as box:
            box.border_title = Content("For openclaw.json")
            with Page():
                yield Static(Content(safe_lines(self.nested.text)), id="json-text", markup=False)
            yield Static(Content(self._notes()), id="json-notes", markup=False)

    def on_mount(self) -> None:
        """Scroll with the usual keys."""
        self.query_one(Page).focus()

    def action_json_copy(self) -> None:
        """Give it to the terminal's clipboard."""
        self.app.copy_to_clipboard(self.nested.text)
        self.app.notify("Copied, if your terminal lets programs copy.", markup=False)

    def action_json_close(self) -> None:
        """Back to the tabs."""
        self.dismiss()

    def _notes(self) -> str:
        told = [f"Merge it into {self._where} and restart the gateway; OpenClaw's own sweeps then go by it."]
        if self.nested.left_out:
            told.append(
                f"Left out, as only dreamtui knows them: {several(self.nested.left_out)}. Save those with w."
            )
        return "\n".join([*told, "y copies · esc back"])


def safe_lines(text: str) -> str:
    """Lines of text that act on nothing."""
    return "\n".join(map(safe, text.split("\n")))

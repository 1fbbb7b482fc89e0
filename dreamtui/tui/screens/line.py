"""The line above which all suggestions are pruned: a number, and at once how many entries that takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from dreamtui.show.text import count
from dreamtui.tui.actions import bindings
from dreamtui.tui.screens.box import BoxScreen


class LineScreen(BoxScreen[float | None]):
    """Gives the line (0..1), None when nothing shall be marked."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("line")]
    DEFAULT_CSS = """
    LineScreen > Vertical { width: 64; height: auto; max-height: 100%; padding: 0 1; }
    """

    def __init__(self, line: float, number: Callable[[float], tuple[int, int]]) -> None:
        super().__init__()
        self.line = line
        self.number = number
        """How many entries and tokens are above a line."""

    def compose(self) -> ComposeResult:
        """What is asked, the number, what it takes, the keys."""
        with Vertical() as box:
            box.border_title = Content("Prune all suggestions")
            yield Static(Content("Prune everything promoted that is staler than (0 to 1):"))
            yield Input(f"{self.line:.2f}", max_length=6, select_on_focus=False)
            yield Static(id="line-takes")
            yield Static(
                Content("enter takes them · esc back · w then shows what is written"), classes="keys"
            )

    def on_mount(self) -> None:
        """Say what the line takes."""
        self._tell()

    def on_input_changed(self) -> None:
        """Say what another one takes."""
        self._tell()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the line."""
        event.stop()
        self.action_line_take()

    def action_line_take(self) -> None:
        """Prune what is above it with the next write."""
        line = self._line()
        if line is None or not self.number(line)[0]:
            self.notify("There is nothing above this line.", severity="warning", markup=False)
        else:
            self.dismiss(line)

    def action_line_cancel(self) -> None:
        """Prune nothing."""
        self.dismiss(None)

    def _line(self) -> float | None:
        try:
            line = float(self.query_one(Input).value.replace(",", "."))
        except ValueError:
            return None
        return line if 0 <= line <= 1 else None

    def _tell(self) -> None:
        line = self._line()
        if line is None:
            told = Content.styled("A number from 0 to 1 is wanted.", "$text-error")
        else:
            entries, tokens = self.number(line)
            told = Content.styled(
                f"{count(entries, 'entry', 'entries')}, about {count(tokens, 'token')} together", "bold"
            )
        self.query_one("#line-takes", Static).update(told)

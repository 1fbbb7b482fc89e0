"""The progress of a sweep: which phase is doing what; it can be cancelled, or left to go on by itself."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from dreamtui.model import Phase
from dreamtui.tui.actions import bindings
from dreamtui.tui.header import PHASES
from dreamtui.tui.messages import SweepCancelled
from dreamtui.tui.screens.box import BoxScreen

EFFECT: Final = (
    "Nothing is promoted: what passes waits for review. Every sweep counts\n"
    "one more hit for what Light stages, so scores move a little.\n"
)


class SweepScreen(BoxScreen[None]):
    """Three lines, a phase each."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sweep")]
    DEFAULT_CSS = """
    SweepScreen > Vertical { width: 76; height: auto; padding: 1 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._at: Phase | None = None
        self._doing = "starting"
        self._cancelling = False
        self._over = False

    def compose(self) -> ComposeResult:
        """The phases, and the keys."""
        with Vertical() as box:
            box.border_title = Content("Sweep")
            yield Static(self._lines(), id="sweep-phases", markup=False)
            yield Static(self._keys(), id="sweep-keys", markup=False)

    def on_key(self, event: Key) -> None:
        """A key that means nothing here is for what lies behind; the sweep goes on there, too."""
        if event.key not in self.active_bindings and not self._cancelling:
            event.stop()
            self.dismiss()
            self.app.post_message(Key(event.key, event.character))

    def progress(self, phase: Phase, doing: str) -> None:
        """Show where it is."""
        self._at, self._doing = phase, doing
        if self.is_mounted:
            self.query_one("#sweep-phases", Static).update(self._lines())

    def end(self) -> None:
        """Leave as the sweep is over, at once or as soon as nothing lies over this."""
        self._over = True
        self.dismiss()

    def on_screen_resume(self) -> None:
        """Nothing lies over it any more."""
        if self._over:
            self.dismiss()

    def action_sweep_cancel(self) -> None:
        """Ask the sweep to stop; it does so at its next step."""
        if not self._cancelling:
            self._cancelling = True
            self.query_one("#sweep-keys", Static).update(self._keys())
            self.post_message(SweepCancelled())

    def action_sweep_hide(self) -> None:
        """Let it go on behind the tabs; the header tells."""
        if not self._cancelling:
            self.dismiss()

    def _lines(self) -> Content:
        order = list(PHASES)
        at = order.index(self._at) if self._at else -1
        lines = [Content(EFFECT)]
        for place, name in enumerate(PHASES.values()):
            mark, word = (
                ("✓", "done") if place < at else ("↻", f"{self._doing} …") if place == at else ("·", "waits")
            )
            style = "$success" if place < at else "bold" if place == at else "dim"
            lines.append(Content.styled(f"{mark} {name:<6} {word}", style))
        return Content("\n").join(lines)

    def _keys(self) -> Content:
        if self._cancelling:
            return Content("\ncancelling …")
        return Content.assemble(
            "\n", ("esc", "bold $accent"), " cancel  ",
            ("enter", "bold $accent"), " or any other key: in the background",
        )  # fmt: skip

"""Lines put together for the width there is, and only scrolled through."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.strip import Strip

from dreamtui.tui.actions import bindings
from dreamtui.tui.widgets.sheet import Sheet
from dreamtui.tui.widgets.strips import InkView, set_height


class Leaf(InkView, can_focus=True):
    """Lines put together for the width there is."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("text")]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._say: Callable[[Sheet], None] = lambda _sheet: None
        self._strips: list[Strip] | None = None
        """None until they are put together; there may be none at all."""

    def show(self, say: Callable[[Sheet], None]) -> None:
        """Show what `say` puts on a sheet; the place stays."""
        self._say = say
        self._draw()

    def _draw(self) -> None:
        width = self.scrollable_content_region.width
        if not width:
            return
        sheet = Sheet(width - 1, self.ink)
        self._say(sheet)
        before, margin = self._strips or [], Segment(" ", self.ink.plain)
        self._strips = [Strip([margin, *line], width) for line in sheet.strips]
        set_height(self, len(self._strips))
        self.repaint([] if self.scroll_y else before, self._strips)

    def render_line(self, y: int) -> Strip:
        """A line."""
        if self._strips is None:
            self._draw()
        strips, place = self._strips or [], y + round(self.scroll_y)
        if place >= len(strips):
            return Strip.blank(self.scrollable_content_region.width, self.ink.plain)
        return strips[place]

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Wrap anew."""
        self._draw()

    def notify_style_update(self) -> None:
        """Draw anew with other colours."""
        super().notify_style_update()
        self._strips = None

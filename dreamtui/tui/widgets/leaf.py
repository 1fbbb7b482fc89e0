"""Lines put together for the width there is, and only scrolled through."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dreamtui.tui.actions import bindings
from dreamtui.tui.widgets.sheet import Sheet
from dreamtui.tui.widgets.strips import COMPONENTS, Ink, ink_css, ink_of, set_height


class Leaf(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines put together for the width there is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    DEFAULT_CSS = """
    Leaf { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """ + ink_css("Leaf")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("text")]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._say: Callable[[Sheet], None] = lambda _sheet: None
        self._strips: list[Strip] | None = None
        self._ink: Ink | None = None

    def show(self, say: Callable[[Sheet], None]) -> None:
        """Show what `say` puts on a sheet; the place stays."""
        self._say = say
        self._draw()

    def _draw(self) -> None:
        width = self.scrollable_content_region.width
        if not width:
            return
        ink = self._ink = self._ink or ink_of(self)
        sheet = Sheet(width - 1, ink)
        self._say(sheet)
        before, margin = self._strips, Segment(" ", ink.plain)
        self._strips = [Strip([margin, *line], width) for line in sheet.strips]
        set_height(self, len(self._strips))
        self._repaint(before, self._strips, width)

    def _repaint(self, before: list[Strip] | None, now: list[Strip], width: int) -> None:
        """Paint the lines that differ."""
        if before is None or self.scroll_y:
            self.refresh()
            return
        height = self.size.height
        pairs = zip_longest(before[:height], now[:height])
        changed = [Region(0, y, width, 1) for y, (old, new) in enumerate(pairs) if old != new]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """A line."""
        if self._strips is None:
            self._draw()
        place = y + round(self.scroll_y)
        if self._strips is None or self._ink is None or place >= len(self._strips):
            return Strip.blank(self.scrollable_content_region.width, self._ink.plain if self._ink else None)
        return self._strips[place]

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Wrap anew."""
        self._draw()

    def notify_style_update(self) -> None:
        """Draw anew with other colours."""
        super().notify_style_update()
        self._ink = self._strips = None

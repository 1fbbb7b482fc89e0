"""A text to scroll in, drawn line by line: its lines are put together for the width that there is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.strip import Strip

from dreamtui.tui.actions import bindings
from dreamtui.tui.widgets.strips import Ink, InkView, set_height

Told = Callable[[int, Ink], Sequence[Strip]]
"""The lines for a width and the inks of the theme."""


class Reader(InkView, can_focus=True):
    """One text; what is seen stays in place as long as it is the same one. `fits`: as high as its lines."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("text")]

    def __init__(self, *, id: str | None = None, fits: bool = False) -> None:  # noqa: A002
        super().__init__(id=id)
        self._fits = fits
        self._of: Hashable = None
        self._told: Told | None = None
        self._lines: Sequence[Strip] = ()
        self._width = 0

    def show(self, of: Hashable, told: Told, top: int | None = None) -> None:
        """Show a text; `of` says which one it is, `top` a line of it that is to be seen."""
        same, self._of, self._told, self._width = of == self._of, of, told, 0
        self._lay_out()
        if top is not None:
            self._see(top)
        elif not same:
            self.scroll_to(y=0, animate=False, force=True)
        self.refresh()

    @property
    def lines(self) -> Sequence[Strip]:
        """The lines as they are shown."""
        return self._lines

    def _see(self, line: int) -> None:
        height, top = self.scrollable_content_region.height, round(self.scroll_y)
        if not top <= line < top + height:
            self.scroll_to(y=max(0, line - height // 3), animate=False, force=True)

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if self._told is not None and width and width != self._width:
            self._width = width
            self._lines = self._told(width, self.ink)
            set_height(self, len(self._lines))
            if self._fits:
                self.styles.height = max(1, len(self._lines))

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Wrap anew."""
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """A line of the text, or nothing."""
        self._lay_out()
        place = y + round(self.scroll_y)
        if place < len(self._lines):
            return self._lines[place]
        return Strip.blank(self.size.width, self.rich_style)

    def notify_style_update(self) -> None:
        """Draw anew with other colours."""
        super().notify_style_update()
        self._width = 0

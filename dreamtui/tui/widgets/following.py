"""Rows of which new ones keep coming: at the end where they come, the cursor goes with them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Literal

from textual.strip import Strip

from dreamtui.tui.widgets.rows import Rows
from dreamtui.tui.widgets.sheet import Sheet
from dreamtui.tui.widgets.strips import Ink, Part

Told = Iterable[tuple[str, str]]
"""The parts of a row: text that is safe already, and by which name of `Ink` it is drawn."""


class Following(Rows):
    """The cursor stays on its row; when it stands at the end that is followed, on the newest."""

    def __init__(self, follows: Literal["first", "last"] = "first") -> None:
        super().__init__()
        self._follows = follows

    def tell(self, ids: Sequence[Hashable], told: Callable[[int], Told], empty: str) -> None:
        """Show these rows; `empty` is said where there are none."""

        def draw(index: int, _width: int, ink: Ink) -> list[Part]:
            return [(text, getattr(ink, name)) for text, name in told(index)]

        follow = self.at_end
        self.empty_text = empty
        self.show(ids, draw)
        if follow:
            self.move_to(0 if self._follows == "first" else len(ids) - 1)

    @property
    def at_end(self) -> bool:
        """Whether the cursor stands where new rows come."""
        return self.cursor in (None, 0 if self._follows == "first" else len(self._ids) - 1)

    def render_line(self, y: int) -> Strip:
        """A row, or what is said where there is none, in as many lines as it takes."""
        if self._ids:
            return super().render_line(y)
        ink, width = self.ink, self.scrollable_content_region.width
        sheet = Sheet(width, ink)
        sheet.say(self.empty_text, ink.dim, [(" ", ink.plain)])
        return sheet.strips[y] if y < len(sheet.strips) else Strip.blank(width, ink.plain)

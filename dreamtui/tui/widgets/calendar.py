"""A month with a mark for every day; a click on a day asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import ClassVar, Final

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dreamtui.files.diary import MONTH_NAMES
from dreamtui.tui.widgets.strips import COMPONENTS, Part, ink_css, ink_of, strip

CELL: Final = 4
WIDTH: Final = 7 * CELL
HEIGHT: Final = 9
LEGEND: Final = "●dream !look ○missing ·none"
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Calendar(Widget):
    """One month; the day of the cursor stands in brackets."""

    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    DEFAULT_CSS = f"Calendar {{ width: {WIDTH + 2}; height: {HEIGHT}; padding: 0 1; }}\n" + ink_css(
        "Calendar"
    )

    class Chosen(Message):
        """A day was clicked."""

        def __init__(self, day: str) -> None:
            self.day = day
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._day: date | None = None
        self._mark: Callable[[str], str] = lambda _: " "

    def show(self, day: str | None, mark: Callable[[str], str]) -> None:
        """Show the month of a day (None: the same month, and no day), with these marks, one letter each."""
        chosen = date.fromisoformat(day) if day else None
        if (chosen, mark) != (self._day, self._mark):
            self._day, self._mark = chosen, mark
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of the calendar; styles are looked up once for all of them."""
        self._ink = ink_of(self)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """The title, the days of the week, the weeks, what the marks mean."""
        ink, width, day = self._ink, self.size.width, self._day
        if day is None or y >= HEIGHT:
            return strip([], width, ink.plain)
        if y == HEIGHT - 1:
            return strip([(LEGEND, ink.dim)], width, ink.plain)
        if y == 0:
            return strip(
                [(f"{MONTH_NAMES[day.month - 1]} {day.year}".center(WIDTH), ink.strong)], width, ink.plain
            )
        if y == 1:
            return strip([(f" {name[:2]} ", ink.dim) for name in DAYS], width, ink.plain)
        parts: list[Part] = []
        for place in range(7):
            at = self._at(place, y)
            if at is None:
                parts.append((" " * CELL, ink.plain))
                continue
            mark = self._mark(at.isoformat())
            left, style = (">", ink.cursor) if at == day else (" ", ink.warn if mark in "!○" else ink.plain)
            parts.append((f"{left}{at.day:>2}{mark}", style))
        return strip(parts, width, ink.plain)

    def _at(self, place: int, y: int) -> date | None:
        """The day in a column and line; None outside the month."""
        assert self._day is not None
        first = self._day.replace(day=1)
        try:
            at = first + timedelta(days=(y - 2) * 7 + place - first.weekday())
        except OverflowError:
            return None
        return at if at.month == first.month else None

    def on_click(self, event: events.Click) -> None:
        """Ask for the day."""
        offset = event.get_content_offset(self)
        if offset is None or not 2 <= offset.y < HEIGHT - 1 or self._day is None or offset.x >= WIDTH:
            return
        if at := self._at(offset.x // CELL, offset.y):
            self.post_message(self.Chosen(at.isoformat()))

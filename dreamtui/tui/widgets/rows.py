"""A list drawn line by line when a line is seen: a cursor that follows ids, whatever the rows say."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from dreamtui.tui.actions import bindings
from dreamtui.tui.widgets.strips import Ink, InkView, Part, flat, set_height, strip
from dreamtui.tui.widgets.tabular import CURSOR

Draw = Callable[[int, int, Ink], Sequence[Part]]
"""The parts of a row, by its index, the width and the inks; the texts are safe already. The first column is
not theirs: the mark of the cursor stands there."""


class Rows(InkView, can_focus=True):
    """Rows that a cursor moves along; it passes over those that are only headings."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list")]

    class Moved(Message):
        """The cursor stands on another row, or its row says something else; only the last one counts."""

        def __init__(self, rows: Rows) -> None:
            self.rows = rows
            super().__init__()

        @property
        def control(self) -> Rows:
            """Which list it is."""
            return self.rows

        def can_replace(self, message: Message) -> bool:
            """Take the place of an older one that nobody has read yet."""
            return isinstance(message, Rows.Moved) and message.rows is self.rows

    class Opened(Message):
        """A person wants to see more of the row under the cursor."""

        def __init__(self, rows: Rows) -> None:
            self.rows = rows
            super().__init__()

        @property
        def control(self) -> Rows:
            """Which list it is."""
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.empty_text = ""
        self._ids: Sequence[Hashable] = ()
        self._draw: Draw | None = None
        self._fixed: Container[int] = ()
        self._cursor = 0

    # --- what is shown ----------------------------------------------------------------------

    def show(self, ids: Sequence[Hashable], draw: Draw, fixed: Container[int] = ()) -> None:
        """Show these rows; cursor and scroll stay with their ids. No cursor goes to `fixed` indices."""
        held = self._ids[self._cursor] if self._ids else None
        offset = self._cursor - round(self.scroll_y)
        self._ids, self._draw, self._fixed = ids, draw, fixed
        there = ids.index(held) if held is not None and held in ids else min(self._cursor, len(ids) - 1)
        self._cursor = self._allowed(max(0, there), 1)
        set_height(self, len(ids))
        self.scroll_to(y=max(0, self._cursor - offset), animate=False, force=True)
        self._see_cursor()
        self.refresh()
        self.post_message(self.Moved(self))

    @property
    def cursor(self) -> int | None:
        """The index of the row under the cursor; None where there is none."""
        return self._cursor if self._ids and self._cursor not in self._fixed else None

    def move_to(self, index: int) -> None:
        """Put the cursor on a row."""
        self._go(index, 1 if index >= self._cursor else -1)

    def action_cursor_up(self) -> None:
        """Go to the row above."""
        self._go(self._cursor - 1, -1)

    def action_cursor_down(self) -> None:
        """Go to the row below."""
        self._go(self._cursor + 1, 1)

    def action_page_up(self) -> None:
        """Go up a page."""
        self._go(self._cursor - self._page, -1)

    def action_page_down(self) -> None:
        """Go down a page."""
        self._go(self._cursor + self._page, 1)

    def action_first(self) -> None:
        """Go to the first row."""
        self._go(0, 1)

    def action_last(self) -> None:
        """Go to the last row."""
        self._go(len(self._ids) - 1, -1)

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)

    def _go(self, index: int, step: int) -> None:
        if not self._ids:
            return
        before, self._cursor = self._cursor, self._allowed(max(0, min(index, len(self._ids) - 1)), step)
        self._see_cursor()
        self.refresh_line(before)
        self.refresh_line(self._cursor)
        if before != self._cursor:
            self.post_message(self.Moved(self))

    def _allowed(self, index: int, step: int) -> int:
        """The index, or the nearest one that the cursor may stand on, first in the direction of the step."""
        for way in (step, -step):
            at = index
            while 0 <= at < len(self._ids):
                if at not in self._fixed:
                    return at
                at += way
        return max(0, index)

    def _see_cursor(self) -> None:
        height = max(1, self.scrollable_content_region.height)
        first = self._cursor
        while first and first - 1 in self._fixed:  # the heading above is seen with its first row
            first -= 1
        top = max(min(round(self.scroll_y), first), self._cursor - height + 1)
        if top != round(self.scroll_y):
            self.scroll_to(y=top, animate=False, force=True)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Keep the cursor in sight."""
        self._see_cursor()

    def on_click(self, event: events.Click) -> None:
        """A row takes the cursor, a double click opens it."""
        at = event.get_content_offset(self)
        index = at.y + round(self.scroll_y) if at is not None else len(self._ids)
        if index < len(self._ids) and index not in self._fixed:
            self._go(index, 1)
            if event.chain == 2:
                self.post_message(self.Opened(self))

    # --- drawing ----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """A line of the screen: a row, or nothing."""
        width, ink = self.scrollable_content_region.width, self.ink
        index = y + round(self.scroll_y)
        if self._draw is None or index >= len(self._ids):
            told = f" {flat(self.empty_text)}" if not self._ids and y == 0 else ""
            return strip([(told, ink.dim)], width, ink.plain)
        parts = self._draw(index, width - 1, ink)
        if index != self._cursor or index in self._fixed:
            return strip([(" ", ink.plain), *parts], width, ink.plain)
        style = ink.cursor if self.has_focus else ink.blurred
        return strip([(CURSOR, style), *((text, style) for text, _ in parts)], width, style)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show whether keys come here."""
        super().watch_has_focus(has_focus)
        self.refresh_line(self._cursor)

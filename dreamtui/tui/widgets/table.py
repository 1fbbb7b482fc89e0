"""A table drawn line by line when a line is seen, so that its size costs nothing: cursor, marks, order."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from dreamtui.tui.actions import bindings
from dreamtui.tui.widgets.places import Held, Places
from dreamtui.tui.widgets.strips import DrawnView, Part, flat, set_height, strip
from dreamtui.tui.widgets.tabular import Layout, Look, State, header_parts, look_of

HEADER = 1  # lines above the first row


class Table(DrawnView, can_focus=True):
    """Rows in the order given; cursor, marks and scroll follow their keys, not their places.

    A subclass says which columns there are (`columns_at`) and what stands in them (`parts`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list")]
    SORTS: ClassVar[Sequence[str]] = ()
    """What it can be sorted by, one after the other."""
    FIRST_SORT: ClassVar[str] = ""
    """What the key sorts by first."""

    highlighted: var[str | None] = var(None)
    """The key that the cursor was moved to; watched, and no message, so that what follows the cursor is
    painted together with it. `show` leaves it to its caller to look where the cursor stands now."""

    class Marked(Message):
        """Other rows are marked than before."""

        def __init__(self, marks: frozenset[str]) -> None:
            self.marks = marks
            super().__init__()

    class Opened(Message):
        """A person wants to see more of a row."""

        def __init__(self, key: str) -> None:
            self.key = key
            super().__init__()

    class SortAsked(Message):
        """A person wants another order."""

        def __init__(self, sort: str, reverse: bool) -> None:
            self.sort = sort
            self.reverse = reverse
            super().__init__()

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._nothing = ""
        self.sort: str | None = None
        self.sort_reversed = False
        self._held: Held | None = None
        self._indices: Sequence[int] = ()
        self._cursor = 0
        self._marks: frozenset[str] = frozenset()
        self._look: Look | None = None
        # with the row itself: as long as that is kept, no other row has its id
        self._strips: LRUCache[tuple[int, State], tuple[Any, Strip]] = LRUCache(1024)

    def columns_at(self, width: int) -> Layout:
        """The columns at a width."""
        raise NotImplementedError

    def parts(self, row: Any, state: State, look: Look) -> list[Part]:
        """A row, column by column."""
        raise NotImplementedError

    # --- what is shown ----------------------------------------------------------------------

    def show(self, held: Held, indices: Sequence[int], nothing: str = "") -> None:
        """Show these rows, or say why there is `nothing`; cursor, marks and scroll stay with their keys. Only
        what differs is painted."""
        anchor, before = self._anchor(), self._seen()
        there = Places(held, indices)
        cursor, top = (there.nearest(place, self._held, self._indices) for place in (self._cursor, anchor))
        offset = anchor - round(self.scroll_y)
        self._held, self._indices, self._cursor, self._nothing = held, indices, cursor, nothing
        self._marks = frozenset(key for key in self._marks if key in held.by_key)
        set_height(self, len(indices) + HEADER)
        self.scroll_to(y=max(0, top - offset), animate=False, force=True)
        self.repaint(before, self._seen())
        self.set_reactive(Table.highlighted, self.cursor_key)

    def _seen(self) -> list[Strip]:
        """The lines on the screen, most of which are known."""
        return [self.render_line(y) for y in range(self.size.height)]

    @property
    def rows_shown(self) -> int:
        """How many rows there are in this view."""
        return len(self._indices)

    @property
    def cursor_row(self) -> Any:
        """The row under the cursor; None where there is none."""
        return self._row(self._cursor) if self._indices else None

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor."""
        row = self.cursor_row
        return None if row is None else row.key

    @property
    def marks(self) -> frozenset[str]:
        """The keys of marked rows, those that the view leaves out among them."""
        return self._marks

    @marks.setter
    def marks(self, keys: frozenset[str]) -> None:
        if keys != self._marks:
            self._marks = keys
            self.post_message(self.Marked(keys))
            self.refresh()

    def _row(self, position: int) -> Any:
        assert self._held is not None
        return self._held.rows[self._indices[position]]

    def _anchor(self) -> int:
        """The place that stays where it is on the screen: the cursor's, or the first one seen."""
        top = round(self.scroll_y)
        seen = top <= self._cursor < top + self._page
        return self._cursor if seen else top

    # --- moving -----------------------------------------------------------------------------

    @property
    def _page(self) -> int:
        """How many rows are seen at once."""
        return max(1, self.scrollable_content_region.height - HEADER)

    def move_to(self, key: str) -> bool:
        """Put the cursor on a row of this view; whether it is there."""
        place = Places(self._held, self._indices).of(key, self._cursor) if self._held else None
        if place is not None:
            self._go(place)
        return place is not None

    def next_open(self, step: int = 1, besides: Container[str] = ()) -> bool:
        """Put the cursor on the next row that waits for a decision (or the one before), round the end.

        The keys `besides` are decided already, though that does not show yet.
        """
        count = len(self._indices)
        for distance in range(1, count + 1):
            position = (self._cursor + step * distance) % count
            row = self._row(position)
            if row.open and row.key not in besides:
                self._go(position)
                return True
        return False

    def action_cursor_up(self) -> None:
        """Go to the row above."""
        self._go(self._cursor - 1)

    def action_cursor_down(self) -> None:
        """Go to the row below."""
        self._go(self._cursor + 1)

    def action_page_up(self, pages: int = -1) -> None:
        """Go up a page; what is seen goes along."""
        step = pages * max(1, self._page - 1)
        self.scroll_to(y=round(self.scroll_y) + step, animate=False, force=True)
        self._go(self._cursor + step)

    def action_page_down(self) -> None:
        """Go down a page; what is seen goes along."""
        self.action_page_up(1)

    def action_first(self) -> None:
        """Go to the first row."""
        self._go(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self._go(len(self._indices) - 1)

    def _go(self, position: int) -> None:
        before, self._cursor = self._cursor, max(0, min(position, len(self._indices) - 1))
        self._see_cursor()
        self.refresh_line(before + HEADER)
        self.refresh_line(self._cursor + HEADER)
        self.highlighted = self.cursor_key

    def _see_cursor(self) -> None:
        top = max(min(round(self.scroll_y), self._cursor), self._cursor - self._page + 1)
        if top != round(self.scroll_y):
            self.scroll_to(y=top, animate=False, force=True)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Keep the cursor in sight."""
        self._see_cursor()

    # --- marking, opening, sorting ----------------------------------------------------------

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take its mark off, and go on."""
        self._mark()
        self._go(self._cursor + 1)

    def _mark(self) -> None:
        key = self.cursor_key
        if key is not None:
            self._marks ^= {key}
            self.post_message(self.Marked(self._marks))
            self.refresh_line(self._cursor + HEADER)

    def action_sort_by(self, step: int) -> None:
        """Sort by the next column, or the one before."""
        sorts = self.SORTS
        at = sorts.index(self.sort) + step if self.sort else sorts.index(self.FIRST_SORT)
        self._sort(sorts[at % len(sorts)], False)

    def action_reverse(self) -> None:
        """Turn the order round."""
        self._sort(self.sort or self.FIRST_SORT, not self.sort_reversed)

    def _sort(self, sort: str, reverse: bool) -> None:
        self.sort, self.sort_reversed = sort, reverse
        self.refresh_line(round(self.scroll_y))
        self.post_message(self.SortAsked(sort, reverse))

    def on_click(self, event: events.Click) -> None:
        """A title sorts; a row takes the cursor, its first columns mark it, a double click opens it."""
        at = event.get_content_offset(self)
        if at is None:
            return
        if at.y < HEADER:
            sort = self._drawn_with().layout.at(at.x).sort
            if sort:
                self._sort(sort, sort == self.sort and not self.sort_reversed)
            return
        position = at.y - HEADER + round(self.scroll_y)
        if position < len(self._indices):
            self._go(position)
            columns = self._drawn_with().layout
            if columns.at(at.x) is columns.columns[0]:
                self._mark()
            elif event.chain == 2 and (key := self.cursor_key) is not None:
                self.post_message(self.Opened(key))

    # --- drawing ----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """A line of the screen: the titles, a row, or nothing."""
        width = (look := self._drawn_with()).layout.width
        if y < HEADER:
            return strip(header_parts(look, self.sort, reverse=self.sort_reversed), width, look.ink.header)
        position = y - HEADER + round(self.scroll_y)
        if position < len(self._indices):
            return self._row_strip(self._row(position), position, look)
        told = f"  {flat(self._nothing)}" if not self._indices and y == HEADER + 1 else ""
        return strip([(told, look.ink.dim)], width, look.ink.plain)

    def _row_strip(self, row: Any, position: int, look: Look) -> Strip:
        is_cursor = position == self._cursor
        state = State(is_cursor, row.key in self._marks, is_cursor and self.has_focus)
        known = self._strips.get((id(row), state))
        if known is not None and known[0] is row:
            return known[1]
        drawn = strip(self.parts(row, state, look), look.layout.width, look.ink.plain)
        self._strips[id(row), state] = row, drawn
        return drawn

    def _drawn_with(self) -> Look:
        """Columns and styles; every strip is forgotten when one of them changes."""
        width = self.scrollable_content_region.width
        if self._look is None or self._look.layout.width != width:
            self._look = look_of(self, self.columns_at(width))
            self._strips.clear()
        return self._look

    def notify_style_update(self) -> None:
        """Draw anew with other colours."""
        super().notify_style_update()
        self._look = None

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show whether keys come here."""
        super().watch_has_focus(has_focus)
        self.refresh_line(self._cursor + HEADER)

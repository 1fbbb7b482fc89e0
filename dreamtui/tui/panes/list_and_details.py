"""A list under a filter bar, and the details of a row beside or below it; a subclass says what they show."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Static

from dreamtui.tui.messages import Redo, Undo
from dreamtui.tui.widgets.filters import FilterBar, Kinds
from dreamtui.tui.widgets.parts import Pane
from dreamtui.tui.widgets.table import Table

WIDE = 110
"""Columns from which the details stand beside the list."""
TALL = 18
"""Lines of the pane from which they stand below it where it is not wide."""


class ListAndDetails(Pane):
    """A tab of rows; cursor, marks, filter and scroll survive what is read next.

    Where there are no rows the notice has all the room, and the pane takes the keys, to say why they do
    nothing.
    """

    DEFAULT_CSS = """
    ListAndDetails {
        layout: vertical;
        & > .notice { height: auto; max-height: 6; padding: 0 1; color: $text-muted; }
        & > .body { height: 1fr; layout: vertical; }
        & .told { height: 45%; width: 1fr; border-top: solid $primary-muted; }
        &.low .told { display: none; }
        &.wide .body { layout: horizontal; }
        &.wide Table { width: 11fr; }
        &.wide .told {
            display: block; width: 9fr; height: 1fr; border-top: none; border-left: solid $primary-muted;
        }
        &.full Table { display: none; }
        &.full .told { display: block; height: 1fr; width: 1fr; border: none; }
        &.nothing .body, &.nothing FilterBar { display: none; }
        &.nothing > .notice { height: 1fr; max-height: 100%; padding: 1 2; color: $text; }
        & .empty { display: none; }
    }
    """
    KEYS: ClassVar[str] = ""
    """What the names of its actions begin with where another tab has actions of the same name."""
    NONE_OPEN: ClassVar[str]
    """What is said where no row waits for a decision."""

    def __init__(self, rows: Table, kinds: Kinds, details: Widget, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows, self.bar, self.details = rows, FilterBar(kinds), details
        self.notice = Static(classes="notice empty", markup=False)

    def compose(self) -> ComposeResult:
        """Filters above, the list and the details below."""
        yield self.bar
        yield self.notice
        with Container(classes="body"):
            yield self.rows
            with Container(classes="told"):
                yield self.details

    def on_mount(self) -> None:
        """The details follow the cursor."""
        self.watch(self.rows, "highlighted", self.moved, init=False)

    def on_resize(self, event: Resize) -> None:
        """The details go where there is room."""
        self.set_class(event.size.width >= WIDE, "wide")
        self.set_class(event.size.height < TALL, "low")

    # --- what a subclass shows --------------------------------------------------------------------

    def show_rows(self) -> None:
        """Show the rows of the filter, the words and the order that hold."""
        raise NotImplementedError

    def show_notice(self) -> None:
        """Say what is to be said above the list, or in place of it."""
        raise NotImplementedError

    def moved(self) -> None:
        """Tell of the row under the cursor."""
        raise NotImplementedError

    def tell(self, told: Content | None) -> None:
        """Say something above the list, or nothing."""
        part = self.notice
        if part.content != (told or ""):
            width, height = part.size
            fits = told is not None and width > 0 and told.get_height({}, width) == height
            part.update(told or "", layout=not fits)
        part.set_class(told is None, "empty")

    # --- who has the keys -------------------------------------------------------------------------

    @property
    def last_part(self) -> Widget:
        """Keys go to the list first."""
        return self if self.has_class("nothing") else self.rows

    def take_keys(self, *, nothing: bool) -> None:
        """Where there is `nothing`, no list to take the keys, the pane does."""
        focused = self.screen.focused
        mine = focused is None or self in focused.ancestors_with_self
        self.set_class(nothing, "nothing")
        self.can_focus = nothing
        if mine and self.display and (nothing or focused in (None, self)):
            self.last_part.focus()

    # --- what the parts tell ----------------------------------------------------------------------

    def on_filter_bar_filter_changed(self, message: FilterBar.FilterChanged) -> None:
        """Show other rows."""
        message.stop()
        self.show_rows()

    def on_filter_bar_search_ended(self, message: FilterBar.SearchEnded) -> None:
        """Keys belong to the list again."""
        message.stop()
        self.rows.focus()

    def on_table_sort_asked(self, message: Table.SortAsked) -> None:
        """Show the rows in another order."""
        message.stop()
        self.show_rows()

    def on_table_marked(self, message: Table.Marked) -> None:
        """Say that keys act on what is marked."""
        message.stop()
        self.marked(message.marks)

    def marked(self, marks: frozenset[str]) -> None:  # noqa: ARG002 (not every list looks which they are)
        """Other rows are marked."""
        self.show_notice()
        self.refresh_bindings()

    def on_table_opened(self, message: Table.Opened) -> None:
        """Show all of the details."""
        message.stop()
        self.action_details()

    # --- keys -------------------------------------------------------------------------------------

    def works(self, name: str) -> bool:
        """Whether an action of this tab does something now; a person is told why not."""
        return super().works(self.KEYS + name)

    def action_mark(self) -> None:
        """Mark the row under the cursor and go on."""
        if self.works("mark"):
            self.rows.action_mark()

    def action_filter(self) -> None:
        """Search for words, where there are any."""
        if self.works("filter"):
            self.bar.search()

    def action_next_filter(self) -> None:
        """Show the next quick filter."""
        self.bar.next_filter(1)

    def action_previous_filter(self) -> None:
        """Show the one before."""
        self.bar.next_filter(-1)

    def action_sort_by(self, step: int) -> None:
        """Sort by the next column, or the one before."""
        self.rows.action_sort_by(step)

    def action_reverse(self) -> None:
        """Turn the order around."""
        self.rows.action_reverse()

    def action_next_open(self) -> None:
        """Go to the next that waits for a decision."""
        self._next_open(1)

    def action_previous_open(self) -> None:
        """Go to the one before that does."""
        self._next_open(-1)

    def _next_open(self, step: int) -> None:
        if not self.rows.next_open(step):
            self.notify(self.NONE_OPEN, markup=False)

    def action_details(self) -> None:
        """Give the details all the room, or take it back."""
        full = not self.has_class("full")
        self.set_class(full, "full")
        (self.details if full else self.rows).focus()

    def action_focus_list(self) -> None:
        """Keys go to the list."""
        self.remove_class("full")
        self.rows.focus()

    def action_focus_details(self) -> None:
        """Keys go to the details."""
        if self.query_one(".told").display:
            self.details.focus()
        else:
            self.action_details()

    def action_clear(self) -> None:
        """Close the details, else take the marks away, else the words."""
        if self.has_class("full"):
            self.action_details()
        elif self.rows.marks:
            self.rows.marks = frozenset()
        elif self.bar.words:
            self.bar.clear_words()
        else:
            self.rows.focus()

    def action_undo(self) -> None:
        """Take the last step back."""
        if self.works("undo"):
            self.post_message(Undo())

    def action_redo(self) -> None:
        """Take the last undo back."""
        if self.works("redo"):
            self.post_message(Redo())

"""Looking at MEMORY.md: gauge, filters, the list, what is told of an entry; nothing is decided here."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Static

from dreamtui.review.ledger import Ledger
from dreamtui.service.desk import Desk
from dreamtui.service.pruner import Listing, Pruner
from dreamtui.service.steps import History
from dreamtui.tui.panes import memory_told, memory_words
from dreamtui.tui.panes.memory_items import FILTERS, Contents, Item
from dreamtui.tui.panes.memory_told import About
from dreamtui.tui.view import View
from dreamtui.tui.widgets.entries import EntryList
from dreamtui.tui.widgets.filters import FilterBar
from dreamtui.tui.widgets.leaf import Leaf
from dreamtui.tui.widgets.parts import Gathered, Pane
from dreamtui.tui.widgets.table import Table

WIDE = 110
"""Columns from which the details stand beside the list."""
TALL = 18
"""Lines of the pane from which they stand below it where it is not wide."""


class MemoryLook(Pane):
    """MEMORY.md entry by entry; cursor, marks, filter and scroll survive the next reading."""

    DEFAULT_CSS = """
    MemoryLook {
        layout: vertical;
        & > #memory-head { height: 1; padding: 0 1; }
        & > #memory-notice { height: auto; max-height: 4; padding: 0 1; color: $text-muted; }
        & > #memory-body { height: 1fr; layout: vertical; }
        & EntryList { height: 1fr; width: 1fr; }
        & Leaf { height: 45%; width: 1fr; border-top: solid $primary-muted; }
        &.low Leaf { display: none; }
        &.wide #memory-body { layout: horizontal; }
        &.wide EntryList { width: 11fr; }
        &.wide Leaf {
            display: block; width: 9fr; height: 1fr; border-top: none; border-left: solid $primary-muted;
        }
        &.full EntryList { display: none; }
        &.full Leaf { display: block; height: 1fr; width: 1fr; border: none; }
        &.nothing #memory-body, &.nothing FilterBar, &.nothing #memory-head { display: none; }
        &.nothing > #memory-notice { height: 1fr; max-height: 100%; padding: 1 2; color: $text; }
        & .empty { display: none; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.contents: Contents | None = None
        self.desk: Desk | None = None
        self.view = View()
        self.archived = False
        self._read_of: object = None
        self._chosen = False
        self._told: str | None = None
        self._kind: tuple[bool, ...] = ()

    def compose(self) -> ComposeResult:
        """The gauge, filters, the list, what is told of a row."""
        yield Static(memory_words.READING, id="memory-head", markup=False)
        yield FilterBar(FILTERS)
        yield Static(id="memory-notice", classes="empty", markup=False)
        with Container(id="memory-body"):
            yield EntryList()
            yield Leaf(id="memory-told")

    def on_mount(self) -> None:
        """What is told follows the cursor."""
        self.watch(self.rows, "highlighted", self._moved, init=False)

    def on_resize(self, event: Resize) -> None:
        """The details go where there is room."""
        self.set_class(event.size.width >= WIDE, "wide")
        self.set_class(event.size.height < TALL, "low")
        self._show_head()

    @property
    def rows(self) -> EntryList:
        """The list."""
        return self.query_one(EntryList)

    @property
    def bar(self) -> FilterBar:
        """The filters."""
        return self.query_one(FilterBar)

    @property
    def details(self) -> Leaf:
        """What is told of the row under the cursor."""
        return self.query_one(Leaf)

    @property
    def last_part(self) -> Widget | None:
        """Keys go to the list first."""
        return self if self.has_class("nothing") else next(iter(self.query(EntryList)), None)

    @property
    def listing(self) -> Listing | None:
        """What was read."""
        return self.contents.listing if self.contents else None

    @property
    def item(self) -> Item | None:
        """The row under the cursor."""
        item: Item | None = self.rows.cursor_row
        return item

    # --- reading ----------------------------------------------------------------------------------

    def show(self, desk: Desk, view: View) -> None:
        """Show another view: where only decisions are new, what was read stays."""
        self.desk, self.view = desk, view
        said = view.queue.ledger if view.queue else None
        if self.listing and said and self._read_of is view.standing and self.listing.assessed:
            self._hold(self.listing.under(said))
        else:
            self._read_of = view.standing
            super().show(desk, view)

    def gather(self, desk: Desk, view: View, /) -> tuple[Listing, Ledger, bool]:
        """Read MEMORY.md: first what stands in it, then how stale that is."""
        assert view.standing is not None
        assert view.queue is not None
        pruner = Pruner(desk, History(desk, lambda: view.loaded_ms))
        archived = bool(pruner.archived())
        said, snapshot = view.queue.ledger, view.standing.inputs.snapshot

        def early(listing: Listing) -> None:
            self.post_message(Gathered((listing, said, archived)))

        partly = early if self.contents is None else None
        return pruner.listing(snapshot, said, partly), said, archived

    def fill(self, data: tuple[Listing, Ledger, bool]) -> None:
        """Show what was read, under the decisions of now."""
        listing, said, self.archived = data
        self._hold(listing.under(self.view.queue.ledger if self.view.queue else said))

    def _hold(self, listing: Listing) -> None:
        self.contents = Contents(listing, self.view.loaded_ms, self.contents)
        self._take_keys(nothing=not self.contents.rows)
        if listing.assessed and not self._chosen and self.contents.rows:
            self._chosen = True
            if self.contents.counts["suggested"]:
                self.bar.choose("suggested")
                self.show_rows()
                self.rows.action_first()
        self.show_rows()

    def _take_keys(self, *, nothing: bool) -> None:
        """Where there is no list to take the keys the pane does, to say why they do nothing."""
        focused = self.screen.focused
        mine = focused is None or self in focused.ancestors_with_self
        changed = nothing != self.has_class("nothing")
        self.set_class(nothing, "nothing")
        self.can_focus = nothing
        if changed and mine and self.display:
            (self if nothing else self.rows).focus()

    # --- showing ----------------------------------------------------------------------------------

    def show_rows(self) -> None:
        """Show the rows of the filter, the words and the order that hold."""
        contents, rows, bar = self.contents, self.rows, self.bar
        if contents is None:
            return
        rows.empty_text = memory_words.nothing_shown(bar.shown, bar.words)
        rows.show(contents, contents.view(bar.shown, bar.words, rows.sort, reverse=rows.sort_reversed))
        bar.show(contents.counts, contents.left)
        self._show_head()
        self.show_notice()
        self._told = None
        self._moved()
        self.refresh_bindings()

    def _show_head(self) -> None:
        if self.listing is not None and self.desk is not None:
            settings = self.desk.loaded.settings.memory
            told = memory_words.head(self.listing, settings, self.size.width)
            self.query_one("#memory-head", Static).update(told, layout=False)

    def show_notice(self) -> None:
        """What is said above the list."""
        if self.contents is None or self.view.standing is None:
            return
        exists = self.view.standing.inputs.snapshot.memory.raw is not None
        told = memory_words.notice(self.contents, exists=exists, marked=len(self.rows.marks))
        part = self.query_one("#memory-notice", Static)
        if part.content != (told or ""):
            width, height = part.size
            fits = told is not None and width > 0 and told.get_height({}, width) == height
            part.update(told or "", layout=not fits)
        part.set_class(told is None, "empty")

    def _moved(self) -> None:
        """Tell of the row under the cursor."""
        item, contents, leaf = self.item, self.contents, self.details
        if contents is None or self.desk is None:
            return
        key = item.key if item else None
        if key != self._told:
            self._told = key
            if leaf.scroll_y:
                leaf.scroll_home(animate=False, force=True)
        if item is None:
            leaf.show(lambda _sheet: None)
        else:
            about = About(item, contents, self.desk.loaded.settings.memory)
            leaf.show(partial(memory_told.tell, about=about))
        row = item.row if item else None
        kind = item is None, row is None, row is not None and row.locked
        if kind != self._kind:  # other keys do something here
            self._kind = kind
            self.refresh_bindings()

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
        self.show_notice()
        self.refresh_bindings()

    def on_table_opened(self, message: Table.Opened) -> None:
        """Show all of the details."""
        message.stop()
        self.action_memory_details()

    # --- keys -------------------------------------------------------------------------------------

    def action_memory_details(self) -> None:
        """Give the details all the room, or take it back."""
        full = not self.has_class("full")
        self.set_class(full, "full")
        (self.details if full else self.rows).focus()

    def action_memory_list(self) -> None:
        """Keys go to the list."""
        self.remove_class("full")
        self.rows.focus()

    def action_memory_text(self) -> None:
        """Keys go to the details."""
        if self.details.display:
            self.details.focus()
        else:
            self.action_memory_details()

    def action_memory_clear(self) -> None:
        """Close the details, else take the marks away, else the words."""
        if self.has_class("full"):
            self.action_memory_details()
        elif self.rows.marks:
            self.rows.marks = frozenset()
        elif self.bar.words:
            self.bar.clear_words()
        else:
            self.rows.focus()

    def action_next_kind(self, step: int) -> None:
        """Show the next quick filter, or the one before."""
        self.bar.next_filter(step)

    def action_sort_by(self, step: int) -> None:
        """Sort by the next column, or the one before."""
        self.rows.action_sort_by(step)

    def action_reverse(self) -> None:
        """Turn the order around."""
        self.rows.action_reverse()

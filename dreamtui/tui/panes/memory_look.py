"""Looking at MEMORY.md: gauge, filters, the list, what is told of an entry; nothing is decided here."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.events import Resize
from textual.widgets import Static

from dreamtui.review.ledger import Ledger
from dreamtui.service.desk import Desk
from dreamtui.service.listing import Listing
from dreamtui.service.pruner import Pruner
from dreamtui.service.steps import History
from dreamtui.tui.panes import memory_told, memory_words
from dreamtui.tui.panes.list_and_details import ListAndDetails
from dreamtui.tui.panes.memory_items import FILTERS, Contents, Item
from dreamtui.tui.panes.memory_told import About
from dreamtui.tui.view import View
from dreamtui.tui.widgets.entries import EntryList
from dreamtui.tui.widgets.leaf import Leaf
from dreamtui.tui.widgets.parts import Gathered


class MemoryLook(ListAndDetails):
    """MEMORY.md entry by entry."""

    DEFAULT_CSS = """
    MemoryLook {
        & > #memory-head { height: 1; padding: 0 1; }
        &.nothing > #memory-head { display: none; }
    }
    """
    KEYS: ClassVar[str] = "memory-"
    NONE_OPEN: ClassVar[str] = "Nothing in this view is suggested and undecided."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        self.leaf = Leaf()
        super().__init__(EntryList(), FILTERS, self.leaf, id=id)
        self.head = Static(memory_words.READING, id="memory-head", markup=False)
        self.contents: Contents | None = None
        self.desk: Desk | None = None
        self.view = View()
        self.archived = False
        self._read_of: object = None
        self._read_with = frozenset[str]()
        self._chosen = False
        self._told: str | None = None
        self._kind: tuple[bool, ...] = ()

    def compose(self) -> ComposeResult:
        """Above all of it the gauge."""
        yield self.head
        yield from super().compose()

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002
        """The gauge says as much as has room."""
        self._show_head()

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
        """Show another view: where only decisions are new, what was read stays. Locks say which of two that
        are alike is stale: where those are others, it stays until it is read anew."""
        self.desk, self.view = desk, view
        said = view.queue.ledger if view.queue else None
        read, locked = self.contents, said.locked if said else frozenset[str]()
        if read and said and self._read_of is view.standing and read.listing.assessed:
            self._hold(read, said)
            if locked == self._read_with:
                return
        self._read_of, self._read_with = view.standing, locked
        super().show(desk, view)

    def gather(self, desk: Desk, view: View, /) -> tuple[Contents, Ledger, bool]:
        """Read MEMORY.md: first what stands in it, then how stale that is. Rows are made here, not where keys
        are answered."""
        assert view.standing is not None
        assert view.queue is not None
        pruner = Pruner(desk, History(desk, lambda: view.loaded_ms))
        archived = bool(pruner.archived())
        said, snapshot = view.queue.ledger, view.standing.inputs.snapshot

        def early(listing: Listing) -> None:
            self.post_message(Gathered((Contents(listing, view.loaded_ms), said, archived)))

        partly = early if self.contents is None else None
        return Contents(pruner.listing(snapshot, said, partly), view.loaded_ms), said, archived

    def is_all(self, data: tuple[Contents, Ledger, bool]) -> bool:
        """Only then the cursor stands where keys, and actions of the palette, are meant for."""
        return data[0].listing.assessed

    def fill(self, data: tuple[Contents, Ledger, bool]) -> None:
        """Show what was read, under the decisions of now."""
        read, said, self.archived = data
        self._hold(read, self.view.queue.ledger if self.view.queue else said)

    def _hold(self, read: Contents, said: Ledger) -> None:
        listing, now_ms = read.listing.under(said), self.view.loaded_ms
        same = listing is read.listing and now_ms == read.now_ms
        self.contents = read if same else Contents(listing, now_ms, read)
        self.take_keys(nothing=not self.contents.rows)
        if listing.assessed and not self._chosen and self.contents.rows:
            self._chosen = True
            self._begin(self.contents)
        self.show_rows()

    def _begin(self, contents: Contents) -> None:
        """Begin with what is suggested, else with what was promoted; where there is neither, all stays
        shown. The cursor stands on an entry that can be pruned, if there is one."""
        shown = next((name for name in ("suggested", "promoted") if contents.counts[name]), None)
        if shown:
            self.bar.choose(shown)
        self.show_rows()
        if shown:
            self.rows.action_first()
        if not _prunable(self.item):
            rows = (contents.rows[index] for index in self._view(contents))
            if first := next((item.key for item in rows if _prunable(item)), None):
                self.rows.move_to(first)

    # --- showing ----------------------------------------------------------------------------------

    def show_rows(self) -> None:
        """Show the rows of the filter, the words and the order that hold."""
        contents, rows, bar = self.contents, self.rows, self.bar
        if contents is None:
            return
        rows.show(contents, self._view(contents), bar.nothing)
        bar.show(contents.counts, contents.left)
        self._show_head()
        self.show_notice()
        self.moved()
        self.refresh_bindings()

    def _view(self, contents: Contents) -> list[int]:
        bar, rows = self.bar, self.rows
        return contents.view(bar.shown, bar.words, rows.sort, reverse=rows.sort_reversed)

    def _show_head(self) -> None:
        if self.listing is not None and self.desk is not None:
            settings = self.desk.loaded.settings.memory
            told = memory_words.head(self.listing, settings, self.size.width)
            self.head.update(told, layout=False)

    def show_notice(self) -> None:
        """What is said above the list."""
        if self.contents is None or self.view.standing is None:
            return
        exists = self.view.standing.inputs.snapshot.memory.raw is not None
        self.tell(memory_words.notice(self.contents, exists=exists, marked=len(self.rows.marks)))

    def moved(self) -> None:
        """Tell of the row under the cursor."""
        item, contents, leaf = self.item, self.contents, self.leaf
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


def _prunable(item: Item | None) -> bool:
    return item is not None and item.row is not None and not item.row.locked

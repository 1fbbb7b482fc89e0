"""The nights of the diary at the left, one of them at the right: read, shown, and kept in place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from dreamtui.service import diary_reading
from dreamtui.service.desk import Desk
from dreamtui.service.diary_reading import Beside, Book, Read
from dreamtui.service.nights import Night
from dreamtui.show.text import safe
from dreamtui.tui.panes import dreams_words
from dreamtui.tui.panes.dreams_words import Item, Page
from dreamtui.tui.view import View
from dreamtui.tui.widgets.calendar import Calendar
from dreamtui.tui.widgets.filters import Words
from dreamtui.tui.widgets.parts import Pane
from dreamtui.tui.widgets.reader import Reader
from dreamtui.tui.widgets.rows import Rows

WIDE = 110
"""Columns from which a night stands beside the list."""
_ROOM_FOR_MONTH = 74
_NOTHING_CHANGED = "; nothing was changed: "


class Shown(NamedTuple):
    """What a worker read: the diary, what a search looks at, what spares the next reading its work."""

    book: Book
    items: Sequence[Item]
    ids: Sequence[Hashable]
    texts: Sequence[str]
    read: Read
    enabled: bool


class _Found(Message, bubble=False):
    """What phases reported on a day."""

    def __init__(self, day: str, beside: list[Beside]) -> None:
        super().__init__()
        self.day = day
        self.beside = beside


class Nights(Pane):
    """The diary night by night; cursor, scroll and search survive what is read anew."""

    DEFAULT_CSS = """
    Nights {
        & > Horizontal { height: auto; max-height: 3; }
        & #dreams-head { height: auto; width: 1fr; padding: 0 1; }
        & #dreams-body { height: 1fr; layout: vertical; }
        & #dreams-left { height: 1fr; width: 1fr; layout: horizontal; }
        & Calendar { dock: right; width: 32; border-left: solid $primary-muted; }
        & Reader { display: none; }
        &.narrow Calendar { display: none; }
        &.wide #dreams-body { layout: horizontal; }
        &.wide #dreams-left { width: 44; layout: vertical; }
        &.wide Calendar { dock: none; width: 1fr; border-left: none; }
        &.wide Reader { display: block; border-left: solid $primary-muted; }
        &.reading #dreams-left { display: none; }
        &.reading Reader { display: block; border-left: none; }
        &.nothing #dreams-body { display: none; }
        &.nothing #dreams-head { padding: 1 2; }
        &.nothing > Horizontal { max-height: 100%; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._data: Shown | None = None
        self._desk: Desk | None = None
        self._words = ""
        self._head: Content | None = None
        self._hits: list[int] = []
        self._beside: dict[str, list[Beside]] = {}
        self._wanted: str | None = None
        self._marks: Callable[[str], str] = lambda _: " "

    def compose(self) -> ComposeResult:
        """A line above, the nights and their month, the text of one."""
        with Horizontal():
            yield Static("reading the diary …", id="dreams-head", markup=False)
            words = Words(placeholder="words, enter, esc", compact=True, select_on_focus=False)
            words.can_focus = False
            yield words
        with Container(id="dreams-body"):
            with Container(id="dreams-left"):
                yield Calendar()
                yield Rows()
            yield Reader()

    # --- reading ----------------------------------------------------------------------------------

    def show(self, desk: Desk, view: View) -> None:
        """Show what there is now."""
        self._desk = desk
        super().show(desk, view)

    def gather(self, desk: Desk, view: View, /) -> Shown:
        """Read the diary and what sweeps left."""
        read = self._data.read if self._data else Read()
        snippets: frozenset[str] = frozenset()
        if view.standing is not None:
            entries = view.standing.inputs.snapshot.state.recall.entries
            snippets = frozenset(entry.snippet for entry in entries.values())
        now = view.loaded_ms or self.app.clock()  # type: ignore[attr-defined]
        book, read = diary_reading.book(desk.workspace, desk.loaded.zone, now, snippets, read)
        items = dreams_words.items(book)
        texts = [dreams_words.searched(item) for item in items]
        return Shown(book, items, dreams_words.ids(items), texts, read, desk.loaded.settings.dreaming.enabled)

    def fill(self, data: Shown) -> None:
        """Show the nights; the cursor stays on its night."""
        self.set_class(not data.items, "nothing")
        self._fit()
        self._beside.clear()
        before, self._data = self._data, data
        if before and before._replace(read=data.read) == data:
            self._show_page()
            return
        self._marks = dreams_words.marks(data.items)
        self._search_again()
        self._refill()

    def fail(self, why: str) -> None:
        """Say what is wrong with the diary, and what to do."""
        what, _, remedy = why.partition(_NOTHING_CHANGED)
        told = [Content.styled("The diary cannot be shown now", "bold"), Content(""), Content(safe(what))]
        if remedy:
            told.append(Content.assemble(("What to do: ", "bold"), safe(remedy)))
        self.add_class("nothing")
        self._data = self._head = None
        self.query_one("#dreams-head", Static).update(Content("\n").join(told))

    @work(thread=True, exclusive=True, exit_on_error=False, group="beside", description="beside")
    def _look_beside(self, desk: Desk, day: str) -> None:
        worker = get_current_worker()
        found = diary_reading.beside(desk.workspace, day)
        if not worker.is_cancelled:
            self.post_message(_Found(day, found))

    def on__found(self, message: _Found) -> None:
        """Show reports beside their night, if it is still the one that is shown."""
        self._beside[message.day] = message.beside
        if message.day == self._wanted:
            self._show_page()

    # --- showing ----------------------------------------------------------------------------------

    @property
    def rows(self) -> Rows:
        """The nights."""
        return self.query_one(Rows)

    @property
    def item(self) -> Item | None:
        """What the cursor stands on."""
        cursor = self.rows.cursor
        return self._data.items[cursor] if self._data and cursor is not None else None

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002 (the screen says how wide it is)
        """One column or two."""
        self._fit()

    def _fit(self) -> None:
        width = self.screen.size.width
        self.set_class(width >= WIDE, "wide")
        self.set_class(width < _ROOM_FOR_MONTH, "narrow")
        if width >= WIDE:
            self.remove_class("reading")

    def _refill(self) -> None:
        assert self._data is not None
        items, hits = self._data.items, set(self._hits)
        searching = bool(self._words)
        self.rows.show(
            self._data.ids,
            lambda index, _, ink: dreams_words.row(
                items[index], ink, hit=index in hits if searching else None
            ),
        )
        self._show_head()
        self.refresh_bindings()

    def _show_head(self) -> None:
        if self._data is None:
            return
        head = dreams_words.head(self._data.book, enabled=self._data.enabled)
        if self._words:
            cursor = self.rows.cursor
            place = self._hits.index(cursor) + 1 if cursor in self._hits else None
            typing = self.query_one(Words).display
            head = dreams_words.search_head(self._words, place, len(self._hits), typing=typing)
        if head != self._head:  # another text means another layout of the whole screen
            self._head = head
            self.query_one("#dreams-head", Static).update(head)

    @on(Rows.Moved)
    def _moved(self, message: Rows.Moved) -> None:
        message.stop()
        self._show_head()
        self._show_page()

    def _show_page(self) -> None:
        item, data = self.item, self._data
        reader, calendar = self.query_one(Reader), self.query_one(Calendar)
        self._wanted = None
        if item is None or data is None:
            reader.show(None, lambda _width, _ink: [])
            calendar.show(None, lambda _: " ")
            return
        day = item.day if isinstance(item, Night) else None
        if day and isinstance(item, Night):
            calendar.show(item.until or day, self._marks)
        if day and isinstance(item, Night) and item.nights == 1:
            self._wanted = day
            if day not in self._beside and self._desk:
                self._look_beside(self._desk, day)
        words = self._words.split()
        page = Page(item, data.book, self._beside.get(day) if day else [], words)
        id_ = data.ids[self.rows.cursor or 0]
        top = None
        if words and self.rows.cursor in self._hits:
            lines = page(reader.scrollable_content_region.width or 80, reader.ink)
            top = dreams_words.first_hit(lines, words)
        reader.show(id_, page, top)

    def _search_again(self) -> None:
        words, texts = self._words.split(), self._data.texts if self._data else ()
        found = enumerate(texts) if words else ()
        self._hits = [index for index, text in found if all(word in text for word in words)]

"""The Dreams tab: moving among the nights of the diary, searching them, opening the file."""

from __future__ import annotations

import os
from bisect import bisect_left
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.timer import Timer
from textual.widgets import Input

from dreamtui.errors import DreamtuiError
from dreamtui.service.diary_reading import Own
from dreamtui.service.nights import Night, is_wrong
from dreamtui.show.text import safe
from dreamtui.tui import editor
from dreamtui.tui.actions import Action, bindings
from dreamtui.tui.panes.nights import Nights
from dreamtui.tui.widgets.calendar import Calendar
from dreamtui.tui.widgets.filters import SETTLE, Words
from dreamtui.tui.widgets.reader import Reader
from dreamtui.tui.widgets.rows import Rows

_NO_WORDS = "Search for words first (/)."
_NONE_MARKED = "No night is missing or marked."
_NOTHING_HERE = "There are no nights here yet: a sweep writes the first entry (s)."
_NOTHING_OPEN = "No text is open, and no words are searched for."
_NO_DIARY = "There is no diary yet: a sweep writes the first entry (s)."


class DreamsPane(Nights):
    """The keys of the tab."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dreams")]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._began = 0
        self._settling: Timer | None = None

    @on(Calendar.Chosen)
    def _day_chosen(self, message: Calendar.Chosen) -> None:
        message.stop()
        self._go_to_day(message.day)

    def _go_to_day(self, day: str) -> None:
        """The cursor goes to a day, else to the nearest night before it."""
        items = self._data.items if self._data else ()
        places = [
            index
            for index, item in enumerate(items)
            if isinstance(item, Night) and item.day and item.day <= day
        ]
        if places:
            self.rows.move_to(places[0])

    def why_not(self, action: Action) -> str:
        """Why an action does nothing now."""
        if self._data is None or not self._data.items:
            there = self._data is not None and self._data.book.exists and action.id == "dreams-edit"
            return "" if there else _NOTHING_HERE
        if action.id in ("dreams-next", "dreams-previous") and not self._hits:
            return "Nothing has them." if self._words else _NO_WORDS
        if action.id in ("dreams-next-fault", "dreams-previous-fault") and not self._faulty():
            return _NONE_MARKED
        if action.id == "dreams-clear" and not self._words and not self._in_text:
            return _NOTHING_OPEN
        return _NO_DIARY if action.id == "dreams-edit" and not self._data.book.exists else ""

    def label(self, action: Action) -> str:
        """What the footer calls an action: from the text, enter and escape go back to the list."""
        there = {"dreams-read": "list", "dreams-clear": "back"} if self._in_text else {}
        return there.get(action.id, action.label)

    @property
    def _in_text(self) -> bool:
        """Whether the text has the keys."""
        return self.query_one(Reader).has_focus

    # --- searching --------------------------------------------------------------------------------

    def action_dreams_search(self) -> None:
        """Open the line for words."""
        if not self.works("dreams-search"):
            return
        words = self.query_one(Words)
        self._began = self.rows.cursor or 0
        words.display = words.can_focus = True
        words.focus()

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        if self._settling:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE, self._settled)

    @on(Words.Given)
    def _given(self, message: Words.Given) -> None:
        message.stop()
        words = self.query_one(Words)
        words.display = words.can_focus = False
        self._settled()
        if not message.kept:
            self._forget_words()
            self.rows.move_to(self._began)
        self._show_head()
        self.rows.focus()

    def _settled(self) -> None:
        if self._settling:
            self._settling.stop()
            self._settling = None
        typed = self.query_one(Words).value.strip().lower()
        if typed == self._words or self._data is None:
            return
        self._words = typed
        self._search_again()
        self._refill()
        if self._hits:
            self.rows.move_to(self._hits[bisect_left(self._hits, self._began) % len(self._hits)])

    def _forget_words(self) -> None:
        with self.prevent(Input.Changed):
            self.query_one(Words).value = ""
        self._settled()

    def action_dreams_next(self) -> None:
        """Go to the next match."""
        if self.works("dreams-next"):
            self._go_along(self._hits, 1)

    def action_dreams_previous(self) -> None:
        """Go to the match before."""
        if self.works("dreams-previous"):
            self._go_along(self._hits, -1)

    def action_dreams_next_fault(self) -> None:
        """Go to the next night that somebody should look at."""
        if self.works("dreams-next-fault"):
            self._go_along(self._faulty(), 1)

    def action_dreams_previous_fault(self) -> None:
        """Go to the one before."""
        if self.works("dreams-previous-fault"):
            self._go_along(self._faulty(), -1)

    def _faulty(self) -> list[int]:
        items = self._data.items if self._data else ()
        return [index for index, item in enumerate(items) if isinstance(item, Night) and is_wrong(item)]

    def _go_along(self, places: list[int], step: int) -> None:
        """To the next of some rows, round the end."""
        here = self.rows.cursor or 0
        at = bisect_left(places, here + 1) if step > 0 else bisect_left(places, here) - 1
        self.rows.move_to(places[at % len(places)])

    # --- moving -----------------------------------------------------------------------------------

    def action_dreams_earlier(self) -> None:
        """Go to the last night of a month before."""
        if earlier := [index for index, month in self._months() if month < self._month]:
            self.rows.move_to(earlier[0])

    def action_dreams_later(self) -> None:
        """Go to the first night of a month after."""
        if later := [index for index, month in self._months() if month > self._month]:
            self.rows.move_to(later[-1])

    def _months(self) -> list[tuple[int, str]]:
        """The month of every night that has a day, by the index of its row."""
        items = enumerate(self._data.items if self._data else ())
        return [
            (i, (item.until or item.day)[:7]) for i, item in items if isinstance(item, Night) and item.day
        ]

    @property
    def _month(self) -> str:
        """The month under the cursor; before all others where it stands on none."""
        return dict(self._months()).get(self.rows.cursor or 0, "")

    @on(Rows.Opened)
    def _opened(self, message: Rows.Opened) -> None:
        message.stop()
        self.action_dreams_read()

    def action_dreams_read(self) -> None:
        """Give the text the keys, and in one column all the room; or give both back."""
        if self._in_text:
            self.action_dreams_list()
        else:
            self.action_dreams_text()

    def action_dreams_text(self) -> None:
        """Keys go to the text."""
        if self.item is not None:
            self.set_class(not self.has_class("wide"), "reading")
            self.query_one(Reader).focus()

    def action_dreams_list(self) -> None:
        """Keys go to the nights."""
        self.remove_class("reading")
        self.rows.focus()

    def action_dreams_clear(self) -> None:
        """Close the text, else forget the words."""
        if self._in_text:
            self.action_dreams_list()
        elif self._words:
            self._forget_words()

    # --- the person's own editor ------------------------------------------------------------------

    def action_dreams_edit(self) -> None:
        """Open the diary in an editor at what is shown; what is saved there is seen here at once."""
        desk, data = self._desk, self._data
        if not self.works("dreams-edit") or desk is None or data is None:
            return
        try:
            editor.edit(self.app, os.environ, desk.workspace.path(data.book.name), self._line())
        except DreamtuiError as error:
            self.notify(safe(str(error)), severity="error", markup=False)

    def _line(self) -> int:
        item, data = self.item, self._data
        if isinstance(item, Own):
            return item.line
        if item is None or data is None or not item.entries:
            return 1
        return data.book.lines[item.entries[0].span[0]]


PANE = DreamsPane

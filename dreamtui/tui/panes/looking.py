"""Looking at candidates: filters, the list, the breakdown, and moving among them; nothing is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.widgets import Static

from dreamtui.engine.whatif import WhatIf
from dreamtui.review.queue import Filter, Queue, SortKey
from dreamtui.review.views import Views
from dreamtui.tui.panes import review_words
from dreamtui.tui.view import View
from dreamtui.tui.widgets.breakdown import Breakdown
from dreamtui.tui.widgets.candidates import CandidateList
from dreamtui.tui.widgets.filters import FilterBar
from dreamtui.tui.widgets.question import Question

WIDE = 110
"""Columns from which the breakdown stands beside the list."""
TALL = 18
"""Lines of the pane from which the breakdown stands below the list where it is not wide."""


class Looking(Container):
    """Shows the queue of a view; cursor, marks, filter and scroll survive the next one."""

    DEFAULT_CSS = """
    Looking {
        layout: vertical;
        & > #review-notice { height: auto; max-height: 6; padding: 0 1; color: $text-muted; }
        & > #review-body { height: 1fr; layout: vertical; }
        & CandidateList { height: 1fr; width: 1fr; }
        & #review-told { height: 45%; width: 1fr; border-top: solid $primary-muted; }
        &.low #review-told { display: none; }
        &.wide #review-body { layout: horizontal; }
        &.wide CandidateList { width: 11fr; }
        &.wide #review-told {
            display: block; width: 9fr; height: 1fr; border-top: none; border-left: solid $primary-muted;
        }
        &.full CandidateList { display: none; }
        &.full #review-told { display: block; height: 1fr; width: 1fr; border: none; }
        &.nothing #review-body, &.nothing FilterBar { display: none; }
        &.nothing > #review-notice { height: 1fr; max-height: 100%; padding: 1 2; color: $text; }
        & .empty { display: none; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.view = View()
        self._chosen = False
        self._views = Views()
        self._kind: bool | None = None

    def compose(self) -> ComposeResult:
        """Filters above, candidates and breakdown below."""
        yield FilterBar(review_words.KINDS)
        yield Static(id="review-notice")
        with Container(id="review-body"):
            yield CandidateList()
            with Container(id="review-told"):
                yield Breakdown()
        yield Question()

    def on_mount(self) -> None:
        """The breakdown follows the cursor; show what is there, if it came before the parts did."""
        self.watch(self.rows, "highlighted", self._moved, init=False)
        self.show(self.view)

    def on_resize(self, event: Resize) -> None:
        """The breakdown goes where there is room."""
        self.set_class(event.size.width >= WIDE, "wide")
        self.set_class(event.size.height < TALL, "low")

    # --- parts ------------------------------------------------------------------------------------

    @property
    def rows(self) -> CandidateList:
        """The candidates."""
        return self.query_one(CandidateList)

    @property
    def bar(self) -> FilterBar:
        """The filters."""
        return self.query_one(FilterBar)

    @property
    def breakdown(self) -> Breakdown:
        """What is told of the candidate under the cursor."""
        return self.query_one(Breakdown)

    @property
    def queue(self) -> Queue | None:
        """What waits for decisions."""
        return self.view.queue

    # --- showing ----------------------------------------------------------------------------------

    def show(self, new: View) -> None:
        """Show what was read; cursor, marks, filter and scroll stay as they are."""
        self.view = new
        if not self.children:
            return
        queue = new.queue
        self._take_keys(nothing=queue is None or not queue.rows)
        if queue is not None and queue.rows and not self._chosen:
            self._chosen = True
            self.bar.choose(_first_filter(queue))
        self._show_rows()

    def _take_keys(self, *, nothing: bool) -> None:
        """Where there is no list to take the keys the pane does, to say why they do nothing."""
        focused = self.screen.focused
        mine = focused is None or self in focused.ancestors_with_self
        self.set_class(nothing, "nothing")
        self.can_focus = nothing
        if mine and self.display and (nothing or focused in (None, self)):
            (self if nothing else self.rows).focus()

    def _show_rows(self) -> None:
        queue = self.queue
        if queue is not None:
            shown = self._indices(queue)
            self.rows.empty_text = review_words.nothing_shown(self.bar.shown, self.bar.words)
            self.rows.show(queue, shown)
            self.bar.show(queue.counts(), queue.left())
            self._follow()
        self._show_notice()
        self.refresh_bindings()

    def _show_notice(self) -> None:
        notice = review_words.notice(self.view, len(self.rows.marks))
        part = self.query_one("#review-notice", Static)
        part.update(notice or "")
        part.set_class(notice is None, "empty")

    def _indices(self, queue: Queue) -> Sequence[int]:
        shown, sort = cast("Filter", self.bar.shown), cast("SortKey | None", self.rows.sort)
        return self._views.of(queue, shown, self.bar.words, sort, reverse=self.rows.sort_reversed)

    def _follow(self) -> None:
        if self.queue is not None and self.view.standing is not None:
            self.breakdown.follow(self.queue, self.rows.cursor_key, self._given)

    def _given(self, key: str) -> WhatIf:
        standing, queue = self.view.standing, self.queue
        assert standing is not None
        assert queue is not None
        settings, state = standing.inputs.settings, standing.inputs.snapshot.state
        signal = state.phases.entries.get(key)
        return WhatIf(signal, self.view.loaded_ms, settings.zone, settings.score, queue.rules)

    # --- what the parts tell ----------------------------------------------------------------------

    def on_filter_bar_filter_changed(self, message: FilterBar.FilterChanged) -> None:
        """Show other rows."""
        message.stop()
        self._show_rows()

    def on_filter_bar_search_ended(self, message: FilterBar.SearchEnded) -> None:
        """Keys belong to the list again."""
        message.stop()
        self.rows.focus()

    def _moved(self) -> None:
        """Explain the row under the cursor; keys may do something else there."""
        self._follow()
        row = self.rows.cursor_row
        kind = None if row is None else row.standing == "promoted"
        if kind != self._kind:
            self._kind = kind
            self.refresh_bindings()

    def on_table_sort_asked(self, message: CandidateList.SortAsked) -> None:
        """Show the rows in another order."""
        message.stop()
        self._show_rows()

    def on_table_marked(self, message: CandidateList.Marked) -> None:
        """Say that keys act on what is marked."""
        message.stop()
        self._show_notice()

    def on_table_opened(self, message: CandidateList.Opened) -> None:
        """Show all of the breakdown."""
        message.stop()
        self.action_breakdown()

    def reveal(self, key: str) -> None:
        """Put the cursor on a candidate; words and filter that hide it are taken away."""
        if not self.rows.move_to(key):
            self.bar.clear_words()
            self._show_rows()
        if not self.rows.move_to(key):
            self.bar.choose("all")
            self._show_rows()
            self.rows.move_to(key)

    # --- keys ---------------------------------------------------------------------

    def action_mark(self) -> None:
        """Mark the row under the cursor and go on."""
        self.rows.action_mark()

    def action_filter(self) -> None:
        """Search for words."""
        self.bar.search()

    def action_next_filter(self) -> None:
        """Show the next kind of candidates."""
        self.bar.next_filter(1)

    def action_previous_filter(self) -> None:
        """Show the kind before."""
        self.bar.next_filter(-1)

    def action_sort_by(self, step: int) -> None:
        """Sort by the next column, or the one before."""
        self.rows.action_sort_by(step)

    def action_reverse(self) -> None:
        """Turn the order around."""
        self.rows.action_reverse()

    def action_next_open(self) -> None:
        """Go to the next undecided."""
        self._next_open(1)

    def action_previous_open(self) -> None:
        """Go to the undecided one before."""
        self._next_open(-1)

    def _next_open(self, step: int) -> None:
        if not self.rows.next_open(step):
            self.notify("Nothing in this view is undecided.", markup=False)

    def action_breakdown(self) -> None:
        """Give the breakdown all the room, or take it back."""
        full = not self.has_class("full")
        self.set_class(full, "full")
        (self.breakdown if full else self.rows).focus()

    def action_focus_list(self) -> None:
        """Keys go to the list."""
        self.remove_class("full")
        self.rows.focus()

    def action_focus_breakdown(self) -> None:
        """Keys go to the breakdown."""
        if self.query_one("#review-told").display:
            self.breakdown.focus()
        else:
            self.action_breakdown()

    def action_clear(self) -> None:
        """Close the breakdown, else take the marks away, else the words."""
        if self.has_class("full"):
            self.action_breakdown()
        elif self.rows.marks:
            self.rows.marks = frozenset()
        elif self.bar.words:
            self.bar.clear_words()
        else:
            self.rows.focus()


def _first_filter(queue: Queue) -> Filter:
    """What to open on: what waits for a decision, else what comes nearest to it."""
    counts = queue.counts()
    order: tuple[Filter, ...] = ("eligible", "near", "failing", "rejected", "promoted")
    return next((name for name in order if counts[name]), "all")

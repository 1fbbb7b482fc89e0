"""Looking at candidates: filters, the list, the breakdown of one; nothing is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from textual.app import ComposeResult

from dreamtui.engine.whatif import WhatIf
from dreamtui.review.queue import Filter, Queue
from dreamtui.review.sorting import SortKey
from dreamtui.review.views import Views
from dreamtui.service.desk import Desk
from dreamtui.tui.panes import review_words
from dreamtui.tui.panes.list_and_details import ListAndDetails
from dreamtui.tui.view import View
from dreamtui.tui.widgets.breakdown import Breakdown
from dreamtui.tui.widgets.candidates import CandidateList
from dreamtui.tui.widgets.question import Question


class ReviewLook(ListAndDetails):
    """Shows the queue of a view; there is nothing to read beyond that."""

    has_read = True
    NONE_OPEN: ClassVar[str] = "Nothing in this view is undecided."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        self.breakdown = Breakdown()
        super().__init__(CandidateList(), review_words.KINDS, self.breakdown, id=id)
        self.question = Question()
        self.view = View()
        self._chosen = False
        self._views = Views()
        self._kind: bool | None = None

    def compose(self) -> ComposeResult:
        """Below all of it what is asked before much is approved."""
        yield from super().compose()
        yield self.question

    def on_mount(self) -> None:
        """Show what is there, if it came before the parts did."""
        self._show()

    @property
    def queue(self) -> Queue | None:
        """What waits for decisions."""
        return self.view.queue

    def show(self, desk: Desk, view: View) -> None:  # noqa: ARG002 (the view has all that it needs)
        """Show what was read."""
        self.view = view
        if self.children:
            self._show()

    def _show(self) -> None:
        queue = self.queue
        self.take_keys(nothing=queue is None or not queue.rows)
        if queue is not None and queue.rows and not self._chosen:
            self._chosen = True
            self.bar.choose(_first_filter(queue))
        self.show_rows()

    def show_rows(self) -> None:
        """Show the rows of the filter, the words and the order that hold."""
        queue = self.queue
        if queue is not None:
            shown = self._indices(queue)
            self.rows.show(queue, shown, self.bar.nothing)
            self.bar.show(queue.counts(), queue.left())
            self._follow()
        self.show_notice()
        self.refresh_bindings()

    def show_notice(self) -> None:
        """What is said above the list, or in place of it."""
        self.tell(review_words.notice(self.view, len(self.rows.marks)))

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

    def moved(self) -> None:
        """Explain the row under the cursor; keys may do something else there."""
        self._follow()
        row = self.rows.cursor_row
        kind = None if row is None else row.standing == "promoted"
        if kind != self._kind:
            self._kind = kind
            self.refresh_bindings()

    def reveal(self, key: str) -> None:
        """Put the cursor on a candidate; words and filter that hide it are taken away."""
        if not self.rows.move_to(key):
            self.bar.clear_words()
            self.show_rows()
        if not self.rows.move_to(key):
            self.bar.choose("all")
            self.show_rows()
            self.rows.move_to(key)


def _first_filter(queue: Queue) -> Filter:
    """What to open on: what waits for a decision, else what comes nearest to it."""
    counts = queue.counts()
    order: tuple[Filter, ...] = ("eligible", "near", "failing", "rejected", "promoted")
    return next((name for name in order if counts[name]), "all")

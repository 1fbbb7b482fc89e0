"""The Review pane: the keys with which a person decides on candidates, and what they are told of it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from dreamtui.review.decision import Choice
from dreamtui.review.queue import Row
from dreamtui.service.desk import Desk
from dreamtui.show.text import count
from dreamtui.tui.actions import Action, bindings
from dreamtui.tui.messages import Decide, ScreenAsked
from dreamtui.tui.panes import review_words
from dreamtui.tui.panes.review_look import ReviewLook
from dreamtui.tui.panes.review_words import Here
from dreamtui.tui.screens.edit import EditScreen
from dreamtui.tui.screens.edit_words import form, subject_of
from dreamtui.tui.screens.reason import ReasonScreen
from dreamtui.tui.screens.write import WriteScreen
from dreamtui.tui.view import View
from dreamtui.tui.widgets.question import Question

ASK_FROM = 11
"""So many approvals with one key are asked about first."""


class ReviewPane(ReviewLook):
    """Sends what a person decides; marks on rows change when the app says that it is on disk."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("review")]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._asked: tuple[str, ...] = ()
        self._pending: set[str] = set()

    def show(self, desk: Desk, view: View) -> None:
        """Show what was read, the decisions sent so far included."""
        self._pending.clear()
        super().show(desk, view)

    def why_not(self, action: Action) -> str:
        """Why an action of this pane does nothing now; "" where it does something."""
        here = Here(self.rows.cursor_row, len(self.rows.marks), len(self._pending))
        return review_words.why_not(action, self.view, here)

    # --- deciding ---------------------------------------------------------------------------------

    def action_approve(self) -> None:
        """Approve what is marked, else the row under the cursor."""
        self._decide("approve")

    def action_reject(self) -> None:
        """Reject it."""
        self._decide("reject")

    def action_defer(self) -> None:
        """Put it off."""
        self._decide("defer")

    def action_reject_because(self) -> None:
        """Reject it once a person has said why."""
        rows = self._targets() if self.works("reject-because") else []
        if rows:
            keys = tuple(row.key for row in rows)
            self.app.push_screen(
                ReasonScreen(review_words.named(rows)),
                lambda reason: None if reason is None else self._send("reject", keys, reason=reason),
            )

    def action_edit(self) -> None:
        """Change the text of the row under the cursor."""
        row = self.rows.cursor_row
        if not self.works("edit") or row is None or self.queue is None or self._refused([row]):
            return
        subject = subject_of(self.queue, row.key)

        def edited(text: str | None) -> None:
            if text is None:
                return
            if text == subject.recorded:
                self._send("approve", (row.key,))
            else:
                self._send("edit", (row.key,), text=text)

        self.app.push_screen(EditScreen(form(subject)), edited)

    def action_approve_all(self) -> None:
        """Approve all that is undecided and eligible in this view; asks first when it is much."""
        queue = self.queue
        if not self.works("approve-all") or queue is None:
            return
        rows = (queue.rows[index] for index in self._indices(queue))
        keys = tuple(row.key for row in rows if row.open and row.key not in self._pending)
        if not keys:
            self.notify(review_words.NOTHING_ELIGIBLE, markup=False)
        elif len(keys) < ASK_FROM:
            self._send("approve", keys)
        else:
            self._asked = keys
            what = count(len(keys), "undecided candidate")
            self.question.ask("approve-all", f"Approve all {what} in this view?")

    def _decide(self, choice: Choice) -> None:
        rows = self._targets() if self.works(choice) else []
        if rows:
            self._send(choice, tuple(row.key for row in rows))

    def _targets(self) -> list[Row]:
        """What a decision is about: what is marked, in rank order, else the row under the cursor."""
        queue, marks = self.queue, self.rows.marks
        under = self.rows.cursor_row
        if queue is None:
            return []
        marked = sorted(queue.by_key[key] for key in marks)
        rows = [queue.rows[index] for index in marked] if marked else [under] if under else []
        return [] if self._refused(rows) else rows

    def _refused(self, rows: list[Row]) -> bool:
        promoted = any(row.standing == "promoted" for row in rows)
        if promoted:
            self.notify(review_words.PROMOTED, severity="warning", markup=False)
        return promoted

    def _send(self, choice: Choice, keys: tuple[str, ...], *, reason: str = "", text: str = "") -> None:
        """Ask for the decision, say what comes of it, and go on to the next."""
        self.app.post_message(Decide(choice, keys, reason, text))
        queue = self.queue
        if queue is not None and choice in ("approve", "edit"):
            told = review_words.kept_back(queue, keys, text)
            if told:
                self.notify(told, severity="warning", markup=False)
        if self.rows.marks:
            self.rows.marks = self.rows.marks - set(keys)
        self._pending.update(keys)
        if self.rows.cursor_key in self._pending:
            self._go_on()

    def _go_on(self) -> None:
        """The cursor goes to the next undecided; where nothing is to be decided, a row down."""
        rows = self.rows
        was_open = bool(rows.cursor_row and rows.cursor_row.open)
        if not rows.next_open(besides=self._pending) and not was_open:
            rows.action_cursor_down()

    def on_question_answered(self, message: Question.Answered) -> None:
        """Approve what was asked about."""
        message.stop()
        if message.yes and self._asked:
            self._send("approve", self._asked)
        self._asked = ()

    def action_write(self) -> None:
        """Show what would be written."""
        if self.works("write"):
            read_only = self.view.read_only
            self.post_message(ScreenAsked(lambda of, queue: WriteScreen(of, queue, read_only=read_only)))

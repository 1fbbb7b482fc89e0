"""The Review pane: the keys with which a person decides on candidates, and what they are told of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from dreamtui.review.decision import Choice
from dreamtui.review.meant import now, why_not, why_not_as_asked
from dreamtui.review.queue import Queue, Row
from dreamtui.service.desk import Desk
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
        self._asked: tuple[Row, ...] = ()
        """What a question is about, as it stood then."""
        self._pending: set[str] = set()

    def show(self, desk: Desk, view: View) -> None:
        """Show what was read, the decisions sent so far included."""
        self._pending.clear()
        self._unmark(view.queue)
        super().show(desk, view)
        if self._asked and self.question.asking and self.queue is not None:
            self.question.reword(self._question(self.queue))

    def _unmark(self, queue: Queue | None) -> None:
        """Take the marks off what others decided on or changed meanwhile."""
        if self.queue is None or queue is None or not self.rows.marks:
            return
        marked = (self.queue.row(key) for key in self.rows.marks)
        gone = {row.key for row in marked if why_not_as_asked(queue, row) or row.key not in queue.by_key}
        if gone:
            self.rows.marks = self.rows.marks - gone
            self.notify(review_words.unmarked(len(gone)), severity="warning", markup=False)

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
            self.app.push_screen(
                ReasonScreen(review_words.named(rows)),
                lambda reason: None if reason is None else self._send("reject", rows, reason=reason),
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
                self._send("approve", [row])
            else:
                self._send("edit", [row], text=text)

        def refused() -> str:
            why = why_not(self.queue, row) if self.queue is not None else ""
            return review_words.not_kept(why) if why else ""

        self.app.push_screen(EditScreen(form(subject), refused), edited)

    def action_approve_all(self) -> None:
        """Approve what is undecided and eligible in this view and not flagged; asks first when it is much."""
        queue = self.queue
        if not self.works("approve-all") or queue is None:
            return
        rows, flagged = self._open(queue)
        if len(rows) >= ASK_FROM:
            self._asked = tuple(rows)
            self.question.ask("approve-all", self._question(queue))
            return
        if rows:
            self._send("approve", rows)
        told = review_words.flagged_left(flagged) if flagged else review_words.NOTHING_ELIGIBLE
        if flagged or not rows:
            self.notify(told, markup=False)

    def _open(self, queue: Queue) -> tuple[list[Row], int]:
        """What one key approves in this view, and how much is left as it is flagged."""
        rows = [queue.rows[index] for index in self._indices(queue)]
        rows = [row for row in rows if row.open and row.key not in self._pending]
        plain = [row for row in rows if not row.flagged]
        return plain, len(rows) - len(plain)

    def _question(self, queue: Queue) -> str:
        left = sum(not why_not_as_asked(queue, row) for row in self._asked)
        return review_words.approve_all(left, self._open(queue)[1])

    def _decide(self, choice: Choice) -> None:
        rows = self._targets() if self.works(choice) else []
        if rows:
            self._send(choice, rows)

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

    def _send(
        self, choice: Choice, rows: Sequence[Row], *, reason: str = "", text: str = "", asked: bool = False
    ) -> None:
        """Ask for the decision on what rows said, say what comes of it, and go on to the next."""
        queue = self.queue
        if queue is None:
            return
        whys = [(why_not_as_asked if asked else why_not)(queue, row) for row in rows]
        if left_out := [why for why in whys if why]:
            self.notify(review_words.left_out(left_out), severity="warning", markup=False)
        meant = [now(queue, row) for row, why in zip(rows, whys, strict=True) if not why]
        keys = tuple(dict.fromkeys(row.key for row in meant if row is not None))
        if not keys:
            return
        self.app.post_message(Decide(choice, keys, reason, text))
        if choice in ("approve", "edit"):
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
        asked, self._asked = self._asked, ()
        if message.yes and asked:
            self._send("approve", asked, asked=True)

    def action_write(self) -> None:
        """Show what would be written."""
        if self.works("write"):
            read_only = self.view.read_only
            self.post_message(ScreenAsked(lambda of, queue: WriteScreen(of, queue, read_only=read_only)))

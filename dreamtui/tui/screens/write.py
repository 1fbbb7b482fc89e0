"""The write screen: exactly what `enter` changes in MEMORY.md, what is kept back, and what it costs."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from dreamtui.errors import Changed, DreamtuiError
from dreamtui.review.approved import ApprovedPlan
from dreamtui.review.queue import Queue
from dreamtui.service.reviewer import Reviewer
from dreamtui.show.text import safe
from dreamtui.tui.actions import bindings
from dreamtui.tui.screens import write_words
from dreamtui.tui.widgets.difflines import DiffLines


class WriteScreen(ModalScreen[bool], inherit_bindings=False):
    """Plans in a worker, shows the plan, writes it in a worker; gives whether something was written."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("write", also=("copy",))]
    DEFAULT_CSS = """
    WriteScreen { align: center middle; }
    WriteScreen > Vertical {
        width: 100%; max-width: 130; height: 100%; max-height: 40;
        border: round $primary; background: $surface; padding: 0 1;
        & Static { height: auto; }
        & > #write-kept { height: auto; max-height: 6; scrollbar-size-vertical: 1; }
        & > #write-diff { border-top: solid $primary-muted; border-bottom: solid $primary-muted; }
        & .empty { display: none; }
    }
    """

    class Planned(Message):
        """The plan is made; `again` as something had changed meanwhile."""

        def __init__(self, queue: Queue, plan: ApprovedPlan, again: str | None) -> None:
            super().__init__()
            self.queue = queue
            self.plan = plan
            self.again = again

    class Written(Message):
        """The plan is written."""

    class Refused(Message):
        """It could not be planned or written, and nothing has changed."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    def __init__(self, reviewer: Reviewer, queue: Queue, *, read_only: bool = False) -> None:
        super().__init__()
        self.reviewer = reviewer
        self.queue = queue
        self.read_only = read_only
        self.plan: ApprovedPlan | None = None
        self.writing = False

    def compose(self) -> ComposeResult:
        """What would happen, the budget, what is kept back, the diff, the keys."""
        with Vertical() as box:
            box.border_title = Content("Write to MEMORY.md")
            yield Static(Content("Looking at what would change …"), id="write-headline")
            yield Static(id="write-gauge", classes="empty")
            yield Static(id="write-over", classes="empty")
            with VerticalScroll(id="write-kept", classes="empty"):
                yield Static(id="write-kept-text")
            yield DiffLines(id="write-diff")
            yield Static(id="write-keys")

    def on_mount(self) -> None:
        """Make the plan."""
        self._show_keys()
        self.query_one(DiffLines).focus()
        self._make_plan(self.queue)

    # --- workers ----------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, exit_on_error=False, group="write", description="write")
    def _make_plan(self, queue: Queue) -> None:
        try:
            self.post_message(self.Planned(queue, self.reviewer.plan(queue), None))
        except DreamtuiError as error:
            self.post_message(self.Refused(str(error)))

    @work(thread=True, exclusive=True, exit_on_error=False, group="write", description="write")
    def _write(self, plan: ApprovedPlan) -> None:
        try:
            self.reviewer.apply(plan)
        except Changed as changed:
            self._plan_again(changed.path)
        except DreamtuiError as error:
            self.post_message(self.Refused(str(error)))
        else:
            self.post_message(self.Written())

    def _plan_again(self, path: str) -> None:
        try:
            queue = self.reviewer.load()
            self.post_message(self.Planned(queue, self.reviewer.plan(queue), path))
        except DreamtuiError as error:
            self.post_message(self.Refused(str(error)))

    # --- what they tell ---------------------------------------------------------------------------

    def on_write_screen_planned(self, message: Planned) -> None:
        """Show the plan."""
        self.queue, self.plan, self.writing = message.queue, message.plan, False
        self._show(message.plan)
        if message.again:
            self.notify(
                f"{safe(message.again)} changed meanwhile: nothing was written. "
                "This is what would change now; your decisions are kept.",
                severity="warning",
                markup=False,
            )

    def on_write_screen_written(self) -> None:
        """Say so, and how to take it back."""
        done = len(self.plan.promoted) if self.plan else 0
        self.app.notify(f"promoted {done} — u takes it back", markup=False)
        self.dismiss(True)

    def on_write_screen_refused(self, message: Refused) -> None:
        """Say why; the diff stays, and `enter` tries again."""
        self.writing = False
        if self.plan is None:
            headline = Content.assemble(("It cannot be written now: ", "bold"), safe(message.why))
            self.query_one("#write-headline", Static).update(headline)
        self.notify(safe(message.why), severity="error", markup=False)
        self._show_keys()

    # --- keys -------------------------------------------------------------------------------------

    def action_write_apply(self) -> None:
        """Write exactly what is shown, once."""
        if self.read_only:
            self.notify("read-only: nothing is written", severity="warning", markup=False)
        elif self.plan and not self.writing and write_words.may_write(self.plan, read_only=False):
            self.writing = True
            self._show_keys()
            self._write(self.plan)
        elif self.plan and not self.writing:
            self.notify("There is nothing to write: esc goes back.", markup=False)

    def action_write_cancel(self) -> None:
        """Go back, but not while it is being written."""
        if not self.writing:
            self.dismiss(False)

    # --- showing ----------------------------------------------------------------------------------

    def _show(self, plan: ApprovedPlan) -> None:
        self.query_one("#write-headline", Static).update(write_words.headline(plan, read_only=self.read_only))
        settings = self.reviewer.desk.loaded.settings.memory
        self._part("#write-gauge", write_words.gauge(plan, settings))
        self._part("#write-over", write_words.over_budget(plan))
        kept = write_words.kept_back(plan, self.size.width)
        self._part("#write-kept-text", kept)
        self.query_one("#write-kept").set_class(kept is None, "empty")
        self.query_one(DiffLines).show(plan.diff())
        self._show_keys()

    def _part(self, where: str, what: Content | None) -> None:
        part = self.query_one(where, Static)
        part.update(what or "")
        part.set_class(what is None, "empty")

    def _show_keys(self) -> None:
        what = write_words.keys(self.plan, read_only=self.read_only, writing=self.writing)
        self.query_one("#write-keys", Static).update(what)

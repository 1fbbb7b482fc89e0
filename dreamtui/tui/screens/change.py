"""A change of MEMORY.md before it is made: exactly what `enter` writes, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from dreamtui.errors import Changed, DreamtuiError
from dreamtui.show.text import safe
from dreamtui.tui.actions import bindings
from dreamtui.tui.screens.box import BoxScreen
from dreamtui.tui.widgets.difflines import CHANGE, Above, DiffLines


class Told(NamedTuple):
    """A plan in words: what happens, what it costs, what is wrong, the diff, and above it what a person
    should know first, what matters most first."""

    headline: Content
    gauge: Content
    over: Content | None
    above: Sequence[Above]
    diff: str


class ChangeScreen(BoxScreen[bool]):
    """Plans in a worker, shows the plan, writes it in a worker; gives whether something was written."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("write", also=("copy",))]
    TITLE = "Write to MEMORY.md"
    DEFAULT_CSS = """
    ChangeScreen > Vertical {
        width: 100%; max-width: 130; height: 100%; max-height: 60; padding: 0 1;
        & > #write-parts { height: auto; }
        & > #write-diff { border-top: solid $primary-muted; border-bottom: solid $primary-muted; }
        & .empty { display: none; }
    }
    """

    class Planned(Message):
        """The plan is made; `again` as something had changed meanwhile."""

        def __init__(self, plan: Any, again: str | None) -> None:
            super().__init__()
            self.plan = plan
            self.again = again

    class Written(Message):
        """The plan is written."""

    class Refused(Message):
        """It could not be planned or written, and nothing has changed."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    def __init__(self, *, read_only: bool = False) -> None:
        super().__init__()
        self.read_only = read_only
        self.plan: Any = None
        self.writing = False
        self._above: Sequence[Above] = ()
        self._part = 0
        self._changes = False

    # --- what a subclass says -----------------------------------------------------------------------

    def make_plan(self, *, again: bool) -> Any:
        """The plan; `again` as something has changed since. In a worker; may raise DreamtuiError."""
        raise NotImplementedError

    def apply(self, plan: Any) -> None:
        """Write it. In a worker; may raise DreamtuiError."""
        raise NotImplementedError

    def told(self, plan: Any) -> Told:
        """What is said of it."""
        raise NotImplementedError

    def done(self, plan: Any) -> str:
        """What is said once it is written."""
        raise NotImplementedError

    def keys(self) -> Content:
        """What the keys do now."""
        raise NotImplementedError

    @property
    def writes(self) -> bool:
        """Whether the plan changes anything."""
        raise NotImplementedError

    # --- parts --------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """What would happen, the budget, which parts there are, these with the diff, the keys."""
        with Vertical() as box:
            box.border_title = Content(self.TITLE or "")
            yield Static(Content("Looking at what would change …"), id="write-headline")
            yield Static(id="write-gauge", classes="empty")
            yield Static(id="write-over", classes="empty")
            yield Static(id="write-parts", classes="empty")
            yield DiffLines(id="write-diff")
            yield Static(id="write-keys")

    def on_mount(self) -> None:
        """Make the plan."""
        self._show_keys()
        lines = self.query_one(DiffLines)
        lines.focus()
        self.watch(lines, "scroll_y", self._scrolled, init=False)
        self.plan_now()

    # --- workers ------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, exit_on_error=False, group="write", description="write")
    def plan_now(self) -> None:
        """Make the plan and show it."""
        self._plan(None)

    @work(thread=True, exclusive=True, exit_on_error=False, group="write", description="write")
    def _write(self, plan: Any) -> None:
        try:
            self.apply(plan)
        except Changed as changed:
            self._plan(changed.path)
        except DreamtuiError as error:
            self.post_message(self.Refused(str(error)))
        else:
            self.post_message(self.Written())

    def _plan(self, changed: str | None) -> None:
        try:
            self.post_message(self.Planned(self.make_plan(again=changed is not None), changed))
        except DreamtuiError as error:
            self.post_message(self.Refused(str(error)))

    # --- what they tell -----------------------------------------------------------------------------

    def on_change_screen_planned(self, message: Planned) -> None:
        """Show the plan."""
        self.plan, self.writing = message.plan, False
        self._show()
        if message.again:
            self.notify(
                f"{safe(message.again)} changed meanwhile: nothing was written. "
                "This is what would change now; your decisions are kept.",
                severity="warning",
                markup=False,
            )

    def on_change_screen_written(self) -> None:
        """Say so, and how to take it back."""
        self.app.clear_notifications()  # “nothing was written” does not hold any more
        self.app.notify(f"{self.done(self.plan)} — u takes it back", markup=False)
        self.dismiss(True)

    def on_change_screen_refused(self, message: Refused) -> None:
        """Say why; the diff stays, and `enter` tries again."""
        self.writing = False
        if self.plan is None:
            headline = Content.assemble(("It cannot be written now: ", "bold"), safe(message.why))
            self.query_one("#write-headline", Static).update(headline)
        self.notify(safe(message.why), severity="error", markup=False)
        self._show_keys()

    # --- keys ---------------------------------------------------------------------------------------

    def action_write_apply(self) -> None:
        """Write exactly what is shown, once."""
        if self.read_only:
            self.notify("read-only: nothing is written", severity="warning", markup=False)
        elif self.plan is not None and not self.writing and self.writes:
            self.writing = True
            self._show_keys()
            self._write(self.plan)
        elif self.plan is not None and not self.writing:
            self.notify("There is nothing to write: esc goes back.", markup=False)

    def action_write_cancel(self) -> None:
        """Go back, but not while it is being written."""
        if not self.writing:
            self.dismiss(False)

    def action_write_part(self, step: int) -> None:
        """Go to the next part of the page, after the last one to the first; or back."""
        lines = self.query_one(DiffLines)
        if lines.places:
            part = (self._part + step) % len(lines.places)
            lines.go_to(part)
            self._part = part  # the last ones may not reach the top
            self._show_parts()

    # --- showing ------------------------------------------------------------------------------------

    def _show(self) -> None:
        told = self.told(self.plan)
        self.query_one("#write-headline", Static).update(told.headline)
        self._tell("#write-gauge", told.gauge)
        self._tell("#write-over", told.over)
        self._above, self._part, self._changes = told.above, 0, bool(told.diff)
        self._show_parts()
        self.query_one(DiffLines).show(told.diff, told.above)
        self._show_keys()

    def _scrolled(self) -> None:
        self._part = self.query_one(DiffLines).part()
        self._show_parts()

    def _show_parts(self) -> None:
        """Which parts there are, and in which one we are: in sight however far one scrolls."""
        if not self._above:
            self._tell("#write-parts", None)
            return
        titles = [f"{part.title} {part.number}" for part in self._above]
        titles += [CHANGE] * self._changes
        named = [
            Content.styled(f"▸ {title}", "bold") if number == self._part else Content(f"  {title}")
            for number, title in enumerate(titles)
        ]
        self._tell("#write-parts", Content("  ").join(named))

    def _tell(self, where: str, what: Content | None) -> None:
        part = self.query_one(where, Static)
        part.update(what or "")
        part.set_class(what is None, "empty")

    def _show_keys(self) -> None:
        self.query_one("#write-keys", Static).update(self.keys())

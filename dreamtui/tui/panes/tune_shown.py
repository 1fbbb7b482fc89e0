"""The Tune tab without its keys: settings, and what the tried ones would change, looked at in a worker."""

from __future__ import annotations

from typing import Final

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from dreamtui.errors import DreamtuiError
from dreamtui.review.queue import Queue
from dreamtui.service.desk import Desk
from dreamtui.service.standing import decided
from dreamtui.service.tuning import Tuning, trial
from dreamtui.show.text import safe
from dreamtui.tui.panes import tune_past, tune_words
from dreamtui.tui.panes.tune_keys import KNOBS
from dreamtui.tui.panes.tune_look import VIEWS, Found, looks
from dreamtui.tui.panes.tune_state import Tried
from dreamtui.tui.view import View
from dreamtui.tui.widgets.difflines import DiffLines
from dreamtui.tui.widgets.parts import Lines, Page, Pane
from dreamtui.tui.widgets.question import Question
from dreamtui.tui.widgets.value import ValueLine

_LOOKING: Final = "tune"
WIDE: Final = 120
"""Columns from which what would change stands beside the settings."""


class Looked(Message, bubble=False):
    """A worker knows more of what was tried when it began."""

    def __init__(self, tried: Tried, found: Found) -> None:
        super().__init__()
        self.tried = tried
        self.found = found


class TuneShown(Pane):
    """Settings on the left (or above), what they would change on the right (or below)."""

    DEFAULT_CSS = """
    TuneShown {
        layout: vertical;
        & #tune-head { height: 2; padding: 0 1; }
        & #tune-body { height: 1fr; layout: vertical; }
        & #tune-left { height: 1fr; }
        &.noted #tune-left { min-height: 8; }
        & #tune-about { height: auto; max-height: 7; padding: 0 1; border-top: solid $primary-muted; }
        & #tune-right { height: 7; border-top: solid $primary-muted; }
        & #tune-right:focus-within { height: 3fr; }
        & #tune-views { height: 1; padding: 0 1; }
        & #tune-told { height: auto; padding: 0 1; }
        & DiffLines { display: none; }
        & Page { padding: 0 1; }
        &.memory DiffLines { display: block; }
        &.memory Page { display: none; }
        &.wide #tune-body { layout: horizontal; }
        &.wide #tune-left { width: 1fr; height: 1fr; }
        &.wide #tune-about { max-height: 12; }
        &.wide #tune-right { width: 1fr; height: 1fr; border-top: none; border-left: solid $primary-muted; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.tried: Tried | None = None
        self.shown_view = "flips"
        self._desk: Desk | None = None
        self._view = View()
        self._tuning: Tuning | None = None
        self._found = Found()
        self._stale = False
        """Whether what was found is of what was tried before."""
        self._note: tuple[str, Tried | None, str] = ("", None, "")

    def compose(self) -> ComposeResult:
        """What it comes to, the settings and what one does, a line to type in, what would change."""
        yield Static(id="tune-head", markup=False)
        with Container(id="tune-body"):
            with Vertical(id="tune-left"):
                yield Lines(markup=False)
                yield ValueLine()
                yield Question()
                yield Static(id="tune-about", markup=False)
            with Vertical(id="tune-right"):
                yield Static(id="tune-views", markup=False)
                yield Static(id="tune-told", markup=False)
                yield DiffLines()
                with Page():
                    yield Static(id="tune-page", markup=False)

    def on_mount(self) -> None:
        """Show what came before the parts were there."""
        self.call_after_refresh(self._show_tried)

    def on_resize(self, event: Resize) -> None:
        """What would change goes where there is room."""
        self.set_class(event.size.width >= WIDE, "wide")
        self.call_after_refresh(self._show_found)

    # --- what was read ----------------------------------------------------------------------------

    def show(self, desk: Desk, view: View) -> None:
        """Show another view: settings at once, candidates once they are in columns."""
        if view.queue is not self._view.queue:
            self._found = self._found._replace(suggestion=None)
        self._desk, self._view = desk, view
        self.tried = Tried(desk.loaded) if self.tried is None else self.tried.under(desk.loaded)
        self._show_tried()
        if view.standing is None or view.queue is None:
            self._found = Found(problem=view.problem or "")
            self._show_found()
        elif self._tuning is None or not self._tuning.is_of(view.standing, view.queue):
            self._gather(desk, view)
        else:
            self._look()

    def gather(self, desk: Desk, view: View, /) -> Tuning:
        """Put the candidates into columns."""
        assert view.standing is not None
        assert view.queue is not None
        return Tuning(desk, decided(view.standing, view.queue), view.queue, view.loaded_ms)

    def fill(self, data: Tuning) -> None:
        """Try what is tried on them."""
        self._tuning, self._found = data, Found()
        self._look()

    # --- showing ----------------------------------------------------------------------------------

    def _show_tried(self) -> None:
        tried = self.tried
        if tried is not None and self.is_mounted:
            lines = self.query_one(Lines)
            if not lines.option_count:
                lines.refill([Option("", id=name) for name in KNOBS])
            for name in KNOBS:
                lines.replace_option_prompt(name, tune_words.line(tried, name))
            self.refresh_bindings()
            self._show_found()

    def _show_found(self) -> None:
        tried, found = self.tried, self._found
        if tried is None or not self.is_mounted:
            return
        self.query_one("#tune-head", Static).update(
            Content(safe(found.problem))
            if found.problem
            else tune_words.head(tried, found.rankings, found.effect, read_only=self._view.read_only)
        )
        self._show_about()
        self.query_one("#tune-views", Static).update(_views(self.shown_view))
        self.set_class(self.shown_view == "memory", "memory")
        told, page = self._told(tried, found)
        self.query_one("#tune-told", Static).update(told or "")
        self.query_one("#tune-told").display = told is not None
        if page is not None:
            self.query_one("#tune-page", Static).update(page)
        elif found.written is not None:
            self.query_one(DiffLines).show(found.written[1].diff)

    def _told(self, tried: Tried, found: Found) -> tuple[Content | None, Content | None]:
        """What stands above the text of the view that is shown, and the text (None: a diff)."""
        if found.problem:
            return None, Content("Values can be changed and saved; what they would do cannot be told now.")
        width = max(40, self.query_one("#tune-right").size.width - 3)
        match self.shown_view:
            case "memory":
                was, now = found.written or (None, None)
                return tune_words.memory(now, was, tried.settings), None
            case "past":
                return None, tune_past.nights(found.past, found.played, tried, width)
            case "fit":
                return None, tune_past.decisions(found.suggestion, trial(tried.settings))
        return None, tune_words.flips(found.effect, tried, width, found.phases)

    @property
    def name_at(self) -> str:
        """The setting under the cursor."""
        at = self.query_one(Lines).highlighted
        return list(KNOBS)[at or 0]

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the setting under the cursor does."""
        event.stop()
        self._show_about()

    def note(self, told: str) -> None:
        """Say something of what is tried in place of what the setting under the cursor does."""
        self._note = (self.name_at, self.tried, told)
        self._show_about()

    def _show_about(self) -> None:
        """What the setting under the cursor does; a note stays until the cursor moves or a value does."""
        name, tried = self.name_at, self.tried
        if tried is not None:
            told = tune_words.about(tried, name, self._found.rankings)
            noted = self._note[:2] == (name, tried)
            if noted:
                told = Content(self._note[2])
            self.set_class(noted, "noted")
            self.query_one("#tune-about", Static).update(told)

    # --- trying -----------------------------------------------------------------------------------

    def try_(self, tried: Tried) -> None:
        """Try other values: shown at once, and looked at in a worker."""
        if tried is self.tried:
            return
        self.tried = tried
        self._stale = True
        self._show_tried()
        self._look()

    def _look(self) -> None:
        if self._tuning is not None and self.tried is not None:
            held = Found() if self._stale else self._found
            self._look_at(self._tuning, self.tried, self.shown_view, held, self._view.queue)

    def on_hide(self) -> None:
        """Nobody waits for it any more: it is looked at again when the tab comes back."""
        self.workers.cancel_group(self, _LOOKING)

    def on_show(self) -> None:
        """Go on with what was left off."""
        self._look()

    @work(thread=True, exclusive=True, exit_on_error=False, group=_LOOKING, description="tune")
    def _look_at(self, on: Tuning, tried: Tried, view: str, found: Found, queue: Queue | None) -> None:
        """The scores first, then who may be promoted, and once a person rests what takes longer."""
        worker = get_current_worker()

        def stop() -> bool:
            return bool(worker.is_cancelled)

        def tell(more: Found) -> None:
            if not stop():
                self.post_message(Looked(tried, more))

        try:
            for more in looks(on, tried, view, found, queue, stop, tell):
                if stop():
                    return
                tell(more)
        except (DreamtuiError, OSError) as error:
            self.post_message(Looked(tried, found._replace(problem=str(error))))

    def on_looked(self, message: Looked) -> None:
        """Show it, unless something else is tried by now."""
        if message.tried is self.tried:
            self._found, self._stale = message.found, False
            self._show_found()


def _views(now: str) -> Content:
    parts = [(f"▸{title} " if name == now else f" {title} ", "bold reverse" if name == now else "dim")
             for name, title in VIEWS.items()]  # fmt: skip
    return Content.assemble(*parts, ("  v next", "dim"))

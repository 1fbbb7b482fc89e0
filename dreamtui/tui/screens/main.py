"""The main screen: header, tabs, the pane of one tab, footer; panes are made when they are first shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from operator import is_
from typing import Final

from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import get_current_worker

from dreamtui.review.inputs import Inputs
from dreamtui.service.desk import Desk
from dreamtui.tui.actions import Action
from dreamtui.tui.footer import Footer, Tabs
from dreamtui.tui.header import Header
from dreamtui.tui.hints import Hint, HintLine
from dreamtui.tui.keymap import Keymap
from dreamtui.tui.messages import Foretold
from dreamtui.tui.panes.review import ReviewPane
from dreamtui.tui.panes.review_words import READ_ONLY
from dreamtui.tui.screens.notice import Notice, Outdated
from dreamtui.tui.sweeping import foretell
from dreamtui.tui.view import View
from dreamtui.tui.widgets.parts import Pane

UNREADABLE: Final = "what dreaming left here cannot be read, and a sweep would fail: mend that first"


class MainScreen(Screen[None], inherit_bindings=False):
    """What is below all other screens."""

    AUTO_FOCUS = "CandidateList"

    def __init__(
        self,
        desk: Callable[[], Desk],
        clock: Callable[[], int],
        keymap: Callable[[], Keymap],
        hint: Callable[[View, str], Hint | None],
    ) -> None:
        super().__init__()
        self.tab = "review"
        self.calm_s = 1.0
        """Seconds without a change before a sweep is tried for its preview."""
        self._desk = desk
        self._clock = clock
        self._keymap = keymap
        self._view = View()
        self.header = Header(desk, clock)
        self._tabs = Tabs()
        self._footer = Footer(keymap, self.why_not, self.label)
        self.hint = HintLine(keymap, hint, self.why_not)
        self._outdated = Outdated()
        self._notice = Notice()
        self._review = ReviewPane(id="pane-review")
        self._panes: dict[str, Pane] = {"review": self._review}
        self._shown: dict[str, tuple[object, ...]] = {}
        self._wanted: Callable[[Pane], Awaitable[object]] | None = None

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield self.header
        yield self._tabs
        yield self._outdated
        with Container(id="body"):
            yield self._notice
            yield self._review
        yield self.hint
        yield self._footer

    def on_mount(self) -> None:
        """The candidates have the focus; a hint speaks of the one under the cursor."""
        self.bindings_updated_signal.subscribe(self, lambda _: self.show_hint())
        self._calm = self.set_interval(self.calm_s, self._try_sweep, pause=True)
        self._notice.display = False
        self.focus_pane()

    def pane(self, name: str) -> Pane:
        """The pane of a tab that was shown before."""
        return self._panes[name]

    def show(self, desk: Desk, view: View, *, again: bool = False) -> None:
        """Show another view: header, tabs, footer and the tab in front."""
        if view.standing is not self._view.standing and self.is_mounted:
            self._calm.reset()
            self._calm.resume()
        self._view = view
        self.header.show(view)
        self._outdated.show(view)
        if view.problem:
            self._tabs.foretell(())
        self._tabs.show(view, self.tab)
        self._footer.show(view)
        self._show_pane(desk, again=again)
        self.show_hint()

    def show_hint(self) -> None:
        """Show the hint that fits now, if there is one."""
        self.hint.show(self._view, self.tab)

    def why_not(self, action: Action) -> str:
        """Why an action does nothing here and now; "" where it does something."""
        if self._view.read_only and action.dangerous:
            return READ_ONLY
        if action.id == "sweep" and self._view.problem:
            return UNREADABLE
        pane = self._panes.get(action.where)
        return pane.why_not(action) if pane else ""

    def unsaved(self) -> str:
        """What is lost when the workspace is left, in words; "" where nothing is."""
        return " and ".join(filter(None, (pane.unsaved() for pane in self._panes.values())))

    def label(self, action: Action) -> str:
        """What the footer calls an action here and now."""
        pane = self._panes.get(action.where)
        return pane.label(action) if pane else action.label

    def _try_sweep(self) -> None:
        """Find out what a sweep would come to, once nothing has changed for a while."""
        self._calm.pause()
        if self._view.standing is not None and not (self.header.busy or self._view.read_only):
            self._foretell(self._desk(), self._view.standing.inputs)

    @work(thread=True, exclusive=True, exit_on_error=False, group="foretell", description="foretell")
    def _foretell(self, desk: Desk, given: Inputs) -> None:
        worker = get_current_worker()
        words = foretell(desk, given, self._clock(), lambda: worker.is_cancelled or self.header.busy)
        if words:
            self.post_message(Foretold(words))

    def on_foretold(self, message: Foretold) -> None:
        """Say beside the tabs what a sweep would come to."""
        self._tabs.foretell(message.words)

    def forget_log(self) -> None:
        """The audit log says more, and Activity has yet to show it."""
        self._shown.pop("activity", None)

    def find(self, keys: Sequence[str]) -> None:
        """Put the cursor of Review on the first of these candidates that its list shows."""
        next(filter(self._review.rows.move_to, keys), None)

    def reveal(self, key: str) -> None:
        """Put the cursor of Review on a candidate, whatever its list was filtered by."""
        self._review.reveal(key)

    def go_to(self, name: str) -> None:
        """Bring a tab to the front."""
        if name not in self._panes:
            self._panes[name] = _made(name)
            self.query_one("#body").mount(self._panes[name])
        self.tab = name
        self._wanted = None
        self._tabs.show(self._view, name)
        self.show_hint()
        self._show_pane(self._desk())
        self.set_focus(None)  # a key typed right behind the tab's is not for the tab that was left
        if self._panes[name].is_mounted:
            self.focus_pane()
        self.call_after_refresh(self.focus_pane)

    def on_pane_arrived(self, message: Pane.Arrived) -> None:
        """Keys that nothing takes go to the tab in front, which was not there yet when it was asked for."""
        if message.pane is not self._panes[self.tab]:
            return
        if self.focused is None:
            self.focus_pane()
        self._act(message.pane)

    def when_read(self, act: Callable[[Pane], Awaitable[object]]) -> None:
        """Act on the tab in front, once it has read what it shows; nothing comes of it where that is left."""
        self._wanted = act
        self._act(self._panes[self.tab])

    def _act(self, pane: Pane) -> None:
        act = self._wanted
        if act is not None and pane.has_read:
            self._wanted = None
            self.call_after_refresh(act, pane)

    def focus_pane(self) -> None:
        """Give the focus to the first part of the tab that takes it."""
        front = self._panes[self.tab]
        if not front.display:
            self.set_focus(None)
            return
        focused = self.focused
        if focused is not None and front in focused.ancestors_with_self:
            return
        first = next((part for part in front.walk_children(Widget) if part.focusable), None)
        self.set_focus(front.last_part or first)

    def _show_pane(self, desk: Desk, *, again: bool = False) -> None:
        view = self._view
        lacking = view.standing is None and self.tab not in ("review", "dreams", "activity", "tune")
        self._notice.display = lacking
        if lacking:
            self._notice.show(desk, view)
        for name, pane in self._panes.items():
            pane.display = name == self.tab and not lacking
        pane = self._panes[self.tab]
        whole = self.tab in ("review", "memory", "activity", "tune")
        news: tuple[object, ...] = (view,) if whole else (view.standing, view.problem, desk)
        held = self._shown.get(self.tab, ())
        if lacking or (not again and len(held) == len(news) and all(map(is_, held, news))):
            return
        self._shown[self.tab] = news
        pane.show(desk, view)


def _made(name: str) -> Pane:
    """A new pane; its module is loaded now, so that opening does not wait for it."""
    from importlib import import_module

    module = import_module(f"dreamtui.tui.panes.{name}")
    pane: Pane = module.PANE(id=f"pane-{name}")
    return pane

"""The shell around the tabs: theme, keys, palette, help, and that nothing is written where it may not be."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, cast

from textual.actions import ActionParseResult
from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.filter import LineFilter, Monochrome
from textual.notifications import Notify
from textual.screen import Screen
from textual.widgets._toast import Toast, ToastHolder

from dreamtui.config.settings import UiSettings
from dreamtui.errors import DreamtuiError
from dreamtui.service.agents import Doors, Place, places, waiting_in
from dreamtui.service.desk import Desk
from dreamtui.show.text import home_as_tilde, safe
from dreamtui.tui import commands, messages, themes
from dreamtui.tui.actions import ACTIONS, BY_ID, TABS, Action, bindings
from dreamtui.tui.colourless import Colourless
from dreamtui.tui.header import PHASES
from dreamtui.tui.hints import Hints
from dreamtui.tui.keymap import Keymap, resolve
from dreamtui.tui.screens.help import HelpScreen
from dreamtui.tui.screens.main import MainScreen
from dreamtui.tui.screens.settings import SettingsScreen
from dreamtui.tui.screens.sweep import SweepScreen
from dreamtui.tui.screens.workspaces import WorkspacesScreen, leaving
from dreamtui.tui.view import View

if TYPE_CHECKING:
    from textual.command import Provider

READ_ONLY: Final = "read-only: nothing is written. Leave --read-only out to decide, sweep and write."
BUSY: Final = "one moment: the last step is not done yet"
_COLOURLESS: Final = Colourless()
_DANGEROUS: Final = frozenset(action.action for action in ACTIONS if action.dangerous)


class Around(NamedTuple):
    """What a dashboard is given of what lies outside its workspace: the ways to others, the hints that
    are not known yet, and what was tried in the settings of the one before."""

    doors: Doors | None = None
    hints: Hints | None = None
    tried: UiSettings | None = None


ALONE: Final = Around()


def _commands() -> type[Provider]:
    """What fills the palette; loaded when that is opened."""
    from dreamtui.tui.palette import Commands

    return Commands


class Shell(App[Place], inherit_bindings=False):
    """Everything but reading, deciding and sweeping. It ends with the place to go to, if there is one."""

    TITLE = "dreamtui"
    COMMANDS: ClassVar[set[Any]] = {_commands}
    CSS_PATH = Path(__file__).with_name("dreamtui.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]

    def __init__(
        self,
        desk: Desk,
        clock: Callable[[], int],
        *,
        read_only: bool,
        around: Around,
    ) -> None:
        super().__init__()
        self._doors = around.doors or Doors(lambda desk: places(desk, None, os.environ), lambda _: self.desk)
        self.hints = around.hints or Hints()
        self._tried = around.tried
        self.desk = desk
        self.clock = clock
        self.read_only = read_only
        self.stepping = False
        self.view = View(read_only=read_only)
        self.ui = self.kept_ui = desk.loaded.settings.ui
        """How it looks and is worked now, and how the settings would have it."""
        self.keymap: Keymap = resolve(self.ui.keymap)
        for theme in themes.THEMES:
            self.register_theme(theme)

    def get_default_screen(self) -> Screen[Any]:
        """Header, tabs, footer."""
        return MainScreen(lambda: self.desk, self.clock, lambda: self.keymap, self.hints.now)

    def on_load(self) -> None:
        """Leave in order, screen and temporary files put away, when the terminal closes or somebody asks."""
        loop = asyncio.get_running_loop()
        for number in (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")):
            if number is not None:
                with suppress(NotImplementedError, RuntimeError):  # Windows; a loop that is not the program's
                    loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))

    @property
    def main(self) -> MainScreen:
        """The screen below all others."""
        screen = self.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    def show_again(self) -> None:
        """Show what there is once more, as nothing has come of what a person wanted."""
        self.main.show(self.desk, self.view, again=True)

    def get_css_variables(self) -> dict[str, str]:
        """Those of the theme, legible."""
        self.theme_variables = themes.legible(super().get_css_variables())
        return self.theme_variables

    def dress(self, *, again: bool) -> None:
        """Theme and keys of the settings, at first with what was tried before; what is wrong is told."""
        self.kept_ui = self.desk.loaded.settings.ui
        self.wear(self._tried if self._tried and not again else self.kept_ui)
        if self.kept_ui.theme not in self.available_themes:
            known = ", ".join(sorted(self.available_themes))
            told = f"ui.theme: there is no theme {safe(self.kept_ui.theme)}; there are {known}"
            self.notify(told, severity="warning", markup=False)
        for problem in self.keymap.problems:
            self.notify(safe(problem), severity="warning", markup=False)

    def on_notify(self, event: Notify) -> None:
        """A message takes the place of those before it, but of warnings and errors that say something else:
        messages take room from what they are about."""
        for old in tuple(self._notifications):
            if old.severity == "information" or old.message == event.notification.message:
                self._unnotify(old, refresh=False)

    def _refresh_notifications(self) -> None:
        """Textual takes a message away that another replaced, but not its line, which stayed for good."""
        for toast in self.screen.query(Toast) if self._screen_stack else ():
            if toast._notification not in self._notifications and toast.parent is not None:
                cast("ToastHolder", toast.parent).remove()
        super()._refresh_notifications()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to all text before it is painted."""
        return [_COLOURLESS if isinstance(one, Monochrome) else one for one in super().get_line_filters()]

    def wear(self, ui: UiSettings) -> None:
        """Look and be worked like this, for as long as the dashboard is open."""
        self.ui = ui
        self.keymap = resolve(ui.keymap, self._where("ui.keymap"))
        self.set_keymap(dict(self.keymap.keys))
        self.paint(ui.theme)

    def paint(self, theme: str) -> None:
        """Show a theme."""
        if self.no_color or theme not in self.available_themes:
            theme = themes.DEFAULT  # those that leave colours to the terminal would be black on black
        if theme != self.theme:
            self.theme = theme

    def _where(self, name: str) -> str:
        """Where a setting was given, for a person who wants to mend it."""
        origin = self.desk.loaded.origins[name]
        home = os.path.expanduser("~")  # noqa: PTH111 (never fails)
        return home_as_tilde(str(origin.file), home) if origin.file else "--set"

    @property
    def tried(self) -> UiSettings | None:
        """What was changed in the settings screen and not saved."""
        return self.ui if self.ui != self.kept_ui else None

    def pop_screen(self) -> AwaitComplete:
        """Take the screen in front away, if it lies over the tabs: a second `enter` in one go asks for it
        once more from the palette, which is Textual's."""
        return super().pop_screen() if len(self.screen_stack) > 1 else AwaitComplete()

    def action_settings(self) -> None:
        """Show what can be set."""
        self.push_screen(SettingsScreen(self))

    def refuses(self) -> bool:
        """Whether nothing may be written now; says why."""
        if self.read_only or self.stepping:
            self.notify(READ_ONLY if self.read_only else BUSY, severity="warning", markup=False)
            self.show_again()
            return True
        return False

    def done_stepping(self) -> None:
        """The last step is done: who was told that it is not need not read that any longer."""
        self.stepping = False
        for old in tuple(self._notifications):
            if old.message == BUSY:
                self._unnotify(old)

    # --- keys -------------------------------------------------------------------------------------

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; one that writes is refused, visibly, where nothing may be written."""
        name = action if isinstance(action, str) else action[1]
        if self.read_only and name.rpartition(".")[2] in _DANGEROUS:
            return self.refuses()
        shown = self.main.hint.shown if self.screen_stack else None
        done = await super().run_action(action, default_namespace, namespaces)
        if done and self.is_running:
            self.hints.acted(name.rpartition(".")[2].replace("_", "-"), shown)
            self.main.show_hint()
        return done

    def action_hide_hint(self) -> None:
        """Put the hint away, which is done for every action that a hint is about."""

    def action_show_tab(self, name: str) -> None:
        """Go to a tab."""
        self.main.go_to(name)

    def action_next_tab(self) -> None:
        """Go to the next tab."""
        self.main.go_to(TABS[(TABS.index(self.main.tab) + 1) % len(TABS)])

    def action_previous_tab(self) -> None:
        """Go to the tab before."""
        self.main.go_to(TABS[TABS.index(self.main.tab) - 1])

    def action_help(self) -> None:
        """Show what every key does."""
        self.push_screen(HelpScreen(commands.places(self), self.keymap, self.main.why_not))

    def action_workspaces(self) -> None:
        """Show the other workspaces; the one that is chosen is opened anew, as nothing here may reach it."""
        if self.stepping:
            self.notify(BUSY, severity="warning", markup=False)
            return
        try:
            found = self._doors.places(self.desk)
        except DreamtuiError as error:
            self.notify(safe(str(error)), severity="error", markup=False)
            return
        queue = self.view.queue
        waits = waiting_in(queue) if queue else ""
        ask = leaving(self.main.unsaved(), sweeping=self.main.header.busy)
        screen = WorkspacesScreen(found, self._doors.open, self.clock, waits, ask)
        self.push_screen(screen, lambda place: self.exit(place) if place else None)

    def on_candidate_asked(self, message: messages.CandidateAsked) -> None:
        """Go to a candidate in Review."""
        queue = self.view.queue
        if queue is None or message.key not in queue.by_key:
            told = "this entry is no candidate: only what stands in daily notes or session days can be one"
            self.notify(told, severity="warning", markup=False)
            return
        self.main.go_to("review")
        self.main.reveal(message.key)

    def on_sweep_step(self, message: messages.SweepStep) -> None:
        """Show where it is."""
        if not self.is_running:
            return
        self.main.header.doing(f"sweep: {PHASES[message.phase]}")
        for screen in self.screen_stack:
            if isinstance(screen, SweepScreen):
                screen.progress(message.phase, message.doing)

    async def action_press(self, id_: str) -> None:
        """Do what a key in the footer says."""
        for node, action in commands.target(self, BY_ID[id_]):
            await self.run_action(action, node)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002 (Textual gives it)
        """Every action in the palette, those of the tab in front first."""
        for action in commands.in_palette(self.main.tab):
            told = commands.sentence(action, self.keymap, read_only=self.read_only)
            yield SystemCommand(commands.title(action), told, partial(self._command, action))

    async def _command(self, action: Action) -> None:
        if action.where in TABS:
            self.main.go_to(action.where)
            self.main.when_read(partial(self.run_action, action.action))
        else:
            await self.run_action(action.action, self)

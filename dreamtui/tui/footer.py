"""The footer: the keys that work here and now, as many as fit; and the line of tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Input

from dreamtui.review.staging import decisions
from dreamtui.tui.actions import BY_ID, TABS, Action
from dreamtui.tui.keymap import Keymap, types
from dreamtui.tui.view import View

_FIRST: Final = (
    "answer-yes",
    "answer-no",
    "help",
    "quit",
    "dreams-clear",
    "themes-back",
    "approve",
    "reject",
    "write",
    "undo",
    "edit",
    "defer",
    "memory-prune",
    "memory-write",
    "memory-undo",
    "memory-suggested",
    "memory-edit",
    "memory-lock",
    "sweep",
    "mark",
)
"""What has its place in the footer before others have."""


class Footer(Widget):
    """One line of keys; those that would do nothing now are not shown: `?` tells of them."""

    DEFAULT_CSS = "Footer { dock: bottom; height: 1; background: $panel; color: $foreground; padding: 0 1; }"

    def __init__(
        self,
        keymap: Callable[[], Keymap],
        why_not: Callable[[Action], str],
        label: Callable[[Action], str],
    ) -> None:
        super().__init__(markup=False)
        self._keymap = keymap
        self._why_not = why_not
        self._label = label
        self._view = View()

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    async def on_click(self, event: Click) -> None:
        """Do what the key says that was clicked."""
        if id_ := event.style.meta.get("press"):
            await self.app.run_action(f"app.press('{id_}')")

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def show(self, view: View) -> None:
        """Show another view."""
        self._view = view
        self.refresh()

    def render(self) -> Content:
        """The keys."""
        found = [binding.binding.id for binding in self.screen.active_bindings.values()]
        actions = [BY_ID[id_] for id_ in dict.fromkeys(found) if id_ and id_ in BY_ID]
        working = [one for one in actions if not self._only_types(one) and not self._why_not(one)]
        named = [action._replace(label=self._label(action)) for action in working]
        return footer(named, self._keymap(), self._view, self.size.width)

    def _only_types(self, action: Action) -> bool:
        """Whether the key of an action only types a letter where the focus is."""
        keys = self._keymap().of(action)
        return isinstance(self.screen.focused, Input) and bool(keys) and types(keys[0])


def footer(active: list[Action], keymap: Keymap, view: View, width: int) -> Content:
    """The actions that work, in the order of the registry; those that matter most fit first."""
    nothing = {"write"} if view.queue is None or not view.queue.approved() else set()
    working = {action.id: action for action in active}
    wanted = [
        working[id_]
        for id_, action in BY_ID.items()
        if id_ in working and action.footer and action.label and id_ not in nothing
    ]
    shown = [action for action in wanted if keymap.of(action)]
    parts = {action.id: _key(action, keymap, view) for action in shown}
    kept: set[str] = set()
    room = width + 2
    for id_ in dict.fromkeys((*_FIRST, *parts)):
        if id_ in parts and parts[id_].cell_length + 2 <= room:
            kept.add(id_)
            room -= parts[id_].cell_length + 2
    return Content("  ").join([part for id_, part in parts.items() if id_ in kept])


def _key(action: Action, keymap: Keymap, view: View) -> Content:
    key = keymap.shown(action).partition(" ")[0]
    label = action.label
    if action.id == "write":
        label = f"{label} {_number(view)}"
    elif action.id == "memory-write" and view.queue:
        label = f"{label} {decisions(view.queue.ledger.staged, view.queue.ledger.locked)}"
    click = Style.from_meta({"press": action.id})
    return Content.assemble((key, "bold $accent"), f" {label}").stylize(click)


def _number(view: View) -> str:
    """How many a write would take, and how many it would keep back."""
    if view.ready is None:
        return str(len(view.queue.approved())) if view.queue else ""
    return f"{view.ready.write}" + (f" (+{view.ready.kept} kept back)" if view.ready.kept else "")


class Tabs(Widget):
    """One line with the six tabs; the one that is shown is marked, not by colour alone."""

    DEFAULT_CSS = "Tabs { height: 1; background: $surface; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._active: str = TABS[0]
        self._view = View()
        self._foretold: Sequence[str] = ()

    def foretell(self, what: Sequence[str]) -> None:
        """Say what a sweep would come to, in the first of these words that fit."""
        self._foretold = what
        self.refresh()

    def show(self, view: View, active: str) -> None:
        """Show another view, or another tab."""
        self._view, self._active = view, active
        self.refresh()

    async def on_click(self, event: Click) -> None:
        """Go to the tab that was clicked."""
        if name := event.style.meta.get("tab"):
            await self.app.run_action(f"app.show_tab('{name}')")

    def render(self) -> Content:
        """The tabs, and at their right what a sweep would come to where there is room."""
        width = self.size.width
        for said in self._foretold:
            for short, apart in ((False, " "), (False, ""), (True, "")):
                tabs = self._all(apart, short=short)
                room = width - tabs.cell_length
                if room > len(said):
                    return Content.assemble(tabs, " " * (room - len(said)), (said, "$text-muted"))
        return self._all(" ", short=width < 72)

    def _all(self, apart: str, *, short: bool) -> Content:
        return Content(apart).join(self._tab(*one, short=short) for one in enumerate(TABS, 1))

    def _tab(self, number: int, name: str, *, short: bool) -> Content:
        left = self._view.queue.left() if self._view.queue and name == "review" else 0
        text = f"{number} {name.capitalize()}" + (f" {left} left" if left and not short else "")
        active = name == self._active
        shown = f"▸{text} " if active else f" {text} "
        click = Style.from_meta({"tab": name})
        return Content.styled(shown, "bold reverse" if active else "").stylize(click)

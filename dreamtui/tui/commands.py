"""The command palette and the help: what every action of the registry looks like there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.app import App
from textual.dom import DOMNode
from textual.markup import escape

from dreamtui.tui.actions import ACTIONS, BY_ID, TABS, Action, Where
from dreamtui.tui.keymap import Keymap
from dreamtui.tui.screens.help import TITLES


def in_palette(front: str) -> list[Action]:
    """What can be found by its name: everything that works without a screen over the tabs; what works on
    the tab in `front` first, then what works everywhere."""
    order: tuple[str, ...] = (front, "app", *TABS)
    found = [action for action in ACTIONS if action.label and action.where in order]
    return sorted((a for a in found if a.id != "palette"), key=lambda action: order.index(action.where))


def title(action: Action) -> str:
    """The name of an action in the palette."""
    where = "" if action.where == "app" else f"{TITLES[action.where]}: "
    if action.id.startswith("show-"):
        return f"Go to {action.label}"
    return f"{where}{action.label[0].upper()}{action.label[1:]}"


def sentence(action: Action, keymap: Keymap, *, read_only: bool) -> str:
    """What it does, its keys, and why it cannot be done now."""
    keys = keymap.shown(action)
    refused = "  read-only: it would be refused." if read_only and action.dangerous else ""
    return f"{action.sentence}{refused}" + (f"  ({escape(keys)})" if keys else "")


def places(app: App[Any]) -> list[Where]:
    """Where the focus is, from the registry's point of view; everywhere is not told."""
    node: DOMNode | None = app.focused
    found: set[Where] = set()
    while node is not None:
        ids = {binding.id or "" for _, binding in node._bindings}
        found |= {BY_ID[id_].where for id_ in ids if id_ in BY_ID}
        node = node.parent
    return [where for where in TITLES if where in found and where != "app"]


def target(app: App[Any], action: Action) -> Iterable[tuple[DOMNode, str]]:
    """Who does an action now, and how: nobody, where it does not work."""
    for active in app.screen.active_bindings.values():
        if active.binding.id == action.id:
            yield active.node, active.binding.action
            return

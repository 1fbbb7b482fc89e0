"""The lines of the settings screen: what can be set, how it is set now, in words and marks; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from dreamtui.config.settings import UiSettings
from dreamtui.show.text import cells, cut
from dreamtui.tui.actions import Action, of
from dreamtui.tui.keymap import Keymap
from dreamtui.tui.screens.help import TITLES
from dreamtui.tui.themes import OURS
from dreamtui.tui.widgets.strips import Ink, Part, fit

_KEYS, _NAME = 16, 22


class Item(NamedTuple):
    """A line: a heading, a theme by its name, the mouse, or an action with its keys."""

    kind: Literal["heading", "theme", "mouse", "key"]
    name: str
    action: Action | None = None


def items(themes: Collection[str]) -> Iterator[Item]:
    """Everything that can be set: our themes before Textual's, then the mouse, then keys by place."""
    yield Item("heading", "Theme")
    ours = [name for name in OURS if name in themes]
    yield from (Item("theme", name) for name in [*ours, *sorted({*themes} - {*ours})])
    yield Item("heading", "Mouse")
    yield Item("mouse", "mouse")
    for place, title in TITLES.items():
        yield Item("heading", f"Keys: {title}")
        yield from (Item("key", action.id, action) for action in of(place))


def parts(item: Item, ui: UiSettings, keymap: Keymap, ink: Ink, width: int) -> Sequence[Part]:
    """A line as it is drawn."""
    if item.kind == "heading":
        said = f"{item.name} "
        return [(said, ink.strong), ("─" * max(0, width - cells(said)), ink.dim)]
    if item.kind == "theme":
        mark = "●" if item.name == ui.theme else "○"
        return [
            (f" {mark} {fit(item.name, _NAME)}", ink.plain),
            (OURS.get(item.name, "of Textual"), ink.dim),
        ]
    if item.kind == "mouse":
        mark = "●" if ui.mouse else "○"
        return [(f" {mark} {fit('on' if ui.mouse else 'off', _NAME)}", ink.plain), (MOUSE, ink.dim)]
    assert item.action is not None
    own = "*" if item.name in ui.keymap else " "
    keys = keymap.shown(item.action) or "(no key)"
    room = max(0, width - _KEYS - _NAME - 3)
    return [
        (f" {own} {fit(keys, _KEYS)}", ink.accent),
        (fit(item.name, _NAME), ink.plain),
        (cut(item.action.sentence, room), ink.dim),
    ]


MOUSE = "holds from the next start"


def about(item: Item | None, origins: Mapping[str, str], *, no_color: bool) -> str:
    """What is to be known of a line: what it does, and what beats it."""
    if item is None or item.kind == "heading":
        return ""
    if item.action is not None:
        return item.action.sentence
    told = {
        "theme": "The screen shows the theme under the cursor; enter keeps it.",
        "mouse": "Off leaves the mouse to the terminal, to select and copy.",
    }[item.kind]
    if item.kind == "theme" and no_color:
        told = "NO_COLOR is set: no theme has colours now. What you choose is for when it is not."
    if origins.get(f"ui.{item.kind}") == "--set":
        told += f" --set ui.{item.kind} beats what is saved, wherever it is given."
    return told

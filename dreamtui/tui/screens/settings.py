"""The settings screen: theme with its look at once, mouse, and every key; saved only when asked to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from dreamtui.config import own_file
from dreamtui.config.settings import UiSettings
from dreamtui.errors import DreamtuiError
from dreamtui.show.text import count, home_as_tilde, safe, several
from dreamtui.tui.actions import Action, bindings
from dreamtui.tui.keymap import name, rivals, split
from dreamtui.tui.preferences import give, stranded, unsaved
from dreamtui.tui.screens.box import BoxScreen
from dreamtui.tui.screens.press import PressScreen
from dreamtui.tui.screens.settings_rows import Item, about, items, parts
from dreamtui.tui.widgets.question import Question
from dreamtui.tui.widgets.rows import Rows
from dreamtui.tui.widgets.strips import Ink, Part

if TYPE_CHECKING:
    from dreamtui.tui.shell import Shell

READ_ONLY: Final = "read-only: what you try holds until you leave, and is not saved."
DEFAULTS: Final = "Theme, mouse and all keys as they are by default?"


class SettingsScreen(BoxScreen[None]):
    """What is changed holds at once, for as long as the dashboard is open; `s` keeps it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("settings")]
    DEFAULT_CSS = """
    SettingsScreen > Vertical {
        width: 110; height: 100%;
        & > Static { padding: 0 1; }
        & > #settings-about { height: 2; color: $text-muted; }
        & > Question { color: $text; }
    }
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._items = [*items([*shell.available_themes])]
        self._asked: tuple[Action, tuple[str, ...]] | None = None

    def compose(self) -> ComposeResult:
        """The list, what its line is about, a question if there is one, and what is not saved yet."""
        with Vertical() as box:
            box.border_title = Content("Settings")
            save = "" if self._shell.read_only else " · s save"
            box.border_subtitle = Content(
                f"⏎ change · a add key · ⌫ default · D all · tab next{save} · esc back"
            )
            yield Rows()
            yield Static(id="settings-about", markup=False)
            yield Question()
            yield Static(id="settings-state", markup=False)

    def on_mount(self) -> None:
        """Begin at the theme that is shown."""
        self._rows.focus()
        self._show()
        here = (n for n, item in enumerate(self._items) if item == Item("theme", self.ui.theme))
        self._rows.move_to(next(here, 1))

    @property
    def ui(self) -> UiSettings:
        """What holds now."""
        return self._shell.ui

    @property
    def _rows(self) -> Rows:
        return self.query_one(Rows)

    @property
    def _item(self) -> Item | None:
        at = self._rows.cursor
        return None if at is None else self._items[at]

    # --- what is shown ----------------------------------------------------------------------------

    def _show(self) -> None:
        headings = {n for n, item in enumerate(self._items) if item.kind == "heading"}
        self._rows.show([(item.kind, item.name) for item in self._items], self._draw, headings)
        self.query_one("#settings-state", Static).update(Content(self._state()))

    def _draw(self, index: int, width: int, ink: Ink) -> Sequence[Part]:
        return parts(self._items[index], self.ui, self._shell.keymap, ink, width)

    def _state(self) -> str:
        own = home_as_tilde(str(self._shell.desk.loaded.own_path), os.path.expanduser("~"))  # noqa: PTH111
        changed = unsaved(self._shell.kept_ui, self.ui)
        if self._shell.read_only:
            return READ_ONLY
        if not changed:
            return f"nothing to save · {safe(own)}"
        keys = sum(key.startswith("ui.keymap.") for key in changed)
        what = [key.removeprefix("ui.") for key in changed if not key.startswith("ui.keymap.")]
        what += [count(keys, "key")] if keys else []
        return f"! not saved: {several(what)} · s writes into {safe(own)}"

    def on_rows_moved(self) -> None:
        """Say what the line is about; a theme is shown while the cursor is on it."""
        item = self._item
        origins = {name: origin.source for name, origin in self._shell.desk.loaded.origins.items()}
        told = about(item, origins, no_color=self.app.no_color)
        self.query_one("#settings-about", Static).update(Content(told))
        wanted = item.name if item and item.kind == "theme" else self.ui.theme
        self._shell.paint(wanted)

    # --- changing ---------------------------------------------------------------------------------

    def action_settings_change(self) -> None:
        """Choose the theme, turn the switch, or wait for a key."""
        item = self._item
        if item is None:
            return
        if item.kind == "theme":
            self._hold(self.ui._replace(theme=item.name))
        elif item.kind == "mouse":
            self._hold(self.ui._replace(mouse=not self.ui.mouse))
        else:
            self._press(add=False)

    def on_rows_opened(self) -> None:
        """A double click does what enter does."""
        self.action_settings_change()

    def action_settings_add(self) -> None:
        """Wait for one more key."""
        if self._item is not None and self._item.action is not None:
            self._press(add=True)

    def _press(self, *, add: bool) -> None:
        action = self._item.action if self._item else None
        if action is None:
            return
        had = self._shell.keymap.of(action)

        def pressed(key: str | None) -> None:
            if key is not None and not (add and key in had):
                self._give(action, (*had, key) if add else (key,))

        self.app.push_screen(PressScreen(action, self._shell.keymap.shown(action)), pressed)

    def _give(self, action: Action, keys: tuple[str, ...]) -> None:
        """Give keys to an action; where others have them, the person decides."""
        keymap = self._shell.keymap
        if alone := stranded(keymap, action, keys):
            told = f"{_listed(keys)} is the only key of {alone[0].id}, which must have one: "
            self.app.notify(f"{told}give {alone[0].id} another key first", severity="warning", markup=False)
            return
        others = rivals(keymap, action, keys)
        if not others:
            self._hold(self.ui._replace(keymap=give(self.ui.keymap, action, keys)))
            return
        self._asked = action, keys
        both = [key for key in keys if any(key in keymap.of(other) for other in others)]
        names = several([_named(other) for other in others])
        bare = [other.id for other in others if set(keymap.of(other)) <= {*keys}]
        then = f" {several(bare)} would have no key then." if bare else ""
        told = f"{_listed(both)} is {names}.{then} Give it to {action.id}?"
        self.query_one(Question).ask("key", told)

    def on_question_answered(self, message: Question.Answered) -> None:
        """Do it, or leave it."""
        asked, self._asked = self._asked, None
        if message.yes and message.about == "all":
            self._hold(UiSettings())
        elif message.yes and asked is not None:
            self._hold(self.ui._replace(keymap=give(self.ui.keymap, *asked)))

    def action_settings_reset(self) -> None:
        """As it is by default."""
        item, default = self._item, UiSettings()
        if item is None:
            return
        if item.action is not None:
            self._give(item.action, split(item.action.keys))
        elif item.kind == "theme":
            self._hold(self.ui._replace(theme=default.theme))
            self._rows.move_to(self._items.index(Item("theme", default.theme)))
        else:
            self._hold(self.ui._replace(mouse=default.mouse))

    def action_settings_reset_all(self) -> None:
        """Everything as it is by default, once a person has said so."""
        self.query_one(Question).ask("all", DEFAULTS)

    def _hold(self, ui: UiSettings) -> None:
        self._shell.wear(ui)
        self._show()

    def action_settings_save(self) -> None:
        """Keep it in dreamtui's own file; a file that is broken is left as it is, and that is told."""
        values = unsaved(self._shell.kept_ui, self.ui)
        path = self._shell.desk.loaded.own_path
        try:
            own_file.save(path, values)
        except (DreamtuiError, OSError) as error:
            self.app.notify(f"not saved: {safe(str(error))}", severity="error", markup=False)
            return
        self._shell.kept_ui = self.ui
        self._show()
        self.app.notify(f"saved in {safe(str(path))}" if values else "there is nothing to save", markup=False)

    # --- moving -----------------------------------------------------------------------------------

    def action_settings_next(self) -> None:
        """Go to the first line below the next heading."""
        at = self._rows.cursor or 0
        below = (n + 1 for n, item in enumerate(self._items) if n > at and item.kind == "heading")
        self._rows.move_to(next(below, 1))

    def action_settings_previous(self) -> None:
        """Go to the first line below the heading before."""
        at = (self._rows.cursor or 0) - 1
        above = [n + 1 for n, item in enumerate(self._items) if n < at and item.kind == "heading"]
        last = max(n + 1 for n, item in enumerate(self._items) if item.kind == "heading")
        self._rows.move_to(above[-1] if above else last)

    def action_settings_close(self) -> None:
        """Back to the tabs, in the theme that was chosen."""
        self._shell.paint(self.ui.theme)
        self.dismiss()


def _named(action: Action) -> str:
    what = action.label or action.sentence.rstrip(".")
    return action.id if what == action.id else f"{action.id} ({what})"


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(map(name, keys))

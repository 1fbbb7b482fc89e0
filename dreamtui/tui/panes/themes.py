"""The Themes tab: what keeps coming back and the entries behind it, what may be true; it mutes themes."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.events import Resize
from textual.message import Message
from textual.widgets import Static

from dreamtui.config import own_file
from dreamtui.errors import DreamtuiError
from dreamtui.instants import day_of
from dreamtui.service.desk import Desk
from dreamtui.show.text import count, safe
from dreamtui.tui.actions import Action, bindings
from dreamtui.tui.messages import CandidateAsked, Reload
from dreamtui.tui.panes import themes_words
from dreamtui.tui.panes.themes_words import Item, Reflected, Seen, entries_of
from dreamtui.tui.view import View
from dreamtui.tui.widgets.parts import Pane
from dreamtui.tui.widgets.reader import Reader
from dreamtui.tui.widgets.rows import Rows

WIDE = 110
"""Columns from which the details stand beside the list."""
_NO_THEME = "Put the cursor on a theme: only themes can be muted."
_NO_ENTRY = "There is no entry behind this."
_IN_LIST = "The keys go to the list already."
_NOTHING_MUTED = "Nothing is muted."
_NOTHING_TO_UNDO = "There is nothing to undo: nothing was muted since dreamtui was opened."
_HELD = "themes.mute is given with --set, which holds over the file: leave it out to mute from here"


class Saved(Message, bubble=False):
    """The muted themes are in the settings file, or why they are not."""

    def __init__(self, told: str, *, bad: bool) -> None:
        super().__init__()
        self.told = told
        self.bad = bad


class ThemesPane(Pane):
    """Themes and truths at the left, one of them at the right."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("themes")]
    DEFAULT_CSS = """
    ThemesPane {
        & #themes-head { height: auto; padding: 0 1; }
        & #themes-body { height: 1fr; layout: vertical; }
        & #themes-list { height: 1fr; width: 1fr; }
        & #themes-right { height: 1fr; width: 1fr; display: none; }
        & Reader { height: 1; max-height: 70%; }
        &.wide #themes-body { layout: horizontal; }
        &.wide #themes-list { width: 11fr; }
        &.wide #themes-right { display: block; width: 9fr; border-left: solid $primary-muted; }
        &.reading #themes-list { display: none; }
        &.reading #themes-right { display: block; border-left: none; }
        &.nothing #themes-body { display: none; }
        &.nothing #themes-head { padding: 1 2; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._seen: Reflected | None = None
        self._items: Sequence[Item] = ()
        self._desk: Desk | None = None
        self._view = View()
        self._muted: frozenset[str] = frozenset()
        self._with_muted = False
        self._all_time = False
        self._enabled = True
        self._done: list[tuple[str, bool]] = []
        self._saving = 0
        self._writing = Lock()

    def compose(self) -> ComposeResult:
        """A line above, the list, what is told of a row, the entries behind it."""
        yield Static("reflecting …", id="themes-head", markup=False)
        with Container(id="themes-body"):
            yield Rows(id="themes-list")
            with Container(id="themes-right"):
                yield Reader(fits=True)
                yield Rows(id="themes-evidence")

    # --- reading and showing ----------------------------------------------------------------------

    def show(self, desk: Desk, view: View) -> None:
        """Show what there is now."""
        self._desk, self._view = desk, view
        if not self._saving:
            self._muted = frozenset(desk.loaded.settings.themes.mute)
        self._enabled = desk.loaded.settings.dreaming.enabled
        super().show(desk, view)

    def gather(self, desk: Desk, view: View, /) -> Reflected:
        """Reflect, as the next sweep would, or over everything."""
        assert view.standing is not None
        inputs = view.standing.inputs
        stored = list(inputs.snapshot.state.recall.entries.values())
        today = day_of(view.loaded_ms, desk.loaded.zone)
        how = inputs.settings.rem._replace(muted=frozenset(desk.loaded.settings.themes.mute))
        return themes_words.reflected(stored, how, view.loaded_ms, today, all_time=self._all_time)

    def fill(self, data: Reflected) -> None:
        """Show them; the cursor stays on its theme."""
        self._seen = data
        self._fit()
        self.set_class(not data.stored, "nothing")
        self._refill()

    def _refill(self) -> None:
        seen, muted = self._seen, self._muted
        if seen is None:
            return
        head = themes_words.head(seen, muted, with_muted=self._with_muted, enabled=self._enabled)
        self.query_one("#themes-head", Static).update(head)
        self._items = found = themes_words.items(seen, muted, with_muted=self._with_muted)
        self.rows.show(
            [themes_words.id_of(item) for item in found],
            lambda index, width, ink: themes_words.row(found[index], width, ink, seen, muted),
            {index for index, item in enumerate(found) if isinstance(item, str)},
        )
        self.refresh_bindings()

    @property
    def rows(self) -> Rows:
        """Themes and truths."""
        return self.query_one("#themes-list", Rows)

    @property
    def evidence(self) -> Rows:
        """The entries behind the one under the cursor."""
        return self.query_one("#themes-evidence", Rows)

    @property
    def item(self) -> Item | None:
        """What the cursor stands on."""
        cursor = self.rows.cursor
        return self._items[cursor] if cursor is not None and cursor < len(self._items) else None

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002 (the screen says how wide it is)
        """One column or two."""
        self._fit()

    def _fit(self) -> None:
        wide = self.screen.size.width >= WIDE
        self.set_class(wide, "wide")
        if wide:
            self.remove_class("reading")

    @on(Rows.Moved, "#themes-list")
    def _moved(self, message: Rows.Moved) -> None:
        message.stop()
        item, seen = self.item, self._seen
        if seen is None:
            return
        id_ = themes_words.id_of(item) if item is not None else None
        self.query_one(Reader).show(id_, themes_words.details(item, seen, self._muted))
        entries = entries_of(item)
        self.evidence.show(
            [(id_, entry.key) for entry in entries],
            lambda index, width, ink: themes_words.evidence_row(entries[index], width, ink),
        )
        self.refresh_bindings()

    @on(Rows.Moved, "#themes-evidence")
    def _moved_in_evidence(self, message: Rows.Moved) -> None:
        message.stop()

    # --- what does something now ------------------------------------------------------------------

    def why_not(self, action: Action) -> str:
        """Why an action does nothing now."""
        item = self.item
        if action.id in ("themes-open", "themes-candidate", "themes-evidence") and not entries_of(item):
            return _NO_ENTRY
        if action.id == "themes-mute" and not isinstance(item, Seen):
            return _NO_THEME
        if action.id == "themes-muted" and not self._muted:
            return _NOTHING_MUTED
        if action.id == "themes-back" and self.rows.has_focus:
            return _IN_LIST
        return _NOTHING_TO_UNDO if action.id == "themes-undo" and not self._done else ""

    def label(self, action: Action) -> str:
        """What the footer calls an action: enter goes from the list to the entries, from there to Review."""
        if action.id == "themes-open" and self.evidence.has_focus:
            return "to Review"
        if action.id == "themes-span" and self._all_time and self._desk is not None:
            return f"last {count(self._desk.loaded.settings.dreaming.phases.rem.lookback_days, 'day')}"
        return action.label

    # --- moving -----------------------------------------------------------------------------------

    @on(Rows.Opened)
    def _opened(self, message: Rows.Opened) -> None:
        message.stop()
        self.action_themes_open()

    def action_themes_open(self) -> None:
        """From a theme to its entries; from an entry to its candidate."""
        if self.evidence.has_focus:
            self.action_themes_candidate()
        else:
            self.action_themes_evidence()

    def action_themes_evidence(self) -> None:
        """Keys go to the entries behind it."""
        if self.works("themes-evidence"):
            self.set_class(not self.has_class("wide"), "reading")
            self.evidence.focus()

    def action_themes_list(self) -> None:
        """Keys go to the themes."""
        self.remove_class("reading")
        self.rows.focus()

    def action_themes_candidate(self) -> None:
        """Go to the entry under the cursor in Review; from the list, to the first one behind the row."""
        if self.works("themes-candidate"):
            entries = entries_of(self.item)
            self.post_message(CandidateAsked(entries[self.evidence.cursor or 0].key))

    def action_themes_span(self) -> None:
        """Look at all time, or as far back as REM does."""
        self._all_time = not self._all_time
        if self._desk is not None and self._view.standing is not None:
            super().show(self._desk, self._view)

    # --- muting -----------------------------------------------------------------------------------

    def action_themes_muted(self) -> None:
        """Show or hide what is muted."""
        if self._with_muted or self.works("themes-muted"):
            self._with_muted = not self._with_muted
            self._refill()

    def action_themes_mute(self) -> None:
        """Mute the theme under the cursor, or count it again."""
        item = self.item
        if self.works("themes-mute") and isinstance(item, Seen):
            tag = item.theme.tag
            self._done.append((tag, tag in self._muted))
            self._set_muted(tag, tag not in self._muted)

    def action_themes_undo(self) -> None:
        """Take the last muting back."""
        if self.works("themes-undo"):
            self._set_muted(*self._done.pop())

    def _set_muted(self, tag: str, muted: bool) -> None:
        desk = self._desk
        if desk is None:
            return
        if desk.loaded.origins["themes.mute"].source == "--set":
            self._done.clear()
            self.notify(_HELD, severity="warning", markup=False)
            return
        self._muted = self._muted | {tag} if muted else self._muted - {tag}
        self._refill()
        self._saving += 1
        self._save(desk, tag, muted)

    @work(thread=True, exit_on_error=False, group="mute", description="mute")
    def _save(self, desk: Desk, tag: str, muted: bool) -> None:
        told = f"“{tag}” is muted: never a theme again (u undoes it)" if muted else f"“{tag}” counts again"
        try:
            with self._writing:  # keys may be quicker than the disk: the last one writes what holds
                own_file.save(desk.loaded.own_path, {"themes.mute": sorted(self._muted)})
        except (DreamtuiError, OSError) as error:
            self.post_message(Saved(str(error), bad=True))
        else:
            self.post_message(Saved(told, bad=False))

    def on_saved(self, message: Saved) -> None:
        """Say what came of it, and read the settings again."""
        self._saving -= 1
        self.notify(safe(message.told), severity="error" if message.bad else "information", markup=False)
        if message.bad and self._desk is not None:
            self._done.clear()
            self._muted = frozenset(self._desk.loaded.settings.themes.mute)
            self._refill()
        else:
            self.post_message(Reload(settings=True))


PANE = ThemesPane

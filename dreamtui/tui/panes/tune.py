"""The Tune tab: settings turned with keys, and at once what they would change; written only on request."""

from __future__ import annotations

import os
from typing import Any, ClassVar

from textual.binding import BindingType

from dreamtui.config import trying
from dreamtui.config.keys import all_keys
from dreamtui.engine.tuning import presets
from dreamtui.errors import DreamtuiError
from dreamtui.service import tuning
from dreamtui.service.tuning import Saved
from dreamtui.show.text import count, home_as_tilde, safe, several
from dreamtui.tui import messages
from dreamtui.tui.actions import Action, bindings
from dreamtui.tui.panes import tune_past, tune_words
from dreamtui.tui.panes.tune_keys import short, shown, stepped
from dreamtui.tui.panes.tune_look import VIEWS
from dreamtui.tui.panes.tune_shown import TuneShown
from dreamtui.tui.panes.tune_state import Tried
from dreamtui.tui.screens.tune_json import JsonScreen
from dreamtui.tui.widgets.parts import Lines
from dreamtui.tui.widgets.question import Question
from dreamtui.tui.widgets.value import ValueLine

NOT_YET = "One moment: the settings are not read yet."
TYPING = "A value is being typed: enter tries it, esc goes back."
NO_CHANGE = "Nothing differs from what is in force."
NO_STEP = "There is nothing to undo here."


class TunePane(TuneShown):
    """What the keys do."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tune")]

    def why_not(self, action: Action) -> str:
        """Why an action does nothing now."""
        tried = self.tried
        if tried is None:
            return NOT_YET
        if self.query_one(ValueLine).has_class("typing"):
            return TYPING
        if action.id in ("tune-save", "tune-json", "tune-reset-all") and not tried.changes:
            return NO_CHANGE
        if action.id == "tune-undo" and tried.before is None:
            return NO_STEP
        return ""

    def unsaved(self) -> str:
        """What is tried and not written."""
        changes = self.tried.changes if self.tried else {}
        return f"{count(len(changes), 'value')} tried in Tune and not saved" if changes else ""

    # --- keys -------------------------------------------------------------------------------------

    def action_tune_more(self) -> None:
        """A step up."""
        self._step(1)

    def action_tune_less(self) -> None:
        """A step down."""
        self._step(-1)

    def _step(self, steps: int) -> None:
        if self.tried is None:
            return
        name, value = self.name_at, self.tried.value(self.name_at)
        wanted = stepped(name, value, steps)
        if wanted == value:
            self.app.bell()
        else:
            self._try_values({name: wanted})

    def _try_values(self, values: dict[str, Any]) -> None:
        """Try values, or say why they cannot be tried."""
        assert self.tried is not None
        try:
            self.try_(self.tried.with_values(values))
        except DreamtuiError as error:
            self.notify(safe(str(error)), severity="warning", markup=False)

    def action_tune_reset(self) -> None:
        """One setting as it is in force."""
        if self.tried is not None:
            self.try_(self.tried.reset(self.name_at))

    def action_tune_reset_all(self) -> None:
        """All settings as they are in force."""
        if self.tried is not None:
            self.try_(self.tried.reset())

    def action_tune_default(self) -> None:
        """One setting as the program has it."""
        if self.tried is not None:
            self.try_(self.tried.default(self.name_at))

    def action_tune_fewer(self) -> None:
        """Too many promotions."""
        self._preset(presets.FEWER)

    def action_tune_easier(self) -> None:
        """Too few promotions."""
        self._preset(presets.MORE)

    def _preset(self, preset: presets.Preset) -> None:
        if self.tried is None:
            return
        before = {name: self.tried.value(name) for name in preset.values}
        values = presets.applied(preset, before)
        self._try_values(values)
        self.note(tune_words.preset(preset, before, values))

    def action_tune_fit(self) -> None:
        """What the own decisions suggest: shown first, then tried."""
        found, looked = self._found.suggestion, self.shown_view == "fit"
        if not looked:
            self._turn_to("fit")
        elif found is not None and found.kind in ("thresholds", "weights"):
            self._try_values(tune_past.suggested_values(found.trial))

    def action_tune_view(self) -> None:
        """The next view."""
        self._turn(1)

    def action_tune_back(self) -> None:
        """The view before."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        names = list(VIEWS)
        self._turn_to(names[(names.index(self.shown_view) + step) % len(names)])

    def _turn_to(self, name: str) -> None:
        self.shown_view = name
        self._show_found()
        self._look()

    def action_tune_pin(self) -> None:
        """Hold what is tried as the other side."""
        if self.tried is None:
            return
        self.try_(self.tried.pinned())
        held = self.tried.other is not None
        told = "Compared with what was tried just now." if held else "Compared with what is in force."
        self.notify(told, markup=False)

    def action_tune_undo(self) -> None:
        """The last step back."""
        tried = self.tried
        if tried is None or not self.works("tune-undo"):
            return
        if tried.saved is None:
            self.try_(tried.back())
        elif not self._refuses():
            self._take_back(tried, tried.saved)

    def _take_back(self, tried: Tried, saved: Saved) -> None:
        """The file as it was, and the values tried again that it held."""
        try:
            tuning.take_back(saved)
        except DreamtuiError as error:
            self.notify(safe(str(error)), severity="error", markup=False)
            return
        self.notify(f"{_home(str(saved.path))} is as it was before.", markup=False)
        self.tried = tried.before
        self.post_message(messages.Reload(settings=True))

    # --- typing a value ---------------------------------------------------------------------------

    def action_tune_type(self) -> None:
        """A line to type a value in."""
        if self.tried is not None:
            name = self.name_at
            wants = f"{name}: {all_keys()[name].accepts} (enter tries it, esc goes back)"
            self.query_one(ValueLine).ask(name, shown(self.tried.value(name)), wants)

    def on_value_line_given(self, message: ValueLine.Given) -> None:
        """Try what was typed, or say what is wrong with it and wait for another."""
        message.stop()
        line = self.query_one(ValueLine)
        if message.text is not None and self.tried is not None:
            try:
                value = trying.parse(message.about, message.text)
                self.try_(self.tried.with_values({message.about: value}))
            except DreamtuiError as error:
                line.tell(str(error))
                return
        line.close()
        self.query_one(Lines).focus()

    # --- keeping ----------------------------------------------------------------------------------

    def action_tune_save(self) -> None:
        """Ask whether to write it."""
        tried = self.tried
        if tried is None or not self.works("tune-save"):
            return
        told = several([f"{short(name)} {shown(value)}" for name, value in tried.changes.items()])
        own = _home(str(tried.loaded.own_path))
        self.query_one(Question).ask("save", f"Write {told} into {own}?")

    def on_question_answered(self, message: Question.Answered) -> None:
        """Write it, and have everything read by it."""
        message.stop()
        tried = self.tried
        if not message.yes or tried is None or self._desk is None or self._refuses():
            return
        try:
            saved = tuning.save(self._desk, tried.changes)
        except DreamtuiError as error:
            self.notify(safe(str(error)), severity="error", markup=False)
            return
        beaten = [short(name) for name in tried.changes if tried.loaded.origins[name].source == "--set"]
        told = f"{count(len(tried.changes), 'value')} written; u takes them back."
        if beaten:
            told += f" --set still beats the file for {several(beaten)} until you leave."
        self.notify(safe(told), markup=False)
        if saved is not None:
            self.tried = tried.after_saving(saved)
        self.post_message(messages.Reload(settings=True))

    def action_tune_json(self) -> None:
        """The JSON for openclaw.json."""
        tried = self.tried
        if tried is None or not self.works("tune-json"):
            return
        where = _home(str(tried.loaded.openclaw_path or "openclaw.json"))
        nested = trying.for_openclaw(tried.loaded.openclaw, tried.changes)
        self.app.push_screen(JsonScreen(nested, where))

    def _refuses(self) -> bool:
        if self._view.read_only:
            self.notify("read-only: nothing is written.", severity="warning", markup=False)
        return self._view.read_only


PANE = TunePane


def _home(path: str) -> str:
    return safe(home_as_tilde(path, os.path.expanduser("~")))  # noqa: PTH111 (never fails)

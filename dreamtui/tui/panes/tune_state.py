"""What is tried in the Tune tab: values over those in force, the other side, and every step back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from dreamtui.config import trying
from dreamtui.config.keys import all_keys
from dreamtui.config.settings import Settings
from dreamtui.config.sources import Loaded
from dreamtui.service.tuning import Saved

Values = Mapping[str, Any]


class Tried(NamedTuple):
    """Values tried (by name, only those that differ from the ones in force), and the other side.

    `other` None: what is tried is compared with what is in force. `saved`: what the step that led
    here wrote, if it did. `before` is the state that an undo goes back to.
    """

    loaded: Loaded
    changes: Values = MappingProxyType({})
    other: Values | None = None
    saved: Saved | None = None
    before: Tried | None = None

    @property
    def in_force(self) -> Settings:
        """The settings in force."""
        return self.loaded.settings

    @property
    def settings(self) -> Settings:
        """The settings as they are tried."""
        return trying.tried(self.in_force, self.changes)

    @property
    def compared(self) -> Settings:
        """The settings on the other side."""
        return trying.tried(self.in_force, self.other or {})

    def value(self, name: str) -> Any:
        """The value of a setting as it is tried."""
        return self.changes[name] if name in self.changes else self.held(name)

    def held(self, name: str) -> Any:
        """The value of a setting in force."""
        return trying.value_of(self.in_force, name)

    def with_values(self, values: Values) -> Tried:
        """After other values: a step. BadInput when they do not go together."""
        held = trying.values_of(self.in_force)
        changes = {name: value for name, value in {**self.changes, **values}.items() if value != held[name]}
        trying.tried(self.in_force, changes)
        return self if changes == self.changes else self._step(changes=changes)

    def reset(self, *names: str) -> Tried:
        """With the values in force again: of some settings, or of all."""
        kept = {name: value for name, value in self.changes.items() if names and name not in names}
        return self if kept == self.changes else self._step(changes=kept)

    def default(self, name: str) -> Tried:
        """With the default of a setting."""
        return self.with_values({name: all_keys()[name].default})

    def pinned(self) -> Tried:
        """Compared with what is tried now; when it is already, with what is in force."""
        other = None if self.other is not None else dict(self.changes)
        return self._step(other=other)

    def after_saving(self, saved: Saved) -> Tried:
        """The same, with the step that a saving was."""
        return self._step(saved=saved)

    def under(self, loaded: Loaded) -> Tried:
        """The same under other settings in force: what is in force by now is no change any more."""
        held = trying.values_of(loaded.settings)
        changes = {name: value for name, value in self.changes.items() if value != held[name]}
        return self._replace(loaded=loaded, changes=changes)

    def back(self) -> Tried:
        """The state before the last step; the same where there was none."""
        return self.before.under(self.loaded) if self.before else self

    def _step(self, **fields: Any) -> Tried:
        return self._replace(saved=None, before=self)._replace(**fields)

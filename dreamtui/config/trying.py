"""Settings of `phases.*` that are tried out: checked as those of files are, laid over those in force."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from dreamtui.config import keys, openclaw
from dreamtui.config.keys import Key
from dreamtui.config.reading import plain, shown
from dreamtui.config.settings import Settings, with_values
from dreamtui.errors import BadInput

_PREFIX: Final = "phases."
_WEIGHTS: Final = "phases.deep.weights"
_OURS: Final = (
    f"{_WEIGHTS}.",
    "phases.deep.lightBoostMax",
    "phases.deep.remBoostMax",
    "phases.deep.gateOn",
    "phases.deep.junk",
)
"""What dreamtui alone knows: OpenClaw may refuse a configuration that says it."""

Values = Mapping[str, Any]
"""Values of settings by their dotted names: `phases.deep.minScore`."""


class Nested(NamedTuple):
    """Values as openclaw.json takes them, and the names of those that it does not know."""

    text: str
    left_out: tuple[str, ...]


def phase_keys() -> list[Key]:
    """Every setting of the three phases, in the order of the documentation."""
    return [key for name, key in keys.all_keys().items() if name.startswith(_PREFIX)]


def parse(name: str, text: str) -> Any:
    """What a person typed, as a value. BadInput, one line, when it is none of its kind."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = text.strip()
    return checked(name, value)


def checked(name: str, value: Any) -> Any:
    """A value as it is used. BadInput as `parse`."""
    key = keys.all_keys()[name]
    try:
        return key.kind.check(value)
    except ValueError:
        raise BadInput(f"{name} is {shown(value)}; it must be {key.accepts}") from None


def tried(settings: Settings, values: Values) -> Settings:
    """The settings with other values. BadInput when no weight is left that is not 0."""
    full = {keys.full_name(name): value for name, value in values.items()}
    made = with_values(settings, keys.nest(full))
    if not any(made.dreaming.phases.deep.weights):
        wants = keys.accepts(keys.full_name(_WEIGHTS))
        raise BadInput(f"{_WEIGHTS} would be all 0; it must be {wants}")
    return made


def values_of(settings: Settings) -> dict[str, Any]:
    """The value of every setting of the phases."""
    return {key.name: value_of(settings, key.name) for key in phase_keys()}


def value_of(settings: Settings, name: str) -> Any:
    """The value of a setting of the phases."""
    value: Any = settings.dreaming
    for part in name.split("."):
        value = getattr(value, _snake(part))
    return value


def for_openclaw(root: Mapping[str, Any], values: Values) -> Nested:
    """The object to put into openclaw.json (whose content is `root`), with what it knows of the values."""
    known = {name: value for name, value in values.items() if not name.startswith(_OURS)}
    tree: dict[str, Any] = keys.nest(known)
    for name in ("dreaming", "config", plain(openclaw.plugin_of(root)), "entries", "plugins"):
        tree = {name: tree}
    return Nested(json.dumps(tree, indent=2), tuple(name for name in values if name not in known))


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)

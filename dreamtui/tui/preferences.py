"""What a person changes in the settings screen: keys given and taken, and what is to be saved; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dreamtui.config.settings import UiSettings
from dreamtui.tui.actions import BY_ID, Action
from dreamtui.tui.keymap import LIFELINES, UNBOUND, Keymap, resolve, rivals, split


def give(own: Mapping[str, Any], action: Action, keys: Sequence[str]) -> dict[str, Any]:
    """The user's own keymap, with these keys given to an action and taken from all who have them."""
    now = resolve(own)
    new = {**own, action.id: ",".join(keys)}
    for other in rivals(now, action, keys):
        new[other.id] = ",".join(key for key in now.of(other) if key not in keys) or UNBOUND
    return {id_: given for id_, given in new.items() if not _is_default(id_, given)}


def stranded(keymap: Keymap, action: Action, keys: Sequence[str]) -> list[Action]:
    """Who would be left without a key and must have one, were these given to an action."""
    robbed = (other for other in rivals(keymap, action, keys) if other.id in LIFELINES)
    return [other for other in robbed if set(keymap.of(other)) <= {*keys}]


def unsaved(kept: UiSettings, tried: UiSettings) -> dict[str, Any]:
    """What is tried and not kept yet, by dotted name, as `own_file.save` takes it."""
    values: dict[str, Any] = {
        f"ui.{name}": getattr(tried, name)
        for name in ("theme", "mouse")
        if getattr(tried, name) != getattr(kept, name)
    }
    for id_ in {**kept.keymap, **tried.keymap}:
        given = tried.keymap.get(id_)
        if given != kept.keymap.get(id_):
            values[f"ui.keymap.{id_}"] = given
    return values


def _is_default(id_: str, given: object) -> bool:
    return id_ in BY_ID and isinstance(given, str) and split(given) == split(BY_ID[id_].keys)

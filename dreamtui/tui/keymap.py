"""The keys in force: those of the registry, the user's own over them; clashes are told, the user wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final, NamedTuple

from textual.keys import _character_to_key, format_key

from dreamtui.tui.actions import ACTIONS, BY_ID, TABS, Action, Where

UNBOUND: Final = "unbound"
"""Stands for a key that nobody can press."""

_NAMES: Final = {
    "question_mark": "?",
    "slash": "/",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "esc",
    "pageup": "pgup",
    "pagedown": "pgdn",
}
_WITH: Final[Mapping[Where, frozenset[Where]]] = {
    "app": frozenset({"app", "list", "text", *TABS}),
    "review": frozenset({"app", "review", "list"}),
    **{tab: frozenset({"app", "list", "text", tab}) for tab in TABS[1:]},
    "list": frozenset({"app", "list", "workspaces", *TABS}),
    "text": frozenset({"app", "text", "write", "help", "details", *TABS[1:]}),
    "write": frozenset({"write", "text"}),
    "help": frozenset({"help", "text"}),
    "workspaces": frozenset({"workspaces", "list"}),
    "details": frozenset({"details", "text"}),
}
"""Where the same key could mean two things at a time; other screens stand alone."""


class Keymap(NamedTuple):
    """Which keys do what, as `App.set_keymap` takes it, and what to tell the user about it."""

    keys: Mapping[str, str]
    problems: tuple[str, ...]

    def of(self, action: Action) -> tuple[str, ...]:
        """The keys of an action; none when others took them."""
        keys = split(self.keys.get(action.id, action.keys))
        return tuple(key for key in keys if key != UNBOUND)

    def shown(self, action: Action, separator: str = " ") -> str:
        """The keys of an action for people: `? f1`."""
        return separator.join(map(name, self.of(action)))


def resolve(own: Mapping[str, str]) -> Keymap:
    """The keymap with the user's own keys by action id: whoever else had one of them loses it."""
    problems: list[str] = []
    keys: dict[str, str] = {}
    for id_, text in own.items():
        if id_ not in BY_ID:
            problems.append(_unknown(id_))
        elif not (wanted := split(text)):
            problems.append(f"ui.keymap: {id_} is given no key, so it keeps {BY_ID[id_].keys}")
        else:
            keys[id_] = ",".join(wanted)
    taken = list(keys)
    for place, id_ in enumerate(taken):
        problems += _between(keys, id_, taken[:place])
    for action in ACTIONS:
        if action.id not in taken:
            problems += _yield_to(keys, action, taken)
    return Keymap(keys, tuple(problems))


def split(text: str) -> tuple[str, ...]:
    """Keys separated by commas, by Textual's names: `?` is `question_mark`."""
    parts = (part.strip() for part in text.split(","))
    return tuple(dict.fromkeys(_character_to_key(key) if len(key) == 1 else key for key in parts if key))


def name(key: str) -> str:
    """A key for people: `^r`, `?`, `esc`, `↑`."""
    if key in _NAMES:
        return _NAMES[key]
    if key.startswith("ctrl+"):
        return f"^{key[5:]}"
    return format_key(key) if len(key) > 1 else key


def _between(keys: dict[str, str], id_: str, before: list[str]) -> Iterator[str]:
    """Two of the user's own on the same key: the first has it."""
    for other in before:
        if _meet(BY_ID[id_], BY_ID[other]) and (both := _common(keys[id_], keys[other])):
            keys[id_] = _without(keys[id_], both)
            yield f"ui.keymap: {_listed(both)} is given to {other} and {id_}; it stays with {other}"


def _yield_to(keys: dict[str, str], action: Action, taken: list[str]) -> Iterator[str]:
    for other in taken:
        mine = keys.get(action.id, action.keys)
        if _meet(action, BY_ID[other]) and (both := _common(mine, keys[other])):
            keys[action.id] = _without(mine, both)
            rest = ", ".join(name(key) for key in split(keys[action.id]) if key != UNBOUND)
            now = f"{action.id} is on {rest}" if rest else f"{action.id} has no key any more"
            yield f"ui.keymap: {_listed(both)} is now {other}; {now}"


def _meet(one: Action, other: Action) -> bool:
    return other.where in _WITH.get(one.where, frozenset({one.where}))


def _common(one: str, other: str) -> list[str]:
    return [key for key in split(one) if key in split(other) and key != UNBOUND]


def _without(text: str, gone: list[str]) -> str:
    return ",".join(key for key in split(text) if key not in gone) or UNBOUND


def _listed(found: list[str]) -> str:
    return ", ".join(map(name, found))


def _unknown(id_: str) -> str:
    near = get_close_matches(id_, BY_ID, n=1, cutoff=0.5)
    return f"ui.keymap: nothing is called {id_}" + (
        f"; did you mean {near[0]}?" if near else "; see ? for all"
    )

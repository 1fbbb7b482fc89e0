"""The keys in force: those of the registry, the user's own over them; clashes are told, the user wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final, NamedTuple

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, _character_to_key, format_key, key_to_character

from dreamtui.config.reading import shown
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
LIFELINES: Final = frozenset(
    {"quit", "help", "settings", "answer-no", "sweep-hide"}
    | {action.id for action in ACTIONS if action.label == "back" and action.where not in TABS}
)
"""What always keeps a key: without it a person could not leave, nor find out how to."""
_TYPED: Final[frozenset[Where]] = frozenset({"edit", "reason", "value", "line", "words"})
"""Places where letters are typed, so that they cannot be keys for anything else."""
_PLAIN_NAMES: Final = {short: long for long, short in KEY_NAME_REPLACEMENTS.items()}
_READING: Final = tuple(tab for tab in TABS if tab not in ("review", "memory"))
_WITH: Final[Mapping[Where, frozenset[Where]]] = {
    "app": frozenset({"app", "list", "text", *TABS}),
    **{tab: frozenset({"app", "list", tab}) for tab in TABS},
    **{tab: frozenset({"app", "list", "text", tab}) for tab in _READING},
    "write": frozenset({"write", "room", "text"}),
    "room": frozenset({"write", "room", "text"}),
    "json": frozenset({"json", "text"}),
    "archive": frozenset({"archive", "list"}),
    "help": frozenset({"help", "text"}),
    "workspaces": frozenset({"workspaces", "list"}),
    "settings": frozenset({"settings", "list"}),
    "details": frozenset({"details", "text"}),
}
"""Where the same key could mean two things at a time, told from one side; other screens stand alone."""

_KEYS: Final = frozenset(key.value for key in Keys)
_HELD: Final = frozenset({"ctrl", "shift", "alt", "meta", "super", "hyper"})


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


def resolve(own: Mapping[str, object], where: str = "") -> Keymap:
    """The keymap with the user's own keys by action id: whoever else had one of them loses it.

    What is wrong is told, with `where` it was given, and does no harm: all that is right holds.
    """
    problems: list[str] = []
    keys: dict[str, str] = {}
    for id_, given in own.items():
        if id_ not in BY_ID:
            problems.append(_unknown(id_))
            continue
        wanted, wrong = _wanted(BY_ID[id_], given)
        problems += wrong
        if wanted:
            keys[id_] = ",".join(wanted)
    taken = list(keys)
    for place, id_ in enumerate(taken):
        problems += _between(keys, id_, taken[:place])
    for action in ACTIONS:
        if action.id not in taken:
            problems += _yield_to(keys, action, taken)
    for action in ACTIONS:
        if action.id in LIFELINES:
            problems += _keep(keys, action)
    return Keymap(keys, tuple(f"{where}: {problem}" if where else problem for problem in problems))


def rivals(keymap: Keymap, action: Action, keys: Iterable[str]) -> list[Action]:
    """The actions that one of these keys would do as well, were they given to an action."""
    wanted = {*keys}
    return [
        other
        for other in ACTIONS
        if other is not action and _meet(action, other) and not wanted.isdisjoint(keymap.of(other))
    ]


def types(key: str) -> bool:
    """Whether a key types a character."""
    character = key if len(key) == 1 else key_to_character(_PLAIN_NAMES.get(key, key))
    return character is not None and character.isprintable()


def takes(action: Action, key: str) -> bool:
    """Whether an action can have a key: where letters are typed, they cannot be keys."""
    return not (action.where in _TYPED and types(key))


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


def _wanted(action: Action, given: object) -> tuple[list[str], list[str]]:
    """The keys that an action is given, and what is wrong with the others."""
    if not isinstance(given, str):
        told = f'ui.keymap: {action.id} is {shown(given)}; it must be text, such as "y" or "y,f2"'
        return [], [f"{told}: it keeps {action.keys}"]
    keys = split(given)
    strange = [key for key in keys if key != UNBOUND and not _is_key(key)]
    typed = [key for key in keys if not takes(action, key)]
    wrong = [f"ui.keymap: {action.id}: there is no key called {shown(key)}" for key in strange]
    wrong += [f"ui.keymap: {action.id}: {name(key)} is typed there, so it can be no key" for key in typed]
    wanted = [key for key in keys if key not in (*strange, *typed)]
    if not wanted:
        wrong.append(f"ui.keymap: {action.id} is given no key, so it keeps {action.keys}")
    return wanted, wrong


def _is_key(key: str) -> bool:
    """Whether a terminal has such a key."""
    *held, last = key.split("+")
    known = len(last) == 1 or last in _KEYS or key_to_character(_PLAIN_NAMES.get(last, last)) is not None
    return known and all(part in _HELD for part in held)


def _keep(keys: dict[str, str], action: Action) -> Iterator[str]:
    """Give back a key to what must have one: one that nobody took, else its first, whoever took it."""
    if any(key != UNBOUND for key in split(keys.get(action.id, action.keys))):
        return
    now = Keymap(keys, ())
    free = [key for key in split(action.keys) if not rivals(now, action, [key])]
    key = (free or split(action.keys))[0]
    for other in rivals(now, action, [key]):
        keys[other.id] = _without(keys.get(other.id, other.keys), [key])
    keys[action.id] = key
    yield f"ui.keymap: {action.id} must have a key, so it keeps {name(key)}"


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
    return (
        one.where == other.where
        or other.where in _WITH.get(one.where, ())
        or one.where in _WITH.get(other.where, ())
    )


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

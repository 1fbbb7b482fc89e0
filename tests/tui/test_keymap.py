"""Keys by the registry: no action without a name, no two meanings at a time, the user's own win."""

from __future__ import annotations

from itertools import combinations

import pytest

from dreamtui.tui.actions import ACTIONS
from dreamtui.tui.keymap import _WITH, UNBOUND, name, resolve, split


def test_names_are_unique_and_every_action_has_a_sentence() -> None:
    ids = [action.id for action in ACTIONS]
    assert len(set(ids)) == len(ids)
    assert all(action.sentence.endswith(".") and action.keys for action in ACTIONS)


def test_by_default_no_key_means_two_things_at_a_time() -> None:
    clashes = [
        (one.id, other.id)
        for one, other in combinations(ACTIONS, 2)
        if other.where in _WITH.get(one.where, frozenset({one.where}))
        and set(split(one.keys)) & set(split(other.keys))
    ]
    assert clashes == []
    assert resolve({}).problems == ()


def test_own_keys_replace_those_of_the_registry() -> None:
    keymap = resolve({"approve": "y, ?", "help": "f1"})
    assert keymap.problems == ()
    assert keymap.keys == {"approve": "y,question_mark", "help": "f1"}


def test_who_loses_a_key_is_told() -> None:
    keymap = resolve({"write": "a", "undo": "f1"})
    assert keymap.keys["approve"] == UNBOUND
    assert keymap.keys["help"] == "question_mark"
    assert keymap.problems == (
        "ui.keymap: a is now write; approve has no key any more",
        "ui.keymap: f1 is now undo; help is on ?",
    )


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"aprove": "y"}, "ui.keymap: nothing is called aprove; did you mean approve?"),
        ({"approve": " , "}, "ui.keymap: approve is given no key, so it keeps a"),
        (
            {"approve": "y", "reject": "y"},
            "ui.keymap: y is given to approve and reject; it stays with approve",
        ),
    ],
)
def test_what_is_wrong_is_told(own: dict[str, str], told: str) -> None:
    assert resolve(own).problems == (told,)


def test_screens_over_the_tabs_do_not_meet_the_tabs() -> None:
    assert resolve({"write-cancel": "a"}).problems == ()


@pytest.mark.parametrize(("key", "shown"), [("ctrl+r", "^r"), ("slash", "/"), ("A", "A"), ("escape", "esc")])
def test_keys_are_written_as_people_know_them(key: str, shown: str) -> None:
    assert name(key) == shown

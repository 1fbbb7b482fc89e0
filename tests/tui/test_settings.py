"""The settings screen: themes with their look at once, keys that never clash unsaid, saved when asked."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.color import Color
from textual.pilot import Pilot

from dreamtui.config.settings import UiSettings
from dreamtui.tui.actions import ACTIONS, BY_ID, Action, Where
from dreamtui.tui.keymap import LIFELINES, _is_key, resolve, rivals, split, takes
from dreamtui.tui.preferences import give, stranded, unsaved
from dreamtui.tui.screens import settings_rows
from dreamtui.tui.screens.help import TITLES
from dreamtui.tui.screens.press import PressScreen
from dreamtui.tui.screens.settings import SettingsScreen
from dreamtui.tui.screens.settings_rows import Item, items
from dreamtui.tui.themes import OURS, THEMES, contrast
from tests.service.reviewing import Bench
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, desk_at, play, press
from tests.tui.pictures import looks_like, resize, screen_text, still

KEYS = st.sampled_from(sorted({key for action in ACTIONS for key in split(action.keys)} | {"f9", "ctrl+y"}))
OWN = st.dictionaries(
    st.sampled_from([*BY_ID]), st.lists(KEYS, max_size=3).map(",".join) | st.just("unbound"), max_size=8
)


# --- keymaps --------------------------------------------------------------------------------------


@given(OWN)
@example({"archive-restore": "j"})  # the archive is a list: j would have gone down as well
@example({"json-copy": "pagedown"})
@example({"page-down": "a"})
def test_whatever_a_person_binds_one_can_leave_and_no_key_means_two_things(own: dict[str, str]) -> None:
    keymap = resolve(own)
    for action in ACTIONS:
        assert not rivals(keymap, action, keymap.of(action))
        assert keymap.of(action) or action.id not in LIFELINES
        assert all(takes(action, key) for key in keymap.of(action))


@given(OWN, st.sampled_from(ACTIONS), KEYS)
def test_a_key_given_is_had_by_nobody_else_and_nothing_is_told_again(
    own: dict[str, str], action: Action, key: str
) -> None:
    own = give(give({}, BY_ID["approve"], ("y",)), action, (key,))
    keymap = resolve(own)
    if takes(action, key) and not stranded(resolve(give({}, BY_ID["approve"], ("y",))), action, (key,)):
        assert keymap.of(action) == (key,)
        assert not rivals(keymap, action, (key,))
        assert keymap.problems == ()


def test_giving_the_default_keys_back_leaves_nothing_behind() -> None:
    own = give({}, BY_ID["reject"], ("f",))
    assert own == {"reject": "f", "next-filter": "unbound"}
    own = give(own, BY_ID["next-filter"], ("f",))
    assert own == {"reject": "unbound"}
    assert give(own, BY_ID["reject"], ("r",)) == {}


def test_what_must_have_a_key_keeps_one() -> None:
    keymap = resolve({"quit": "unbound", "reject": "q", "mark": "ctrl+q", "help-close": "unbound"})
    assert keymap.of(BY_ID["quit"]) == ("q",)
    assert keymap.of(BY_ID["reject"]) == ()
    assert keymap.of(BY_ID["help-close"]) == ("escape",)
    assert "ui.keymap: quit must have a key, so it keeps q" in keymap.problems


def test_the_only_key_of_quit_is_not_taken() -> None:
    keymap = resolve({"quit": "q"})
    assert stranded(keymap, BY_ID["reject"], ("q",)) == [BY_ID["quit"]]
    assert stranded(resolve({}), BY_ID["reject"], ("q",)) == []


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"approve": 1}, '~/c: ui.keymap: approve is 1; it must be text, such as "y" or "y,f2": it keeps a'),
        ({"approve": "ctrl-y"}, '~/c: ui.keymap: approve: there is no key called "ctrl-y"'),
        ({"edit-cancel": "q"}, "~/c: ui.keymap: edit-cancel: q is typed there, so it can be no key"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_key(own: dict[str, object], told: str) -> None:
    keymap = resolve(own, "~/c")
    assert keymap.problems[0] == told
    assert keymap.of(BY_ID[next(iter(own))]) == split(BY_ID[next(iter(own))].keys)


def test_all_keys_of_the_registry_are_keys() -> None:
    assert [key for action in ACTIONS for key in split(action.keys) if not _is_key(key)] == []


def test_every_place_is_listed() -> None:
    used = {action.where for action in ACTIONS}
    assert used <= {*TITLES} <= {*get_args(Where)} | {*TITLES}
    assert {item.name for item in items([]) if item.action} == {*BY_ID}


def test_what_is_to_be_saved_is_what_differs() -> None:
    kept = UiSettings(theme="a", keymap={"approve": "y", "reject": "n"})
    tried = UiSettings(theme="b", keymap={"reject": "n", "edit": "i"})
    assert unsaved(kept, tried) == {"ui.theme": "b", "ui.keymap.approve": None, "ui.keymap.edit": "i"}
    assert unsaved(kept, kept) == {}


@pytest.mark.parametrize("theme", [one for one in THEMES if one.name.startswith("high-")])
def test_high_contrast_is_seven_to_one(theme) -> None:  # type: ignore[no-untyped-def]
    back = Color.parse(theme.panel)
    texts = [theme.foreground, theme.success, theme.warning, theme.error, theme.variables["text-muted"]]
    assert min(contrast(Color.parse(text), back) for text in texts) >= 7


# --- the screen -----------------------------------------------------------------------------------


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Bench(tmp_path)


def _own(bench: Bench) -> Path:
    return bench.root.parent / "config.toml"


def _at(app: Dashboard, item: str) -> None:
    screen = app.screen
    assert isinstance(screen, SettingsScreen)
    screen._rows.move_to(next(n for n, one in enumerate(screen._items) if one.name == item))


@pytest.mark.parametrize("key", ["f2", "comma"])
def test_a_theme_is_shown_under_the_cursor_and_chosen_with_enter(bench: Bench, key: str) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, key, "down")
        assert (app.theme, app.ui.theme) == ("textual-light", "textual-dark")
        await press(pilot, "down", "down", "enter", "down")
        assert (app.theme, app.ui.theme) == ("tritanopia", "deuteranopia-light")
        await press(pilot, "escape")
        assert app.theme == "deuteranopia-light"
        assert not _own(bench).exists()

    play(Dashboard(desk_at(bench.root)), scene)


def test_ours_stand_first(bench: Bench) -> None:
    names = [one.name for one in items([*OURS, "nord", "aaa"]) if one.kind == "theme"]
    assert names == [*OURS, "aaa", "nord"]


@pytest.mark.parametrize("key", ["s", "ctrl+s"])
def test_saved_on_request_with_all_else_kept(bench: Bench, key: str) -> None:
    _own(bench).write_text('# mine\n[memory]\nbudgetChars = 9000 # why\n\n[ui.keymap]\nedit = "i"\n')

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f2", "down", "enter")
        _at(app, "mouse")
        await press(pilot, "enter")
        _at(app, "approve")
        await press(pilot, "enter", "y")
        _at(app, "edit")
        await press(pilot, "backspace")
        assert "! not saved: theme, mouse and 2 keys" in screen_text(app)
        await press(pilot, key)
        assert "nothing to save" in screen_text(app)

    play(Dashboard(desk_at(bench.root)), scene)
    said = _own(bench).read_text()
    assert said.startswith("# mine\n[memory]\nbudgetChars = 9000 # why\n")
    ui = {"theme": "textual-light", "mouse": False, "keymap": {"approve": "y"}}
    assert tomllib.loads(said) == {"memory": {"budgetChars": 9000}, "ui": ui}


def test_a_broken_file_is_left_as_it_is(bench: Bench) -> None:
    desk = desk_at(bench.root)
    _own(bench).write_text("[ui\n")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f2", "down", "enter", "s")
        assert "not TOML" in app.toasts[-1]
        assert "! not saved: theme" in screen_text(app)

    play(Dashboard(desk), scene)
    assert _own(bench).read_text() == "[ui\n"


def test_read_only_tries_and_does_not_save(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f2", "down", "enter", "s")
        assert "what you try holds until you leave, and is not saved" in screen_text(app)
        assert app.toasts[-1].startswith("read-only")
        assert app.theme == "textual-light"

    play(Dashboard(desk_at(bench.root), read_only=True), scene)
    assert not _own(bench).exists()


def test_a_key_is_what_is_pressed_next_and_holds_at_once(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f2")
        _at(app, "approve")
        await press(pilot, "enter", "escape")
        assert app.ui.keymap == {}
        await press(pilot, "enter", "question_mark", "y")  # help has f1 besides
        assert app.ui.keymap == {"approve": "question_mark", "help": "f1"}
        await press(pilot, "plus", "f9", "escape", "f9")
        assert app.view.queue is not None
        assert len(app.view.queue.approved()) == 1
        await press(pilot, "a")
        assert len(app.view.queue.approved()) == 1

    play(Dashboard(desk_at(bench.root)), scene)


def test_a_clash_is_told_with_both_names_and_the_person_decides(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f2")
        _at(app, "approve")
        await press(pilot, "enter", "r")
        assert "r is reject. reject would have no key then. Give it to approve?" in screen_text(app)
        await press(pilot, "n")
        assert app.ui.keymap == {}
        await press(pilot, "enter", "r", "y")
        assert app.ui.keymap == {"approve": "r", "reject": "unbound"}
        _at(app, "reject")
        await press(pilot, "delete")  # its own key back, which approve has now
        await press(pilot, "y")
        assert app.ui.keymap == {"approve": "unbound"}
        await press(pilot, "D", "y")
        assert app.ui == UiSettings()

    play(Dashboard(desk_at(bench.root)), scene)


def test_the_last_key_of_the_settings_is_not_taken(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f2")
        _at(app, "settings")
        await press(pilot, "enter", "f2")
        _at(app, "approve")
        await press(pilot, "enter", "f2")
        assert app.toasts[-1].startswith("f2 is the only key of settings, which must have one")
        assert app.ui.keymap == {"settings": "f2"}

    play(Dashboard(desk_at(bench.root)), scene)


def test_the_way_back_is_seen_on_a_small_screen(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f2")
        assert "s save · esc back" in screen_text(app)

    play(Dashboard(desk_at(bench.root)), scene, SMALL)


def test_a_letter_is_no_key_where_letters_are_typed(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f2")
        _at(app, "edit-cancel")
        await press(pilot, "enter", "q")
        assert isinstance(app.screen, PressScreen)
        assert "q is typed there" in screen_text(app)
        await press(pilot, "f9")
        assert app.ui.keymap == {"edit-cancel": "f9"}

    play(Dashboard(desk_at(bench.root)), scene)


def test_headings_are_gone_to_and_the_defaults_come_back(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f2", "down", "enter", "backspace")
        assert app.ui.theme == "textual-dark"
        await press(pilot, "tab")
        assert app.screen._item == Item("mouse", "mouse")  # type: ignore[attr-defined]
        await press(pilot, "enter", "backspace", "tab")
        assert app.ui.mouse
        assert app.screen._item.name == "approve"  # type: ignore[attr-defined]
        await press(pilot, "left_square_bracket", "shift+tab")
        assert app.theme == "textual-dark"
        await press(pilot, "shift+tab")
        assert app.screen._item.action.where == [*TITLES][-1]  # type: ignore[attr-defined]
        await press(pilot, "right_square_bracket", "q")
        assert app.screen is app.main

    play(Dashboard(desk_at(bench.root)), scene)


def test_no_color_and_options_are_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f2", "down")
        assert "NO_COLOR is set" in screen_text(app)
        assert "--set ui.theme" in screen_text(app)
        assert app.theme == "textual-dark"

    play(Dashboard(desk_at(bench.root, "ui.theme=nord")), scene)


def test_a_wrong_keymap_is_told_with_its_file_and_the_dashboard_starts(bench: Bench) -> None:
    _own(bench).write_text('[ui.keymap]\napprove = 3\nquit = "unbound"\n')

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert app.toasts == [
            '~/config.toml: ui.keymap: approve is 3; it must be text, such as "y" or "y,f2": it keeps a',
            "~/config.toml: ui.keymap: quit must have a key, so it keeps q",
        ]
        await press(pilot, "a")
        assert app.view.queue is not None
        assert app.view.queue.approved()

    play(Dashboard(desk_at(bench.root)), scene)


def test_what_is_tried_goes_on_in_the_next_workspace(bench: Bench) -> None:
    tried = UiSettings(theme="nord", keymap={"approve": "y"})

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert (app.theme, app.tried) == ("nord", tried)
        await press(pilot, "y")
        assert app.view.queue is not None
        assert app.view.queue.approved()

    app = Dashboard(desk_at(bench.root))
    app._tried = tried
    play(app, scene)


@pytest.mark.parametrize("name", ["themes", "keys", "clash"])
def test_pictures(bench: Bench, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_rows, "TITLES", {"review": "Review", "write": "Before writing"})

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f2")
        if name != "themes":
            _at(app, "approve")
            await press(pilot, "enter", *(("r",) if name == "clash" else ()))
        for width, height in (LARGE, SMALL):
            await resize(pilot, width, height)
            await still(pilot)
            looks_like(app, f"settings-{name}-{width}x{height}")

    play(Dashboard(desk_at(bench.root)), scene)

"""The dashboard as a whole: every tab, every key that works everywhere, every state of a workspace."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from dreamtui import paths
from dreamtui.errors import BadInput
from dreamtui.service import reviewer, sweeper
from dreamtui.service.desk import Desk
from dreamtui.tui import reading
from dreamtui.tui.actions import ACTIONS, BY_ID, TABS
from dreamtui.tui.messages import ScreenAsked, Stepped
from dreamtui.tui.screens.help import HelpScreen
from dreamtui.tui.screens.sweep import SweepScreen
from dreamtui.tui.screens.write import WriteScreen
from dreamtui.tui.shell import BUSY
from dreamtui.tui.widgets.candidates import CandidateList
from dreamtui.tui.widgets.parts import Pane
from tests.home import entry
from tests.service.reviewing import KEYS, Bench
from tests.tui.dashboard_stage import (
    LARGE,
    SMALL,
    Dashboard,
    at_once,
    desk_at,
    play,
    press,
    sweep_here,
    until,
)
from tests.tui.pictures import screen_text
from tests.tui.resting import settle
from tests.tui.review_stage import demo_desk


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def _app(bench: Bench, *sets: str, read_only: bool = False) -> Dashboard:
    return Dashboard(desk_at(bench.root, *sets), lambda: desk_at(bench.root, *sets), read_only=read_only)


def _store(bench: Bench, *texts: str) -> None:
    entries = [entry("memory/2026-04-10.md", line, line, text) for line, text in enumerate(texts, 1)]
    table = {"version": 1, "entries": {one["key"]: one for one in entries}}
    bench.write(paths.RECALL_STORE, json.dumps(table).encode())


def _rows(app: Dashboard) -> int:
    return len(app.view.queue.rows) if app.view.queue else 0


# --- opening and states ---------------------------------------------------------------------------


def test_the_first_paint_comes_before_anything_is_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    go = Event()
    read = reading.read
    monkeypatch.setattr(reading, "read", lambda *args, **how: (go.wait(60), read(*args, **how))[1])

    async def run() -> None:
        app = _app(bench)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot, workers=False)
            assert "reading …" in screen_text(app)
            await pilot.press("4")
            await settle(pilot, workers=False)
            assert "▸4 Memory" in screen_text(app)  # keys are answered meanwhile
            go.set()
            await settle(pilot)
            await press(pilot, "1")
            assert "Moved router" in screen_text(app)

    asyncio.run(run())


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_every_tab_shows_something_and_has_keys(size: tuple[int, int], tmp_path: Path) -> None:
    app = Dashboard(demo_desk(tmp_path))
    expected = ("snippet", "entries in DREAMS.md", "Themes", "[suggested 3]", "Health", "minScore")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        for number, words in enumerate(expected, 1):
            await press(pilot, str(number))
            shown = screen_text(app)
            assert words in shown
            assert "q quit" in shown.splitlines()[-1]
            assert f"▸{number} {TABS[number - 1].capitalize()}" in shown
        await press(pilot, "right_square_bracket")
        assert app.main.tab == "review"
        await press(pilot, "left_square_bracket")
        assert app.main.tab == "tune"

    play(app, scene, size)


@pytest.mark.parametrize("tab", TABS[1:])
def test_a_tab_has_the_keys_however_late_its_parts_come(
    tab: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine a new tab had its parts after it was asked which takes the keys: none did."""
    mount = Pane.mount_composed_widgets

    async def late(pane: Pane, widgets: list[Widget]) -> None:
        await asyncio.sleep(0.3)
        await mount(pane, widgets)

    monkeypatch.setattr(Pane, "mount_composed_widgets", late)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await pilot.press(str(TABS.index(tab) + 1))
        pane = app.main.pane(tab)
        await until(lambda: bool(pane.children))
        await settle(pilot)
        assert app.focused is not None
        assert pane in app.focused.ancestors_with_self

    play(Dashboard(demo_desk(tmp_path)), scene)


def test_a_key_typed_right_behind_a_tab_is_for_that_tab(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert app.view.queue
        left = app.view.queue.left()
        at_once(app, "6", "a")  # a suggestion there, an approval here
        await settle(pilot)
        assert app.view.queue.left() == left
        at_once(app, "1", "a")
        await settle(pilot)
        assert app.view.queue.left() == left - 1
        at_once(app, "6", "f")
        await settle(pilot)
        assert "Too many promotions?" in screen_text(app)

    play(Dashboard(demo_desk(tmp_path)), scene)


def test_opening_writes_nothing(bench: Bench) -> None:
    before = bench.all()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "2", "3", "4", "5", "6", "1", "question_mark", "escape")

    play(_app(bench), scene)
    after = bench.all()
    assert before == after


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        shown = screen_text(app)
        assert "no state yet" in shown
        assert "s reads the notes" in shown
        for key in "23456":
            await press(pilot, key)
            assert screen_text(app).strip()

    play(Dashboard(desk_at(root)), scene)


def test_state_that_moved_is_told_in_place_of_tables(bench: Bench) -> None:
    store = bench.root / paths.RECALL_STORE
    store.rename(store.with_name(store.name + ".migrated"))

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "moved to SQLite" in screen_text(app)
        await press(pilot, "3")
        shown = screen_text(app)
        assert "moved to SQLite" in shown
        assert "What to do" in shown
        await press(pilot, "6")
        assert "minScore" in screen_text(app)

    play(_app(bench), scene)


@pytest.mark.parametrize("raw", [b"{", b'{"version": 99, "entries": {}}', b"[]"])
def test_broken_and_newer_state_is_told_and_mending_it_helps(raw: bytes, bench: Bench) -> None:
    bench.write(paths.RECALL_STORE, raw)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert paths.RECALL_STORE in screen_text(app)
        assert "cannot be read" in screen_text(app)
        _store(bench, "Moved router to VLAN 10 for the gateway.")
        await until(lambda: app.view.standing is not None)
        await settle(pilot)
        assert "Moved router" in screen_text(app)

    play(_app(bench), scene)


def test_an_error_that_nobody_foresaw_is_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_how: object) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(reading, "look", fail)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert app.view.problem is not None
        assert "ZeroDivisionError" in app.view.problem
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpScreen)

    play(_app(bench), scene)


# --- read-only -----------------------------------------------------------------------------------


def test_read_only_refuses_every_write_visibly(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "read-only" in screen_text(app).splitlines()[0]
        for key in ("a", "r", "e", "d", "A", "u", "ctrl+r", "s"):
            app.toasts.clear()
            await press(pilot, key)
            assert any("read-only" in told for told in app.toasts), key
            assert app.screen is app.main
        assert not (bench.root / paths.REVIEW_LOG).exists()

    play(_app(bench, read_only=True), scene)


# --- deciding, writing, undoing ------------------------------------------------------------------


def test_approve_write_and_undo_give_back_the_same_bytes(bench: Bench) -> None:
    before = bench.read(paths.MEMORY)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "a", "w")
        assert isinstance(app.screen, WriteScreen)
        await press(pilot, "enter")
        assert bench.read(paths.MEMORY) != before
        await settle(pilot)
        assert app.view.queue is not None
        assert app.view.queue.counts()["promoted"] == 1
        await press(pilot, "u")
        await settle(pilot)
        assert bench.read(paths.MEMORY) == before
        assert app.view.queue.counts()["promoted"] == 0

    play(_app(bench), scene)


def test_read_only_shows_no_way_to_write(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "w")
        assert "Nothing is approved. " in screen_text(app)
        assert "approve a candidate" not in screen_text(app)

    play(_app(bench, read_only=True), scene)


def test_undo_and_redo_say_what_they_did(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "u")
        assert app.toasts[-1] == "there is nothing to undo"
        await press(pilot, "r", "u", "ctrl+r")
        assert app.view.queue is not None
        assert [row.decision.choice for row in app.view.queue.rows if row.decision] == ["reject"]

    play(_app(bench), scene)


def test_nothing_says_that_a_step_is_not_done_once_it_is(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        app.stepping = True
        await press(pilot, "r")
        assert [one.message for one in app._notifications] == [BUSY]
        app.post_message(Stepped(None, "Undone: what was done"))
        await settle(pilot)
        assert [one.message for one in app._notifications] == ["Undone: what was done"]

    play(_app(bench), scene)


def test_an_undo_goes_to_the_row_and_tells_of_steps_taken_elsewhere(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        pane = app.main.pane("review")
        first = pane.rows.cursor_key  # type: ignore[attr-defined]
        await press(pilot, "a", "a", "u")
        assert app.toasts[-1].startswith("Undone: approved")
        assert pane.rows.cursor_key not in (None, first)  # type: ignore[attr-defined]
        await press(pilot, "G", "u")
        assert pane.rows.cursor_key == first  # type: ignore[attr-defined]
        other = reviewer.Reviewer(app.desk, lambda: app.now)
        other.decide(other.load(), "defer", [KEYS[4]])
        await until(lambda: bool(app.view.queue and app.view.queue.ledger.decisions.get(KEYS[4])))
        await settle(pilot)
        await press(pilot, "u")
        assert app.toasts[-1].startswith("Undone, taken elsewhere at 09:00: deferred")
        assert pane.rows.cursor_key == KEYS[4]  # type: ignore[attr-defined]

    play(_app(bench), scene)


def test_a_step_stays_ones_own_after_everything_was_read_again(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "a", "f5", "u")
        assert app.toasts[-1].startswith("Undone: approved")

    play(_app(bench), scene)


def test_what_cannot_be_decided_is_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_how: object) -> None:
        raise BadInput("memory/.dreams/review.jsonl: the disk is full; nothing was changed: make room")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        monkeypatch.setattr(reviewer.Reviewer, "decide", fail)
        await press(pilot, "a")
        assert "the disk is full" in app.toasts[-1]
        assert app.view.queue is not None
        assert app.view.queue.left() == 3

    play(_app(bench), scene)


# --- sweeping ------------------------------------------------------------------------------------


def held_sweep(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Let sweeps go on until the event is set, and fail then."""
    go = Event()

    def slow(*_given: object, **_how: object) -> None:
        go.wait(60)
        raise BadInput("the end")

    sweep_here(monkeypatch)
    monkeypatch.setattr(sweeper, "run", slow)
    return go


def test_a_sweep_shows_its_phases_and_reads_what_it_left(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, run = Event(), sweeper.run

    def slow(desk: Desk, now: int, **how: object) -> object:
        how["progress"]("rem", "reflecting")  # type: ignore[operator]
        go.wait(60)
        return run(desk, now, **how)  # type: ignore[arg-type]

    sweep_here(monkeypatch)
    monkeypatch.setattr(sweeper, "run", slow)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await pilot.press("s")
        await until(lambda: isinstance(app.screen, SweepScreen) and "reflecting" in screen_text(app))
        await pilot.press("enter")  # it goes on behind the tabs
        await pilot.press("j")
        await until(lambda: app.screen is app.main)
        assert "sweep: REM" in screen_text(app)
        go.set()
        await until(lambda: any(told.startswith("swept") for told in app.toasts))
        await settle(pilot)
        assert (bench.root / paths.EVENTS).exists()

    play(_app(bench), scene)


@pytest.mark.parametrize("key", ["j", "down", "a"])
def test_keys_reach_the_list_while_a_sweep_runs(
    key: str, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None is lost, and none of them ends the sweep."""
    go = held_sweep(monkeypatch)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        candidates = app.main.query_one(CandidateList)
        before = candidates.cursor_key
        await pilot.press("s", key)
        await until(lambda: candidates.cursor_key != before)
        await until(lambda: app.screen is app.main)
        assert "sweep" in screen_text(app)
        go.set()
        await until(lambda: any("the end" in told for told in app.toasts))

    play(_app(bench), scene)


def test_keys_in_one_go_all_reach_the_list_while_a_sweep_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a held key sends them: faster than the screen goes away."""
    go = held_sweep(monkeypatch)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        queue = app.view.queue
        assert queue is not None
        await pilot.press("s")
        await until(lambda: isinstance(app.screen, SweepScreen) and app.screen.is_mounted)
        at_once(app, *"jjjjjj")
        await settle(pilot, workers=False)
        assert app.screen is app.main
        assert app.main.query_one(CandidateList).cursor_row == queue.rows[queue.shown("eligible")[6]]
        go.set()
        await settle(pilot)

    play(Dashboard(demo_desk(tmp_path)), scene)


def test_a_sweep_that_ends_under_another_box_leaves_that_and_takes_its_own_away(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = held_sweep(monkeypatch)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "a")
        await pilot.press("s")
        await until(lambda: isinstance(app.screen, SweepScreen))
        app.post_message(ScreenAsked(WriteScreen))  # as of a w pressed just before
        await settle(pilot, workers=False)
        assert isinstance(app.screen, WriteScreen)
        go.set()
        await settle(pilot)
        assert isinstance(app.screen, WriteScreen)
        await press(pilot, "escape")
        assert app.screen_stack == [app.main]

    play(_app(bench), scene)


@pytest.mark.parametrize("keys", ["x", "4 A", "ctrl+p H i d e down"])
def test_enter_pressed_twice_in_one_go_leaves_a_box_once(keys: str, tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, *keys.split())
        assert len(app.screen_stack) == 2
        at_once(app, "enter", "enter")
        await settle(pilot)
        assert app.screen is app.main

    play(Dashboard(demo_desk(tmp_path)), scene)


def test_a_cancelled_sweep_writes_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    go, run = Event(), sweeper.run

    def slow(desk: Desk, now: int, **how: object) -> object:
        go.wait(60)
        return run(desk, now, **how)  # type: ignore[arg-type]

    sweep_here(monkeypatch)
    monkeypatch.setattr(sweeper, "run", slow)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await pilot.press("s")
        await until(lambda: isinstance(app.screen, SweepScreen))
        await pilot.press("escape")
        await settle(pilot, workers=False)
        assert "cancelling" in screen_text(app)
        go.set()
        await until(lambda: app.toasts == ["sweep cancelled: nothing was written"])
        await until(lambda: app.screen is app.main)
        assert not (bench.root / paths.EVENTS).exists()

    play(_app(bench), scene)


def test_a_sweep_that_is_due_runs_by_itself_and_promotes_nothing(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        app.check_schedule()
        assert not (bench.root / paths.EVENTS).exists()
        app.now += 86_400_000
        app.check_schedule()
        await until(lambda: (bench.root / paths.EVENTS).exists())
        await until(lambda: any(told.startswith("swept") for told in app.toasts))
        assert bench.read(paths.MEMORY) is None

    play(_app(bench, "enabled=true"), scene)


# --- watching ------------------------------------------------------------------------------------


def test_a_change_comes_to_the_screen_and_the_cursor_stays(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "j")
        pane = app.main.pane("review")
        key = pane.rows.cursor_key  # type: ignore[attr-defined]
        raw = json.loads(bench.read(paths.RECALL_STORE) or b"")
        new = entry("memory/2026-04-10.md", 9, 9, "A tenth thing nobody had said before.")
        raw["entries"][new["key"]] = new
        file = bench.root / paths.RECALL_STORE
        other = file.with_name(".new")
        other.write_text(json.dumps(raw), "utf-8")
        other.replace(file)  # an atomic replacement
        await until(lambda: _rows(app) == len(KEYS) + 1)
        await settle(pilot)
        assert pane.rows.cursor_key == key  # type: ignore[attr-defined]

    play(_app(bench), scene)


def test_a_decision_taken_elsewhere_is_seen_and_own_ones_make_no_storm(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        loads: list[object] = []
        monkeypatch.setattr(app, "_load", loads.append)
        monkeypatch.setattr(app, "_step", loads.append)
        await press(pilot, "a", "a")
        await asyncio.sleep(0.5)
        assert loads == []
        monkeypatch.undo()
        other = reviewer.Reviewer(app.desk, lambda: app.now)
        other.decide(other.load(), "reject", [KEYS[4]])
        await until(lambda: bool(app.view.queue and app.view.queue.ledger.decisions.get(KEYS[4])))

    play(_app(bench), scene)


def test_half_a_file_is_waited_out(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PATIENCE_S", 60.0)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        whole = bench.read(paths.RECALL_STORE) or b""
        bench.write(paths.RECALL_STORE, whole[: len(whole) // 2])
        await asyncio.sleep(0.4)
        bench.write(paths.RECALL_STORE, whole + b"\n")
        await asyncio.sleep(0.6)
        await settle(pilot)
        assert app.view.problem is None
        assert app.toasts == []

    play(_app(bench), scene)


def test_what_stays_broken_is_told_beside_what_was_read_before(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        bench.write(paths.RECALL_STORE, b"{")
        await until(lambda: app.view.problem is not None)
        await settle(pilot)
        for tab in range(6, 0, -1):  # not for some seconds and on one tab, but for as long as it is so
            await press(pilot, str(tab))
            shown = screen_text(app)
            assert "! Shown is what was read before. memory/.dreams/short-term-recall.json" in shown
            assert "! as of" in shown
        assert "Moved router" in shown
        bench.write(paths.RECALL_STORE, whole)
        await until(lambda: app.view.problem is None)
        await settle(pilot)
        assert "! Shown" not in screen_text(app)

    whole = bench.read(paths.RECALL_STORE) or b""
    play(_app(bench), scene)


def test_a_folder_that_goes_meanwhile_is_told_and_not_made_again(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        bench.root.rename(bench.root.with_name("elsewhere"))
        await until(lambda: app.view.problem is not None)
        await settle(pilot)
        assert "does not exist; bring the folder back" in " ".join(screen_text(app).split())
        await press(pilot, "s")
        await settle(pilot)
        await press(pilot, "escape")
        assert not bench.root.exists()
        bench.root.with_name("elsewhere").rename(bench.root)
        await press(pilot, "f5")
        await until(lambda: app.view.problem is None)

    play(_app(bench), scene, SMALL)


# --- keys, palette, themes -----------------------------------------------------------------------


def test_help_lists_every_action_and_the_focused_pane_first(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "question_mark")
        screen: object = app.screen
        assert isinstance(screen, HelpScreen)
        text = str(screen.query_one("Page Static").render())
        assert all(action.sentence.split()[0] in text for action in ACTIONS)
        assert text.index("Review") < text.index("Everywhere")
        assert "dreams-previous-fault " in text
        assert "What the columns mean" in text
        await pilot.resize_terminal(*SMALL)
        await settle(pilot)
        narrow = str(screen.query_one("Page Static").render())
        assert max(map(len, narrow.splitlines())) <= 66 < max(map(len, text.splitlines()))
        await press(pilot, "q")
        assert app.screen is app.main

    play(_app(bench), scene)


def test_the_palette_has_every_action(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        found = {command.title for command in app.get_system_commands(app.screen)}
        wanted = [one for one in ACTIONS if one.label and one.where in ("app", *TABS)]
        assert len(found) == len(wanted) - 1  # but the palette itself
        await press(pilot, "4", "ctrl+p")
        await pilot.press(*"Review: approve", "enter")
        await until(lambda: bool(app.view.queue and app.view.queue.approved()))
        assert app.main.tab == "review"

    play(_app(bench), scene)


def test_own_keys_win_and_clashes_are_told(bench: Bench) -> None:
    sets = ("ui.keymap.approve=y", "ui.keymap.reject=q", "ui.keymap.nonsense=b")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert any("nonsense" in told for told in app.toasts)
        assert any("q is now reject" in told for told in app.toasts)
        await press(pilot, "a")
        assert app.view.queue is not None
        assert not app.view.queue.approved()
        await press(pilot, "y", "q")
        choices = {row.decision.choice for row in app.view.queue.rows if row.decision}
        assert choices == {"approve", "reject"}
        assert app.is_running

    play(_app(bench, *sets), scene)


def test_every_action_can_be_given_another_key(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        bound = [binding for _, binding in app._bindings]
        assert {binding.id for binding in bound} <= set(BY_ID)

    play(_app(bench), scene)


def test_an_unknown_theme_is_told_and_does_no_harm(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert app.theme == "textual-dark"
        assert any("neon" in told for told in app.toasts)

    play(_app(bench, "ui.theme=neon"), scene)


@pytest.mark.parametrize("theme", ["deuteranopia", "tritanopia-light", "textual-light"])
def test_themes_come_from_the_settings(theme: str, bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert app.theme == theme
        assert app.toasts == []

    play(_app(bench, f"ui.theme={theme}"), scene)


def test_other_settings_hold_as_soon_as_they_are_saved(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        own = app.desk.loaded.own_path
        own.write_text('[ui]\ntheme = "tritanopia"\n[ui.keymap]\napprove = "y"\n', "utf-8")
        await until(lambda: app.theme == "tritanopia")
        await settle(pilot)
        await press(pilot, "y")
        assert app.view.queue is not None
        assert len(app.view.queue.approved()) == 1

    play(_app(bench), scene)


def test_without_colours_the_theme_is_one_that_can_be_read(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert app.theme == "textual-dark"

    play(_app(bench, "ui.theme=ansi-dark"), scene)


def test_q_leaves(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await pilot.press("q")
        await until(lambda: not app.is_running)

    play(_app(bench), scene)


# --- what appears later, and what an empty folder gets -------------------------------------------


def test_a_configuration_that_appears_later_is_read(bench: Bench, tmp_path: Path) -> None:
    own = tmp_path / "config.toml"
    reopen = lambda: desk_at(bench.root)  # noqa: E731
    app = Dashboard(desk_at(bench.root), reopen)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert app.desk.loaded.settings.dreaming.phases.deep.min_recall_count == 3
        own.write_text("[dreaming.phases.deep]\nminRecallCount = 1\n", "utf-8")
        await until(lambda: app.desk.loaded.settings.dreaming.phases.deep.min_recall_count == 1)
        await settle(pilot)
        assert app.view.queue is not None
        assert app.view.queue.left() == 4

    play(app, scene)


def test_a_sweep_of_an_empty_folder_makes_no_note_and_says_what_is_missing(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "memory/2026-04-10.md" in screen_text(app)
        await press(pilot, "s")
        await until(lambda: any("nothing to review yet" in told for told in app.toasts))
        await settle(pilot)
        assert not [*root.rglob("*.md")]
        assert "First notes: one a day in memory/" in screen_text(app)

    play(Dashboard(desk_at(root)), scene)

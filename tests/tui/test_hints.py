"""Hints for the first time: one at a time, fitting to what there is, gone for good once acted on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot

from dreamtui.config.own_state import hints_path, known_hints, remember_hint
from dreamtui.tui import hints
from dreamtui.tui.actions import BY_ID
from dreamtui.tui.hints import Hint, Hints, said
from dreamtui.tui.keymap import resolve
from dreamtui.tui.panes.review import ReviewPane
from tests.service.reviewing import Bench
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, desk_at, play, press, until
from tests.tui.pictures import looks_like, resize, screen_text, still
from tests.tui.resting import settle
from tests.tui.review_stage import demo_desk

ALL = [one for one in vars(hints).values() if isinstance(one, Hint)]


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Bench(tmp_path)


def _app(
    root: Path, *sets: str, read_only: bool = False, agents: int = 1, remember: bool = True
) -> Dashboard:
    app = Dashboard(desk_at(root, *sets), read_only=read_only)
    app.hints = Hints(root.parent / "hints", agents=agents, remember=remember)
    return app


def _hint(app: Dashboard) -> str:
    line = app.main.hint
    assert line.display == (line.shown is not None)
    return line.shown.id if line.shown else ""


def test_each_hint_speaks_of_real_actions_in_few_words() -> None:
    keymap = resolve({})
    for hint in ALL:
        assert hint.done_by | hint.gone_by <= {*BY_ID}
        assert hint.done_by or hint.gone_by
        assert 0 < len(said(hint, keymap)) <= 62  # beside it stands how to put it away, at 80 columns
    assert len({hint.id for hint in ALL}) == len(ALL)
    assert tuple(ALL) == hints.ALL


def test_where_nothing_was_written_nothing_is_to_be_taken_back(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        before = _hint(app)
        await press(pilot, "w", "enter", "escape")
        assert _hint(app) == before != "undo"

    play(_app(bench.root), scene)


def test_from_the_first_approval_to_the_write_and_back(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert _hint(app) == "decide"
        assert "» a approves, r rejects" in screen_text(app).splitlines()[-2]
        assert "H hides this" in screen_text(app).splitlines()[-2]
        focused = app.focused
        await press(pilot, "a")
        assert _hint(app) == "write"
        assert app.focused is focused
        await press(pilot, "w", "enter")
        assert _hint(app) == "undo"
        await press(pilot, "u")
        assert _hint(app) == ""

    play(_app(bench.root), scene, SMALL)
    assert known_hints(bench.root.parent / "hints") == {"decide", "write", "undo"}

    async def again(pilot: Pilot[None], app: Dashboard) -> None:
        assert _hint(app) == ""
        await press(pilot, "a")
        assert _hint(app) == ""

    play(_app(bench.root), again, SMALL)


def test_an_empty_folder_and_one_where_nothing_passes(bench: Bench, tmp_path: Path) -> None:
    root = tmp_path / "more/empty"
    root.mkdir(parents=True)

    async def empty(pilot: Pilot[None], app: Dashboard) -> None:
        assert _hint(app) == ""
        (root / "memory").mkdir()
        (root / "memory/2026-04-10.md").write_text("- Tea at four.\n")
        await press(pilot, "f5")
        await until(lambda: _hint(app) == "sweep")
        await press(pilot, "s")
        assert "sweep" in known_hints(root.parent / "hints")

    async def nothing(pilot: Pilot[None], app: Dashboard) -> None:
        assert _hint(app) == "near"
        await press(pilot, "f")
        assert _hint(app) == ""

    play(_app(root), empty)
    play(_app(bench.root, "phases.deep.minScore=0.99"), nothing)


def test_a_hint_can_be_put_away_by_key_and_by_click(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert _hint(app) == "decide"
        await press(pilot, "H")
        assert _hint(app) == "workspaces"
        await pilot.click("HintLine")
        await settle(pilot, workers=False)
        assert _hint(app) == ""
        assert app.view.queue is not None
        assert not app.view.queue.ledger.decisions

    play(_app(bench.root, agents=2), scene)
    assert known_hints(bench.root.parent / "hints") == {"decide", "workspaces"}


def test_what_was_done_before_it_was_hinted_at_is_known(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert _hint(app) == "decide"
        await press(pilot, "f3", "escape")
        assert _hint(app) == "decide"
        await press(pilot, "H")
        assert _hint(app) == ""
        await press(pilot, "a")
        assert _hint(app) == "write"
        await press(pilot, "w", "enter")
        assert _hint(app) == "undo"  # approving told nothing of taking a write back

    play(_app(bench.root, agents=2), scene)
    assert known_hints(bench.root.parent / "hints") == {"decide", "workspaces", "write"}


def test_hints_of_review_stand_in_review(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5")
        assert _hint(app) == ""
        await press(pilot, "1")
        assert _hint(app) == "decide"

    play(_app(bench.root), scene)


def test_read_only_hints_at_nothing_that_is_refused(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert _hint(app) == "workspaces"
        await press(pilot, "f3", "escape")
        assert _hint(app) == ""

    play(_app(bench.root, read_only=True, agents=3, remember=False), scene)
    assert not (bench.root.parent / "hints").exists()


def test_no_hint_speaks_of_keys_that_do_nothing_under_the_cursor(tmp_path: Path) -> None:
    desk = demo_desk(tmp_path)
    app = Dashboard(desk)
    app.hints = Hints(tmp_path / "hints")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        review = app.main.pane("review")
        assert isinstance(review, ReviewPane)
        assert _hint(app) == "decide"
        review.bar.choose("promoted")
        await settle(pilot)
        assert _hint(app) == ""
        review.bar.choose("eligible")
        await settle(pilot)
        assert _hint(app) == "decide"

    play(app, scene, SMALL)


def test_hints_go_by_the_keys_in_force(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "» y approves, r rejects" in screen_text(app)

    play(_app(bench.root, "ui.keymap.approve=y"), scene)
    assert said(hints.DECIDE, resolve({"approve": "unbound"})) == ""


def test_where_nothing_can_be_remembered_nothing_fails(bench: Bench) -> None:
    (bench.root.parent / "hints").mkdir()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "H")
        assert _hint(app) == ""

    play(_app(bench.root), scene)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
def test_they_are_remembered_in_the_state_folder(tmp_path: Path) -> None:
    home = str(tmp_path)
    assert (
        hints_path({"HOME": home, "DREAMTUI_CONFIG": f"{home}/c/own.toml"}) == tmp_path / "c/own.toml.hints"
    )
    assert hints_path({"HOME": home, "XDG_STATE_HOME": f"{home}/s"}) == tmp_path / "s/dreamtui/hints"
    path = hints_path({"HOME": home})
    assert path == tmp_path / ".local/state/dreamtui/hints"
    assert known_hints(path) == frozenset()
    remember_hint(path, "a")
    remember_hint(path, "b")
    assert known_hints(path) == {"a", "b"}
    path.write_bytes(b"\xff")
    assert known_hints(path) == frozenset()


def test_pictures(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        for width, height in (LARGE, SMALL):
            await resize(pilot, width, height)
            await still(pilot)
            looks_like(app, f"hint-{width}x{height}")

    play(_app(bench.root), scene)

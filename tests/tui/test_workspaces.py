"""Several workspaces: each told clearly, one gone to with a key, decisions of one never in another."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot

from dreamtui import paths
from dreamtui.cli.commands import dashboard
from dreamtui.cli.parser import parse
from dreamtui.config.agents import Located, find_workspace
from dreamtui.config.sources import load
from dreamtui.demo.build import build
from dreamtui.errors import BadInput
from dreamtui.service import agents
from dreamtui.service.agents import Doors, Place, Waiting, places, waiting
from dreamtui.service.desk import Desk
from dreamtui.service.pruner import Pruner
from dreamtui.service.reviewer import Reviewer
from dreamtui.tui.screens.main import MainScreen
from dreamtui.tui.screens.workspaces import ONE, SWEEPING, WorkspacesScreen, leaving, option
from tests.service.reviewing import Bench
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, play, press
from tests.tui.pictures import looks_like, resize, screen_text, still
from tests.tui.resting import settle
from tests.tui.review_stage import NOW
from tests.tui.terminal import dreamtui, environment


class Town:
    """Agents with workspaces of every condition below one home, and the doors between them."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.main, self.ops = Bench(base / "main"), Bench(base / "ops")
        (base / "file").touch()
        folders = {"main": self.main.root, "ops": self.ops.root, "ops-night": self.ops.root}
        folders |= {"gone": base / "gone", "file": base / "file"}
        listed = [{"id": name, "workspace": str(folder)} for name, folder in folders.items()]
        (base / "openclaw.json").write_text(json.dumps({"agents": {"list": listed}}))
        self.env = {
            "HOME": str(base),
            "OPENCLAW_STATE_DIR": str(base / "state"),
            "DREAMTUI_CONFIG": str(base / "config.toml"),
        }
        self.opened: list[str] = []

    def desk(self, agent: str | None = None, folder: Path | None = None) -> Desk:
        loaded = load(self.base / "openclaw.json", ("timezone=UTC",), self.env)
        return Desk.of(find_workspace(loaded, folder, agent, self.env), loaded)

    def doors(self, given: Located | None = None) -> Doors:
        def door(place: Place) -> Desk:
            self.opened.append(place.agent)
            return self.desk(place.agent)

        return Doors(lambda desk: places(desk, given, self.env), door)

    def app(self, **more: object) -> Dashboard:
        app = Dashboard(self.desk())
        app._doors = self.doors(**more)  # type: ignore[arg-type]
        return app


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("HOME", str(tmp_path))
    return Town(tmp_path)


# --- which there are ------------------------------------------------------------------------------


def test_every_agent_of_the_configuration_is_a_place(town: Town) -> None:
    found = places(town.desk(), None, town.env)
    assert [(place.agent, place.here, place.shared, place.problem) for place in found] == [
        ("main", True, (), ""),
        ("ops", False, ("ops-night",), ""),
        ("ops-night", False, ("ops",), ""),
        ("gone", False, (), "does not exist"),
        ("file", False, (), "is not a folder"),
    ]


def test_of_two_agents_in_one_folder_the_one_that_is_meant_is_here(town: Town) -> None:
    assert [place.agent for place in places(town.desk("ops-night"), None, town.env) if place.here] == [
        "ops-night"
    ]


def test_a_folder_that_is_no_agents_is_a_place_of_its_own(town: Town) -> None:
    other = town.base / "notes"
    other.mkdir()
    desk = town.desk(folder=other)
    first, *others = places(desk, desk.located, town.env)
    assert first == Place("main", other, here=True, given=True)
    assert not any(place.here for place in others)
    first, *others = places(town.desk("ops"), desk.located, town.env)  # gone away from, one can come back
    assert (first.root, first.here) == (other, False)
    assert [place.agent for place in others if place.here] == ["ops"]


def test_the_folder_of_an_agent_is_no_second_place(town: Town) -> None:
    desk = town.desk(folder=town.ops.root)
    assert [place.given for place in places(desk, desk.located, town.env)] == [False] * 5


def test_the_folder_of_one_agent_seen_as_another_is_one(town: Town) -> None:
    desk = town.desk("main", town.ops.root)
    first = places(desk, desk.located, town.env)[0]
    assert (first.agent, first.given, first.shared) == ("main", True, ("ops", "ops-night"))


def test_what_waits_is_counted_unless_the_store_is_large(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = town.desk("ops")
    found = waiting(desk, lambda: NOW)
    assert isinstance(found, Waiting)
    assert found.left
    assert (found.approved, found.changes) == (0, 0)
    monkeypatch.setattr(agents, "MOST_BYTES", 10)
    assert waiting(desk, lambda: NOW) == Waiting(None, 0, 0)
    (town.ops.root / paths.RECALL_STORE).write_text("{")
    assert waiting(desk, lambda: NOW) == "cannot be read: opening it says why"


def test_changes_of_entries_wait_as_approvals_do(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = town.desk("ops")
    texts = ("Ken cuts hair.", "The gate is blue.", "The door is red.", "Tea at four.")
    town.ops.write(paths.MEMORY, "".join(f"- {text}\n" for text in texts).encode())
    reviewer = Reviewer(desk, lambda: NOW)
    pruner = Pruner(desk, reviewer.history)
    listing = pruner.load()
    first, second, third, fourth = (row.id for row in listing.rows)
    listing = pruner.stage(listing, [first])
    listing = pruner.merge(listing, [second, third], "Gate blue, door red.")
    pruner.stage(listing, [fourth])
    found = waiting(desk, lambda: NOW)
    assert isinstance(found, Waiting)
    assert found.changes == 3  # a merge is one
    monkeypatch.setattr(agents, "MOST_BYTES", 10)
    assert waiting(desk, lambda: NOW) == Waiting(None, 0, 3)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Waiting(0, 0, 0), "nothing waits"),
        (Waiting(15, 0, 0), "15 eligible"),
        (Waiting(0, 2, 0), "2 approved, not written"),
        (Waiting(0, 0, 1), "1 change of MEMORY.md, not written"),
        (Waiting(3, 1, 2), "3 eligible · 1 approved and 2 changes of MEMORY.md, not written"),
        (Waiting(None, 0, 0), "large: candidates not counted"),
        (Waiting(None, 0, 1), "large: candidates not counted · 1 change of MEMORY.md, not written"),
    ],
)
def test_what_waits_is_told_in_a_line(found: Waiting, told: str) -> None:
    first, _, _ = option(Place("main", Path("/m")), found, 94).plain.partition("\n")
    assert first.endswith(f" {told}")
    assert first.startswith("  main ")


# --- the list, and going --------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["f3", "ctrl+o"])
def test_a_key_lists_the_workspaces_and_the_chosen_one_is_gone_to(town: Town, key: str) -> None:
    app = town.app()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "a", key)
        shown = screen_text(app)
        assert "approved, not written · you are here" in shown
        assert "~/ops/workspace · the same memory as ops-night" in shown
        assert "! does not exist" in shown
        await press(pilot, "j", "enter")

    play(app, scene, SMALL)
    assert app.return_value is not None
    assert (app.return_value.agent, app.return_value.root) == ("ops", town.ops.root)
    assert (town.main.root / paths.REVIEW_LOG).exists()
    assert not (town.ops.root / paths.REVIEW_LOG).exists()
    assert app._stop.is_set()


@pytest.mark.parametrize("key", ["escape", "q", "f3", "enter"])
def test_one_can_stay(town: Town, key: str) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f3", key)
        assert app.screen is app.main
        assert app.is_running

    app = town.app()
    play(app, scene)
    assert app.return_value is None


def test_what_cannot_be_opened_says_why(town: Town) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f3", "G", "enter")
        assert app.toasts[-1] == "~/file is not a folder"
        await press(pilot, "k", "enter")
        assert app.toasts[-1] == "~/gone does not exist"
        assert isinstance(app.screen, WorkspacesScreen)

    play(town.app(), scene)


def test_a_workspace_that_went_away_meanwhile_is_not_gone_to(town: Town) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f3")
        shutil.rmtree(town.ops.root)
        await press(pilot, "j", "enter")
        assert "ops/workspace does not exist" in app.toasts[-1]
        assert app.is_running

    app = town.app()
    play(app, scene)
    assert app.return_value is None


def test_a_click_goes_there(town: Town) -> None:
    app = town.app()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f3")
        await pilot.click("Lines", offset=(5, 2))
        await settle(pilot, workers=False)

    play(app, scene)
    assert app.return_value is not None
    assert app.return_value.agent == "ops"


def test_during_a_sweep_one_is_asked(town: Town) -> None:
    app = town.app()
    cancel = Event()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        app._cancel = cancel
        app.main.header.doing("sweep")
        await press(pilot, "f3", "j", "enter")
        assert SWEEPING in screen_text(app)
        await press(pilot, "n")
        assert isinstance(app.screen, WorkspacesScreen)
        assert not cancel.is_set()
        await press(pilot, "enter", "y")

    play(app, scene)
    assert cancel.is_set()
    assert app.return_value is not None


def test_values_that_were_tried_and_not_saved_are_asked_about(town: Town) -> None:
    app = town.app()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "6", "right", "f3", "j", "enter")
        assert "Go and lose 1 value tried in Tune and not saved?" in screen_text(app)
        await press(pilot, "n", "escape")
        assert app.screen is app.main
        await press(pilot, "1", "f3", "j", "enter", "y")

    play(app, scene, SMALL)
    assert app.return_value is not None


def test_values_that_are_in_force_again_are_not_asked_about(town: Town) -> None:
    app = town.app()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "6", "right", "left", "f3", "j", "enter")

    play(app, scene)
    assert app.return_value is not None


def test_one_is_asked_once_about_all_that_going_ends() -> None:
    assert leaving("", sweeping=False) == ""
    assert leaving("", sweeping=True) == SWEEPING
    assert leaving("this", sweeping=True) == "A sweep runs here, and is cancelled. Go and lose this?"


def test_a_step_on_its_way_is_waited_for(town: Town) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        app.stepping = True
        await press(pilot, "f3")
        assert app.screen is app.main
        assert "one moment" in app.toasts[-1]

    play(town.app(), scene)


def test_a_configuration_that_names_no_folder_is_told(town: Town) -> None:
    def refuse(_desk: Desk) -> tuple[Place, ...]:
        raise BadInput("the workspace of agent x is 3; it must be the path of a folder")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        app._doors = Doors(refuse, app._doors.open)
        await press(pilot, "f3")
        assert "the workspace of agent x is 3" in app.toasts[-1]
        assert isinstance(app.screen, MainScreen)

    play(town.app(), scene)


def test_one_alone_says_how_there_would_be_more(town: Town) -> None:
    agent = {"id": "main", "workspace": str(town.main.root)}
    (town.base / "openclaw.json").write_text(json.dumps({"agents": {"list": [agent]}}))

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f3")
        assert ONE[:40] in screen_text(app)

    play(town.app(), scene)


def test_pictures_of_the_list(town: Town) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f3")
        for width, height in (LARGE, SMALL):
            await resize(pilot, width, height)
            await still(pilot)
            looks_like(app, f"workspaces-{width}x{height}")

    play(town.app(), scene)


# --- the command that goes from one to the next ----------------------------------------------------


@pytest.mark.parametrize(
    ("given", "place", "asked"),
    [
        (("notes",), Place("ops", Path("o")), (None, None, "ops")),
        (("--workspace", "notes", "--agent", "a"), Place("ops", Path("o")), (None, None, "ops")),
        (("--workspace", "n", "--agent", "a"), Place("a", Path("n"), given=True), (None, "n", "a")),
        (("--agent", "a"), Place("b", Path("b")), (None, None, "b")),
    ],
)
def test_a_place_is_opened_with_the_other_options_kept(
    given: tuple[str, ...], place: Place, asked: tuple[str | None, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "exists", lambda _: True)
    args = parse([*given, "--set", "enabled=true"])
    then: argparse.Namespace = dashboard._asking(args, place)
    assert (then.dir, then.workspace, then.agent) == asked
    assert then.set == ["enabled=true"]


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_decisions_never_mix(tmp_path: Path) -> None:
    home = tmp_path / "home"
    env = environment(home)
    roots: dict[str, Path] = {}
    for name in ("main", "ops"):
        roots[name] = build(tmp_path / name, NOW, ZoneInfo("UTC")).workspace
    listed = [{"id": name, "workspace": str(root)} for name, root in roots.items()]
    (home / ".openclaw").mkdir()
    (home / ".openclaw/openclaw.json").write_text(json.dumps({"agents": {"list": listed}}))

    def decided(name: str) -> Callable[[], list[str]]:
        file = roots[name] / paths.REVIEW_LOG
        return lambda: (
            [json.loads(line)["type"] for line in file.read_text().splitlines()] if file.exists() else []
        )

    main, ops = decided("main"), decided("ops")
    with dreamtui(
        ["--now", "2026-04-11T09:00:00Z"], env, f"dreamtui-{uuid4().hex[:8]}", (80, 24)
    ) as terminal:
        terminal.until("· main")
        terminal.until("15 left")
        terminal.press("a")
        terminal.until(lambda: main() == ["approve"])
        terminal.press("F3")
        terminal.until("you are here")
        terminal.press("j", "Enter")
        terminal.until("· ops")
        terminal.until("15 left")
        terminal.press("r")
        terminal.until(lambda: ops() == ["reject"])
        terminal.press("F3")
        terminal.until("you are here")
        terminal.press("g", "Enter")
        terminal.until("· main")
        terminal.until("u undo")
        terminal.press("u")
        terminal.until(lambda: main() == ["approve", "undo"])
        terminal.press("q")
        terminal.until(lambda: terminal.over)
    assert ops() == ["reject"]

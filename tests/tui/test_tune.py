"""The Tune tab: every key, that it shows what the engine then does, and writes only when told to."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from dreamtui.config import trying
from dreamtui.config.agents import find_workspace
from dreamtui.config.settings import Settings
from dreamtui.config.sources import load
from dreamtui.engine import deep
from dreamtui.engine.eligibility import judge
from dreamtui.review.rules import score_settings, thresholds
from dreamtui.service.desk import Desk
from dreamtui.service.tuning import Past, Tuning
from dreamtui.tui.panes import tune_past
from dreamtui.tui.panes.tune import NO_CHANGE, NO_STEP, TunePane
from dreamtui.tui.panes.tune_keys import KNOBS, stepped
from dreamtui.tui.screens.tune_json import JsonScreen
from dreamtui.tui.widgets.difflines import DiffLines
from dreamtui.tui.widgets.parts import Page
from dreamtui.tui.widgets.question import Question
from dreamtui.tui.widgets.value import ValueLine
from tests.service.reviewing import Bench
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, desk_at, play, press, until
from tests.tui.pictures import screen_text
from tests.tui.review_stage import NOW, demo_desk

SCORE = "phases.deep.minScore"
Scene = Callable[[Pilot[None], Dashboard], Awaitable[None]]


def reopening(folder: Path, *sets: str) -> Callable[[], Desk]:
    """The sample, with a file of one's own beside it."""
    sample = folder / "sample"
    demo_desk(sample)
    env = {
        "HOME": str(folder),
        "OPENCLAW_STATE_DIR": str(sample / "state"),
        "DREAMTUI_CONFIG": str(folder / "config.toml"),
    }

    def reopen() -> Desk:
        loaded = load(sample / "openclaw.json", sets, env)
        return Desk.of(find_workspace(loaded, sample / "workspace", None, env), loaded)

    return reopen


def tune(
    folder: Path, scene: Scene, *sets: str, size: tuple[int, int] = LARGE, read_only: bool = False
) -> None:
    """Play a scene on the tab of the sample."""
    reopen = reopening(folder, *sets)

    async def on_the_tab(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "6")
        await scene(pilot, app)

    play(Dashboard(reopen(), reopen, read_only=read_only), on_the_tab, size)


def pane(app: Dashboard) -> TunePane:
    found = app.main.pane("tune")
    assert isinstance(found, TunePane)
    return found


def value(app: Dashboard, name: str = SCORE) -> object:
    tried = pane(app).tried
    assert tried is not None
    return tried.value(name)


def part(app: Dashboard, id_: str) -> str:
    return str(pane(app).query_one(f"#{id_}", Static).render())


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_setting_of_the_phases_can_be_turned() -> None:
    names = {key.name for key in trying.phase_keys()}
    assert set(KNOBS) == names
    for key in trying.phase_keys():
        moved = {stepped(key.name, key.default, steps) for steps in (-1, 1)}
        assert moved - {key.default}, key.name
        assert all(trying.checked(key.name, one) == one for one in moved)


@pytest.mark.parametrize(
    ("name", "value", "steps", "wanted"),
    [
        (SCORE, 0.8, 1, 0.81), (SCORE, 0.806, 1, 0.81), (SCORE, 0.806, -1, 0.8), (SCORE, 1.0, 1, 1.0),
        (SCORE, 0.995, 1, 1.0), ("phases.deep.minRecallCount", 0, -1, 0),
        ("phases.deep.maxAgeDays", 1, -1, 1),
        ("phases.deep.recencyHalfLifeDays", 1.0, -1, 1.0), ("phases.deep.gateOn", "recalls", 1, "signals"),
        ("phases.deep.gateOn", "recalls", -1, "recalls"), ("phases.deep.enabled", True, -1, False),
        ("phases.light.limit", 100, 1, 110), ("phases.light.limit", 5, -1, 0),
        ("phases.deep.weights.recency", 2.0, 1, 2.01),
    ],
)  # fmt: skip
def test_a_step_stays_on_its_grid_and_in_its_range(
    name: str, value: object, steps: int, wanted: object
) -> None:
    assert stepped(name, value, steps) == wanted


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_a_value_is_turned_and_what_flips_is_what_the_engine_says(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "left", "h", "minus", "minus")
        assert value(app) == 0.76
        await press(pilot, "right", "l", "plus", "equals_sign", "left", "left", "left", "left")
        assert value(app) == 0.76
        standing = app.view.standing
        assert standing is not None
        settings = trying.tried(app.desk.loaded.settings, {SCORE: 0.76})
        found: list[set[str]] = []
        for one in (app.desk.loaded.settings, settings):
            wants, state = thresholds(one.dreaming.phases.deep), standing.inputs.snapshot.state
            ranked = deep.rank(
                state.recall.entries, state.phases.entries, NOW,
                score_settings(one.dreaming.phases.deep), thresholds=wants,
            )  # fmt: skip
            rules = standing.inputs.rules._replace(thresholds=wants)
            found.append({c.entry.key for c in ranked if judge(c, rules).eligible})
        effect = pane(app)._found.effect
        assert effect is not None
        assert {flip.key for flip in effect.flips} == found[1] - found[0]
        assert f"(+{len(found[1] - found[0])} −0)" in part(app, "tune-head")
        shown = screen_text(app)
        assert shown.count("+ in ") == len(found[1] - found[0])
        assert "▸ minScore" in shown
        await press(pilot, "backspace")
        assert value(app) == 0.8
        assert "nothing flips" in part(app, "tune-head")

    tune(tmp_path, scene, size=size)


def test_what_was_rejected_since_the_state_was_read_may_not_be_promoted(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        eligible = len(app.view.queue.shown("eligible")) if app.view.queue else 0
        assert f"{eligible} may be promoted" in part(app, "tune-head")
        await press(pilot, "1", "r", "enter", "6")
        assert f"{eligible - 1} may be promoted" in part(app, "tune-head")
        await press(pilot, "1", "u", "6")
        assert f"{eligible} may be promoted" in part(app, "tune-head")

    tune(tmp_path, scene)


def test_a_value_is_typed_and_what_is_wrong_with_it_is_said(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "enter")
        line = pane(app).query_one(ValueLine)
        assert line.has_class("typing")
        assert app.focused is line.query_one(Input)
        await press(pilot, "backspace", "2", "enter")
        assert f"{SCORE} is 2; it must be a number from 0 to 1" in screen_text(app)
        assert value(app) == 0.8
        await press(pilot, "backspace", *"0.7", "enter")
        assert value(app) == 0.7
        assert not line.has_class("typing")
        await press(pilot, "enter", *"9", "escape")
        assert value(app) == 0.7
        assert not line.has_class("typing")
        await press(pilot, "down", "right")
        assert value(app, "phases.deep.minRecallCount") == 4

    tune(tmp_path, scene)


def test_resets_defaults_and_undo(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "left", "down", "left", "r")
        assert value(app) == 0.69
        assert value(app, "phases.deep.minRecallCount") == 3
        await press(pilot, "u")
        assert value(app, "phases.deep.minRecallCount") == 2
        await press(pilot, "R")
        assert value(app) == 0.7
        await press(pilot, "up", "d")
        assert value(app) == 0.8
        await press(pilot, "u", "u")
        assert (value(app), value(app, "phases.deep.minRecallCount")) == (0.69, 2)
        await press(pilot, "u", "u", "u")
        assert NO_STEP in app.toasts
        assert value(app) == 0.7
        await press(pilot, "R", "y", "w")
        assert app.toasts.count(NO_CHANGE) == 2

    tune(tmp_path, scene, f"{SCORE}=0.7")


def test_weights_may_not_all_be_turned_to_nothing(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, *["down"] * 5, "enter", "backspace", "0", "enter")
        assert "weights would be all 0" in screen_text(app)
        assert value(app, "phases.deep.weights.relevance") == 0.01
        await press(pilot, "escape", "left")
        assert any("weights would be all 0" in toast for toast in app.toasts)

    others = ("frequency", "diversity", "recency", "consolidation", "conceptual")
    sets = [f"phases.deep.weights.{name}=0" for name in others]
    tune(tmp_path, scene, *sets, "phases.deep.weights.relevance=0.01")


def test_presets_say_what_they_change_and_why(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "m")
        assert value(app) == 0.75
        assert "Too few promotions? Tried: minScore 0.8 → 0.75, minRecall" in part(app, "tune-about")
        await press(pilot, "m")
        assert "goes at least that far already" in part(app, "tune-about")
        await press(pilot, "u", "f")
        assert value(app) == 0.85
        assert "Too many promotions? Tried: minScore 0.8 → 0.85" in part(app, "tune-about")
        assert "Figures: a step beyond the guide's defaults" in part(app, "tune-about")
        await press(pilot, "down")
        assert "phases.deep.minRecallCount = 4" in part(app, "tune-about")

    tune(tmp_path, scene)


@pytest.mark.parametrize("key", ["f", "m"])
@pytest.mark.parametrize("focus", [[], ["tab"]])
def test_all_that_a_preset_says_is_seen_on_a_small_screen(key: str, focus: list[str], tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, *focus, key)
        shown = " ".join(screen_text(app).split())
        assert " ".join(part(app, "tune-about").split()) in shown
        assert "minScore" in screen_text(app).partition("Tried:")[0]

    tune(tmp_path, scene, size=SMALL)


async def promotes_none(pilot: Pilot[None], app: Dashboard, why: str, knob: str) -> None:
    """Each view says why a night promotes none; Past nights of both sides, then of what is in force."""
    assert f"{why}: a night promotes none" in part(app, "tune-page")
    await press(pilot, "v")
    assert f"{why}: a night would promote 0." in part(app, "tune-told")
    await press(pilot, "v")
    assert f"{why} with what is tried and with what is in force: then" in part(app, "tune-page")
    await press(pilot, *["down"] * list(KNOBS).index(knob), "right")
    assert f"{why} with what is in force: then" in part(app, "tune-page")


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_that_deep_is_off_is_said_where_nothing_would_be_promoted(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        off = "Deep is switched off (phases.deep.enabled=false)"
        await promotes_none(pilot, app, off, "phases.deep.enabled")
        await press(pilot, "V")
        assert "A night would promote 0 → 10." in part(app, "tune-told")
        await press(pilot, "V")
        assert off not in part(app, "tune-page")

    tune(tmp_path, scene, "phases.deep.enabled=false", size=size)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_that_a_night_may_promote_none_is_said_wherever_it_promotes_none(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        none = "A night may promote 0 at most (phases.deep.limit=0)"
        await promotes_none(pilot, app, none, "phases.deep.limit")
        await press(pilot, "V", "V")
        assert "A night takes at most 0 → 1" in part(app, "tune-page")

    tune(tmp_path, scene, "phases.deep.limit=0", size=size)


def test_what_is_known_of_the_past_is_said_with_what_is_assumed(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "v", "v")
        past = pane(app)._found.past
        tried = pane(app).tried
        assert past is not None
        assert tried is not None
        told = part(app, "tune-page").partition("What is known")[2]
        assert "The budget of MEMORY.md is not applied" in told
        assert "also those on which nothing really ran" in told
        assert f"Of the others ({past.entries - past.logged:,}) only sums are kept" in told
        whole = tune_past.nights(past._replace(logged=past.entries), 0.0, tried, 80).plain
        assert "only sums are kept" not in whole

    tune(tmp_path, scene)


def test_views_diff_and_past(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "m", "v")
        assert pane(app).query_one(DiffLines).display
        assert "A night would promote 10" in part(app, "tune-told")
        assert "a month at $3.00 per million tokens" in part(app, "tune-told")
        assert "+## Promoted From Short-Term Memory (2026-04-11)" in screen_text(app)
        await press(pilot, "v")
        assert not pane(app).query_one(DiffLines).display
        told = part(app, "tune-page")
        assert "the last 30 nights would have promoted" in told
        assert "with what is in force" in told
        assert "Really promoted: 12" in told
        assert "What is known" in told
        await press(pilot, "v")
        assert "Too few decisions for a suggestion" in part(app, "tune-page")
        await press(pilot, "v", "V", "V")
        assert pane(app).shown_view == "past"
        await press(pilot, "tab")
        assert isinstance(app.focused, Page)

    tune(tmp_path, scene)


def test_the_past_shows_how_far_it_is_and_is_left_off_with_the_tab(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    went_on, stopped = Event(), Event()
    play_on = Tuning.past

    def slow(on: Tuning, old: Settings, new: Settings, stop: Callable[[float], bool]) -> Past | None:
        if went_on.is_set():
            return play_on(on, old, new, stop)
        stop(0.4)
        while not stop(0.4):
            sleep(0.01)
        stopped.set()
        return None

    monkeypatch.setattr(Tuning, "past", slow)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await pilot.press("v", "v")
        await until(lambda: "playing the past nights again … ████       40%" in part(app, "tune-page"))
        await pilot.press("1")
        await until(stopped.is_set)
        went_on.set()
        await press(pilot, "6")
        await until(lambda: "the last 30 nights would have promoted" in part(app, "tune-page"))

    tune(tmp_path, scene)


def test_a_limit_flips_nobody_and_that_is_explained(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "down", "down", "down", "down", "left")
        assert value(app, "phases.deep.limit") == 9
        assert "A night takes at most 10 → 9 of those that may be promoted" in part(app, "tune-page")
        await press(pilot, "r")
        assert "A night takes" not in part(app, "tune-page")

    tune(tmp_path, scene)


def test_what_is_tried_can_be_held_and_compared_with(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "m", "c")
        assert "compared with 4 values held" in part(app, "tune-head")
        assert "nothing flips" in part(app, "tune-head")
        await press(pilot, "R")
        assert "+0 −14" in part(app, "tune-head")
        await press(pilot, "c")
        assert "compared" not in part(app, "tune-head")

    tune(tmp_path, scene)


def test_what_it_comes_to_is_told_beside_a_side_of_many_values(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "m", "c", "left")
        assert "4 values tried, compared with 4 values held" in screen_text(app)
        assert "may be promoted (" in screen_text(app)

    tune(tmp_path, scene, size=SMALL)


def test_decisions_suggest_a_setting(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        queue = app.view.queue
        assert queue is not None
        keys = [row.key for row in queue.rows if not row.candidate.entry.promoted_at]
        queue = app.reviewer.decide(queue, "approve", keys[:20])
        queue = app.reviewer.decide(queue, "reject", keys[-40:])
        app._present(app.view._replace(queue=queue))
        await press(pilot, "a")
        told = part(app, "tune-page")
        assert "Suggested (a tries it): " in told
        assert "of your 20 approvals" in told
        assert "How sure: " in told
        await press(pilot, "a")
        tried = pane(app).tried
        assert tried is not None
        assert "phases.deep.minRecallCount" in tried.changes
        assert "Nothing better to suggest" in part(app, "tune-page")

    tune(tmp_path, scene)


def test_it_is_saved_only_on_request_and_taken_back_to_the_byte(tmp_path: Path) -> None:
    own = tmp_path / "config.toml"

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        before = files(tmp_path)
        await press(pilot, "m", "v", "v", "v", "v", "w")
        assert "Write minScore 0.75, " in screen_text(app)
        await press(pilot, "n")
        assert files(tmp_path) == before
        await press(pilot, "w", "y")
        assert app.desk.loaded.settings.dreaming.phases.deep.min_score == 0.75
        assert "# mine" in own.read_text("utf-8")
        tried = pane(app).tried
        assert tried is not None
        assert not tried.changes
        await press(pilot, "u")
        assert files(tmp_path) == before
        assert app.desk.loaded.settings.dreaming.phases.deep.min_score == 0.9
        assert value(app) == 0.75
        await press(pilot, "w", "y")
        own.write_text("[ui]\n", "utf-8")
        await press(pilot, "u")
        assert any("was changed since" in toast for toast in app.toasts)
        assert own.read_text("utf-8") == "[ui]\n"

    own.write_text("# mine\n[dreaming.phases.deep]\nminScore = 0.9 # high\n", "utf-8")
    tune(tmp_path, scene)


def test_what_set_beats_is_told(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "left", "w", "y")
        assert any("--set still beats the file for minScore" in toast for toast in app.toasts)

    tune(tmp_path, scene, f"{SCORE}=0.7")


def test_the_json_is_shown_and_copied(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "left", *["down"] * 8, "right", "y")
        screen = app.screen
        assert isinstance(screen, JsonScreen)
        dreaming = {"phases": {"deep": {"minScore": 0.79}}}
        tree = {"plugins": {"entries": {"memory-core": {"config": {"dreaming": dreaming}}}}}
        assert json.loads(screen.nested.text) == tree
        assert "only dreamtui knows them: phases.deep.weights.recency" in screen_text(app).replace("\n", " ")
        await press(pilot, "y")
        assert app.clipboard == screen.nested.text
        await press(pilot, "escape")
        assert not isinstance(app.screen, JsonScreen)

    tune(tmp_path, scene)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_while_it_asks_only_the_answers_work(size: tuple[int, int], tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "left", "w", "enter", "left", "u", "v")
        assert pane(app).query_one(Question).asking
        assert not pane(app).query_one(ValueLine).has_class("typing")
        assert value(app) == 0.79
        footer = screen_text(app).splitlines()[-1]
        assert "y yes  n no" in footer
        assert "type" not in footer
        await press(pilot, "n", "left")
        assert value(app) == 0.78

    tune(tmp_path, scene, size=size)


def test_read_only_tries_but_does_not_save(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        before = files(tmp_path)
        await press(pilot, "left", "w")
        assert value(app) == 0.79
        assert any("read-only" in toast for toast in app.toasts)
        assert "Write" not in screen_text(app)
        assert files(tmp_path) == before

    tune(tmp_path, scene, read_only=True)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_empty_and_broken_workspaces(size: tuple[int, int], tmp_path: Path) -> None:
    async def empty(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "6", "left", "v", "v", "v")
        assert "0 may be promoted" in part(app, "tune-head")
        assert value(app) == 0.79

    root = tmp_path / "workspace"
    root.mkdir()
    play(Dashboard(desk_at(root)), empty, size)

    async def broken(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "6", "left", "v", "v", "v", "v")
        assert "short-term-recall.json" in part(app, "tune-head")
        assert "cannot be told now" in part(app, "tune-page")
        assert value(app) == 0.79

    (tmp_path / "other").mkdir()
    bench = Bench(tmp_path / "other")
    bench.write("memory/.dreams/short-term-recall.json", b"{")
    play(Dashboard(desk_at(bench.root)), broken, size)

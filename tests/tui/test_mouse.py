"""What the mouse does: it chooses, marks, sorts, scrolls and presses keys, unless `ui.mouse` is off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from dreamtui.cli.main import run as run_cli
from dreamtui.tui.app import DreamApp
from dreamtui.tui.footer import Footer, Tabs
from dreamtui.tui.screens.help import HelpScreen
from dreamtui.tui.widgets.breakdown import Breakdown
from dreamtui.tui.widgets.candidates import HEADER, CandidateList
from dreamtui.tui.widgets.filters import Chips
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, play
from tests.tui.resting import settle
from tests.tui.review_stage import demo_desk


@pytest.fixture
def app(tmp_path: Path) -> Dashboard:
    return Dashboard(demo_desk(tmp_path))


async def click(
    pilot: Pilot[None], where: type[Any], text: str = "", *, y: int = 0, x: int = 0, times: int = 1
) -> None:
    """Click on a part of the screen: on a text of one of its lines, else at a column."""
    part = pilot.app.screen.query_one(where)
    if text:
        line = part.render_lines(part.size.region)[y].text
        x = line.index(text)
    await pilot.click(where, offset=(x, y), times=times)
    await settle(pilot)


def rows(app: Dashboard) -> CandidateList:
    return app.screen.query_one(CandidateList)


def keys(app: Dashboard) -> list[str]:
    """The keys of the rows in view, in order."""
    return [rows(app)._row(place).key for place in range(rows(app).rows_shown)]


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_a_click_on_a_row_chooses_it(app: Dashboard, size: tuple[int, int]) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await click(pilot, CandidateList, x=40, y=HEADER + 3)
        assert rows(app).cursor_key == keys(app)[3]
        facts = app.screen.query_one(Breakdown).facts
        assert facts is not None
        assert facts.row.key == keys(app)[3]
        assert not rows(app).marks

    play(app, scene, size)


def test_a_click_on_the_mark_of_a_row_marks_it_and_takes_the_mark_off(app: Dashboard) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        third = keys(app)[2]
        await click(pilot, CandidateList, x=1, y=HEADER + 2)
        assert rows(app).marks == {third}
        assert rows(app).cursor_key == third
        # what is marked is told in a line above, which moves the rows down
        await click(pilot, CandidateList, x=1, y=HEADER + 2)
        assert not rows(app).marks

    play(app, scene)


def test_a_double_click_opens_the_breakdown(app: Dashboard) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await click(pilot, CandidateList, x=40, y=HEADER + 1, times=2)
        assert app.main.pane("review").has_class("full")

    play(app, scene, SMALL)


def test_clicks_on_titles_sort_and_turn_the_order(app: Dashboard) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        first = keys(app)
        await click(pilot, CandidateList, "rec")
        by_recalls = keys(app)
        assert app.view.queue is not None
        table = {row.key: row.candidate.entry.recall_count for row in app.view.queue.rows}
        counts = [table[key] for key in by_recalls]
        assert counts == sorted(counts, reverse=True)
        await click(pilot, CandidateList, "rec")
        assert sorted(keys(app)) == sorted(first)
        assert keys(app) != by_recalls

    play(app, scene)


def test_the_wheel_scrolls_what_is_under_it_and_leaves_the_cursor(app: Dashboard) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        cursor = rows(app).cursor_key
        await pilot._post_mouse_events([_scroll_down()], CandidateList, offset=(20, 3))
        await settle(pilot)
        assert rows(app).scroll_y > 0
        assert rows(app).cursor_key == cursor
        await pilot._post_mouse_events([_scroll_down()], Breakdown, offset=(20, 3))
        await settle(pilot)
        assert app.screen.query_one(Breakdown).scroll_y > 0

    play(app, scene, SMALL)


def _scroll_down() -> type[Any]:
    from textual.events import MouseScrollDown

    return MouseScrollDown


@pytest.mark.parametrize("tab", ["Dreams", "Themes", "Memory", "Activity", "Tune", "Review"])
def test_a_click_on_a_tab_goes_there(app: Dashboard, tab: str) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await click(pilot, Tabs, tab)
        assert app.main.tab == tab.lower()

    play(app, scene, SMALL)


@pytest.mark.parametrize(
    ("label", "done"),
    [
        ("approve", lambda app: len(app.view.queue.approved()) == 1),
        ("help", lambda app: isinstance(app.screen, HelpScreen)),
        ("write", lambda app: type(app.screen).__name__ == "WriteScreen"),
    ],
)
def test_a_click_on_a_key_in_the_footer_presses_it(
    app: Dashboard, label: str, done: Callable[[Dashboard], bool]
) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        if label == "write":
            await click(pilot, Footer, "approve")
        await click(pilot, Footer, label)
        assert done(app)

    play(app, scene)


def test_a_click_on_a_filter_shows_its_kind(app: Dashboard) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await click(pilot, Chips, "failing")
        assert rows(app).rows_shown == app.view.queue.counts()["failing"]  # type: ignore[union-attr]

    play(app, scene)


@pytest.mark.parametrize("on", [True, False])
def test_the_mouse_is_asked_for_only_where_it_is_wanted(
    on: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(DreamApp, "run", lambda self, *, mouse: asked.append(mouse))
    monkeypatch.setattr("dreamtui.cli.commands.dashboard.wanted", lambda args: True)
    root = tmp_path / "workspace"
    root.mkdir()
    (tmp_path / "openclaw.json").write_text("{}", "utf-8")
    run_cli([str(root), "--config", str(tmp_path / "openclaw.json"), "--set", f"ui.mouse={str(on).lower()}"])
    assert asked == [on]

"""Pictures of every tab and state of the dashboard, as text, at 80×24 and 150×45."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from dreamtui import paths
from tests.service.reviewing import Bench
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, desk_at, play, press
from tests.tui.pictures import holds, screen_text
from tests.tui.review_stage import demo_desk

TABS = ("review", "dreams", "themes", "memory", "activity", "tune")
SIZES = pytest.mark.parametrize(("size", "width"), [(SMALL, 80), (LARGE, 150)])


def _text(app: Dashboard) -> str:
    """The screen without what differs from run to run: paths of the workspace, and ages."""
    text = screen_text(app)
    head, rest = text.split("▸", 1) if "▸" in text else (text, "")
    head = re.sub(r"(dreamtui  )\S+", r"\1…", head)
    head = re.sub(r"\d+ (s|min|h|d) old", "… old", head)
    head = re.sub(r" {2,}", "  ", head)
    rest = re.sub(r"\S*/(workspace|openclaw\.json|config\.toml)\b", r"…/\1", rest)
    return head + ("▸" + rest if rest else "")


@SIZES
def test_tabs(size: tuple[int, int], width: int, tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        for number, name in enumerate(TABS[1:-1], 2):
            await press(pilot, str(number))
            holds(f"tab-{name}-{width}", _text(app))

    play(Dashboard(demo_desk(tmp_path)), scene, size)


@SIZES
def test_an_empty_workspace(size: tuple[int, int], width: int, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        holds(f"empty-{width}", _text(app))

    play(Dashboard(desk_at(root)), scene, size)


@SIZES
def test_broken_state(size: tuple[int, int], width: int, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.write(paths.RECALL_STORE, b"{")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        holds(f"broken-{width}", _text(app))
        await press(pilot, "3")
        holds(f"broken-themes-{width}", _text(app))

    play(Dashboard(desk_at(bench.root)), scene, size)


@SIZES
def test_read_only(size: tuple[int, int], width: int, tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        lines = _text(app).splitlines()
        holds(f"read-only-{width}", "\n".join([*lines[:3], lines[-1], ""]))

    play(Dashboard(demo_desk(tmp_path), read_only=True), scene, size)

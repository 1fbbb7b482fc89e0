"""Under --read-only every key of every tab may be pressed: no byte and no file time changes anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from dreamtui.tui.actions import ACTIONS, TABS, Action
from dreamtui.tui.footer import Footer
from dreamtui.tui.shell import READ_ONLY
from tests.tui.dashboard_stage import LARGE, Dashboard, play, press
from tests.tui.pictures import screen_text
from tests.tui.test_tune import reopening

_ELSEWHERE = frozenset(("quit", "suspend", "copy"))
"""What leaves the program, or gives something to the terminal."""


def stamps(folder: Path) -> dict[Path, tuple[int, bytes]]:
    """All there is below a folder: file times, and contents of files."""
    return {
        path: (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }


def actions(*where: str) -> Iterator[Action]:
    return (action for action in ACTIONS if action.where in where and action.id not in _ELSEWHERE)


@pytest.mark.parametrize("tab", ["dreams", "themes", "activity", "tune"])
def test_no_key_of_a_tab_writes_anything(tab: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("EDITOR", f"touch {tmp_path}/edited")
    reopen = reopening(tmp_path)
    (tmp_path / "config.toml").write_text("[themes]\nmute = ['kiln']\n")
    before = stamps(tmp_path)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        for action in actions(tab):
            app.toasts.clear()
            if app.main.tab != tab:
                await press(pilot, str(list[str](TABS).index(tab) + 1))
            await press(pilot, action.keys.split(",")[0])
            if action.dangerous:
                assert READ_ONLY in app.toasts, action.id
                assert app.screen is app.main, action.id
            await press(pilot, "escape")
            assert app.screen is app.main, action.id
            footer = str(app.main.query_one(Footer).render())
            assert not any(f"{one.label}  " in f"{footer}  " for one in actions(tab) if one.dangerous)

    play(Dashboard(reopen(), reopen, read_only=True), scene, LARGE)
    assert stamps(tmp_path) == before


def test_settings_and_workspaces_offer_no_saving_and_save_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    reopen = reopening(tmp_path)
    before = stamps(tmp_path)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f2")
        assert "s save" not in screen_text(app)
        await press(pilot, "down", "enter", "s")
        assert app.toasts[-1] == READ_ONLY
        await press(pilot, "escape", "f3", "escape", "6", "m", "y", "c", "escape", "w")
        assert "nothing can be saved" in screen_text(app)
        assert app.toasts[-1] == READ_ONLY

    play(Dashboard(reopen(), reopen, read_only=True), scene, LARGE)
    assert stamps(tmp_path) == before

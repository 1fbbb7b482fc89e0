"""The whole dashboard on a workspace of its own, with a clock that stands still, and scenes played on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from textual.events import Key
from textual.notifications import Notify
from textual.pilot import Pilot
from textual.screen import Screen

from dreamtui.config.agents import find_workspace
from dreamtui.config.sources import load
from dreamtui.service import apart
from dreamtui.service.desk import Desk
from dreamtui.tui.app import DreamApp
from dreamtui.tui.screens.main import MainScreen
from tests.tui.resting import settle
from tests.tui.review_stage import NOW

SMALL, LARGE = (80, 24), (150, 45)
Scene = Callable[["Pilot[Any]", "Dashboard"], Awaitable[None]]


class Dashboard(DreamApp):
    """The dashboard, which remembers what it told."""

    calm_s: ClassVar[float] = 3600.0

    def __init__(
        self, desk: Desk, reopen: Callable[[], Desk] | None = None, *, read_only: bool = False
    ) -> None:
        self.now = NOW
        self.toasts: list[str] = []
        super().__init__(desk, reopen or (lambda: desk), lambda: self.now, read_only=read_only)

    def get_default_screen(self) -> Screen[Any]:
        """Tries a sweep for its preview only where a test wants it: pictures must not depend on time."""
        screen = super().get_default_screen()
        assert isinstance(screen, MainScreen)
        screen.calm_s = self.calm_s
        return screen

    def on_notify(self, event: Notify) -> None:
        """Remember it."""
        self.toasts.append(event.notification.message)


def desk_at(root: Path, *sets: str, config: str = "{}") -> Desk:
    """A workspace with settings; its configuration lies beside it."""
    file = root.parent / "openclaw.json"
    if not file.exists():
        file.write_text(config, "utf-8")
    env = {
        "HOME": str(root.parent),
        "OPENCLAW_STATE_DIR": str(root.parent / "state"),
        "DREAMTUI_CONFIG": str(root.parent / "config.toml"),
    }
    loaded = load(file, ("timezone=UTC", *sets), env)
    return Desk.of(find_workspace(loaded, root, None, env), loaded)


def sweep_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sweep in this process, where a test puts something in place of a part of it."""

    def do(work: Callable[..., object], *given: object, progress: object) -> object:
        return work(*given, progress=progress)

    monkeypatch.setattr(apart, "do", do)


def play(app: Dashboard, scene: Scene, size: tuple[int, int] = LARGE) -> None:
    """Run a scene once everything is read."""

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await scene(pilot, app)

    asyncio.run(run())


async def until(what: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something holds."""
    clock = asyncio.get_running_loop().time
    start = clock()
    while not what():
        assert clock() - start < seconds, "it did not happen in time"
        await asyncio.sleep(0.005)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after the other, and wait for all that each causes."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def at_once(app: Dashboard, *keys: str) -> None:
    """Press keys as a terminal tells of several in one go: none waits for what the one before does."""
    for key in keys:
        app.post_message(Key(key, key if len(key) == 1 else None))

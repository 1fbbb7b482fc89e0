"""A stage for the Review pane: an app that does what the dashboard does with its messages, and no more."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.notifications import Notification
from textual.pilot import Pilot
from textual.widgets import Footer

from dreamtui.config.agents import find_workspace
from dreamtui.config.sources import load
from dreamtui.demo.build import build
from dreamtui.instants import parse_instant
from dreamtui.review.queue import Queue
from dreamtui.service.desk import Desk
from dreamtui.service.reviewer import Reviewer
from dreamtui.service.standing import look
from dreamtui.tui.messages import Decide, Redo, ScreenAsked, Undo
from dreamtui.tui.panes.review import ReviewPane
from dreamtui.tui.view import View
from tests.tui.resting import settle

NOW = parse_instant("2026-04-11T09:00:00Z") or 0
Play = Callable[[Pilot[None], "Stage"], Awaitable[None]]
SMALL, LARGE = (80, 24), (150, 45)


def demo_desk(folder: Path) -> Desk:
    """The sample workspace, with its settings."""
    for name, (raw, mtime_ns) in _sample().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw.replace(_PLACE, os.fsencode(folder)))
        os.utime(path, ns=(mtime_ns, mtime_ns))
    env = {"HOME": str(folder), "OPENCLAW_STATE_DIR": str(folder / "state")}
    loaded = load(folder / "openclaw.json", (), env)
    return Desk.of(find_workspace(loaded, folder / "workspace", None, env), loaded)


_PLACE = b"<where it lies>"


@cache
def _sample() -> Mapping[str, tuple[bytes, int]]:
    """The files of the sample with their times in ns, made once; where it lies stands in some of them."""
    with TemporaryDirectory() as place:
        build(Path(place), NOW, ZoneInfo("Europe/Berlin"))
        return {
            path.relative_to(place).as_posix(): (
                path.read_bytes().replace(os.fsencode(place), _PLACE),
                path.stat().st_mtime_ns,
            )
            for path in Path(place).rglob("*")
            if path.is_file()
        }


class Stage(App[None]):
    """The Review pane alone on a real workspace."""

    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, desk: Desk, *, read_only: bool = False, queue: Queue | None = None) -> None:
        super().__init__()
        self.reviewer = Reviewer(desk, lambda: NOW)
        self.given = queue
        self.read_only = read_only
        self.seen: list[Message] = []
        self.toasts: list[str] = []
        self.pane = ReviewPane()

    def compose(self) -> ComposeResult:
        yield self.pane
        yield Footer()

    def on_mount(self) -> None:
        self.put(self.given or self.reviewer.load())
        self.pane.rows.focus()

    @property
    def queue(self) -> Queue:
        assert self.pane.queue is not None
        return self.pane.queue

    def put(self, queue: Queue) -> None:
        standing = look(self.reviewer.desk, NOW, NOW)
        self.pane.show(self.reviewer.desk, View(queue, standing, NOW, None, self.read_only))

    def on_decide(self, message: Decide) -> None:
        self.seen.append(message)
        self.put(message.step(self.reviewer, self.queue))

    def on_undo(self, message: Undo) -> None:
        self.seen.append(message)
        if done := self.reviewer.undo(self.queue):
            self.put(done[0])

    def on_redo(self, message: Redo) -> None:
        self.seen.append(message)
        if done := self.reviewer.redo(self.queue):
            self.put(done[0])

    def on_screen_asked(self, message: ScreenAsked) -> None:
        self.seen.append(message)

        def back(written: bool | None) -> None:
            if written:
                self.put(self.reviewer.load())

        self.push_screen(message.screen(self.reviewer, self.queue), back)

    def on_notify(self, event: object) -> None:
        notification = getattr(event, "notification", None)
        if isinstance(notification, Notification):
            self.toasts.append(notification.message)


def play(app: Stage, scene: Play, size: tuple[int, int] = LARGE) -> None:
    """Run a scene with an app on a screen of a size."""

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await scene(pilot, app)

    asyncio.run(run())


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait for all that they cause."""
    await pilot.press(*keys)
    await settle(pilot)

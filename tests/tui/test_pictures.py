"""Pictures of every screen and every state of the dashboard, at 150×45 and 80×24; see `tests.tui.pictures`.

Nothing in them changes by itself: the clock stands still, the home folder is the scene's own, nothing blinks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from dreamtui import paths
from dreamtui.config.agents import find_workspace
from dreamtui.config.sources import load
from dreamtui.errors import BadInput
from dreamtui.service import sweeper
from dreamtui.service.desk import Desk
from dreamtui.service.reviewer import Reviewer
from dreamtui.tui import reading
from dreamtui.tui.actions import TABS
from dreamtui.tui.widgets import breakdown
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, desk_at, press, sweep_here
from tests.tui.pictures import looks_like, resize, still
from tests.tui.resting import settle
from tests.tui.review_stage import NOW, demo_desk

Maker = Callable[[Path], Desk]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own, and nothing of the terminal that the tests run in."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(Dashboard, "NOTIFICATION_TIMEOUT", 3600)
    monkeypatch.setattr(breakdown, "SLACK", 0)  # or a scroll bar tells of what was shown before
    return tmp_path


def play(app: Dashboard, name: str, keys: Sequence[str] = (), *, wait: bool = True) -> None:
    """Press keys, and compare what is on the screen, wide and narrow; `wait` for what is being read."""

    async def run() -> None:
        async with app.run_test(size=LARGE, notifications=True) as pilot:
            if wait:
                await settle(pilot)
                await press(pilot, *keys)
            else:
                await pilot.press(*keys)
            await compare(pilot, app, name, workers=wait)

    asyncio.run(run())


async def compare(pilot: Pilot[Any], app: Dashboard, name: str, *, workers: bool = True) -> None:
    """Compare what is on the screen, wide and then narrow; `workers` are waited for, or one is held up."""
    for width, height in (LARGE, SMALL):
        await resize(pilot, width, height)
        await still(pilot, workers=workers)
        looks_like(app, f"{name}-{width}x{height}")


# --- states of a workspace ------------------------------------------------------------------------


def sample(home: Path) -> Desk:
    desk = demo_desk(home)
    log = desk.workspace.root / paths.EVENTS  # as large wherever the tests run
    log.write_bytes(log.read_bytes().replace(str(desk.workspace.root).encode(), b"/home/joe/workspace"))
    return desk


def sample_with(*sets: str) -> Maker:
    """The sample with other settings."""

    def make(home: Path) -> Desk:
        root = demo_desk(home).workspace.root
        env = {"HOME": str(home), "OPENCLAW_STATE_DIR": str(home / "state")}
        loaded = load(home / "openclaw.json", sets, env)
        return Desk.of(find_workspace(loaded, root, None, env), loaded)

    return make


def empty(home: Path) -> Desk:
    root = home / "workspace"
    root.mkdir()
    return desk_at(root)


def with_store(raw: bytes) -> Maker:
    """A workspace whose store holds just that."""

    def make(home: Path) -> Desk:
        file = home / "workspace" / paths.RECALL_STORE
        file.parent.mkdir(parents=True)
        file.write_bytes(raw)
        return desk_at(home / "workspace")

    return make


def moved(home: Path) -> Desk:
    desk = with_store(b'{"version": 1, "entries": {}}')(home)
    store = desk.workspace.root / paths.RECALL_STORE
    store.rename(store.with_name(f"{store.name}.migrated"))
    return desk


def decided(home: Path) -> Desk:
    """The sample, with two approvals."""
    desk = demo_desk(home)
    reviewer = Reviewer(desk, lambda: NOW)
    queue = reviewer.load()
    reviewer.decide(queue, "approve", [row.key for row in queue.rows if row.open][:2])
    return desk


TO_SECRET = ("f", "slash", *"trial", "enter")
"""Keys to the one candidate that looks like a password."""
SCENES: dict[str, tuple[Maker, Sequence[str]]] = {
    "review": (sample, ()),
    "review-decided": (sample, ("a", "r", "d", "a", "space", "j", "space", "k")),
    "review-breakdown": (sample, ("enter",)),
    "review-nothing-shown": (sample, ("f", "f", "f", "f")),
    "review-no-words": (sample, ("slash", *"zzz", "enter")),
    "review-typing": (sample, ("slash", *"market")),
    "review-all-decided": (sample, ("A", "y", "a", "a")),
    "review-kept-back": (sample, (*TO_SECRET, "a")),
    "empty": (empty, ()),
    "empty-themes": (empty, ("3",)),
    "broken": (with_store(b"{"), ()),
    "broken-themes": (with_store(b"{"), ("3",)),
    "activity-broken": (with_store(b"{"), ("5",)),
    "activity-empty": (empty, ("5",)),
    "activity-nights": (sample, ("5", "tab")),
    "activity-sweeps": (sample, ("5", "tab", "tab")),
    "activity-log": (sample, ("5", "slash", *"kiln", "enter")),
    "activity-typing": (sample, ("5", "slash", *"zzz")),
    "activity-record": (sample, ("5", "tab", "tab", "tab", "enter")),
    "activity-health": (sample, ("5", "tab", "tab", "tab", "tab")),
    "newer": (with_store(b'{"version": 99, "entries": {}}'), ()),
    "moved": (moved, ()),
    "disabled": (sample_with("timezone=UTC", "enabled=false"), ()),
    "write": (sample, ("a", "r", "a", "w")),
    "write-nothing": (sample, ("w",)),
    "write-kept-back": (sample, ("a", *TO_SECRET, "a", "w")),
    "write-over-budget": (sample_with("timezone=UTC", "memory.budgetChars=8200"), ("a", "a", "w")),
    "write-make-room": (sample_with("timezone=UTC", "memory.budgetChars=8200"), ("a", "a", "w", "p")),
    "written": (sample, ("a", "a", "w", "enter")),
    "edit": (sample, ("e",)),
    "reason": (sample, ("x",)),
    "question": (sample, ("A",)),
    "help": (sample, ("question_mark",)),
    "palette": (sample, ("ctrl+p",)),
    "palette-typing": (sample, ("ctrl+p", *"rej")),
    "notice": (sample, ("u",)),
    "tune-tried": (sample, ("6", "m")),
    "tune-diff": (sample, ("6", "m", "v")),
    "tune-past": (sample, ("6", "m", "v", "v", "tab")),
    "tune-decisions": (sample, ("6", "a")),
    "tune-typing": (sample, ("6", "enter", "backspace", "2", "enter")),
    "tune-saving": (sample, ("6", "left", "w")),
    "tune-json": (sample, ("6", "left", "y")),
    "tune-empty": (empty, ("6",)),
    "tune-broken": (with_store(b"{"), ("6",)),
}


@pytest.mark.parametrize("name", SCENES)
def test_screens(name: str, home: Path) -> None:
    make, keys = SCENES[name]
    play(Dashboard(make(home)), name, keys)


def test_tabs(home: Path) -> None:
    app = Dashboard(sample(home))

    async def run() -> None:
        async with app.run_test(size=LARGE) as pilot:
            await settle(pilot)
            for number, name in enumerate(TABS[1:], 2):
                await resize(pilot, *LARGE)
                await press(pilot, str(number))
                await compare(pilot, app, f"tab-{name}")

    asyncio.run(run())


@pytest.mark.parametrize(("name", "keys"), [("read-only", ["a"]), ("read-only-write", ["w"])])
def test_read_only(name: str, keys: Sequence[str], home: Path) -> None:
    play(Dashboard(decided(home), read_only=True), name, keys)


@pytest.fixture
def go() -> Iterator[Event]:
    """Set when what is held up may go on."""
    event = Event()
    yield event
    event.set()


def test_loading(home: Path, go: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    read = reading.read
    monkeypatch.setattr(reading, "read", lambda *args, **how: (go.wait(60), read(*args, **how))[1])
    app = Dashboard(sample(home))

    async def run() -> None:
        async with app.run_test(size=LARGE) as pilot:
            await compare(pilot, app, "loading", workers=False)
            go.set()

    asyncio.run(run())


def test_sweeping(home: Path, go: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    run_sweep = sweeper.run

    def slow(desk: Desk, now: int, **how: object) -> object:
        how["progress"]("rem", "reflecting")  # type: ignore[operator]
        go.wait(60)
        return run_sweep(desk, now, **how)  # type: ignore[arg-type]

    sweep_here(monkeypatch)
    monkeypatch.setattr(sweeper, "run", slow)
    app = Dashboard(sample(home))

    async def run() -> None:
        async with app.run_test(size=LARGE, notifications=True) as pilot:
            await settle(pilot)
            await pilot.press("s")
            await compare(pilot, app, "sweep", workers=False)
            await pilot.press("enter")
            await compare(pilot, app, "sweep-behind", workers=False)
            go.set()
            await settle(pilot)
            await compare(pilot, app, "sweep-ended")

    asyncio.run(run())


def test_a_sweep_that_fails(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_how: object) -> None:
        raise BadInput("memory/2026-04-10.md: cannot be read; nothing was changed: look into that")

    sweep_here(monkeypatch)
    monkeypatch.setattr(sweeper, "run", fail)
    play(Dashboard(demo_desk(home)), "sweep-failed", ["s"])

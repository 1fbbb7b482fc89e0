"""How soon the whole dashboard answers, in wall time: `python -m benchmarks.liveness`.

It opens on a generated store with a driver that renders escape codes and throws them away. Measured are
opening (fresh processes, beside an empty Textual app), keys while a sweep runs and while a large store is
read again, and how soon a change on disk is on screen, with events and by looking. It writes into the
generated workspaces only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time, time
from typing import Final

from textual import events
from textual.app import App

from benchmarks import stores
from benchmarks.dashboard import SCREEN, RenderingDriver, Row, markdown
from dreamtui import paths
from dreamtui.config.agents import find_workspace
from dreamtui.config.sources import load
from dreamtui.instants import parse_instant
from dreamtui.review import ledger
from dreamtui.service import watch
from dreamtui.service.desk import Desk
from dreamtui.tui.app import DreamApp
from dreamtui.tui.pace import keep_pace
from dreamtui.tui.widgets.filters import FilterBar

OPENED, SWEPT, READ, WATCHED = 1_000, 20_000, 100_000, 1_000
"""Entries of the stores for each part."""
NOW_MS: Final = parse_instant(stores.NOW) or 0
PATIENCE_S: Final = 20.0
_SELF: Final = "benchmarks.liveness"


class Painting(RenderingDriver):
    """Remembers when it last painted."""

    painted = 0.0

    def write(self, data: str) -> None:
        """Drop it."""
        super().write(data)
        type(self).painted = perf_counter()


def desk_on(root: Path) -> Desk:
    """A workspace with the usual settings."""
    config = root.parent / "openclaw.json"
    config.write_text("{}", "utf-8")
    own = root.parent / "config.toml"
    home, state = str(root.parent), str(root.parent / "state")
    env = {"HOME": home, "OPENCLAW_STATE_DIR": state, "DREAMTUI_CONFIG": str(own)}
    loaded = load(config, ("timezone=UTC",), env)
    return Desk.of(find_workspace(loaded, root, None, env), loaded)


@asynccontextmanager
async def opened(root: Path) -> AsyncIterator[DreamApp]:
    """The dashboard on a workspace, with everything read."""
    desk = desk_on(root)
    app = DreamApp(desk, lambda: desk, lambda: NOW_MS)
    app.driver_class = Painting
    running = asyncio.create_task(app.run_async(size=SCREEN))
    await until(lambda: app.is_running and app.view.standing is not None)
    keep_pace()
    await asyncio.sleep(1)
    yield app
    app.exit()
    await running


async def until(true: Callable[[], bool], patience: float = PATIENCE_S) -> float:
    """Seconds until something is so; looked at every few milliseconds."""
    began = perf_counter()
    while not true():
        if perf_counter() - began > patience:
            raise TimeoutError
        await asyncio.sleep(0.003)
    return perf_counter() - began


# --- opening ------------------------------------------------------------------------------------


class Empty(App[None]):
    """Nothing at all."""

    def on_mount(self) -> None:
        """Leave as soon as it was painted."""
        self.call_after_refresh(self.exit)


def open_once(root: Path | None) -> None:
    """In a process of its own: open, and leave when the first candidates (or nothing) are on screen."""
    if root is None:
        Empty(driver_class=Painting).run(size=SCREEN)
        return
    desk = desk_on(root)
    app = DreamApp(desk, lambda: desk, lambda: NOW_MS)
    app.driver_class = Painting

    async def leave(_: object) -> None:
        await until(lambda: app.is_running and app.view.queue is not None)
        before = Painting.painted
        await until(lambda: Painting.painted > before)
        os._exit(0)  # how long it takes to end is not what is measured

    app.run(size=SCREEN, auto_pilot=leave)


def measure_opening(root: Path, runs: int) -> list[Row]:
    """The dashboard and an empty app, in turns."""

    def seconds(*given: str) -> float:
        began = perf_counter()
        subprocess.run([sys.executable, "-m", _SELF, "--open", *given], check=True, stdout=subprocess.DEVNULL)
        return perf_counter() - began

    took = [(seconds(""), seconds(str(root))) for _ in range(runs + 1)][1:]
    empty, full = (median(side) * 1000 for side in zip(*took, strict=True))
    return [
        Row("an empty Textual app, start to end", empty, "ms"),
        Row(f"start to first candidates, {OPENED:,} entries", full, "ms"),
        Row("the same less the empty app", full - empty, "ms", 500),
    ]


# --- keys while a sweep runs ----------------------------------------------------------------------


async def measure_keys(root: Path) -> list[Row]:
    """Wall time from a key to its paint, with nothing else going on and while a sweep runs."""
    async with opened(root) as app:
        app.main.query_one(FilterBar).choose("all")
        still = [await press(app) for _ in range(40)]
        app.sweep("key")
        busy: list[float] = []
        while app._cancel is not None:
            busy.append(await press(app))
        told = f"while a sweep of {SWEPT:,} entries runs ({len(busy)} keys)"
        return [
            Row("key to paint, nothing else going on: median", median(still), "ms"),
            Row(f"key to paint {told}: median", median(busy), "ms", 50),
            Row("the same: 95th percentile", quantiles(busy, n=20)[-1], "ms", 50),
            Row("the same: worst", max(busy), "ms"),
        ]


async def measure_reading(root: Path) -> list[Row]:
    """Wall time from a key to its paint while everything is read again, as the store has changed."""
    async with opened(root) as app:
        app.main.query_one(FilterBar).choose("all")
        await until(lambda: not reads(app))
        before, keys = app.view, list[float]()
        os.utime(root / stores.RECALL_STORE)
        while app.view is before or reads(app):
            keys.append(await press(app))
        told = f"key to paint while {READ:,} entries are read again ({len(keys)} keys)"
        return [
            Row(f"{told}: median", median(keys), "ms", 50),
            Row("the same: 95th percentile", quantiles(keys, n=20)[-1], "ms", 50),
            Row("the same: worst", max(keys), "ms"),
        ]


def reads(app: DreamApp) -> bool:
    """Whether everything is being read."""
    return any(worker.group == "load" and worker.is_running for worker in app.workers)


async def press(app: DreamApp) -> float:
    """Milliseconds from a key to its paint; the cursor goes down, the list is what is painted.

    They count from when the key was due: while the loop pauses, it could not even be sent.
    """
    rows = app.main.query_one("CandidateList")
    before, due = getattr(rows, "highlighted", None), perf_counter() + 0.06
    await asyncio.sleep(0.06)
    sent = perf_counter()
    app.post_message(events.Key("down", None))
    await until(lambda: getattr(rows, "highlighted", None) != before and Painting.painted > sent)
    return (Painting.painted - due) * 1000


# --- changes on disk --------------------------------------------------------------------------------


def _append(root: Path, number: int) -> None:
    lines = ledger.decide("defer", [(f"key {number}", ())], NOW_MS)
    with (root / paths.REVIEW_LOG).open("ab") as file:
        file.write(ledger.render(lines))


def _replace(root: Path, number: int) -> None:
    store = root / stores.RECALL_STORE
    value = json.loads(store.read_text("utf-8"))
    value["updatedAt"] = f"2026-05-01T03:00:00.{number:03}Z"
    staged = store.with_suffix(".tmp")
    staged.write_text(json.dumps(value), "utf-8")
    staged.replace(store)


def _edit(root: Path, number: int) -> None:
    with (root / "MEMORY.md").open("a", encoding="utf-8") as file:
        file.write(f"- Likes the number {number}.\n")


def _note(root: Path, number: int) -> None:
    (root / f"memory/2026-05-01-new-{number}.md").write_text("- A note.\n", "utf-8")


CHANGES: Final[dict[str, Callable[[Path, int], None]]] = {
    "a decision of another program": _append,
    "the store, replaced": _replace,
    "MEMORY.md, edited": _edit,
    "a new note": _note,
}


async def measure_watching(root: Path, times: int, how: str) -> list[Row]:
    """From the write to its paint, for each kind of change."""
    found: list[Row] = []
    async with opened(root) as app:
        for what, change in CHANGES.items():
            took: list[float] = []
            for number in range(times):
                before, began = app.view, perf_counter()
                change(root, number)
                began = max(began, perf_counter() - 0.005)
                await until(lambda before=before: app.view is not before)  # type: ignore[misc]
                seen = perf_counter()
                await until(lambda seen=seen: Painting.painted >= seen - 0.02, 1)  # type: ignore[misc]
                took.append((max(Painting.painted, seen) - began) * 1000)
                await asyncio.sleep(0.5 + (number % 7) * 0.031)
            found.append(Row(f"{what}, {how}: median", median(took), "ms", 300))
            found.append(Row(f"{what}, {how}: worst of {times}", max(took), "ms"))
        before_cpu = process_time()
        await asyncio.sleep(3)
        share = (process_time() - before_cpu) / 3 * 100
        found.append(Row(f"idle for 3 s, whole dashboard, {how}", share, "% CPU", 1))
    return found


def store(folder: Path, name: str, entries: int) -> Path:
    """A generated workspace; its files are as old as they say, so the newest is touched."""
    root = folder / name / "workspace"
    stores.build(root, entries)
    os.utime(root / stores.RECALL_STORE, (time(), time()))
    (root / paths.REVIEW_LOG).touch()
    return root


def run(measure: Awaitable[list[Row]]) -> list[Row]:
    """Measure in a loop of its own."""

    async def wait() -> list[Row]:
        return await measure

    return asyncio.run(wait())


def main() -> int:
    """Measure, print, and end with 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog=f"python -m {_SELF}", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, metavar="K", help="runs a figure (default: 5)")
    parser.add_argument("--open", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.open is not None:
        open_once(Path(options.open) if options.open else None)
        return 0
    with tempfile.TemporaryDirectory(prefix="dreamtui-bench-") as name:
        folder = Path(name)
        rows = measure_opening(store(folder, "opened", OPENED), options.runs)
        rows += run(measure_keys(store(folder, "swept", SWEPT)))
        rows += run(measure_reading(store(folder, "read", READ)))
        rows += run(measure_watching(store(folder, "events", WATCHED), options.runs, "by events"))
        os.environ[watch.POLLING] = "1"
        rows += run(measure_watching(store(folder, "looked", WATCHED), options.runs, "by looking"))
    print(markdown(rows))
    return 1 if any(row.verdict == "over" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())

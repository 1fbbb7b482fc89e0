"""What opening the Activity tab costs with a large log and store: `python -m benchmarks.activity`.

The whole dashboard on a generated workspace. A figure is wall time from the key until the part shows its
figures; the longest pause of the event loop meanwhile says how long a key would have waited. The baseline,
in the same run, is reading the same log as a whole and parsing every line.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks import stores
from benchmarks.dashboard import Row, markdown
from dreamtui import paths
from dreamtui.config.agents import find_workspace
from dreamtui.config.sources import load
from dreamtui.instants import DAY_MS, iso, parse_instant
from dreamtui.service.desk import Desk
from dreamtui.tui.app import DreamApp
from dreamtui.tui.panes.activity import ActivityPane

ENTRIES: Final = 20_000
LOG_BYTES: Final = 33_000_000
RUNS: Final = 5
_NOW: Final = parse_instant(stores.NOW) or 0


def build(folder: Path) -> Path:
    """The workspace: a store, and a log of searches with a sweep every night."""
    root = folder / "workspace"
    stores.build(root, ENTRIES)
    (folder / "openclaw.json").write_text("{}", "utf-8")
    with (root / paths.EVENTS).open("w", encoding="utf-8") as log:
        night, written = 400, 0
        while written < LOG_BYTES:
            at = _NOW - night * DAY_MS
            for number in range(200):
                written += log.write(json.dumps(_recall(at + number * 60_000, number)) + "\n")
            for phase in ("light", "rem", "deep"):
                record = {"type": "memory.dream.completed", "timestamp": iso(at), "phase": phase}
                written += log.write(json.dumps({**record, "lineCount": 200}) + "\n")
            night = max(0, night - 1)
    return root


def _recall(at_ms: int, number: int) -> dict[str, object]:
    place = {"path": f"memory/2026-04-{number % 28 + 1:02d}.md", "startLine": 3, "endLine": 5, "score": 0.91}
    found = {"query": f"what was said about {number}", "resultCount": 3, "results": [place] * 3}
    return {"type": "memory.recall.recorded", "timestamp": iso(at_ms), **found}


def desk_of(root: Path) -> Desk:
    """The workspace with default settings."""
    env = {"HOME": str(root.parent), "OPENCLAW_STATE_DIR": str(root.parent / "state")}
    env["DREAMTUI_CONFIG"] = str(root.parent / "config.toml")
    loaded = load(root.parent / "openclaw.json", ("timezone=UTC",), env)
    return Desk.of(find_workspace(loaded, root, None, env), loaded)


class Loop:
    """How long the event loop was busy at a stretch, at most."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def watch(self) -> None:
        """Be late, and say by how much."""
        while True:
            began = perf_counter()
            await asyncio.sleep(0.002)
            self.longest = max(self.longest, perf_counter() - began - 0.002)


async def until(done: Callable[[], bool]) -> float:
    """How long it takes until something holds, in ms."""
    began = perf_counter()
    while not done():
        await asyncio.sleep(0.002)
    return (perf_counter() - began) * 1000


async def measure(root: Path) -> list[Row]:
    """Open the tab, open it again after one more record."""
    app = DreamApp(desk_of(root), lambda: desk_of(root), lambda: _NOW)
    async with app.run_test(size=(150, 45)) as pilot:
        await until(lambda: app.view.standing is not None)
        await pilot.pause(0.5)
        loop = Loop()
        watching = asyncio.create_task(loop.watch())
        app.simulate_key("5")
        shown = await until(lambda: "activity" in app.main._panes and _records(app) > 0)
        paused, loop.longest = loop.longest * 1000, 0.0
        again = []
        for number in range(RUNS):
            await pilot.pause(0.3)
            with (root / paths.EVENTS).open("a", encoding="utf-8") as log:
                log.write(json.dumps(_recall(_NOW, number)) + "\n")
            before = _last(app)
            app.main.show(app.desk, app.view, again=True)
            again.append(await until(lambda before=before: _last(app) != before))  # type: ignore[misc]
        watching.cancel()
    return [
        Row(f"open Activity: {LOG_BYTES // 1_000_000} MB log, {ENTRIES:,} entries", shown, "ms"),
        Row("longest pause of the event loop meanwhile", paused, "ms"),
        Row("one more record, shown", median(again), "ms"),
        Row("longest pause meanwhile, the store read again", loop.longest * 1000, "ms"),
    ]


def _records(app: DreamApp) -> int:
    pane = app.main.pane("activity")
    return len(pane._shown) if isinstance(pane, ActivityPane) else 0


def _last(app: DreamApp) -> int:
    pane = app.main.pane("activity")
    assert isinstance(pane, ActivityPane)
    return pane._shown[-1].line.at


def baseline(root: Path) -> Row:
    """Read the log as a whole, and parse every line."""
    began = perf_counter()
    for line in (root / paths.EVENTS).read_bytes().splitlines():
        json.loads(line)
    return Row("baseline: the whole log parsed", (perf_counter() - began) * 1000, "ms")


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="dreamtui-bench-") as folder:
        root = build(Path(folder))
        results = [*asyncio.run(measure(root)), baseline(root)]
    print(markdown(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Keys in the Memory tab with many entries: from the key to the repainted screen, in a whole dashboard.

    python -m benchmarks.memory_tab [--entries 10000] [--presses 60]

CPU time of this process from a key until all that it led to has ended, painted and written to a terminal
that forgets it. `x` writes its decision to disk before it is shown.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from benchmarks.dashboard import RenderingDriver, Row, cpu, key, markdown, with_app
from dreamtui import paths
from dreamtui.config.agents import find_workspace
from dreamtui.config.sources import load
from dreamtui.service.desk import Desk
from dreamtui.tui.app import DreamApp
from dreamtui.tui.panes.memory import MemoryPane

NOW = 1_775_900_000_000


def workspace(base: Path, entries: int) -> Desk:
    """A MEMORY.md of promoted entries that each say something else."""
    root = base / "workspace"
    (root / "memory/.dreams").mkdir(parents=True)
    lines = ["# Memory", "", "## Promoted From Short-Term Memory (2026-03-01)", ""]
    for number in range(entries):
        place = f"memory/2026-02-{number % 28 + 1:02}.md"
        said = f"Shelf {number * 7919 % 99991} of room {number % 97} holds glaze {number * 31 % 9973}."
        lines.append(f"<!-- openclaw-memory-promotion:memory:{place}:{number + 1}:{number + 1} -->")
        lines.append(f"- {said} [score=0.900 recalls=4 avg=0.900 source={place}:{number + 1}-{number + 1}]")
    (root / paths.MEMORY).write_text("\n".join(lines) + "\n", "utf-8")
    (base / "openclaw.json").write_text("{}", "utf-8")
    env = {"HOME": str(base), "OPENCLAW_STATE_DIR": str(base / "state")}
    loaded = load(base / "openclaw.json", ("timezone=UTC",), env)
    return Desk.of(find_workspace(loaded, root, None, env), loaded)


async def measure(app: DreamApp, presses: int) -> list[Row]:
    """All figures, as `benchmarks.dashboard` measures those of Review."""
    await until(lambda: app.view.standing is not None)
    await asyncio.sleep(1)
    start = perf_counter()
    key(app, "4", "4")()
    await until(lambda: "memory" in app.main._panes and _pane(app).contents is not None)
    listed = (perf_counter() - start) * 1000
    pane = _pane(app)
    await until(lambda: pane.listing is not None and pane.listing.assessed)
    known = (perf_counter() - start) * 1000
    await cpu(lambda: pane.bar.choose("all"), 0.5)
    down = [await cpu(key(app, "down")) for _ in range(presses)]
    pages = [await cpu(key(app, "pagedown")) for _ in range(presses // 2)]
    prunes = [await cpu(key(app, "x", "x"), 0.4) for _ in range(presses // 4)]
    return [
        Row("from the key of the tab to the list of entries, wall-clock", listed, "ms"),
        Row("the same, to their staleness", known, "ms"),
        Row("key to repaint, details included: median", median(down), "ms", 8),
        Row("the same: 95th percentile", quantiles(down, n=20)[-1], "ms", 16),
        Row("page down", median(pages), "ms"),
        Row("x: decided, on disk, shown", median(prunes), "ms"),
    ]


def _pane(app: DreamApp) -> MemoryPane:
    pane = app.main.pane("memory")
    assert isinstance(pane, MemoryPane)
    return pane


async def until(what: Callable[[], bool]) -> None:
    """Wait until something holds."""
    while not what():
        await asyncio.sleep(0.002)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--presses", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        desk = workspace(Path(folder), given.entries)
        app = DreamApp(desk, lambda: desk, lambda: NOW)
        app.driver_class = RenderingDriver
        print(markdown(asyncio.run(with_app(app, lambda: measure(app, given.presses)))))


if __name__ == "__main__":
    main()

"""Makes the pictures of the README from the sample workspace: `python -m screenshots.make`.

The same program makes the same bytes: the clock stands still, and nothing in them blinks or is made up.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from dreamtui.config.agents import find_workspace
from dreamtui.config.sources import load
from dreamtui.demo import build
from dreamtui.instants import parse_instant
from dreamtui.service.desk import Desk
from dreamtui.tui.app import DreamApp
from tests.tui import svg
from tests.tui.dashboard_stage import settle
from tests.tui.pictures import still

HERE = Path(__file__).parent
NOW = parse_instant("2026-04-18T09:00:00Z") or 0
WIDE, NARROW = (150, 42), (80, 24)

SCENES: dict[str, tuple[tuple[int, int], Sequence[str]]] = {
    "review": (WIDE, ["a", "r", "a"]),
    "review-80": (NARROW, []),
    "write": (WIDE, ["a", "a", "a", "w"]),
    "dreams": (WIDE, ["2"]),
    "themes": (WIDE, ["3"]),
    "memory": (WIDE, ["4"]),
    "activity": (WIDE, ["5"]),
    "tune": (WIDE, ["6", "m"]),
    "help": (WIDE, ["question_mark"]),
}
"""Name of the picture: the size of the terminal, and the keys to press."""


def main() -> None:
    """Make every picture anew, each on a fresh copy of the sample."""
    for name, (size, keys) in SCENES.items():
        with tempfile.TemporaryDirectory() as folder:
            os.environ["HOME"] = folder  # the header says ~ for it
            asyncio.run(picture(name, Path(folder), size, keys))
        print(f"{name}.svg")


async def picture(name: str, folder: Path, size: tuple[int, int], keys: Sequence[str]) -> None:
    """Open the dashboard, press the keys, keep what is on the screen."""
    app = DreamApp(desk := sample(folder), lambda: desk, lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await still(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
            await still(pilot)
        image = svg.draw(svg.rows(app))
    (HERE / f"{name}.svg").write_text(image, encoding="utf-8")


def sample(folder: Path) -> Desk:
    """A fresh copy of the sample workspace, with nothing of this machine's settings."""
    demo = build(folder / "sample", NOW, UTC)
    env = {
        "HOME": str(folder),
        "OPENCLAW_STATE_DIR": str(demo.state),
        "DREAMTUI_CONFIG": str(folder / "config.toml"),
    }
    loaded = load(demo.config, ["timezone=UTC"], env)
    return Desk.of(find_workspace(loaded, demo.workspace, None, env), loaded)


if __name__ == "__main__":
    main()

"""Makes the pictures of the README from the sample workspace: `python screenshots/make.py`."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from textual.pilot import Pilot

from dreamtui.config.agents import find_workspace
from dreamtui.config.sources import load
from dreamtui.demo import build
from dreamtui.instants import parse_instant
from dreamtui.service.desk import Desk
from dreamtui.tui.app import DreamApp

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
    "tune": (WIDE, ["6"]),
    "help": (WIDE, ["question_mark"]),
}
"""Name of the picture: the size of the terminal, and the keys to press."""


def main() -> None:
    """Make every picture anew, each on a fresh copy of the sample."""
    for name, (size, keys) in SCENES.items():
        folder = Path(tempfile.gettempdir()) / "dreamtui-sample"  # short, for it stands in the header
        folder.mkdir()
        try:
            asyncio.run(picture(name, folder, size, keys))
        finally:
            shutil.rmtree(folder)
        print(f"{name}.svg")


async def picture(name: str, folder: Path, size: tuple[int, int], keys: Sequence[str]) -> None:
    """Open the dashboard, press the keys, keep what is on the screen."""
    app = DreamApp(desk := sample(folder), lambda: desk, lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        image = app.export_screenshot(title="dreamtui --demo")
    image = image.replace(str(folder / "sample"), "~/sample")
    # Without the attribute some viewers drop the spaces in front of a text.
    image = re.sub(r"<text ", '<text xml:space="preserve" ', image)
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


async def settle(pilot: Pilot[None]) -> None:
    """Wait until nothing is being read any more; the watcher never ends."""
    for _ in range(100):
        await pilot.pause(0.1)
        busy = [worker for worker in pilot.app.workers if worker.group != "watch" and not worker.is_finished]
        if not busy:
            break
    await pilot.pause(0.3)


if __name__ == "__main__":
    main()

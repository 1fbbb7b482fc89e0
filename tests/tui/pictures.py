"""Screens as text, compared with those that somebody has looked at: `tests/tui/snapshots/<name>.txt`.

With DREAMTUI_SNAPSHOTS=write they are written instead; look at each one before you keep it.
"""

from __future__ import annotations

import os
from pathlib import Path

from textual.app import App
from textual.widget import Widget

FOLDER = Path(__file__).parent / "snapshots"


def screen_text(app: App[None], part: Widget | None = None) -> str:
    """What stands on the screen, or on a part of it, line by line, without colours."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    x, y, right, bottom = part.region.corners if part else (0, 0, width, height)
    shown = [strip.crop(x, right).text.rstrip() for strip in lines[y:bottom]]
    return "".join(f"{line}\n" for line in shown)


def holds(name: str, text: str) -> None:
    """Compare with the picture of that name."""
    file = FOLDER / f"{name}.txt"
    if os.environ.get("DREAMTUI_SNAPSHOTS") == "write":
        FOLDER.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8"), (
        f"{name} looks different: DREAMTUI_SNAPSHOTS=write, and look at it"
    )

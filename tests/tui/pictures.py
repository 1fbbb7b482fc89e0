"""Screens compared with those that somebody has looked at: `tests/tui/snapshots/`.

`looks_like(app, name)` compares a whole screen with `<name>.svg`, colours and all, byte for byte; `holds`
compares the text of a single widget with `<name>.txt`. With DREAMTUI_SNAPSHOTS=write they are written
instead: look at each one before you keep it. What differs is written to `snapshots/.new/`.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Sequence
from difflib import unified_diff
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tests.tui import svg
from tests.tui.resting import settle

FOLDER: Final = Path(__file__).parent / "snapshots"
NEW: Final = FOLDER / ".new"
MADE_WITH: Final = {"textual": "8.2.8", "rich": "15.0.0"}
"""What draws the pictures: another version may draw borders, bars and the palette in another way."""
REST_S: Final = 0.08
"""Longer than any timer with which a widget waits for a person to rest."""
MOST_TOLD: Final = 40
"""Lines of a difference that are told."""


def screen_text(app: App[Any], part: Widget | None = None) -> str:
    """What stands on the screen, or on a part of it, line by line, without colours."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    x, y, right, bottom = part.region.corners if part else (0, 0, width, height)
    shown = [strip.crop(x, right).text.rstrip() for strip in lines[y:bottom]]
    return "".join(f"{line}\n" for line in shown)


async def resize(pilot: Pilot[Any], width: int, height: int) -> None:
    """Give the terminal another size, and wait until the screen has it: Textual passes it on with a timer."""
    app = pilot.app
    await pilot.resize_terminal(width, height)
    while app._resize_event is not None or app.screen.size != (width, height):
        await asyncio.sleep(0.005)
    await settle(pilot, workers=False)


async def still(pilot: Pilot[Any], *, workers: bool = True) -> None:
    """Wait until nothing moves on the screen any more: no cursor, no animation, no timer of a widget.

    With `workers`, nothing that is being read either.
    """
    app = pilot.app
    app.animation_level = "none"
    before: object = None
    while before != (before := svg.rows(app)) or app.screen._layout_required or app.screen._dirty_widgets:
        for line in app.screen.query(Input):
            line.cursor_blink = False
        for text in app.screen.query(TextArea):
            text.cursor_blink = False
        await asyncio.sleep(REST_S)
        await settle(pilot, workers=workers)


def looks_like(app: App[Any], name: str) -> None:
    """Compare the whole screen with the picture of that name."""
    other = {package: version(package) for package in MADE_WITH if version(package) != MADE_WITH[package]}
    if other:
        pytest.skip(f"the pictures are made with {MADE_WITH}, and here is {other}")
    picture = svg.draw(svg.rows(app))
    assert tempfile.gettempdir() not in picture, (
        f"{name} names a folder of this machine: say ~ where it is home"
    )
    _compare(f"{name}.svg", picture)


def holds(name: str, text: str) -> None:
    """Compare a text with the one of that name."""
    _compare(f"{name}.txt", text)


def _compare(name: str, new: str) -> None:
    file = FOLDER / name
    if os.environ.get("DREAMTUI_SNAPSHOTS") == "write":
        file.write_text(new, "utf-8")
        return
    old = file.read_text("utf-8") if file.exists() else ""
    if old == new:
        (NEW / name).unlink(missing_ok=True)
        return
    NEW.mkdir(exist_ok=True)
    (NEW / name).write_text(new, "utf-8")
    said = "\n".join(_difference(old, new, drawn=name.endswith(".svg")))
    pytest.fail(
        f"{name} looks different:\n{said}\nThe new one is {NEW / name}. "
        "Look at it; where it is right, DREAMTUI_SNAPSHOTS=write keeps it.",
        pytrace=False,
    )


def _difference(old: str, new: str, *, drawn: bool) -> Sequence[str]:
    """Which lines of text differ, old against new; of pictures with the same text, which rows do."""
    if not old:
        return ["there is none of that name yet"]
    before, after = (svg.text(one) if drawn else one.splitlines() for one in (old, new))
    told = list(unified_diff(before, after, "kept", "new", n=0, lineterm=""))
    if not told:
        pairs = enumerate(zip(old.splitlines(), new.splitlines(), strict=False), 1)
        told = [
            "the same text, drawn in another way",
            *(f"line {n}: {one[:200]}\n     now: {other[:200]}" for n, (one, other) in pairs if one != other),
        ]
    more = [f"… {len(told) - MOST_TOLD} more lines"] if len(told) > MOST_TOLD else []
    return told[:MOST_TOLD] + more

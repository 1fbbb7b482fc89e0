"""Everything can be read in every theme and without colours, and no meaning hangs on a colour alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rich.cells import cell_len
from rich.color import Color as TerminalColour
from textual.app import App
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES, Theme
from textual.widget import Widget
from textual.widgets import OptionList, TextArea

from dreamtui.tui.themes import TEXT_RATIO, THEMES, contrast, legible, luminance
from dreamtui.tui.widgets.tabular import CURSOR
from tests.tui import svg
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, play, press
from tests.tui.pictures import screen_text
from tests.tui.resting import settle
from tests.tui.review_stage import demo_desk

SCREENS: Sequence[Sequence[str]] = (
    ("a", "r", "d", "space", "j", "space"),
    ("f", "f"),  # failing
    ("f",),  # flagged
    ("f", "f"),  # promoted
    ("F", "F", "F", "F", "F", "slash", "m"),
    ("escape", "question_mark"),
    ("escape", "e"),
    ("escape", "x"),
    ("escape", "w"),
    ("escape", "A"),
    ("n", "2"),
    ("3",),
    ("4",),
    ("5",),
    ("6",),
)
"""Keys from one screen to the next."""
TOLD_APART = 1.4
"""How much the lightness of two states differs where their hues may look alike."""
OWN = [theme.name for theme in THEMES]


class Piece(NamedTuple):
    """Text in one style, and where it stands."""

    y: int
    text: str
    fore: str
    back: str

    @property
    def ratio(self) -> float:
        return contrast(Color.parse(self.fore), Color.parse(self.back))

    @property
    def needed(self) -> float:
        """What is read needs more than bars, lines and marks."""
        return 4.5 if any(letter.isalnum() for letter in self.text) else 3.0


def pieces(app: App[Any]) -> Iterator[Piece]:
    """All text on the screen; where a dialog lies over it, only that of the dialog."""
    box = app.size.region if len(app.screen_stack) == 1 else next(iter(app.screen.children)).region
    for y, row in enumerate(svg.rows(app)):
        x = 0
        for segment in row:
            if segment.text.strip() and box.contains(x, y):
                yield Piece(y, segment.text.strip(), *svg.colours(segment.style))
            x += cell_len(segment.text)


def unreadable(app: App[Any]) -> list[str]:
    """What differs too little from what lies behind it."""
    return [f"{one.ratio:.1f} {one}" for one in pieces(app) if one.ratio < one.needed]


def variables(theme: Theme) -> dict[str, str]:
    return legible({**theme.to_color_system().generate(), **theme.variables})


def test_every_screen_can_be_read_in_dark_and_light(tmp_path: Path) -> None:
    """In a pair of themes each, in turn."""
    turns = cycle((("textual-dark", "textual-light"), OWN[:2], OWN[2:]))

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        for keys in SCREENS:
            await press(pilot, *keys)
            for name in next(turns):
                app.theme = name
                await settle(pilot, workers=False)
                assert not unreadable(app), (name, keys)

    play(Dashboard(demo_desk(tmp_path)), scene, LARGE)


@pytest.mark.parametrize("theme", ["textual-dark", "ansi-light"])
def test_no_screen_asks_for_a_colour(theme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        for keys in SCREENS:
            await press(pilot, *keys)
            asked = {segment.style for row in svg.rows(app) for segment in row if segment.style}
            assert all(_is_plain(style.color) and _is_plain(style.bgcolor) for style in asked), keys

    desk = demo_desk(tmp_path)
    ui = desk.loaded.settings.ui._replace(theme=theme)
    desk = desk._replace(loaded=desk.loaded._replace(settings=desk.loaded.settings._replace(ui=ui)))
    play(Dashboard(desk), scene, LARGE)


def _is_plain(colour: TerminalColour | None) -> bool:
    return colour is None or colour.is_default


def test_without_colours_what_stands_out_is_reversed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place of the next letter, and the one command of the palette that `enter` takes."""
    monkeypatch.setenv("NO_COLOR", "1")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "e")
        assert len(_reversed(app, TextArea)) == 1
        await press(pilot, "escape", "ctrl+p")
        await press(pilot, "down")
        assert any("Review: " in text for text in _reversed(app, OptionList))

    play(Dashboard(demo_desk(tmp_path)), scene, LARGE)


def _reversed(app: App[Any], kind: type[Widget]) -> list[str]:
    """What is reversed in the rows of a part of the screen."""
    where = app.screen.query_one(kind).region
    shown = svg.rows(app)[where.y : where.bottom]
    return [one.text for row in shown for one in row if one.style and one.style.reverse]


@pytest.mark.parametrize("theme", [*BUILTIN_THEMES.values(), *THEMES], ids=lambda theme: theme.name)
def test_any_theme_is_made_legible(theme: Theme) -> None:
    found = variables(theme)
    if theme.ansi:
        assert found["primary"].startswith("ansi")
        return
    grounds = [Color.parse(found[name]) for name in ("background", "surface", "panel")]
    for name in ("primary", "accent", "success", "warning", "error", "text-success", "text-error"):
        assert min(contrast(Color.parse(found[name]), ground) for ground in grounds) >= TEXT_RATIO
    cursor = Color.parse(found["block-cursor-background"])
    assert contrast(Color.parse(found["block-cursor-foreground"]), cursor) >= TEXT_RATIO


@pytest.mark.parametrize("theme", THEMES, ids=OWN)
@pytest.mark.parametrize("prefix", ["", "text-"])
def test_states_of_own_themes_differ_in_lightness(theme: Theme, prefix: str) -> None:
    found = variables(theme)
    states = [Color.parse(found[f"{prefix}{name}"]) for name in ("success", "warning", "error")]
    by_light = sorted(states, key=luminance)
    assert all(contrast(one, other) >= TOLD_APART for one, other in pairwise(by_light))


def test_what_is_legible_stays_as_it_is() -> None:
    theme = BUILTIN_THEMES["textual-dark"]
    given = theme.to_color_system().generate()
    assert legible(given)["text-success"].lower() == given["text-success"].lower()


def test_contrast_is_that_of_the_standard() -> None:
    white, black, grey = (Color.parse(colour) for colour in ("#ffffff", "#000000", "#767676"))
    assert contrast(white, black) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.01)
    assert contrast(black, black) == 1


def test_decisions_and_states_have_words_or_glyphs(tmp_path: Path) -> None:
    """The screen without any colour still tells every decision, the cursor, a mark and what is active."""

    async def run() -> None:
        app = Dashboard(demo_desk(tmp_path))
        async with app.run_test(size=LARGE) as pilot:
            await press(pilot, "a", "r", "d", "f", "F", "home", "space")
            shown = "\n".join("".join(segment.text for segment in row) for row in svg.rows(app))
            assert all(glyph in shown for glyph in ("✓", "◌", "○", "•", "▌", "▸1 Review", "[eligible"))

    asyncio.run(run())


@pytest.mark.parametrize("keys", ["1", "2", "3", "4", "5 tab tab", "6", "f2", "f3"])
@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_cursor_of_every_list_is_a_mark_of_its_own(
    keys: str, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def scene(pilot: Pilot[Any], app: Dashboard) -> None:
        await press(pilot, *keys.split(), "down", "up")
        assert app.focused is not None
        lines = screen_text(app, app.focused).splitlines()
        assert any(line.startswith(CURSOR) for line in lines), "\n".join(lines)

    play(Dashboard(demo_desk(tmp_path)), scene, size)

"""The editor and the question for a reason: what they show, keep and throw away."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.containers import Vertical
from textual.pilot import Pilot
from textual.widgets import TextArea

from dreamtui import paths
from dreamtui.review.queue import Row
from dreamtui.service.desk import Desk
from dreamtui.tui.screens.edit import EditScreen
from dreamtui.tui.screens.edit_words import size, source, subject_of, warnings
from dreamtui.tui.screens.reason import ReasonScreen
from dreamtui.tui.widgets.question import Question
from tests.tui.pictures import screen_text
from tests.tui.resting import settle
from tests.tui.review_stage import LARGE, SMALL, Stage, demo_desk, play, press


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return demo_desk(tmp_path / "demo")


def dialog(app: Stage) -> str:
    return screen_text(app, app.screen.query_one(Vertical))


def editor(app: Stage) -> TextArea:
    return app.screen.query_one(TextArea)


def decided(app: Stage) -> list[str]:
    return [decision.text for decision in app.queue.ledger.decisions.values()]


# --- keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", [SMALL, LARGE], ids=["80x24", "150x45"])
def test_shows_the_source_and_the_text(desk: Desk, screen: tuple[int, int]) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "e")
        assert "▸ 4  - Glaze firings in Bertha" in dialog(app)
        assert "ctrl+s keeps and approves · esc back · enter new line" in dialog(app)

    play(Stage(desk), scene, screen)


@pytest.mark.parametrize("key", ["ctrl+s", "ctrl+j", "f10"])
def test_keeps_several_lines(desk: Desk, key: str) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "e")
        editor(app).text = "One"
        editor(app).move_cursor((0, 3))
        await press(pilot, "enter", *"two", key)
        assert decided(app) == ["One\ntwo"]
        await press(pilot, "w", "enter")
        memory = (desk.workspace.read_bytes(paths.MEMORY) or b"").decode()
        assert "- One\n" in memory or "- One " in memory
        assert "two" in memory

    play(Stage(desk), scene)


def test_edits_the_edit_the_next_time(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "e")
        editor(app).text = "Mine."
        await press(pilot, "ctrl+s", "home", "e")
        assert editor(app).text == "Mine."
        assert "Glaze firings" in dialog(app)

    play(Stage(desk), scene)


def test_esc_asks_only_when_something_was_typed(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "e", "escape")
        assert app.screen is app.screen_stack[0]
        await press(pilot, "e", "x", "escape")
        assert "Throw your changes away?" in dialog(app)
        await press(pilot, "n")
        assert editor(app).has_focus
        await press(pilot, "y")
        assert editor(app).text.endswith("xy")
        await press(pilot, "escape", "y")
        assert app.screen is app.screen_stack[0]
        assert not app.seen

    play(Stage(desk), scene)


def test_nothing_is_saved_while_it_is_asked(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "e", "x", "escape", "ctrl+s")
        assert app.screen.query_one(Question).asking
        assert not app.seen

    play(Stage(desk), scene)


def test_an_empty_text_is_not_kept(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "e")
        editor(app).text = " \n "
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, EditScreen)
        assert "There is no text to keep" in dialog(app)

    play(Stage(desk), scene)


def test_warns_while_it_is_typed(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "e")
        editor(app).text = "The password is password=hunter2hunter2"
        await settle(pilot, workers=False)
        assert "It will be kept back: holds what looks like a password" in dialog(app)
        editor(app).text = "A jar is on the shelf."
        await settle(pilot, workers=False)
        assert "kept back" not in dialog(app)

    play(Stage(desk), scene)


# --- words --------------------------------------------------------------------------------------


def row_of(app: Stage, standing: str) -> tuple[Row, Stage]:
    app.given = app.reviewer.load()
    return next(row for row in app.given.rows if row.standing == standing), app


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is no text to keep"),
        ("- [ ]", "nothing but"),
        ("The jar is on the", "looks like a part of a sentence"),
        ("word " * 3000, "over its budget"),
        ("sk-abcdefghijklmnopqrstuv", "looks like a password"),
    ],
)
def test_says_what_speaks_against_a_text(desk: Desk, text: str, said: str) -> None:
    row, app = row_of(Stage(desk), "eligible")
    assert app.given is not None
    told = warnings(subject_of(app.given, row.key), text)
    assert told is not None
    assert said in told.plain


def test_has_nothing_against_a_good_text(desk: Desk) -> None:
    row, app = row_of(Stage(desk), "eligible")
    assert app.given is not None
    assert warnings(subject_of(app.given, row.key), "The jar stands on the shelf.") is None


def test_counts_what_memory_gets(desk: Desk) -> None:
    row, app = row_of(Stage(desk), "eligible")
    assert app.given is not None
    told = size(subject_of(app.given, row.key), "  One jar.\n\n").plain
    assert told.startswith("8 characters, about 2 tokens · ")


def test_every_candidate_can_be_edited(desk: Desk) -> None:
    queue = Stage(desk).reviewer.load()
    for row in queue.rows:
        subject = subject_of(queue, row.key)
        assert source(subject).plain
        assert subject.text.isprintable() or "\u200d" in subject.text or not subject.text.isascii()
        assert "\x1b" not in source(subject).plain


# --- the question for a reason ------------------------------------------------------------------


@pytest.mark.parametrize("screen", [SMALL, LARGE], ids=["80x24", "150x45"])
def test_asks_for_a_reason(desk: Desk, screen: tuple[int, int]) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "x")
        assert isinstance(app.screen, ReasonScreen)
        assert "enter rejects, with or without a reason · esc back" in dialog(app)
        await press(pilot, "4")
        assert "▸4  not worth keeping" in dialog(app)

    play(Stage(desk), scene, screen)

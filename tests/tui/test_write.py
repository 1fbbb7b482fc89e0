"""The write screen: shows exactly what is written, writes exactly what is shown, says what is kept back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.style import Style
from textual.containers import Vertical
from textual.content import Content
from textual.pilot import Pilot

from dreamtui import paths
from dreamtui.config.settings import MemorySettings
from dreamtui.errors import Locked
from dreamtui.files.memory_md import Budget
from dreamtui.model import Reason, Write
from dreamtui.review.approved import ApprovedPlan, Item, Outcome
from dreamtui.review.diffs import unified
from dreamtui.review.plan import Plan
from dreamtui.service.desk import Desk
from dreamtui.service.reviewer import Reviewer
from dreamtui.tui.screens import write_words
from dreamtui.tui.screens.write import WriteScreen
from dreamtui.tui.widgets.difflines import GOES_ON, DiffLines, _rows
from dreamtui.tui.widgets.sheet import Sheet
from dreamtui.tui.widgets.strips import Ink
from tests.tui.pictures import screen_text
from tests.tui.resting import settle
from tests.tui.review_stage import LARGE, NOW, SMALL, Stage, demo_desk, play, press


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return demo_desk(tmp_path / "demo")


def dialog(app: Stage) -> str:
    return screen_text(app, app.screen.query_one(Vertical))


def diff_on(app: Stage) -> str:
    """The diff as it is drawn, with wrapped lines put together again."""
    lines: list[str] = []
    for row in app.screen.query_one(DiffLines)._rows:
        if row.mark == GOES_ON:
            lines[-1] += f" {row.text.strip()}"
        else:
            lines.append(row.mark + row.text)
    return "".join(f"{line}\n" for line in lines)


async def approve_secret(pilot: Pilot[None], app: Stage) -> str:
    """Approve something that will be kept back."""
    key = next(
        row.key
        for row in app.queue.rows
        if row.standing != "promoted" and any(r.code == "secret" for r in app.queue.verdict(row.key).reasons)
    )
    app.pane.bar.choose("all")
    await settle(pilot)
    app.pane.rows.move_to(key)
    await press(pilot, "a")
    return key


# --- what it shows and does ---------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "150x45"])
def test_shows_the_exact_diff_and_writes_it(desk: Desk, size: tuple[int, int]) -> None:
    before = desk.workspace.read_bytes(paths.MEMORY)

    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "a", "r", "a", "w")
        shown = diff_on(app)
        assert isinstance(app.screen, WriteScreen)
        assert app.screen.plan is not None
        assert shown == app.screen.plan.diff()
        assert "2 entries will be added to MEMORY.md." in dialog(app)
        await press(pilot, "enter")
        written = Write(paths.MEMORY, before, desk.workspace.read_bytes(paths.MEMORY))
        assert shown == unified(written)

    play(Stage(desk), scene, size)


def test_what_is_flagged_and_what_is_gone_is_told_before_it_is_written(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        first = app.pane.rows.cursor_key or ""
        flagged = next(row.key for row in app.queue.rows if row.open and row.flagged)
        await press(pilot, "a")
        app.pane.rows.move_to(flagged)
        await press(pilot, "a")
        path = desk.workspace.root / paths.RECALL_STORE
        table = json.loads(path.read_bytes())
        table["entries"][first]["snippet"] = "Something else stands here."
        path.write_text(json.dumps(table), "utf-8")
        app.put(app.reviewer.load())
        await press(pilot, "w")
        assert isinstance(app.screen, WriteScreen)
        assert app.screen.plan is not None
        assert [item.key for item in app.screen.plan.promoted] == [flagged]
        told = dialog(app)
        assert "Look twice 1" in told
        assert "1 approval has nothing to write" in " ".join(told.split())

    play(Stage(desk), scene)


def test_esc_and_q_write_nothing(desk: Desk) -> None:
    before = desk.workspace.read_bytes(paths.MEMORY)

    async def scene(pilot: Pilot[None], app: Stage) -> None:
        for key in ("escape", "q"):
            await press(pilot, "a", "w", key)
            assert app.screen is app.screen_stack[0]
        assert desk.workspace.read_bytes(paths.MEMORY) == before
        assert len(app.queue.approved()) == 2

    play(Stage(desk), scene)


def test_the_diff_scrolls_and_the_keys_stay_in_sight(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "A", "y", "w")
        diff = app.screen.query_one(DiffLines)
        await press(pilot, "pagedown")
        assert diff.scroll_y > 0
        await press(pilot, "G", "k", "g")
        assert diff.scroll_y == 0
        assert "enter writes · esc back" in dialog(app)

    play(Stage(desk), scene, SMALL)


def page(app: Stage) -> str:
    """All that can be scrolled to, from the keyboard alone, as one line without borders."""
    told = " ".join(line.text for line in app.screen.query_one(DiffLines)._told or ())
    return " ".join(told.split())


def test_all_that_is_pruned_and_kept_back_is_reached_with_keys(tmp_path: Path) -> None:
    """They stood together in six lines, of which nothing but the first could be seen."""
    tight = demo_desk(tmp_path / "demo")
    memory = tight.loaded.settings.memory._replace(budget_chars=9000)
    loaded = tight.loaded._replace(settings=tight.loaded.settings._replace(memory=memory))
    desk = tight._replace(loaded=loaded)

    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "A", "y", "w", "p")
        assert isinstance(app.screen, WriteScreen)
        plan, lines = app.screen.plan, app.screen.query_one(DiffLines)
        assert plan.pruned
        for part, item in ((0, "Nothing"), (1, plan.pruned.items[0]), (2, plan.kept_back[0])):
            said = item if isinstance(item, str) else " ".join(item.text.split())
            assert said[:30] in " ".join(dialog(app).split())
            assert app.screen._part == part
            await press(pilot, "tab")
        assert "▸ The exact change" in dialog(app)
        assert "--- a/MEMORY.md" in dialog(app)
        await press(pilot, "shift+tab", "shift+tab", "end")
        assert lines.scroll_y == lines.max_scroll_y > 0
        for item in (*plan.pruned.items, *plan.kept_back):
            assert " ".join(item.text.split())[:60] in page(app)

    play(Stage(desk), scene, SMALL)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "150x45"])
def test_says_how_to_approve_when_nothing_is(desk: Desk, size: tuple[int, int]) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "w", "enter")
        assert isinstance(app.screen, WriteScreen)
        assert "approve a candidate with a" in " ".join(dialog(app).replace("│", "").split())
        assert "enter writes" not in dialog(app)

    play(Stage(desk), scene, size)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "150x45"])
def test_says_what_is_kept_back_and_why(desk: Desk, size: tuple[int, int]) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "a")
        await approve_secret(pilot, app)
        await press(pilot, "w")
        assert "1 entry will be added to MEMORY.md, 1 is kept back." in dialog(app)
        assert "looks like a password" in " ".join(dialog(app).replace("│", " ").split())
        await press(pilot, "enter")
        assert app.toasts[-1] == "promoted 1 — u takes it back"

    play(Stage(desk), scene, size)


def test_writes_nothing_when_all_is_kept_back(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await approve_secret(pilot, app)
        await press(pilot, "w", "enter")
        assert "Nothing can be written: 1 is kept back." in dialog(app)
        assert app.toasts[-1] == "There is nothing to write: esc goes back."

    play(Stage(desk), scene)


# --- when the world has moved -------------------------------------------------------------------


def test_refuses_and_shows_anew_when_memory_changed_meanwhile(desk: Desk) -> None:
    file = desk.workspace.root / paths.MEMORY

    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "a", "w")
        by_hand = file.read_bytes() + b"- by hand\n"
        file.write_bytes(by_hand)
        await press(pilot, "enter")
        assert file.read_bytes() == by_hand
        assert isinstance(app.screen, WriteScreen)
        assert " - by hand\n" in diff_on(app)
        assert app.toasts[-1].startswith("MEMORY.md changed meanwhile: nothing was written.")
        await press(pilot, "enter")
        assert file.read_bytes().startswith(by_hand)
        assert app.toasts[-1] == "promoted 1 — u takes it back"

    play(Stage(desk), scene)


def test_says_that_another_dashboard_wrote_what_was_approved(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "a", "w")
        other = Reviewer(desk, lambda: NOW)
        other.apply(other.plan(other.load()))
        written = desk.workspace.read_bytes(paths.MEMORY)
        await press(pilot, "enter")
        told = " ".join(dialog(app).replace("│", " ").split())
        assert "What was approved was written meanwhile, elsewhere." in told
        assert "Nothing is approved yet" not in told
        assert desk.workspace.read_bytes(paths.MEMORY) == written

    play(Stage(desk), scene, SMALL)


def test_says_no_such_thing_when_an_approval_was_taken_back_meanwhile(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "a", "w")
        other = Reviewer(desk, lambda: NOW)
        assert other.undo(other.load())
        await press(pilot, "enter")
        assert "Nothing is approved yet." in dialog(app)

    play(Stage(desk), scene)


def test_keeps_the_diff_when_another_program_holds_the_lock(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "a", "w")
        shown = diff_on(app)

        def locked(plan: ApprovedPlan) -> None:
            raise Locked("[b]somebody[/b] holds the lock: try again")

        with monkeypatch.context() as patch:
            patch.setattr(app.reviewer, "apply", locked)
            await press(pilot, "enter")
        assert app.toasts[-1] == "[b]somebody[/b] holds the lock: try again"
        assert diff_on(app) == shown
        await press(pilot, "enter")
        assert app.toasts[-1] == "promoted 1 — u takes it back"

    play(Stage(desk), scene)


def test_says_what_keeps_it_from_planning(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        def locked(queue: object) -> ApprovedPlan:
            raise Locked("somebody holds the lock: try again")

        monkeypatch.setattr(app.reviewer, "plan", locked)
        await press(pilot, "a", "w", "enter")
        assert "It cannot be written now: somebody holds the lock" in dialog(app)
        await press(pilot, "escape")
        assert app.screen is app.screen_stack[0]

    play(Stage(desk), scene)


# --- words --------------------------------------------------------------------------------------


def plan_of(desk: Desk, *outcomes: Outcome, after: int = 900, over: bool = False) -> ApprovedPlan:
    candidate = Stage(desk).reviewer.load().rows[0].candidate
    reason = (Reason("source-gone", "its file is gone"),)
    items = tuple(
        Item(str(number), candidate, "Said [b]so[/b]", outcome, reason if outcome == "kept back" else ())
        for number, outcome in enumerate(outcomes)
    )
    plan = Plan(0, "", (), (), 0, (), ())
    return ApprovedPlan(plan, items, Budget(500, 125), Budget(after, after // 4), 1000, over)


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        (("promoted",), "1 entry will be added to MEMORY.md."),
        (
            ("promoted", "marked", "kept back"),
            "1 entry will be added to MEMORY.md, 1 stands there already and will be marked as promoted, "
            "1 is kept back.",
        ),
        (("marked", "marked"), "2 stand there already and will be marked as promoted."),
        (("kept back", "kept back"), "Nothing can be written: 2 are kept back."),
    ],
)
def test_says_what_enter_does(desk: Desk, outcomes: tuple[Outcome, ...], said: str) -> None:
    assert write_words.headline(plan_of(desk, *outcomes)).plain == said


def test_tells_the_budget_before_and_after(desk: Desk) -> None:
    told = write_words.gauge(plan_of(desk, "promoted"), MemorySettings()).plain
    assert "500 → 900 of 1,000 characters (90%)" in told
    assert (
        "≈ 125 → 225 tokens, ≈ $0.22 → $0.41 a month at $3.00 per million tokens, 20 conversations a day"
        in told
    )


def test_says_what_to_do_over_the_budget(desk: Desk) -> None:
    def told(plan: ApprovedPlan) -> str:
        return (write_words.over_budget(plan) or Content()).plain

    assert told(plan_of(desk, "promoted")) == ""
    assert "Not everything approved fits" in told(plan_of(desk, "kept back", over=True))
    assert "200 characters over its budget" in told(plan_of(desk, "promoted", after=1200, over=True))


def test_text_from_files_is_no_markup(desk: Desk) -> None:
    (kept,) = write_words.kept_back(plan_of(desk, "kept back"))
    sheet = Sheet(80, Ink(*[Style()] * len(Ink._fields)))
    kept.say(sheet)
    assert [strip.text.strip() for strip in sheet.strips] == ["✗ “Said [b]so[/b]”", "its file is gone"]


# --- lines of a diff ----------------------------------------------------------------------------


def test_a_long_line_is_whole_and_its_rows_are_told_apart() -> None:
    rows = list(_rows(5, "+" + "word " * 30, 40))
    assert [row.mark for row in rows] == ["+"] + [GOES_ON] * (len(rows) - 1)
    assert " ".join(" ".join(row.text for row in rows).split()) == ("word " * 30).strip()


def test_what_acts_on_a_terminal_is_shown() -> None:
    (row,) = _rows(5, "-\x1b[31m[red]\tx", 40)
    assert row.text.startswith("␛[31m[red]")
    assert "\t" not in row.text

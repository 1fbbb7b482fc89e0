"""The Review pane: every key, what it tells, and what it shows when there is little to show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from dreamtui import paths
from dreamtui.review.decision import Choice
from dreamtui.review.queue import build
from dreamtui.service.desk import Desk
from dreamtui.service.reviewer import Reviewer
from dreamtui.tui.messages import Decide, Redo, Undo
from dreamtui.tui.screens.edit import EditScreen
from dreamtui.tui.screens.reason import REASONS
from dreamtui.tui.screens.write import WriteScreen
from dreamtui.tui.view import View
from dreamtui.tui.widgets.question import Question
from tests.tui.pictures import screen_text
from tests.tui.resting import settle
from tests.tui.review_stage import LARGE, NOW, SMALL, Stage, demo_desk, play, press


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return demo_desk(tmp_path / "demo")


def lines(desk: Desk) -> list[dict[str, object]]:
    raw = desk.workspace.read_bytes(paths.REVIEW_LOG) or b""
    return [json.loads(line) for line in raw.decode().splitlines()]


def decisions(app: Stage) -> list[tuple[str, int]]:
    return [(one.choice, len(one.keys)) for one in app.seen if isinstance(one, Decide)]


def test_the_answers_to_a_question_stay_together(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        question = app.pane.question
        question.ask("", "Yes?")
        for words in range(1, 30):
            question.reword("word " * words + "?")
            await settle(pilot, workers=False)
            drawn = [strip.text.strip() for strip in question.render_lines(question.size.region)]
            assert any("y yes · n no" in line for line in drawn)

    play(Stage(desk), scene)


def test_what_is_left_out_is_counted_above_the_list(desk: Desk) -> None:
    store = desk.workspace.root / paths.RECALL_STORE
    table = json.loads(store.read_bytes())
    one = next(iter(table["entries"].values()))
    table["entries"] |= {"bad": 7, "out": {**one, "key": "out", "path": "../elsewhere.md"}}
    store.write_text(json.dumps(table))
    (desk.workspace.root / paths.REVIEW_LOG).write_bytes(b"{cut\n")

    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await settle(pilot, workers=False)
        told = " ".join(str(app.pane.notice.content).split())
        assert "1 entry of the store cannot be read" in told
        assert "1 entry of the store about no daily note nor session" in told
        assert "1 line of memory/.dreams/review.jsonl cannot be read; `dreamtui doctor` says which." in told

    play(Stage(desk), scene)


# --- one key a decision -------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "choice"), [("a", "approve"), ("r", "reject"), ("d", "defer")])
def test_a_key_decides_is_on_disk_and_goes_on(desk: Desk, key: str, choice: str) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        first, left = app.pane.rows.cursor_key, app.queue.left()
        assert first is not None
        await press(pilot, key)
        decision = app.queue.ledger.decisions[first]
        assert decision.choice == choice
        assert app.queue.left() == left - 1
        assert app.pane.rows.cursor_key != first
        row = app.pane.rows.cursor_row
        assert row is not None
        assert row.open

    play(Stage(desk), scene)
    assert len(lines(desk)) == 1


def test_as_many_keys_as_candidates(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        count = app.queue.left()
        await pilot.press(*(("a", "r", "d") * count)[:count])
        await settle(pilot)
        assert app.queue.left() == 0
        assert "Everything eligible is decided" in screen_text(app)
        assert len({one.keys for one in app.seen if isinstance(one, Decide)}) == count

    play(Stage(desk), scene)


def test_keys_typed_faster_than_decisions_are_written_hit_other_rows(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        for _ in range(3):
            app.pane.action_approve()  # nothing is shown in between
        await settle(pilot)
        assert len({one.keys for one in app.seen if isinstance(one, Decide)}) == 3

    play(Stage(desk), scene)


def test_another_decision_on_the_same_row_replaces_the_first(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        first = app.pane.rows.cursor_key
        assert first is not None
        await press(pilot, "a", "home", "d")
        assert app.queue.ledger.decisions[first].choice == "defer"

    play(Stage(desk), scene)


def test_marks_apply_to_decisions_and_go_away(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "space", "space", "space")
        assert "3 candidates marked" in screen_text(app)
        await press(pilot, "r")
        assert decisions(app) == [("reject", 3)]
        assert not app.pane.rows.marks
        await press(pilot, "u")
        assert not app.queue.ledger.decisions

    play(Stage(desk), scene)


def test_approve_all_asks_once_when_it_is_much(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        flagged = _flagged(app)
        count = app.queue.left() - flagged
        assert count > 10
        assert flagged > 1
        await press(pilot, "A")
        assert f"Approve all {count}" in screen_text(app)
        await press(pilot, "n")
        assert not app.seen
        assert app.focused is app.pane.rows
        await press(pilot, "A", "y")
        assert decisions(app) == [("approve", count)]
        assert app.focused is app.pane.rows
        await press(pilot, "A")
        assert app.toasts[-1] == f"{flagged} flagged are left: look at them one by one."
        assert app.queue.left() == flagged

    play(Stage(desk), scene)


def _flagged(app: Stage) -> int:
    return sum(row.open and row.flagged for row in app.queue.rows)


def _elsewhere(app: Stage, choice: Choice, *keys: str) -> None:
    """What somebody else decides, and this pane is shown."""
    other = Reviewer(app.reviewer.desk, lambda: NOW)
    other.decide(other.load(), choice, keys)
    app.put(app.reviewer.reread(app.queue))


def test_yes_overrules_nothing_that_was_decided_elsewhere_meanwhile(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        count, first = app.queue.left() - _flagged(app), app.pane.rows.cursor_key or ""
        await press(pilot, "A")
        assert f"Approve all {count}" in screen_text(app)
        _elsewhere(app, "reject", first)
        await settle(pilot)
        assert f"Approve all {count - 1}" in screen_text(app)
        await press(pilot, "y")
        assert decisions(app) == [("approve", count - 1)]
        assert app.queue.row(first).standing == "rejected"
        assert app.toasts[-1] == "One is left out: it was decided on elsewhere meanwhile."

    play(Stage(desk), scene)


def test_a_mark_goes_when_somebody_else_decides(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        first = app.pane.rows.cursor_key or ""
        await press(pilot, "space", "j", "space")
        assert len(app.pane.rows.marks) == 2
        _elsewhere(app, "reject", first)
        await settle(pilot)
        assert len(app.pane.rows.marks) == 1
        assert "no longer marked" in app.toasts[-1]
        await press(pilot, "a")
        assert decisions(app) == [("approve", 1)]
        assert app.queue.row(first).standing == "rejected"

    play(Stage(desk), scene)


def _forget(app: Stage, key: str) -> None:
    """Take a candidate out of the store, as another program would, and show that."""
    path = app.reviewer.desk.workspace.root / paths.RECALL_STORE
    table = json.loads(path.read_bytes())
    del table["entries"][key]
    path.write_text(json.dumps(table), "utf-8")
    app.put(app.reviewer.load())


@pytest.mark.parametrize("opened", ["e", "x", "A", "space"])
def test_a_candidate_that_is_gone_meanwhile_ends_nothing(desk: Desk, opened: str) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        first = app.pane.rows.cursor_key or ""
        await press(pilot, opened)
        if opened == "e":
            await press(pilot, *"Typed")
        _forget(app, first)
        await settle(pilot)
        await press(pilot, {"e": "ctrl+s", "x": "enter", "A": "y", "space": "a"}[opened])
        assert first not in [key for _, key in _decided_keys(app)]
        if opened == "e":
            assert isinstance(app.screen, EditScreen)
            assert app.screen.text.endswith("Typed")
            assert app.toasts[-1].startswith("This cannot be kept: it is no candidate any more.")
        if opened in ("A", "x"):
            assert "One is left out: it is no candidate any more." in app.toasts

    play(Stage(desk), scene)


def _decided_keys(app: Stage) -> list[tuple[str, str]]:
    return [(said.choice, said.key) for said in app.queue.ledger.decisions.values()]


def test_an_edit_is_kept_for_the_claim_that_moved_meanwhile(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        first = app.pane.rows.cursor_row
        await press(pilot, "e", *"Typed")
        path = app.reviewer.desk.workspace.root / paths.RECALL_STORE
        table = json.loads(path.read_bytes())
        other = {**table["entries"][first.key], "key": f"{first.key[:-1]}9"}
        table["entries"][first.key]["snippet"] = "Something else stands here."
        table["entries"][other["key"]] = other
        path.write_text(json.dumps(table), "utf-8")
        app.put(app.reviewer.load())
        await settle(pilot)
        await press(pilot, "ctrl+s")
        assert _decided_keys(app) == [("edit", other["key"])]

    play(Stage(desk), scene)


@pytest.mark.parametrize(("opened", "then"), [("e", "ctrl+s"), ("x", "enter")])
def test_what_was_promoted_meanwhile_is_not_decided_on(desk: Desk, opened: str, then: str) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        first = app.pane.rows.cursor_key or ""
        await press(pilot, opened)
        other = Reviewer(app.reviewer.desk, lambda: NOW)
        other.apply(other.plan(other.decide(other.load(), "approve", [first])))
        app.put(app.reviewer.load())
        await settle(pilot)
        await press(pilot, then)
        assert decisions(app) == []
        assert "promoted meanwhile" in app.toasts[-1]

    play(Stage(desk), scene)


def test_approve_all_takes_only_what_is_in_view_and_asks_nothing_for_few(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "slash", *"kiln", "enter")
        shown = app.pane.rows.rows_shown
        assert 0 < shown <= 10
        await press(pilot, "A")
        assert decisions(app) == [("approve", shown - 1)]
        assert app.toasts == ["1 flagged is left: look at it."]

    play(Stage(desk), scene)


def test_keys_that_answer_nothing_leave_a_question_as_it_is(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "A", "enter", "a", "f")
        assert app.pane.question.asking
        assert not app.seen

    play(Stage(desk), scene)


def test_a_question_left_alone_is_a_no(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "A")
        app.pane.rows.focus()
        await settle(pilot)
        assert not app.pane.query_one(Question).asking
        assert not app.seen

    play(Stage(desk), scene)


def test_what_was_promoted_cannot_be_decided_on(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        app.pane.bar.choose("promoted")
        await press(pilot, "a", "e", "r")
        assert not app.seen
        assert all("MEMORY.md already" in toast for toast in app.toasts)
        assert not any("u takes back" in toast for toast in app.toasts)  # nothing was written yet
        assert len(app.toasts) == 3

    play(Stage(desk), scene)


def test_an_approval_that_will_be_kept_back_says_why_and_is_kept(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        secret = next(
            row.key
            for row in app.queue.rows
            if row.standing != "promoted"
            and any(r.code == "secret" for r in app.queue.verdict(row.key).reasons)
        )
        app.pane.bar.choose("all")
        await settle(pilot)
        assert app.pane.rows.move_to(secret)
        await press(pilot, "a")
        assert app.queue.ledger.decisions[secret].choice == "approve"
        assert "looks like a password" in app.toasts[-1]

    play(Stage(desk), scene)


# --- reasons and edits --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", ""),
        ("2", REASONS[1]),
        ("not mine", "not mine"),
        ("v2 of it", "v2 of it"),
        ("3 days", "3 days"),  # 3 rejected at once, and what was typed after it were keys of Review
        ("9", "9"),
    ],
)
def test_a_reason_is_a_number_or_words_of_ones_own(desk: Desk, typed: str, reason: str) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        first = app.pane.rows.cursor_key
        assert first is not None
        await press(pilot, "x", *("space" if key == " " else key for key in typed))
        assert first not in app.queue.ledger.decisions
        await press(pilot, "enter")
        decision = app.queue.ledger.decisions[first]
        assert (decision.choice, decision.reason) == ("reject", reason)

    play(Stage(desk), scene)


def test_no_reason_no_rejection(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "x", "n", "escape")
        assert not app.seen
        assert app.screen is app.screen_stack[0]

    play(Stage(desk), scene)


def test_an_edit_is_a_decision_with_a_text(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        first = app.pane.rows.cursor_key
        assert first is not None
        await press(pilot, "e")
        assert isinstance(app.screen, EditScreen)
        await press(pilot, "exclamation_mark", "ctrl+s")
        decision = app.queue.ledger.decisions[first]
        assert decision.choice == "edit"
        assert decision.text.endswith("!")
        assert app.pane.rows.cursor_key != first

    play(Stage(desk), scene)


def test_an_edit_that_changes_nothing_is_an_approval(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "e", "ctrl+s")
        assert decisions(app) == [("approve", 1)]
        await press(pilot, "e", "escape")
        assert len(app.seen) == 1

    play(Stage(desk), scene)


# --- undo, redo, write --------------------------------------------------------------------------


def test_undo_and_redo(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "a", "u")
        assert not app.queue.ledger.decisions
        await press(pilot, "ctrl+r")
        assert len(app.queue.ledger.decisions) == 1
        await press(pilot, "u", "U")
        assert [type(one) for one in app.seen] == [Decide, Undo, Redo, Undo, Redo]

    play(Stage(desk), scene)


def test_approve_write_and_take_it_back(desk: Desk) -> None:
    before = desk.workspace.read_bytes(paths.MEMORY)

    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "a", "w")
        assert isinstance(app.screen, WriteScreen)
        await press(pilot, "enter")
        assert app.screen is app.screen_stack[0]
        after = desk.workspace.read_bytes(paths.MEMORY) or b""
        assert after.startswith(before or b"")
        assert (
            after.count(b"openclaw-memory-promotion")
            == (before or b"").count(b"openclaw-memory-promotion") + 1
        )
        assert app.toasts[-1] == "promoted 1 — u takes it back"
        await press(pilot, "u")
        assert desk.workspace.read_bytes(paths.MEMORY) == before
        assert len(app.queue.ledger.decisions) == 1

    play(Stage(desk), scene)


# --- moving and looking -------------------------------------------------------------------------


def test_opens_on_what_is_eligible(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        assert app.pane.bar.shown == "eligible"
        assert app.pane.rows.rows_shown == app.queue.counts()["eligible"]

    play(Stage(desk), scene)


def test_filters_turn_both_ways_and_words_narrow(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        kinds: list[str] = []
        for key in ("f", "F"):
            await press(pilot, key)
            kinds.append(app.pane.bar.shown)
        assert kinds == ["near", "eligible"]
        await press(pilot, "slash", *"zzz", "enter")
        assert app.pane.rows.rows_shown == 0
        assert "“zzz”" in screen_text(app)
        await press(pilot, "a")
        assert app.toasts[-1] == "There is no candidate here to decide on."
        await press(pilot, "escape")
        assert app.pane.rows.rows_shown == app.queue.counts()["eligible"]

    play(Stage(desk), scene)


def test_cursor_marks_and_filter_survive_an_update(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "f", "j", "space", "j")
        held = (app.pane.rows.cursor_key, app.pane.rows.marks, app.pane.bar.shown)
        app.put(app.reviewer.load())
        await settle(pilot)
        assert (app.pane.rows.cursor_key, app.pane.rows.marks, app.pane.bar.shown) == held

    play(Stage(desk), scene)


def test_next_and_previous_undecided_skip_what_is_decided(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        first = app.pane.rows.cursor_key
        await press(pilot, "n", "a", "home", "n")
        third = app.pane.rows.cursor_key
        await press(pilot, "N")
        assert app.pane.rows.cursor_key == first
        assert third != first

    play(Stage(desk), scene)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_enter_opens_and_closes_the_breakdown(desk: Desk, size: tuple[int, int]) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "enter")
        assert app.pane.breakdown.has_focus
        assert not app.pane.rows.display
        await press(pilot, "a")  # keys decide from here, too
        assert len(app.seen) == 1
        await press(pilot, "escape")
        assert app.pane.rows.has_focus
        await press(pilot, "l")
        assert app.pane.breakdown.has_focus
        await press(pilot, "h")
        assert app.pane.rows.has_focus

    play(Stage(desk), scene, size)


def test_the_breakdown_stands_where_there_is_room(desk: Desk) -> None:
    def places(app: Stage) -> tuple[bool, bool]:
        rows, breakdown = app.pane.rows.region, app.pane.breakdown.region
        return breakdown.x >= rows.right, breakdown.y >= rows.bottom

    async def beside(pilot: Pilot[None], app: Stage) -> None:
        assert places(app)[0]

    async def below(pilot: Pilot[None], app: Stage) -> None:
        assert places(app)[1]

    async def nowhere(pilot: Pilot[None], app: Stage) -> None:
        assert not app.pane.breakdown.is_on_screen
        await press(pilot, "l")
        assert app.pane.breakdown.has_focus

    play(Stage(desk), beside, (110, 30))
    play(Stage(desk), below, (109, 30))
    play(Stage(desk), nowhere, (80, 14))


def test_sorting_keeps_the_cursor(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        key = app.pane.rows.cursor_key
        await press(pilot, "o", "o", "O")
        assert app.pane.rows.sort is not None
        assert app.pane.rows.cursor_key == key

    play(Stage(desk), scene)


# --- little to show -----------------------------------------------------------------------------


def shown(app: Stage, view: View, size: tuple[int, int] = SMALL) -> str:
    told: list[str] = []

    async def scene(pilot: Pilot[None], app: Stage) -> None:
        app.pane.show(app.reviewer.desk, view)
        await settle(pilot)
        told.append(screen_text(app))

    play(app, scene, size)
    return told[0]


def test_says_that_it_reads(desk: Desk) -> None:
    assert "Reading the workspace" in shown(Stage(desk), View())


def test_says_what_is_wrong_without_reading_it_as_markup(desk: Desk) -> None:
    told = shown(Stage(desk), View(problem="[red]memory/x[/] is broken\x1b[31m: mend it"))
    assert "[red]memory/x[/] is broken␛[31m: mend it" in told


def test_says_how_to_get_candidates(desk: Desk) -> None:
    app = Stage(desk)
    queue = app.reviewer.load()
    empty = build([], queue.rules, queue.ledger)
    assert "There are no candidates yet: s reads the notes" in shown(app, View(empty))


def test_opens_on_near_misses_and_says_why_nothing_is_eligible(desk: Desk) -> None:
    app = Stage(desk)
    queue = app.reviewer.load()
    failing = [row.candidate for row in queue.rows if row.standing in ("near", "failing")]
    app.given = build(failing, queue.rules, queue.ledger)

    async def scene(pilot: Pilot[None], app: Stage) -> None:
        assert app.pane.bar.shown == "near"
        assert app.pane.rows.rows_shown > 0
        assert "Nothing passes by itself now." in screen_text(app)

    play(app, scene)


# --- read-only ----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["a", "r", "x", "d", "e", "A", "u", "ctrl+r"])
def test_read_only_decides_nothing_and_says_so(desk: Desk, key: str) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, key)
        assert not app.seen
        assert app.screen is app.screen_stack[0]
        assert app.toasts == ["read-only: nothing is decided or written here"]

    play(Stage(desk, read_only=True), scene)
    assert not lines(desk)


def test_read_only_still_shows_filters_and_the_diff(desk: Desk) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, "f", "space", "w")
        assert isinstance(app.screen, WriteScreen)
        assert "read-only: nothing is written" in screen_text(app)

    play(Stage(desk, read_only=True), scene)


# --- sizes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "150x45"])
@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ((), "may be promoted"),
        (("a", "r", "d", "space"), "1 candidate marked"),
        (("enter",), "── Source"),
        (("f",), "[near "),
    ],
)
def test_shows_what_matters_at_every_size(
    desk: Desk, keys: tuple[str, ...], said: str, size: tuple[int, int]
) -> None:
    async def scene(pilot: Pilot[None], app: Stage) -> None:
        await press(pilot, *keys)
        await pilot.pause(0.1)
        await settle(pilot)
        text = screen_text(app)
        assert said in text
        assert " left" in text
        assert "a approve" in text

    play(Stage(desk), scene, size)

"""The Memory tab: what it shows of MEMORY.md, every key, every state, and that undo gives the first bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from dreamtui import paths
from dreamtui.errors import BadInput
from dreamtui.service.listing import Listing
from dreamtui.service.pruner import Pruner
from dreamtui.tui.panes.memory import MemoryPane
from dreamtui.tui.panes.memory_items import Contents
from dreamtui.tui.screens.archive import ArchiveScreen
from dreamtui.tui.screens.edit import EditScreen
from dreamtui.tui.screens.line import LineScreen
from dreamtui.tui.screens.prune import PruneScreen
from tests.service.reviewing import NOTE, Bench
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, desk_at, play, press, until
from tests.tui.pictures import looks_like, resize, screen_text, still
from tests.tui.resting import settle

HAND = "# Memory\n\nI am a person's text.\n\n- Tea at four.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
PROMOTED = (
    "\n## Promoted From Short-Term Memory (2026-03-01)\n\n"
    f"<!-- openclaw-memory-promotion:memory:{NOTE}:1:1 -->\n"
    f"- Moved router to VLAN 10 for the gateway. [score=0.900 recalls=4 avg=0.900 source={NOTE}:1-1]\n"
    "<!-- openclaw-memory-promotion:memory:memory/2026-02-01.md:2:2 -->\n"
    "- The spare key hangs behind the blue door. [score=0.900 recalls=4 avg=0.900 "
    "source=memory/2026-02-01.md:2-2]\n"
    "<!-- openclaw-memory-promotion:memory:memory/2026-02-02.md:3:3 -->\n"
    "- The spare key hangs behind the blue door, they say. [score=0.900 recalls=4 avg=0.900 "
    "source=memory/2026-02-02.md:3-3]\n"
)
STALE = "memory.staleness.sourceGone=0.9"
"""Two of the entries are suggested: their notes are gone."""
MEMORY = (HAND + PROMOTED).encode()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, MEMORY)


def pane(app: Dashboard) -> MemoryPane:
    found = app.main.pane("memory")
    assert isinstance(found, MemoryPane)
    return found


def test_the_palette_acts_on_a_tab_that_was_not_open_yet(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not before all of it was read: until then the cursor stands on something else."""
    go, listing = Event(), Pruner.listing

    def late(*given: Any) -> Listing:
        found = listing(*given)  # what it is told early of is shown meanwhile
        go.wait(60)
        return found

    monkeypatch.setattr(Pruner, "listing", late)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "ctrl+p")
        await pilot.press(*"Memory: prune")
        await until(lambda: "Memory: Prune" in screen_text(app))
        await pilot.press("enter")
        await until(lambda: app.main.tab == "memory" and pane(app).listing is not None)
        await settle(pilot, workers=False)
        go.set()
        await until(lambda: bool(app.view.queue and app.view.queue.ledger.staged))

    play(Dashboard(desk_at(bench.root, STALE)), scene, SMALL)
    go.set()


def memory(bench: Bench) -> bytes:
    return bench.read(paths.MEMORY) or b""


def staged(app: Dashboard) -> list[str]:
    listing = pane(app).listing
    assert listing is not None
    return [row.staged.choice for row in listing.rows if row.staged]


def texts(app: Dashboard) -> list[str]:
    """The rows shown, in their order."""
    rows = pane(app).rows
    return [rows._row(position).said for position in range(rows.rows_shown)]


def dashboard(bench: Bench, *sets: str, read_only: bool = False) -> Dashboard:
    sets = (STALE, *sets)
    return Dashboard(desk_at(bench.root, *sets), lambda: desk_at(bench.root, *sets), read_only=read_only)


def on_tab(app: Dashboard, scene: Any, size: tuple[int, int] = LARGE) -> None:
    async def opened(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "4")
        await scene(pilot, app)

    play(app, opened, size)


async def to(pilot: Pilot[None], app: Dashboard, beginning: str) -> None:
    """Put the cursor on a row, whatever the filter."""
    pane(app).bar.choose("all")
    await settle(pilot)
    contents = pane(app).contents
    assert contents is not None
    assert pane(app).rows.move_to(next(one.key for one in contents.rows if one.said.startswith(beginning)))
    await settle(pilot)


# --- what is shown ------------------------------------------------------------------------------


def test_opens_on_what_is_suggested_the_stalest_first(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        found = pane(app)
        assert found.bar.shown == "suggested"
        assert found.contents is not None
        scores = [found.rows._row(position).score for position in range(found.rows.rows_shown)]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) == found.contents.counts["suggested"] == 2
        assert found.rows._cursor == 0

    on_tab(dashboard(bench), scene)


@pytest.mark.parametrize(
    ("raw", "shown", "said"),
    [
        (MEMORY, "promoted", "Moved router to VLAN 10"),
        (HAND.encode(), "all", "I am a person's text."),
    ],
    ids=["promoted", "by-hand"],
)
def test_opens_on_what_can_be_pruned_where_nothing_is_suggested(
    tmp_path: Path, raw: bytes, shown: str, said: str
) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        found = pane(app)
        assert found.bar.shown == shown
        assert found.item is not None
        assert found.item.said.startswith(said)
        await press(pilot, "x")
        await until(lambda: staged(app) == ["prune"])

    on_tab(dashboard(Bench(tmp_path, raw), "memory.staleness.sourceGone=0"), scene)


def test_opens_on_the_first_entry_that_is_not_locked(bench: Bench) -> None:
    pruner = Pruner(desk_at(bench.root, STALE), bench.reviewer().history)
    listing = pruner.load()
    first = next(row.id for row in listing.rows if row.entry.key)
    pruner.lock(listing, [first])

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert pane(app).bar.shown == "promoted"
        assert pane(app).rows.cursor_key != first
        await press(pilot, "x")
        await until(lambda: staged(app) == ["prune"])

    on_tab(dashboard(bench, "memory.staleness.sourceGone=0"), scene)


def test_protected_text_stands_in_its_place_and_cannot_be_picked(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await to(pilot, app, "| a")
        first = [
            "# Memory",
            "I am a person's text.",
            "Tea at four.",
            "| a | b |",
        ]
        assert [said[: len(one)] for said, one in zip(texts(app), first, strict=False)] == first
        assert "protected: a table" in screen_text(app)
        for key in ("x", "l", "e", "space"):
            await press(pilot, key)
            assert "Protected: a table is no entry" in app.toasts[-1]
        assert not staged(app)
        assert not pane(app).rows.marks

    on_tab(dashboard(bench), scene)


def test_the_bars_of_a_breakdown_add_up_to_the_score(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        item = pane(app).item
        assert item is not None
        assert item.row is not None
        reasons = item.row.staleness.reasons
        assert sum(one.contribution for one in reasons) == pytest.approx(item.score)
        told = screen_text(app)
        assert all(f"{one.contribution:.3f}" in told for one in reasons)
        assert f"{item.score:.3f}" in told
        assert "says nearly the same" in told or "gone" in told

    on_tab(dashboard(bench), scene)


def test_who_wrote_an_entry_is_told_in_whole_words_where_there_is_room(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        pane(app).bar.choose("all")
        await settle(pilot)
        shown = screen_text(app)
        for words in ("◆ promoted ", "· by hand ", "▒ protected "):
            assert words in shown

    on_tab(dashboard(bench), scene, (250, 70))


def test_filters_words_and_sorts(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        found = pane(app)
        shown = []
        for _ in range(7):
            shown.append((found.bar.shown, found.rows.rows_shown))
            await press(pilot, "f")
        assert shown == [
            ("suggested", 2), ("stale", 2), ("promoted", 3), ("by hand", 2),
            ("locked", 0), ("staged", 0), ("all", 8),
        ]  # fmt: skip
        await press(pilot, "F", "slash", *"spare", "enter")
        assert len(texts(app)) == 2
        await press(pilot, "escape")
        assert len(texts(app)) == 8
        for _ in range(9):
            await press(pilot, "greater_than_sign")
            once = texts(app)
            await press(pilot, "O")
            assert sorted(texts(app)) == sorted(once)
        await press(pilot, "less_than_sign")

    on_tab(dashboard(bench), scene)


def test_words_find_reasons_and_sources_too(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "F", "slash", *"gone", "enter")
        assert [said[:9] for said in texts(app)] == ["The spare", "The spare"]
        await press(pilot, "escape", "slash", *"2026-02-02", "enter")
        assert texts(app) == ["The spare key hangs behind the blue door, they say."]

    on_tab(dashboard(bench), scene)


def test_words_find_reasons_that_were_not_known_yet(bench: Bench) -> None:
    reviewer = bench.reviewer()
    pruner, parts = Pruner(reviewer.desk, reviewer.history), list[Listing]()
    listing = pruner.listing(reviewer.desk.read().snapshot, reviewer.history.ledger.read(), parts.append)
    shown = Contents(parts[0], 0)
    assert shown.view("all", "gone", None, reverse=False) == []
    assert len(Contents(listing, 0, shown).view("all", "gone", None, reverse=False)) == 2


def test_next_goes_to_the_next_suggestion(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await to(pilot, app, "# Memory")
        seen = []
        for _ in range(3):
            await press(pilot, "n")
            seen.append(pane(app).rows.cursor_key)
        assert seen[0] == seen[2] != seen[1]
        await press(pilot, "N")
        assert pane(app).rows.cursor_key == seen[1]

    on_tab(dashboard(bench), scene)


# --- deciding -----------------------------------------------------------------------------------


def test_x_prunes_and_keeps_and_the_gauge_follows(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "would be" not in screen_text(app)
        await press(pilot, "x")
        assert staged(app) == ["prune"]
        assert pane(app).rows._cursor == 1
        assert "would be" in screen_text(app)
        assert "✗ prune" in screen_text(app)
        await press(pilot, "up", "x")
        assert staged(app) == []
        assert memory(bench) == MEMORY

    on_tab(dashboard(bench), scene)


def test_a_locked_entry_is_not_pruned(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await to(pilot, app, "Tea")
        await press(pilot, "l", "x")
        assert "It is locked" in app.toasts[-1]
        assert staged(app) == []
        assert "■ locked" in screen_text(app)
        assert "l unlock" in screen_text(app)
        await press(pilot, "l", "x")
        assert staged(app) == ["prune"]

    on_tab(dashboard(bench), scene)


def test_what_is_locked_after_it_was_picked_is_not_counted_as_to_be_written(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await to(pilot, app, "Tea")
        await press(pilot, "x")
        assert "1 to write" in screen_text(app)
        assert "w write 1" in screen_text(app)
        await to(pilot, app, "Tea")
        await press(pilot, "l", "w")
        assert "to write" not in screen_text(app)
        assert "w write" not in screen_text(app)
        assert "Nothing is marked to be written" in app.toasts[-1]
        await press(pilot, "l")
        assert "1 to write" in screen_text(app)

    on_tab(dashboard(bench), scene)


def test_a_merge_that_would_take_a_locked_entry_away_is_refused_before_its_text_is_written(
    bench: Bench,
) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await to(pilot, app, "The spare key hangs behind the blue door, they say")
        await press(pilot, "l")
        await to(pilot, app, "Moved router")
        await press(pilot, "space", "space", "space", "m")
        assert not isinstance(app.screen, EditScreen)
        assert "is locked: unlock it first" in app.toasts[-1]
        assert len(pane(app).rows.marks) == 3

    on_tab(dashboard(bench), scene)


def test_details_stand_below_the_list_on_a_small_terminal(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await settle(pilot)
        assert pane(app).details.display
        assert "promoted, as it was written" in screen_text(app)
        assert "where it came from, is gone" in screen_text(app)

    on_tab(dashboard(bench), scene, SMALL)


def test_what_is_marked_is_pruned_and_locked_together(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "space", "space", "x")
        assert staged(app) == ["prune", "prune"]
        assert not pane(app).rows.marks
        await press(pilot, "u")
        assert staged(app) == []
        await press(pilot, "ctrl+r")
        assert staged(app) == ["prune", "prune"]
        await press(pilot, "home", "space", "end", "space", "l")
        listing = pane(app).listing
        assert listing is not None
        assert len(listing.ledger.locked) == 2

    on_tab(dashboard(bench), scene)


def test_an_edit_is_staged_and_shown(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await to(pilot, app, "Tea")
        await press(pilot, "e")
        assert isinstance(app.screen, EditScreen)
        assert "MEMORY.md:5" in screen_text(app)
        assert "token" in screen_text(app)
        app.screen.query_one(TextArea).text = "Tea at five."
        await press(pilot, "ctrl+s")
        assert staged(app) == ["edit"]
        assert "Tea at five." in texts(app)
        app.now += 1
        await press(pilot, "e")
        assert app.screen.query_one(TextArea).text == "Tea at five."
        await press(pilot, "escape", "w", "enter")
        await until(lambda: b"- Tea at five.\n" in memory(bench))
        assert memory(bench) == MEMORY.replace(b"four", b"five")

    on_tab(dashboard(bench), scene)


def test_a_text_that_would_not_stay_one_entry_is_refused(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await to(pilot, app, "I am")
        await press(pilot, "e")
        app.screen.query_one(TextArea).text = "One.\n\nTwo."
        await press(pilot, "ctrl+s")
        assert staged(app) == []
        assert app.toasts

    on_tab(dashboard(bench), scene)


def test_a_merge_is_one_text_in_the_place_of_the_first(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "m")
        assert "two entries or more" in app.toasts[-1]
        await press(pilot, "space", "space", "m")
        assert isinstance(app.screen, EditScreen)
        app.screen.query_one(TextArea).text = "The spare key hangs behind the door."
        await press(pilot, "ctrl+s")
        assert staged(app) == ["merge", "merge"]
        await press(pilot, "w", "enter")
        await until(lambda: memory(bench) != MEMORY)
        assert memory(bench).count(b"spare key") == 1
        assert b"- The spare key hangs behind the door." in memory(bench)
        await settle(pilot)
        await press(pilot, "u")
        await until(lambda: memory(bench) == MEMORY)

    on_tab(dashboard(bench), scene)


def test_all_suggestions_above_a_line(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "A")
        assert isinstance(app.screen, LineScreen)
        assert "2 entries" in screen_text(app)
        line = app.screen.query_one(Input)
        line.value = "x"
        await settle(pilot)
        assert "A number from 0 to 1" in screen_text(app)
        line.value = "1"
        await press(pilot, "enter")
        assert "nothing above this line" in app.toasts[-1]
        line.value = "0.5"
        await press(pilot, "enter")
        assert staged(app) == ["prune", "prune"]

    on_tab(dashboard(bench), scene)


def test_what_would_be_forgotten_is_shown_before_it_is(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await to(pilot, app, "Tea")
        await press(pilot, "x", "w")
        assert isinstance(app.screen, PruneScreen)
        told = screen_text(app)
        assert "1 entry will be pruned" in told
        assert "Nothing else in memory could answer" in told
        assert "-- Tea at four." in told
        assert "characters" in told

    on_tab(dashboard(bench), scene)


def test_every_loss_is_reached_with_keys(bench: Bench) -> None:
    """Six lines had to do for all of them, and no key moved these."""
    said = [f"Fact {number}: {word} keeps the {word}box" for number, word in enumerate("ABCDEFGHIJ")]
    bench.write(paths.MEMORY, "".join(f"- {one}.\n" for one in said).encode())

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, *["space"] * 10, "x", "w")
        assert "▸ Forgotten 10" in screen_text(app)
        seen = ""
        for _ in range(4):
            seen += screen_text(app)
            await press(pilot, "pagedown")
        assert all(one in seen for one in said)
        assert "▸ The exact change" in screen_text(app)

    on_tab(dashboard(bench), scene, SMALL)


def test_what_is_pruned_is_archived_with_what_made_it_stale(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        listing = pane(app).listing
        assert listing is not None
        row = next(row for row in listing.rows if row.why)
        await to(pilot, app, row.entry.text[:12])
        await press(pilot, "x", "w", "enter")
        await until(lambda: memory(bench) != MEMORY)
        pruner = Pruner(app.reviewer.desk, app.reviewer.history)
        assert [one.reason for one in pruner.archived()] == [row.why]

    on_tab(dashboard(bench), scene)


def test_a_change_meanwhile_refuses_refreshes_and_keeps_decisions(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await to(pilot, app, "Tea")
        await press(pilot, "x", "w")
        bench.write(paths.MEMORY, MEMORY + b"- New.\n")
        await press(pilot, "enter")
        await until(lambda: any("changed meanwhile" in told for told in app.toasts))
        assert memory(bench) == MEMORY + b"- New.\n"
        await settle(pilot)
        assert staged(app) == ["prune"]
        await press(pilot, "enter")
        await until(lambda: memory(bench) == (MEMORY + b"- New.\n").replace(b"- Tea at four.\n", b""))
        await until(lambda: "pruned 1" in app.toasts[-1])
        await settle(pilot)
        assert "nothing was written" not in screen_text(app)

    on_tab(dashboard(bench), scene)


def test_the_archive_brings_back_to_the_byte(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "a")
        assert "nothing to bring back" in app.toasts[-1]
        await press(pilot, "space", "space", "x", "w", "enter")
        await until(lambda: memory(bench) != MEMORY)
        await settle(pilot)
        await until(lambda: pane(app).archived)
        await press(pilot, "a")
        assert isinstance(app.screen, ArchiveScreen)
        assert "2 entries in memory/archive" in screen_text(app)
        await press(pilot, "space", "space", "enter")
        assert isinstance(app.screen, PruneScreen)
        assert "2 entries will be brought back" in screen_text(app)
        await press(pilot, "enter")
        await until(lambda: memory(bench) == MEMORY)

    on_tab(dashboard(bench), scene)


def test_read_only_refuses_visibly(bench: Bench) -> None:
    pruner_bench = dashboard(bench)
    pruner = Pruner(pruner_bench.reviewer.desk, pruner_bench.reviewer.history)
    listing = pruner.load()
    pruner.stage(listing, [listing.rows[0].id])
    before = bench.all()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        for key in ("x", "l", "e", "A", "u", "ctrl+r", "o"):
            app.toasts.clear()
            await press(pilot, key)
            assert "read-only" in app.toasts[-1]
        await press(pilot, "w")
        assert "read-only: nothing is written" in screen_text(app)
        await press(pilot, "enter", "escape")
        assert bench.all() == before

    on_tab(dashboard(bench, read_only=True), scene)


def test_the_editor_is_asked_for_the_line(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    from dreamtui.tui import editor

    asked: list[tuple[Path, int]] = []
    monkeypatch.setattr(editor, "edit", lambda _app, _env, path, line: asked.append((path, line)))

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await to(pilot, app, "Tea")
        await press(pilot, "o")
        assert asked == [(app.desk.workspace.path(paths.MEMORY), 5)]

        def failing(*_: object) -> None:
            raise BadInput("no editor is set")

        monkeypatch.setattr(editor, "edit", failing)
        await press(pilot, "o")
        assert app.toasts[-1] == "no editor is set"

    on_tab(dashboard(bench), scene)


def test_details_take_the_room_and_give_it_back(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        found = pane(app)
        await press(pilot, "right")
        assert found.details.has_focus
        assert found.rows.display
        await press(pilot, "left")
        assert found.rows.has_focus
        await press(pilot, "enter")
        assert found.details.has_focus
        assert not pane(app).rows.display
        assert "strength" in screen_text(app)
        await press(pilot, "escape")
        assert found.rows.has_focus

    on_tab(dashboard(bench), scene, SMALL)


def test_cursor_and_marks_stay_when_the_file_changes(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await to(pilot, app, "Moved")
        held = pane(app).rows.cursor_key
        pane(app).rows.marks = frozenset({held or ""})
        bench.write(paths.MEMORY, b"- A line above.\n" + MEMORY)
        await until(lambda: "A line above." in texts(app))
        await settle(pilot)
        assert pane(app).rows.cursor_key == held
        assert pane(app).rows.marks == {held}

    on_tab(dashboard(bench), scene)


# --- fill-up protection in Review ---------------------------------------------------------------


def test_an_approval_that_does_not_fit_offers_to_prune_the_stalest(bench: Bench) -> None:
    size = len(MEMORY) + 40

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "down", "a", "w")
        assert "p prunes the stalest first" in screen_text(app)
        await press(pilot, "p")
        told = screen_text(app)
        assert "pruned to make room" in told
        assert "will be added" in told
        await press(pilot, "p")
        assert "will be added" not in screen_text(app)
        await press(pilot, "p", "enter")
        await until(lambda: memory(bench) != MEMORY)
        assert len(memory(bench)) <= size
        assert any(told.startswith("pruned") and "promoted 1" in told for told in app.toasts)
        await settle(pilot)
        await press(pilot, "u")
        await settle(pilot)
        await press(pilot, "u")
        await until(lambda: memory(bench) == MEMORY)

    play(dashboard(bench, f"memory.budgetChars={size}"), scene)


# --- states -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "sets", "told"),
    [
        (None, (), "There is no MEMORY.md yet."),
        (b"", (), "MEMORY.md is empty."),
        (HAND.encode(), (), "A person wrote all of this"),
        (b"# Only a heading\n", (), "all of it is protected text"),
        (MEMORY, ("memory.budgetChars=400",), "characters over its budget"),
        (MEMORY, ("memory.staleness.sourceGone=0",), "Nothing that was promoted looks stale now"),
    ],
    ids=["none", "empty", "by-hand", "protected", "over-budget", "nothing-stale"],
)  # fmt: skip
def test_every_state_says_what_to_do(
    tmp_path: Path, raw: bytes | None, sets: Sequence[str], told: str
) -> None:
    bench = Bench(tmp_path, raw)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert told in " ".join(screen_text(app).split())
        await press(pilot, "x", "m", "w", "slash", "escape")

    on_tab(dashboard(bench, *sets), scene)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    (bench.root / paths.MEMORY).mkdir()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert paths.MEMORY in screen_text(app)
        assert "folder" in screen_text(app)

    on_tab(dashboard(bench), scene)


# --- undo gives the first bytes -------------------------------------------------------------------

SAID_TWICE = MEMORY + b"\n## Mine\n\n- The spare key hangs behind a blue door.\n"
"""A person says what was promoted, too: the promoted one is stale, unless that is locked."""


def shows_what_a_start_shows(app: Dashboard) -> None:
    listing = pane(app).listing
    assert listing is not None
    assert listing.rows == Pruner(app.desk, app.reviewer.history).load().rows


KEYS = st.lists(
    st.sampled_from(["x", "x", "down", "up", "l", "space", "f", "u", "ctrl+r", "write", "A"]), max_size=12
)


@settings(max_examples=8)
@given(KEYS)
@example(["l", "x", "write"])
def test_undoing_all_steps_gives_the_first_bytes_and_shows_them(keys: list[str]) -> None:
    """Of two that say the same a lock makes the other one stale: so what was read under it is told anew."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), SAID_TWICE)

        async def scene(pilot: Pilot[None], app: Dashboard) -> None:
            for key in keys:
                if key == "write":
                    await press(pilot, "w", "enter")
                elif key == "A":
                    await press(pilot, "A", "enter")
                else:
                    await press(pilot, key)
                if len(app.screen_stack) > 1:
                    await press(pilot, "escape")
                shows_what_a_start_shows(app)
            for _ in range(40):
                if app.view.queue is None or not app.view.queue.ledger.undoable:
                    break
                await press(pilot, "u")
                shows_what_a_start_shows(app)
            assert memory(bench) == SAID_TWICE

        on_tab(dashboard(bench), scene)


# --- pictures -----------------------------------------------------------------------------------

PICTURES: dict[str, tuple[str, ...]] = {
    "memory-all": ("F",),
    "memory-decided": ("x", "F", "G", "l"),
    "memory-write": ("space", "space", "x", "w"),
    "memory-line": ("A",),
    "memory-merge": ("space", "space", "m"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_looks_as_somebody_saw_it(name: str, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(bench.base))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(Dashboard, "NOTIFICATION_TIMEOUT", 3600)

    on_tab(dashboard(bench), _pictured(name, PICTURES[name], LARGE, SMALL, (250, 70)))


STATES: dict[str, tuple[bytes | None, tuple[str, ...]]] = {
    "memory-none": (None, ()),
    "memory-empty": (b"", ()),
    "memory-over-budget": (MEMORY, ("memory.budgetChars=600",)),
    "memory-protected": (b"# Memory\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```sh\nrestic check\n```\n", ()),
}
"""MEMORY.md as it may be found, and settings."""


@pytest.mark.parametrize("name", STATES)
def test_every_state_looks_as_somebody_saw_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    memory_md, sets = STATES[name]
    on_tab(dashboard(Bench(tmp_path, memory_md), *sets), _pictured(name, (), LARGE, SMALL))


def _pictured(name: str, keys: Sequence[str], *sizes: tuple[int, int]) -> Any:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, *keys)
        for width, height in sizes:
            await resize(pilot, width, height)
            await still(pilot)
            looks_like(app, f"{name}-{width}x{height}")

    return scene

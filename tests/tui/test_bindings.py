"""Whatever is bound to a key, is bound by the registry, so that help, palette and keymap know it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea

import dreamtui.tui
from dreamtui import paths
from dreamtui.service import sweeper
from dreamtui.tui import sweeping
from dreamtui.tui.actions import BY_ID
from dreamtui.tui.screens.main import UNREADABLE
from tests.service.reviewing import SECRET, Bench
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, desk_at, play, press, until
from tests.tui.pictures import screen_text
from tests.tui.resting import settle
from tests.tui.review_stage import NOW, demo_desk

_TYPING = {binding.action for kind in (Input, TextArea) for _, binding in kind._merge_bindings()}
"""What Textual's editors do with keys while somebody types: theirs alone."""


def _classes() -> Iterator[type[DOMNode]]:
    for module in walk_packages(dreamtui.tui.__path__, "dreamtui.tui."):
        for thing in vars(import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, DOMNode) and thing.__module__ == module.name:
                yield thing


@pytest.mark.parametrize("kind", [*_classes()], ids=lambda kind: kind.__name__)
def test_every_screen_and_widget_binds_only_what_the_registry_has(kind: type[DOMNode]) -> None:
    bound = [binding for _, binding in (kind._merge_bindings() or ())]
    strange = [binding for binding in bound if binding.id not in BY_ID]
    assert [one.action for one in strange if one.action not in _TYPING or kind.__name__ == "EditScreen"] == []
    assert all(BY_ID[one.id].action == one.action for one in bound if one.id and one.id in BY_ID)


@pytest.mark.parametrize("keys", ["", "2", "3", "4", "5", "6", "e", "x", "w", "?", "s", "/"])
def test_no_other_key_works_on_any_screen(keys: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await pilot.press(*keys)
        await settle(pilot, workers=False)
        active = app.screen.active_bindings.values()
        strange = {one.binding.action for one in active if one.binding.id not in BY_ID}
        assert strange <= _TYPING

    play(Dashboard(desk_at(bench.root)), scene)


# --- only keys that do something ------------------------------------------------------------------


def _footer(app: Dashboard) -> str:
    return screen_text(app).splitlines()[-1]


def test_the_footer_shows_what_works_under_the_cursor(tmp_path: Path) -> None:
    bench = Bench(tmp_path)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "a approve" in _footer(app)
        assert "undo" not in _footer(app)
        assert "write" not in _footer(app)
        await press(pilot, "a")
        assert "u undo" in _footer(app)
        assert "w write 1" in _footer(app)
        await press(pilot, "slash", *"nowhere", "enter")
        assert "approve" not in _footer(app)
        await press(pilot, "a")
        assert app.toasts[-1] == "There is no candidate here to decide on."

    play(Dashboard(desk_at(bench.root)), scene, (150, 24))


def test_an_empty_folder_has_no_keys_for_candidates(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert _footer(app).split() == ["s", "sweep", "?", "help", "^p", "palette", "q", "quit"]
        for key in ("a", "A", "e", "slash"):
            app.toasts.clear()
            await press(pilot, key)
            assert app.toasts, key

    play(Dashboard(desk_at(root)), scene)


def test_read_only_hides_what_would_be_refused_and_help_tells_why(tmp_path: Path) -> None:
    bench = Bench(tmp_path)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        for hidden in ("approve", "reject", "sweep", "undo"):
            assert hidden not in _footer(app)
        assert "/ filter" in _footer(app)
        await press(pilot, "question_mark")
        assert "Not now: read-only" in screen_text(app)

    play(Dashboard(desk_at(bench.root), read_only=True), scene)


def test_after_a_sweep_that_failed_the_footer_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        before = _footer(app)
        (bench.root / "memory/.dreams/review.jsonl").mkdir()
        await press(pilot, "s")
        assert app.screen is app.main
        assert _footer(app) == before

    play(Dashboard(desk_at(bench.root)), scene)


def test_the_footer_tells_what_a_write_would_take_and_keep_back(tmp_path: Path) -> None:
    bench = Bench(tmp_path)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "a", "f", "f", "F")
        pane = app.main.pane("review")
        pane.bar.choose("all")  # type: ignore[attr-defined]
        await settle(pilot, workers=False)
        pane.rows.move_to(SECRET)  # type: ignore[attr-defined]
        await press(pilot, "a")
        assert "w write 1 (+1 kept back)" in _footer(app)
        await press(pilot, "f5")
        assert "w write 1 (+1 kept back)" in _footer(app)
        await press(pilot, "u")
        assert "w write 1  " in _footer(app)

    play(Dashboard(desk_at(bench.root)), scene, (150, 24))


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_inside_a_part_the_footer_says_where_enter_and_escape_go(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "2")
        assert "⏎ read" in _footer(app)
        assert "esc" not in _footer(app)
        await press(pilot, "enter")
        assert "⏎ list" in _footer(app)
        assert "esc back" in _footer(app)
        await press(pilot, "escape", "slash", *"tide", "enter")
        assert "⏎ read" in _footer(app)
        assert "esc clear" in _footer(app)
        await press(pilot, "escape", "3")
        assert "⏎ evidence" in _footer(app)
        assert "a all time" in _footer(app)
        assert "esc" not in _footer(app)
        await press(pilot, "enter")
        assert "⏎ to Review" in _footer(app)
        assert "esc back" in _footer(app)
        await press(pilot, "escape", "a")
        assert "⏎ evidence" in _footer(app)
        assert "a last 7 days" in _footer(app)
        await press(pilot, "a")
        assert "a all time" in _footer(app)

    play(Dashboard(demo_desk(tmp_path)), scene, size)


def test_while_words_are_typed_the_footer_shows_what_works_there(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        for tab in "1245":
            await press(pilot, tab, "slash")
            assert _footer(app).split() == ["⏎", "keep", "esc", "clear", "^p", "palette"], tab
            await press(pilot, "r", "enter")
            assert "keep" not in _footer(app)

    play(Dashboard(demo_desk(tmp_path)), scene)


def test_where_nothing_can_be_read_a_sweep_is_not_offered(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    (bench.root / paths.RECALL_STORE).write_bytes(b"{")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "sweep" not in _footer(app)
        await press(pilot, "s")
        assert app.toasts[-1] == UNREADABLE
        assert app.screen is app.main
        assert app.main.why_not(BY_ID["sweep"]) == UNREADABLE

    play(Dashboard(desk_at(bench.root)), scene)


def test_the_palette_begins_with_what_works_on_the_tab_in_front(tmp_path: Path) -> None:
    bench = Bench(tmp_path)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        for tab, first in (("4", "Memory: Prune"), ("1", "Review: Approve")):
            await press(pilot, tab, "ctrl+p")
            await until(lambda: app.screen.query_one(OptionList).option_count > 10)
            prompt = app.screen.query_one(OptionList).get_option_at_index(0).prompt
            assert str(prompt).startswith(first)
            await press(pilot, "escape")

    play(Dashboard(desk_at(bench.root)), scene)


def test_the_footer_counts_only_what_fits_into_memory(tmp_path: Path) -> None:
    bench = Bench(tmp_path)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "a", "a", "a")
        assert app.view.queue is not None
        plan = app.reviewer.plan(app.view.queue)
        assert 0 < len(plan.promoted) < len(plan.items)
        assert app.view.ready == (len(plan.promoted), len(plan.kept_back))

    play(Dashboard(desk_at(bench.root, "memory.budgetChars=500")), scene)


# --- messages, and what a sweep would come to -----------------------------------------------------


def test_a_message_covers_nothing(tmp_path: Path) -> None:
    app = Dashboard(desk_at(Bench(tmp_path).root))

    async def run() -> None:
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await settle(pilot)
            app.notify("something to tell", markup=False)
            await until(lambda: "something to tell" in screen_text(app))
            lines = screen_text(app).splitlines()
            assert "something to tell" in lines[-2]
            assert "a approve" in lines[-1]
            body, pane = app.screen.query_one("#body").region, app.main.pane("review").region
            assert body.bottom == pane.bottom == len(lines) - 2

    asyncio.run(run())


def test_the_latest_message_stands_alone_but_for_warnings_that_say_something_else(tmp_path: Path) -> None:
    app = Dashboard(desk_at(Bench(tmp_path).root))

    async def run() -> None:
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await settle(pilot)
            for told, severity in (
                ("first", "information"),
                ("look out", "warning"),
                ("second", "information"),
                ("look out", "warning"),
                ("third", "information"),
            ):
                app.notify(told, severity=severity, markup=False)  # type: ignore[arg-type]
                await settle(pilot)
            await until(lambda: "third" in screen_text(app))
            lines = screen_text(app).splitlines()
            assert [line.strip("▌ ") for line in lines[-3:-1]] == ["look out", "third"]
            assert not any("first" in line or "second" in line for line in lines)

    asyncio.run(run())


def test_messages_give_their_lines_back(tmp_path: Path) -> None:
    """Each message that another replaced left an empty line, until the messages themselves had no room."""
    app = Dashboard(desk_at(Bench(tmp_path).root))

    def lines() -> int:
        return 23 - app.main.query_one("#body").region.bottom

    async def run() -> None:
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await settle(pilot)
            for keys in ((), ("question_mark", "escape")):
                for told in ("one", "two", "three"):
                    app.notify(told, timeout=60, markup=False)
                    await press(pilot, *keys)  # a screen above takes messages away from this one as well
                await until(lambda: "three" in screen_text(app) and lines() == 1)
            app.notify("the last", timeout=0.2, markup=False)
            await until(lambda: lines() == 0)

    asyncio.run(run())


class Eager(Dashboard):
    """Tries a sweep at once."""

    calm_s = 0.05


@pytest.mark.parametrize("size", [(80, 24), (150, 45)])
def test_a_sweep_is_foretold_beside_the_tabs_and_writes_nothing(
    size: tuple[int, int], tmp_path: Path
) -> None:
    bench = Bench(tmp_path)
    before = bench.all()

    def said(app: Dashboard) -> str:
        return next(line for line in screen_text(app).splitlines() if "6 Tune" in line)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await until(lambda: "would" in said(app))
        assert said(app).endswith("s would stage 6" if size[0] == 80 else "preview: 6 would be staged")

    play(Eager(desk_at(bench.root)), scene, size)
    assert bench.all() == before


def test_where_nothing_may_be_written_no_sweep_is_foretold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "MOST_FORETOLD", 0)  # is told at once, if at all

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        for _ in range(5):
            await pilot.pause(Eager.calm_s)
            await settle(pilot)
        assert ("preview" in screen_text(app)) is not app.read_only

    desk = desk_at(Bench(tmp_path).root)
    for read_only in (False, True):
        play(Eager(desk, read_only=read_only), scene, LARGE)


def test_a_preview_that_takes_too_long_is_not_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_at(Bench(tmp_path).root)
    given = desk.read()
    assert sweeping.foretell(desk, given, NOW, lambda: True) is None
    monkeypatch.setattr(sweeping, "MOST_FORETOLD", 4)
    monkeypatch.setattr(sweeper, "preview", None)
    assert sweeping.foretell(desk, given, NOW, lambda: False) == (
        "preview: dreamtui --dry-run",
        "--dry-run previews",
    )

"""The list of candidates: keys, cursor and marks by key, columns that keep to their cells."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
from rich.cells import cell_len
from textual._compositor import ChopsUpdate
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from dreamtui.review.queue import Queue
from dreamtui.review.sorting import SortKey
from dreamtui.review.views import Views
from dreamtui.tui.widgets import tabular
from dreamtui.tui.widgets.candidates import CandidateList
from tests.tui.pictures import resize
from tests.tui.resting import settle
from tests.tui.widget_rows import HOSTILE, entry, queue_of, some


class Host(App[None]):
    def __init__(self, queue: Queue) -> None:
        super().__init__()
        self.queue = queue
        self.told: list[Message] = []
        self.followed: list[str | None] = []
        self.list = CandidateList()

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.watch(self.list, "highlighted", self.follow, init=False)
        self.list.show(self.queue, Views().of(self.queue))
        self.list.focus()

    def follow(self, key: str | None) -> None:
        self.followed.append(key)

    def on_table_marked(self, message: CandidateList.Marked) -> None:
        self.told.append(message)

    def on_table_opened(self, message: CandidateList.Opened) -> None:
        self.told.append(message)

    def on_table_sort_asked(self, message: CandidateList.SortAsked) -> None:
        self.told.append(message)
        sort = cast("SortKey", message.sort)
        self.list.show(self.queue, Views().of(self.queue, sort=sort, reverse=message.reverse))


Test = Callable[[Host, Pilot[None]], Awaitable[None]]


def _run(test: Test, queue: Queue | None = None, size: tuple[int, int] = (80, 24)) -> None:
    async def run() -> None:
        host = Host(queue or some())
        async with host.run_test(size=size) as pilot:
            await settle(pilot, workers=False)
            await test(host, pilot)

    asyncio.run(run())


def _screen(host: Host) -> list[str]:
    return [host.list.render_line(y).text for y in range(host.list.size.height)]


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        ("down j", "k2"),
        ("down down up", "k1"),
        ("end", "k59"),
        ("G k", "k58"),
        ("G g", "k0"),
        ("G home", "k0"),
        ("pagedown", "k22"),
        ("pagedown pageup", "k0"),
        ("up", "k0"),
        ("space space", "k2"),
    ],
)
def test_keys_move_the_cursor(keys: str, key: str) -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*keys.split())
        await settle(pilot, workers=False)
        assert host.list.cursor_key == key
        shown = [line for line in _screen(host) if line.startswith(tabular.CURSOR)]
        assert len(shown) == 1
        assert f"VLAN {key[1:]} " in shown[0]
        assert host.list.highlighted == key
        assert host.followed[-1:] == ([key] if keys != "up" else [])

    _run(test)


def test_marks_are_told_and_taken_off() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("space", "space", "up", "space")
        assert host.list.marks == {"k0"}
        told = [message.marks for message in host.told if isinstance(message, CandidateList.Marked)]
        assert told == [{"k0"}, {"k0", "k1"}, {"k0"}]
        assert tabular.MARKED in _screen(host)[1]

    _run(test)


def test_cursor_marks_and_scroll_follow_their_keys() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*["down"] * 30, "space")
        line = _cursor_line(host)
        gone = {"k1", "k2", "k3"}
        fewer = queue_of([row.candidate.entry for row in host.queue.rows if row.key not in gone])
        host.list.show(fewer, Views().of(fewer))
        await settle(pilot, workers=False)
        assert host.list.cursor_key == "k31"
        assert host.list.marks == {"k30"}
        assert _cursor_line(host) == line

    _run(test)


def test_the_cursor_goes_to_the_nearest_row_when_its_own_is_gone() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*["down"] * 10)
        host.list.show(host.queue, [index for index in range(60) if index not in (10, 11)])
        assert host.list.cursor_key == "k9"
        host.list.show(host.queue, [0, 1, 2])
        assert host.list.cursor_key == "k2"
        host.list.show(host.queue, [])
        assert _key(host) is None
        await pilot.press("down", "space", "end", "pagedown")
        assert host.list.marks == frozenset()

    _run(test)


def test_next_open_goes_round() -> None:
    decisions = {f"k{number}": "approve" for number in range(60) if number not in (4, 40)}

    async def test(host: Host, pilot: Pilot[None]) -> None:
        assert host.list.next_open()
        assert host.list.cursor_key == "k4"
        assert host.list.next_open()
        assert host.list.cursor_key == "k40"
        assert host.list.next_open()
        assert host.list.cursor_key == "k4"
        assert host.list.next_open(-1)
        assert host.list.cursor_key == "k40"

    _run(test, some(60, decisions))  # type: ignore[arg-type]


def test_nothing_open_leaves_the_cursor() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        assert not host.list.next_open()
        assert host.list.cursor_key == "k0"

    _run(test, queue_of([entry(number, "little", 1) for number in range(3)]))


def test_clicks_take_the_cursor_open_and_sort() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.click(CandidateList, offset=(20, 4))
        assert host.list.cursor_key == "k3"
        await pilot.click(CandidateList, offset=(20, 6), times=2)
        opened = [told.key for told in host.told if isinstance(told, CandidateList.Opened)]
        assert opened == ["k5"]
        await pilot.click(CandidateList, offset=(5, 0))
        await pilot.click(CandidateList, offset=(5, 0))
        asked = [(m.sort, m.reverse) for m in host.told if isinstance(m, CandidateList.SortAsked)]
        assert asked == [("score", False), ("score", True)]
        assert "score" in _screen(host)[0]
        assert host.list.cursor_key == "k5"

    _run(test)


def test_sorting_keeps_the_cursor_and_the_order_of_equals() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*["greater_than_sign"] * 3)
        await settle(pilot, workers=False)
        assert _sort(host) == "recalls"
        assert host.list.cursor_key == "k0"
        shown = [line for line in _screen(host)[1:] if "VLAN" in line]
        numbers = [int(line.partition("VLAN ")[2].split()[0]) for line in shown]
        assert numbers == sorted(numbers)
        assert all(number % 3 != 2 for number in numbers)
        await pilot.press("less_than_sign")
        assert _sort(host) == "gates"

    _run(test)


def test_scrolling_leaves_the_cursor() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        host.list.scroll_to(y=20, animate=False)
        await settle(pilot, workers=False)
        assert host.list.cursor_key == "k0"
        host.list.show(host.queue, Views().of(host.queue))
        assert round(host.list.scroll_y) == 20

    _run(test)


@pytest.mark.parametrize("width", [12, 20, 30, 40, 57, 80, 110, 150, 220])
def test_every_line_keeps_to_its_cells(width: int) -> None:
    entries = [entry(number, text, 5 - number % 5) for number, text in enumerate(HOSTILE * 2)]
    decisions = {"k0": "approve", "k1": "edit", "k2": "reject", "k3": "defer"}

    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("space", "down")
        for y in range(host.list.size.height):
            strip = host.list.render_line(y)
            text = "".join(segment.text for segment in strip)
            assert cell_len(text) == host.list.scrollable_content_region.width == strip.cell_length
            assert text.isprintable() or not set(text) & set("\x1b\x07\x9b\u202e\n\t\r\u200d\ufe0f")

    _run(test, queue_of(entries, decisions), (width, 30))  # type: ignore[arg-type]


def test_markup_is_shown_as_it_stands() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        assert "[bold red]not markup[/]" in "\n".join(_screen(host))

    _run(test, queue_of([entry(number, text) for number, text in enumerate(HOSTILE)]))


def test_each_decision_has_a_glyph() -> None:
    decisions = {"k0": "approve", "k1": "edit", "k3": "reject", "k4": "defer"}

    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("end")
        shown = _screen(host)
        glyphs = {host.queue.rows[number].key: shown[number + 1][1] for number in range(8)}
        assert glyphs == {
            "k0": "✓", "k1": "✎", "k2": " ", "k3": "✗", "k4": "◌", "k5": " ", "k6": "○", "k7": "☾",
        }  # fmt: skip
        assert "other words" in shown[2]

    rows = [entry(number, f"text {number}", 1 if number in (2, 5) else 5) for number in range(8)]
    rows[7] = rows[7]._replace(promoted_at="2026-04-30T03:00:00Z")
    _run(test, queue_of(rows, decisions))  # type: ignore[arg-type]


def test_a_resize_draws_other_columns() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*["down"] * 40)
        wide = _screen(host)[0]
        await resize(pilot, 44, 12)
        await settle(pilot, workers=False)
        assert "rec" in wide
        assert "pas" not in _screen(host)[0]
        assert _cursor_line(host) is not None

    _run(test, size=(120, 24))


def test_an_empty_list_says_so() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        host.list.show(host.queue, [], "No candidate [has] these words.")
        assert "No candidate [has] these words." in _screen(host)[2]

    _run(test)


def test_without_colour_gates_are_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def test(host: Host, pilot: Pilot[None]) -> None:
        assert " srqa " in _screen(host)[1]
        assert " s--a " in _screen(host)[3]

    _run(test)


class Watched(Host):
    """Remembers what was painted, as a terminal does."""

    def __init__(self, queue: Queue) -> None:
        super().__init__(queue)
        self.terminal: dict[int, Strip] = {}
        self.painted: set[int] = set()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        whole = range(self.list.size.height)
        lines = {y for y, _, _ in renderable.spans} if isinstance(renderable, ChopsUpdate) else whole
        self.painted |= set(lines)
        self.terminal |= {y: self.list.render_line(y) for y in lines}
        super()._display(screen, renderable)


def test_what_differs_is_painted_and_nothing_else() -> None:
    whole = set(range(24))

    async def run() -> None:
        host = Watched(some())
        rows = host.list
        async with host.run_test(size=(80, 24)) as pilot:

            async def rest() -> None:
                for _ in range(3):
                    await settle(pilot, workers=False)
                    while host.screen._dirty_widgets or host.screen._layout_required:
                        await asyncio.sleep(0.005)

            async def painted(act: Callable[[], object]) -> set[int]:
                await rest()
                host.painted.clear()
                act()
                await rest()
                assert host.terminal == {y: rows.render_line(y) for y in whole}
                return host.painted

            decided = some(60, {"k3": "approve", "k50": "reject"})
            assert await painted(lambda: rows.show(decided, range(60))) == {4}
            assert await painted(lambda: rows.show(decided, range(60))) == set()
            assert await painted(rows.action_mark) == {1, 2}
            assert await painted(lambda: rows.show(decided, [*range(20), 21, 20, *range(22, 60)])) == {21, 22}
            assert await painted(rows.action_reverse) >= {0}
            assert await painted(rows.action_last) == whole
            assert await painted(lambda: rows.show(decided, [7])) == whole
            assert await painted(lambda: rows.show(decided, [], "None is new.")) == whole
            assert await painted(lambda: rows.show(decided, [], "None is near.")) == {2}
            assert await painted(lambda: setattr(host, "theme", "textual-light")) == whole

    asyncio.run(run())


def test_rows_are_drawn_only_when_they_are_seen() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        assert len(host.list._strips) <= 3 * host.list.size.height

    _run(test, some(3_000))


def _cursor_line(host: Host) -> int | None:
    return next((y for y, line in enumerate(_screen(host)) if line.startswith(tabular.CURSOR)), None)


def _key(host: Host) -> str | None:
    return host.list.cursor_key


def _sort(host: Host) -> str | None:
    return host.list.sort

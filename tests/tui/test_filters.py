"""The filter bar: quick filters by key and click, words as they are typed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from dreamtui.review.queue import Filter
from dreamtui.tui.panes.review_words import KINDS
from dreamtui.tui.widgets.filters import SETTLE, Chips, FilterBar, Words
from tests.tui.pictures import holds, screen_text
from tests.tui.resting import settle

COUNTS: dict[Filter, int] = {
    "all": 930, "eligible": 12, "near": 31, "failing": 870, "flagged": 0, "rejected": 4, "promoted": 16,
}  # fmt: skip


class Host(App[None]):
    BINDINGS = [("f", "next(1)"), ("F", "next(-1)"), ("slash", "search")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.bar = FilterBar(KINDS)
        self.told: list[tuple[str, str]] = []
        self.ended = 0

    def compose(self) -> ComposeResult:
        yield self.bar

    def on_mount(self) -> None:
        self.bar.show(COUNTS, 12)

    def on_filter_bar_filter_changed(self, message: FilterBar.FilterChanged) -> None:
        self.told.append((message.shown, message.words))

    def on_filter_bar_search_ended(self) -> None:
        self.ended += 1
        self.screen.set_focus(None)

    def action_next(self, step: int) -> None:
        self.bar.next_filter(step)

    def action_search(self) -> None:
        self.bar.search()


Test = Callable[[Host, Pilot[None]], Awaitable[None]]


def _run(test: Test, size: tuple[int, int] = (110, 5)) -> None:
    async def run() -> None:
        host = Host()
        async with host.run_test(size=size) as pilot:
            await test(host, pilot)

    asyncio.run(run())


def _line(host: Host) -> str:
    return host.query_one(Chips).render_line(0).text


def test_counts_the_active_one_and_what_is_left() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        line = _line(host)
        assert "eligible 12 · near 31 · failing 870 · flagged 0" in line
        assert "[all 930]" in line
        assert line.rstrip().endswith("12 left")
        host.bar.show(COUNTS, 0)
        assert "none left" in _line(host)

    _run(test)


def test_keys_go_round() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("f", "f", "F", "F")
        await settle(pilot, workers=False)
        await pilot.press("F")
        await settle(pilot, workers=False)
        assert host.told[-1] == ("promoted", "")
        assert host.bar.shown == "promoted"
        assert "[promoted 16]" in _line(host)

    _run(test)


def test_a_click_chooses() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.click(Chips, offset=(_line(host).index("near") + 1, 0))
        await settle(pilot, workers=False)
        assert host.told == [("near", "")]

    _run(test)


def test_words_hold_once_typing_rests() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("slash")
        assert host.bar.searching
        await pilot.press(*"vlan")
        await pilot.pause(3 * SETTLE)
        await settle(pilot)
        assert host.told[-1] == ("all", "vlan")
        await pilot.press("enter")
        assert (host.ended, host.bar.searching, host.bar.words) == (1, False, "vlan")
        assert "/vlan" in _line(host)
        await pilot.press("slash", "f", "enter")
        assert host.told[-1] == ("all", "vlanf")

    _run(test)


def test_escape_forgets_the_words() -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"vlan")
        await pilot.pause(3 * SETTLE)
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot, workers=False)
        assert host.told[-1] == ("all", "")
        assert (host.ended, host.bar.searching, host.query_one(Words).value) == (1, False, "")

    _run(test)


@pytest.mark.parametrize("width", [10, 24, 40, 60, 80, 100, 200])
def test_the_line_keeps_to_its_cells(width: int) -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        host.bar.choose("eligible")
        await pilot.press("slash", "日", "本", "[", "enter")
        await settle(pilot, workers=False)
        line = _line(host)
        assert cell_len(line) == width
        assert width < 30 or "[elig" in line

    _run(test, (width, 4))


@pytest.mark.parametrize("width", [80, 150])
def test_pictures(width: int) -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("f")
        await settle(pilot, workers=False)
        told = screen_text(host)
        await pilot.press("slash", *"router")
        await pilot.pause(3 * SETTLE)
        await settle(pilot)
        holds(f"filters-{width}", told + screen_text(host))

    _run(test, (width, 1))


def test_all_stays_in_sight_in_a_narrow_terminal() -> None:
    counts: dict[Filter, int] = {
        "all": 11_749, "eligible": 1_207, "near": 3_102, "failing": 6_870, "flagged": 912, "rejected": 204,
        "promoted": 1_160,
    }  # fmt: skip

    async def test(host: Host, pilot: Pilot[None]) -> None:
        host.bar.choose("eligible")
        host.bar.show(counts, 1_207)
        await settle(pilot, workers=False)
        line = _line(host)
        assert "[elig 1,207]" in line
        assert "all 11,749" in line
        assert line.rstrip().endswith("1,207 left")

    _run(test, (80, 4))

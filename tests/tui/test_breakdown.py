"""The breakdown: what it tells of each kind of row, sums that add up, lines that keep to their cells."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from benchmarks import dashboard
from dreamtui.engine.whatif import WhatIf
from dreamtui.review.queue import Queue
from dreamtui.service.reviewer import Reviewer
from dreamtui.tui.widgets.breakdown import REST, Breakdown, facts
from tests.tui.pictures import holds, screen_text
from tests.tui.resting import settle
from tests.tui.review_stage import NOW, demo_desk
from tests.tui.widget_rows import HOSTILE, entry, given, queue_of, some


class Host(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.breakdown = Breakdown()

    def compose(self) -> ComposeResult:
        yield self.breakdown

    def on_mount(self) -> None:
        self.breakdown.focus()


Test = Callable[[Host, Pilot[None]], Awaitable[None]]


def _run(test: Test, size: tuple[int, int] = (90, 60)) -> None:
    async def run() -> None:
        host = Host()
        async with host.run_test(size=size) as pilot:
            await settle(pilot, workers=False)
            await test(host, pilot)

    asyncio.run(run())


def _told(host: Host) -> str:
    lines = (host.breakdown.render_line(y).text.rstrip() for y in range(host.breakdown.size.height))
    return "\n".join(lines)


def _of(queue: Queue, key: str, expected: list[str], size: tuple[int, int] = (90, 60)) -> None:
    async def test(host: Host, pilot: Pilot[None]) -> None:
        host.breakdown.show_facts(facts(queue, key, given(queue)))
        told = _told(host)
        for words in expected:
            assert words in told, told

    _run(test, size)


def test_an_eligible_row() -> None:
    _of(
        some(),
        "k3",
        [
            "The router moved to VLAN 3 and its address was reserved.",
            "memory/2026-04-28.md:4 · live, unchanged · origin not noted",
            "✓ may be promoted: nothing keeps it back",
            "relevance        0.95 × 0.30",
            "boost by Light",
            "● recalls 5 (≥ 3)",
            "▸ 4  The router moved to VLAN 3",
            "  5  The router moved to VLAN 4",
            "5 recalls by a search, 3 passive signals",
        ],
    )


def test_a_row_that_fails_says_what_would_let_it_pass() -> None:
    _of(some(), "k2", ["○ recalls 1 (≥ 3)", "missing: 2 recalls", "would pass if  2 more recalls by 2 new"])


def test_a_row_whose_source_drifted() -> None:
    texts = ["one thing that was said", "another thing"]
    queue = queue_of([entry(0, texts[0]), entry(1, texts[1])])
    moved = queue_of([entry(0, "something else altogether was noted"), entry(1, texts[1])])
    queue.rules.sources._source = moved.rules.sources._source  # type: ignore[attr-defined]
    rebuilt = queue_of([entry(0, texts[0]), entry(1, texts[1], path="memory/2026-01-01.md")])
    rebuilt.rules.sources._source = moved.rules.sources._source  # type: ignore[attr-defined]
    drifted = facts(queue, "k0", given(queue))
    assert drifted.verdict is not None
    _of(rebuilt, "k1", ["recorded  another thing", "now       the file is gone", "✗ kept back"])


def test_a_decision_is_told() -> None:
    queue = some(9, {"k0": "edit", "k1": "reject"})
    _of(queue, "k0", ["✎ edited and approved 2026-05-01 03:59 UTC: why not", "becomes  other words"])
    _of(queue, "k1", ["✗ rejected 2026-05-01 03:59 UTC: why not"])


def test_parts_add_up_to_the_score() -> None:
    queue = some()
    candidate = queue.rows[0].candidate
    assert candidate.score == pytest.approx(
        min(1, sum(candidate.weighted) + candidate.phase_light + candidate.phase_rem)
    )

    async def test(host: Host, pilot: Pilot[None]) -> None:
        host.breakdown.show_facts(facts(queue, "k2", given(queue)))
        lines = _told(host).splitlines()
        bars = [line[29:-6] for line in lines if "×" in line and "value" not in line]
        ends = [len(bar.rstrip()) for bar in bars]
        starts = [len(bar) - len(bar.lstrip()) for bar in bars]
        assert len(bars) == 6
        assert all(0 <= end - start <= 1 for end, start in zip(ends, starts[1:], strict=False))
        total = next(line for line in lines if line.startswith("score "))
        assert total.rstrip().endswith(f"{queue.rows[2].candidate.score:.3f}")

    _run(test)


def test_parts_as_shown_add_up_to_the_score_as_shown(tmp_path: Path) -> None:
    desk = demo_desk(tmp_path)
    queue = Reviewer(desk, lambda: NOW).load()

    async def test(host: Host, pilot: Pilot[None]) -> None:
        for row in queue.rows[:30]:
            host.breakdown.show_facts(facts(queue, row.key, given(queue)))
            lines = _told(host).splitlines()
            first = next(n for n, line in enumerate(lines) if "what it adds" in line) + 1
            last = next(n for n, line in enumerate(lines) if line.startswith("score "))
            shown = [Decimal(line[-5:]) for line in lines[first:last]]
            above = [line.split(",")[0][-5:] for line in lines if "parts add up to" in line]
            assert sum(shown) == Decimal(above[0] if above else lines[last][-5:]), row.key

    _run(test)


def test_the_rest_comes_when_the_cursor_rests() -> None:
    queue = some()
    asked: list[str] = []

    def how(key: str) -> WhatIf:
        asked.append(key)
        return given(queue)

    async def test(host: Host, pilot: Pilot[None]) -> None:
        for key in ("k1", "k2", "k5"):
            host.breakdown.follow(queue, key, how)
        assert host.breakdown.facts is not None
        assert host.breakdown.facts.verdict is None
        assert "looking for it" in _told(host)
        assert "missing: 2 recalls" in _told(host)
        await pilot.pause(3 * REST)
        await settle(pilot)
        assert "live, unchanged" in _told(host)
        assert asked == ["k1", "k2", "k5"]
        host.breakdown.follow(queue, "k5", how)
        assert host.breakdown.facts.changes is not None
        host.breakdown.follow(queue, None, how)
        assert "No candidate is chosen." in _told(host)

    _run(test)


@pytest.mark.parametrize("width", [18, 30, 40, 60, 100])
@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_every_line_keeps_to_its_cells(width: int, number: int) -> None:
    queue = queue_of([entry(place, text, 5 - place % 4) for place, text in enumerate(HOSTILE)])

    async def test(host: Host, pilot: Pilot[None]) -> None:
        host.breakdown.show_facts(facts(queue, f"k{number}", given(queue)))
        for y in range(host.breakdown.size.height):
            strip = host.breakdown.render_line(y)
            text = "".join(segment.text for segment in strip)
            assert cell_len(text) == host.breakdown.scrollable_content_region.width == strip.cell_length, text
            assert not set(text) & set("\x1b\x07\x9b\u202e\n\t\r\u200d\ufe0f")

    _run(test, (width, 60))


def test_it_scrolls_and_goes_back_to_the_top_for_another_row() -> None:
    queue = some()

    async def test(host: Host, pilot: Pilot[None]) -> None:
        host.breakdown.show_facts(facts(queue, "k0", given(queue)))
        await pilot.press("j", "down", "G")
        await pilot.pause(0.3)
        await settle(pilot)
        assert host.breakdown.scroll_y > 0
        host.breakdown.show_facts(facts(queue, "k0", given(queue)))
        assert host.breakdown.scroll_y > 0
        host.breakdown.show_facts(facts(queue, "k1", given(queue)))
        assert host.breakdown.scroll_y == 0
        assert "VLAN 1 " in _told(host)

    _run(test, (60, 14))


@pytest.mark.parametrize("size", [(80, 24), (150, 45)])
def test_pictures(size: tuple[int, int]) -> None:
    """List, filters and breakdown beside each other, as the benchmark's app has them."""
    queue = some(60, {"k0": "approve", "k1": "edit", "k3": "reject", "k4": "defer"})

    async def run() -> None:
        host = dashboard.Host(dashboard.Store(queue, lambda key: given(queue)))
        async with host.run_test(size=size) as pilot:
            await pilot.press("down", "space", "down", "space", "up")
            await pilot.pause(3 * REST)
            await settle(pilot)
            holds(f"widgets-{size[0]}x{size[1]}", screen_text(host))

    asyncio.run(run())


def test_the_benchmark_measures_and_prints() -> None:
    queue = some()

    async def run() -> None:
        host = dashboard.Host(dashboard.Store(queue, lambda key: given(queue)))
        found = await dashboard.with_app(host, lambda: dashboard.measure_host(host, 4))
        told = dashboard.markdown(found)
        assert "| key to repaint, breakdown and source included, 60: median |" in told
        assert dashboard.RenderingDriver.written > 10_000

    asyncio.run(run())

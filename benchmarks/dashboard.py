"""What the Review tab's widgets cost, in CPU time: `python -m benchmarks.dashboard`.

A small app holds the filter bar, the list and the breakdown over a generated store, with a driver that
renders escape codes and throws them away (Textual's headless one does not render them). A key costs all
the CPU time from its event until the app is still again, the late look at the live source included.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any, ClassVar, Final, NamedTuple, cast

from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.drivers.headless_driver import HeadlessDriver
from textual.widgets import DataTable

from benchmarks import stores
from dreamtui.config.settings import Settings
from dreamtui.engine.deep import rank
from dreamtui.engine.whatif import WhatIf
from dreamtui.files.jsonfile import collector_paused
from dreamtui.files.state import open_state
from dreamtui.files.workspace import Workspace
from dreamtui.instants import parse_instant
from dreamtui.review import ledger, queue, rules, snapshot
from dreamtui.review.ledger import Fold, Ledger
from dreamtui.review.queue import Queue
from dreamtui.review.sorting import SortKey
from dreamtui.review.views import Views
from dreamtui.tui.pace import keep_pace
from dreamtui.tui.panes.review_words import KINDS
from dreamtui.tui.widgets.breakdown import Breakdown
from dreamtui.tui.widgets.candidates import CandidateList
from dreamtui.tui.widgets.filters import FilterBar

SIZES: Final = (1_000, 100_000)
BASELINE_ROWS: Final = 10_000
SCREEN: Final = (150, 45)
MANY: Final = 500
"""Decisions that were taken before the one that is measured."""
STILL: Final = 0.15
"""Seconds after which everything that a key set going has ended."""


class Row(NamedTuple):
    """A line of the result; `target` limits `measured`, None for what is only told."""

    what: str
    measured: float
    unit: str
    target: float | None = None

    @property
    def verdict(self) -> str:
        """`ok` or `over`; nothing without a target."""
        return "" if self.target is None else "ok" if self.measured <= self.target else "over"


class RenderingDriver(HeadlessDriver):
    """Has Textual render every escape code, and drops them; counts what a terminal would get."""

    written = 0

    @property
    def is_headless(self) -> bool:
        """No: then nothing would be rendered."""
        return False

    def write(self, data: str) -> None:
        """Drop it."""
        type(self).written += len(data)


# --- what is measured ---------------------------------------------------------------------------


class Store(NamedTuple):
    """A queue, and what changes are tried out with."""

    queue: Queue
    given: Callable[[str], WhatIf]


def store(folder: Path, entries: int) -> Store:
    """A generated store, read."""
    stores.build(folder, entries)
    return read(folder)


def read(folder: Path) -> Store:
    """What stands in a folder, ranked and judged as the dashboard does it."""
    workspace, settings = Workspace.open(folder), Settings()
    found = snapshot.read_snapshot(workspace, open_state(workspace))
    how, now_ms = rules.score_settings(settings.dreaming.phases.deep), parse_instant(stores.NOW) or 0
    signals, limits = found.state.phases.entries, rules.rules(settings, found)
    ranked = rank(found.state.recall.entries, signals, now_ms, how, include_promoted=True)
    built = queue.build(ranked, limits, Ledger())
    return Store(built, lambda key: WhatIf(signals.get(key), now_ms, UTC, how, built.rules))


class Host(App[None]):
    """The widgets of the Review tab, and no more than it takes to connect them."""

    BINDINGS: ClassVar[list[BindingType]] = [("f", "next"), ("slash", "search")]

    def __init__(self, held: Store, driver: type[HeadlessDriver] = RenderingDriver) -> None:
        super().__init__(driver_class=driver)
        self.held = held
        self.bar, self.list, self.breakdown = FilterBar(KINDS), CandidateList(), Breakdown()
        self.sort: SortKey | None = None
        self.views = Views()
        self.reverse = False

    def compose(self) -> ComposeResult:
        yield self.bar
        with Horizontal():
            yield self.list
            yield self.breakdown

    def on_mount(self) -> None:
        self.watch(self.list, "highlighted", self.follow, init=False)
        self.bar.show(self.held.queue.counts(), self.held.queue.left())
        self.refill()
        self.list.focus()

    def refill(self) -> None:
        """Show what filter, words and order ask for."""
        shown, words = cast("queue.Filter", self.bar.shown), self.bar.words
        found = self.views.of(self.held.queue, shown, words, self.sort, reverse=self.reverse)
        self.list.show(self.held.queue, found)
        self.follow()

    def follow(self) -> None:
        """Explain the row under the cursor."""
        self.breakdown.follow(self.held.queue, self.list.cursor_key, self.held.given)

    def on_table_sort_asked(self, message: CandidateList.SortAsked) -> None:
        self.sort, self.reverse = cast("SortKey", message.sort), message.reverse
        self.refill()

    def on_filter_bar_filter_changed(self) -> None:
        self.refill()

    def on_filter_bar_search_ended(self) -> None:
        self.list.focus()

    def action_next(self) -> None:
        self.bar.next_filter()

    def action_search(self) -> None:
        self.bar.search()


class Table(App[None]):
    """Textual's own table, for comparison."""

    def __init__(self, held: Store) -> None:
        super().__init__(driver_class=RenderingDriver)
        self.held = held

    def compose(self) -> ComposeResult:
        yield DataTable[str](cursor_type="row")

    def fill(self) -> None:
        """Rows as a table wants them: all of their cells."""
        table = self.query_one(DataTable)
        table.add_columns("", "score", "bar", "gates", "rec", "pas", "q", "age", "", "snippet")
        for row in self.held.queue.rows:
            entry, score = row.candidate.entry, row.candidate.score
            bar, gates = "█" * round(score * 8), "".join("○●"[passed] for passed in row.gates)
            counts = (str(entry.recall_count), str(entry.daily_count), str(len(entry.query_hashes)))
            table.add_row("", f"{score:.3f}", bar, gates, *counts, "1d", "", entry.snippet[:40])


# --- measuring ----------------------------------------------------------------------------------


async def cpu(act: Callable[[], object], still: float = STILL) -> float:
    """CPU milliseconds from an act until all that it set going has ended."""
    before = process_time()
    act()
    await asyncio.sleep(still)
    return (process_time() - before) * 1000


def key(app: App[Any], name: str, character: str | None = None) -> Callable[[], object]:
    """Pressing a key."""
    return lambda: app.post_message(events.Key(name, character))


async def with_app(app: App[Any], measure: Callable[[], Awaitable[list[Row]]]) -> list[Row]:
    """Run an app, measure in it, end it."""
    found: list[Row] = []

    async def run(_: object) -> None:
        await asyncio.sleep(1)
        gc.collect()
        keep_pace()
        found.extend(await measure())
        app.exit()

    await app.run_async(headless=False, size=SCREEN, auto_pilot=run)
    return found


async def measure_host(app: Host, presses: int) -> list[Row]:
    """Everything about one size of store."""
    size = f"{len(app.held.queue.rows):,}"
    everything = range(len(app.held.queue.rows))
    shown = [await cpu(lambda: app.list.show(app.held.queue, everything)) for _ in range(5)]
    await cpu(key(app, "home"), 0.5)
    down = [await cpu(key(app, "down")) for _ in range(presses)]
    up = [await cpu(key(app, "up")) for _ in range(presses)]
    held = await cpu(lambda: None, 0.1)
    for _ in range(presses):
        held += await cpu(key(app, "down"), 0.03)
    pages = [await cpu(key(app, "pagedown")) for _ in range(presses // 2)]
    rows = [
        *measure_deciding(app.held.queue),
        Row(f"key to repaint, breakdown and source included, {size}: median", median(down + up), "ms", 8),
        Row(f"the same: 95th percentile, {size}", quantiles(down + up, n=20)[-1], "ms", 16),
        Row(f"a key held down (30 ms), {size}: mean", held / presses, "ms", 8),
        Row(f"page down, {size}", median(pages), "ms"),
        Row(f"`show` of {size} rows, repaint included", median(shown), "ms", 50),
        Row(
            f"sort by another column for the first time, {size}",
            median([await cpu(key(app, "greater_than_sign"), 0.5) for _ in range(5)]),
            "ms",
        ),
        Row(f"next filter, {size}", median([await cpu(key(app, "f"), 0.5) for _ in range(7)]), "ms"),
    ]
    await cpu(key(app, "slash", "/"), 0.3)
    typed = [await cpu(key(app, letter, letter), 0.5) for letter in "rout"]
    rows.append(Row(f"filter as you type, a letter, {size}", median(typed), "ms"))
    await cpu(key(app, "escape"), 0.5)
    rows.append(Row(f"idle for 2 s, {size}", (await cpu(lambda: None, 2)) / 20, "% CPU", 1))
    return rows


def measure_loading(folder: Path, entries: int) -> list[Row]:
    """Read, rank and judge, beside a bare reading of the same file."""
    before = process_time()
    with collector_paused():
        held = read(folder)
    took = process_time() - before
    before = process_time()
    held.queue.prepare()
    prepared = process_time() - before
    before = process_time()
    with collector_paused():
        json.loads((folder / stores.RECALL_STORE).read_bytes())
    bare = process_time() - before
    return [
        Row(f"read, rank and judge {entries:,} (in a worker)", took * 1000, "ms"),
        Row(f"texts and claims of {entries:,} (in a worker, later)", prepared * 1000, "ms"),
        Row(f"reading : `json.loads` of the same store, {entries:,}", took / bare, ""),
    ]


def measure_deciding(queue: Queue) -> list[Row]:
    """What decisions cost besides the disk: on one candidate after many, and on all eligible ones."""
    size, said = f"{len(queue.rows):,}", Fold()
    many = ledger.decide("reject", [(row.key, queue.claims(row.key)) for row in queue.rows[:MANY]], 0)
    queue = queue.decided(said.add(many))
    took: list[float] = []
    for row in queue.rows[-20:]:
        lines = ledger.decide("defer", [(row.key, queue.claims(row.key))], 0)
        before = process_time()
        queue = queue.decided(said.add(lines))
        took.append((process_time() - before) * 1000)
    open_ones = [(row.key, queue.claims(row.key)) for row in queue.rows if row.open]
    lines = ledger.decide("approve", open_ones, 0)
    before = process_time()
    queue.decided(said.add(lines))
    whole = (process_time() - before) * 1000
    return [
        Row(f"a decision after {len(many):,} others, {size}: fold and queue", median(took), "ms", 8),
        Row(f"approval of {len(open_ones):,} at once, {size}: fold and queue", whole, "ms"),
    ]


async def measure_table(app: Table, presses: int) -> list[Row]:
    """The same of Textual's own table, without a breakdown."""
    size = f"{len(app.held.queue.rows):,}"
    filled = await cpu(app.fill, 4)
    pressed = [await cpu(key(app, "down")) for _ in range(presses)]
    pages = [await cpu(key(app, "pagedown")) for _ in range(presses // 2)]
    return [
        Row(f"built-in DataTable: fill {size} rows", filled, "ms"),
        Row(f"built-in DataTable: key, {size}, no breakdown", median(pressed), "ms"),
        Row(f"built-in DataTable: page down, {size}", median(pages), "ms"),
    ]


def rows(folder: Path, sizes: Sequence[int], baseline: int, presses: int) -> Iterator[Row]:
    """Everything that is measured; the smallest size first."""
    keys: list[float] = []
    for size in sizes:
        print(f"making a store of {size:,} entries", file=sys.stderr, flush=True)
        place = folder / str(size)
        held = store(place, size)
        yield from measure_loading(place, size)
        held.queue.prepare()
        host = Host(held)
        found = asyncio.run(with_app(host, lambda host=host: measure_host(host, presses)))  # type: ignore[misc]
        keys.append(next(row.measured for row in found if row.what.startswith("key to repaint")))
        yield from found
    yield Row(f"a key with {sizes[-1]:,} : with {sizes[0]:,}", keys[-1] / keys[0], "", 1.2)
    if baseline:
        table = Table(store(folder / f"table-{baseline}", baseline))
        yield from asyncio.run(with_app(table, lambda: measure_table(table, presses)))


def markdown(results: Sequence[Row]) -> str:
    """The results as a table."""
    lines = ["| measured | | target | |", "| --- | ---: | ---: | --- |"]
    for row in results:
        target = "" if row.target is None else f"{row.target:g} {row.unit}".strip()
        lines.append(f"| {row.what} | {row.measured:.2f} {row.unit} | {target} | {row.verdict} |")
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and end with 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dashboard", description=__doc__)
    parser.add_argument("--presses", type=int, default=40, metavar="K", help="keys a figure (default: 40)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dreamtui-bench-") as folder:
        results = list(rows(Path(folder), SIZES, BASELINE_ROWS, options.presses))
    print(markdown(results))
    return 1 if any(row.verdict == "over" for row in results) else 0


if __name__ == "__main__":
    sys.exit(main())

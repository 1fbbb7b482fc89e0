"""What the Dreams tab costs on diaries of 130 kB and 1 MB: `python -m benchmarks.diaries`.

The whole dashboard opens on a generated diary, with a driver that renders escape codes and throws them
away. Opening the tab is wall time from the key until a night is on screen; a key costs all the CPU time
until the app is still again. The baseline is Textual's own `Markdown`: one entry after another, and
(with `--whole`) the smaller diary at once.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Final

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from benchmarks.dashboard import RenderingDriver, Row, cpu, key, markdown, with_app
from benchmarks.liveness import NOW_MS, opened, until
from dreamtui.files import diary
from dreamtui.instants import local
from dreamtui.tui.panes.dreams import DreamsPane
from dreamtui.tui.widgets.reader import Reader

SIZES: Final = (130_000, 1_000_000)
PRESSES: Final = 30
_PROSE: Final = (
    "The *river* kept **counting** its stones, and `pantry` answered with a [list](https://a.example). "
    "Somebody had filed the tide under things to be returned; nobody asked for a receipt. "
)


def build(folder: Path, size: int) -> list[str]:
    """A workspace with a diary of about so many bytes, an entry a night; its texts."""
    folder.mkdir(parents=True)
    raw = diary.append(None, local(NOW_MS, UTC), "(entries)")
    head, tail = raw.split(b"---", 1)[0], raw[raw.index(b"<!-- openclaw:dreaming:diary:end") :]
    texts: list[str] = []
    parts: list[bytes] = []
    nights = size // 800
    last = local(NOW_MS, UTC)
    while len(texts) < nights:
        night = last - timedelta(days=nights - len(texts))
        texts.append(f"{_PROSE * 2}\n\n- the {len(texts)}th door\n- no receipt\n\n{_PROSE * 2}")
        parts.append(f"---\n\n*{_heading(night)}*\n\n{texts[-1]}\n\n".encode())
    (folder / "DREAMS.md").write_bytes(head + b"".join(parts) + tail)
    return texts


def _heading(night: datetime) -> str:
    return f"{diary.MONTH_NAMES[night.month - 1]} {night.day}, {night.year} at 3:00 AM"


async def measure(folder: Path, size: int) -> list[Row]:
    """Opening the tab, going on to the next entry, a letter of a search, a key held down."""
    root = folder / str(size)
    texts = build(root, size)
    shown = f"{(root / 'DREAMS.md').stat().st_size / 1000:,.0f} kB, {len(texts):,} entries"
    async with opened(root) as app:
        began = perf_counter()
        key(app, "2", "2")()

        def there() -> bool:
            pane = app.main._panes.get("dreams")
            return isinstance(pane, DreamsPane) and pane.is_mounted and bool(pane.query_one(Reader).lines)

        await until(there)
        opening = (perf_counter() - began) * 1000
        await asyncio.sleep(1)
        down = [await cpu(key(app, "down")) for _ in range(PRESSES)]
        held = await cpu(lambda: None, 0.1)
        for _ in range(PRESSES):
            held += await cpu(key(app, "down"), 0.03)
        await cpu(key(app, "slash", "/"), 0.3)
        typed = [await cpu(key(app, letter, letter), 0.3) for letter in "river"]
    return [
        Row(f"open the tab, {shown}", opening, "ms", 500 if size == SIZES[0] else None),
        Row(f"next entry, {shown}: median", median(down), "ms CPU", 25),
        Row("the same: 95th percentile", quantiles(down, n=20)[-1], "ms CPU"),
        Row(f"a key held down (30 ms), {shown}: mean", held / PRESSES, "ms CPU", 25),
        Row(f"search as you type, a letter, {shown}", median(typed), "ms CPU"),
    ]


class Built(App[None]):
    """Textual's own widget."""

    def __init__(self) -> None:
        super().__init__(driver_class=RenderingDriver)

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Markdown()


async def measure_markdown(app: Built, texts: list[str], whole: str) -> list[Row]:
    """One entry after another, and all of them."""
    part = app.query_one(Markdown)
    entries = [await cpu(lambda text=text: part.update(text), 0.3) for text in texts[:PRESSES]]  # type: ignore[misc]
    found = [Row("Textual's Markdown: next entry", median(entries), "ms CPU")]
    if whole:
        took = await cpu(lambda: part.update(whole), 12)
        found.append(Row("Textual's Markdown: the smaller diary whole", took, "ms CPU"))
    return found


def rows(folder: Path, *, whole: bool) -> Iterator[Row]:
    """Everything that is measured."""
    for size in SIZES:
        yield from asyncio.run(measure(folder, size))
    texts = build(folder / "baseline", SIZES[0])
    app = Built()
    text = (folder / "baseline/DREAMS.md").read_text("utf-8") if whole else ""
    yield from asyncio.run(with_app(app, lambda: measure_markdown(app, texts, text)))


def main() -> int:
    """Measure, print, and end with 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.diaries", description=__doc__)
    parser.add_argument("--whole", action="store_true", help="render a whole diary at once, too; takes 12 s")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dreamtui-bench-") as folder:
        results = list(rows(Path(folder), whole=options.whole))
    print(markdown(results))
    return 1 if any(row.verdict == "over" for row in results) else 0


if __name__ == "__main__":
    sys.exit(main())

"""What the commands cost, each beside a baseline of the same run: `python -m benchmarks.commands`."""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.process import Cost, cost_of, medians, python
from benchmarks.stores import NOW, RECALL_STORE

MEGABYTE: Final = 1_000_000
SIZES: Final = (10_000, 25_000, 50_000, 100_000)
SMALL, USUAL, LARGE = 40, 20_000, 100_000
LARGE_FILES_FACTOR, LARGE_FILES_EXTRA = 3, 80 * MEGABYTE

IMPORT_PYDANTIC: Final = "import pydantic"
PARSE: Final = "import json, pydantic, sys; json.loads(open(sys.argv[1], 'rb').read())"
CONFIG: Final = {"agents": {"defaults": {"bootstrapMaxChars": 1_000_000, "userTimezone": "UTC"}}}
"""MEMORY.md may take all that is eligible, so that the budget cuts no work short."""


class Row(NamedTuple):
    """A line of the result; `figure` is what `target` limits, None for what is only told."""

    what: str
    cost: Cost | None
    baseline: Cost | None
    figure: float | None = None
    target: float | None = None

    @property
    def verdict(self) -> str:
        """`ok` or `over`; nothing without a target."""
        if self.figure is None or self.target is None:
            return ""
        return "ok" if self.figure <= self.target else "over"


class Bench:
    """A folder with stores of several sizes, and how often each command is run."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder = folder
        self.runs = runs
        self.home = folder / "home"
        self.config = folder / "openclaw.json"
        self.home.mkdir()
        self.config.write_text(json.dumps(CONFIG), "utf-8")

    def store(self, entries: int) -> Path:
        """A workspace of that size, made by another process so that this one stays small."""
        folder = self.folder / str(entries)
        if not folder.exists():
            _progress(f"making a store of {entries:,} entries")
            cost_of(python("-m", "benchmarks.stores", str(folder), str(entries)), self.home)
        return folder

    def dreamtui(self, entries: int, *arguments: str) -> list[str]:
        """The command on a store of that size, at the store's own instant."""
        where = ("--workspace", str(self.store(entries)), "--config", str(self.config))
        return python("-m", "dreamtui", *arguments, "--json", *where, "--now", NOW)

    def compare(self, what: str, command: list[str], baseline: list[str], target: float) -> Row:
        """A command's wall time as a multiple of its baseline's."""
        _progress(what)
        costs = medians({"command": command, "baseline": baseline}, self.home, self.runs)
        ratio = costs["command"].wall / costs["baseline"].wall
        return Row(what, costs["command"], costs["baseline"], ratio, target)

    def alone(self, what: str, command: list[str]) -> Row:
        """A command's cost, only told."""
        _progress(what)
        return Row(what, medians({"command": command}, self.home, self.runs)["command"], None)


def rows(bench: Bench) -> Iterator[Row]:
    """Everything that is measured, quickest first."""
    yield bench.compare("`--help` : `pass`", python("-m", "dreamtui", "--help"), python("-c", "pass"), 3)
    small = bench.compare(
        f"`promote`, {SMALL} entries : `import pydantic`",
        bench.dreamtui(SMALL, "promote"),
        python("-c", IMPORT_PYDANTIC),
        2,
    )
    yield small
    parse = python("-c", PARSE, str(bench.store(USUAL) / RECALL_STORE))
    promote = bench.dreamtui(USUAL, "promote")
    yield bench.compare(f"`promote`, {USUAL:,} entries : `import pydantic` and parse", promote, parse, 2)
    yield from _sizes(bench, small.cost)
    yield from _previews(bench)


def _sizes(bench: Bench, start: Cost | None) -> Iterator[Row]:
    """User time per entry once the start is taken off, against that of the smallest size; the peak memory."""
    taken_off = start.user if start else 0.0
    per_entry: list[float] = []
    for size in SIZES:
        row = bench.alone(f"`promote`, {size:,} entries", bench.dreamtui(size, "promote"))
        assert row.cost is not None
        per_entry.append((row.cost.user - taken_off) / size)
        yield row._replace(what=f"{row.what} ({per_entry[-1] * 1e6:.1f} µs each)")
        if size == LARGE:
            file_size = (bench.store(size) / RECALL_STORE).stat().st_size
            allowed = LARGE_FILES_FACTOR * file_size + LARGE_FILES_EXTRA
            yield Row(
                f"peak memory in MB, {size:,} entries in a file of {file_size / MEGABYTE:.0f} MB",
                None,
                None,
                row.cost.peak / MEGABYTE,
                allowed / MEGABYTE,
            )
    yield Row(
        f"user time per entry, {SIZES[-1]:,} : {SIZES[0]:,}", None, None, per_entry[-1] / per_entry[0], 1.25
    )


def _previews(bench: Bench) -> Iterator[Row]:
    """User time per entry of a whole sweep in memory, the start included, at two sizes."""
    sizes, per_entry = (SIZES[0], USUAL), list[float]()
    for size in sizes:
        row = bench.alone(f"`--dry-run`, {size:,} entries", bench.dreamtui(size, "--dry-run"))
        assert row.cost is not None
        per_entry.append(row.cost.user / size)
        yield row
    what = f"the same per entry, {sizes[1]:,} : {sizes[0]:,}"
    yield Row(what, None, None, per_entry[1] / per_entry[0], 1.25)


def markdown(results: list[Row]) -> str:
    """The results as a table."""
    lines = [
        "| measured | wall | user | peak | baseline wall | user | figure | target | |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for row in results:
        cells = [
            row.what,
            *_cells(row.cost),
            *_cells(row.baseline)[:2],
            _number(row.figure),
            _number(row.target),
        ]
        lines.append(f"| {' | '.join([*cells, row.verdict])} |")
    return "\n".join(lines)


def as_json(results: list[Row]) -> dict[str, Any]:
    """The results with all that was measured; seconds and bytes."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "results": [
            {
                "what": row.what,
                "cost": row.cost._asdict() if row.cost else None,
                "baseline": row.baseline._asdict() if row.baseline else None,
                "figure": row.figure,
                "target": row.target,
                "verdict": row.verdict,
            }
            for row in results
        ],
    }


def _cells(cost: Cost | None) -> list[str]:
    if cost is None:
        return ["", "", ""]
    return [f"{cost.wall * 1000:.0f} ms", f"{cost.user * 1000:.0f} ms", f"{cost.peak / MEGABYTE:.0f} MB"]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}" if value >= 100 else f"{value:.2f}"


def _progress(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def main() -> int:
    """Measure, print, and end with 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.commands", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, metavar="K", help="medians are of K runs (default: 5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a Markdown table")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dreamtui-bench-") as folder:
        results = list(rows(Bench(Path(folder), options.runs)))
    print(json.dumps(as_json(results), indent=2) if options.json else markdown(results))
    return 1 if any(row.verdict == "over" for row in results) else 0


if __name__ == "__main__":
    sys.exit(main())

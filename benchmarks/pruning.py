"""What listing and pruning a large MEMORY.md cost, beside markdown-it-py: `python -m benchmarks.pruning`.

CPU time in this process, once everything is imported, of files never read before.
"""

from __future__ import annotations

import argparse
import gc
import json
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import process_time
from typing import Final, NamedTuple

from benchmarks.phrases import sentence
from dreamtui import paths
from dreamtui.cli.context import open_context
from dreamtui.cli.parser import parse
from dreamtui.instants import parse_instant
from dreamtui.service.pruner import Pruner
from dreamtui.service.steps import History

ENTRIES: Final = 10_000
FEW: Final = 100
CUTS: Final = 100
NOW: Final = parse_instant("2028-01-01T04:00:00Z") or 0


class Costs(NamedTuple):
    """Seconds: markdown-it-py alone, list with all reasons, list again, plan the cuts."""

    characters: int
    markdown: float
    listing: float
    again: float
    planning: float

    @property
    def allowed(self) -> float:
        """What listing may take: twice what markdown-it-py needs, and 200 ms."""
        return 2 * self.markdown + 0.2


def by_hand(entries: int, seed: int) -> str:
    """A MEMORY.md of list items under headings, about 100 characters each."""
    random = Random(seed)
    lines = ["# Long-Term Memory"]
    for number in range(entries):
        if number % 20 == 0:
            lines += ["", f"## Topic {number // 20}", ""]
        lines.append(f"- {sentence(random, number)} {sentence(random, number + entries)[:30]}")
    return "\n".join([*lines, ""])


def promoted(entries: int, seed: int) -> str:
    """A MEMORY.md of dated sections of ten promotions, with their markers and numbers."""
    random, day = Random(seed), date(2025, 1, 1)
    lines = ["# Long-Term Memory"]
    for number in range(entries):
        if number % 10 == 0:
            day += timedelta(days=1)
            lines += ["", f"## Promoted From Short-Term Memory ({day})", ""]
        place = f"memory/{day}.md:{number % 10 + 3}"
        lines.append(f"<!-- openclaw-memory-promotion:memory:{place}:{number % 10 + 3} -->")
        numbers = f"[score=0.912 recalls=3 avg=0.950 source={place}-{number % 10 + 3}]"
        lines.append(f"- {sentence(random, number)} {numbers}")
    return "\n".join([*lines, ""])


def costs(folder: Path, content: str) -> Costs:
    """Measure one file; the folder holds a workspace, or nothing."""
    from markdown_it import MarkdownIt

    (folder / paths.MEMORY).write_text(content, "utf-8")
    desk = open_context(parse(["prune", "--workspace", str(folder)])).desk
    pruner = Pruner(desk, History(desk, lambda: NOW))
    markdown = _seconds(lambda: MarkdownIt("commonmark").parse(content))
    listing, again = _seconds(pruner.load), _seconds(pruner.load)
    rows = pruner.load().rows
    ids = {row.id: "" for row in rows[:: max(1, len(rows) // CUTS)]}
    return Costs(len(content), markdown, listing, again, _seconds(lambda: pruner.plan_cuts(ids)))


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def main() -> int:
    """Print the figures; 1 when listing takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {}
    for make in (promoted, by_hand):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "memory").mkdir()
            costs(Path(folder), make(FEW, options.seed + 1))  # imports, patterns
            found[make.__name__.replace("_", " ")] = costs(Path(folder), make(ENTRIES, options.seed))
    if options.json:
        print(json.dumps({name: one._asdict() for name, one in found.items()}, indent=2))
    else:
        print(
            f"| {ENTRIES:,} entries | characters | markdown-it-py | list | may take | again | {CUTS} cuts |"
        )
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for name, one in found.items():
            times = (one.markdown, one.listing, one.allowed, one.again, one.planning)
            print(f"| {name} | {one.characters:,} | {' | '.join(f'{each:.2f} s' for each in times)} |")
    return int(any(one.listing > one.allowed for one in found.values()))


if __name__ == "__main__":
    raise SystemExit(main())

"""What trying other settings costs, in CPU time, over a generated store: `python -m benchmarks.tuning`.

A key on the Tune tab scores every candidate anew and finds who passes. The baseline in the same run is
the engine's own ranking of the same store, whose result it must equal.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, Final

from benchmarks import stores
from benchmarks.dashboard import Row, markdown
from dreamtui.config.settings import Settings
from dreamtui.engine.claims import merge_claims
from dreamtui.engine.deep import rank
from dreamtui.engine.settings import Thresholds
from dreamtui.engine.tuning.columns import Columns, Trial
from dreamtui.engine.tuning.effect import Bench
from dreamtui.engine.tuning.histories import histories
from dreamtui.engine.tuning.replay import replay
from dreamtui.files.jsonfile import collector_paused
from dreamtui.files.state import open_state
from dreamtui.files.workspace import Workspace
from dreamtui.instants import DAY_MS, parse_instant
from dreamtui.model import PhaseSignal, RecallEntry
from dreamtui.review import rules, snapshot
from dreamtui.service.tuning import trial

ENTRIES: Final = 100_000
TARGET_MS: Final = 100


def rows(folder: Path, entries: int, times: int) -> Iterator[Row]:
    """Everything that is measured."""
    stores.build(folder, entries)
    workspace, settings = Workspace.open(folder), Settings()
    read = snapshot.read_snapshot(workspace, open_state(workspace))
    table, signals = read.state.recall.entries, read.state.phases.entries
    now_ms, usual = parse_instant(stores.NOW) or 0, trial(settings)
    with collector_paused():
        ranked = rank(table, signals, now_ms, usual.how, include_promoted=True)
        made, columns = cpu(lambda: Columns(ranked, table, signals, now_ms))
    yield Row(f"columns of {entries:,} candidates, once", made, "ms")
    weights = usual.how.weights
    tried: dict[str, Callable[[int], object]] = {
        "a threshold": lambda n: columns.rank(
            usual._replace(thresholds=usual.thresholds._replace(min_score=0.7 + n / 100))
        ),
        "a weight": lambda n: columns.rank(
            usual._replace(how=usual.how._replace(weights=weights._replace(recency=0.2 + n / 100)))
        ),
        "the half-life": lambda n: columns.rank(
            usual._replace(how=usual.how._replace(half_life_days=15.0 + n))
        ),
        "weights, all pass": lambda n: columns.rank(
            usual._replace(
                how=usual.how._replace(weights=weights._replace(recency=0.3 + n / 100)),
                thresholds=Thresholds(0.0, 0, 0, 1e9),
            )
        ),
    }
    for what, try_ in tried.items():
        found = [cpu(lambda n=n, try_=try_: try_(n))[0] for n in range(times)]  # type: ignore[misc]
        yield Row(f"{entries:,} scored anew, {what}", median(found), "ms", TARGET_MS)
    easier = usual._replace(thresholds=usual.thresholds._replace(min_score=0.75))
    bench = Bench(columns, rules.rules(settings, read))
    yield Row("who flips, texts looked for the first time", cpu(lambda: bench.effect(usual, easier))[0], "ms")
    yield Row("the same again", cpu(lambda: bench.effect(usual, easier))[0], "ms")
    yield from past(columns, table, signals, now_ms, usual)
    engine, wanted = cpu(lambda: rank(table, signals, now_ms, usual.how, include_promoted=False))
    yield Row("baseline: the engine ranks the store", engine, "ms")
    scores = columns.rank(usual).scores
    same = {one.entry.key: one.score for one in wanted} == dict(zip(columns.keys, scores, strict=True))
    yield Row("scores that differ from the engine's", 0 if same else 1, "", 0)


def past(
    columns: Columns,
    table: Mapping[str, RecallEntry],
    signals: Mapping[str, PhaseSignal],
    now_ms: int,
    usual: Trial,
) -> Iterator[Row]:
    """Thirty nights played again; that a text may be promoted is taken for granted."""
    nights = [now_ms - days * DAY_MS for days in range(30, 0, -1)]
    with collector_paused():
        made, whole = cpu(lambda: histories(merge_claims(table), [], UTC))
        yield Row(f"histories of {len(columns.keys):,} candidates, once", made, "ms")
        trials = {
            "as it is": usual,
            "a lower score": usual._replace(thresholds=usual.thresholds._replace(min_score=0.7)),
            "signals count": usual._replace(thresholds=usual.thresholds._replace(count_signals=True)),
            "all pass": usual._replace(thresholds=Thresholds(0.0, 0, 0, 1e9)),
        }
        for what, one in trials.items():
            took, _ = cpu(lambda one=one: replay(whole, signals, nights, one, lambda _: True))  # type: ignore[misc]
            yield Row(f"30 nights played again, {what}", took, "ms")


def cpu(act: Callable[[], Any]) -> tuple[float, Any]:
    """CPU milliseconds of an act, and what it gave."""
    before = process_time()
    result = act()
    return (process_time() - before) * 1000, result


def main() -> int:
    """Measure, print, and end with 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tuning", description=__doc__)
    parser.add_argument("--entries", type=int, default=ENTRIES, metavar="N")
    parser.add_argument("--times", type=int, default=7, metavar="K", help="keys a figure (default: 7)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dreamtui-bench-") as folder:
        results = list(rows(Path(folder), options.entries, options.times))
    print(markdown(results))
    return 1 if any(row.verdict == "over" for row in results) else 0


if __name__ == "__main__":
    sys.exit(main())

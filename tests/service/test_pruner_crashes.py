"""Killed between any two writes of a pruning: the next write finds nothing done, or all of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dreamtui import paths
from dreamtui.service.pruner import Pruner
from dreamtui.service.reviewer import Reviewer
from tests.service.reviewing import Bench
from tests.service.test_reviewer_crashes import _killed_at

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

MINE = b"# Mine\n\n- One.\n- Two.\n- Three.\n"
WRITES = range(5)
"""Before the first write, between any two, after the last: archive, MEMORY.md, events, ledger."""


def _pruner(reviewer: Reviewer) -> Pruner:
    return Pruner(reviewer.desk, reviewer.history)


def _prune(reviewer: Reviewer) -> None:
    pruner = _pruner(reviewer)
    pruner.apply(pruner.plan())


def _restore(reviewer: Reviewer) -> None:
    pruner = _pruner(reviewer)
    pruner.apply(pruner.plan_restoring(pruner.archived()))


def _undo(reviewer: Reviewer) -> None:
    _pruner(reviewer).undo()


def _again(bench: Bench, act: Callable[[Reviewer], None]) -> None:
    """As a command does it: what was half done is taken back first."""
    reviewer = bench.reviewer()
    _pruner(reviewer).recover()
    act(reviewer)


def _marked(base: Path) -> Bench:
    bench = Bench(base, MINE)
    pruner = _pruner(bench.reviewer())
    listing = pruner.load()
    pruner.stage(listing, [listing.rows[0].id, listing.rows[2].id])
    return bench


def _files(bench: Bench) -> tuple[bytes | None, bytes | None]:
    return bench.read(paths.MEMORY), (bench.read(paths.ARCHIVE) or b"").partition(b"## ")[0] or None


def test_the_kill_falls_between_the_writes(tmp_path: Path) -> None:
    order = [paths.ARCHIVE, paths.MEMORY, paths.EVENTS, paths.REVIEW_LOG]
    for number in WRITES:
        bench = _marked(tmp_path / str(number))
        before = bench.all()
        _killed_at(bench, number, _prune)
        after = bench.all()
        assert [path for path in order if after.get(path) != before.get(path)] == order[:number]


@pytest.mark.parametrize("number", WRITES)
def test_a_pruning_that_was_cut_short_is_made_whole_by_the_next(tmp_path: Path, number: int) -> None:
    bench = _marked(tmp_path)
    _killed_at(bench, number, _prune)
    pruner = _pruner(bench.reviewer())
    _again(bench, _prune)
    assert bench.read(paths.MEMORY) == b"# Mine\n\n- Two.\n"
    assert len(pruner.archived()) == 2
    assert not pruner.load().ledger.staged
    assert (bench.read(paths.EVENTS) or b"").count(b"dreamtui.memory.pruned") == 1
    assert pruner.undo()
    assert _files(bench) == (MINE, None)


@pytest.mark.parametrize("act", [_undo, _restore])
@pytest.mark.parametrize("number", WRITES)
def test_what_brings_back_is_made_whole_as_well(
    tmp_path: Path, number: int, act: Callable[[Reviewer], None]
) -> None:
    bench = _marked(tmp_path)
    _prune(bench.reviewer())
    pruned = bench.read(paths.MEMORY), bench.read(paths.ARCHIVE)
    _killed_at(bench, number, act)
    _pruner(bench.reviewer()).recover()
    if bench.read(paths.MEMORY) != MINE:
        _again(bench, act)
    assert _files(bench) == (MINE, None)
    assert _pruner(bench.reviewer()).redo() or _pruner(bench.reviewer()).undo()
    assert (bench.read(paths.MEMORY), bench.read(paths.ARCHIVE)) == pruned

"""Killed between any two writes, or kept from the lock: the next run ends as if nothing had been."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from dreamtui import paths
from dreamtui.errors import Locked
from dreamtui.files import promotion_lock, writing
from dreamtui.service.reviewer import Reviewer
from tests.service.reviewing import KEN, ROUTER, Bench, approve_and_apply, undo_all

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

MEMORIES = (None, b"# Mine\n\nText.\n")
WRITES = range(5)
"""Before the first write, between any two, after the last; none has more than four."""


def _killed_at(bench: Bench, number: int, act: Any) -> None:
    """Do something in a process of its own that is killed before its write of this number."""
    pid = os.fork()
    if pid == 0:
        done = 0
        carry_out = writing._carry_out

        def dying(*args: Any) -> None:
            nonlocal done
            if done == number:
                os.kill(os.getpid(), signal.SIGKILL)
            carry_out(*args)
            done += 1

        vars(writing)["_carry_out"] = dying
        try:
            act(bench.reviewer())
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    lock = bench.root / paths.LOCK
    if lock.exists():  # a minute goes by
        old = time.time() - 61
        os.utime(lock, (old, old))


def _apply(reviewer: Reviewer) -> None:
    reviewer.apply(reviewer.plan(reviewer.load()))


def _events(bench: Bench) -> list[str]:
    lines = (bench.read(paths.EVENTS) or b"").splitlines()
    return [json.loads(line)["type"] for line in lines]


def _bench(base: Path, memory: bytes | None) -> Bench:
    bench = Bench(base, memory)
    reviewer = bench.reviewer()
    reviewer.decide(reviewer.load(), "approve", [ROUTER, KEN])
    return bench


def test_the_kill_falls_between_the_writes(tmp_path: Path) -> None:
    seen, order = [], [paths.REVIEW_LOG, paths.MEMORY, paths.EVENTS, paths.RECALL_STORE]
    for number in WRITES:
        bench = _bench(tmp_path / str(number), None)
        before = bench.all()
        _killed_at(bench, number, _apply)
        after = bench.all()
        seen.append([path for path in order if after.get(path) != before.get(path)])
    assert seen == [order[:number] for number in WRITES]


@pytest.mark.parametrize("memory", MEMORIES)
@pytest.mark.parametrize("number", WRITES)
def test_a_write_that_was_cut_short_is_finished(tmp_path: Path, memory: bytes | None, number: int) -> None:
    whole = _bench(tmp_path / "whole", memory)
    first = whole.kept()
    _apply(whole.reviewer())
    cut = _bench(tmp_path / "cut", memory)
    _killed_at(cut, number, _apply)
    _apply(cut.reviewer())
    assert cut.kept() == whole.kept()
    assert _events(cut) == _events(whole) == ["memory.promotion.applied"]
    assert len(undo_all(cut.reviewer())) == 2
    assert cut.kept() == first


@pytest.mark.parametrize("memory", MEMORIES)
@pytest.mark.parametrize("number", WRITES)
def test_a_write_that_was_cut_short_can_be_undone(tmp_path: Path, memory: bytes | None, number: int) -> None:
    bench = _bench(tmp_path, memory)
    first = bench.kept()
    _killed_at(bench, number, _apply)
    undo_all(bench.reviewer())
    assert bench.kept() == first


@pytest.mark.parametrize("memory", MEMORIES)
@pytest.mark.parametrize("number", WRITES)
def test_an_undo_that_was_cut_short_is_finished(tmp_path: Path, memory: bytes | None, number: int) -> None:
    bench = _bench(tmp_path, memory)
    first = bench.kept()
    _apply(bench.reviewer())
    written = bench.kept()
    _killed_at(bench, number, lambda reviewer: reviewer.undo(reviewer.load()))
    reviewer = bench.reviewer()
    if reviewer.load().ledger.applications:
        assert reviewer.undo(reviewer.load())
    assert bench.kept() == first
    assert _events(bench) == ["memory.promotion.applied", "dreamtui.promotion.undone"]
    assert reviewer.redo(reviewer.load())
    assert bench.kept() == written


@pytest.mark.parametrize("number", WRITES)
def test_a_redo_that_was_cut_short_is_finished(tmp_path: Path, number: int) -> None:
    bench = _bench(tmp_path, b"# Mine\n")
    first = bench.kept()
    _apply(bench.reviewer())
    written = bench.kept()
    reviewer = bench.reviewer()
    assert reviewer.undo(reviewer.load())
    _killed_at(bench, number, lambda again: again.redo(again.load()))
    _apply(reviewer)
    assert bench.kept() == written
    undo_all(reviewer)
    assert bench.kept() == first


def test_a_decision_survives_the_kill_that_follows_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    pid = os.fork()
    if pid == 0:
        reviewer = bench.reviewer()
        try:
            reviewer.decide(reviewer.load(), "approve", [ROUTER])
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    assert [row.key for row in bench.reviewer().load().approved()] == [ROUTER]


def test_whoever_holds_the_lock_keeps_writes_out_but_no_decision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = _bench(tmp_path, None)
    reviewer = bench.reviewer()
    plan = reviewer.plan(reviewer.load())
    defaults = "dreamtui.files.promotion_lock.promotion_lock.__wrapped__.__defaults__"
    monkeypatch.setattr(defaults, (promotion_lock.wall_clock_ms, 0.1))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        (bench.root / paths.LOCK).write_text(f"{other.pid}:{promotion_lock.wall_clock_ms()}")
        before = bench.all()
        with pytest.raises(Locked):
            reviewer.apply(plan)
        assert bench.all() == before
        reviewer.decide(reviewer.load(), "defer", [KEN])
        other.kill()
    (bench.root / paths.LOCK).unlink()
    _apply(reviewer)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        (bench.root / paths.LOCK).write_text(f"{other.pid}:{promotion_lock.wall_clock_ms()}")
        before = bench.all()
        with pytest.raises(Locked):
            reviewer.undo(reviewer.load())
        assert bench.all() == before
        other.kill()


def test_two_processes_that_write_at_once_write_each_entry_once(tmp_path: Path) -> None:
    bench = _bench(tmp_path, b"# Mine\n")
    first = bench.kept()
    children = []
    for _ in range(4):
        pid = os.fork()
        if pid == 0:
            try:
                _apply(bench.reviewer())
            finally:
                os._exit(0)
        children.append(pid)
    for pid in children:
        os.waitpid(pid, 0)
    raw = bench.read(paths.MEMORY) or b""
    assert raw.count(b"openclaw-memory-promotion:") == 2
    undo_all(bench.reviewer())
    assert bench.kept() == first


def test_many_decisions_at_once_are_all_kept(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    children = []
    for _ in range(4):
        pid = os.fork()
        if pid == 0:
            try:
                reviewer = bench.reviewer()
                queue = reviewer.load()
                for number in range(25):
                    queue = reviewer.decide(queue, "defer", [ROUTER], reason=f"{os.getpid()} {number}")
            finally:
                os._exit(0)
        children.append(pid)
    for pid in children:
        os.waitpid(pid, 0)
    said = bench.reviewer().load().ledger
    assert (len(said.undoable), said.broken) == (100, 0)


def test_a_copy_of_memory_is_kept_before_each_write(tmp_path: Path) -> None:
    bench = Bench(tmp_path, b"# Mine\n")
    reviewer = bench.reviewer()
    approve_and_apply(reviewer, ROUTER)
    (application,) = reviewer.load().ledger.applications
    assert application.backup
    assert bench.read(application.backup) == b"# Mine\n"

from __future__ import annotations

import os
import signal
from pathlib import Path
from threading import Event

import pytest

from dreamtui import paths
from dreamtui.engine.sweep import Progress
from dreamtui.model import Phase
from dreamtui.service import apart, attempts
from dreamtui.service.sweeper import Cancelled
from dreamtui.tui.messages import SweepEnded, SweepStep
from dreamtui.tui.sweeping import sweep
from tests.service.reviewing import NOW, Bench


def _count(number: int, *, progress: Progress) -> tuple[int, int]:
    print("what is printed is no answer")
    for at in range(number):
        progress("light", f"step {at}")
    return number, os.getpid()


def _remember(path: Path, *, progress: Progress) -> None:
    try:
        _count(3, progress=progress)
    except Cancelled:
        path.write_text("cancelled", "utf-8")


def _end(*, progress: Progress) -> None:
    progress("deep", "ending")
    os.kill(os.getpid(), signal.SIGTERM)


def test_another_process_works_and_every_step_is_told_here() -> None:
    told: list[tuple[Phase, str]] = []
    number, pid = apart.do(_count, 3, progress=lambda phase, doing: told.append((phase, doing)))
    assert told == [("light", "step 0"), ("light", "step 1"), ("light", "step 2")]
    assert number == 3
    assert pid != os.getpid()


def test_who_stops_it_waits_until_it_has_ended(tmp_path: Path) -> None:
    def stop(_phase: Phase, doing: str) -> None:
        if doing == "step 1":
            raise KeyError(doing)

    with pytest.raises(KeyError, match="step 1"):
        apart.do(_remember, tmp_path / "said", progress=stop)
    assert (tmp_path / "said").read_text("utf-8") == "cancelled"


def test_a_process_that_was_ended_is_told() -> None:
    with pytest.raises(apart.Broken, match="taken back by the next write"):
        apart.do(_end, progress=lambda _phase, _doing: None)


def test_nothing_is_imported_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit", "utf-8")
    (tmp_path / "dreamtui").mkdir()
    (tmp_path / "dreamtui" / "__init__.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert apart.do(_count, 0, progress=lambda _phase, _doing: None)[0] == 0


def test_a_sweep_that_is_stopped_leaves_everything_as_it_was(tmp_path: Path) -> None:
    bench, cancel, told = Bench(tmp_path), Event(), list[object]()
    desk, before = bench.reviewer().desk, bench.all()

    def post(message: object) -> None:
        told.append(message)
        if isinstance(message, SweepStep) and message.phase == "deep":
            cancel.set()

    sweep(desk, NOW, cancel, post, "key")
    ended = told[-1]
    assert isinstance(ended, SweepEnded)
    assert (ended.told, ended.bad) == ("sweep cancelled: nothing was written", False)
    assert bench.all() == before
    assert [left.outcome for left in attempts.attempts(desk)] == ["cancelled"]


def test_a_sweep_that_fails_says_why(tmp_path: Path) -> None:
    bench, told = Bench(tmp_path), list[object]()
    bench.write(paths.RECALL_STORE, b"{")
    sweep(bench.reviewer().desk, NOW, Event(), told.append, "key")
    (ended,) = told
    assert isinstance(ended, SweepEnded)
    assert ended.bad
    assert ended.told.startswith(f"sweep failed: {paths.RECALL_STORE}")

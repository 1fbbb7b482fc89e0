from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamtui import paths
from dreamtui.errors import BadInput
from dreamtui.files import events
from dreamtui.model import Phase
from dreamtui.service import attempts, sweeper
from dreamtui.service.attempts import Attempt
from dreamtui.service.desk import Desk
from tests.service.reviewing import NOW, Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def _desk(bench: Bench) -> Desk:
    return bench.reviewer().desk


def _log(bench: Bench) -> list[events.Record]:
    return events.parse(bench.read(paths.EVENTS) or b"").records


def test_a_sweep_says_what_set_it_going_and_how_long_it_took(bench: Bench) -> None:
    sweeper.run(_desk(bench), NOW, promote=False, trigger="schedule")
    done = _log(bench)[-1]
    assert (done["type"], done["trigger"]) == ("dreamtui.sweep.completed", "schedule")
    assert done["timestamp"] == "2026-04-11T03:00:00.000Z"
    assert isinstance(done["durationMs"], int)
    assert {"ingested", "staged", "reflected", "ranked", "passing", "promoted"} <= done.keys()
    assert attempts.attempts(_desk(bench)) == []


def test_a_preview_knows_of_no_duration(bench: Bench) -> None:
    plan = sweeper.preview(_desk(bench), NOW)
    (log,) = (write for write in plan.writes if write.path == paths.EVENTS)
    done = events.parse(log.after or b"").records[-1]
    assert done["trigger"] == "command"
    assert "durationMs" not in done


def test_a_sweep_that_fails_leaves_a_line_outside_the_workspace(bench: Bench) -> None:
    bench.write(paths.RECALL_STORE, b"{")
    before = sorted((path, path.is_file() and path.read_bytes()) for path in bench.root.rglob("*"))
    with pytest.raises(BadInput):
        sweeper.run(_desk(bench), NOW, promote=False, trigger="schedule")
    assert sorted((path, path.is_file() and path.read_bytes()) for path in bench.root.rglob("*")) == before
    (left,) = attempts.attempts(_desk(bench))
    assert (left.at_ms, left.trigger, left.outcome) == (NOW, "schedule", "failed")
    assert left.why.startswith(paths.RECALL_STORE)


@pytest.mark.parametrize("how", [sweeper.Cancelled, KeyboardInterrupt])
def test_a_cancelled_sweep_leaves_a_line(how: type[BaseException], bench: Bench) -> None:
    def step(_phase: Phase, _doing: str) -> None:
        raise how

    with pytest.raises(how):
        sweeper.run(_desk(bench), NOW, promote=False, trigger="key", progress=step)
    (left,) = attempts.attempts(_desk(bench))
    assert (left.trigger, left.outcome, left.why) == ("key", "cancelled", "")
    assert not (bench.root / paths.EVENTS).exists()


def test_what_is_no_line_of_this_workspace_is_passed_over(bench: Bench) -> None:
    desk = _desk(bench)
    line = {"at": "2026-04-10T03:00:00.000Z", "workspace": str(bench.root), "outcome": "failed", "new": [1]}
    others = [{**line, "workspace": "/elsewhere"}, {**line, "outcome": "?"}, {**line, "at": 7}, [1], 5]
    told = [json.dumps(one).encode() for one in (*others, line)]
    attempts.place(desk).parent.mkdir(parents=True, exist_ok=True)
    attempts.place(desk).write_bytes(b"\n".join([b"\xff{", b"[" * 9999, *told]))
    at_ms = NOW - 86_400_000
    assert attempts.attempts(desk) == [Attempt(at_ms, None, "failed", "", None)]


def test_the_older_half_is_dropped_when_it_grows(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "MOST", 2_000)
    desk = _desk(bench)
    for number in range(40):
        attempts.remember(desk, Attempt(NOW + number, "key", "failed", "x" * 20, 5))
    kept = attempts.attempts(desk)
    assert kept[-1].at_ms == NOW + 39
    assert [one.at_ms for one in kept] == sorted(one.at_ms for one in kept)
    assert attempts.place(desk).stat().st_size < 2_300


def test_where_it_cannot_be_remembered_the_reason_is_still_told(bench: Bench) -> None:
    desk = _desk(bench)
    attempts.place(desk).mkdir(parents=True)
    bench.write(paths.RECALL_STORE, b"{")
    with pytest.raises(BadInput, match="short-term-recall"):
        sweeper.run(desk, NOW, promote=False)
    assert attempts.attempts(desk) == []


def test_at_a_pretended_instant_nothing_is_measured_or_remembered(bench: Bench) -> None:
    sweeper.run(_desk(bench), NOW, promote=False, live=False)
    assert "durationMs" not in _log(bench)[-1]
    bench.write(paths.RECALL_STORE, b"{")
    with pytest.raises(BadInput):
        sweeper.run(_desk(bench), NOW, promote=False, live=False)
    assert attempts.attempts(_desk(bench)) == []

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamtui import paths
from dreamtui.errors import BadInput
from dreamtui.files.log_tail import Broken, count_broken, last_runs, lines_backwards
from dreamtui.files.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "memory/.dreams").mkdir(parents=True)
    return Workspace.open(tmp_path)


def log(workspace: Workspace, content: bytes) -> Path:
    path = workspace.root / paths.EVENTS
    path.write_bytes(content)
    return path


def completed(phase: str, stamp: str) -> bytes:
    record = {"type": "memory.dream.completed", "timestamp": stamp, "phase": phase, "lineCount": 5}
    return json.dumps(record).encode() + b"\n"


@pytest.mark.parametrize("block", [1, 2, 3, 5, 7, 100])
@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"a", b"a\n", b"a\nbcd\n\ne", "ä\nöü\n日本\n".encode(), b"\n\na\r\nb"]
)
def test_lines_come_last_first_whatever_the_block(workspace: Workspace, raw: bytes, block: int) -> None:
    log(workspace, raw)
    found = list(lines_backwards(workspace, paths.EVENTS, block=block))
    assert found == list(reversed(raw.split(b"\n")))


def test_only_whole_lines_of_the_tail_are_told(workspace: Workspace) -> None:
    log(workspace, b"first\nsecond\nthird\n")
    assert list(lines_backwards(workspace, paths.EVENTS, most=10)) == [b"", b"third"]
    assert list(lines_backwards(workspace, paths.EVENTS, most=3)) == [b""]


def test_the_last_run_of_each_phase(workspace: Workspace) -> None:
    promoted = b'{"type":"memory.promotion.applied","timestamp":"t3","applied":2}\n'
    log(
        workspace,
        completed("light", "t1")
        + completed("rem", "t1")
        + completed("light", "t2")
        + promoted
        + b'{"type":"memo',
    )
    runs = last_runs(workspace)
    assert {phase: run["timestamp"] for phase, run in runs.phases.items()} == {"light": "t2", "rem": "t1"}
    assert runs.promotion is not None
    assert runs.promotion["applied"] == 2


def applied(stamp: str, *keys: str) -> bytes:
    told = [{"key": key} for key in keys]
    record = {"type": "memory.promotion.applied", "timestamp": stamp, "applied": len(keys)}
    return json.dumps(record | {"candidates": told}).encode() + b"\n"


def undone(stamp: str, *keys: str) -> bytes:
    record = {"type": "dreamtui.promotion.undone", "timestamp": stamp, "keys": keys}
    return json.dumps(record).encode() + b"\n"


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        ([applied("t1", "a"), applied("t2", "b", "c"), undone("t3", "b", "c")], ("t1", 1)),
        ([applied("t1", "a"), applied("t2", "b", "c"), undone("t3", "b")], ("t2", 1)),
        ([applied("t1", "a"), undone("t2", "a")], None),
        ([applied("t1", "a"), applied("t2", "b"), undone("t3", "b"), undone("t4", "a")], None),
        ([applied("t1", "a"), undone("t2", "a"), applied("t3", "a")], ("t3", 1)),
        ([applied("t1", "a"), undone("t2", "a"), applied("t3", "a"), undone("t4", "a")], None),
        ([applied("t1", "a"), undone("t2")], ("t1", 1)),
        ([applied("t1", "a"), b'{"type":"dreamtui.promotion.undone","keys":[[]]}\n'], ("t1", 1)),
    ],
)
def test_what_was_taken_back_is_no_last_promotion(
    workspace: Workspace, lines: list[bytes], last: tuple[str, int] | None
) -> None:
    log(workspace, b"".join(lines))
    found = last_runs(workspace).promotion
    assert (found and (found["timestamp"], found["applied"])) == last


def test_lines_that_only_speak_of_a_run_are_none(workspace: Workspace) -> None:
    log(
        workspace,
        b'{"type":"x","query":"memory.dream.completed"}\n["memory.dream.completed"]\nmemory.dream.completed\n',
    )
    assert last_runs(workspace) == ({}, None)


def test_a_huge_log_is_not_read_as_a_whole(workspace: Workspace) -> None:
    path = workspace.root / paths.EVENTS
    with path.open("wb") as file:
        file.truncate(1 << 38)  # a hole, which takes no space on the disk but would in memory
        file.seek(1 << 38)
        file.write(b"\n" + completed("light", "t") + completed("rem", "t"))
    assert set(last_runs(workspace).phases) == {"light", "rem"}


def test_broken_lines_are_counted(workspace: Workspace) -> None:
    log(workspace, b'{"a":1}\n{broken\n\n[1]\n{"b":2}\n{"cut')
    assert count_broken(workspace, paths.EVENTS) == Broken(3, 2)
    assert count_broken(workspace, paths.EVENTS, most=14) == Broken(1, None)


def test_a_log_that_is_none(workspace: Workspace) -> None:
    assert last_runs(workspace) == ({}, None)
    assert count_broken(workspace, paths.EVENTS) == Broken(0, None)
    (workspace.root / paths.EVENTS).mkdir()
    with pytest.raises(BadInput, match=r"events\.jsonl: is not a regular file"):
        last_runs(workspace)

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamtui import paths
from dreamtui.errors import BadInput
from dreamtui.files import log_follow
from dreamtui.files.log_follow import Follower
from dreamtui.files.workspace import Workspace


def _wanted(line: bytes) -> bool:
    return b'"x"' in line


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / paths.EVENTS
    file.parent.mkdir(parents=True)
    return file


def _follower(log: Path, most: int = 1 << 20) -> Follower:
    return Follower(Workspace(log.parents[2]), paths.EVENTS, _wanted, most)


def _add(log: Path, *lines: object) -> None:
    with log.open("ab") as file:
        file.write(b"".join(json.dumps(line).encode() + b"\n" for line in lines))


def test_what_is_appended_comes_on_top_of_what_was_there(log: Path) -> None:
    follower = _follower(log)
    assert follower.read() == log_follow.Followed()
    _add(log, {"type": "x"}, [1])
    assert [line.record for line in follower.read().lines] == [{"type": "x"}, None]
    _add(log, {"type": "y"}, {"type": "x", "n": 2})
    found = follower.read()
    assert [line.record and line.record["type"] for line in found.lines] == ["x", None, "y", "x"]
    assert [line.at for line in found.lines] == [0, 14, 18, 32]
    assert found.records == ({"type": "x"}, {"type": "x", "n": 2})
    assert found.size == log.stat().st_size


def test_only_what_is_new_is_read(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _add(log, *({"type": "x", "n": n} for n in range(50)))
    follower = _follower(log)
    follower.read()
    parsed: list[bytes] = []
    monkeypatch.setattr(log_follow, "_record", lambda raw: parsed.append(raw))
    _add(log, {"type": "y"})
    follower.read()
    assert [raw for raw in parsed if raw] == [b'{"type": "y"}']


def test_a_line_that_is_still_being_written_waits_for_its_end(log: Path) -> None:
    follower = _follower(log)
    log.write_bytes(b'{"type": "x"}\n{"type":')
    assert len(follower.read().lines) == 1
    with log.open("ab") as file:
        file.write(b' "y"}\n')
    assert [line.at for line in follower.read().lines] == [0, 14]


def test_a_last_line_without_an_end_is_shown_when_it_is_whole(log: Path) -> None:
    log.write_bytes(b'{"type": "x"}')
    follower = _follower(log)
    assert len(follower.read().records) == 1
    _add(log)
    assert len(follower.read().records) == 1
    with log.open("ab") as file:
        file.write(b'\n{"type": "x"}\n')
    assert len(follower.read().records) == 2


@pytest.mark.parametrize("new", [b"", b'{"type": "z"}\n', b'{"type": "z"}\n' * 50])
def test_a_log_that_was_replaced_is_read_anew(new: bytes, log: Path) -> None:
    follower = _follower(log)
    _add(log, *({"type": "x", "n": n} for n in range(5)))
    follower.read()
    log.write_bytes(new)
    found = follower.read()
    assert {line.raw for line in found.lines} == {line for line in new.split(b"\n") if line}
    assert found.records == ()


def test_a_log_that_goes_away_is_empty(log: Path) -> None:
    follower = _follower(log)
    _add(log, {"type": "x"})
    follower.read()
    log.unlink()
    assert follower.read().lines == ()


def test_of_a_large_log_the_end_is_read(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_follow, "KEPT", 10)
    _add(log, *({"type": "x" if n % 7 == 0 else "y", "n": n} for n in range(1000)))
    found = _follower(log, most=4_000).read()
    assert found.begin == log.stat().st_size - 4_000
    assert [line.record["n"] for line in found.lines if line.record][-10:] == list(range(990, 1000))
    numbers = [record["n"] for record in found.records]
    assert numbers == [n for n in range(numbers[0], 1000) if n % 7 == 0]
    assert len(numbers) > 10


def test_a_folder_in_its_place_is_told(log: Path) -> None:
    log.mkdir()
    with pytest.raises(BadInput, match=r"events\.jsonl"):
        _follower(log).read()


@settings(max_examples=40)
@given(st.lists(st.binary(max_size=30), min_size=1, max_size=8))
def test_reading_piece_by_piece_is_reading_at_once(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]
) -> None:
    log = tmp_path_factory.mktemp("log") / paths.EVENTS
    log.parent.mkdir(parents=True)
    follower = _follower(log)
    for piece in pieces:
        with log.open("ab") as file:
            file.write(piece)
        found = follower.read()
    assert found == _follower(log).read()

"""Pipes, devices, sockets and folders where files are expected: never opened, so nothing waits for ever."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dreamtui import paths
from dreamtui.config.reading import read_text
from dreamtui.errors import BadInput
from dreamtui.files.promotion_lock import promotion_lock
from dreamtui.files.transcripts import list_transcripts
from dreamtui.files.workspace import Workspace
from tests.home import Home, message
from tests.hostile.malformed import SPECIAL

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs pipes and devices in folders")


@pytest.mark.parametrize("kind", SPECIAL)
def test_settings_are_read_from_files_only(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "settings"
    SPECIAL[kind](path)
    with pytest.raises(BadInput, match=r"file|links"):
        read_text(path)


def test_settings_may_be_nothing_at_all() -> None:
    assert read_text(Path(os.devnull)) == ""


@pytest.mark.parametrize("kind", SPECIAL)
def test_the_list_of_sessions_is_read_from_a_file_only(kind: str, home: Home) -> None:
    home.transcript("s1.jsonl", [message("hello")])
    SPECIAL[kind](home.sessions / "sessions.json")
    (found,) = list_transcripts(home.sessions, "main")
    assert found.session_keys == ()


@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize("command", ["status", "doctor", "sweep", "promote --apply"])
def test_no_lock_is_anything_but_a_file(kind: str, command: str, home: Home) -> None:
    lock = home.workspace / paths.LOCK
    lock.parent.mkdir()
    SPECIAL[kind](lock)
    os.utime(lock, (1, 1), follow_symlinks=False)
    ran = home.run(command)
    assert ran.status in ((0, 1) if command in ("status", "doctor") else (0, 2))
    assert lock.is_symlink() or lock.exists()


def test_folders_made_for_a_lock_go_with_it(tmp_path: Path) -> None:
    with promotion_lock(Workspace(tmp_path)):
        assert (tmp_path / paths.LOCK).exists()
    assert list(tmp_path.iterdir()) == []


def test_folders_made_for_a_lock_stay_when_they_are_used(tmp_path: Path) -> None:
    with promotion_lock(Workspace(tmp_path)):
        (tmp_path / paths.EVENTS).write_bytes(b"{}\n")
    assert [path.name for path in (tmp_path / "memory/.dreams").iterdir()] == ["events.jsonl"]


def test_the_folder_of_a_lock_may_go_while_one_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open
    gone = iter([True, False])

    def open_after_it_went(path: str, *more: int) -> int:
        if str(path).endswith(".lock") and next(gone):
            Path(path).parent.rmdir()
        return opened(path, *more)

    monkeypatch.setattr(os, "open", open_after_it_went)
    with promotion_lock(Workspace(tmp_path)):
        assert (tmp_path / paths.LOCK).exists()


def test_a_lock_in_a_place_that_is_no_folder_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "memory").write_bytes(b"")
    monkeypatch.setattr("dreamtui.files.promotion_lock.time.sleep", lambda _s: pytest.fail("it waited"))
    with pytest.raises(BadInput, match=r"memory/\.dreams"), promotion_lock(Workspace(tmp_path)):
        pass

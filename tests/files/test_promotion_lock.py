import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dreamtui import paths
from dreamtui.errors import BadInput, Locked
from dreamtui.files.workspace import Workspace
from dreamtui.files.writing import promotion_lock


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture(scope="module")
def dead_pid() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def leave(workspace: Workspace, content: str, age_seconds: float) -> Path:
    path = workspace.root / paths.LOCK
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    then = time.time() - age_seconds
    os.utime(path, (then, then))
    return path


def test_the_lock_is_there_while_held_and_gone_after(workspace: Workspace) -> None:
    path = workspace.root / paths.LOCK
    with promotion_lock(workspace, now=lambda: 1_795_193_700_000):
        assert path.read_text() == f"{os.getpid()}:1795193700000"
    assert not path.exists()
    with pytest.raises(KeyError), promotion_lock(workspace):
        raise KeyError
    assert not path.exists()


def test_a_held_lock_is_waited_for_and_then_told(workspace: Workspace) -> None:
    path = leave(workspace, f"{os.getppid()}:1", 3600)
    started = time.monotonic()
    with pytest.raises(Locked) as caught, promotion_lock(workspace, wait_seconds=0.2):
        pytest.fail("entered")
    assert time.monotonic() - started >= 0.2
    message = str(caught.value)
    assert message.startswith(f"{paths.LOCK} is held by process {os.getppid()}; nothing was changed: ")
    assert f"remove {path}" in message
    assert "\n" not in message
    assert path.read_text() == f"{os.getppid()}:1"


def test_a_lock_that_is_released_meanwhile_is_taken(workspace: Workspace) -> None:
    path = leave(workspace, f"{os.getppid()}:1", 0)
    timer = threading.Timer(0.15, path.unlink)
    timer.start()
    with promotion_lock(workspace, wait_seconds=5):
        assert path.read_text().startswith(f"{os.getpid()}:")
    timer.join()


def test_a_lock_left_by_a_dead_process_is_taken_over(workspace: Workspace, dead_pid: int) -> None:
    path = leave(workspace, f"{dead_pid}:1", 61)
    with promotion_lock(workspace, wait_seconds=0):
        assert path.read_text().startswith(f"{os.getpid()}:")
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("content", ["", "junk", "0:1", "-5:1", "\u00b2:1", f"{10**30}:1"])
def test_an_old_lock_of_nobody_is_taken_over(workspace: Workspace, content: str) -> None:
    path = leave(workspace, content, 61)
    with promotion_lock(workspace, wait_seconds=0):
        assert path.read_text().startswith(f"{os.getpid()}:")


@pytest.mark.parametrize("content", ["", "junk"])
def test_a_young_lock_is_never_taken_over(workspace: Workspace, dead_pid: int, content: str) -> None:
    for left in (content, f"{dead_pid}:1"):
        leave(workspace, left, 50)
        with pytest.raises(Locked), promotion_lock(workspace, wait_seconds=0):
            pytest.fail("entered")


def test_a_lock_left_under_our_own_pid_by_an_earlier_boot_is_taken_over(workspace: Workspace) -> None:
    leave(workspace, f"{os.getpid()}:1", 61)
    with promotion_lock(workspace, wait_seconds=0):
        pass


def test_our_own_lock_is_never_taken_from_ourselves(workspace: Workspace) -> None:
    path = workspace.root / paths.LOCK
    with promotion_lock(workspace):
        os.utime(path, (1, 1))
        with pytest.raises(Locked), promotion_lock(workspace, wait_seconds=0):
            pytest.fail("entered")


def test_a_lock_that_is_no_longer_ours_is_left_alone(workspace: Workspace) -> None:
    path = workspace.root / paths.LOCK
    with promotion_lock(workspace):
        path.write_text("4711:1")
    assert path.read_text() == "4711:1"


def test_only_one_of_many_enters_at_a_time(workspace: Workspace, dead_pid: int) -> None:
    leave(workspace, f"{dead_pid}:1", 61)
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        with promotion_lock(workspace):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8


def test_what_stands_in_the_way_of_a_lock_is_told(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / paths.LOCK).mkdir(parents=True)
    with pytest.raises(BadInput, match="regular file"), promotion_lock(workspace, wait_seconds=0):
        pytest.fail("entered")
    (tmp_path / paths.LOCK).rmdir()
    (tmp_path / paths.LOCK).symlink_to("nowhere")
    with pytest.raises(BadInput, match="regular file"), promotion_lock(workspace, wait_seconds=0):
        pytest.fail("entered")


def test_a_lock_folder_outside_is_refused(
    workspace: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (workspace.root / "memory").symlink_to(outside)
    with pytest.raises(BadInput, match="leads out"), promotion_lock(workspace):
        pytest.fail("entered")
    assert list(outside.iterdir()) == []


def test_a_full_disk_leaves_no_lock(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dreamtui.files.promotion_lock.os.fdopen", full)
    with (
        pytest.raises(BadInput, match=r"\(no space left on device\).*free some space"),
        promotion_lock(workspace),
    ):
        pytest.fail("entered")
    assert not (workspace.root / paths.LOCK).exists()

"""Ended before any call that changes something on the disk: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import errno
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from dreamtui import paths
from dreamtui.errors import BadInput, DreamtuiError
from dreamtui.files import promotion_lock, staging, writing
from dreamtui.service.pruner import Pruner
from tests.service.reviewing import Bench

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

MINE = b"# Mine\n\n- Same.\n- Two.\n- Same.\n"
STRIDE = 1 if os.environ.get("DREAMTUI_EXAMPLES") == "new" else 4
"""Every one of the calls is looked at where new examples are sought, else every fourth."""
CALLS = ("replace", "link", "unlink", "fsync", "mkdir", "rmdir", "truncate")


def _pruner(bench: Bench) -> Pruner:
    reviewer = bench.reviewer()
    return Pruner(reviewer.desk, reviewer.history)


def _prune(pruner: Pruner) -> None:
    listing = pruner.load()
    pruner.apply(pruner.plan_cuts({row.id: "" for row in listing.rows if row.entry.text == "Same."}))


def _restore(pruner: Pruner) -> None:
    pruner.apply(pruner.plan_restoring(pruner.archived()[:1]))


def _restore_all(pruner: Pruner) -> None:
    pruner.apply(pruner.plan_restoring(pruner.archived()))


def _undo(pruner: Pruner) -> None:
    pruner.undo()


def _redo(pruner: Pruner) -> None:
    pruner.redo()


STORIES: dict[str, tuple[tuple[Callable[[Pruner], None], ...], Callable[[Pruner], None]]] = {
    "prune": ((), _prune),
    "restore": ((_prune,), _restore),
    "restore all": ((_prune,), _restore_all),
    "prune again": ((_prune, _restore), _prune),
    "undo of prune": ((_prune,), _undo),
    "undo of restore": ((_prune, _restore_all), _undo),
    "redo of prune": ((_prune, _undo), _redo),
}


@contextmanager
def _each_call(before: Callable[[int], None]) -> Iterator[None]:
    """Let something happen before each call that changes the disk, which is given its number."""
    numbers = count()

    def counted(real: Callable[..., Any]) -> Any:
        def call(*args: Any, **more: Any) -> Any:
            before(next(numbers))
            return real(*args, **more)

        return call

    class File(io.FileIO):
        def write(self, data: Any) -> int:
            before(next(numbers))
            return super().write(data)

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, counted(getattr(os, name)))
        patch.setattr(staging, "FileIO", File)
        patch.setattr(writing, "FileIO", File)
        yield


def _killed_at(bench: Bench, number: int, act: Callable[[Pruner], None]) -> bool:
    """Do it in a process that is killed before its call of this number; whether it came to that."""
    pid = os.fork()
    if pid == 0:

        def die(at: int) -> None:
            if at == number:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            with _each_call(die):
                act(_pruner(bench))
        finally:
            os._exit(0)
    _, status = os.waitpid(pid, 0)
    lock = bench.root / paths.LOCK
    if lock.exists():  # a minute goes by
        old = time.time() - 61
        os.utime(lock, (old, old))
    return os.WIFSIGNALED(status)


def _told(bench: Bench) -> tuple[Any, ...]:
    """What must agree: MEMORY.md, what lies in the archive, what the ledger holds for pruned and done."""
    pruner = _pruner(bench)
    said = pruner.history.ledger.read()
    archived = [(one.raw, one.origin.start) for one in pruner.archived()]
    done = [step.kind for ident in said.undoable if (step := said.steps[ident])]
    return bench.read(paths.MEMORY), archived, sorted(said.pruned), done, len(said.redoable)


def _story(base: Path, name: str) -> tuple[Bench, Path, Callable[[Pruner], None]]:
    before, act = STORIES[name]
    bench = Bench(base, MINE)
    for step in before:
        step(_pruner(bench))
    copy = base / "copy"
    shutil.copytree(bench.root, copy)
    return bench, copy, act


def _again(bench: Bench, copy: Path) -> None:
    shutil.rmtree(bench.root)
    shutil.copytree(copy, bench.root)


@pytest.mark.parametrize("name", STORIES)
def test_killed_before_any_call_it_is_done_or_is_not(tmp_path: Path, name: str) -> None:
    bench, copy, act = _story(tmp_path, name)
    before = _told(bench)
    act(_pruner(bench))
    after = _told(bench)
    seen = set()
    for number in count(0, 1 if name == "prune" else STRIDE):
        _again(bench, copy)
        if not _killed_at(bench, number, act):
            break
        _pruner(bench).recover()
        came_to = _told(bench)
        assert came_to in (before, after), number
        seen.add(came_to == after)
        if came_to == before:
            act(_pruner(bench))
            assert _told(bench) == after, number
    assert number > 20
    assert seen == {False, True}


def test_what_takes_back_may_itself_be_killed_anywhere(tmp_path: Path) -> None:
    bench, copy, act = _story(tmp_path, "prune again")
    before = _told(bench)

    def take_back(pruner: Pruner) -> None:
        pruner.recover()

    seen = 0
    for number in count(STRIDE, 2 * STRIDE):
        _again(bench, copy)
        if not _killed_at(bench, number, act):
            break
        for second in count(0, STRIDE):
            halfway = (bench.root / paths.UNFINISHED).exists()
            if not halfway or not _killed_at(bench, second, take_back):
                break
            seen += 1
            _pruner(bench).recover()
            assert _told(bench) == before, (number, second)
            _again(bench, copy)
            assert _killed_at(bench, number, act)
    assert seen > 3


@pytest.mark.parametrize(
    ("name", "code"), [*((name, errno.ENOSPC) for name in STORIES), ("prune", errno.EROFS)]
)
def test_a_disk_that_fails_at_any_call_changes_nothing(tmp_path: Path, name: str, code: int) -> None:
    bench, copy, act = _story(tmp_path, name)
    before = _told(bench)
    refused = 0
    for good in count(0, 1 if name == "prune" else STRIDE):
        _again(bench, copy)
        failed = False

        def fail(at: int, good: int = good) -> None:
            nonlocal failed
            if at == good:
                failed = True
                raise OSError(code, os.strerror(code))

        pruner = _pruner(bench)
        told: DreamtuiError | None = None
        with _each_call(fail):
            try:
                act(pruner)
            except DreamtuiError as error:
                told = error
        if not failed:
            break
        if told is not None:
            refused += 1
            assert isinstance(told, BadInput), good
            assert "\n" not in str(told)
            assert os.strerror(code).lower() in str(told).lower()
            assert "nothing was changed" in str(told), str(told)
            assert _told(bench) == before, good
            assert not [path for path in bench.all() if path.endswith(".tmp")], good
    assert refused > 2


def _refused(bench: Bench, message: str) -> None:
    """Pruning and bringing back are refused in one line, and nothing changes."""
    before = bench.all()
    with pytest.raises(DreamtuiError, match=message) as told:
        _prune(_pruner(bench))
    assert "\n" not in str(told.value)
    assert bench.all() == before


def test_an_archive_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    bench = Bench(tmp_path, MINE)
    bench.write("memory/archive", b"mine")
    _refused(bench, r"memory/archive.*nothing was changed")


def test_an_archive_that_is_a_folder_is_named(tmp_path: Path) -> None:
    bench = Bench(tmp_path, MINE)
    (bench.root / paths.ARCHIVE).mkdir(parents=True)
    _refused(bench, r"MEMORY-pruned\.md.*nothing was changed")


@pytest.mark.parametrize("kind", ["folder", "file", "nowhere"])
def test_an_archive_that_leads_out_of_the_workspace_is_not_written_through(tmp_path: Path, kind: str) -> None:
    bench = Bench(tmp_path, MINE)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.md").write_text("kept")
    archive = bench.root / paths.ARCHIVE
    if kind == "folder":
        archive.parent.symlink_to(outside)
    else:
        archive.parent.mkdir()
        archive.symlink_to(outside / ("kept.md" if kind == "file" else "new.md"))
    _refused(bench, "out of the workspace.*nothing was")
    assert [path.read_text() for path in outside.iterdir()] == ["kept"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is denied to root")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    bench = Bench(tmp_path, MINE)
    _prune(_pruner(bench))
    _restore(_pruner(bench))
    folder = bench.root / "memory/archive"
    folder.chmod(0o500)
    try:
        _refused(bench, r"memory/archive.*nothing was changed")
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize(
    ("alive", "age", "taken"), [(True, 0, False), (True, 90, False), (False, 0, False), (False, 90, True)]
)
def test_a_lock_is_waited_for_unless_it_is_old_and_nobody_holds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alive: bool, age: int, taken: bool
) -> None:
    bench = Bench(tmp_path, MINE)
    monkeypatch.setattr(promotion_lock, "WAIT_SECONDS", 0.1)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        if not alive:
            other.kill()
            other.wait()
        lock = bench.root / paths.LOCK
        lock.write_text(f"{other.pid}:{promotion_lock.wall_clock_ms() - 1000 * age}")
        os.utime(lock, (time.time() - age, time.time() - age))
        if taken:
            _prune(_pruner(bench))
            assert len(_pruner(bench).archived()) == 2
        else:
            _refused(bench, "lock")
            assert lock.exists()
        other.kill()


def test_an_undo_takes_back_first_what_was_half_done(tmp_path: Path) -> None:
    bench = Bench(tmp_path, MINE)
    pruner = _pruner(bench)
    listing = pruner.load()
    pruner.stage(listing, [listing.rows[1].id])
    number = next(n for n in count() if _killed_at(bench, n, _prune) and bench.read(paths.MEMORY) != MINE)
    assert number
    turned = _pruner(bench).undo()
    assert turned
    assert turned.told == "Undone: marked to be pruned “Two.”"
    assert bench.read(paths.MEMORY) == MINE
    assert not (bench.root / paths.UNFINISHED).exists()

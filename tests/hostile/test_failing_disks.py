"""A disk that is full, read-only or denied, at every single step of a write: all or nothing."""

from __future__ import annotations

import errno
import io
import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dreamtui.files import staging, writing
from tests.home import Home, Listing, entry, message

CODES = [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO, errno.EDQUOT]


class _Disk:
    """Lets the first steps of a program succeed, and then one fail, or all that would add something."""

    def __init__(self, good: int, code: int, *, once: bool) -> None:
        self.good = good
        self.code = code
        self.once = once
        self.steps = 0
        self.failed = False

    def step(self) -> None:
        self.steps += 1
        if self.steps > self.good and not (self.once and self.failed):
            self.failed = True
            raise OSError(self.code, os.strerror(self.code))


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[_Disk | None], None]]:
    """Put a disk under all that dreamtui writes; None takes it away."""
    using: list[_Disk | None] = [None]

    def failing(real: Callable[..., Any], adds: Callable[..., bool] = lambda *_args, **_more: True) -> Any:
        def call(*args: Any, **more: Any) -> Any:
            if using[0] and adds(*args, **more):
                using[0].step()
            return real(*args, **more)

        return call

    class File(io.FileIO):
        def __init__(self, path: Path, mode: str) -> None:
            if using[0] and mode == "x":
                using[0].step()
            super().__init__(path, mode)

        def write(self, data: Any) -> int:
            if using[0]:
                using[0].step()
                return super().write(bytes(data[: max(1, len(data) // 2)]))  # as little as a disk may take
            return super().write(data)

    creates = os.O_CREAT
    monkeypatch.setattr(os, "open", failing(os.open, lambda _path, flags, *_: bool(flags & creates)))
    monkeypatch.setattr(os, "fsync", failing(os.fsync))
    monkeypatch.setattr(os, "mkdir", failing(os.mkdir))
    monkeypatch.setattr(os, "link", failing(os.link))
    monkeypatch.setattr(staging, "FileIO", File)
    monkeypatch.setattr(writing, "FileIO", File)

    def use(one: _Disk | None) -> None:
        using[0] = one

    yield use
    use(None)


@pytest.fixture
def ready(home: Home) -> Home:
    """A home in which a sweep writes every kind of file: notes, corpus, reports, diary, state, log."""
    home.write("memory/2026-04-10.md", "- Moved router to VLAN 10.\n")
    home.recall(entry("memory/2026-04-10.md", 1, 1, "Moved router to VLAN 10."))
    home.transcript("s1.jsonl", [message("The printer lives in the attic now.")])
    home.write("MEMORY.md", "# Long-Term Memory\n\n- The cat is called Mo.\n")
    home.set(storage__mode="both")
    return home


@pytest.mark.parametrize("command", ["sweep --apply", "promote --apply"])
@pytest.mark.parametrize("once", [True, False], ids=["once", "from then on"])
@pytest.mark.parametrize("code", CODES[:2], ids=errno.errorcode.get)
def test_a_write_that_fails_at_any_step_changes_nothing(
    code: int, once: bool, command: str, ready: Home, disk: Callable[[_Disk | None], None]
) -> None:
    before = _contents(ready.listing())
    original = ready.base.with_name(f"{ready.base.name}-original")
    shutil.copytree(ready.base, original)
    refused = 0
    for good in itertools.count():
        failing = _Disk(good, code, once=once)
        disk(failing)
        ran = ready.run(command)
        disk(None)
        if not failing.failed:
            break
        if ran.status == 0:  # what need not succeed: a folder brought to the disk, a second name
            shutil.rmtree(ready.base)
            shutil.copytree(original, ready.base)
            continue
        refused += 1
        assert ran.status == 2, good
        assert ran.err.count("\n") == 1
        assert "nothing was changed" in ran.err
        assert _contents(ready.listing()) == before, good
    assert refused > 10
    assert ran.status == 0


@pytest.mark.parametrize("code", CODES, ids=errno.errorcode.get)
def test_a_disk_that_takes_nothing_is_told_with_the_file(
    code: int, ready: Home, disk: Callable[[_Disk | None], None]
) -> None:
    before = ready.listing()
    disk(_Disk(0, code, once=False))
    ran = ready.run("sweep --apply")
    disk(None)
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.startswith("dreamtui: memory/")
    assert os.strerror(code).lower() in ran.err
    assert ready.listing() == before


@pytest.mark.parametrize(
    "where", ["MEMORY.md", "memory/.dreams/short-term-recall.json", "memory/2026-04-10.md"]
)
def test_a_file_that_may_not_be_read_is_told_and_kept(
    where: str, ready: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ready.listing()
    read_bytes = Path.read_bytes
    denied = str(ready.workspace / where)

    def deny(self: Path) -> bytes:
        if str(self) == denied:
            raise PermissionError(errno.EACCES, "Permission denied", denied)
        return read_bytes(self)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", deny)
        ran = ready.run("promote --apply", "--json")
    if where.endswith("04-10.md"):
        assert ran.status == 0
        (only,) = json.loads(ran.out)["candidates"]
        assert [reason["code"] for reason in only["reasons"]] == ["source-unreadable"]
    else:
        assert ran.status == 2
        assert ran.err == (
            f"dreamtui: {where}: cannot be read (permission denied); nothing was changed:"
            " allow access to it and try again\n"
        )
    assert _contents(ready.listing()) == _contents(before)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is denied to the superuser")
def test_folders_that_may_not_be_written_are_left_alone(ready: Home) -> None:
    (ready.workspace / "memory").chmod(0o500)
    try:
        before = ready.listing()
        assert ready.run("sweep --apply").status == 2
        assert ready.run("--dry-run").status == 0
        assert ready.listing() == before
    finally:
        (ready.workspace / "memory").chmod(0o700)


def _contents(listing: Listing) -> dict[str, tuple[bytes | None, int | None]]:
    """The same without the times of folders: those that a lock was in for a moment have a new one."""
    return {path: (raw, None if raw is None else when) for path, (raw, when) in listing.items()}

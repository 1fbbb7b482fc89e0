"""Temporary files beside the files they are for, and folders: each step can be taken back."""

from __future__ import annotations

import os
import re
import secrets
import stat
import sys
import time
from contextlib import ExitStack, suppress
from io import FileIO
from pathlib import Path
from typing import Final

from dreamtui.files.promotion_lock import is_alive

_NAME: Final = re.compile(r"\.dreamtui-(\d+)-[0-9a-f]+\.tmp")
_DEAD_AFTER_SECONDS: Final = 60
_ABANDONED_AFTER_SECONDS: Final = 600


def make_folders(folder: Path, undo: ExitStack) -> None:
    """Make a folder and what is missing above it; taken back while they are empty."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for made in reversed(missing):
        made.mkdir(exist_ok=True)
        undo.callback(remove_folder, made)


def temp_path(folder: Path) -> Path:
    """A new name for a temporary file in a folder."""
    return folder / f".dreamtui-{os.getpid()}-{secrets.token_hex(4)}.tmp"


def is_temp_name(name: str) -> bool:
    """Whether a file of this name is a temporary one of ours."""
    return bool(_NAME.fullmatch(name))


def write_new(path: Path, content: bytes, like: os.stat_result | None, undo: ExitStack) -> None:
    """Write a new file to the disk; mode and owner as in `like`, else as usual. Taken back by removal."""
    with FileIO(path, "x") as file:
        undo.callback(remove, path)
        write_all(file, content)
        os.fsync(file.fileno())
    if like is not None:
        path.chmod(stat.S_IMODE(like.st_mode))
        if sys.platform != "win32":
            with suppress(OSError):  # not ours to give away
                os.chown(path, like.st_uid, like.st_gid)


def write_all(file: FileIO, content: bytes) -> None:
    """Write all of it: one call to the system may write less."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]


def set_mtime(path: Path, mtime_ms: int) -> None:
    """Set a file's time, in ms since the epoch."""
    os.utime(path, ns=(mtime_ms * 1_000_000, mtime_ms * 1_000_000))


def remove(path: Path) -> None:
    """Remove a file that may be gone already; what cannot be removed stays."""
    with suppress(OSError):
        path.unlink()


def remove_folder(folder: Path) -> None:
    """Remove a folder in which nothing is; any other stays, and so does a link to one."""
    with suppress(OSError):
        folder.rmdir()


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    with suppress(OSError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def leftovers(folder: Path) -> list[Path]:
    """Temporary files of programs that were ended halfway."""
    found = []
    with suppress(OSError):
        for path in folder.glob(".dreamtui-*.tmp"):
            named = _NAME.fullmatch(path.name)
            if named and _is_left_over(path, int(named[1])):
                found.append(path)
    return found


def remove_leftovers(folder: Path) -> None:
    """Remove temporary files of programs that were ended halfway."""
    for path in leftovers(folder):
        remove(path)


def _is_left_over(path: Path, pid: int) -> bool:
    # Not by mtime, which may have been set to the day of the note that the file is for; and not by
    # the process alone, which may run in another container.
    age = time.time() - path.lstat().st_ctime
    return age > _ABANDONED_AFTER_SECONDS or (age > _DEAD_AFTER_SECONDS and not is_alive(pid))

"""The lock that OpenClaw takes around promotions, `memory/.dreams/short-term-promotion.lock`."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from dreamtui import paths
from dreamtui.errors import BadInput, Locked
from dreamtui.files import rawfile
from dreamtui.files.workspace import Workspace

STALE_MS: Final = 60_000
POLL_SECONDS: Final = 0.04
WAIT_SECONDS = 10.0

_ours: Final[set[tuple[Path, str]]] = set()
"""Where and what the locks of this process hold: after a restart a left lock may bear our own pid."""


def wall_clock_ms() -> int:
    """Now in ms since the epoch. Locks are compared with file times, so never with a pretended now."""
    return time.time_ns() // 1_000_000


@contextmanager
def promotion_lock(
    workspace: Workspace, now: Callable[[], int] = wall_clock_ms, wait_seconds: float | None = None
) -> Iterator[None]:
    """Hold the promotion lock of a workspace; `now` gives the real time in ms.

    A lock older than a minute whose process is gone is taken over; any other is waited for (10 s).
    Folders made for the lock go with it when nothing else was put there.
    Raises Locked when the wait was in vain, BadInput when no lock can be made.
    """
    path = workspace.path(paths.LOCK)
    give_up = time.monotonic() + (WAIT_SECONDS if wait_seconds is None else wait_seconds)
    with ExitStack() as made:
        while (token := _take(path, now, made)) is None:
            if _remove_stale(path, now()):
                continue
            if time.monotonic() >= give_up:
                raise Locked(_held_message(path))
            time.sleep(POLL_SECONDS)
        made.callback(_release, path, token)
        yield


def content(path: Path) -> str:
    """What a lock says. OSError when it cannot be read, BadInput when it is no file: no lock is a pipe."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise rawfile.refusal(paths.LOCK, "is not a regular file", "move it out of the way")
    with path.open("rb") as file:
        return file.read(200).decode("ascii", "replace")


if sys.platform == "win32":

    def is_alive(pid: int) -> bool:
        """Whether a process with this id is running."""
        import ctypes  # os.kill would interrupt the process there

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return bool(kernel.GetLastError() == 5)  # access denied: it exists
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == 259  # STILL_ACTIVE

else:

    def is_alive(pid: int) -> bool:
        """Whether a process with this id is running, or may be, where the system does not say."""
        try:
            os.kill(pid, 0)
        except (ProcessLookupError, OverflowError):
            return False
        except OSError:
            return True
        return True


def _make_folders(folder: Path, made: ExitStack) -> None:
    missing = []
    try:
        while not folder.is_dir():
            missing.append(folder)
            folder = folder.parent
        for one in reversed(missing):
            one.mkdir(exist_ok=True)
            made.callback(_remove_folder, one)
    except OSError as error:
        raise rawfile.system_refusal("memory/.dreams", "cannot be made for the lock", error) from error


def _remove_folder(folder: Path) -> None:
    with suppress(OSError):  # others have put something there
        folder.rmdir()


def _release(path: Path, token: str) -> None:
    with suppress(OSError, BadInput):  # a lock that cannot be removed is taken over in a minute
        if content(path) == token:
            path.unlink()
    _ours.discard((path, token))


def _take(path: Path, now: Callable[[], int], made: ExitStack) -> str | None:
    """Create the lock; what it holds, or None when there is one already."""
    _make_folders(path.parent, made)
    token = f"{os.getpid()}:{now()}"
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except (FileExistsError, FileNotFoundError):  # or who had the lock has just taken the folder away
        return None
    except OSError as error:
        raise rawfile.system_refusal(paths.LOCK, "cannot be made", error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(token.encode())
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise rawfile.system_refusal(paths.LOCK, "cannot be written", error) from error
    _ours.add((path, token))
    return token


def _remove_stale(path: Path, now_ms: int) -> bool:
    """Remove a lock that nobody holds; False when it is held, or just gone by itself."""
    try:
        age_ms = abs(now_ms - path.lstat().st_mtime_ns // 1_000_000)  # clocks are set back, too
        said = content(path)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise rawfile.system_refusal(paths.LOCK, "cannot be read", error) from error
    if age_ms <= STALE_MS or _is_held(path, said):
        return False
    # Moved aside before it is removed, lest two programs take over and the slower one removes the
    # new lock of the faster one.
    aside = path.with_name(f"{path.name}.{os.getpid()}.stale")
    try:
        path.rename(aside)
        if content(aside) != said:
            os.link(aside, path)
        aside.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise rawfile.system_refusal(paths.LOCK, "is left over and cannot be removed", error) from error
    return True


def _pid(said: str) -> int | None:
    digits = said.partition(":")[0].strip()
    return int(digits) if digits.isascii() and digits.isdigit() and int(digits) > 0 else None


def _is_held(path: Path, said: str) -> bool:
    pid = _pid(said)
    if pid == os.getpid():
        return (path, said) in _ours
    return pid is not None and is_alive(pid)


def _held_message(path: Path) -> str:
    try:
        pid = _pid(content(path))
    except (OSError, BadInput):
        pid = None
    holder = f"process {pid}" if pid else "another program"
    return rawfile.one_line(
        f"{paths.LOCK} is held by {holder}; nothing was changed: try again when that has finished,"
        f" or remove {path} if it is not dreaming"
    )

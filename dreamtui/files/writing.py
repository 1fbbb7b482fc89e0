"""Changing files in a workspace: all writes of a plan or none, each pinned to what it was planned from."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import FileIO
from pathlib import Path
from typing import Final

from dreamtui import paths
from dreamtui.errors import Changed, DreamtuiError
from dreamtui.files import backups, journal, rawfile, staging
from dreamtui.files.promotion_lock import promotion_lock
from dreamtui.files.workspace import Workspace
from dreamtui.model import Write

__all__ = ["append_lines", "apply_writes", "promotion_lock", "recover"]

_NEVER_THROUGH_LINKS: Final = frozenset((paths.MEMORY, *paths.DIARY_NAMES))


class _Target:
    """One write on its way: the real file it goes to, and what is staged for it.

    `kept` is a second name of the old file, by which it can be put back without any space;
    `stuck` says that it was changed, the rest failed, and it could not be put back.
    """

    def __init__(self, write: Write, path: Path, seen: os.stat_result | None) -> None:
        self.write = write
        self.path = path
        self.seen = seen
        self.staged: Path | None = None
        self.kept: Path | None = None
        self.stuck = False


def apply_writes(
    workspace: Workspace,
    writes: Sequence[Write],
    backup: Collection[str],
    now_ms: int,
    *,
    all_or_nothing: bool = False,
) -> list[str]:
    """Make all the changes of a plan in their order, or none of them.

    `backup` names the files that are copied to `memory/.dreams/backups/` first; what is deleted is
    always copied. `now_ms` names the copies. Returns the workspace-relative paths of the copies.
    `all_or_nothing`: what a crash cuts short is taken back even if the ledger of decisions tells of it.

    Raises Changed when a file is not what its write was planned from, and BadInput when something
    is in the way (a symbolic link, no space, no permission); in both cases nothing has changed.
    """
    if journal.take_back(workspace):
        raise Changed(paths.UNFINISHED)  # the plan was made from what was half done
    targets = [_checked(workspace, write) for write in writes]
    replaced = [target.path for target in targets if not target.write.append]
    if len(replaced) > len(set(replaced)):
        raise ValueError("a plan may replace a file only once")
    to_copy = dict.fromkeys((*backup, *(write.path for write in writes if write.after is None)))
    try:
        with ExitStack() as leftovers, ExitStack() as undo:
            for target in targets:
                _stage(target, undo)
            copies = [backups.copy(workspace, relative, now_ms, undo) for relative in to_copy]
            with _written_down(workspace, targets, undo, always=all_or_nothing):
                for target in targets:
                    _carry_out(target, undo, leftovers)
                for folder in dict.fromkeys(target.path.parent for target in targets):
                    staging.sync_folder(folder)
            undo.pop_all()
    except DreamtuiError as error:
        raise _outcome(error, targets) from error
    made = [copy for copy in copies if copy]
    if made:
        backups.prune(workspace, now_ms)
    return made


def recover(workspace: Workspace, wait_seconds: float | None = None) -> None:
    """Take back what a program that was ended halfway had begun to write. Raises Locked or BadInput."""
    if workspace.stamp(paths.UNFINISHED):
        with promotion_lock(workspace, wait_seconds=wait_seconds):
            journal.take_back(workspace)


def append_lines(workspace: Workspace, relative: str, data: bytes) -> None:
    """Add whole lines to a log in one go, and bring them to the disk before this returns.

    What others append at the same moment is kept. A last line that was cut short is ended first.
    Raises BadInput when that does not work; then nothing was added.
    """
    path = workspace.path(relative)
    try:
        staging.make_folders(path.parent, ExitStack())
        is_new = not path.exists()
        with FileIO(path, "a+") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 1))
            whole = data if file.read(1) in (b"\n", b"") else b"\n" + data
            written = 0
            try:
                written = file.write(whole) or 0
                if written < len(whole):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file.fileno())
            except OSError:
                if file.seek(0, os.SEEK_END) == size + written:
                    file.truncate(size)
                raise
        if is_new:
            staging.sync_folder(path.parent)
    except OSError as error:
        raise rawfile.system_refusal(relative, "cannot be written", error) from error


def _checked(workspace: Workspace, write: Write) -> _Target:
    path = workspace.path(write.path)
    if write.path in _NEVER_THROUGH_LINKS and path.is_symlink():
        raise rawfile.refusal(
            write.path, "is a symbolic link, which is not written through", "put the file itself there"
        )
    real = Path(os.path.realpath(path))
    # Looked at before it is read: a change in between shows when it is looked at again.
    seen = _look(real, write.path)
    current = rawfile.read_bytes(real, write.path)
    if write.append:
        if write.after is None or not write.after.startswith(write.before or b""):
            raise ValueError(f"what is appended to {write.path} must follow what was there")
    elif current != write.before:
        raise Changed(write.path)
    return _Target(write, real, seen)


def _look(path: Path, shown: str) -> os.stat_result | None:
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise rawfile.system_refusal(shown, "cannot be looked at", error) from error


def _stage(target: _Target, undo: ExitStack) -> None:
    """Write the new content beside the file, so that what can fail fails before anything changes."""
    write, folder = target.write, target.path.parent
    try:
        staging.make_folders(folder, undo)
        staging.remove_leftovers(folder)
        if write.append:
            return
        target.kept = staging.temp_path(folder) if target.seen else None
        if write.after is None:
            return
        target.staged = staging.temp_path(folder)
        staging.write_new(target.staged, write.after, target.seen, undo)
        if write.mtime_ms is not None:
            staging.set_mtime(target.staged, write.mtime_ms)
    except OSError as error:
        raise rawfile.system_refusal(write.path, "cannot be written", error) from error


def _carry_out(target: _Target, undo: ExitStack, leftovers: ExitStack) -> None:
    try:
        if target.write.append:
            _append(target, undo)
        else:
            _exchange(target, undo, leftovers)
    except OSError as error:
        raise rawfile.system_refusal(target.write.path, "cannot be written", error) from error


@contextmanager
def _written_down(
    workspace: Workspace, targets: Sequence[_Target], undo: ExitStack, *, always: bool
) -> Iterator[None]:
    """Let the next program take back what this one leaves half done.

    One file alone is never half done, and what the ledger of decisions tells of is finished from there.
    """
    told = any(target.write.path == paths.REVIEW_LOG for target in targets) and not always
    if len(targets) < 2 or told:
        yield
        return
    try:
        journal.write_down(workspace, [_step(target) for target in targets], undo)
        yield
        journal.strike_out(workspace)
    except OSError as error:
        raise rawfile.system_refusal(paths.UNFINISHED, "cannot be written", error) from error


def _step(target: _Target) -> journal.Step:
    write, seen = target.write, target.seen
    if write.append:
        added = len(write.after or b"") - len(write.before or b"")
        return journal.Step(write.path, before=seen.st_size if seen else -1, added=added + 1)
    staged, kept = (path.name if path else "" for path in (target.staged, target.kept))
    made = journal.identity(target.staged.stat()) if target.staged else ()
    return journal.Step(write.path, staged, kept, made)


def _exchange(target: _Target, undo: ExitStack, leftovers: ExitStack) -> None:
    now = _look(target.path, target.write.path)
    if _identity(now) != _identity(target.seen):
        raise Changed(target.write.path)
    if target.write.folder and target.staged is None:
        leftovers.callback(staging.remove_folder, target.path.parent)
    if target.kept and target.seen:
        leftovers.callback(_forget, target)
        _keep(target, target.kept, target.seen)
    undo.callback(_put_back, target)
    if target.staged is None:
        target.path.unlink()
    else:
        target.staged.replace(target.path)


def _identity(status: os.stat_result | None) -> tuple[int, int, int] | None:
    return journal.identity(status) if status else None


def _keep(target: _Target, kept: Path, seen: os.stat_result) -> None:
    try:
        kept.hardlink_to(target.path)
    except OSError:  # a file system without second names
        copy = staging.temp_path(kept.parent)
        with ExitStack() as undo:
            staging.write_new(copy, target.write.before or b"", seen, undo)
            os.utime(copy, ns=(seen.st_atime_ns, seen.st_mtime_ns))
            copy.replace(kept)  # `kept` is always whole


def _forget(target: _Target) -> None:
    if target.kept and not target.stuck:
        staging.remove(target.kept)


def _put_back(target: _Target) -> None:
    try:
        if target.staged and target.staged.exists():
            return  # it was not replaced
        if target.kept:
            target.kept.replace(target.path)
        else:
            target.path.unlink(missing_ok=True)
    except OSError:
        target.stuck = True


def _append(target: _Target, undo: ExitStack) -> None:
    write = target.write
    data = (write.after or b"")[len(write.before or b"") :]
    with FileIO(target.path, "a+") as file:
        size = file.seek(0, os.SEEK_END)
        if size and not data.startswith(b"\n"):
            file.seek(size - 1)
            if file.read(1) != b"\n":
                data = b"\n" + data
        undo.callback(_cut_off, target, size, data)
        staging.write_all(file, data)
        os.fsync(file.fileno())
    if write.mtime_ms is not None:
        staging.set_mtime(target.path, write.mtime_ms)


def _cut_off(target: _Target, size: int, data: bytes) -> None:
    """Take an append back, unless others have added to it meanwhile."""
    try:
        with FileIO(target.path, "r+") as file:
            file.seek(size)
            if not data.startswith(file.readall()):
                target.stuck = True
                return
            file.truncate(size)
        if target.seen is None:
            target.path.unlink()
        else:
            os.utime(target.path, ns=(target.seen.st_atime_ns, target.seen.st_mtime_ns))
    except OSError:
        target.stuck = True


def _outcome(error: DreamtuiError, targets: list[_Target]) -> DreamtuiError:
    """The error itself where all was put back, else one that names what was not."""
    stuck = [target for target in targets if target.stuck]
    if not stuck:
        return error
    names = ", ".join(
        f"{target.write.path} (as it was: {target.kept.name})" if target.kept else target.write.path
        for target in stuck
    )
    reason = str(error).partition("; nothing was")[0]
    return DreamtuiError(
        rawfile.one_line(f"{reason}; could not be put back: {names}: restore that by hand and plan again")
    )

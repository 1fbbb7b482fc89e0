"""Copies of files before they are changed, `memory/.dreams/backups/<time>-<name>`."""

from __future__ import annotations

import re
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import PurePosixPath
from typing import Final

from dreamtui import paths
from dreamtui.errors import BadInput
from dreamtui.files import rawfile, staging
from dreamtui.files.workspace import Workspace
from dreamtui.instants import DAY_MS, FIRST_MS, iso

MAX_COUNT: Final = 50
MAX_AGE_DAYS: Final = 90
ALWAYS_KEPT: Final = 10
_NAME: Final = re.compile(r"\d{8}T\d{9}Z-.+", re.DOTALL)


def copy(workspace: Workspace, relative: str, now_ms: int, undo: ExitStack) -> str | None:
    """Copy a file as it is now; the copy's workspace-relative path, None when there is no such file.

    Raises BadInput when that does not work.
    """
    content = workspace.read_bytes(relative)
    if content is None:
        return None
    folder = workspace.path(paths.BACKUPS)
    try:
        like = workspace.path(relative).stat()
        staging.make_folders(folder, undo)
        for number in count(1):
            name = _name(relative, now_ms, number)
            with suppress(FileExistsError):
                staging.write_new(folder / name, content, like, undo)
                break
        staging.sync_folder(folder)
    except OSError as error:
        raise rawfile.system_refusal(paths.BACKUPS, f"cannot take a copy of {relative}", error) from error
    return f"{paths.BACKUPS}/{name}"


def next_path(workspace: Workspace, relative: str, now_ms: int) -> str:
    """The workspace-relative path that the next copy of a file at this instant gets."""
    folder = workspace.path(paths.BACKUPS)
    names = (_name(relative, now_ms, number) for number in count(1))
    return f"{paths.BACKUPS}/{next(name for name in names if not (folder / name).exists())}"


def prune(workspace: Workspace, now_ms: int) -> None:
    """Remove copies beyond the 50th and older than 90 days, but never one of the newest ten."""
    with suppress(BadInput):  # too many copies are no reason to fail
        folder = workspace.path(paths.BACKUPS)
        names = [name for name in reversed(workspace.names(paths.BACKUPS)) if _NAME.fullmatch(name)]
        oldest = _stamp(max(FIRST_MS, now_ms - MAX_AGE_DAYS * DAY_MS))
        for index, name in enumerate(names):
            if index >= MAX_COUNT or (index >= ALWAYS_KEPT and name < oldest):
                staging.remove(folder / name)


def _name(relative: str, now_ms: int, number: int) -> str:
    again = f"{number}-" if number > 1 else ""
    return f"{_stamp(now_ms)}-{again}{PurePosixPath(relative).name}"


def _stamp(ms: int) -> str:
    return re.sub(r"[-:.]", "", iso(ms))

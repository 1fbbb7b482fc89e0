"""What is about to change, written down first: a write that was ended halfway is taken back by the next."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from dreamtui import paths
from dreamtui.files import jsonfile, rawfile, staging
from dreamtui.files.workspace import Workspace


class Step(NamedTuple):
    """One file to be changed; what is staged and kept for it lies beside it, under these names.

    `made` is the identity of the staged file, by which it is known in its place as well; what others have
    changed since is never taken back. An append has the size of the file `before` it, -1 where there was
    none, and how much it adds at most.
    """

    path: str
    staged: str = ""
    kept: str = ""
    made: tuple[int, ...] = ()
    before: int = -1
    added: int = 0


def identity(status: os.stat_result) -> tuple[int, int, int]:
    """What tells a file from every other, and from itself once it was changed."""
    return status.st_ino, status.st_size, status.st_mtime_ns


def write_down(workspace: Workspace, steps: Sequence[Step], undo: ExitStack) -> None:
    """Write the steps to the disk. Raises OSError."""
    path = workspace.path(paths.UNFINISHED)
    staging.make_folders(path.parent, undo)
    content = jsonfile.render({"version": 1, "steps": [step._asdict() for step in steps]})
    draft = staging.temp_path(path.parent)
    staging.write_new(draft, content, None, undo)
    undo.callback(staging.remove, path)
    draft.replace(path)
    staging.sync_folder(path.parent)


def strike_out(workspace: Workspace) -> None:
    """All steps were made and are on the disk. Raises OSError."""
    path = workspace.path(paths.UNFINISHED)
    path.unlink()
    staging.sync_folder(path.parent)


def take_back(workspace: Workspace) -> bool:
    """Undo what a program that was ended halfway had begun; whether there was any. Needs the lock.

    Raises BadInput for a file that nobody here wrote, or what cannot be put back.
    """
    raw = workspace.read_bytes(paths.UNFINISHED)
    if raw is None:
        return False
    steps = _parsed(raw)
    try:
        for step in reversed(steps):
            _take_back(step, Path(os.path.realpath(workspace.path(step.path))))
        strike_out(workspace)
    except OSError as error:
        raise rawfile.system_refusal(paths.UNFINISHED, "cannot be taken back", error) from error
    return True


def _take_back(step: Step, path: Path) -> None:
    now = path.stat() if path.exists() else None
    if step.added:
        _cut_off(step, path, now)
    elif step.kept:
        _restore(step, path, now)
    elif now is not None and identity(now) == step.made:
        path.unlink()
    if step.staged:
        staging.remove(path.with_name(step.staged))


def _cut_off(step: Step, path: Path, now: os.stat_result | None) -> None:
    begin = max(0, step.before)
    if now is None or not begin < now.st_size <= begin + step.added:
        return  # not begun, or others have added to it
    if step.before < 0:
        path.unlink()
    else:
        os.truncate(path, begin)


def _restore(step: Step, path: Path, now: os.stat_result | None) -> None:
    kept = path.with_name(step.kept)
    if not kept.exists():
        return  # it was not its turn yet
    if (now is None and not step.made) or (now is not None and identity(now) == step.made):
        kept.replace(path)
    else:
        staging.remove(kept)


def _parsed(raw: bytes) -> list[Step]:
    found = jsonfile.parse_object(raw, paths.UNFINISHED).get("steps")
    steps = [_step(one) for one in found] if isinstance(found, list) else [None]
    known = [step for step in steps if step is not None]
    if len(known) < len(steps):
        raise rawfile.refusal(paths.UNFINISHED, "is not what dreamtui writes there", "remove it")
    return known


def _step(value: Any) -> Step | None:
    if not isinstance(value, dict) or value.keys() != set(Step._fields):
        return None
    made = value["made"]
    if not isinstance(made, list) or not all(type(number) is int for number in made):
        return None
    step = Step(**{**value, "made": tuple(made)})
    texts, numbers = (step.path, step.staged, step.kept), (step.before, step.added)
    if not all(isinstance(text, str) for text in texts) or not all(type(one) is int for one in numbers):
        return None
    return step if all(not name or staging.is_temp_name(name) for name in texts[1:]) else None

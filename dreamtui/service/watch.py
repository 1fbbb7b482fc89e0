"""Watching the files of a workspace: which of them changed, from events, or by looking where none come."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from math import inf
from pathlib import Path
from threading import Event
from time import monotonic, thread_time
from typing import Final, NamedTuple, get_args

from dreamtui import paths
from dreamtui.model import Phase
from dreamtui.service.desk import Desk

DEBOUNCE_MS: Final = 150
"""A burst of changes is told once, at most this long after its first."""
_STEP_MS: Final = 40
_WAIT_MS: Final = 100
"""How long events are waited for at a time; the first time they come late for what happened before."""
_QUIET_MS: Final = 4_000
"""How often files are looked at although no event came: a file system may have none."""
_POLL_S: Final = 0.15
_POLL_SHARE: Final = 100
"""Looking takes at most one part in so many of a processor's time."""
POLLING: Final = "DREAMTUI_POLLING"
"""Set in the environment: look at the files instead of waiting for events."""

_STATE: Final = paths.LOCK.rpartition("/")[0]
_FOLDERS: Final = (
    "", "memory", _STATE, paths.REPORTS, *(f"{paths.REPORTS}/{phase}" for phase in get_args(Phase))
)  # fmt: skip
"""The folders of a workspace whose files are watched."""

Stamp = tuple[int, int, int]
"""Which file it is, how large, how old: another one after every write and every replacement."""
Stamps = Mapping[str, Stamp]


class Places(NamedTuple):
    """What is watched: a workspace, and files elsewhere (the configuration)."""

    root: Path
    others: tuple[Path, ...]

    def folders(self) -> list[Path]:
        """The folders there are, whose files are watched; nothing below them is.

        Where the folder of a file is not there yet, the nearest above it is watched. Where a file is a
        symbolic link, so is the folder in which it really lies.
        """
        mine = (self.root / folder for folder in _FOLDERS)
        theirs = (_nearest(other.parent) for other in self.others)
        linked = (_nearest(Path(os.path.realpath(link)).parent) for link in self._links())
        return [folder for folder in dict.fromkeys((*mine, *theirs, *linked)) if folder.is_dir()]

    def _links(self) -> Iterator[Path]:
        """The symbolic links among what is watched."""
        yield from (other for other in self.others if other.is_symlink())
        for folder in _FOLDERS:
            with suppress(OSError), os.scandir(self.root / folder) as found:
                names = [entry.name for entry in found if entry.is_symlink()]
                yield from (self.root / folder / name for name in names if _is_watched(folder, name))


def places(desk: Desk) -> Places:
    """What is watched for a workspace with its settings."""
    return Places(desk.workspace.root, (desk.loaded.own_path, desk.loaded.openclaw_at))


def stamps(where: Places) -> dict[str, Stamp]:
    """The stamp of every file that is watched and there: workspace-relative, or by its full path."""
    found: dict[str, Stamp] = {}
    for folder in _FOLDERS:
        for name, stamp in _files(where.root / folder):
            if _is_watched(folder, name):
                found[f"{folder}/{name}" if folder else name] = stamp
    for other in where.others:
        if one := _stamp(other):
            found[str(other)] = one
    return found


def stamp_of(where: Places, name: str) -> Stamp | None:
    """The stamp of one file by its name here; None when it is not there."""
    return _stamp(where.root / name)


def differences(before: Mapping[str, Stamp | None], after: Stamps) -> frozenset[str]:
    """The names of files that came, went or are no longer the same."""
    return frozenset(
        name for name in {*before, *after} if before.get(name) != after.get(name)
    )  # fmt: skip


def changes(where: Places, stop: Event, *, polling: bool | None = None) -> Iterator[frozenset[str]]:
    """The names of files that changed, each time some did, until `stop` is set.

    Told from the difference of stamps, never from events themselves, so that nothing is told twice
    and an event that says nothing new is silent. Blocks; meant for a thread.
    """
    polls = bool(os.environ.get(POLLING)) if polling is None else polling
    seen: Mapping[str, Stamp] = stamps(where)
    for woken in _wakes(where, stop, polls=polls):
        now = stamps(where)
        changed = differences(seen, now)
        seen = now
        if changed:
            yield changed
            if not woken:  # they changed and no event came: from now on look
                yield from _look(where, stop, seen)
                return


def _look(where: Places, stop: Event, seen: Stamps) -> Iterator[frozenset[str]]:
    for _ in _ticks(stop):
        now = stamps(where)
        if changed := differences(seen, now):
            yield changed
        seen = now


def _wakes(where: Places, stop: Event, *, polls: bool) -> Iterator[bool]:
    """When to look: True as something told so (an event, or the clock of polling), False to make sure."""
    while not stop.is_set() and not polls:
        try:
            yield from _events(where, stop)
        except (OSError, RuntimeError):  # no events here (a limit, a file system), or a folder went away
            polls = True
    yield from _ticks(stop)


def _events(where: Places, stop: Event) -> Iterator[bool]:
    """Events until the folders there are, are others, by their names or because one was made anew.

    What came between the last look and the first event had none: the first time is one to look.
    """
    from watchfiles import watch

    folders = where.folders()
    names = set(map(str, folders))
    looked = -inf
    for found in watch(
        *folders,
        watch_filter=None,
        debounce=DEBOUNCE_MS,
        step=_STEP_MS,
        stop_event=stop,
        rust_timeout=_WAIT_MS,
        yield_on_timeout=True,
        recursive=False,
        raise_interrupt=False,
    ):
        if not found and monotonic() - looked < _QUIET_MS / 1000:
            continue
        yield bool(found) or looked == -inf
        looked = monotonic()
        if where.folders() != folders or any(path in names for _, path in found):
            return


def _ticks(stop: Event) -> Iterator[bool]:
    """The clock of polling; slower where looking takes long."""
    pause = _POLL_S
    while not stop.wait(pause):
        began = thread_time()
        yield True
        pause = max(_POLL_S, (thread_time() - began) * _POLL_SHARE)


def _is_watched(folder: str, name: str) -> bool:
    """Notes, reports, MEMORY.md, the diary and the state; not locks, temporary files and backups."""
    if name.startswith("."):
        return False
    if folder == "":
        return name == paths.MEMORY or name in paths.DIARY_NAMES
    if folder != _STATE:
        return name.endswith(".md")
    return name.endswith((".json", ".jsonl")) or ".migrated" in name


def _nearest(folder: Path) -> Path:
    """A folder, or the nearest above it that is there."""
    return next((one for one in (folder, *folder.parents) if one.is_dir()), folder)


def _files(folder: Path) -> Iterator[tuple[str, Stamp]]:
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except OSError:
        return
    for entry in entries:
        try:
            status = entry.stat()
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode):
            yield entry.name, (status.st_ino, status.st_size, status.st_mtime_ns)


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns

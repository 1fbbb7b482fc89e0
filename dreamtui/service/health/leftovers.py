"""Checks of what others left behind: locks, temporary files, lines of logs that were cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dreamtui import paths
from dreamtui.files import promotion_lock, staging
from dreamtui.files.log_tail import count_broken
from dreamtui.files.promotion_lock import STALE_MS, is_alive
from dreamtui.service.health.checkup import Checkup
from dreamtui.service.health.finding import Finding, lasting

STALE: Final = "lock-stale"
TEMPORARY: Final = "temp-file"
UNFINISHED: Final = "write-unfinished"
_DREAMS: Final = paths.LOCK.rpartition("/")[0]
_OF_OTHERS: Final = re.compile(
    r"(?:short-term-recall|phase-signals|daily-ingestion|session-ingestion)\.json\..+\.tmp"
    r"|short-term-promotion\.lock\.\d+\.stale"
)
_ABANDONED_AFTER_MS: Final = 600_000


def lock(checkup: Checkup) -> Iterator[Finding]:
    """A promotion lock that somebody holds, or that nobody does any more."""
    path = checkup.workspace.path(paths.LOCK)
    try:
        age_ms = checkup.clock_ms - path.lstat().st_mtime_ns // 1_000_000
        said = promotion_lock.content(path)
    except (FileNotFoundError, NotADirectoryError):
        return
    digits = said.partition(":")[0].strip()
    pid = int(digits) if digits.isascii() and digits.isdigit() else 0
    held = pid > 0 and is_alive(pid)
    who = f"process {pid}" if pid else "an unknown process"
    if not held and abs(age_ms) > STALE_MS:
        yield Finding(
            STALE,
            f"{paths.LOCK} was left behind {lasting(abs(age_ms))} ago by {who}, which is gone",
            "remove it (`dreamtui doctor --fix`); the next promotion takes it over as well",
            paths.LOCK,
            fixable=True,
        )
    else:
        how = "is held" if held else "was just left"
        yield Finding(
            "lock-held",
            f"{paths.LOCK} {how} by {who}, since {max(0, age_ms) // 1000:,} s",
            "wait until it has finished; promotions wait for it",
            paths.LOCK,
            severity="note",
        )


def unfinished(checkup: Checkup) -> Iterator[Finding]:
    """A write that was ended halfway; some of its files are changed, others are not."""
    if checkup.workspace.stamp(paths.UNFINISHED):
        yield Finding(
            UNFINISHED,
            f"{paths.UNFINISHED}: a write was ended halfway, so that some of its files are changed already",
            "take it back (`dreamtui doctor --fix`); the next sweep or promotion does so as well",
            paths.UNFINISHED,
            fixable=True,
        )


def temporary_files(checkup: Checkup) -> Iterator[Finding]:
    """Temporary files of programs that were ended halfway."""
    for path in (*own_leftovers(checkup), *leftovers_of_others(checkup)):
        shown = path.relative_to(checkup.workspace.root).as_posix()
        yield Finding(
            TEMPORARY,
            f"{shown} was left behind by a program that ended halfway",
            "remove it (`dreamtui doctor --fix`)",
            shown,
            fixable=True,
        )


def own_leftovers(checkup: Checkup) -> list[Path]:
    """What dreamtui itself left, in every folder that it writes to."""
    root = checkup.workspace.root
    folders = [root, root / "memory", root / _DREAMS, root / paths.BACKUPS, root / paths.SESSION_CORPUS]
    folders += [root / paths.REPORTS / phase for phase in ("light", "rem", "deep")]
    return [path for folder in folders if not folder.is_symlink() for path in staging.leftovers(folder)]


def leftovers_of_others(checkup: Checkup) -> list[Path]:
    """What other programs left beside the state files, when it is old enough to be nobody's work."""
    found = []
    for name in checkup.workspace.names(_DREAMS):
        path = checkup.workspace.root / _DREAMS / name
        if _OF_OTHERS.fullmatch(name) and path.is_file() and not path.is_symlink():
            changed_ms = path.lstat().st_ctime_ns // 1_000_000
            if checkup.clock_ms - changed_ms > _ABANDONED_AFTER_MS:
                found.append(path)
    return found


def broken_lines(checkup: Checkup, path: str) -> Iterator[Finding]:
    """Lines of a log that are no JSON objects."""
    broken = count_broken(checkup.workspace, path)
    if broken.lines:
        first = f", the first is line {broken.first}" if broken.first else ""
        number = "1 line" if broken.lines == 1 else f"{broken.lines:,} lines"
        yield Finding(
            "log-broken-lines",
            f"{path}: {number} cannot be read{first}",
            "they are passed over; remove them if they trouble other programs",
            path,
        )


def broken_events(checkup: Checkup) -> Iterator[Finding]:
    """Broken lines of the audit log."""
    yield from broken_lines(checkup, paths.EVENTS)


def broken_decisions(checkup: Checkup) -> Iterator[Finding]:
    """Broken lines among what people decided."""
    yield from broken_lines(checkup, paths.REVIEW_LOG)

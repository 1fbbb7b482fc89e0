"""Where files lie in a workspace, and how to look at them; nothing here changes anything."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from dreamtui import paths
from dreamtui.files import rawfile
from dreamtui.instants import parse_instant
from dreamtui.model import FileStamp, Note

_UNSAFE: Final = re.compile(r"(?:^|/)\.{0,2}(?:/|$)|[\x00-\x1f\x7f\\]")
"""Empty, `.` and `..` parts, absolute paths, and what no sane name holds."""

_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
"""What Python makes of bytes in a name that are not UTF-8."""
_NAME_A_FOLDER: Final = "name the folder that holds MEMORY.md and memory/"


class Workspace(NamedTuple):
    """A folder with `MEMORY.md` and `memory/`; `root` is absolute, symbolic links in it unresolved."""

    root: Path

    @classmethod
    def open(cls, root: Path) -> Workspace:
        """The workspace in an existing folder; BadInput when there is none or it may not be listed."""
        try:
            next(root.iterdir(), None)
        except FileNotFoundError as error:
            raise rawfile.refusal(str(root), "is not there", _NAME_A_FOLDER) from error
        except NotADirectoryError as error:
            raise rawfile.refusal(str(root), "is not a folder", _NAME_A_FOLDER) from error
        except OSError as error:
            raise rawfile.system_refusal(str(root), "cannot be opened", error) from error
        return cls(root.absolute())

    def path(self, relative: str) -> Path:
        """Where a workspace-relative POSIX path lies.

        Raises BadInput for what climbs out, by its name or through a symbolic link.
        """
        if _UNSAFE.search(relative) or PurePath(relative).is_absolute() or PurePath(relative).drive:
            raise rawfile.refusal(relative, "is no path inside the workspace", "use a relative path")
        path = self.root / relative
        if not self._holds(path):
            raise rawfile.refusal(
                relative, "leads out of the workspace through a symbolic link", "put the file itself there"
            )
        return path

    def read_bytes(self, relative: str) -> bytes | None:
        """What a file holds; None when it is not there.

        Raises BadInput for anything but a file, and for what may not be read.
        """
        return rawfile.read_bytes(self.path(relative), relative)

    def stamp(self, relative: str) -> FileStamp | None:
        """Time and size of a regular file; None when there is none. BadInput when access is denied."""
        return _stamp(self.path(relative), relative)

    def notes(self) -> tuple[Note, ...]:
        """The daily notes right inside `memory/`, by path; links that lead out are left aside."""
        found = []
        for relative, path in self._files("memory"):
            day = _day(relative)
            if day and (stamp := self._stamp_inside(relative, path)):
                found.append(Note(relative, day, stamp))
        return tuple(found)

    def corpus_lines(self) -> dict[str, int]:
        """How many lines each existing file of the session corpus has, by path."""
        return {
            relative: line_count(self.read_bytes(relative) or b"")
            for relative, path in self._files(paths.SESSION_CORPUS)
            if _day(relative) and self._stamp_inside(relative, path)
        }

    def diary(self) -> str | None:
        """Under which of its names the dream diary is there; None when it is not."""
        try:
            names = {child.name for child in self.root.iterdir()}
        except OSError as error:
            raise rawfile.system_refusal(str(self.root), "cannot be listed", error) from error
        return next((name for name in paths.DIARY_NAMES if name in names), None)

    def names(self, folder: str) -> list[str]:
        """What stands in a folder, sorted; nothing when it is not there. BadInput when it is denied."""
        try:
            return sorted(child.name for child in self.path(folder).iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise rawfile.system_refusal(folder, "cannot be listed", error) from error

    def _files(self, folder: str) -> Iterator[tuple[str, Path]]:
        for name in self.names(folder):
            yield f"{folder}/{name}", self.root / folder / name

    def _stamp_inside(self, relative: str, path: Path) -> FileStamp | None:
        if path.is_symlink() and not (self._holds(path) and path.exists()):
            return None
        return _stamp(path, relative)  # all the way through its folder once more is ten times as slow

    def _holds(self, path: Path) -> bool:
        """Whether a path, its symbolic links followed, still lies in the workspace."""
        root = _real_root(str(self.root))
        real = os.path.realpath(path)
        return real == root or real.startswith(root.rstrip(os.sep) + os.sep)


@lru_cache(maxsize=8)
def _real_root(root: str) -> str:
    """Where a workspace really lies: asked once, or it would be half the cost of reading its notes."""
    return os.path.realpath(root)


def _day(relative: str) -> str | None:
    """The day in the name of a short-term file, when it is one of the calendar and the name is UTF-8."""
    day = paths.short_term_day(relative)
    if day is None or parse_instant(day) is None:
        return None
    return None if _SURROGATE.search(relative) else day


def _stamp(path: Path, shown: str) -> FileStamp | None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise rawfile.system_refusal(shown, "cannot be looked at", error) from error
    if not stat.S_ISREG(status.st_mode):
        return None
    return FileStamp(status.st_mtime_ns // 1_000_000, status.st_size)


def line_count(raw: bytes) -> int:
    """How many lines a file has; what follows its last line end counts, unless it is nothing."""
    return raw.count(b"\n") + (not raw.endswith(b"\n") and raw != b"")

"""The live text behind recall entries: notes and corpus files without what dreaming wrote into them."""

from __future__ import annotations

from collections.abc import Callable

from dreamtui.errors import BadInput
from dreamtui.files import blocks, text
from dreamtui.model import Source, SourceState
from dreamtui.paths import short_term_day

MISSING = Source(SourceState.MISSING)


def read(raw: bytes) -> Source:
    """The lines of a note, managed blocks and front matter blank, so that line numbers hold."""
    lines = text.lines(raw)
    head = blocks.front_matter(lines)
    return Source(SourceState.LIVE, tuple(blocks.blank([""] * head + lines[head:])))


class WorkspaceSources:
    """Sources by workspace-relative path, each read once, when it is first asked for.

    `read_bytes` gives a file's bytes, or None where there is none. A path that no recall entry may
    have is missing without being read: stores are data, and data must not choose what is opened.
    """

    def __init__(self, read_bytes: Callable[[str], bytes | None]) -> None:
        self._read_bytes = read_bytes
        self._known: dict[str, Source] = {}

    def get(self, path: str) -> Source:
        """The source at a path; missing and unreadable are answers, not errors."""
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def _read(self, path: str) -> Source:
        if short_term_day(path) is None:
            return MISSING
        try:
            raw = self._read_bytes(path)
        except (FileNotFoundError, NotADirectoryError):
            return MISSING
        except OSError as error:
            return Source(SourceState.UNREADABLE, detail=error.strerror or str(error))
        except BadInput as error:
            return Source(SourceState.UNREADABLE, detail=str(error))
        return MISSING if raw is None else read(raw)

"""Progress of long work on standard error, when that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dreamtui.engine.sweep import Progress
from dreamtui.model import Phase

NAMES: dict[Phase, str] = {"light": "Light", "rem": "REM", "deep": "Deep"}


@contextmanager
def progress() -> Iterator[Progress]:
    """A line that says which phase is doing what, rewritten in place and taken away at the end."""
    if not sys.stderr.isatty():
        yield lambda _phase, _doing: None
        return

    def say(phase: Phase, doing: str) -> None:
        sys.stderr.write(f"\r\x1b[2K{NAMES[phase]}: {doing} …")
        sys.stderr.flush()

    try:
        yield say
    finally:
        sys.stderr.write("\r\x1b[2K")
        sys.stderr.flush()

"""Standard output: one JSON document, or text for people on a terminal that may be narrow or plain."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from dreamtui.files import jsonfile

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 100
WIDEST = 1000
HEIGHT = 25
"""Of no consequence here, but what is not given rich takes from LINES and COLUMNS, whatever they hold."""


def print_json(value: Any) -> None:
    """Print one JSON document, UTF-8 whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(jsonfile.render(value))


def console() -> Console:
    """Where text for people goes: colour only on a terminal and never with NO_COLOR, no markup read.

    What the encoding cannot show is replaced. Without a terminal lines are as long as COLUMNS says.
    """
    from rich.console import Console

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    terminal = sys.stdout.isatty()
    return Console(
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
        force_terminal=terminal,
        width=_width(terminal),
        height=HEIGHT,
    )


def _width(terminal: bool) -> int:
    """How wide lines are: as COLUMNS says, where that is a number, else as wide as the terminal."""
    given = os.environ.get("COLUMNS", "")
    if given.isascii() and given.isdigit() and len(given) < 10 and int(given):
        return min(int(given), WIDEST)
    if not terminal:
        return PIPE_WIDTH
    import shutil

    return min(shutil.get_terminal_size((PIPE_WIDTH, 24)).columns, WIDEST)

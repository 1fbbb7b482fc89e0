"""Standard output: one JSON document, or text for people on a terminal that may be narrow or plain."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from dreamtui.files import jsonfile

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 100


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
    width = None if terminal or os.environ.get("COLUMNS", "").isdigit() else PIPE_WIDTH
    return Console(
        markup=False, emoji=False, highlight=False, soft_wrap=False, force_terminal=terminal, width=width
    )

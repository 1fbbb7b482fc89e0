"""How the interpreter shares its time between keys, workers and the collector while the dashboard is open."""

from __future__ import annotations

import gc
import sys
from typing import Final

_SWITCH_S: Final = 0.001
"""How long a worker may keep the interpreter to itself: keys are answered while it reads."""
_YOUNG: Final = 20_000
"""New objects between two collections: a key makes thousands, nearly all of which are gone without one."""


def keep_pace() -> None:
    """Let keys come first. Commands do without the collector, but this may stay open for days."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 10)
    sys.setswitchinterval(_SWITCH_S)

"""What dreamtui remembers of a person from one run to the next: which hints they need no more."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

FILE_NAME = "hints"


def hints_path(env: Mapping[str, str]) -> Path:
    """The file: beside $DREAMTUI_CONFIG where that is set, else in the platform's state folder for dreamtui.

    It is no setting, so it does not stand in the settings: it may be thrown away at any time.
    """
    if named := env.get("DREAMTUI_CONFIG", "").strip():
        own = Path(os.path.abspath(os.path.expanduser(named)))  # noqa: PTH100, PTH111 (never fail)
        return own.with_name(f"{own.name}.{FILE_NAME}")
    platform: str = sys.platform
    if platform == "linux":  # by this environment, which need not be the process's own
        base = env.get("XDG_STATE_HOME", "").strip()
        home = env.get("HOME") or os.path.expanduser("~")  # noqa: PTH111
        return Path(base or f"{home}/.local/state", "dreamtui", FILE_NAME)
    from platformdirs import user_state_dir

    return Path(user_state_dir("dreamtui", appauthor=False), FILE_NAME)


def known_hints(path: Path) -> frozenset[str]:
    """The hints that were acted on or put away, a name a line; none where that cannot be read."""
    try:
        return frozenset(path.read_text("utf-8").split())
    except (OSError, ValueError):
        return frozenset()


def remember_hint(path: Path, name: str) -> None:
    """Add a name. Where that does not work, the hint comes once more: nothing to trouble a person with."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{name}\n")

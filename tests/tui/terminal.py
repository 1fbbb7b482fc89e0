"""A real terminal for tests: dreamtui in a tmux session of its own, its keys and what it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.modules import ROOT

PATIENCE_S = 40.0
"""How long something may take on a slow, busy machine before it counts as not happening."""


class Terminal:
    """One dreamtui in one tmux server, which nobody else uses."""

    def __init__(self, socket: str) -> None:
        self.socket = socket

    def tmux(self, *arguments: str) -> str:
        """Run a tmux command; what it prints."""
        done = subprocess.run(
            ["tmux", "-L", self.socket, *arguments], capture_output=True, text=True, check=False
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Press keys, as tmux names them."""
        self.tmux("send-keys", "-t", "dream", *keys)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return self.tmux("capture-pane", "-p", "-t", "dream")

    @property
    def pid(self) -> int:
        """The process that runs in it."""
        return int(self.tmux("list-panes", "-t", "dream", "-F", "#{pane_pid}").split()[0])

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return not self.tmux("list-panes", "-t", "dream", "-F", "#{pane_pid}").strip()

    def until(self, said: str | Callable[[], bool]) -> str:
        """Wait until something is so, or until something stands on the screen (a pattern)."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if said() if callable(said) else re.search(said, self.text):
                return self.text
            time.sleep(0.05)
        raise AssertionError(f"{said} never came; the screen:\n{self.text}")


@contextmanager
def dreamtui(
    arguments: Sequence[str], env: dict[str, str], socket: str, size: tuple[int, int] = (120, 36)
) -> Iterator[Terminal]:
    """Run dreamtui in a terminal of a size, and end it."""
    command = shlex.join([sys.executable, "-m", "dreamtui", *arguments])
    width, height = map(str, size)
    terminal = Terminal(socket)
    given = [argument for name, value in env.items() for argument in ("-e", f"{name}={value}")]
    terminal.tmux(
        "-f", os.devnull, "new-session", "-d", "-s", "dream", "-x", width, "-y", height, *given,
        "-c", str(ROOT), f"exec {command}", ";", "set", "status", "off",
    )  # fmt: skip
    try:
        yield terminal
    finally:
        terminal.tmux("kill-server")


def environment(home: Path) -> dict[str, str]:
    """A home of its own: no settings of whoever runs the tests."""
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    own = {"HOME": str(home), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    return kept | own | {"XDG_CONFIG_HOME": str(home / "config")}

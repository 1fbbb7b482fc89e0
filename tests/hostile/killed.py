"""Runs dreamtui and ends it at a step of its writing: `python -m tests.hostile.killed STEP SIGNAL ARGS`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from typing import Any


def main() -> int:
    """Count what is done to files, and send the signal before the given step."""
    last, number = int(sys.argv[1]), int(sys.argv[2])
    # Whoever runs tests in the background, or with nohup, ignores some.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for asks_to_end in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(asks_to_end, signal.SIG_DFL)
    steps = count(1)

    def counted(real: Callable[..., Any]) -> Any:
        def call(*args: Any, **more: Any) -> Any:
            if next(steps) == last:
                os.kill(os.getpid(), number)
            return real(*args, **more)

        return call

    for name in ("replace", "link", "unlink", "fsync", "mkdir", "utime", "truncate"):
        setattr(os, name, counted(getattr(os, name)))
    from dreamtui.cli.main import run

    status = run(sys.argv[3:])
    print(f"steps={next(steps) - 1}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())

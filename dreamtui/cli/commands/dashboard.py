"""`dreamtui [DIR]` in a terminal: the dashboard. The one place that imports it, and only when it opens."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping

from dreamtui.cli.context import now_of, open_context
from dreamtui.cli.main import DONE
from dreamtui.service.desk import Desk

_SWITCH_S = 0.001
"""How long a worker may keep the interpreter to itself: keys are answered while it reads."""


def wanted(args: argparse.Namespace) -> bool:
    """Whether the dashboard is meant, and there is a terminal to show it on."""
    return not (args.dry_run or args.json) and sys.stdin.isatty() and sys.stdout.isatty()


def run(args: argparse.Namespace, env: Mapping[str, str] = os.environ) -> int:
    """Open the dashboard until a person leaves it."""
    import gc

    def open_desk() -> Desk:
        return open_context(args, env).desk

    desk = open_desk()
    from dreamtui.tui.app import DreamApp

    app = DreamApp(desk, open_desk, _clock(args), read_only=args.read_only)
    gc.enable()  # commands do without, but this may stay open for days
    gc.freeze()
    sys.setswitchinterval(_SWITCH_S)
    app.run(mouse=desk.loaded.settings.ui.mouse)
    return app.return_code or DONE


def _clock(args: argparse.Namespace) -> Callable[[], int]:
    """The real clock, unless another instant is pretended."""
    pretended = now_of(args) if args.now is not None else None
    return lambda: now_of(args) if pretended is None else pretended

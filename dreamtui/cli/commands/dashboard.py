"""`dreamtui [DIR]` in a terminal: the dashboard. The one place that imports it, and only when it opens."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping

from dreamtui.cli.again import again
from dreamtui.cli.context import now_of, open_context
from dreamtui.cli.main import DONE
from dreamtui.review.approved import Ready
from dreamtui.service.desk import Desk


def wanted(args: argparse.Namespace) -> bool:
    """Whether the dashboard is meant, and there is a terminal to show it on."""
    return not (args.dry_run or args.json) and sys.stdin.isatty() and sys.stdout.isatty()


def run(args: argparse.Namespace, env: Mapping[str, str] = os.environ) -> int:
    """Open the dashboard until a person leaves it."""

    def open_desk() -> Desk:
        return open_context(args, env).desk

    desk = open_desk()
    from dreamtui.tui.app import DreamApp
    from dreamtui.tui.pace import keep_pace

    app = DreamApp(desk, open_desk, _clock(args), read_only=args.read_only)
    keep_pace()
    app.run(mouse=desk.loaded.settings.ui.mouse)
    if not app.return_code:
        _remind(args, app.view.ready)
    return app.return_code or DONE


def _remind(args: argparse.Namespace, ready: Ready | None) -> None:
    """Say that approvals wait for their write, and how to come to it; the sample goes away with them."""
    if ready is None or not ready.write or args.read_only or args.demo:
        return
    what = "1 approval is" if ready.write == 1 else f"{ready.write} approvals are"
    command = " ".join(again(args, "dreamtui review apply"))
    print(f"{what} kept, but not written to MEMORY.md yet: w in the dashboard does that, or {command}")


def _clock(args: argparse.Namespace) -> Callable[[], int]:
    """The real clock, unless another instant is pretended."""
    pretended = now_of(args) if args.now is not None else None
    return lambda: now_of(args) if pretended is None else pretended

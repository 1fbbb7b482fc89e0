"""`dreamtui [DIR]` in a terminal: the dashboard. The one place that imports it, and only when it opens."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dreamtui.cli.again import again
from dreamtui.cli.context import now_of, open_context
from dreamtui.cli.main import DONE
from dreamtui.config.agents import Located, roster
from dreamtui.config.own_state import hints_path
from dreamtui.errors import DreamtuiError
from dreamtui.review.approved import Ready
from dreamtui.service.agents import Doors, Place, places
from dreamtui.service.desk import Desk
from dreamtui.show.text import count, safe

if TYPE_CHECKING:
    from dreamtui.tui.view import View


def wanted(args: argparse.Namespace) -> bool:
    """Whether the dashboard is meant, and there is a terminal to show it on."""
    return not (args.dry_run or args.json) and sys.stdin.isatty() and sys.stdout.isatty()


def run(args: argparse.Namespace, env: Mapping[str, str] = os.environ) -> int:
    """Open the dashboard until a person leaves it; each workspace that they go to in a dashboard of its own.

    Nothing of one is left when the next one opens: its threads have ended, its messages have nowhere to go.
    """
    desk = open_context(args, env).desk
    from dreamtui.files.writing import recover
    from dreamtui.review.staging import decisions
    from dreamtui.tui.app import DreamApp
    from dreamtui.tui.hints import Hints
    from dreamtui.tui.pace import keep_pace
    from dreamtui.tui.shell import Around

    doors = _doors(args, env, desk.located if args.dir or args.workspace else None)
    asked, tried = args, None
    left: dict[Path, tuple[argparse.Namespace, str, View]] = {}
    while True:
        hints = Hints(
            hints_path(env),
            remember=not (args.read_only or args.demo),
            agents=len(roster(desk.loaded.openclaw, env).workspaces),
        )
        around = Around(doors, hints, tried)
        app = DreamApp(desk, _opening(asked, env), _clock(args), read_only=args.read_only, around=around)
        keep_pace()
        if not args.read_only:
            with suppress(DreamtuiError):  # somebody else is at it, or it is told once something is written
                recover(desk.workspace, wait_seconds=0)
        place = app.run(mouse=(tried or desk.loaded.settings.ui).mouse)
        left[desk.workspace.root] = (asked, desk.located.agent, app.view)
        if place is None or app.return_code:
            break
        asked, tried = _asking(args, place), app.tried
        desk = open_context(asked, env).desk
    if not app.return_code:
        for root, (then, agent, view) in left.items():
            said = view.queue.ledger if view.queue else None
            where = f"{safe(f'{agent}, {root}')}: " if len(left) > 1 else ""
            _remind(then, view.ready, decisions(said.staged, said.locked) if said else 0, where)
    return app.return_code or DONE


def _opening(args: argparse.Namespace, env: Mapping[str, str]) -> Callable[[], Desk]:
    return lambda: open_context(args, env).desk


def _doors(args: argparse.Namespace, env: Mapping[str, str], given: Located | None) -> Doors:
    """Where one can go: to the agents of openclaw.json, and back to the folder that was named."""
    return Doors(
        lambda desk: places(desk, given, env), lambda place: open_context(_asking(args, place), env).desk
    )


def _asking(args: argparse.Namespace, place: Place) -> argparse.Namespace:
    """The options that open a place."""
    if place.given:
        return args
    return argparse.Namespace(**{**vars(args), "dir": None, "workspace": None, "agent": place.agent})


def _remind(args: argparse.Namespace, ready: Ready | None, staged: int = 0, where: str = "") -> None:
    """Say that decisions wait for their write, and how to come to it; `where` names one workspace of several.
    Of the sample it is said how to open it again in any case."""
    if args.read_only:
        return
    if staged:
        what = "1 change of an entry is" if staged == 1 else f"{staged} changes of entries are"
        print(f"{where}{what} kept, but not written to MEMORY.md yet: w in tab 4 of the dashboard does that")
    write, kept = ready or (0, 0)
    if write:
        what = "1 approval is" if write == 1 else f"{write} approvals are"
        command = " ".join(again(args, "review apply"))
        other = f", or {command}" if command else ""
        print(f"{where}{what} kept, but not written to MEMORY.md yet: w in the dashboard does that{other}")
    if kept:
        more = count(kept, "more approval" if write else "approval")
        print(f"{where}{more} would be kept back from MEMORY.md: w in the dashboard says why")


def _clock(args: argparse.Namespace) -> Callable[[], int]:
    """The real clock, unless another instant is pretended."""
    pretended = now_of(args) if args.now is not None else None
    return lambda: now_of(args) if pretended is None else pretended

"""From options to a workspace with its settings: what every command starts with."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from dreamtui.config.agents import find_workspace
from dreamtui.config.sources import load
from dreamtui.errors import BadInput
from dreamtui.instants import parse_instant
from dreamtui.service.desk import Desk


class Context(NamedTuple):
    """A workspace with its settings, and the instant that counts as now (ms since the epoch)."""

    desk: Desk
    now_ms: int


def open_context(args: argparse.Namespace, env: Mapping[str, str] = os.environ) -> Context:
    """The workspace and settings that the options name. Raises BadInput."""
    config = Path(args.config) if args.config else None
    loaded = load(config, args.set, env)
    workspace = getattr(args, "dir", None) or args.workspace
    located = find_workspace(loaded, Path(workspace) if workspace else None, args.agent, env)
    return Context(Desk.of(located, loaded), now_of(args))


def mention(context: Context) -> None:
    """Say on standard error what a person should know about the settings; called when all went well."""
    from dreamtui.cli.main import say

    sys.stdout.flush()
    for note in context.desk.loaded.notes:
        say(note)


def now_of(args: argparse.Namespace) -> int:
    """The instant of `--now`, else the clock's. Raises BadInput."""
    if args.now is None:
        return time.time_ns() // 1_000_000
    moment = parse_instant(args.now)
    if moment is None:
        raise BadInput(f"--now {args.now!r} is not an instant: write it as 2026-04-11T03:00:00Z")
    return moment

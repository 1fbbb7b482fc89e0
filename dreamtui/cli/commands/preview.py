"""`dreamtui [DIR]` and `dreamtui --dry-run [DIR]`: what a sweep would do now, on any workspace."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from dreamtui.cli.commands.sweep import show_preview
from dreamtui.cli.context import now_of, open_context
from dreamtui.errors import BadInput


def run(args: argparse.Namespace) -> int:
    """Preview a sweep; nothing is written, not even a lock."""
    if args.demo:
        return _demo(args)
    if args.dir and args.workspace:
        raise BadInput("the workspace is given twice, as DIR and with --workspace: leave one out")
    return show_preview(open_context(args), args)


def _demo(args: argparse.Namespace) -> int:
    """The preview of a fresh copy of the sample workspace, in a temporary folder."""
    from dreamtui.config.times import system_zone
    from dreamtui.demo import build

    if args.dir or args.workspace or args.config:
        raise BadInput("--demo brings its own workspace: leave DIR, --workspace and --config out")
    folder = Path(tempfile.mkdtemp(prefix="dreamtui-demo-"))
    demo = build(folder / "sample", now_of(args), system_zone(os.environ).zone)
    args.workspace, args.config = str(demo.workspace), str(demo.config)
    own = {"OPENCLAW_STATE_DIR": str(demo.state), "DREAMTUI_CONFIG": str(folder / "config.toml")}
    return show_preview(open_context(args, {**os.environ, **own}), args)

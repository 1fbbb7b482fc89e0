"""`dreamtui [DIR]`: the dashboard in a terminal; elsewhere, and with `--dry-run`, what a sweep would do."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from dreamtui.cli.again import program, quoted
from dreamtui.cli.commands import dashboard
from dreamtui.cli.commands.sweep import show_preview
from dreamtui.cli.context import now_of, open_context
from dreamtui.errors import BadInput
from dreamtui.service.sweeper import ended_in_order

_ENDED_BY_SIGNAL: Final = 128
"""A status above it is that of a program that a signal ended, as shells have it."""


def run(args: argparse.Namespace) -> int:
    """Open the dashboard, or preview a sweep; neither writes anything, not even a lock."""
    if args.demo:
        return _demo(args)
    if args.dir and args.workspace:
        raise BadInput("the workspace is given twice, as DIR and with --workspace: leave one out")
    return _show(args, os.environ)


def _show(args: argparse.Namespace, env: Mapping[str, str]) -> int:
    if dashboard.wanted(args):
        return dashboard.run(args, env)
    return show_preview(open_context(args, env), args)


def _demo(args: argparse.Namespace) -> int:
    """The same on a fresh copy of the sample workspace, in a temporary folder that goes unless it is used.

    It goes in any case when the terminal is closed or the program is ended: nobody would know of it. After
    a crash it stays, to see what led to it.
    """
    from dreamtui.config.times import system_zone
    from dreamtui.demo import build

    if args.dir or args.workspace or args.config:
        raise BadInput("--demo brings its own workspace: leave DIR, --workspace and --config out")
    opens = dashboard.wanted(args)
    now, zone = now_of(args), system_zone(os.environ).zone
    keep = False
    with ended_in_order():
        folder = Path(tempfile.mkdtemp(prefix="dreamtui-demo-"))
        try:
            demo = build(folder / "sample", now, zone)
            before = _files(folder)
            args.workspace, args.config = str(demo.workspace), str(demo.config)
            own = {"OPENCLAW_STATE_DIR": str(demo.state), "DREAMTUI_CONFIG": str(folder / "config.toml")}
            status = _show(args, {**os.environ, **own})
            keep = opens and status < _ENDED_BY_SIGNAL and _files(folder) != before
        finally:
            if not keep:
                shutil.rmtree(folder, ignore_errors=True)
    if keep:
        print(f"The sample as you left it: {demo.workspace}\nTo open it again: {_reopened(own, demo.config)}")
    return status


def _reopened(own: Mapping[str, str], config: Path) -> str:
    """A command that opens the sample with its settings and its transcripts."""
    given = " ".join(f"{name}={quoted(value)}" for name, value in own.items())
    return f"{given} {program()} --config {quoted(str(config))}"


def _files(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}

"""Commands as they are printed to be copied: with the workspace and settings of the one that prints them."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def again(args: argparse.Namespace, command: str) -> list[str]:
    """The words of a command with the options of this one; none for the sample, which is gone by then."""
    if getattr(args, "demo", False):
        return []
    given = {
        "--workspace": getattr(args, "dir", None) or args.workspace,
        "--agent": args.agent,
        "--config": args.config,
        "--focus": getattr(args, "focus", None),
        "--now": args.now,
    }
    options = [(name, value) for name, value in given.items() if value is not None]
    options += [("--set", one) for one in args.set]
    return [f"{program()} {command}", *(f"{name} {quoted(value)}" for name, value in options)]


def program() -> str:
    """How this program was started, to start it once more: by its bare name only where the shell finds it."""
    started = Path(sys.argv[0])
    if started.parts[-2:] == ("dreamtui", "__main__.py"):
        return f"{quoted(sys.executable)} -m dreamtui"
    if len(started.parts) < 2 or started.stem != "dreamtui":
        return "dreamtui"
    from shutil import which

    found = which("dreamtui")
    return "dreamtui" if found and started.exists() and started.samefile(found) else quoted(str(started))


def quoted(word: str) -> str:
    """A word as the shell of this system takes it."""
    if os.name == "nt":
        import subprocess

        return subprocess.list2cmdline([word])
    import shlex

    return shlex.quote(word)

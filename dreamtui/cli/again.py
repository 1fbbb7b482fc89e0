"""Commands as they are printed to be copied: with the workspace and settings of the one that prints them."""

from __future__ import annotations

import argparse
import os


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
    return [command, *(f"{name} {quoted(value)}" for name, value in options)]


def quoted(word: str) -> str:
    """A word as the shell of this system takes it."""
    if os.name == "nt":
        import subprocess

        return subprocess.list2cmdline([word])
    import shlex

    return shlex.quote(word)

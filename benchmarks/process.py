"""Running a fresh process and what it cost: wall time, user time, peak memory (Linux and macOS)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
_RSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024


class Cost(NamedTuple):
    """What a process took: seconds of wall time and of user CPU time, and bytes of memory at its peak."""

    wall: float
    user: float
    peak: float


def python(*arguments: str) -> list[str]:
    """A command that runs this same Python."""
    return [sys.executable, *arguments]


def cost_of(command: Sequence[str], home: Path) -> Cost:
    """Run a command once, in the project's folder and with an empty home; RuntimeError when it fails.

    The peak includes what this process held when it started the other: keep this one small.
    """
    environment = {"HOME": str(home), "PATH": os.environ.get("PATH", os.defpath)}
    start = perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"ended with status {process.returncode}: {' '.join(command)}")
    return Cost(wall, usage.ru_utime, usage.ru_maxrss * _RSS_UNIT)


def medians(commands: Mapping[str, Sequence[str]], home: Path, runs: int) -> dict[str, Cost]:
    """The median cost of each command, run by turns so that all see the same weather, after a first try."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            cost = cost_of(command, home)
            if turn:
                costs[name].append(cost)
    return {name: Cost(*map(median, zip(*taken, strict=True))) for name, taken in costs.items()}

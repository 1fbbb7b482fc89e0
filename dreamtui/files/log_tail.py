"""Logs too large to be held: their last lines, newest first, and a count of the lines that cannot be read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, Final, NamedTuple

from dreamtui import paths
from dreamtui.files import rawfile, text
from dreamtui.files.events import Record
from dreamtui.files.workspace import Workspace

BLOCK: Final = 1 << 20
MOST: Final = 16 << 20
"""How much of the end of a log is looked at: many months of nights."""
_WANTED: Final = (
    b"memory.dream.completed",
    b"memory.promotion.applied",
    b"dreamtui.promotion.undone",
    b"dreamtui.sweep.completed",
)


class LastRuns(NamedTuple):
    """Per phase the record of its last run, and the last `memory.promotion.applied` that was not taken back
    since; its `applied` counts what stayed."""

    phases: dict[str, Record]
    promotion: Record | None


class Broken(NamedTuple):
    """Lines that are no JSON objects: how many, and the first of them (1-based; None in a cut log)."""

    lines: int
    first: int | None


def last_runs(workspace: Workspace, most: int = MOST, block: int = BLOCK) -> LastRuns:
    """What the audit log says last about each phase, within its last `most` bytes.

    Raises BadInput for a log that cannot be read; lines that cannot be are passed over.
    """
    phases: dict[str, Record] = {}
    promotion: Record | None = None
    sweep: Record | None = None
    undone: set[str] = set()
    for line in lines_backwards(workspace, paths.EVENTS, most, block):
        if not any(kind in line for kind in _WANTED):
            continue
        entry = _object(line)
        if entry is None:
            continue
        phase = entry.get("phase")
        if entry.get("type") == "memory.promotion.applied":
            promotion = promotion or _stayed(entry, undone)
        elif entry.get("type") == "dreamtui.promotion.undone":
            undone.update(key for key in _list(entry, "keys") if isinstance(key, str))
        elif entry.get("type") == "memory.dream.completed" and isinstance(phase, str):
            phases.setdefault(phase, entry)
        elif entry.get("type") == "dreamtui.sweep.completed" and "deep" in _list(entry, "phases"):
            sweep = sweep or entry  # with blocks alone Deep leaves no event of its own
        if promotion is not None and {"light", "rem", "deep"} <= phases.keys():
            break
    if sweep and str(phases.get("deep", {}).get("timestamp", "")) < str(sweep.get("timestamp")):
        phases["deep"] = sweep
    return LastRuns(phases, promotion)


def recalls(workspace: Workspace, most: int = MOST, block: int = BLOCK) -> Iterator[Record]:
    """The `memory.recall.recorded` of people's searches within the last `most` bytes, the last one first.

    What sweeps record of their own reading is passed over before it is parsed. Raises as `last_runs`.
    """
    for line in lines_backwards(workspace, paths.EVENTS, most, block):
        if b"memory.recall.recorded" in line and b'"__dreaming_' not in line:
            entry = _object(line)
            if entry is not None:
                yield entry


def _stayed(promotion: Record, undone: set[str]) -> Record | None:
    """A promotion without what was taken back later; None when nothing is left of it. What it promoted
    goes out of `undone`: before it, that was another promotion."""
    keys = [one.get("key") for one in _list(promotion, "candidates") if isinstance(one, dict)]
    back = undone.intersection(key for key in keys if isinstance(key, str))
    if not back:
        return promotion
    undone -= back
    left = len(keys) - len(back)
    return {**promotion, "applied": left} if left else None


def _list(entry: Record, name: str) -> list[object]:
    value = entry.get(name)
    return value if isinstance(value, list) else []


def lines_backwards(
    workspace: Workspace, relative: str, most: int = MOST, block: int = BLOCK
) -> Iterator[bytes]:
    """The whole lines in the last `most` bytes of a file, the last one first; none when it is not there."""
    file = open_log(workspace, relative)
    if file is None:
        return
    with file:
        end = file.seek(0, os.SEEK_END)
        stop = max(0, end - most)
        rest: list[bytes] = []  # the pieces of a line whose beginning is not read yet, last first
        while end > stop:
            start = max(stop, end - block)
            file.seek(start)
            first, *others = file.read(end - start).split(b"\n")
            end = start
            if others:
                yield b"".join([others.pop(), *reversed(rest)])
                yield from reversed(others)
                rest = []
            rest.append(first)
        if stop == 0:
            yield b"".join(reversed(rest))


def count_broken(workspace: Workspace, relative: str, most: int = 4 * MOST) -> Broken:
    """How many lines are no JSON objects, in the last `most` bytes. Raises BadInput as `last_runs`."""
    file = open_log(workspace, relative)
    if file is None:
        return Broken(0, None)
    with file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - most))
        cut = size > most
        lines = islice(file, 1, None) if cut else iter(file)
        broken = [number for number, line in enumerate(lines, 1) if line.strip() and _object(line) is None]
    return Broken(len(broken), broken[0] if broken and not cut else None)


def open_log(workspace: Workspace, relative: str) -> BinaryIO | None:
    """A log to be read; None when it is not there. Raises BadInput for what is no file, or denied."""
    path = workspace.path(relative)
    try:
        if path.exists() and not path.is_file():
            raise rawfile.refusal(relative, "is not a regular file", "move it out of the way")
        return path.open("rb")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise rawfile.system_refusal(relative, "cannot be read", error) from error


def _object(line: bytes) -> Record | None:
    try:
        value = json.loads(text.decode(line))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None

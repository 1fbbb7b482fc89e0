"""The passages of memory: what a search of MEMORY.md, notes and reports can find; nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dreamtui import paths
from dreamtui.entries import Passage
from dreamtui.errors import BadInput
from dreamtui.files import text
from dreamtui.files.workspace import Workspace

ARCHIVE = "memory/archive"
"""What was pruned lies there: it is no memory any more."""
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")


def passages(path: str, raw: bytes) -> list[Passage]:
    """The paragraphs, headings and list items of a file, in order; blank lines and items part them."""
    found: list[Passage] = []
    block: list[str] = []
    start = 1
    for number, line in enumerate([*text.lines(raw), ""], 1):
        alone = line.startswith("#")
        if block and (not line.strip() or alone or _ITEM.match(line) or block[0].startswith("#")):
            found.append(Passage(path, start, number - 1, "\n".join(block)))
            block = []
        if line.strip():
            if not block:
                start = number
            block.append(line)
    return found


def of_memory(workspace: Workspace) -> list[Passage]:
    """All passages of MEMORY.md and of the Markdown in `memory/`, without the archive of what was pruned.

    What cannot be read, or leads out of the workspace, says nothing.
    """
    return [
        passage for path in [paths.MEMORY, *_below(workspace, "memory")] for passage in _read(workspace, path)
    ]


def _read(workspace: Workspace, path: str) -> list[Passage]:
    try:
        raw = workspace.read_bytes(path)
    except (BadInput, OSError):
        return []
    return passages(path, raw or b"")


def _below(workspace: Workspace, folder: str) -> Iterator[str]:
    try:
        names = workspace.names(folder)
    except (BadInput, OSError):
        return
    for name in names:
        relative = f"{folder}/{name}"
        if name.startswith(".") or relative == ARCHIVE or (workspace.root / relative).is_symlink():
            continue
        if (workspace.root / relative).is_dir():
            yield from _below(workspace, relative)
        elif name.endswith(".md"):
            yield relative

"""The recorded nights of `tests/nights`: unpacks one, with its file times, as the tests want it.

Each archive holds a workspace before and after a sweep by OpenClaw 2026.4.15, the transcripts and
the configuration it saw, and what it answered about the workspace before.
"""

from __future__ import annotations

import json
import os
import tarfile
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

ARCHIVES = Path(__file__).parent / "nights"
NIGHTS = sorted(archive.name.removesuffix(".tar.xz") for archive in ARCHIVES.glob("*.tar.xz"))


class Night(NamedTuple):
    """One recorded night; `root` is the workspace at `expected["now"]`, before the sweep."""

    name: str
    root: Path
    sessions: Path
    config: Path
    expected: dict[str, Any]
    after: Path


def unpack(name: str, folder: Path) -> Night:
    """Unpack a night into `folder`, to the millisecond of every file's time.

    The word WORKSPACE, which stands for the workspace's path, is replaced in the configuration and
    in `expected`, and left as it is in the recorded workspaces, whose bytes and times are evidence.
    """
    with tarfile.open(ARCHIVES / f"{name}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
        for member in reversed(archive.getmembers()):
            nanoseconds = int(Decimal(member.pax_headers.get("mtime", member.mtime)) * 1_000_000_000)
            os.utime(folder / member.name, ns=(nanoseconds, nanoseconds))
    base = folder / name
    root = base / "before"
    return Night(
        name=name,
        root=root,
        sessions=base / "sessions",
        config=_localised(base / "openclaw.json", root),
        expected=json.loads(_localised(base / "expected.json", root).read_text("utf-8")),
        after=base / "after",
    )


def _localised(path: Path, root: Path) -> Path:
    text = path.read_text("utf-8").replace("WORKSPACE", json.dumps(str(root))[1:-1])
    path.write_text(text, "utf-8", newline="\n")
    return path

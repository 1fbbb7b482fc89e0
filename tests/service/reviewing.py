"""A workspace to be reviewed, in a folder of its own, and what stands in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from dreamtui import paths
from dreamtui.cli.context import open_context
from dreamtui.cli.parser import parse
from dreamtui.instants import parse_instant
from dreamtui.model import State
from dreamtui.service.reviewer import Reviewer
from tests.home import entry

NOTE = "memory/2026-04-10.md"
TEXTS = (
    "Moved router to VLAN 10 for the gateway.",
    "Ken the barber is booked for Friday at three.",
    "Backups go to Glacier every night.",
    "API_KEY=sk-abcdefghijklmnop1234 opens the gate.",
    "Invoices go out on the 1st.",
)
KEYS = tuple(f"memory:{NOTE}:{line}:{line}" for line in range(1, len(TEXTS) + 1))
ROUTER, KEN, BACKUPS, SECRET, INVOICES = KEYS
NOW = parse_instant("2026-04-11T03:00:00.000Z") or 0


class Bench:
    """A workspace with five candidates; all but the fourth may be promoted, the third fails a gate."""

    def __init__(self, base: Path, memory: bytes | None = None, *options: str) -> None:
        self.base = base
        self.root = base / "workspace"
        self.options = options
        self.now = NOW
        (self.root / "memory/.dreams").mkdir(parents=True)
        (base / "openclaw.json").write_text("{}", "utf-8")
        self.write(NOTE, "\n".join(TEXTS).encode() + b"\n")
        if memory is not None:
            self.write(paths.MEMORY, memory)
        low = {2: {"recallCount": 1}}
        entries = [
            entry(NOTE, line, line, text, **low.get(line - 1, {})) for line, text in enumerate(TEXTS, 1)
        ]
        table = {
            "version": 1,
            "updatedAt": "2026-04-10T20:00:00.000Z",
            "entries": {e["key"]: e for e in entries},
        }
        self.write(paths.RECALL_STORE, json.dumps(table).encode())
        self._settle()

    def _settle(self) -> None:
        """Give the store the form in which it is always written."""
        from dreamtui.files import jsonfile, recall_store

        raw = self.read(paths.RECALL_STORE) or b""
        state = State(recall=recall_store.parse(jsonfile.parse_object(raw, ""), ""))
        self.write(paths.RECALL_STORE, recall_store.render(state.recall))

    def reviewer(self, clock: Callable[[], int] | None = None) -> Reviewer:
        """A dashboard on the workspace; each has its own."""
        config, root = str(self.base / "openclaw.json"), str(self.root)
        options = ["--set", "timezone=UTC", *self.options]
        args = parse(["review", "--workspace", root, "--config", config, *options])
        return Reviewer(open_context(args, {"HOME": str(self.base)}).desk, clock or (lambda: self.now))

    def read(self, path: str) -> bytes | None:
        """What a file holds; None when it is not there."""
        file = self.root / path
        return file.read_bytes() if file.exists() else None

    def write(self, path: str, content: bytes) -> None:
        """Write a file as another program would."""
        (self.root / path).write_bytes(content)

    def kept(self) -> tuple[bytes | None, bytes | None]:
        """What must be as it was once everything is undone."""
        return self.read(paths.MEMORY), self.read(paths.RECALL_STORE)

    def all(self) -> dict[str, bytes]:
        """Every file of the workspace."""
        return {str(p.relative_to(self.root)): p.read_bytes() for p in self.root.rglob("*") if p.is_file()}


def undo_all(reviewer: Reviewer) -> list[str]:
    """Undo until nothing is left; what was undone."""
    queue, said = reviewer.load(), []
    while done := reviewer.undo(queue):
        queue = done[0]
        said.append(done[1])
    return said


def approve_and_apply(reviewer: Reviewer, *keys: str) -> None:
    """Approve candidates and write them."""
    queue = reviewer.decide(reviewer.load(), "approve", keys)
    reviewer.apply(reviewer.plan(queue))

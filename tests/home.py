"""A home of one's own for a test: a workspace, transcripts, settings, and the commands run in-process."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dreamtui.cli.main import run
from dreamtui.instants import iso, parse_instant

Listing = dict[str, tuple[bytes | None, int]]
"""Every path below some folders: its bytes (None for a folder) and its time in ns."""


class Ran(NamedTuple):
    """What a command came to."""

    status: int
    out: bytes
    err: str


class Home:
    """Folders below a temporary one, and the commands as a person would run them there."""

    def __init__(self, base: Path, capture: pytest.CaptureFixture[bytes]) -> None:
        self.base = base
        self.home = base / "home"
        self.state = base / "state"
        self.workspace = base / "workspace"
        self.sessions = self.state / "agents/main/sessions"
        self.now = "2026-04-11T03:00:00.000Z"
        self.options: list[str] = ["--set", "timezone=UTC"]
        self._capture = capture

    @property
    def now_ms(self) -> int:
        """The instant that counts as now."""
        moment = parse_instant(self.now)
        assert moment is not None
        return moment

    def sleep(self, days: float = 1) -> None:
        """Let time pass."""
        self.now = iso(self.now_ms + round(days * 86_400_000))

    def run(self, command: str, *args: str) -> Ran:
        """Run a command on the workspace at the instant that counts as now."""
        common = ["--workspace", str(self.workspace), "--now", self.now, *self.options]
        self._capture.readouterr()
        status = run([*command.split(), *args, *common])
        out, err = self._capture.readouterr()
        return Ran(status, out, err.decode())

    def json(self, command: str, *args: str) -> dict[str, Any]:
        """What a command that succeeds prints as JSON."""
        ran = self.run(command, *args, "--json")
        assert (ran.status, ran.err) == (0, "")
        value: dict[str, Any] = json.loads(ran.out)
        return value

    def set(self, **settings: object) -> None:
        """Settings by dotted name, `__` for the dot: `phases__deep__limit=3`."""
        for name, value in settings.items():
            self.options += ["--set", f"{name.replace('__', '.')}={json.dumps(value)}"]

    def write(self, path: str, content: str | bytes, when: str | None = None) -> None:
        """Write a file of the workspace, its time `when` (else now)."""
        self._write(self.workspace / path, content, when)

    def transcript(self, name: str, messages: list[dict[str, Any]], when: str | None = None) -> None:
        """Write a transcript of the agent `main`, a record a line."""
        self._write(self.sessions / name, "".join(f"{json.dumps(one)}\n" for one in messages), when)

    def recall(self, *entries: dict[str, Any]) -> None:
        """Put entries (see `entry`) into the recall store."""
        table = {one["key"]: one for one in entries}
        self.write(RECALL_STORE, json.dumps({"version": 1, "updatedAt": self.now, "entries": table}))

    def text(self, path: str) -> str:
        """What a file of the workspace says."""
        return (self.workspace / path).read_text("utf-8")

    def entries(self) -> dict[str, dict[str, Any]]:
        """The entries of the recall store."""
        table: dict[str, dict[str, Any]] = json.loads(self.text(RECALL_STORE))["entries"]
        return table

    def listing(self) -> Listing:
        """All that is on disk: workspace, transcripts, settings."""
        return {str(path): _seen(path) for path in _walk(self.base)}

    def _write(self, path: Path, content: str | bytes, when: str | None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        moment = parse_instant(when or self.now)
        assert moment is not None
        os.utime(path, ns=(moment * 1_000_000, moment * 1_000_000))


RECALL_STORE = "memory/.dreams/short-term-recall.json"


def message(text: str, when: str | None = "2026-04-10T12:00:00.000Z", role: str = "user") -> dict[str, Any]:
    """A message of a transcript."""
    stamped = {} if when is None else {"timestamp": when}
    return {
        "type": "message",
        **stamped,
        "message": {"role": role, "content": [{"type": "text", "text": text}]},
    }


def entry(path: str, start: int, end: int, snippet: str, **fields: Any) -> dict[str, Any]:
    """A recall entry as stored, one that passes every gate unless told otherwise."""
    usual: dict[str, Any] = {
        "key": f"memory:{path}:{start}:{end}",
        "path": path,
        "startLine": start,
        "endLine": end,
        "source": "memory",
        "snippet": snippet,
        "recallCount": 10,
        "dailyCount": 0,
        "groundedCount": 0,
        "totalScore": 9.8,
        "maxScore": 0.98,
        "firstRecalledAt": "2026-04-04T19:00:00.000Z",
        "lastRecalledAt": "2026-04-10T19:00:00.000Z",
        "queryHashes": [f"{n:012x}" for n in range(5)],
        "recallDays": ["2026-04-04", "2026-04-06", "2026-04-08", "2026-04-09", "2026-04-10"],
        "conceptTags": ["router", "vlan", "gateway", "backup", "failover", "glacier"],
    }
    return {**usual, **fields}


def _walk(folder: Path) -> Iterator[Path]:
    yield folder
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path


def _seen(path: Path) -> tuple[bytes | None, int]:
    return (path.read_bytes() if path.is_file() else None), path.lstat().st_mtime_ns


def make(
    base: Path,
    environment: Mapping[str, str],
    patch: pytest.MonkeyPatch,
    capture: pytest.CaptureFixture[bytes],
) -> Home:
    """An empty home; nothing of the real one can be seen from it."""
    home = Home(base, capture)
    for folder in (home.home, home.sessions, home.workspace / "memory"):
        folder.mkdir(parents=True)
    for name in ("OPENCLAW_CONFIG_PATH", "XDG_CONFIG_HOME", "APPDATA", "NO_COLOR"):
        patch.delenv(name, raising=False)
    settings = {
        "HOME": str(home.home),
        "USERPROFILE": str(home.home),
        "OPENCLAW_STATE_DIR": str(home.state),
        "DREAMTUI_CONFIG": str(home.home / "config.toml"),
        "DREAMTUI_TRACEBACK": "1",
        "COLUMNS": "100",
        "TZ": "UTC",
        **environment,
    }
    for name, value in settings.items():
        patch.setenv(name, value)
    return home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Home:
    """An empty home in the time zone UTC."""
    return make(tmp_path, {}, monkeypatch, capsysbinary)

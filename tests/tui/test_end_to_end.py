"""The whole of it in a real terminal: open, approve, look at the diff, write, take it back, leave."""

from __future__ import annotations

import json
import os
import shutil
import signal
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from dreamtui import paths
from dreamtui.demo.build import build
from dreamtui.instants import iso, parse_instant
from tests.recorded import unpack
from tests.tui.terminal import Terminal, dreamtui, environment

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

MARKER = b"<!-- openclaw-memory-promotion:"
NOW = "2026-04-11T09:00:00Z"


class Place(NamedTuple):
    """A workspace, and how dreamtui is opened on it."""

    root: Path
    arguments: list[str]
    env: dict[str, str]

    @property
    def memory(self) -> bytes:
        file = self.root / paths.MEMORY
        return file.read_bytes() if file.exists() else b""

    @property
    def decisions(self) -> list[str]:
        file = self.root / paths.REVIEW_LOG
        return [json.loads(line)["type"] for line in file.read_text().splitlines()] if file.exists() else []

    def open(self, size: tuple[int, int] = (120, 36)) -> AbstractContextManager[Terminal]:
        return dreamtui(self.arguments, self.env, f"dreamtui-{uuid4().hex[:8]}", size)


@pytest.fixture(params=["demo", "donna-015", "shanghai-008"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    env = environment(tmp_path / "home")
    if request.param == "demo":
        now = parse_instant(NOW)
        assert now is not None
        demo = build(tmp_path / "demo", now, ZoneInfo("Europe/Berlin"))
        env |= {"OPENCLAW_STATE_DIR": str(demo.state)}
        return Place(demo.workspace, _arguments(demo.workspace, demo.config, NOW), env)
    night = unpack(request.param, tmp_path)
    later = parse_instant(night.expected["now"])
    assert later is not None
    return Place(night.root, _arguments(night.root, night.config, iso(later)), env)


def _arguments(root: Path, config: Path, now: str) -> list[str]:
    return ["--workspace", str(root), "--config", str(config), "--now", now]


def _ready(terminal: Terminal) -> None:
    terminal.until(r"\d+ left|none left")
    terminal.until(r"a approve")


@pytest.mark.parametrize("size", [(80, 24), (150, 45)], ids=["80x24", "150x45"])
def test_approve_write_undo_quit(place: Place, size: tuple[int, int]) -> None:
    before = place.memory
    with place.open(size) as terminal:
        _ready(terminal)
        terminal.press("a")
        terminal.until(lambda: place.decisions == ["approve"])
        terminal.press("w")
        terminal.until(r"1 entry will be added to MEMORY\.md")
        assert place.memory == before
        terminal.press("Enter")
        terminal.until(lambda: place.memory != before)
        after = place.memory
        assert after.startswith(before)
        added = after[len(before) :].decode().strip().splitlines()
        assert after.count(MARKER) == before.count(MARKER) + 1
        assert [line[:2] for line in added[-2:]] == ["<!", "- "]
        terminal.until("promoted 1")
        terminal.press("u")
        terminal.until(lambda: place.memory == before)
        terminal.press("q")
        terminal.until(lambda: terminal.over)
    assert place.memory == before


def test_prune_write_undo(tmp_path: Path) -> None:
    now = parse_instant(NOW)
    assert now is not None
    demo = build(tmp_path / "demo", now, ZoneInfo("Europe/Berlin"))
    env = environment(tmp_path / "home") | {"OPENCLAW_STATE_DIR": str(demo.state)}
    place = Place(demo.workspace, _arguments(demo.workspace, demo.config, NOW), env)
    before = place.memory
    with place.open() as terminal:
        _ready(terminal)
        terminal.press("4")
        terminal.until(r"\[suggested \d+\]")
        terminal.press("x")
        terminal.until(lambda: place.decisions == ["prune"])
        terminal.press("w")
        terminal.until("1 entry will be pruned")
        assert place.memory == before
        terminal.press("Enter")
        terminal.until(lambda: place.memory != before)
        assert (place.root / paths.ARCHIVE).exists()
        terminal.until("pruned 1")
        terminal.press("u")
        terminal.until(lambda: place.memory == before)
        assert not (place.root / paths.ARCHIVE).exists()
        terminal.press("q")
        terminal.until(lambda: terminal.over)
    assert place.memory == before


def test_a_decision_survives_a_kill(place: Place) -> None:
    with place.open() as terminal:
        _ready(terminal)
        terminal.press("a")
        terminal.until(lambda: place.decisions == ["approve"])
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.until(lambda: terminal.over)
    with place.open() as terminal:
        _ready(terminal)
        terminal.press("w")
        terminal.until(r"1 entry will be added to MEMORY\.md")
        terminal.press("Escape")  # alone: with a key right behind it, it would be alt and that key
        terminal.until("a approve")
        terminal.press("u")
        terminal.until(lambda: place.decisions == ["approve", "undo"])
        terminal.press("q")
        terminal.until(lambda: terminal.over)


def test_a_night_without_anything_eligible_says_so(tmp_path: Path) -> None:
    night = unpack("donna-010", tmp_path)
    arguments = _arguments(night.root, night.config, night.expected["now"])
    with Place(night.root, arguments, environment(tmp_path / "home")).open() as terminal:
        terminal.until(r"Nothing passes by itself now\.")
        terminal.until(r"\[near 13\]")
        terminal.press("q")
        terminal.until(lambda: terminal.over)

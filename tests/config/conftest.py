"""A home of one's own for each test: an environment, and files written into it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[[Any], Path]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "TZ": "UTC", "DREAMTUI_CONFIG": str(tmp_path / "config.toml")}


@pytest.fixture
def write_openclaw(tmp_path: Path) -> Write:
    """Writes openclaw.json where it is looked for: text as it is, anything else as JSON."""

    def write(content: Any) -> Path:
        path = tmp_path / ".openclaw" / "openclaw.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


@pytest.fixture
def write_dreaming(write_openclaw: Write) -> Write:
    """Writes an openclaw.json that says nothing but this about dreaming."""

    def write(dreaming: Any) -> Path:
        return write_openclaw({"plugins": {"entries": {"memory-core": {"config": {"dreaming": dreaming}}}}})

    return write


@pytest.fixture
def write_own(tmp_path: Path) -> Write:
    """Writes dreamtui's own file."""

    def write(content: Any) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(content, encoding="utf-8")
        return path

    return write

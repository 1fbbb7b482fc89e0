"""State that OpenClaw keeps in SQLite: noticed, named, and nothing written beside it."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import pytest

from dreamtui.errors import BadInput
from dreamtui.files import sqlite_state
from tests.home import Home, home

__all__ = ["home"]


def database(state: Path, workspace: Path, namespace: str = "short-term-recall") -> None:
    path = state / sqlite_state.DATABASE
    path.parent.mkdir(parents=True, exist_ok=True)
    key = hashlib.sha256(str(workspace).encode()).hexdigest()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE plugin_state_entries"
            " (plugin_id TEXT, namespace TEXT, entry_key TEXT, value_json TEXT,"
            " created_at INTEGER, expires_at INTEGER, PRIMARY KEY (plugin_id, namespace, entry_key))"
        )
        row = ("memory-core", namespace, f"{key}:abc", "{}")
        connection.execute("INSERT INTO plugin_state_entries VALUES (?, ?, ?, ?, 1, NULL)", row)
    connection.close()


@pytest.mark.parametrize("command", ["--dry-run", "sweep --apply", "promote", "rem-harness", "status"])
@pytest.mark.parametrize("left_over", [False, True])
def test_a_workspace_in_sqlite_is_left_alone(home: Home, command: str, left_over: bool) -> None:
    if left_over:
        home.recall()
    database(home.state, home.workspace)
    before = home.listing()
    ran = home.run(command)
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert "moved to SQLite" in ran.err
    assert home.listing() == before


def test_rows_of_another_workspace_say_nothing_of_this_one(home: Home) -> None:
    database(home.state, home.workspace / "other")
    assert not sqlite_state.holds(home.state, home.workspace)
    assert home.run("promote").status == 0


def test_a_database_without_the_table_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / sqlite_state.DATABASE
    path.parent.mkdir()
    sqlite3.connect(path).close()
    assert not sqlite_state.holds(tmp_path, tmp_path)


def test_a_database_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / sqlite_state.DATABASE
    path.parent.mkdir()
    path.write_bytes(b"no database at all, but long enough to be looked at as one" * 20)
    with pytest.raises(BadInput, match="cannot be read"):
        sqlite_state.holds(tmp_path, tmp_path)

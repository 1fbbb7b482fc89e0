import json
import os
from pathlib import Path

import pytest

from dreamtui import paths
from dreamtui.errors import BadInput, Changed, StateMoved
from dreamtui.files.state import open_state
from dreamtui.files.workspace import Workspace
from dreamtui.files.writing import apply_writes
from dreamtui.model import FileStamp, State
from tests.recorded import Night, unpack


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return unpack("taipei-003", tmp_path)


def listing(root: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(root)): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in [root, *root.rglob("*")]
    }


def test_an_empty_workspace_has_an_empty_state(tmp_path: Path) -> None:
    store = open_state(Workspace(tmp_path))
    assert store.load() == State()
    assert store.kind == "JSON"
    assert not store.moved
    assert store.updated_ms is None
    assert list(tmp_path.iterdir()) == []


def test_a_recorded_state_is_read_and_nothing_touched(night: Night) -> None:
    before = listing(night.root)
    store = open_state(Workspace(night.root))
    state = store.load()
    assert len(state.recall.entries) == night.expected["audit"]["entryCount"]
    assert state.recall.exists
    assert state.transcripts.entries.keys() >= {"main:sessions/s0.jsonl"}
    assert state.seen_messages
    assert store.writes(state, state) == []
    assert store.shown == str(night.root / paths.RECALL_STORE)
    assert store.updated_ms == max(
        (night.root / path).stat().st_mtime_ns // 1_000_000
        for path in (paths.RECALL_STORE, paths.PHASE_SIGNALS, paths.NOTE_STAMPS, paths.TRANSCRIPT_STAMPS)
    )
    assert listing(night.root) == before


def test_only_what_differs_is_written_and_pinned(night: Night) -> None:
    workspace = Workspace(night.root)
    store = open_state(workspace)
    before = store.load()
    notes = {"memory/2026-03-09.md": FileStamp(1, 2)}
    after = before._replace(
        notes=before.notes._replace(entries=notes),
        recall=before.recall._replace(updated_at="2026-03-09T00:00:00.000Z"),
    )
    writes = store.writes(before, after)
    assert [write.path for write in writes] == [paths.RECALL_STORE, paths.NOTE_STAMPS]
    for write in writes:
        assert write.before == workspace.read_bytes(write.path)
        assert write.change == "replace"
    apply_writes(workspace, writes, (), 0)
    assert open_state(workspace).load() == after
    with pytest.raises(Changed):
        apply_writes(workspace, writes, (), 0)


def test_a_state_can_be_written_where_there_was_none(tmp_path: Path, night: Night) -> None:
    loaded = open_state(Workspace(night.root)).load()
    root = tmp_path / "new"
    root.mkdir()
    store = open_state(Workspace(root))
    writes = store.writes(store.load(), loaded)
    assert [write.change for write in writes] == ["create"] * 4
    apply_writes(Workspace(root), writes, (), 0)
    for write in writes:
        assert (root / write.path).read_bytes() == (night.root / write.path).read_bytes()


def test_only_the_state_loaded_last_can_be_written_from(night: Night) -> None:
    store = open_state(Workspace(night.root))
    old = store.load()
    store.load()
    with pytest.raises(Changed):
        store.writes(old, State())


@pytest.mark.parametrize("name", ["short-term-recall.json.migrated", "short-term-recall.json.migrated.2"])
def test_a_migrated_state_is_said_to_have_moved(night: Night, name: str) -> None:
    recall = night.root / paths.RECALL_STORE
    raw = recall.read_bytes()
    recall.rename(recall.with_name(name))
    before = listing(night.root)
    store = open_state(Workspace(night.root))
    moved = store.moved
    assert moved
    with pytest.raises(StateMoved, match=r"moved to SQLite \(state/openclaw\.sqlite") as caught:
        store.load()
    assert str(caught.value).startswith(f"memory/.dreams/{name}: ")
    assert listing(night.root) == before
    recall.write_bytes(raw)
    moved = store.moved
    assert not moved
    assert store.load().recall.entries


def test_a_newer_file_is_refused(night: Night) -> None:
    path = night.root / paths.PHASE_SIGNALS
    path.write_text(json.dumps({"version": 9, "entries": {}}))
    before = listing(night.root)
    with pytest.raises(BadInput, match=r"^memory/\.dreams/phase-signals\.json: has version 9"):
        open_state(Workspace(night.root)).load()
    assert listing(night.root) == before


def test_a_broken_file_is_refused(night: Night) -> None:
    os.truncate(night.root / paths.RECALL_STORE, 5000)
    with pytest.raises(BadInput, match=r"short-term-recall\.json: breaks off at line"):
        open_state(Workspace(night.root)).load()

"""The generated stores of `benchmarks/`: the same every time, readable, and mixed as they say."""

from __future__ import annotations

from pathlib import Path

from benchmarks import pruning, staleness, stores
from benchmarks.stale_phrases import HELD_OUT, KNOWN
from dreamtui.config.settings import Settings
from dreamtui.engine.deep import rank
from dreamtui.engine.rehydrate import rehydrate
from dreamtui.files import phase_signals, recall_store
from dreamtui.files.jsonfile import parse_object, render
from dreamtui.files.memory_outline import parse
from dreamtui.files.state import open_state
from dreamtui.files.workspace import Workspace
from dreamtui.instants import parse_instant
from dreamtui.model import LiveSource
from dreamtui.review.rules import score_settings, thresholds
from dreamtui.review.snapshot import read_snapshot

ENTRIES = 2_000


def _contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("again", 7), ("other", 8)):
        stores.build(tmp_path / name, 300, seed)
    assert _contents(tmp_path / "one") == _contents(tmp_path / "again")
    assert _contents(tmp_path / "one") != _contents(tmp_path / "other")


def test_a_store_reads_and_renders_as_it_is(tmp_path: Path) -> None:
    stores.build(tmp_path, ENTRIES)
    raw = (tmp_path / stores.RECALL_STORE).read_bytes()
    recall = recall_store.parse(parse_object(raw, "recall"), "recall")
    assert len(recall.entries) == ENTRIES
    assert not recall.invalid
    assert recall_store.render(recall) == raw.replace(b".0,\n", b",\n")
    signals = (tmp_path / stores.PHASE_SIGNALS).read_bytes()
    assert (
        phase_signals.parse(parse_object(signals, "signals"), "signals").entries.keys()
        <= recall.entries.keys()
    )
    assert render(parse_object(signals, "signals")) == signals


def test_a_store_is_mixed_as_it_says(tmp_path: Path) -> None:
    stores.build(tmp_path, ENTRIES)
    workspace = Workspace.open(tmp_path)
    snapshot = read_snapshot(workspace, open_state(workspace))
    entries, signals = snapshot.state.recall.entries, snapshot.state.phases.entries
    found = [rehydrate(entry, snapshot.sources.get(entry.path)) for entry in entries.values()]
    assert 0.85 < sum(isinstance(live, LiveSource) for live in found) / ENTRIES < 0.99
    deep = Settings().dreaming.phases.deep
    now_ms = parse_instant(stores.NOW)
    assert now_ms is not None
    passing = rank(entries, signals, now_ms, score_settings(deep), thresholds=thresholds(deep))
    assert 0.005 < len(passing) / ENTRIES < 0.02


def test_staleness_is_told_as_people_would_tell_it_mostly() -> None:
    """Floors well below what the table has: a rule that begins to see ghosts, or nothing, shows here."""
    for made in (staleness.cases(KNOWN, 3), staleness.cases(HELD_OUT, 3), staleness.sources(3)):
        for code, figures in staleness.figures(made).items():
            assert figures.precision >= 0.8, code
            assert figures.recall >= 0.7, code


def test_the_same_seed_gives_the_same_cases() -> None:
    assert staleness.cases(KNOWN, 5) == staleness.cases(KNOWN, 5)
    assert staleness.cases(KNOWN, 5) != staleness.cases(KNOWN, 6)


def test_what_is_listed_and_pruned_is_measured_for_both_forms_of_entries(tmp_path: Path) -> None:
    (tmp_path / "memory").mkdir()
    for make in (pruning.promoted, pruning.by_hand):
        content = make(200, 3)
        assert content == make(200, 3)
        found = pruning.costs(tmp_path, content)
        assert found.characters == len(content)
        assert min(found) > 0
    outline = parse(pruning.promoted(50, 3).encode())
    assert len(outline.entries) == 50
    assert all(entry.managed for entry in outline.entries)

"""What is known of entries of MEMORY.md: what their sources say now, when they were used."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from dreamtui.entries import Evidence, MemoryEntry
from dreamtui.files import events, log_tail, recall_store
from dreamtui.files.passages import of_memory
from dreamtui.files.sources import WorkspaceSources
from dreamtui.files.workspace import Workspace
from dreamtui.instants import iso, parse_instant
from dreamtui.model import Document, MemoryFile, RecallRecorded, Snapshot, State
from dreamtui.review.forgetting import forgotten
from dreamtui.review.usage import evidence
from tests.engine.test_staleness import entry
from tests.home import entry as stored

DAY = "2026-04-10"
NOTE = f"memory/{DAY}.md"
SAID = "Moved router to VLAN 10."
PROMOTED = "2026-04-11T03:00:00.000Z"


def of(text: str, line: int = 1, key: str | None = None) -> MemoryEntry:
    """An entry promoted on April 11 from a line of the note."""
    made = entry(line, text, DAY)
    return made._replace(key=key or f"memory:{NOTE}:{line}:{line}", promoted_at="2026-04-11")


def row(line: int, snippet: str, **fields: Any) -> dict[str, Any]:
    return stored(NOTE, line, line, snippet) | fields


def known(
    one: MemoryEntry, *rows: dict[str, Any], records: Any = (), notes: dict[str, str] | None = None
) -> Evidence:
    texts = {NOTE: f"{SAID}\nKen bakes.\n"} if notes is None else notes
    raw = {"version": 1, "entries": {each["key"]: each for each in rows}}
    store = recall_store.parse(raw, "a store") if rows else Document()
    sources = WorkspaceSources(lambda path: texts[path].encode() if path in texts else None)
    snapshot = Snapshot("/ws", State(recall=store), (), (), sources, {}, MemoryFile())
    return evidence([one], snapshot, records, UTC)[one.id]


def recalled(
    when: str, path: str = NOTE, start: int = 1, end: int = 1, query: str = "router"
) -> dict[str, Any]:
    event = RecallRecorded(query, ((path, start, end, 0.9),))
    return events.recall_recorded(event, parse_instant(when) or 0)


# --- sources -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (SAID, "live"),
        (f"# Network\n\n- {SAID}", "live"),
        ("Moved router to VLAN 20.", "changed"),
        (None, "gone"),
    ],
)
def test_what_the_source_says_now(now: str | None, expected: str) -> None:
    notes = {} if now is None else {NOTE: now}
    found = known(of(SAID), notes=notes)
    assert found.source == expected
    assert found.source_says == (now if expected == "changed" else "")


def test_without_a_source_or_with_a_persons_words_nothing_is_said_of_it() -> None:
    assert known(entry(1, SAID, by_hand=True)).source == "unknown"
    assert known(of("Router: VLAN 10 (edited)")._replace(managed=False)).source == "unknown"
    assert known(of(SAID)._replace(source=("/etc/passwd", 1, 1))).source == "unknown"


# --- uses ----------------------------------------------------------------------------------------


def test_recalls_since_the_promotion_are_uses_and_what_sweeps_read_is_none() -> None:
    records = [
        recalled("2026-04-10T09:00:00Z"),
        recalled("2026-04-12T09:00:00Z"),
        recalled("2026-04-13T09:00:00Z", query="__dreaming_daily__:2026-04-13"),
        recalled("2026-04-14T09:00:00Z", start=2, end=2),
    ]
    found = known(of(SAID), records=records)
    assert [iso(ms) for ms in found.uses] == ["2026-04-12T09:00:00.000Z"]
    assert found.watched


def test_days_of_the_store_fill_in_what_the_log_no_longer_has() -> None:
    one = row(
        1,
        SAID,
        recallCount=3,
        recallDays=["2026-04-10", "2026-04-12", "2026-04-13"],
        lastRecalledAt="2026-04-13T20:00:00.000Z",
        promotedAt=PROMOTED,
    )
    found = known(of(SAID), one, records=[recalled("2026-04-13T20:00:00Z")])
    assert [iso(ms)[:10] for ms in found.uses] == ["2026-04-12", "2026-04-13"]
    assert found.promoted_ms == parse_instant(PROMOTED)


def test_rows_that_only_sweeps_read_are_no_uses() -> None:
    one = row(1, SAID, recallCount=0, dailyCount=4, recallDays=["2026-04-12"])
    found = known(of(SAID), one)
    assert found.uses == ()
    assert found.watched


@pytest.mark.parametrize("said", [SAID, f"  {SAID}", "moved router to VLAN 10"])
def test_text_like_it_counts_wherever_it_stands(said: str) -> None:
    other = row(7, said, path="memory/2026-04-12.md", key="memory:other", recallCount=1)
    other |= {"recallDays": ["2026-04-15"], "lastRecalledAt": "2026-04-15T10:00:00.000Z"}
    assert [iso(ms)[:10] for ms in known(of(SAID), other).uses] == ["2026-04-15"]


def test_without_a_store_and_a_log_nothing_is_watched() -> None:
    assert not known(of(SAID)).watched


@pytest.mark.parametrize("results", [None, 7, ["x"], [{"path": 1}], [{"path": NOTE, "startLine": "1"}]])
def test_records_that_others_wrote_badly_say_nothing(results: object) -> None:
    bad = {"type": "memory.recall.recorded", "timestamp": PROMOTED, "query": 5, "results": results}
    assert known(of(SAID), records=[bad, {}, {"type": "memory.recall.recorded"}]).uses == ()


# --- files ---------------------------------------------------------------------------------------


def test_the_log_gives_searches_of_people_last_first(tmp_path: Path) -> None:
    records = [
        recalled("2026-04-10T09:00:00Z"),
        recalled("2026-04-11T09:00:00Z", query="__dreaming_daily__:2026-04-10"),
        {"type": "memory.dream.completed", "timestamp": PROMOTED},
        recalled("2026-04-12T09:00:00Z"),
    ]
    log = tmp_path / "memory/.dreams/events.jsonl"
    log.parent.mkdir(parents=True)
    log.write_bytes(events.render(records) + b"{broken memory.recall.recorded\n")
    found = [record["timestamp"] for record in log_tail.recalls(Workspace(tmp_path))]
    assert found == ["2026-04-12T09:00:00.000Z", "2026-04-10T09:00:00.000Z"]


def test_what_would_be_forgotten_is_sought_in_notes_and_reports_but_not_in_the_archive(
    tmp_path: Path,
) -> None:
    files = {
        "memory/2026-04-10.md": "# Network\n\n- The router is on VLAN 10\n",
        "memory/archive/MEMORY-pruned.md": "- Mina sails on Tuesdays\n",
        "memory/dreaming/deep/2026-04-11.md": "# Deep Sleep\n\n- Ken bakes rye bread\n",
        "memory/.dreams/notes.md": "- Mina sails on Tuesdays\n",
    }
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, "utf-8")
    texts = ["The router is on VLAN 10", "Mina sails on Tuesdays", "Ken bakes rye bread"]
    before = "".join(f"- {text}\n" for text in texts).encode()
    going = [entry(number, text) for number, text in enumerate(texts, 1)]
    found = forgotten(Workspace(tmp_path), going, before, b"")
    assert [one.id for one in found] == ["e2"]
    assert {passage.path for passage in of_memory(Workspace(tmp_path))} == {
        "memory/2026-04-10.md", "memory/dreaming/deep/2026-04-11.md"
    }  # fmt: skip

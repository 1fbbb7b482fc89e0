"""The audit log: records as the recorded nights have them, and reading a log that was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamtui.files import events
from dreamtui.instants import parse_instant
from dreamtui.model import Event, PhaseCompleted, PromotionApplied, RecallRecorded
from tests.recorded import NIGHTS, unpack

LOG = "memory/.dreams/events.jsonl"
AT = 1_775_876_400_000


def event_of(record: events.Record) -> Event:
    if record["type"] == "memory.recall.recorded":
        places = tuple((r["path"], r["startLine"], r["endLine"], r["score"]) for r in record["results"])
        return RecallRecorded(record["query"], places)
    if record["type"] == "memory.dream.completed":
        note, report = (record.get(name) for name in ("inlinePath", "reportPath"))
        return PhaseCompleted(
            record["phase"],
            record["lineCount"],
            note and note.removeprefix("WORKSPACE/"),
            report and report.removeprefix("WORKSPACE/"),
        )
    names = ("key", "path", "startLine", "endLine", "score", "recallCount")
    return PromotionApplied(tuple(tuple(c[name] for name in names) for c in record["candidates"]))


@pytest.mark.parametrize("name", NIGHTS)
def test_recorded_events_come_out_to_the_byte(name: str, tmp_path: Path) -> None:
    raw = (unpack(name, tmp_path).after / LOG).read_bytes()
    log = events.parse(raw)
    built = []
    for record in log.records:
        at_ms = parse_instant(record["timestamp"])
        assert at_ms is not None
        built.append(events.record(event_of(record), at_ms, "WORKSPACE", record.get("storageMode", "both")))
    assert log.broken == 0
    assert events.render(built) == raw


def test_numbers_and_text_are_as_javascript_writes_them() -> None:
    record = events.recall_recorded(
        RecallRecorded("é\u2028\ud83d", (("a.md", 1, 2, 1.0), ("b.md", 1, 1, 1e-7))), AT
    )
    line = events.render([record]).decode()
    assert line.startswith(
        '{"type":"memory.recall.recorded","timestamp":"2026-04-11T03:00:00.000Z","query":"é\u2028\\ud83d"'
    )
    assert '"score":1}' in line
    assert '"score":1e-7}' in line


def test_broken_lines_are_counted_and_passed_over() -> None:
    log = events.parse(b'{"type":"a"}\n\n[1]\n{"type":"b"}\r\n{"type":"c","x":')
    assert log.records == [{"type": "a"}, {"type": "b"}]
    assert log.broken == 2


def test_the_tail_is_the_last_lines() -> None:
    raw = b"".join(b'{"n":%d}\n' % n for n in range(9))
    assert [record["n"] for record in events.tail(raw, 2).records] == [7, 8]
    assert events.tail(raw, 0).records == []
    assert len(events.tail(raw, 99).records) == 9


def test_the_last_run_of_each_phase() -> None:
    runs = [
        events.dream_completed(
            PhaseCompleted("light", n, "memory/2026-04-11.md", None), AT + n, "W", "inline"
        )
        for n in (1, 2)
    ]
    unknown = {"type": "memory.dream.completed", "phase": 4}
    last = events.last_runs([*runs, unknown, {"type": "other", "phase": "rem"}])
    assert list(last) == ["light"]
    assert last["light"]["lineCount"] == 2

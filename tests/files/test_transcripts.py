"""Transcripts: which files are read, which messages are in them, what kind of session each was."""

from __future__ import annotations

import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from dreamtui.errors import BadInput
from dreamtui.files import transcripts
from dreamtui.model import Message, Transcript
from tests.recorded import NIGHTS, unpack


def record(role: str = "user", content: Any = "Hello there", **extra: Any) -> dict[str, Any]:
    return {"type": "message", "message": {"role": role, "content": content}, **extra}


def lines(*records: Any) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def test_messages_are_folded_prefixed_and_numbered() -> None:
    parts = [
        {"type": "text", "text": "one\n\n two"},
        {"type": "image", "data": "x"},
        {"type": "text", "text": "three"},
    ]
    raw = lines(
        {"type": "session", "id": "s"},
        record(content=parts),
        record("toolResult"),
        record("assistant", "  Yes\t."),
    )
    assert transcripts.parse_messages(raw) == [
        Message(2, "user", "User: one two three", None),
        Message(4, "assistant", "Assistant: Yes .", None),
    ]


@pytest.mark.parametrize(
    ("timestamp", "moment"),
    [
        (1775876400, 1775876400000),
        (1775876400.5, 1775876400500),
        (1775876400123, 1775876400123),
        ("2026-04-11T03:00:00.000Z", 1775876400000),
        ("2026-04-11T11:00:00+08:00", 1775876400000),
        ("soon", None),
        (True, None),
        (-1, None),
        (1e300, None),
        (float("nan"), None),
        (None, None),
    ],
)
def test_times_in_all_their_forms(timestamp: Any, moment: int | None) -> None:
    assert transcripts.parse_messages(lines(record(timestamp=timestamp)))[0].timestamp_ms == moment
    inside = {"type": "message", "message": {"role": "user", "content": "x", "timestamp": timestamp}}
    assert transcripts.parse_messages(lines(inside))[0].timestamp_ms == moment


@pytest.mark.parametrize(
    "content",
    [None, 4, "", " \n ", [], [4, None, {"type": "text"}, {"type": "text", "text": 4}], {"text": "x"}],
)
def test_messages_without_text_are_no_messages(content: Any) -> None:
    assert transcripts.parse_messages(lines(record(content=content))) == []


def test_broken_lines_are_counted_and_line_numbers_hold(tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_bytes(
        b"\xef\xbb\xbf" + lines(record()) + b'{"type":\n\n[1]\n\xff\r\n' + lines(record()) + b'{"cut'
    )
    reading = transcripts.list_transcripts(tmp_path, "main")[0].read()
    assert [message.line for message in reading.messages] == [1, 6]
    assert reading.broken == 4


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    raw = b'{"type":"message","message":{"role":"user","content":"a\\ud83d b"}}'
    assert transcripts.parse_messages(raw)[0].text == "User: a\ufffd b"


def test_live_and_reset_transcripts_are_listed_by_name(tmp_path: Path) -> None:
    checkpoint = "b.checkpoint.0f0e0d0c-0000-4000-8000-000000000000.jsonl"
    for name in (
        "b.jsonl",
        "a.jsonl",
        "a.jsonl.reset.2026-04-10",
        "a.jsonl.deleted.2026-04-10",
        "sessions.json",
        checkpoint,
    ):
        (tmp_path / name).write_bytes(lines(record()))
    (tmp_path / "folder.jsonl").mkdir()
    os.utime(tmp_path / "a.jsonl", ns=(5_999_999, 5_999_999))
    found: list[transcripts.TranscriptFile] = transcripts.list_transcripts(tmp_path, "main")
    as_the_engine_sees_them: list[Transcript] = [*found]
    assert [t.name for t in as_the_engine_sees_them] == ["a.jsonl", "a.jsonl.reset.2026-04-10", "b.jsonl"]
    assert [t.session_id for t in found] == ["a", "a", "b"]
    assert found[0].stamp[:2] == (5, (tmp_path / "a.jsonl").stat().st_size)
    assert found[0].agent == "main"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(lines(record()))
    try:
        (tmp_path / "a.jsonl").symlink_to(tmp_path / "secret")
    except OSError:
        pytest.skip("no links here")
    assert transcripts.list_transcripts(tmp_path, "main") == []


def test_no_folder_no_transcripts(tmp_path: Path) -> None:
    assert transcripts.list_transcripts(tmp_path / "none", "main") == []


def test_a_transcript_that_has_gone_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"")
    transcript = transcripts.list_transcripts(tmp_path, "main")[0]
    (tmp_path / "a.jsonl").unlink()
    with pytest.raises(BadInput, match=r"a\.jsonl: cannot be read"):
        transcript.messages()


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("agent:main:main", "interactive"),
        ("agent:main:telegram:direct:42", "interactive"),
        ("agent:main:cron:nightly", "cron"),
        ("agent:main:cron:nightly:run:1", "cron"),
        ("agent:main:main:heartbeat", "heartbeat"),
        ("agent:main:subagent:7", "subagent"),
        ("agent:main:dreaming-narrative-light-0123-1", "dreaming"),
        ("dreaming-narrative-rem-0123-1", "dreaming"),
    ],
)
def test_session_keys_say_what_a_session_is(key: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(record()))
    (tmp_path / "sessions.json").write_text(json.dumps({key: {"sessionId": "a"}, "x": 4}))
    transcript = transcripts.list_transcripts(tmp_path, "main")[0]
    assert transcript.session_keys == (key,)
    assert transcript.kind == kind


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        (record(content="[cron:0f0e Nightly report] Summarise the day"), "cron"),
        (record(content="Write a dream diary entry from these memory fragments:\n\n- x"), "dreaming"),
        ({"type": "custom", "data": {"runId": "dreaming-narrative-light-1"}}, "dreaming"),
        ({"type": "session", "id": "a", "sessionKey": "agent:main:cron:x"}, "cron"),
        (record(content="Why does [cron:x] stand there?"), "interactive"),
        (record("assistant", "[cron:0f0e] was what you asked about"), "interactive"),
    ],
)
def test_archives_are_known_by_how_they_begin(first: Any, kind: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.reset.1").write_bytes(lines(first, record(content="[cron:later] is no beginning")))
    (tmp_path / "sessions.json").write_text("{broken")
    transcript = transcripts.list_transcripts(tmp_path, "main")[0]
    assert transcript.head[0] == first
    assert transcript.kind == kind


def test_a_long_transcript_is_read_line_by_line(tmp_path: Path) -> None:
    tool = lines(record("toolResult", "x" * 100_000))
    with (tmp_path / "a.jsonl").open("wb") as file:
        for _ in range(300):
            file.write(tool)
        file.write(lines(record()))
    transcript = transcripts.list_transcripts(tmp_path, "main")[0]
    tracemalloc.start()
    messages = transcript.messages()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [message.line for message in messages] == [301]
    assert peak < 5_000_000


def test_a_line_too_long_to_hold_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcripts, "_MAX_LINE", 200)
    (tmp_path / "a.jsonl").write_bytes(lines(record(content="x" * 900), record()))
    reading = transcripts.list_transcripts(tmp_path, "main")[0].read()
    assert [message.line for message in reading.messages] == [2]
    assert reading.broken == 1


@pytest.mark.parametrize("name", NIGHTS)
def test_every_recorded_session_is_interactive_and_has_messages(name: str, tmp_path: Path) -> None:
    found = transcripts.list_transcripts(unpack(name, tmp_path).sessions, "main")
    assert found
    assert all(transcript.kind == "interactive" and transcript.messages() for transcript in found)

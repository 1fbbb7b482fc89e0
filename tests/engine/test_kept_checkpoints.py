"""Checkpoints of transcripts that are not here: kept, since nothing says that they are gone."""

from __future__ import annotations

from datetime import UTC

import pytest

from dreamtui.engine.draft import Draft
from dreamtui.engine.hygiene import junk
from dreamtui.engine.ingest_transcripts import ingest_transcripts
from dreamtui.model import Document, FileStamp, Message, State, TranscriptStamp

KNOWN = {f"{agent}:sessions/s1.jsonl": TranscriptStamp(1, 2, "hash", 3, 3) for agent in ("main", "work")}


class Listed:
    agent, name, session_id, kind, stamp = "main", "s2.jsonl", "s2", "interactive", FileStamp(5, 6)

    def messages(self) -> list[Message]:
        return []


def ingested(*transcripts: Listed) -> set[str]:
    draft = Draft(State(transcripts=Document(entries=KNOWN)))
    ingest_transcripts(draft, transcripts, {}, now_ms=10, zone=UTC, lookback_days=2)
    return set(draft.transcripts)


def test_without_a_sessions_folder_nothing_is_forgotten() -> None:
    assert ingested() == set(KNOWN)


def test_of_an_agent_that_is_here_what_is_gone_is_forgotten() -> None:
    assert ingested(Listed()) == {"main:sessions/s2.jsonl", "work:sessions/s1.jsonl"}


@pytest.mark.parametrize(
    ("heading", "kept"), [("## API keys rotated", True), ("## Notes", False), ("## 10:30 standup", False)]
)
def test_a_heading_alone_must_say_something(heading: str, kept: bool) -> None:
    assert (junk(heading) is None) is kept

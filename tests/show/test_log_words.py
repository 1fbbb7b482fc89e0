from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.show.log_words import lasted, told

ROOT = "/home/joe/notes"


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (
            {"type": "memory.recall.recorded", "query": "vpn", "resultCount": 3},
            "recall: 3 places found for “vpn”",
        ),
        (
            {"type": "memory.recall.recorded", "query": "a\n b", "resultCount": 0},
            "recall: nothing found for “a b”",
        ),
        (
            {"type": "memory.recall.recorded", "query": "__dreaming_daily__:2026-04-09", "resultCount": 1},
            "sweep: read the note of 2026-04-09, 1 place counted",
        ),
        (
            {"type": "memory.recall.recorded", "query": "__dreaming_sessions__:2026-04-09", "resultCount": 2},
            "sweep: read the messages of 2026-04-09, 2 places counted",
        ),
        (
            {
                "type": "memory.dream.completed",
                "phase": "light",
                "lineCount": 10,
                "inlinePath": f"{ROOT}/memory/2026-04-09.md",
            },
            "Light: wrote 10 lines, 2 staged, into memory/2026-04-09.md",
        ),
        (
            {
                "type": "memory.dream.completed",
                "phase": "rem",
                "lineCount": 1,
                "reportPath": "/elsewhere/memory/dreaming/rem/2026-04-09.md",
            },
            "REM: wrote 1 line, into memory/dreaming/rem/2026-04-09.md",
        ),
        (
            {
                "type": "memory.promotion.applied",
                "applied": 3,
                "candidates": [{"path": "a.md", "startLine": n} for n in (1, 2, 3)],
            },
            "promotion: 3 entries into MEMORY.md from a.md:1, a.md:2 and 1 more",
        ),
        (
            {"type": "dreamtui.promotion.undone", "keys": ["k"]},
            "undo: 1 entry taken back out of MEMORY.md",
        ),
        (
            {
                "type": "dreamtui.sweep.completed",
                "trigger": "schedule",
                "durationMs": 4200,
                "staged": 40,
                "promoted": 0,
            },
            "sweep on schedule in 4.2 s: 40 staged, 0 promoted",
        ),
        ({"type": "dreamtui.sweep.completed"}, "sweep: done"),
        (
            {"type": "dreamtui.candidates.scored", "candidates": [1, 2]},
            "scores: 2 candidates (verboseLogging)",
        ),
        ({"type": "memory.later.kind"}, "something else: memory.later.kind"),
        ({}, "a record without a type"),
        (None, "a line that cannot be read"),
    ],
)
def test_in_plain_words(record: dict[str, Any] | None, words: str) -> None:
    assert told(record, ROOT) == words


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
NAMES = (
    "query",
    "resultCount",
    "phase",
    "lineCount",
    "inlinePath",
    "applied",
    "candidates",
    "keys",
    "trigger",
)


KINDS = (
    *("memory.recall.recorded", "memory.dream.completed", "memory.promotion.applied"),
    *("dreamtui.sweep.completed", "dreamtui.promotion.undone", "dreamtui.candidates.scored"),
)


@given(
    st.sampled_from(KINDS),
    st.dictionaries(st.sampled_from(NAMES), JSON),
)
def test_whatever_a_record_holds_it_is_one_harmless_line(kind: str, fields: dict[str, Any]) -> None:
    assert told({"type": kind, **fields}, ROOT).replace("\u200c", "").replace("\u200d", "").isprintable()


def test_how_long() -> None:
    assert [lasted(ms) for ms in (0, 420, 72_000, 240_000)] == ["0.0 s", "0.4 s", "72 s", "4 min"]

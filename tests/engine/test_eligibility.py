"""May this be promoted? Gates and reasons, always all of them, and in agreement."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine import deep
from dreamtui.engine.eligibility import Rules, gates_of, judge, rankable
from dreamtui.engine.scoring import score
from dreamtui.engine.settings import Thresholds
from dreamtui.engine.similarity import claim_hash, query_hash
from dreamtui.model import LiveSource, MemoryFile, RecallEntry
from tests.engine.entries import EASY, HOW, NOW, STRICT, Texts, entries, stored

TEXT = "The router moved."
GATES = ("score", "recallCount", "uniqueQueries", "maxAge")
THRESHOLDS = st.builds(
    Thresholds, st.floats(0, 1), st.integers(0, 12), st.integers(0, 6), st.integers(1, 40), st.booleans()
)


def codes(
    entry: RecallEntry, thresholds: Thresholds = EASY, text: str | None = TEXT, **rules: Any
) -> list[str]:
    sources = Texts() if text is None else Texts(any=text)
    verdict = judge(score(entry, None, NOW, HOW), Rules(thresholds, sources, **rules))
    assert verdict.eligible is not bool(verdict.reasons)
    return [reason.code for reason in verdict.reasons]


@given(entries(), THRESHOLDS, st.sampled_from([TEXT, "other", None]))
def test_gates_and_verdict_agree(entry: RecallEntry, thresholds: Thresholds, text: str | None) -> None:
    candidate = score(entry, None, NOW, HOW)
    verdict = judge(candidate, Rules(thresholds, Texts() if text is None else Texts(any=text)))
    failed = [gate.name for gate in verdict.gates if not gate.passed]
    assert verdict.gates == gates_of(candidate, thresholds)
    assert verdict.eligible is not bool(verdict.reasons)
    assert [reason.code for reason in verdict.reasons if reason.code in GATES] == failed
    assert deep.clears(candidate, thresholds) is not bool(failed)
    assert all((gate.missing == 0) == gate.passed for gate in verdict.gates if gate.missing is not None)
    assert not verdict.eligible or rankable(entry) is None


def test_nothing_keeps_a_good_entry_back() -> None:
    assert codes(stored(), STRICT) == []


def test_every_reason_is_told_not_the_first() -> None:
    secret = "api_key=abc123xyz"
    bad = stored(
        snippet=secret,
        recallCount=1,
        queryHashes=["a"],
        totalScore=0.1,
        lastRecalledAt="2026-01-01T00:00:00.000Z",
        promotedAt="2026-04-01T03:00:00.000Z",
        originClass="untrusted",
    )
    memory = MemoryFile(b"", frozenset([bad.key]))
    found = codes(bad, STRICT, None, memory=memory, rejected_claims={claim_hash(secret): "no"})
    assert found == [*GATES, "promoted", "in-memory", "secret", "provenance", "rejected", "source-missing"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"promotedAt": "2026-04-01T03:00:00.000Z"}, "promoted"),
        ({"originClass": "system"}, "provenance"),
        ({"provenance": {"originClass": "untrusted"}}, "provenance"),
        ({"lastRecalledAt": ""}, "maxAge"),
        ({"recallCount": 0}, "no-signal"),
        ({"path": "notes/2026-04-10.md"}, "path"),
        ({"snippet": "Theme: `x` kept surfacing across 2 memories."}, "contaminated"),
    ],
)
def test_reasons(fields: dict[str, Any], code: str) -> None:
    assert code in codes(stored(**fields))


def test_nothing_is_called_recalled_that_was_only_re_read() -> None:
    read = stored(recallCount=0, dailyCount=3, queryHashes=[], lastRecalledAt="2026-01-01T00:00:00.000Z")
    verdict = judge(score(read, None, NOW, HOW), Rules(STRICT, Texts(any=TEXT)))
    told = {reason.code: reason.message for reason in verdict.reasons}
    assert told["recallCount"] == "0 of 3 recalls"
    assert told["maxAge"] == "last recalled or re-read 100 days ago, more than 30"


@pytest.mark.parametrize("origin", ["owner", "agent", None])
def test_what_the_owner_or_the_agent_said_is_allowed(origin: str | None) -> None:
    assert codes(stored(provenance={"originClass": origin})) == []


def test_what_is_not_ranked_is_not_eligible_either() -> None:
    unseen = stored(recallCount=0)
    assert deep.rank({unseen.key: unseen}, {}, NOW, HOW) == []
    assert "no-signal" in codes(unseen)


def test_the_room_left_counts_the_text_that_would_be_written() -> None:
    def size(_: object, live: LiveSource) -> int:
        return len(live.text)

    assert codes(stored(), room=len(TEXT), entry_chars=size) == []
    assert codes(stored(), room=len(TEXT) - 1, entry_chars=size) == ["budget"]


def test_a_rejected_claim_is_rejected_by_its_recorded_and_by_its_live_text() -> None:
    line = f"- {TEXT} Really."
    for claim in (claim_hash(TEXT), claim_hash(line)):
        assert codes(stored(), text=line, rejected_claims={claim: ""}) == ["rejected"]


def test_junk_blocks_or_only_marks() -> None:
    rule = stored(snippet="---")
    assert codes(rule, text="---") == ["junk"]
    assert codes(rule, text="---", block_junk=False) == []
    verdict = judge(score(rule, None, NOW, HOW), Rules(EASY, Texts(any="---"), block_junk=False))
    assert [flag.code for flag in verdict.flags] == ["junk"]


def test_memory_that_says_the_same_is_a_flag() -> None:
    memory = MemoryFile(b"", frozenset(), frozenset([claim_hash(TEXT)]))
    verdict = judge(score(stored(), None, NOW, HOW), Rules(EASY, Texts(any=TEXT), memory))
    assert verdict.eligible
    assert [flag.code for flag in verdict.flags] == ["already-said"]


@pytest.mark.parametrize("marked", [True, False])
def test_that_memory_says_the_same_is_no_flag_where_it_says_so_from_this(marked: bool) -> None:
    one = stored() if marked else stored(promotedAt="2026-04-10T03:00:00.000Z")
    memory = MemoryFile(b"", frozenset([one.key] if marked else []), frozenset([claim_hash(TEXT)]))
    verdict = judge(score(one, None, NOW, HOW), Rules(EASY, Texts(any=TEXT), memory))
    assert not verdict.flags


OWN = [
    "__dreaming_daily__:2026-04-10",
    "__dreaming_sessions__:2026-04-10",
    "__dreaming_daily__:2026-04-04",
    "__dreaming_grounded_backfill__",
    "__dreaming_grounded_backfill__:lasting-update",
    "__dreaming_grounded_backfill__:candidate",
]


@pytest.mark.parametrize("query", OWN)
def test_the_engines_own_queries_are_no_queries(query: str) -> None:
    entry = stored(queryHashes=[query_hash(query), "a", "a", "b"])
    assert _value(entry, EASY) == 2
    assert _value(entry, EASY._replace(count_signals=True)) == 5  # its days


def _value(entry: RecallEntry, thresholds: Thresholds) -> float | None:
    return gates_of(score(entry, None, NOW, HOW), thresholds)[2].value


def test_passive_signals_count_only_where_they_are_asked_to() -> None:
    entry = stored(recallCount=1, dailyCount=4, groundedCount=2)
    candidate = score(entry, None, NOW, HOW)
    assert gates_of(candidate, EASY)[1].value == 1
    assert gates_of(candidate, EASY._replace(count_signals=True))[1].value == 7

"""What a recall, or a passive re-reading, does to the entries."""

from __future__ import annotations

from typing import Any

import pytest

from dreamtui.engine.recording import Hit, Signal, record
from dreamtui.engine.similarity import claim_hash, query_hash
from dreamtui.model import MAX_QUERY_HASHES, MAX_RECALL_DAYS, RecallEntry
from tests.engine.entries import NOTE, NOW, stored

TEXT = "The router moved."
HIT = Hit(NOTE, 4, 5, 0.9, TEXT)
KEY = f"memory:{NOTE}:4:5"


def signal(
    query: str = "router", kind: Any = "recall", day: str = "2026-04-11", dedupe: bool = False
) -> Signal:
    return Signal(query, kind, NOW, day, dedupe)


def test_a_first_recall() -> None:
    entries: dict[str, RecallEntry] = {}
    assert record(entries, [HIT], signal()) == [HIT]
    found = entries[KEY]
    assert (found.recall_count, found.daily_count, found.total_score, found.max_score) == (1, 0, 0.9, 0.9)
    assert found.query_hashes == (query_hash("router"),)
    assert found.recall_days == ("2026-04-11",)
    assert found.first_recalled_at == found.last_recalled_at == "2026-04-11T03:00:00.000Z"
    assert found.concept_tags == ("router", "the", "moved")


def test_later_recalls_add_up() -> None:
    entries: dict[str, RecallEntry] = {}
    record(entries, [HIT], signal())
    record(
        entries, [HIT._replace(score=0.5, snippet="The gateway moved.")], signal("gateway", day="2026-04-12")
    )
    record(entries, [HIT._replace(score=2)], signal(kind="daily"))
    found = entries[KEY]
    assert (found.recall_count, found.daily_count) == (2, 1)
    assert found.total_score == pytest.approx(2.4)
    assert found.max_score == 1
    assert found.query_hashes == (query_hash("router"), query_hash("gateway"))
    assert found.recall_days == ("2026-04-11", "2026-04-12")
    assert found.snippet == TEXT


@pytest.mark.parametrize(
    ("query", "day", "counts"),
    [("router", "2026-04-11", 1), ("router", "2026-04-12", 2), ("gateway", "2026-04-11", 2)],
)
def test_deduped_a_query_counts_once_a_day(query: str, day: str, counts: int) -> None:
    entries: dict[str, RecallEntry] = {}
    record(entries, [HIT], signal(kind="daily", dedupe=True))
    record(entries, [HIT._replace(score=1)], signal(query, "daily", day, dedupe=True))
    found = entries[KEY]
    assert found.daily_count == counts
    assert (found.total_score, found.max_score) == ((0.9, 0.9) if counts == 1 else (1.9, 1))


@pytest.mark.parametrize(
    "hit",
    [
        HIT._replace(path="MEMORY.md"),
        HIT._replace(path="memory/dreaming/deep/2026-04-10.md"),
        HIT._replace(path="memory/../2026-04-10.md"),
        HIT._replace(snippet=" \u3000\n"),
    ],
)
def test_what_is_no_short_term_memory_is_not_counted(hit: Hit) -> None:
    entries: dict[str, RecallEntry] = {}
    assert record(entries, [hit], signal()) == []
    assert entries == {}


@pytest.mark.parametrize(
    ("score", "counted"), [(-1, 0), (0, 0), (1.5, 1), (float("nan"), 0), (float("inf"), 1)]
)
def test_scores_are_clamped(score: float, counted: float) -> None:
    entries: dict[str, RecallEntry] = {}
    record(entries, [HIT._replace(score=score)], signal())
    assert entries[KEY].total_score == counted


def test_the_last_queries_and_days_are_kept() -> None:
    entries: dict[str, RecallEntry] = {}
    for n in range(40):
        record(entries, [HIT], signal(f"query {n}", day=f"2026-03-{n % 28 + 1:02d}"))
    found = entries[KEY]
    assert found.query_hashes == tuple(query_hash(f"query {n}") for n in range(40 - MAX_QUERY_HASHES, 40))
    assert len(found.recall_days) == MAX_RECALL_DAYS
    assert found.recall_count == 40


@pytest.mark.parametrize("form", ["{place}:{claim}", "memory:claim:{claim}"])
def test_the_entry_of_a_claim_takes_the_signal(form: str) -> None:
    key = form.format(place=KEY, claim=claim_hash(TEXT))
    entries = {key: stored(key=key, recallCount=0, groundedCount=2, snippet=TEXT)}
    record(entries, [HIT], signal())
    assert list(entries) == [key]
    assert (entries[key].recall_count, entries[key].grounded_count) == (1, 2)


def test_another_text_at_the_place_of_a_grounded_entry_opens_an_entry_of_its_own() -> None:
    key = f"{KEY}:{claim_hash('Something else.')}"
    entries = {key: stored(key=key, recallCount=0, groundedCount=2)}
    record(entries, [HIT], signal())
    assert list(entries) == [key, KEY]


def test_tags_stay_where_none_come_out() -> None:
    entries = {KEY: stored(key=KEY, conceptTags=["router"])}
    record(entries, [HIT._replace(snippet="10")], signal())
    assert entries[KEY].concept_tags == ("router",)


def test_a_promoted_entry_stays_promoted_and_gets_back_the_lines_of_its_key() -> None:
    entries = {KEY: stored(key=KEY, startLine=9, endLine=9, promotedAt="2026-04-10T03:00:00.000Z")}
    record(entries, [HIT], signal())
    found = entries[KEY]
    assert (found.start_line, found.end_line, found.promoted_at) == (4, 5, "2026-04-10T03:00:00.000Z")


def test_unknown_fields_survive() -> None:
    entries = {KEY: stored(key=KEY, projectKey="x")}
    record(entries, [HIT], signal())
    assert entries[KEY].extra == {"projectKey": "x"}

"""Light and REM by themselves: staging, near-duplicates, themes, truths."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine import light, rem
from dreamtui.engine.similarity import similarity
from dreamtui.instants import iso
from dreamtui.model import RecallEntry
from tests.engine.entries import NOTE, NOW, entries, stored

DAY = 86_400_000


def at(line: int, text: str, **fields: Any) -> RecallEntry:
    return stored(key=f"memory:{NOTE}:{line}:{line}", startLine=line, endLine=line, snippet=text, **fields)


def staged(*found: RecallEntry, limit: int = 100) -> list[str]:
    result = light.stage(found, now_ms=NOW, lookback_days=2, limit=limit, threshold=0.9)
    return [one.snippet for one in result.entries]


def test_the_newest_come_first_then_those_with_more_recalls_then_as_stored() -> None:
    found = [
        at(1, "one", recallCount=1),
        at(2, "two", recallCount=3),
        at(3, "three", lastRecalledAt=iso(NOW)),
        at(4, "four", recallCount=1),
    ]
    assert staged(*found) == ["three", "two", "one", "four"]
    assert staged(*found, limit=2) == ["three", "two"]


@pytest.mark.parametrize(
    ("last", "days", "inside"),
    [
        (iso(NOW - 2 * DAY), [], True),
        (iso(NOW - 2 * DAY - 1), [], False),
        (iso(NOW - 9 * DAY), ["2026-04-09"], True),
        (iso(NOW - 9 * DAY), ["2026-04-08"], False),
        ("", [], False),
        ("", ["2026-04-11"], True),
    ],
)
def test_what_is_inside_the_lookback(last: str, days: list[str], inside: bool) -> None:
    assert light.inside(stored(lastRecalledAt=last, recallDays=days), NOW, 2) is inside


def test_near_duplicates_merge_into_the_earlier() -> None:
    one = at(
        1,
        "a b c d e f g h i j",
        recallCount=2,
        dailyCount=1,
        totalScore=1,
        queryHashes=["x"],
        recallDays=["2026-04-09"],
    )
    other = at(
        2,
        "A b c d e f g h i j!",
        recallCount=5,
        dailyCount=9,
        totalScore=3,
        queryHashes=["y"],
        lastRecalledAt=iso(NOW),
    )
    (found,) = light.dedupe([one, other], 0.9)
    assert (found.key, found.recall_count, found.daily_count, found.total_score) == (one.key, 5, 1, 3)
    assert found.query_hashes == ("x", "y")
    assert found.last_recalled_at == iso(NOW)


def test_the_same_text_in_two_notes_stays_two() -> None:
    elsewhere = stored(key="memory:memory/2026-04-09.md:1:1", path="memory/2026-04-09.md")
    assert len(light.dedupe([stored(), elsewhere], 0.9)) == 2


SHORT = st.lists(st.sampled_from("abcd備份"), max_size=4).map(" ".join)


@given(st.lists(SHORT, max_size=8), st.sampled_from([0.5, 0.88, 0.9, 1]))
def test_deduping_is_as_one_by_one(texts: list[str], threshold: float) -> None:
    found = [at(line, text) for line, text in enumerate(texts, 1)]
    kept: list[str] = []
    for text in texts:
        if not any(similarity(text, earlier) >= threshold for earlier in kept):
            kept.append(text)
    assert [one.snippet for one in light.dedupe(found, threshold)] == [at(1, text).snippet for text in kept]


def test_lines_of_the_block() -> None:
    result = light.stage([stored()], now_ms=NOW, lookback_days=2, limit=9, threshold=0.9)
    assert result.body == (
        "- Candidate: The router moved.",
        "  - confidence: 0.98",
        f"  - evidence: {NOTE}:1-1",
        "  - recalls: 10",
        "  - status: staged",
    )


# --- REM ----------------------------------------------------------------------------------------


def test_themes_by_strength_count_and_name() -> None:
    found = [at(n, str(n), conceptTags=["b", "a", "the", *(["c"] if n < 3 else [])]) for n in range(1, 5)]
    themes = rem.find_themes(found, limit=9, min_strength=0.75)
    assert [(one.tag, one.memories, one.strength) for one in themes] == [
        ("a", 4, 1),
        ("b", 4, 1),
        ("c", 2, 1),
    ]
    assert themes[0].evidence == tuple(f"{NOTE}:{n}-{n}" for n in range(1, 4))
    assert [one.tag for one in rem.find_themes(found, limit=9, min_strength=0.75, muted={"a"})] == ["b", "c"]
    assert rem.find_themes([], limit=9, min_strength=0) == []


@given(entries())
def test_confidence_is_a_share(entry: RecallEntry) -> None:
    assert 0 <= rem.confidence(entry) <= 1


@pytest.mark.parametrize(("limit", "count"), [(0, 1), (1, 1), (2, 2), (10, 3)])
def test_truths_are_at_most_three_and_at_least_one(limit: int, count: int) -> None:
    words = ["alpha", "beta", "gamma", "delta"]
    truths = rem.find_truths([at(n, word) for n, word in enumerate(words, 1)], limit)
    assert [one.entry.snippet for one in truths] == ["alpha", "beta", "delta", "gamma"][:count]


def test_what_is_promoted_or_doubtful_is_no_truth() -> None:
    promoted = at(1, "one", promotedAt="2026-04-01T03:00:00.000Z")
    doubtful = at(2, "two", recallCount=0, dailyCount=1, totalScore=0.5, recallDays=[], conceptTags=[])
    assert rem.find_truths([promoted, doubtful], 3) == []
    assert (
        rem.reflect([promoted, doubtful], limit=3, min_strength=1).body[-1]
        == "- No strong candidate truths surfaced."
    )

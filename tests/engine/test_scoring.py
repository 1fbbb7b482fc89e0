"""The score: its parts, that they add up, and that more recalls never lower it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.recording import Hit, Signal, record
from dreamtui.engine.scoring import average_score, recency, score
from dreamtui.instants import iso
from dreamtui.model import Components, PhaseSignal, RecallEntry
from tests.engine.entries import HOW, NOTE, NOW, SIGNALS, entries, stored


def test_the_guides_example() -> None:
    found = score(stored(), None, NOW, HOW)
    age = 8 / 24
    assert found.components == pytest.approx(
        Components(
            frequency=math.log(11) / math.log(11),
            relevance=0.98,
            diversity=1,
            recency=2 ** (-age / 14),
            consolidation=0.55 + 0.45 * 6 / 7,
            conceptual=1,
        )
    )


@pytest.mark.parametrize(
    ("days", "grounded", "wanted"),
    [
        ([], 0, 0),
        (["2026-04-10"], 0, 0.2),
        (["2026-04-10", "2026-04-10"], 0, 0.2),
        (["2026-04-09", "2026-04-10"], 0, 0.55 * math.log(2) / math.log(5) + 0.45 / 7),
        (["2026-04-10", "2026-04-03"], 0, 0.55 * math.log(2) / math.log(5) + 0.45),
        (["2026-04-10"], 1, 1 / 3),
        ([], 5, 1),
        (["not a day"], 0, 0),
    ],
)
def test_consolidation(days: list[str], grounded: int, wanted: float) -> None:
    found = score(stored(recallDays=days, groundedCount=grounded), None, NOW, HOW)
    assert found.components.consolidation == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("last", "age"),
    [(iso(NOW), 0), (iso(NOW + 1000), 0), (iso(NOW - 86_400_000), 1), ("", None), ("soon", None)],
)
def test_age(last: str, age: float | None) -> None:
    found = score(stored(lastRecalledAt=last), None, NOW, HOW)
    assert found.age_days == age
    assert found.components.recency == (0 if age is None else recency(age, 14))


def test_recency_halves_with_the_half_life() -> None:
    assert [recency(age, 14) for age in (0, 14, 28)] == [1, 0.5, 0.25]


def test_phase_boosts() -> None:
    signal = PhaseSignal(f"memory:{NOTE}:1:1", 6, 1, iso(NOW), iso(NOW - 14 * 86_400_000), {})
    found = score(stored(), signal, NOW, HOW)
    assert found.phase_light == pytest.approx(0.05)
    assert found.phase_rem == pytest.approx(0.08 * math.log(2) / math.log(7) / 2)


@given(entries(), SIGNALS)
def test_laws_of_the_score(entry: RecallEntry, signal: PhaseSignal | None) -> None:
    found = score(entry, signal, NOW, HOW)
    assert 0 <= found.score <= 1
    assert all(0 <= value <= 1 for value in found.components)
    added = math.fsum([*found.weighted, found.phase_light, found.phase_rem])
    assert found.score == pytest.approx(min(1, added), abs=1e-12)
    assert 0 <= found.phase_light <= HOW.light_boost_max
    assert 0 <= found.phase_rem <= HOW.rem_boost_max


@given(entries(), SIGNALS, st.floats(0, 1), st.integers(0, 99))
def test_a_recall_no_worse_than_the_average_never_lowers_the_score(
    entry: RecallEntry, signal: PhaseSignal | None, above: float, query: int
) -> None:
    average = average_score(entry)
    stands = {entry.key: entry}
    hit = Hit(NOTE, 1, 1, average + above * (1 - average), entry.snippet)
    record(stands, [hit], Signal(f"query {query}", "recall", NOW, "2026-04-11"))
    (after,) = stands.values()
    kept = after._replace(concept_tags=entry.concept_tags, last_recalled_at=entry.last_recalled_at)
    assert score(kept, signal, NOW, HOW).score >= score(entry, signal, NOW, HOW).score - 1e-12


def test_the_sum_does_not_depend_on_the_release_of_python() -> None:
    """Since 3.12 `sum` of floats is compensated; scores, and so the order of near ties, must not move."""
    found = score(stored(recallCount=7, totalScore=5.1, queryHashes=["a", "b"]), None, NOW, HOW)
    added = 0.0
    for part in found.weighted:
        added += part
    assert found.score == added

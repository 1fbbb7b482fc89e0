"""The smallest change that would pass: it does pass when it is carried out, and one step less does not."""

from __future__ import annotations

import math
import re
from datetime import UTC

from hypothesis import assume, given
from hypothesis import strategies as st

from dreamtui.engine import deep, whatif
from dreamtui.engine.eligibility import Rules
from dreamtui.engine.recording import Hit, Signal, again
from dreamtui.engine.scoring import average_score, score
from dreamtui.engine.settings import Thresholds
from dreamtui.engine.whatif import Change, WhatIf, would_pass
from dreamtui.model import Gate, PhaseSignal, RecallEntry
from tests.engine.entries import HOW, NOTE, NOW, SIGNALS, STRICT, Texts, entries, stored

THRESHOLDS = st.builds(
    Thresholds, st.floats(0, 1), st.integers(0, 12), st.integers(0, 6), st.integers(1, 40), st.booleans()
)
FIELDS = {
    "phases.deep.minScore": "min_score",
    "phases.deep.minRecallCount": "min_recall_count",
    "phases.deep.minUniqueQueries": "min_unique_queries",
    "phases.deep.maxAgeDays": "max_age_days",
}
STEP = {"min_score": 0.001, "max_age_days": -1.0}


def changes(entry: RecallEntry, thresholds: Thresholds, signal: PhaseSignal | None = None) -> list[Change]:
    rules = Rules(thresholds, Texts(any="The router moved."))
    return list(would_pass(score(entry, signal, NOW, HOW), WhatIf(signal, NOW, UTC, HOW, rules)))


def clears(entry: RecallEntry, signal: PhaseSignal | None, thresholds: Thresholds) -> bool:
    return deep.clears(score(entry, signal, NOW, HOW), thresholds)


def recalled(entry: RecallEntry, times: int) -> RecallEntry:
    for number in range(times):
        hit = Hit(NOTE, entry.start_line, entry.end_line, average_score(entry), entry.snippet)
        entry = again(entry, hit, Signal(f"new query {number}", "recall", NOW, "2026-04-11"))
    return entry


def _with(thresholds: Thresholds, field: str, value: float) -> Thresholds:
    return Thresholds._make(value if name == field else old for name, old in thresholds._asdict().items())


@given(entries(), SIGNALS, THRESHOLDS)
def test_settings_that_would_pass_do_and_one_step_stricter_does_not(
    entry: RecallEntry, signal: PhaseSignal | None, thresholds: Thresholds
) -> None:
    for change in changes(entry, thresholds, signal):
        if "=" not in change.change:
            continue
        eased = thresholds
        for part in change.change.split(", "):
            name, _, value = part.partition("=")
            eased = _with(eased, FIELDS[name], float(value))
        assert clears(entry, signal, eased)
        for part in change.change.split(", "):
            field = FIELDS[part.partition("=")[0]]
            stricter = getattr(eased, field) + STEP.get(field, 1)
            assert not clears(entry, signal, _with(eased, field, stricter))


@given(entries(), SIGNALS, THRESHOLDS)
def test_recalls_that_would_pass_do_and_one_fewer_does_not(
    entry: RecallEntry, signal: PhaseSignal | None, thresholds: Thresholds
) -> None:
    told = [change.change for change in changes(entry, thresholds, signal) if "recall" in change.change]
    counts = [int(found[1]) for change in told if (found := re.match(r"(\d+) more recall", change))]
    assume(counts)
    (count,) = counts
    assert clears(recalled(entry, count), signal, thresholds)
    assert not clears(recalled(entry, count - 1), signal, thresholds)


def test_what_passes_needs_no_change() -> None:
    assert changes(stored(), STRICT) == []


def test_an_entry_with_a_key_of_its_own_can_be_recalled_too() -> None:
    odd = stored(key="memory:memory/2026-04-10.md:7:7", recallCount=2, totalScore=1.9)
    assert [change.change for change in changes(odd, STRICT)] == [
        "1 more recall by a new query",
        "phases.deep.minRecallCount=2",
    ]


def test_what_else_keeps_it_back_is_told() -> None:
    promoted = stored(recallCount=2, totalScore=1.9, promotedAt="2026-04-10T03:00:00.000Z")
    assert {change.result for change in changes(promoted, STRICT)} == {
        "would still be kept back: promoted on 2026-04-10"
    }


def test_an_entry_without_a_date_passes_by_a_recall_alone() -> None:
    undated = stored(lastRecalledAt="")
    assert [change.change for change in changes(undated, STRICT)] == ["1 more recall by a new query"]


def test_a_score_just_below_a_round_one_is_not_rounded_up() -> None:
    for steps in range(1, 1001):
        value = math.nextafter(steps / 1000, 0)
        assert float(whatif._setting(Gate("score", False, value, 1.0, 1 - value))) <= value

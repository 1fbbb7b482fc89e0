"""Settings fitted to decisions: found where there is a rule, not where there is none, and always the same."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.tuning.columns import Trial
from dreamtui.engine.tuning.fitting import FEWEST, Case, suggest, wilson
from dreamtui.engine.tuning.presets import FEWER, MORE, applied
from dreamtui.model import Components
from tests.engine.entries import HOW, STRICT

NOW = Trial(HOW, STRICT, 10)
Rule = Callable[[Case], bool]


def decided(number: int, rule: Rule, seed: int = 1, wrong: float = 0.0) -> list[Case]:
    """Candidates of all kinds, decided by a rule, now and then against it."""
    random = Random(seed)
    cases = []
    for _ in range(number):
        signals = Components(*(random.random() ** 0.6 for _ in range(6)))
        case = Case(signals, 0.0, random.randint(0, 8), random.randint(0, 6), False)
        cases.append(case._replace(approved=rule(case) != (random.random() < wrong)))
    return cases


def by_score(case: Case) -> bool:
    score = sum(value * weight for value, weight in zip(case.components, HOW.weights, strict=True))
    return score > 0.6 and case.recalls >= 2


def test_thresholds_that_a_person_goes_by_are_found() -> None:
    found = suggest(decided(100, by_score, wrong=0.05), NOW)
    assert found.kind == "thresholds"
    assert found.trial.thresholds.min_score == pytest.approx(0.6, abs=0.03)
    assert found.trial.thresholds.min_recall_count == 2
    assert found.trial.how == HOW
    assert found.then.right > found.now.right
    assert found.low < found.unseen.right / found.unseen.total < found.high


def test_a_person_who_goes_by_one_signal_gets_other_weights() -> None:
    found = suggest(decided(100, lambda case: case.components.recency > 0.7), NOW)
    assert found.kind == "weights"
    weights = found.trial.how.weights
    assert max(weights) == weights.recency > 0.4
    assert sum(weights) == pytest.approx(1)


@pytest.mark.parametrize("seed", range(4))
def test_where_there_is_no_rule_nothing_is_suggested(seed: int) -> None:
    coin = Random(1000 + seed)
    found = suggest(decided(120, lambda _case: coin.random() < 0.5, seed), NOW)
    assert found.kind == "as it is"
    assert found.trial == NOW


def test_what_agrees_already_stays() -> None:
    def as_now(case: Case) -> bool:
        score = sum(v * w for v, w in zip(case.components, HOW.weights, strict=True))
        return case.recalls >= 3 and case.queries >= 3 and score >= 0.7

    now = NOW._replace(thresholds=STRICT._replace(min_score=0.7))
    found = suggest(decided(200, as_now), now)
    assert (found.kind, found.trial) == ("as it is", now)
    assert found.now.right == found.now.total


@pytest.mark.parametrize("approvals", [0, 1, FEWEST - 1])
def test_too_few_decisions_are_said_to_be_too_few(approvals: int) -> None:
    one = decided(1, by_score)[0]
    cases = [one._replace(approved=True)] * approvals + [one._replace(approved=False)] * 50
    found = suggest(cases, NOW)
    assert (found.kind, found.trial, found.now.approvals) == ("too few", NOW, approvals)
    assert (found.low, found.high) == (0, 1)


SHARES = st.floats(0, 1)
CASES = st.lists(
    st.builds(
        Case, st.builds(Components, *[SHARES] * 6), st.floats(0, 0.13), st.integers(0, 30),
        st.integers(0, 30), st.booleans(),
    ),
    max_size=30,
)  # fmt: skip


@given(CASES)
def test_a_suggestion_is_the_same_every_time_and_keeps_its_ranges(cases: list[Case]) -> None:
    found = suggest(cases, NOW)
    assert suggest(cases, NOW) == found
    assert 0 <= found.trial.thresholds.min_score <= 1
    assert min(found.trial.how.weights) >= 0
    assert 0 <= found.low <= found.high <= 1
    assert found.now.total == found.then.total == len(cases)
    if found.kind in ("thresholds", "weights"):
        assert found.unseen.balanced > max(0.5, found.now.balanced)


def test_the_interval_is_that_of_the_textbook() -> None:
    assert wilson(8, 10) == pytest.approx((0.4901, 0.9433), abs=1e-3)  # Newcombe (1998)
    assert wilson(0, 0) == (0, 1)


def test_presets_only_go_their_own_way() -> None:
    deep = "phases.deep."
    usual = {
        f"{deep}minScore": 0.8,
        f"{deep}minRecallCount": 3,
        f"{deep}minUniqueQueries": 3,
        f"{deep}maxAgeDays": 30,
        f"{deep}limit": 10,
    }
    fewer, more = applied(FEWER, usual), applied(MORE, usual)
    assert fewer == {f"{deep}minScore": 0.85, f"{deep}minRecallCount": 4, f"{deep}limit": 5}
    assert more == {
        f"{deep}minScore": 0.75,
        f"{deep}minRecallCount": 2,
        f"{deep}minUniqueQueries": 2,
        f"{deep}maxAgeDays": 60,
    }
    for preset, there in ((FEWER, fewer), (MORE, more)):
        assert applied(preset, {**usual, **there}) == {}
    assert applied(FEWER, {**usual, f"{deep}minScore": 0.95})[f"{deep}limit"] == 5
    assert f"{deep}minScore" not in applied(FEWER, {**usual, f"{deep}minScore": 0.95})

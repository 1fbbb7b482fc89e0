"""Ranking and choosing: the same whatever the order of keys, total, stable, and never past the limit."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine import deep
from dreamtui.engine.claims import keys_of, merge_claims
from dreamtui.engine.eligibility import Rules
from dreamtui.engine.similarity import claim_hash
from dreamtui.engine.tidy import tidy
from dreamtui.javascript import locale_key
from dreamtui.model import RecallEntry
from tests.engine.entries import EASY, HOW, NOTE, NOW, STRICT, Texts, entries, stored

TEXT = "The router moved."
STORES = st.integers(1, 6).flatmap(lambda size: st.tuples(*(entries(line) for line in range(1, size + 1))))
UNRELATED = stored(
    key="memory:memory/2026-04-09.md:1:1",
    path="memory/2026-04-09.md",
    snippet="Other.",
    promotedAt="x",
    recallCount=1,
)


def by_key(store: tuple[RecallEntry, ...]) -> dict[str, RecallEntry]:
    return {one.key: one for one in store}


def ranked(store: dict[str, RecallEntry]) -> list[str]:
    return [one.entry.key for one in deep.rank(store, {}, NOW, HOW)]


@given(STORES)
def test_the_order_is_total_and_stable(store: tuple[RecallEntry, ...]) -> None:
    found = deep.rank(by_key(store), {}, NOW, HOW)
    order = [(-one.score, -one.entry.recall_count, locale_key(one.entry.path)) for one in found]
    assert order == sorted(order)
    assert ranked(by_key(store)) == [one.entry.key for one in found]
    stood = list(by_key(store))
    for (one, found_first), (other, found_next) in pairwise(zip(order, found, strict=True)):
        assert one != other or stood.index(found_first.entry.key) < stood.index(found_next.entry.key)


@given(STORES, st.integers(0, 6))
def test_unrelated_keys_change_nothing(store: tuple[RecallEntry, ...], where: int) -> None:
    mixed = list(store)
    mixed.insert(where, UNRELATED)
    assert ranked(by_key(tuple(mixed))) == ranked(by_key(store))
    tidied = tidy(by_key(tuple(mixed)))
    tidied.pop(UNRELATED.key)
    assert tidied == tidy(by_key(store))
    assert tidy(tidied) == tidied
    rules = Rules(EASY, Texts(any=TEXT))
    chosen = [deep.select(deep.rank(by_key(one), {}, NOW, HOW), rules, 3) for one in (store, tuple(mixed))]
    assert list(chosen[0]) == list(chosen[1])


@given(STORES, st.integers(0))
def test_where_nothing_ties_the_stored_order_does_not_matter(
    store: tuple[RecallEntry, ...], seed: int
) -> None:
    found = deep.rank(by_key(store), {}, NOW, HOW)
    if len({(one.score, one.entry.recall_count) for one in found}) == len(found):
        shuffled = list(store)
        random.Random(seed).shuffle(shuffled)
        assert ranked(by_key(tuple(shuffled))) == [one.entry.key for one in found]


@given(STORES)
def test_with_thresholds_the_ranking_is_that_of_what_clears_them(store: tuple[RecallEntry, ...]) -> None:
    every = deep.rank(by_key(store), {}, NOW, HOW)
    passing = deep.rank(by_key(store), {}, NOW, HOW, thresholds=STRICT)
    assert passing == [one for one in every if deep.clears(one, STRICT)]
    funnel = deep.funnel(every, STRICT)
    assert (funnel.total, funnel.passed) == (len(every), len(passing))
    assert sum(funnel.failing_only.values()) <= funnel.total - funnel.passed


@given(STORES, st.integers(0, 4))
def test_selection_ends_with_the_last_eligible_one(store: tuple[RecallEntry, ...], limit: int) -> None:
    every = deep.rank(by_key(store), {}, NOW, HOW)
    rules = Rules(STRICT, Texts(any=TEXT))
    chosen = list(deep.select(every, rules, limit))
    eligible = [one for one in deep.select(every, rules, None) if one.verdict.eligible]
    assert [one for one in chosen if one.verdict.eligible] == eligible[:limit]
    assert not chosen or len(eligible) < limit or chosen[-1].verdict.eligible


def test_promoted_entries_are_ranked_only_when_asked_for() -> None:
    store = {stored().key: stored(promotedAt="2026-04-01T03:00:00.000Z")}
    assert deep.rank(store, {}, NOW, HOW) == []
    assert len(deep.rank(store, {}, NOW, HOW, include_promoted=True)) == 1


def test_the_room_shrinks_with_each_that_is_chosen() -> None:
    store = by_key(tuple(stored(key=f"memory:{NOTE}:{n}:{n}", startLine=n, endLine=n) for n in range(1, 5)))
    text = "\n".join([TEXT] * 4)
    rules = Rules(EASY, Texts(any=text), room=2 * len(TEXT))
    verdicts = [one.verdict for one in deep.select(deep.rank(store, {}, NOW, HOW), rules, 10)]
    assert [one.eligible for one in verdicts] == [True, True, False, False]
    assert all(
        one.eligible
        for one in [row.verdict for row in deep.select(deep.rank(store, {}, NOW, HOW), rules, None)]
    )


# --- claims -------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim_first", [True, False])
def test_a_claim_under_two_keys_adds_up(claim_first: bool) -> None:
    key = f"memory:claim:{claim_hash(TEXT)}"
    claim = stored(key=key, recallCount=1, totalScore=0.5, queryHashes=["a"], recallDays=["2026-04-09"])
    place = stored(recallCount=2, totalScore=1.5, queryHashes=["a", "b"], recallDays=["2026-04-08"])
    store = by_key((claim, place) if claim_first else (place, claim))
    (found,) = merge_claims(store).values()
    assert (found.key, found.recall_count, found.total_score) == (key, 3, 2)
    assert set(found.query_hashes) == {"a", "b"}
    assert found.recall_days == ("2026-04-08", "2026-04-09")
    assert set(keys_of(found, store)) == set(store)


def test_without_claims_nothing_is_merged() -> None:
    store = by_key((stored(), stored(key=f"memory:{NOTE}:2:2", startLine=2, endLine=2)))
    assert merge_claims(store) is store

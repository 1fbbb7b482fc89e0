"""The review queue: standings, counts and the order, and that a decision only touches its own rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.eligibility import Rules
from dreamtui.engine.settings import Thresholds
from dreamtui.model import Candidate, Components, RecallEntry, Source, SourceState
from dreamtui.review import queue
from dreamtui.review.ledger import Ledger, decide, fold, undo
from dreamtui.review.queue import Queue, Row, build
from dreamtui.review.sorting import SortKey
from dreamtui.review.views import Views
from tests.tui.widget_rows import some

NOTE = "memory/2026-04-10.md"
TEXTS = ("Router on VLAN 10.", "Ken is the barber.", "Router on VLAN 10.", "Backups go to Glacier.", "- [ ]")
NOTHING = Components(0, 0, 0, 0, 0, 0)


class _Sources:
    def get(self, path: str) -> Source:
        return Source(SourceState.LIVE, TEXTS)


RULES = Rules(Thresholds(0.8, 3, 3, 30, count_signals=True), _Sources())


def _candidate(line: int, **fields: Any) -> Candidate:
    entry = RecallEntry(
        f"memory:{NOTE}:{line}:{line}", NOTE, line, line, TEXTS[line - 1], 5, 0, 0, 5.0, 1.0,
        "2026-04-10T00:00:00.000Z", "2026-04-10T00:00:00.000Z", ("a", "b", "c"), ("2026-04-10",), None, None,
        None, {},
    )  # fmt: skip
    return Candidate(entry._replace(**fields), NOTHING, 0, 0, NOTHING, 1 - line / 100, 1.0)


CANDIDATES = [_candidate(1), _candidate(2), _candidate(3), _candidate(4, recall_count=1), _candidate(5)]
KEYS = [candidate.entry.key for candidate in CANDIDATES]


def _queue(said: Ledger | None = None) -> Queue:
    return build(CANDIDATES, RULES, said or Ledger())


def test_every_candidate_stands_in_one_place() -> None:
    assert [row.standing for row in _queue().rows] == ["eligible", "eligible", "eligible", "near", "near"]
    assert _queue().counts()["eligible"] == _queue().left() == 3


def test_a_rejection_holds_for_the_same_claim_elsewhere() -> None:
    start = _queue()
    rejected = start.decided(fold(decide("reject", [(KEYS[0], start.claims(KEYS[0]))], 0, reason="old")))
    assert [row.standing for row in rejected.rows[:3]] == ["rejected", "eligible", "rejected"]
    assert [reason.message for reason in rejected.verdict(KEYS[2]).reasons] == ["rejected: old"]
    assert start.verdict(KEYS[2]).eligible
    assert rejected.left() == 1


def test_approving_one_of_two_leaves_the_other_rejected() -> None:
    start = _queue()
    lines = decide("reject", [(KEYS[0], start.claims(KEYS[0]))], 0)
    lines += decide("approve", [(KEYS[2], start.claims(KEYS[2]))], 0)
    after = start.decided(fold(lines))
    assert [row.standing for row in after.rows[:3]] == ["rejected", "eligible", "eligible"]
    assert [row.key for row in after.approved()] == [KEYS[2]]


def test_looking_at_a_candidate_moves_it_nowhere() -> None:
    start = _queue()
    start.verdict(KEYS[3])
    after = start.decided(fold(decide("defer", [(KEYS[3], ["x"])], 0)))
    assert after.rows[3].standing == start.rows[3].standing
    assert after.rows[3].flagged is start.rows[3].flagged


_DECISIONS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["approve", "reject", "defer", "edit"]),
            st.lists(st.sampled_from(KEYS), min_size=1),
        ),
        st.none(),
    ),
    max_size=8,
)


@given(_DECISIONS)
def test_decided_is_the_same_as_built_anew(decisions: list[Any]) -> None:
    lines: list[Any] = []
    quick = _queue()
    for decision in decisions:
        if decision is None:
            lines += [undo(last, 0) for last in fold(lines).undoable[-1:]]
        else:
            choice, keys = decision
            lines += decide(choice, [(key, quick.claims(key)) for key in dict.fromkeys(keys)], 0)
        quick = queue.decided(quick, fold(lines))
        slow = _queue(fold(lines))
        assert list(quick.rows) == list(slow.rows)
        assert (quick.counts(), quick.left()) == (slow.counts(), slow.left())
        for name in queue.FILTERS:
            here = [at for at, row in enumerate(quick.rows) if name in ("all", row.standing)]
            flagged = [at for at, row in enumerate(quick.rows) if row.flagged]
            assert list(quick.shown(name)) == (flagged if name == "flagged" else here)
        assert quick.approved() == slow.approved()
        assert [quick.verdict(key) for key in KEYS] == [slow.verdict(key) for key in KEYS]
        assert quick.counts()["all"] == len(KEYS)


def test_a_view_filters_searches_and_sorts() -> None:
    start = _queue()
    assert Views().of(start, "near") == [3, 4]
    assert Views().of(start, words="ROUTER vlan") == [0, 2]
    assert Views().of(start, sort="snippet")[0] == 4
    assert Views().of(start, "eligible", sort="score", reverse=True) == [2, 1, 0]


_WORDS = st.lists(st.sampled_from(["r", "ro", "rou", "router", "router vl", "router vlan", "vlan", "", "ß"]))


@given(_WORDS, st.data())
def test_views_that_follow_one_another_are_the_same_as_each_on_its_own(words: list[str], data: Any) -> None:
    queue, kept = some(), Views()
    for said in words:
        shown = data.draw(st.sampled_from(["all", "eligible", "failing"]))
        sort = data.draw(st.sampled_from([None, "snippet", "recalls", "decision"]))
        reverse = data.draw(st.booleans())
        asked: dict[str, Any] = {"sort": sort, "reverse": reverse}
        assert list(kept.of(queue, shown, said, **asked)) == list(Views().of(queue, shown, said, **asked))


@given(st.sampled_from(list(get_args(SortKey))), st.booleans())
def test_rows_that_are_the_same_to_an_order_stay_in_rank_order(sort: SortKey, reverse: bool) -> None:
    queue = some(12, {"k3": "approve", "k5": "reject", "k8": "approve", "k9": "defer"})
    key: dict[SortKey, Callable[[Row], Any]] = {
        "score": lambda row: -row.candidate.score,
        "recalls": lambda row: -row.candidate.entry.recall_count,
        "passive": lambda row: -(row.candidate.entry.daily_count + row.candidate.entry.grounded_count),
        "queries": lambda row: -len(row.candidate.entry.query_hashes),
        "age": lambda row: row.candidate.age_days,
        "snippet": lambda row: row.candidate.entry.snippet.casefold(),
        "decision": lambda row: row.decision.choice if row.decision else "~",
        "gates": lambda row: row.gates.count(False),
        "flags": lambda row: not row.flagged,
    }
    expected = sorted(range(12), key=lambda index: key[sort](queue.rows[index]), reverse=reverse)
    assert list(Views().of(queue, sort=sort, reverse=reverse)) == expected

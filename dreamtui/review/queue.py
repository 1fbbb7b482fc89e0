"""The review queue: every candidate with the decision on it, in one of a few standings, filtered and sorted.

Judging a candidate looks for its live text, so only those that pass all gates are judged when the
queue is built; the others are judged one by one, when somebody looks at them (`Queue.verdict`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from dreamtui.engine.eligibility import Rules, judge, shortfalls
from dreamtui.engine.similarity import claim_hash
from dreamtui.model import Candidate, Verdict
from dreamtui.review.ledger import Decision, Ledger

Filter = Literal["all", "eligible", "near", "failing", "flagged", "rejected", "promoted"]
FILTERS: Final[tuple[Filter, ...]] = ("all", "eligible", "near", "failing", "flagged", "rejected", "promoted")
SortKey = Literal["score", "recalls", "passive", "queries", "age", "snippet", "decision"]

NEAR_GATES: Final = 1
"""A near miss fails this many gates, or passes all of them and is kept back by something else."""


class Row(NamedTuple):
    """A candidate in the list: its gates (score, recalls, queries, age), what stands about it.

    `standing` is its one place among the filters; `flagged` says that a person should look twice.
    """

    candidate: Candidate
    gates: tuple[bool, bool, bool, bool]
    standing: Filter
    flagged: bool
    decision: Decision | None

    @property
    def key(self) -> str:
        """The key of the recall entry: what cursor and marks follow."""
        return self.candidate.entry.key

    @property
    def open(self) -> bool:
        """Whether a person still has to decide: it may be promoted, and nobody said anything yet."""
        return self.decision is None and self.standing == "eligible"


class Queue:
    """All rows in rank order, and the verdicts that are known so far."""

    def __init__(
        self, rows: Sequence[Row], rules: Rules, verdicts: dict[str, Verdict], ledger: Ledger
    ) -> None:
        self.rows = rows
        self.rules = rules
        self.ledger = ledger
        self._verdicts = verdicts
        self.by_key: Mapping[str, int] = {row.key: index for index, row in enumerate(rows)}

    def verdict(self, key: str) -> Verdict:
        """The whole answer on a candidate; looks for its live text when it is first asked for."""
        if key not in self._verdicts:
            self._verdicts[key] = judge(self.rows[self.by_key[key]].candidate, self.rules)
        return self._verdicts[key]

    def counts(self) -> dict[Filter, int]:
        """How many rows each filter shows."""
        counts: Counter[Filter] = Counter(row.standing for row in self.rows)
        counts["all"] = len(self.rows)
        counts["flagged"] = sum(row.flagged for row in self.rows)
        return {name: counts[name] for name in FILTERS}

    def left(self) -> int:
        """How many eligible candidates nobody has decided on."""
        return sum(row.open for row in self.rows)

    def approved(self) -> list[Row]:
        """What would be written now, in rank order: approved or edited, and not yet promoted."""
        return [
            row
            for row in self.rows
            if row.decision and row.decision.choice in ("approve", "edit") and row.standing != "promoted"
        ]

    def claims(self, key: str) -> tuple[str, ...]:
        """The hashes of what a candidate says: its recorded text, and its live text if there is one."""
        entry = self.rows[self.by_key[key]].candidate.entry
        live = self.verdict(key).live
        return claims_of(entry.snippet, live.text if live else None)


def claims_of(snippet: str, live: str | None) -> tuple[str, ...]:
    """The claims that a decision is about."""
    said = [claim_hash(snippet)] + ([claim_hash(live)] if live else [])
    return tuple(dict.fromkeys(said))


def build(ranked: Iterable[Candidate], rules: Rules, ledger: Ledger) -> Queue:
    """The queue of candidates in rank order (`engine.deep.rank`, promoted ones included)."""
    verdicts: dict[str, Verdict] = {}
    rows: list[Row] = []
    for candidate in ranked:
        gates = _gates(candidate, rules)
        verdict = None
        if all(gates):
            verdict = verdicts[candidate.entry.key] = judge(candidate, rules)
        rows.append(_row(candidate, gates, verdict, ledger))
    return Queue(rows, rules, verdicts, ledger)


def decided(queue: Queue, ledger: Ledger) -> Queue:
    """The same queue after other decisions; no candidate is ranked or judged again."""
    rows = [_row(row.candidate, row.gates, queue._verdicts.get(row.key), ledger) for row in queue.rows]
    return Queue(rows, queue.rules, queue._verdicts, ledger)


def _gates(candidate: Candidate, rules: Rules) -> tuple[bool, bool, bool, bool]:
    score, recalls, queries, age = (gap <= 0 for gap in shortfalls(candidate, rules.thresholds))
    return score, recalls, queries, age


def _row(
    candidate: Candidate, gates: tuple[bool, bool, bool, bool], verdict: Verdict | None, ledger: Ledger
) -> Row:
    entry = candidate.entry
    claims: tuple[str, ...] = (claim_hash(entry.snippet),) if ledger.rejected else ()
    if verdict and verdict.live:
        claims = claims_of(entry.snippet, verdict.live.text)
    decision = ledger.decision_on(entry.key, claims)
    return Row(
        candidate,
        gates,
        _standing(candidate, gates, verdict, decision),
        bool(verdict and verdict.flags),
        decision,
    )


def _standing(
    candidate: Candidate, gates: Sequence[bool], verdict: Verdict | None, decision: Decision | None
) -> Filter:
    if candidate.entry.promoted_at:
        return "promoted"
    if decision and decision.choice == "reject":
        return "rejected"
    if verdict and all(reason.code == "rejected" for reason in verdict.reasons):
        return "eligible"
    if verdict or sum(not passed for passed in gates) <= NEAR_GATES:
        return "near"
    return "failing"


def view(
    queue: Queue,
    shown: Filter = "all",
    words: str = "",
    sort: SortKey | None = None,
    *,
    reverse: bool = False,
) -> list[int]:
    """Indices of the rows that a filter and a search show, in the order asked for (None: by rank)."""
    wanted = words.casefold().split()
    indices = [
        index
        for index, row in enumerate(queue.rows)
        if _shows(row, shown) and (not wanted or _holds(row, wanted))
    ]
    if sort is not None:
        key = _SORT[sort]
        indices.sort(key=lambda index: key(queue.rows[index]), reverse=reverse)
    return indices


def _shows(row: Row, shown: Filter) -> bool:
    if shown == "all":
        return True
    return row.flagged if shown == "flagged" else row.standing == shown


def _holds(row: Row, words: Sequence[str]) -> bool:
    text = f"{row.candidate.entry.snippet} {row.candidate.entry.path}".casefold()
    return all(word in text for word in words)


_SORT: Final[Mapping[SortKey, Callable[[Row], float | str]]] = {
    "score": lambda row: -row.candidate.score,
    "recalls": lambda row: -row.candidate.entry.recall_count,
    "passive": lambda row: -(row.candidate.entry.daily_count + row.candidate.entry.grounded_count),
    "queries": lambda row: -len(row.candidate.entry.query_hashes),
    "age": lambda row: row.candidate.age_days if row.candidate.age_days is not None else float("inf"),
    "snippet": lambda row: row.candidate.entry.snippet.casefold(),
    "decision": lambda row: row.decision.choice if row.decision else "~",
}

"""The review queue: every candidate with the decision on it, in one of a few standings, filtered and sorted.

Judging a candidate looks for its live text, so only those that pass all gates are judged when the
queue is built; the others are judged one by one, when somebody looks at them (`Queue.verdict`).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, Literal, NamedTuple

from dreamtui.engine import deep
from dreamtui.engine.eligibility import Pruned, Rules, judge, pruned
from dreamtui.engine.order import ordered
from dreamtui.engine.rehydrate import rehydrate
from dreamtui.model import Candidate, LiveSource, Reason, RecallEntry, Verdict
from dreamtui.review.again import promotable_again, taken_out
from dreamtui.review.decision import APPROVED, Decision
from dreamtui.review.holding import Moved, Sayings, elsewhere, moved
from dreamtui.review.ledger import Ledger, differing
from dreamtui.review.sorting import ROWS, VALUES, SortKey, grouped

Filter = Literal["all", "eligible", "near", "failing", "flagged", "rejected", "promoted"]
FILTERS: Final[tuple[Filter, ...]] = ("all", "eligible", "near", "failing", "flagged", "rejected", "promoted")

NEAR_GATES: Final = 1
"""A near miss fails this many gates, or passes all of them and is kept back by something else."""


class Row(NamedTuple):
    """A candidate in the list: its gates (score, recalls, queries, age), what stands about it.

    `standing` is its one place among the filters; `flagged` says that a person should look twice.
    """

    candidate: Candidate
    gates: deep.Passes
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


_Kinds = dict[str, list[int]]
"""By filter, for what is `open` and for what is approved: the indices of its rows, in rank order."""


class Queue:
    """All rows in rank order, and the verdicts that are known so far. A decision makes another queue."""

    def __init__(
        self, rows: Sequence[Row], known: _Known, ledger: Ledger, kinds: _Kinds, went: Moved
    ) -> None:
        self.rows = rows
        self.rules = known.rules
        self.ledger = ledger
        self.by_key: Mapping[str, int] = known.by_key
        self.moved = went
        """Decisions that followed their claims to other candidates, or have none any more."""
        self._known = known
        self._kinds = kinds

    def verdict(self, key: str) -> Verdict:
        """The whole answer on a candidate; looks for its live text when it is first asked for."""
        found = self._judged(key)
        candidate, decision = self.row(key).candidate, self.row(key).decision
        if taken_out(candidate.entry, self.rules.memory, self.ledger, self.claims(key)):
            found = promotable_again(found)
        if gone := self._known.pruned(candidate, found, self.ledger):
            found = found._replace(reasons=(*found.reasons, gone.reason))
        if decision is None or decision.choice != "reject":
            return found
        why = f"rejected: {decision.reason}" if decision.reason else "rejected by a person"
        return found._replace(reasons=(*found.reasons, Reason("rejected", why)))

    def row(self, key: str) -> Row:
        """The row of a candidate."""
        return self.rows[self.by_key[key]]

    def pruned_as(self, key: str) -> tuple[str, ...]:
        """The claim under which a candidate was pruned, if it was."""
        gone = self._known.pruned(self.row(key).candidate, self._judged(key), self.ledger)
        return (gone.name,) if gone else ()

    def saying(self, claim: str) -> set[str]:
        """The keys of the candidates that make a claim."""
        return self._known.says.saying(claim)

    def counts(self) -> dict[Filter, int]:
        """How many rows each filter shows."""
        return {name: len(self.shown(name)) for name in FILTERS}

    def left(self) -> int:
        """How many eligible candidates nobody has decided on."""
        return len(self._kinds["open"])

    def shown(self, by: Filter) -> Sequence[int]:
        """The indices of the rows that a filter shows, in rank order."""
        return range(len(self.rows)) if by == "all" else self._kinds[by]

    def approved(self) -> list[Row]:
        """What would be written now, in rank order: approved or edited, and not yet promoted."""
        return [self.rows[index] for index in self._kinds["approved"]]

    def claims(self, key: str) -> tuple[str, ...]:
        """The hashes of what a candidate says: its recorded text, and its live text if there is one."""
        return self._known.says.of(key)

    def decided(self, ledger: Ledger) -> Queue:
        """The same candidates under other decisions; only the rows that these are about are made anew."""
        rows, kinds = list(self.rows), {kind: [*indices] for kind, indices in self._kinds.items()}
        known = self._known
        again = known.look_into(ledger)
        went = known.moved(ledger)
        again |= known.concerned(self.ledger, ledger) | known.at(differing(self.moved.to, went.to))
        for index in again:
            old = rows[index]
            rows[index] = new = known.row(old.candidate, old.gates, ledger, went)
            before, now = _kinds(old), _kinds(new)
            for kind in before - now:
                del kinds[kind][bisect_left(kinds[kind], index)]
            for kind in now - before:
                insort(kinds[kind], index)
        return Queue(rows, known, ledger, kinds, went)

    @property
    def texts(self) -> Sequence[str]:
        """Snippet and path of each row, case folded."""
        return self._known.texts

    def order(self, sort: SortKey, *, reverse: bool) -> Sequence[int]:
        """The indices of all rows, sorted; rows that are the same to it stay in rank order."""
        if by_row := ROWS.get(sort):
            return grouped(map(by_row, self.rows), reverse=reverse)
        return self._known.order(sort, reverse=reverse)

    def prepare(self) -> None:
        """Work out now what the first search, rejection and sort would wait for."""
        assert len(self.texts) == len(self.rows)
        assert self._known.says.recorded is not None
        for sort in VALUES:
            self._known.order(sort, reverse=False)

    def _judged(self, key: str) -> Verdict:
        return self._known.judged(self.row(key).candidate)


class _Known:
    """What does not depend on decisions: the verdicts so far, and which rows say what."""

    def __init__(self, ranked: Sequence[Candidate], gates: Sequence[deep.Passes], rules: Rules) -> None:
        self.rules = rules
        self._ranked = ranked
        self.by_key = {candidate.entry.key: index for index, candidate in enumerate(ranked)}
        # decisions change while the queue is open
        self._bare = rules._replace(rejected_claims={}, pruned={}, pruned_texts={})
        self._verdicts: dict[str, Verdict] = {}
        passing = {one.entry.key for one, passed in zip(ranked, gates, strict=True) if all(passed)}
        self.says = Sayings({one.entry.key: one.entry for one in ranked}, self._live, passing)
        self._values: dict[SortKey, Sequence[float] | Sequence[str]] = {}
        self._orders: dict[tuple[SortKey, bool], list[int]] = {}

    @cached_property
    def texts(self) -> list[str]:
        """What a search looks at, row by row: folding it anew for every letter typed would be slow."""
        entries = (candidate.entry for candidate in self._ranked)
        return [f"{entry.snippet} {entry.path}".casefold() for entry in entries]

    def order(self, sort: SortKey, *, reverse: bool) -> list[int]:
        """The indices of all rows, sorted; kept, as no decision changes it."""
        if (sort, reverse) not in self._orders:
            values = self.values(sort)
            self._orders[sort, reverse] = (
                sorted(self.order(sort, reverse=False), key=values.__getitem__, reverse=True)
                if reverse  # quick, as it is in order already
                else ordered(values)
            )
        return self._orders[sort, reverse]

    def values(self, sort: SortKey) -> Sequence[float] | Sequence[str]:
        """What rows are sorted by, row by row."""
        if sort not in self._values:
            self._values[sort] = VALUES[sort](self._ranked)
        return self._values[sort]

    def judged(self, candidate: Candidate) -> Verdict:
        """The verdict on a candidate, whatever people decided."""
        key = candidate.entry.key
        if key not in self._verdicts:
            self._verdicts[key] = judge(candidate, self._bare)
        return self._verdicts[key]

    def _live(self, entry: RecallEntry) -> str | None:
        if entry.key in self._verdicts:
            live: LiveSource | Reason | None = self._verdicts[entry.key].live
        else:
            live = rehydrate(entry, self.rules.sources.get(entry.path))
        return live.text if isinstance(live, LiveSource) else None

    def look_into(self, ledger: Ledger) -> set[int]:
        """Let live texts count where decisions may hold elsewhere; the rows where they did not before."""
        return self.at(self.says.look_into(elsewhere(ledger, self.says)))

    def moved(self, ledger: Ledger) -> Moved:
        """Where decisions of a ledger went."""
        return moved(ledger, self.says, self.rules.memory.promoted_keys)

    def row(self, candidate: Candidate, gates: deep.Passes, ledger: Ledger, went: Moved) -> Row:
        """The row of a candidate under the decisions of a ledger."""
        verdict = self.judged(candidate) if all(gates) else None
        key = candidate.entry.key
        # hashing what everybody says takes long, and is for nothing where nobody rejected anything
        asked = ledger.rejected or ledger.pruned or ledger.allowed
        claims = self.says.of(key) if key in ledger.decisions else self.says.quick(key) if asked else ()
        decision = ledger.decision_on(key, claims) or went.to.get(key)
        again = taken_out(candidate.entry, self.rules.memory, ledger, claims)
        verdict = promotable_again(verdict) if verdict and again else verdict
        gone = verdict is not None and self.pruned(candidate, verdict, ledger) is not None
        standing = _standing(candidate, gates, verdict, decision, gone=gone, again=again)
        return Row(candidate, gates, standing, bool(verdict and verdict.flags), decision)

    def pruned(self, candidate: Candidate, verdict: Verdict, ledger: Ledger) -> Pruned | None:
        """Whether a candidate says what was pruned and what nobody has allowed again."""
        rules = self._bare._replace(pruned=ledger.pruned, pruned_texts=ledger.pruned_texts)
        said = verdict.live.text if verdict.live else candidate.entry.snippet
        return pruned(candidate.entry, said, rules, reworded=all(gate.passed for gate in verdict.gates))

    def concerned(self, before: Ledger, after: Ledger) -> set[int]:
        """The rows on which two ledgers may differ."""
        keys = differing(before.decisions, after.decisions)
        gone = differing(before.pruned, after.pruned) | differing(before.allowed, after.allowed)
        claims = differing(before.rejected, after.rejected) | gone
        indices = self.at(keys | claims)
        if gone:  # what may be promoted may say it in other words
            indices |= self.at(self._verdicts)
        return indices | self.at({key for claim in claims for key in self.says.saying(claim)})

    def at(self, keys: Iterable[str]) -> set[int]:
        """The indices of the rows of candidates."""
        return {self.by_key[key] for key in keys if key in self.by_key}


def build(ranked: Iterable[Candidate], rules: Rules, ledger: Ledger) -> Queue:
    """The queue of candidates in rank order (`engine.deep.rank`, promoted ones included)."""
    candidates = list(ranked)
    gates = [deep.passes(candidate, rules.thresholds) for candidate in candidates]
    known = _Known(candidates, gates, rules)
    known.look_into(ledger)
    went = known.moved(ledger)
    rows = [
        known.row(candidate, passed, ledger, went)
        for candidate, passed in zip(candidates, gates, strict=True)
    ]
    kinds: _Kinds = {kind: [] for kind in (*FILTERS, "open", "approved")}
    for index, row in enumerate(rows):
        for kind in _kinds(row):
            kinds[kind].append(index)
    return Queue(rows, known, ledger, kinds, went)


def decided(queue: Queue, ledger: Ledger) -> Queue:
    """The same queue after other decisions; no candidate is ranked or judged again."""
    return queue.decided(ledger)


def _kinds(row: Row) -> set[str]:
    """Under what a row is found, besides all."""
    approved = row.decision is not None and row.decision.choice in APPROVED and row.standing != "promoted"
    return {row.standing, *["flagged"] * row.flagged, *["open"] * row.open, *["approved"] * approved}


def _standing(
    candidate: Candidate,
    gates: Sequence[bool],
    verdict: Verdict | None,
    decision: Decision | None,
    *,
    gone: bool,
    again: bool,
) -> Filter:
    if candidate.entry.promoted_at and not again:
        return "promoted"
    if decision and decision.choice == "reject":
        return "rejected"
    if verdict and verdict.eligible and not gone:
        return "eligible"
    if verdict or sum(not passed for passed in gates) <= NEAR_GATES:
        return "near"
    return "failing"

"""What other settings would change now: which candidates go in or out, and what a night would promote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from dreamtui.engine.deep import Judged, select
from dreamtui.engine.eligibility import GATES, Rules, judge
from dreamtui.engine.tuning.columns import Columns, Ranking, Trial
from dreamtui.model import Verdict

CHUNK: Final = 64
"""Candidates judged between two looks at whether the answer is still wanted."""


class Flip(NamedTuple):
    """A candidate that goes `into` the eligible ones or out of them, with its score before and after.

    `because` names what it fails where it is not eligible (the gates, else what keeps it back).
    """

    key: str
    snippet: str
    before: float
    after: float
    into: bool
    because: tuple[str, ...]


class Side(NamedTuple):
    """What one setting comes to: the ranking, who is eligible (best first), and why others are kept back."""

    ranking: Ranking
    eligible: Sequence[int]
    kept_back: int


class Effect(NamedTuple):
    """Two settings side by side, and what differs."""

    before: Side
    after: Side
    flips: tuple[Flip, ...]


class Bench:
    """Candidates with the verdicts on them so far; a verdict is looked for once, whatever is tried."""

    def __init__(self, columns: Columns, rules: Rules) -> None:
        self.columns = columns
        self.rules = rules
        self._verdicts: dict[tuple[int, bool], Verdict] = {}

    def effect(self, old: Trial, new: Trial, stop: Callable[[], bool] = lambda: False) -> Effect | None:
        """What changes from one setting to another; None when it was stopped meanwhile.

        The same as ranking and judging the store twice. Looking for live texts is what takes time, and
        only candidates that pass the gates of a side are looked at.
        """
        before = self.side(old, stop)
        after = self.side(new, stop) if before else None
        if before is None or after is None:
            return None
        was, now = set(before.eligible), set(after.eligible)
        changed = [
            *(i for i in after.eligible if i not in was),
            *(i for i in before.eligible if i not in now),
        ]
        return Effect(
            before, after, tuple(self._flip(i, i in now, (old, before), (new, after)) for i in changed)
        )

    def side(self, trial: Trial, stop: Callable[[], bool] = lambda: False) -> Side | None:
        """One setting; None when it was stopped."""
        ranking = self.columns.rank(trial)
        eligible: list[int] = []
        for place, index in enumerate(ranking.passing):
            if place % CHUNK == 0 and stop():
                return None
            if self.verdict(index, trial).eligible:
                eligible.append(index)
        return Side(ranking, eligible, len(ranking.passing) - len(eligible))

    def night(self, trial: Trial, ranking: Ranking) -> list[Judged]:
        """What a night would promote, with those that it passes over: as `deep.select` with the limit."""
        candidates = (self.columns.candidate(index, trial.how) for index in ranking.passing)
        return list(select(candidates, self._rules(trial), trial.limit))

    def verdict(self, index: int, trial: Trial) -> Verdict:
        """The verdict on a candidate that passes the gates of a trial, whichever they are."""
        known = (index, trial.block_junk)
        if known not in self._verdicts:
            candidate = self.columns.candidate(index, trial.how)
            self._verdicts[known] = judge(candidate, self._rules(trial))
        return self._verdicts[known]

    def _rules(self, trial: Trial) -> Rules:
        return self.rules._replace(thresholds=trial.thresholds, block_junk=trial.block_junk)

    def _flip(self, index: int, into: bool, old: tuple[Trial, Side], new: tuple[Trial, Side]) -> Flip:
        trial, side = old if into else new
        entry = self.columns.entries[index]
        scores = (old[1].ranking.scores[index], new[1].ranking.scores[index])
        return Flip(entry.key, entry.snippet, *scores, into, tuple(self._obstacles(index, trial, side)))

    def _obstacles(self, index: int, trial: Trial, side: Side) -> Iterator[str]:
        """What keeps a candidate from being eligible under a trial, in one word each."""
        failed = self.columns.failed(index, trial, side.ranking.scores[index])
        names = [name for name, fails in zip(GATES, failed, strict=True) if fails]
        if names:
            yield from names
        else:
            yield from (reason.code for reason in self.verdict(index, trial).reasons)

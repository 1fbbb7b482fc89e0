"""What is told of a candidate, looked up: its verdict, its source, what would let it pass."""

from __future__ import annotations

from typing import NamedTuple

from dreamtui.engine.eligibility import counted, gates_of
from dreamtui.engine.whatif import Change, WhatIf, would_pass
from dreamtui.model import Gate, RecallEntry, Source, Verdict
from dreamtui.review.queue import Queue, Row

MOST_CHANGES = 4


class Facts(NamedTuple):
    """All that is told of a candidate; what is None was not looked up (yet)."""

    row: Row
    given: WhatIf | None = None
    verdict: Verdict | None = None
    source: Source | None = None
    changes: tuple[Change, ...] | None = None

    @property
    def gates(self) -> tuple[Gate, ...]:
        """The four gates, as far as they can be known."""
        if self.verdict:
            return self.verdict.gates
        return gates_of(self.row.candidate, self.given.rules.thresholds) if self.given else ()

    def still_holds(self, row: Row, given: WhatIf) -> bool:
        """Whether they hold for a row, too: the candidate is the same and so are the rules."""
        return self.row.candidate is row.candidate and self.given is not None and self.given == given


def numbers(queue: Queue, key: str, given: WhatIf) -> Facts:
    """What is known without looking for the live text."""
    return Facts(queue.rows[queue.by_key[key]], given)


def judged(queue: Queue, told: Facts) -> Facts:
    """With the verdict and the source; looks for the live text, which may take milliseconds."""
    if told.verdict is not None:
        return told
    entry = told.row.candidate.entry
    return told._replace(verdict=queue.verdict(entry.key), source=queue.rules.sources.get(entry.path))


def complete(told: Facts) -> Facts:
    """With the changes that would let it pass; tries them out, which may take milliseconds, too."""
    if told.given is None:
        return told
    return told._replace(changes=tuple(would_pass(told.row.candidate, told.given)))


def facts(queue: Queue, key: str, given: WhatIf) -> Facts:
    """All that is told of a candidate."""
    return complete(judged(queue, numbers(queue, key, given)))


def own_queries(entry: RecallEntry, given: WhatIf) -> tuple[int, int]:
    """How many queries of others found an entry, and how many of the sweeps' own."""
    by_others = counted(entry, given.rules.thresholds._replace(count_signals=False))[1]
    return by_others, len(set(entry.query_hashes)) - by_others

"""By what the candidates of the review queue are sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING, Final, Literal

from dreamtui.model import Candidate

if TYPE_CHECKING:
    from dreamtui.review.queue import Row

SortKey = Literal["score", "recalls", "passive", "queries", "age", "snippet", "decision"]

VALUES: Final[Mapping[SortKey, Callable[[Sequence[Candidate]], Sequence[float] | Sequence[str]]]] = {
    "score": lambda ranked: [-one.score for one in ranked],
    "recalls": lambda ranked: [-one.entry.recall_count for one in ranked],
    "passive": lambda ranked: [-(one.entry.daily_count + one.entry.grounded_count) for one in ranked],
    "queries": lambda ranked: [-len(one.entry.query_hashes) for one in ranked],
    "age": lambda ranked: [inf if one.age_days is None else one.age_days for one in ranked],
    "snippet": lambda ranked: [one.entry.snippet.casefold() for one in ranked],
}


def by_decision(rows: Sequence[Row], *, reverse: bool) -> list[int]:
    """Rows by what was decided on them; the others, which are most, come last."""
    choices = {index: row.decision.choice for index, row in enumerate(rows) if row.decision}
    decided = sorted(choices, key=choices.__getitem__, reverse=reverse)
    others = [index for index in range(len(rows)) if index not in choices]
    return [*others, *decided] if reverse else [*decided, *others]

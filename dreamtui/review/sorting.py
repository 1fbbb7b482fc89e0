"""By what the candidates of the review queue are sorted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING, Final, Literal

from dreamtui.model import Candidate

if TYPE_CHECKING:
    from dreamtui.review.queue import Row

SortKey = Literal["decision", "score", "gates", "recalls", "passive", "queries", "age", "flags", "snippet"]

VALUES: Final[Mapping[SortKey, Callable[[Sequence[Candidate]], Sequence[float] | Sequence[str]]]] = {
    "score": lambda ranked: [-one.score for one in ranked],
    "recalls": lambda ranked: [-one.entry.recall_count for one in ranked],
    "passive": lambda ranked: [-(one.entry.daily_count + one.entry.grounded_count) for one in ranked],
    "queries": lambda ranked: [-len(one.entry.query_hashes) for one in ranked],
    "age": lambda ranked: [inf if one.age_days is None else one.age_days for one in ranked],
    "snippet": lambda ranked: [one.entry.snippet.casefold() for one in ranked],
}

ROWS: Final[Mapping[SortKey, Callable[[Row], str]]] = {
    "decision": lambda row: row.decision.choice if row.decision else "~",
    "gates": lambda row: str(row.gates.count(False)),
    "flags": lambda row: "" if row.flagged else "~",
}
"""What changes with decisions and takes only a few values; rows without a decision or a flag come last."""


def grouped(values: Iterable[str], *, reverse: bool) -> list[int]:
    """Indices by value, in one pass for each value; those of the same value stay as they are."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for index, value in enumerate(values):
        groups[value].append(index)
    return [index for value in sorted(groups, reverse=reverse) for index in groups[value]]

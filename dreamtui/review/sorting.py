"""By what the candidates of the review queue are sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Final, Literal

from dreamtui.model import Candidate

SortKey = Literal["score", "recalls", "passive", "queries", "age", "snippet", "decision"]

VALUES: Final[Mapping[SortKey, Callable[[Sequence[Candidate]], Sequence[float] | Sequence[str]]]] = {
    "score": lambda ranked: [-one.score for one in ranked],
    "recalls": lambda ranked: [-one.entry.recall_count for one in ranked],
    "passive": lambda ranked: [-(one.entry.daily_count + one.entry.grounded_count) for one in ranked],
    "queries": lambda ranked: [-len(one.entry.query_hashes) for one in ranked],
    "age": lambda ranked: [inf if one.age_days is None else one.age_days for one in ranked],
    "snippet": lambda ranked: [one.entry.snippet.casefold() for one in ranked],
}

"""The same again, night after night: what a machine does that nobody reads."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Final, NamedTuple

from dreamtui.engine.runs import Run

DIARY_NIGHTS: Final = 3
COUNT_NIGHTS: Final = 5
NOTHING_NIGHTS: Final = 7
"""From so many nights on it is told: the same words, the same numbers, nothing promoted."""


class Repeats(NamedTuple):
    """How many of the last nights were the same: in the words of the diary, in what was staged, reflected
    and promoted, in that the same entries were promoted, in that nothing was. 0: not often enough.
    """

    diary: int = 0
    counts: int = 0
    keys: int = 0
    nothing: int = 0
    staged: int = 0
    """What was staged each time, where `counts` is not 0."""


def repeats(found: Sequence[Run], diary: Iterable[str]) -> Repeats:
    """Look back from the last night; runs and texts of the diary are oldest first."""
    sweeps = [run for run in found if run.kind == "sweep" and run.outcome == "done"]
    promotions = [run.keys for run in found if run.keys]
    counts = streak([_counts(run) for run in sweeps], COUNT_NIGHTS)
    return Repeats(
        diary=streak([" ".join(text.split()).casefold() or None for text in diary], DIARY_NIGHTS),
        counts=counts,
        keys=streak([tuple(sorted(keys)) for keys in promotions], 2),
        nothing=_without(sweeps, NOTHING_NIGHTS),
        staged=(sweeps[-1].staged or 0) if counts else 0,
    )


def streak(values: Sequence[Hashable | None], least: int) -> int:
    """How many values at the end are the same as the last one; 0 if fewer than `least`, or it is None."""
    if not values or values[-1] is None:
        return 0
    last, number = values[-1], 0
    for value in reversed(values):
        if value != last:
            break
        number += 1
    return number if number >= least else 0


def _counts(run: Run) -> Hashable | None:
    """What a sweep came to; None where it staged nothing, or nobody told."""
    if not run.staged:
        return None
    return run.staged, run.reflected, run.lines.get("rem"), run.promoted, run.undone


def _without(sweeps: Sequence[Run], least: int) -> int:
    """How many sweeps at the end are known to have promoted nothing."""
    return streak([(run.promoted == 0 and not run.undone) or None for run in sweeps], least)

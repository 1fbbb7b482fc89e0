"""Settings for usual complaints, one key each: what they change, and why. They only ever go their own way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

_DEEP: Final = "phases.deep."


class Preset(NamedTuple):
    """A name, why somebody would want it, where its figures are from, and the value of each key it touches,
    given the one of now."""

    name: str
    why: str
    source: str
    values: Mapping[str, Callable[[Any], Any]]


def _least(value: float) -> Callable[[Any], Any]:
    return lambda now: max(now, value)


def _most(value: float) -> Callable[[Any], Any]:
    return lambda now: min(now, value)


FEWER: Final = Preset(
    "too many promotions",
    "what is promoted must score higher and have been searched for more often, so that a busy week alone"
    " does not make a memory; a night adds at most 5, which can still be read",
    "a step beyond the guide's defaults (0.8, 3, 3, 10), chosen by dreamtui",
    {
        f"{_DEEP}minScore": _least(0.85),
        f"{_DEEP}minRecallCount": _least(4),
        f"{_DEEP}minUniqueQueries": _least(3),
        f"{_DEEP}limit": _most(5),
    },
)
MORE: Final = Preset(
    "too few promotions",
    "two searches in different words are enough and the score may be lower; what was not asked for in a"
    " while stays a candidate for longer",
    "0.75 and 2 queries are what later releases of OpenClaw were reported with; the others are dreamtui's",
    {
        f"{_DEEP}minScore": _most(0.75),
        f"{_DEEP}minRecallCount": _most(2),
        f"{_DEEP}minUniqueQueries": _most(2),
        f"{_DEEP}maxAgeDays": _least(60),
        f"{_DEEP}limit": _least(10),
    },
)


def applied(preset: Preset, now: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a preset changes: what is as strict (or as lenient) already stays."""
    wanted = {name: value(now[name]) for name, value in preset.values.items()}
    return {name: value for name, value in wanted.items() if value != now[name]}

"""The formula: from the grounds that were found to the score and what each of them adds to it."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum
from typing import NamedTuple

from dreamtui.engine.settings import StalenessSettings
from dreamtui.entries import StaleCode, Staleness, StaleReason


class Ground(NamedTuple):
    """Why an entry may be stale, not weighed yet; the strength is in 0..1."""

    code: StaleCode
    strength: float
    message: str
    other: str | None = None


def weigh(grounds: Iterable[Ground], how: StalenessSettings) -> Staleness:
    """The staleness that grounds come to; of several with one code the strongest counts."""
    strongest: dict[str, Ground] = {}
    for ground in sorted(grounds):
        known = strongest.get(ground.code)
        if known is None or ground.strength > known.strength:
            strongest[ground.code] = ground
    weighed = sorted((-_weight(ground, how), ground) for ground in strongest.values())
    reasons: list[StaleReason] = []
    left = 1.0
    for weight, ground in weighed:
        if weight:
            added = left * -weight
            reasons.append(StaleReason(ground.code, ground.message, ground.strength, added, ground.other))
            left *= 1 + weight
    return Staleness(min(1.0, fsum(reason.contribution for reason in reasons)), tuple(reasons))


def _weight(ground: Ground, how: StalenessSettings) -> float:
    weight: float = getattr(how, ground.code.replace("-", "_"))
    return weight * max(0.0, min(1.0, ground.strength))

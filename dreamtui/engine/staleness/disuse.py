"""Whether an entry has gone unused for longer than its own past makes likely."""

from __future__ import annotations

from dreamtui.engine.staleness.score import Ground
from dreamtui.entries import Evidence
from dreamtui.instants import DAY_MS

PATIENCE = 3
"""Intervals between uses that may go by before a silence is unusual."""


def unused(known: Evidence, usual_days: int, now_ms: int) -> Ground | None:
    """The silence since the last use, or since the promotion if there was none, where it is too long.

    What is usual is `usual_days`, or three of the entry's own intervals (their mean) if that is longer:
    what is needed once a quarter is not stale after two months. The strength is 0 there, 1/2 after
    twice as long, and approaches 1: 1 − usual / silence.
    """
    if not known.watched or (known.promoted_ms is None and not known.uses):
        return None
    moments = [*([] if known.promoted_ms is None else [known.promoted_ms]), *known.uses]
    silence = now_ms - max(moments)
    uses = sorted(known.uses)
    rhythm = (uses[-1] - uses[0]) // (len(uses) - 1) if uses[1:] else 0
    usual = max(usual_days * DAY_MS, PATIENCE * rhythm)
    if silence <= usual:
        return None
    return Ground("unused", 1 - usual / silence, _message(known, silence, rhythm))


def _message(known: Evidence, silence: int, rhythm: int) -> str:
    quiet = _days(silence)
    if not known.uses:
        return f"never used in the {quiet} since it was promoted"
    times = len(known.uses)
    if times == 1:
        return f"not used for {quiet}; used once before"
    often = f"about every {_days(rhythm)}" if rhythm >= DAY_MS // 2 else "within a day"
    return f"not used for {quiet}; used {times} times before, {often}"


def _days(ms: int) -> str:
    days = max(1, round(ms / DAY_MS))
    return "day" if days == 1 else f"{days:,} days"

"""When dreaming is due next: a cron expression on the wall clock of a time zone, clock changes included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from dreamtui.instants import local

_DAY: Final = timedelta(days=1)
_NEAR: Final = timedelta(hours=3)
"""How far wall clocks are looked at beyond the first hit: no clock is set back further."""
_EPOCH: Final = datetime(1970, 1, 1)


def next_run(expression: str, zone: tzinfo, after_ms: int) -> int | None:
    """The first instant (ms) after another one at which five cron fields are due in `zone`; None: never.

    A time that clocks skip comes as much later as they are set forward. One that they show twice
    counts once, the first time, unless the hour is left open (`*`): such jobs follow real time.
    """
    folds = (0, 1) if expression.split()[1].startswith("*") else (0,)
    best: int | None = None
    limit: datetime | None = None
    for wall in _walls(expression, _earliest(zone, after_ms)):
        if limit is not None and wall > limit:
            break
        due = (_instant(wall, zone, fold) for fold in folds)
        later = [moment for moment in due if moment is not None and moment > after_ms]
        if later:
            best = min(later) if best is None else min(best, *later)
            limit = limit or wall + _NEAR
    return best


def _walls(expression: str, start: datetime) -> Iterator[datetime]:
    """The due times as a clock without a zone would show them; ends where the calendar does."""
    from croniter import croniter

    try:
        stream = croniter(expression, start, ret_type=datetime)
        while True:
            wall: datetime = stream.get_next()
            yield wall.replace(tzinfo=None)
    except (ValueError, KeyError, ArithmeticError):  # never due again, or beyond the year 9999
        return


def _earliest(zone: tzinfo, after_ms: int) -> datetime:
    """A wall clock before which nothing can be due, whichever way clocks are set around the instant."""
    moment = local(after_ms, zone)
    try:
        instant = moment.astimezone(UTC)
        around = [(instant + shift).astimezone(zone) for shift in (-_DAY, timedelta(), _DAY)]
        offset = min(at.utcoffset() or timedelta() for at in around)
        return (instant + offset).replace(tzinfo=None, microsecond=0) - timedelta(seconds=1)
    except OverflowError:
        return moment.replace(tzinfo=None)


def _instant(wall: datetime, zone: tzinfo, fold: int) -> int | None:
    try:
        moment = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        return None
    return (moment - _EPOCH) // timedelta(milliseconds=1)

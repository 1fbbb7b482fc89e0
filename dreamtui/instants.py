"""Time as the files write it: instants are whole milliseconds since the epoch, days are `YYYY-MM-DD`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

DAY_MS = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_MS, LAST_MS = -62_135_596_800_000, 253_402_300_799_999
"""The instants of the years 1 to 9999, in UTC."""


def parse_instant(text: object) -> int | None:
    """Milliseconds of an ISO 8601 text (UTC when it names no zone), or None when it is not one."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        since = moment - _EPOCH
        ms = (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000
        return ms if FIRST_MS <= ms <= LAST_MS else None
    except (ValueError, OverflowError):
        return None


def iso(ms: int) -> str:
    """`2026-04-10T19:00:00.000Z`, the form of every stored instant."""
    moment = _EPOCH + timedelta(milliseconds=ms)
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def local(ms: int, zone: tzinfo) -> datetime:
    """The wall clock of `zone` at an instant; absurd ones stop at the years 1 and 9999."""
    possible = max(FIRST_MS + DAY_MS, min(ms, LAST_MS - DAY_MS))
    return (_EPOCH + timedelta(milliseconds=possible)).astimezone(zone)


def day_of(ms: int, zone: tzinfo) -> str:
    """The calendar day of an instant: the only place in the program where an instant becomes a day."""
    return local(ms, zone).date().isoformat()


def day_inside(day: str, now_ms: int, lookback_days: int) -> bool:
    """Whether a day is inside a lookback: its last millisecond, in UTC, is not before its start."""
    start = parse_instant(f"{day}T00:00:00.000Z")
    return start is not None and start + DAY_MS - 1 >= now_ms - lookback_days * DAY_MS


def instant_inside(ms: int | None, now_ms: int, lookback_days: int) -> bool:
    """Whether an instant is not before the start of a lookback."""
    return ms is not None and ms >= now_ms - lookback_days * DAY_MS


def moment(at: int, zone: tzinfo, now_ms: int) -> str:
    """When something was: the clock within a day, the date before."""
    there = local(at, zone)
    return f"{there:%H:%M}" if 0 <= now_ms - at < DAY_MS else f"{there:%m-%d}"

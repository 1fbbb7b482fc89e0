"""When things happen in the sample workspace: offsets in days from the night of the last sweep."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property

from dreamtui.instants import DAY_MS, day_of, iso, local

SWEEP_CLOCK = "03:00"
_HOUR_MS = 3_600_000
_PLACEHOLDER = re.compile(r"\{\{(?P<what>[a-z]+)(?::(?P<about>[^{}]+))?\}\}")

# Not `strftime`: its names follow the locale, and these texts are in English.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Days:
    """The calendar of one sample workspace: what "three days ago" is, at `now_ms` in `zone`."""

    now_ms: int
    zone: tzinfo

    @cached_property
    def _last(self) -> date:
        # Day 0 begins with a sweep that is at least an hour past, so that something has happened since.
        today = local(self.now_ms, self.zone).date()
        begun = _instant(today, SWEEP_CLOCK, self.zone) + _HOUR_MS <= self.now_ms
        return today if begun else today - timedelta(days=1)

    def date(self, offset: int) -> date:
        """The calendar day that lies `offset` days from day 0."""
        return self._last + timedelta(days=offset)

    def day(self, offset: int) -> str:
        """The same as files write it, `2026-04-10`."""
        return self.date(offset).isoformat()

    def sweep(self, offset: int) -> int:
        """The instant of a night's sweep, in milliseconds."""
        return _instant(self.date(offset), SWEEP_CLOCK, self.zone)

    def at(self, offset: int, clock: str) -> int:
        """The instant of a wall-clock time `HH:MM`, in milliseconds.

        Day 0 is not over: the hours after its sweep are squeezed into those that have passed, so
        that nothing lies in the future.
        """
        moment = _instant(self.date(offset), clock, self.zone)
        begin = self.sweep(0)
        if moment <= begin:
            return moment
        passed = (moment - begin) * (self.now_ms - begin) // (DAY_MS - 3 * _HOUR_MS)
        return begin + min(passed, self.now_ms - begin) // 1000 * 1000

    def day_of(self, moment: int) -> str:
        """The calendar day of an instant."""
        return day_of(moment, self.zone)

    def fill(self, text: str, more: Mapping[str, str] | None = None) -> str:
        """The text with its dates filled in, and with what `more` holds; other placeholders stay."""
        known = more or {}

        def value(found: re.Match[str]) -> str:
            return known.get(found[0][2:-2]) or self._placeholder(found["what"], found["about"]) or found[0]

        return _PLACEHOLDER.sub(value, text)

    def _placeholder(self, what: str, about: str | None) -> str | None:
        if what == "esc":
            return "\u001b"
        if what == "at" and about:
            offset, clock = about.split()
            return iso(self.at(int(offset), clock))
        return _spelled(what, self.date(int(about))) if what in _SPELLINGS and about else None


_SPELLINGS = ("day", "weekday", "date", "when", "long", "month", "year")


def _spelled(what: str, when: date) -> str:
    """A date in one of the spellings that texts ask for, such as `{{when:-3}}`: `Friday, April 3`."""
    weekday, month = _WEEKDAYS[when.weekday()], _MONTHS[when.month - 1]
    return {
        "day": when.isoformat(),
        "weekday": weekday,
        "date": f"{month} {when.day}",
        "when": f"{weekday}, {month} {when.day}",
        "long": f"{month} {when.day}, {when.year}",
        "month": month,
        "year": str(when.year),
    }[what]


def _instant(day: date, clock: str, zone: tzinfo) -> int:
    wall = datetime.combine(day, time.fromisoformat(clock), zone)
    return round(wall.timestamp()) * 1000

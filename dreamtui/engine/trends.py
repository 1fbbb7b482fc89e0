"""How often something came up week by week, counted from the days that entries keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def by_week(days: Iterable[str], today: str, weeks: int) -> tuple[int, ...]:
    """How many of the days lie in each of the last weeks, oldest first; the last week ends today.

    What is no day of the calendar, lies in the future or too far back, is not counted.
    """
    counts = [0] * weeks
    last = date.fromisoformat(today).toordinal()
    for day in days:
        try:
            ago = (last - date.fromisoformat(day).toordinal()) // 7
        except ValueError:
            continue
        if 0 <= ago < weeks:
            counts[-1 - ago] += 1
    return tuple(counts)

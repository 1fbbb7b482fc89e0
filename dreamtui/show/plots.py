"""Plots out of characters: bars over a line of days, and a line of bars; the numbers stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dreamtui.show.marks import HEIGHTS

_NOTHING, _UNKNOWN = "·", "?"
_MOST_WIDE: Final = 4


def spark(counts: Sequence[int], marked: int | None = None) -> str:
    """A histogram in one line: a column a bin; `│` stands before the bin in which a threshold lies."""
    top = max(counts, default=0)
    bars = [_column(count, top, 1)[0] for count in counts]
    if marked is not None:
        bars.insert(max(0, min(marked, len(bars))), "│")
    return "".join(bars)


def chart(values: Sequence[float | None], labels: Sequence[str], width: int, height: int) -> list[str]:
    """Bars with an axis: `height` lines of bars, a line below them, the first and last label.

    Every line is `width` columns wide. What has no room is left out at the beginning. None is a `?`,
    0 a dot; what is above 0 is never invisible.
    """
    top = max((value for value in values if value), default=0.0)
    axis = max(len(f"{top:,.0f}"), 1)
    room = max(1, width - axis - 2)
    values, labels = list(values)[-room:], list(labels)[-room:]
    each = max(1, min(_MOST_WIDE, room // max(1, len(values))))
    gap = 1 if each > 2 else 0
    columns = [_column(value, top, height) for value in values]
    lines = []
    for row in reversed(range(height)):
        mark = top if row == height - 1 else top / 2 if height > 3 and row == height // 2 - 1 else None
        label = "" if mark is None else f"{mark:,.0f}"
        bars = "".join(column[row] * (each - gap) + " " * gap for column in columns)
        lines.append(f"{label:>{axis}} {'┤' if label else '│'}{bars}".ljust(width)[:width])
    used = len(values) * each
    lines.append(f"{'0':>{axis}} └{'─' * used}".ljust(width)[:width])
    lines.append(f"{'':>{axis + 2}}{_ends(labels, used)}".ljust(width)[:width])
    return lines


def _column(value: float | None, top: float, height: int) -> list[str]:
    """One bar from bottom to top."""
    if value is None:
        return [_UNKNOWN, *" " * (height - 1)]
    if value <= 0 or top <= 0:
        return [_NOTHING, *" " * (height - 1)]
    eighths = max(1, round(value / top * height * 8))
    full, rest = divmod(eighths, 8)
    return [*(HEIGHTS[8] * full), *(HEIGHTS[rest] if rest else ""), *" " * height][:height]


def _ends(labels: Sequence[str], used: int) -> str:
    """The first label, and the last one under the last bar where both have room."""
    if not labels:
        return ""
    first, last = labels[0], labels[-1]
    space = used - len(first) - len(last)
    return f"{first}{' ' * space}{last}" if len(labels) > 1 and space > 0 else last

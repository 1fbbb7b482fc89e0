"""Bars and dots: numbers and gates at a glance, always beside the number or words that say the same."""

from __future__ import annotations

from collections.abc import Iterable

from dreamtui.model import Gate
from dreamtui.show.marks import EIGHTHS, FAILED, PASSED


def bar(share: float, width: int) -> str:
    """A share of 0..1 as a bar in exactly `width` columns; what is above 0 is never invisible."""
    eighths = round(min(1.0, max(0.0, share)) * width * 8)
    if share > 0:
        eighths = max(1, eighths)
    full, rest = divmod(eighths, 8)
    return (EIGHTHS[8] * full + (EIGHTHS[rest] if rest else "")).ljust(width)


def gates(verdicts: Iterable[Gate]) -> str:
    """A dot a gate, in the order score, recalls, queries, age: filled where it passes."""
    return "".join(PASSED if gate.passed else FAILED for gate in verdicts)

"""Sorting much at a time: no other thread waits longer than for a small part of it."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import merge
from typing import Any, Final

_RUN: Final = 8192
"""So many are sorted at once: a sort keeps the interpreter to itself until it is done, a merge does not."""


def ordered(values: Sequence[Any]) -> list[int]:
    """The indices of values, smallest first; equal ones stay as they are. As quick as one sort of all."""
    count = len(values)
    runs = [
        sorted(range(start, min(start + _RUN, count)), key=values.__getitem__)
        for start in range(0, count, _RUN)
    ]
    return list(merge(*runs, key=values.__getitem__))

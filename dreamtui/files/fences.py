"""Fenced code in Markdown: which lines it takes, so that an example is not taken for the thing itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OPENING = re.compile(r"\s*(`{3,}(?=[^`]*$)|~{3,})")
_CLOSING = re.compile(r"\s*(`{3,}|~{3,})\s*")


def fenced(lines: Sequence[str]) -> frozenset[int]:
    """Indices of the lines of fenced code, fences included; a fence that is never closed hides nothing.

    Were it to hide the rest of the file, one forgotten fence would make every promotion happen twice.
    """
    hidden: set[int] = set()
    hopeless: dict[str, int] = {}  # by character: fences as long as this find no end below
    index = 0
    while index < len(lines):
        opening = _OPENING.match(lines[index])
        end = None
        if opening and len(opening[1]) < hopeless.get(opening[1][0], len(opening[1]) + 1):
            end = _end(lines, index, opening[1])
            if end is None:
                hopeless[opening[1][0]] = len(opening[1])
        if end is not None:
            hidden.update(range(index, end + 1))
        index = index + 1 if end is None else end + 1
    return frozenset(hidden)


def _end(lines: Sequence[str], opening: int, fence: str) -> int | None:
    for index in range(opening + 1, len(lines)):
        closing = _CLOSING.fullmatch(lines[index])
        if closing and closing[1][0] == fence[0] and len(closing[1]) >= len(fence):
            return index
    return None

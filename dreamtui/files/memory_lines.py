"""The lines around a place in MEMORY.md: what is kept of them to know it again, and where they stand now."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import Final, NamedTuple

from dreamtui.files import text
from dreamtui.files.memory_outline import parse

NEAR: Final = 200
"""How many bytes of a neighbouring line are kept to know it again."""

_LINE_END: Final = re.compile(rb"\r\n|\n|\r")
_WITHIN: Final = 4096
"""How far away a neighbouring line may be."""


class Section(NamedTuple):
    """What stands right under a heading, or above the first: from `start` to `end`, half-open."""

    headings: tuple[str, ...]
    start: int
    end: int


class Aim(NamedTuple):
    """Where something is expected: `at`, between `start` and `end`, which is its section, and the whole file
    where that is not `known` as no heading has its name any more."""

    at: int
    start: int
    end: int
    known: bool

    def moved(self, place: int, longer: int) -> Aim:
        """The same after so many more bytes came in at a place."""
        at, end = (one + longer * (one >= place) for one in (self.at, self.end))
        return Aim(at, self.start + longer * (self.start > place), end, self.known)

    def inside(self, place: int) -> bool:
        """Whether a place is in the section."""
        return self.start <= place <= self.end


def section_of(raw: bytes, at: int) -> Section:
    """The section in which a place is."""
    found = _sections(raw)
    return found[max(0, bisect_right([one.start for one in found], at) - 1)]


def aim(raw: bytes, headings: tuple[str, ...], gap: int, below: int | None) -> Aim:
    """Where to look for what stood at `gap`, `below` so many bytes under its heading (None: not known):
    as far below the heading of that name now. The headings above it may have other names meanwhile."""
    named = [
        one
        for one in _sections(raw)
        if one.headings[-1:] == headings[-1:] and (headings or one.end > one.start)
    ]
    if not named:
        return Aim(gap, 0, len(raw), known=not headings)
    was = gap - (below or 0)
    own = min(named, key=lambda one: (-_alike(one.headings, headings), abs(one.start - was)))
    return Aim(gap if below is None else own.start + below, own.start, own.end, known=True)


def above(raw: bytes, at: int) -> str:
    """What is kept of the line above a place."""
    before = raw[max(0, at - _WITHIN) : at]
    line = before.rstrip()
    begin = max(line.rfind(b"\n"), line.rfind(b"\r")) + 1
    return text.to_json(before[max(begin, len(line) - NEAR) :].removeprefix(text.BOM))


def below(raw: bytes, at: int) -> str:
    """What is kept of the line below a place."""
    after = raw[at : at + _WITHIN]
    begin = len(after) - len(after.lstrip())
    end = _LINE_END.search(after, begin)
    return text.to_json(after[: min(begin + NEAR, end.end() if end else len(after))])


def nearest(
    raw: bytes, above: bytes | None, between: bytes, below: bytes | None, aim: Aim, *, whole: bool = False
) -> int | None:
    """The place under `above`, then `between`, then `below`, that is nearest to where it is expected.

    Blank ones reach to the beginning and the end of the file; None is whatever stands there. Where the
    section is known, a place in it. Elsewhere there must be just one, and where it is known, `whole`.
    """
    places = list(_places(raw, above, between, below))
    if aim.known and (inside := [place for place in places if aim.inside(place)]):
        return min(inside, key=lambda place: abs(place - aim.at))
    return places[0] if len(places) == 1 and (whole or not aim.known) else None


def _places(raw: bytes, above: bytes | None, between: bytes, below: bytes | None) -> Iterator[int]:
    begin = len(text.BOM) if raw.startswith(text.BOM) else 0
    wanted = (above or b"") + between + (below or b"")
    at = raw.find(wanted, begin)
    while at >= 0:
        place = at + len(above or b"")
        if (
            _begins(raw, at, begin, above)
            and _ends(raw, at + len(wanted), below)
            and (place in (begin, len(raw)) or raw[place - 1 : place] in (b"\n", b"\r"))
        ):
            yield place
        at = raw.find(wanted, at + 1) if wanted else -1


def _begins(raw: bytes, at: int, begin: int, above: bytes | None) -> bool:
    """Whether whole lines begin here, as far as those above are whole."""
    if at == begin or above is None:
        return True
    line = above.rstrip()
    return bool(line) and (len(line) >= NEAR or raw[at - 1 : at] in (b"\n", b"\r"))


def _ends(raw: bytes, at: int, below: bytes | None) -> bool:
    if at == len(raw) or below is None:
        return True
    line = below.lstrip()
    return bool(line) and (len(line) >= NEAR or below.endswith((b"\n", b"\r")))


@lru_cache(maxsize=4)
def _sections(raw: bytes) -> list[Section]:
    """The sections, in order; the first has no heading."""
    begun: list[tuple[tuple[str, ...], int]] = [((), 0)]
    ends: list[int] = []
    for span in parse(raw).spans:
        if span.kind == "heading":
            ends.append(span.start)
            begun.append((span.headings, span.end))
    pairs = zip(begun, [*ends, len(raw)], strict=True)
    return [Section(headings, start, end) for (headings, start), end in pairs]


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many headings are the same, from the inside out."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

"""Where an entry stood in MEMORY.md, and finding that place again after the file has changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from dreamtui.entries import MemoryEntry
from dreamtui.errors import BadInput
from dreamtui.files import text
from dreamtui.files.memory_edits import changed, plan, put_in
from dreamtui.files.memory_outline import Outline, parse

NEAR: Final = 200
"""How many bytes of a neighbouring line are kept to know it again."""

_LINE_END: Final = re.compile(rb"\r\n|\n|\r")
_WITHIN: Final = 4096
"""How far away a neighbouring line may be."""

Where = Literal["place", "section", "end"]
"""Where an entry came back to: where it stood, the end of its section, the end of the file."""


class Origin(NamedTuple):
    """Where an entry stood in MEMORY.md, and what stood there when it was gone.

    `near` are the lines above and below it (bytes as text, what is not UTF-8 as surrogates), `left`
    those above and below the gap that it left, in which `filler` was put.
    """

    start: int
    gap: int
    """The byte offset of what it left, in the file without it."""
    line: int
    headings: tuple[str, ...]
    near: tuple[str, str]
    left: tuple[str, str]
    filler: str = ""


Placed = tuple[bytes, Origin]
"""An entry as it stood, and where."""


def origin(raw: bytes, entry: MemoryEntry, after: bytes, gap: int, filler: bytes) -> Origin:
    """Where an entry stands in a file that becomes `after`, with a `filler` at the `gap` that is left."""
    return Origin(
        entry.start,
        gap,
        entry.line,
        entry.headings,
        near=(_above(raw, entry.start), _below(raw, entry.end)),
        left=(_above(after, gap), _below(after, gap + len(filler))),
        filler=text.to_json(filler),
    )


def beside_archived(where: Origin, own: bytes, archived: Iterable[Placed]) -> Origin:
    """The origin of an entry with the neighbours that it had and that were pruned before it: once these
    are back, it belongs next to them."""
    above, below = where.near
    first, last = _below(own, 0), _above(own, len(own))
    for gone, its in archived:
        if its.near[1] == first:
            above = _above(gone, len(gone))
        if its.near[0] == last:
            below = _below(gone, 0)
    return where._replace(near=(above, below))


def found_again(raw: bytes, where: Origin, archived: Iterable[Placed]) -> Origin:
    """The origin with the nearest neighbours that stand in the file, across those in the archive."""
    away = list(archived)
    above = _across(raw, where.near[0], {_above(own, len(own)): its.near[0] for own, its in away})
    below = _across(raw, where.near[1], {_below(own, 0): its.near[1] for own, its in away})
    return where._replace(near=(above, below))


def _across(raw: bytes, line: str, beyond: dict[str, str]) -> str:
    """The line itself, or the next beyond it that stands in the file."""
    while line in beyond and text.from_json(line) not in raw:
        line = beyond.pop(line)
    return line


def restored(
    raw: bytes, entries: Sequence[Placed], absent: Sequence[Placed] = ()
) -> tuple[bytes, list[Where | None]]:
    """The file with entries back where they stood, else at the end of their section, else at its own end.

    `absent` are others that went together with them and stay away: between which of those that came
    back already an entry belongs, only they can tell. Says of each entry what it came to; None: it can
    stand nowhere, as in a file whose end is fenced code.
    """
    among = _among(raw, entries, absent)
    if among is not None:
        return among, ["place"] * len(entries)
    # All together first: one that stood between two others may not stand there without them.
    together = _all_in_place(raw, entries, _standing)
    if together is not None:
        return together[0], ["place"] * len(entries)
    came_to: list[Where | None] = []
    for entry in entries:
        raw, where = _restored(parse(raw), entry)
        came_to.append(where)
    return raw, came_to


def _restored(outline: Outline, entry: Placed) -> tuple[bytes, Where | None]:
    for start, end, where in _places(outline, entry[1]):
        made = put_in(outline, start, end, entry[0], back=where == "place")
        if made is not None:
            return made, where
    return outline.raw, None


def _among(raw: bytes, entries: Sequence[Placed], absent: Sequence[Placed]) -> bytes | None:
    """The file with entries back among all that went with them, which then is taken out again."""
    together = _all_in_place(raw, [*entries, *absent], _under_its_neighbour)
    if together is None:
        return None
    outline = parse(together[0])
    standing = {entry.start: entry.id for entry in outline.entries}
    going = [standing.get(start) for start in together[1][len(entries) :]]
    try:
        after = changed(outline.raw, plan(outline, {one for one in going if one}, {}))
    except BadInput:
        return None
    wanted = Counter(_texts(raw)) + Counter(said for own, _ in entries for said in _texts(own))
    return after if Counter(_texts(after)) == wanted else None


def _texts(raw: bytes) -> list[str]:
    return [entry.text for entry in parse(raw).entries]


def _all_in_place(
    raw: bytes, entries: Sequence[Placed], places: Callable[[bytes, Origin, int], Iterator[tuple[int, int]]]
) -> tuple[bytes, list[int]] | None:
    """The file with all entries between the lines where they stood, if it then reads as it should, and
    where each of them begins."""
    now, back = raw, 0
    starts = [0] * len(entries)
    for number, (own, where) in sorted(enumerate(entries), key=lambda one: one[1][1].start):
        place = next(places(now, where, where.gap + back), None)
        if place is None:
            return None
        now = now[: place[0]] + own + now[place[1] :]
        longer = len(own) - (place[1] - place[0])
        starts = [start + longer if start > place[0] else start for start in starts]
        starts[number] = place[0]
        back += longer
    made = parse(now)
    texts = [said for given in (raw, *(own for own, _ in entries)) for said in _texts(given)]
    missing = Counter(texts) - Counter(one.text for one in made.entries)
    rest = "\n".join(text.to_json(now[span.start : span.end]) for span in made.spans if span.kind == "rest")
    if any(line not in rest for said in missing for line in said.split("\n")):
        return None
    return now, starts


# --- finding the place again --------------------------------------------------------------------


def _places(outline: Outline, origin: Origin) -> Iterator[tuple[int, int, Where]]:
    """Where an entry could go, the best place first: start, end (of a filler that goes), what it is."""
    for start, end in _standing(outline.raw, origin, origin.gap):
        yield start, end, "place"
    section = _section_end(outline, origin.headings)
    if section is not None:
        yield section, section, "section"
    yield len(outline.raw), len(outline.raw), "end"


def _standing(raw: bytes, origin: Origin, expected: int) -> Iterator[tuple[int, int]]:
    """Where the lines above and below still stand, together (but for a filler) or one of them; first
    where the entry is expected, then as near to that as can be."""
    found: list[tuple[int, int]] = []
    pairs = [(text.from_json(above), text.from_json(below)) for above, below in (origin.near, origin.left)]
    for above, below in pairs:
        for between in dict.fromkeys((text.from_json(origin.filler), b"")):
            at = _nearest(raw, above, between, below, expected)
            if at is not None:
                found.append((at, at + len(between)))
    for above, below in pairs:
        for one, other in ((above, None), (None, below)):
            at = _nearest(raw, one, b"", other, expected) if one or other else None
            if at is not None:
                found.append((at, at))
    beside = _beside(raw, pairs[0], pairs[1], expected)
    yield from sorted(found, key=lambda place: (place[0] not in beside, place[0] != expected))


def _under_its_neighbour(raw: bytes, origin: Origin, expected: int) -> Iterator[tuple[int, int]]:
    """Between the lines that stood around it, else right under the one above, at the beginning of the
    file where none did."""
    above, below = map(text.from_json, origin.near)
    for under in (below, None):
        for between in dict.fromkeys((text.from_json(origin.filler), b"")):
            at = _nearest(raw, above, between, under, expected)
            if at is not None:
                yield at, at + len(between)


def _beside(
    raw: bytes, near: tuple[bytes, bytes], left: tuple[bytes, bytes], expected: int
) -> Collection[int]:
    """Next to a neighbour that came back into the gap before this one did, else below all that came back:
    people ask from top to bottom. None where nothing came back."""
    begin = _nearest(raw, left[0], b"", None, expected) if left[0] else 0
    end = _nearest(raw, None, b"", left[1], expected) if left[1] else len(raw)
    if begin is None or end is None or begin >= end:
        return ()
    found = (_nearest(raw, one, b"", other, expected) for one, other in ((near[0], None), (None, near[1])))
    return [at for at in found if at is not None and begin <= at <= end] or [end]


def _nearest(
    raw: bytes, above: bytes | None, between: bytes, below: bytes | None, expected: int
) -> int | None:
    """The place under `above`, then `between`, then `below`, that is nearest to where it is expected.

    Blank ones reach to the beginning and the end of the file; None is whatever stands there.
    """
    begin = len(text.BOM) if raw.startswith(text.BOM) else 0
    wanted = (above or b"") + between + (below or b"")
    best, at = None, raw.find(wanted, begin)
    while at >= 0:
        place = at + len(above or b"")
        if best is None or abs(place - expected) < abs(best - expected):
            fits = _begins(raw, at, begin, above) and _ends(raw, at + len(wanted), below)
            if fits and (place in (begin, len(raw)) or raw[place - 1 : place] in (b"\n", b"\r")):
                best = place
        at = raw.find(wanted, at + 1) if wanted else -1
    return best


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


def _section_end(outline: Outline, headings: tuple[str, ...]) -> int | None:
    """The end of what stands under headings, before the blank lines there."""
    current: tuple[str, ...] = ()
    end = None
    for span in outline.spans:
        if span.kind == "heading":
            current = span.headings
        if span.kind != "blank" and current == headings:
            end = span.end
    return end


def _above(raw: bytes, at: int) -> str:
    before = raw[max(0, at - _WITHIN) : at]
    line = before.rstrip()
    begin = max(line.rfind(b"\n"), line.rfind(b"\r")) + 1
    return text.to_json(before[max(begin, len(line) - NEAR) :].removeprefix(text.BOM))


def _below(raw: bytes, at: int) -> str:
    after = raw[at : at + _WITHIN]
    begin = len(after) - len(after.lstrip())
    end = _LINE_END.search(after, begin)
    return text.to_json(after[: min(begin + NEAR, end.end() if end else len(after))])

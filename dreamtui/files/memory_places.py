"""Where an entry stood in MEMORY.md, and finding that place again after the file has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from dreamtui.entries import MemoryEntry
from dreamtui.errors import BadInput
from dreamtui.files import text
from dreamtui.files.memory_edits import changed, plan, put_in
from dreamtui.files.memory_lines import Aim, above, aim, below, nearest, section_of
from dreamtui.files.memory_outline import Outline, parse

Where = Literal["place", "beside", "section", "end"]
"""Where an entry came back to: where it stood, next to what stood beside it but under another heading,
the end of its section, the end of the file."""


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
    below: int | None = None
    """How many bytes the gap is below the heading over it; None: that was not noted."""


Placed = tuple[bytes, Origin]
"""An entry as it stood, and where."""


def origin(raw: bytes, entry: MemoryEntry, after: bytes, gap: int, filler: bytes) -> Origin:
    """Where an entry stands in a file that becomes `after`, with a `filler` at the `gap` that is left."""
    return Origin(
        entry.start,
        gap,
        entry.line,
        entry.headings,
        near=(above(raw, entry.start), below(raw, entry.end)),
        left=(above(after, gap), below(after, gap + len(filler))),
        filler=text.to_json(filler),
        below=gap - section_of(after, gap).start,
    )


def beside_archived(where: Origin, own: bytes, archived: Iterable[Placed]) -> Origin:
    """The origin of an entry with the neighbours that it had and that were pruned before it: once these
    are back, it belongs next to them."""
    over, under = where.near
    first, last = below(own, 0), above(own, len(own))
    for gone, its in archived:
        if its.near[1] == first:
            over = above(gone, len(gone))
        if its.near[0] == last:
            under = below(gone, 0)
    return where._replace(near=(over, under))


def found_again(raw: bytes, where: Origin, archived: Iterable[Placed]) -> Origin:
    """The origin with the nearest neighbours that stand in the file, across those in the archive."""
    away = list(archived)
    over = _across(raw, where.near[0], {above(own, len(own)): its.near[0] for own, its in away})
    under = _across(raw, where.near[1], {below(own, 0): its.near[1] for own, its in away})
    return where._replace(near=(over, under))


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
    if not absent and all(_unmoved(raw, where) for _, where in entries):
        where_they_were = _all_in_place(raw, entries, _where_it_was)
        if where_they_were is not None:
            return where_they_were[0], where_they_were[1]
    among = _among(raw, entries, absent)
    if among is not None:
        return among
    # All together first: one that stood between two others may not stand there without them.
    together = _all_in_place(raw, entries, _standing)
    if together is not None:
        return together[0], together[1]
    found: list[Where | None] = []
    for entry in entries:
        raw, where = _restored(parse(raw), entry)
        found.append(where)
    return raw, found


def _restored(outline: Outline, entry: Placed) -> tuple[bytes, Where | None]:
    for start, end, where in _places(outline, entry[1]):
        made = put_in(outline, start, end, entry[0], back=where in ("place", "beside"))
        if made is not None:
            return made, where
    return outline.raw, None


def _where(raw: bytes, at: int, origin: Origin) -> Where:
    """What a place next to its neighbours is for an entry."""
    there = section_of(raw, at).headings[-1:]
    return "place" if there == origin.headings[-1:] else "beside"


def _among(
    raw: bytes, entries: Sequence[Placed], absent: Sequence[Placed]
) -> tuple[bytes, list[Where | None]] | None:
    """The file with entries back among all that went with them, which then is taken out again."""
    together = _all_in_place(raw, [*entries, *absent], _under_its_neighbour)
    if together is None:
        return None
    outline, going = parse(together[0]), together[2][len(entries) :]
    if any(start not in outline.by_start for start in going):
        return None
    try:
        after = changed(outline.raw, plan(outline, {outline.by_start[start].id for start in going}, {}))
    except BadInput:
        return None
    wanted = Counter(_texts(raw)) + Counter(said for own, _ in entries for said in _texts(own))
    return (after, together[1][: len(entries)]) if Counter(_texts(after)) == wanted else None


def _texts(raw: bytes) -> list[str]:
    return [entry.text for entry in parse(raw).entries]


def _all_in_place(
    raw: bytes, entries: Sequence[Placed], places: Callable[[bytes, Origin, Aim], Iterator[tuple[int, int]]]
) -> tuple[bytes, list[Where | None], list[int]] | None:
    """The file with all entries between the lines where they stood, if it then reads as it should, what
    they came to, and where each of them begins."""
    now, moves = raw, list[tuple[int, int]]()
    starts = [0] * len(entries)
    for number, (own, where) in sorted(enumerate(entries), key=lambda one: one[1][1].start):
        place = next(places(now, where, _aim(raw, where, moves)), None)
        if place is None:
            return None
        now = now[: place[0]] + own + now[place[1] :]
        longer = len(own) - (place[1] - place[0])
        starts = [start + longer if start > place[0] else start for start in starts]
        starts[number] = place[0]
        moves.append((place[0], longer))
    made = parse(now)
    if any(made.is_other(start, own) for start, (own, _) in zip(starts, entries, strict=True)):
        return None
    texts = [said for given in (raw, *(own for own, _ in entries)) for said in _texts(given)]
    missing = Counter(texts) - Counter(one.text for one in made.entries)
    rest = "\n".join(text.to_json(now[span.start : span.end]) for span in made.spans if span.kind == "rest")
    if any(line not in rest for said in missing for line in said.split("\n")):
        return None
    came_to: list[Where | None] = [
        _where(now, start, where) for start, (_, where) in zip(starts, entries, strict=True)
    ]
    return now, came_to, starts


# --- finding the place again --------------------------------------------------------------------


def _aim(raw: bytes, origin: Origin, moves: Iterable[tuple[int, int]] = ()) -> Aim:
    """Where an entry is to be looked for, in a file that others came back to meanwhile."""
    own = aim(raw, origin.headings, origin.gap, origin.below)
    for place, longer in moves:
        own = own.moved(place, longer)
    return own


def _places(outline: Outline, origin: Origin) -> Iterator[tuple[int, int, Where]]:
    """Where an entry could go, the best place first: start, end (of a filler that goes), what it is."""
    raw = outline.raw
    own = _aim(raw, origin)
    for start, end in _standing(raw, origin, own):
        yield start, end, _where(raw, start, origin)
    if own.known:
        section = _last_line_end(outline, own)
        yield section, section, "section"
    yield len(raw), len(raw), "end"


def _unmoved(raw: bytes, origin: Origin) -> bool:
    """Whether a file has just what it had where an entry was cut out of it."""
    filler = text.from_json(origin.filler)
    after = origin.gap + len(filler)
    around = above(raw, origin.gap), below(raw, after)
    return around == origin.left and raw[origin.gap : after] == filler and _aim(raw, origin).at == origin.gap


def _where_it_was(_raw: bytes, origin: Origin, own: Aim) -> Iterator[tuple[int, int]]:
    yield own.at, own.at + len(text.from_json(origin.filler))


def _standing(raw: bytes, origin: Origin, own: Aim) -> Iterator[tuple[int, int]]:
    """Where the lines above and below still stand, together (but for a filler) or one of them; first
    where the entry is expected, then as near to that as can be."""
    found: list[tuple[int, int]] = []
    pairs = [(text.from_json(over), text.from_json(under)) for over, under in (origin.near, origin.left)]
    for over, under in pairs:
        for between in dict.fromkeys((text.from_json(origin.filler), b"")):
            at = nearest(raw, over, between, under, own, whole=True)
            if at is not None:
                found.append((at, at + len(between)))
    for over, under in pairs:
        for one, other in ((over, None), (None, under)):
            title = not own.known and (one or other or b"").lstrip().startswith(b"#")  # of another section
            at = nearest(raw, one, b"", other, own) if (one or other) and not title else None
            if at is not None:
                found.append((at, at))
    beside = _beside(raw, pairs[0], pairs[1], own)
    yield from sorted(found, key=lambda place: (place[0] not in beside, place[0] != own.at))


def _under_its_neighbour(raw: bytes, origin: Origin, own: Aim) -> Iterator[tuple[int, int]]:
    """Between the lines that stood around it, else right under the one above, at the beginning of the
    file where none did."""
    over, below = map(text.from_json, origin.near)
    for under in (below, None):
        for between in dict.fromkeys((text.from_json(origin.filler), b"")):
            at = nearest(raw, over, between, under, own, whole=under is not None)
            if at is not None:
                yield at, at + len(between)


def _beside(raw: bytes, near: tuple[bytes, bytes], left: tuple[bytes, bytes], own: Aim) -> Collection[int]:
    """Next to a neighbour that came back into the gap before this one did, else below all that came back:
    people ask from top to bottom. None where nothing came back."""
    begin = nearest(raw, left[0], b"", None, own) if left[0] else 0
    end = nearest(raw, None, b"", left[1], own) if left[1] else len(raw)
    if begin is None or end is None or begin >= end:
        return ()
    found = (nearest(raw, one, b"", other, own) for one, other in ((near[0], None), (None, near[1])))
    return [at for at in found if at is not None and begin <= at <= end] or [end]


def _last_line_end(outline: Outline, own: Aim) -> int:
    """The end of what stands in a section, before the blank lines there."""
    ends = (span.end for span in outline.spans if span.kind != "blank" and span.end <= own.end)
    return max(own.start, max(ends, default=0))

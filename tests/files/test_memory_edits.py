"""Entries cut, changed and put back: every byte and the meaning of all that was not picked stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from dreamtui.errors import BadInput
from dreamtui.files import archive, memory_places
from dreamtui.files.archive import Archived
from dreamtui.files.memory_edits import changed, plan
from dreamtui.files.memory_outline import Outline, parse
from tests.files.memories import ANY


def _cut(raw: bytes, *picked: int) -> bytes:
    outline = parse(raw)
    return changed(raw, plan(outline, {outline.entries[n].id for n in picked}, {}))


def _archived(outline: Outline, ids: set[str]) -> tuple[bytes, list[Archived]]:
    changes = plan(outline, ids, {})
    after = changed(outline.raw, changes)
    by_start = {change.start: change for change in changes}
    entries, moved = [], 0
    for entry in outline.entries:
        if entry.id not in ids:
            continue
        now = by_start[entry.start].now
        origin = memory_places.origin(outline.raw, entry, after, entry.start + moved, now)
        moved += len(now) - (entry.end - entry.start)
        entries.append(Archived(entry.id, "s", "at", entry.key, (), "old", outline.bytes_of(entry), origin))
    return after, entries


def _can_refuse(outline: Outline) -> bool:
    """What a person wrote into a promoted item may make a heading or a list with what follows it."""
    return any(span.kind == "rest" for span in outline.spans)


def _picks(data: Any, outline: Outline) -> set[str]:
    ids = [entry.id for entry in outline.entries]
    return set(data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))) if ids else set()


@given(ANY, st.data())
def test_what_is_left_reads_as_before_and_is_the_same_bytes(raw: bytes, data: Any) -> None:
    outline = parse(raw)
    picked = _picks(data, outline)
    try:
        changes = plan(outline, picked, {})
    except BadInput:
        assert _can_refuse(outline)
        return
    after = changed(raw, changes)
    assert [change.start for change in changes] == [e.start for e in outline.entries if e.id in picked]
    assert {change.now.strip() for change in changes} <= {b"", b"<!-- -->"}
    left = [(e.key, e.text) for e in outline.entries if e.id not in picked]
    found = [(e.key, e.text) for e in parse(after).entries]
    assert found == left or (_can_refuse(outline) and not Counter(left) - Counter(found))


@given(ANY, st.data())
def test_pruned_and_restored_is_the_same_file(raw: bytes, data: Any) -> None:
    outline = parse(raw)
    picked = _picks(data, outline)
    try:
        after, entries = _archived(outline, picked)
    except BadInput:
        assert _can_refuse(outline)
        return
    kept = archive.read(archive.add(None, entries, "2026-04-11"))
    assert [one._replace(start=0, end=0) for one in kept] == entries
    made, came_to = memory_places.restored(
        after, [(one.raw, one.origin) for one in data.draw(st.permutations(kept))]
    )
    assert set(came_to) == {"place"} or not kept
    assert made == raw


NUMBERS = "".join(f"- Number {name}.\n" for name in ("zero", "one", "two", "three", "four", "five")).encode()


def _back_one_by_one(order: Sequence[int]) -> bytes:
    """`NUMBERS`, some of them cut together and brought back one at a time."""
    outline = parse(NUMBERS)
    after, entries = _archived(outline, {outline.entries[number].id for number in order})
    for number in order:
        one = next(one for one in entries if one.id == outline.entries[number].id)
        entries.remove(one)
        after, came_to = memory_places.restored(
            after, [(one.raw, one.origin)], [(other.raw, other.origin) for other in entries]
        )
        assert came_to == ["place"]
        standing = [entry.text for entry in outline.entries if entry.id not in {e.id for e in entries}]
        assert [entry.text for entry in parse(after).entries] == standing
    return after


@given(st.lists(st.sampled_from(range(6)), min_size=1, unique=True))
def test_neighbours_come_back_in_their_order_whichever_is_asked_for_first(order: list[int]) -> None:
    assert _back_one_by_one(order) == NUMBERS


def _told(raw: bytes) -> list[bytes]:
    """The lines of a file without those that may stay where they kept something apart."""
    return [line for line in raw.splitlines() if line.strip() not in (b"", b"<!-- -->")]


@given(ANY, st.data())
def test_what_went_together_comes_back_one_by_one_in_any_order(raw: bytes, data: Any) -> None:
    lines = _told(raw)
    assume(len(set(lines)) == len(lines))  # a place is known by the lines around it
    outline = parse(raw)
    try:
        after, entries = _archived(outline, _picks(data, outline))
    except BadInput:
        assert _can_refuse(outline)
        return
    for one in data.draw(st.permutations(entries)):
        entries.remove(one)
        after, came_to = memory_places.restored(
            after, [(one.raw, one.origin)], [(other.raw, other.origin) for other in entries]
        )
        if came_to != ["place"]:
            return
    assert _told(after) == lines


def test_the_place_beside_very_long_lines_is_found_wherever_what_is_kept_of_them_is_cut() -> None:
    for spaces in range(1, 4):
        words = f"word{' ' * spaces}" * 300
        raw = f"- {words}end\n- Mine.\n- {words}end\n\n{words}end\n".encode()
        outline = parse(raw)
        for entry in outline.entries:
            after, entries = _archived(outline, {entry.id})
            assert memory_places.restored(after, [(entries[0].raw, entries[0].origin)]) == (raw, ["place"])

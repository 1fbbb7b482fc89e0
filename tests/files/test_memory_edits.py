"""Entries cut, changed and put back: every byte and the meaning of all that was not picked stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dreamtui.errors import BadInput
from dreamtui.files import archive, memory_places
from dreamtui.files.archive import Archived
from dreamtui.files.memory_edits import changed, plan, words
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


STRANGE = b"# A\n\n- caf\xe9 on the \xff corner,\n  opens at 9\n- tea\n"


@pytest.mark.parametrize(
    ("old", "new", "now"),
    [
        ("", "", b"- caf\xe9 on the \xff corner,\n  opens at 9\n"),
        ("9", "10", b"- caf\xe9 on the \xff corner,\n  opens at 10\n"),
        ("the", "that", b"- caf\xe9 on that \xff corner,\n  opens at 9\n"),
    ],
)
def test_bytes_that_are_not_utf8_stay_where_a_person_edits(old: str, new: str, now: bytes) -> None:
    """They became U+FFFD, in an edit that changed nothing as well."""
    outline = parse(STRANGE)
    entry = outline.entries[0]
    text = words(outline, entry).replace(old, new) if old else words(outline, entry)
    made = changed(STRANGE, plan(outline, (), {entry.id: text}))
    assert made == STRANGE.replace(outline.bytes_of(entry), now)


def test_of_bytes_that_are_not_utf8_all_stay_or_none() -> None:
    outline = parse(STRANGE)
    entry = outline.entries[0]
    text = words(outline, entry)
    with pytest.raises(BadInput, match="keep all 2 of them in the text, or none"):
        plan(outline, (), {entry.id: text.replace("\ufffd", "e", 1)})
    made = changed(STRANGE, plan(outline, (), {entry.id: "caf\u00e9 on the corner"}))
    assert made == "# A\n\n- caf\u00e9 on the corner\n- tea\n".encode()


@given(
    st.lists(
        st.sampled_from([b"a", b" ", b"\xe9", b"\xff", "\ufffd".encode(), b"\n  b", b"\n \n  b"]), max_size=12
    )
)
def test_an_edit_that_changes_nothing_changes_no_byte(pieces: list[bytes]) -> None:
    raw = b"- x" + b"".join(pieces) + b"y\n- tea\n"
    outline = parse(raw)
    for entry in outline.entries:
        assert changed(raw, plan(outline, (), {entry.id: words(outline, entry)})) == raw


@pytest.mark.parametrize("number", range(3))
def test_an_item_of_a_numbered_list_keeps_its_number(number: int) -> None:
    """Without it the text went into the item above, and a person was told to write no headings."""
    items = [b"1. First do this\n", b"2. Then that\n", b"10) More\n"]
    raw = b"".join(items)
    outline = parse(raw)
    entry = outline.entries[number]
    made = changed(raw, plan(outline, (), {entry.id: "Do nothing"}))
    numbers = (b"1. ", b"2. ", b"10) ")
    if number < 2:
        items[number] = numbers[number] + b"Do nothing\n"
        assert made == b"".join(items)
    assert len(parse(made).entries) == 3
    assert changed(raw, plan(outline, (), {entry.id: "7. Do nothing"})).count(b"7. Do nothing") == 1

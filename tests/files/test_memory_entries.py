"""Taking promoted entries out of MEMORY.md: they and their empty heading go, all else stays to the byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.files import memory_md
from dreamtui.files.memory_entries import edited, without
from dreamtui.files.memory_md import Promoted, append_section, promoted_keys, written_lines

ONE = Promoted("memory:a:1:1", "One.", 0.9, 3, 0.9, "a:1-1")
TWO = Promoted("memory:b:2:2", "Two", 0.9, 3, 0.9, "b:2-2", ("and more", "## no heading"))
KEYS = (ONE.key, TWO.key)
TWO_MARKER = memory_md.marker(TWO.key).encode()
DAY = "2026-04-11"


def _added(before: bytes) -> tuple[bytes, str]:
    after = append_section(before, DAY, [ONE, TWO])
    return after, after[len(before) :].decode()


@pytest.mark.parametrize("before", [b"# Mine\n\ntext\n", b"# Mine\r\n\r\ntext\r\n"])
def test_what_was_added_goes_wherever_it_is_now(before: bytes) -> None:
    after, added = _added(before)
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    top, end = b"new top" + newline, newline + b"# End" + newline
    assert without(after, added, KEYS) == before
    assert without(top + after + end, added, KEYS) == top + before + end


def test_an_editor_that_changed_line_ends_changes_nothing() -> None:
    after, added = _added(b"# Mine\n\ntext\n")
    assert without(after.replace(b"\n", b"\r\n"), added, KEYS) == b"# Mine\r\n\r\ntext\r\n"


def test_the_heading_stays_while_something_stands_under_it() -> None:
    after, added = _added(b"x\n")
    assert b"## Promoted" in without(after + b"- a note of mine\n", added, KEYS)
    left = without(after, added, [ONE.key])
    assert promoted_keys(left) == {TWO.key}
    assert b"## Promoted" in left
    assert without(left, added, [TWO.key]) == b"x\n"


def test_another_section_of_the_day_stays() -> None:
    first, added = _added(b"x\n")
    other = Promoted("memory:c:3:3", "Three.", 0.9, 3, 0.9, "c:3-3")
    second = append_section(first, DAY, [other])
    assert without(second, added, KEYS) == append_section(b"x\n", DAY, [other])
    assert without(second, second[len(first) :].decode(), [other.key]) == first


@pytest.mark.parametrize(
    ("line", "as_edited"),
    [
        (b"- One.", b"- Eins."),
        (b"- One.", b"* One."),
        (b"- One.", b"One."),
        (b" [score=0.900 recalls=3 avg=0.900 source=a:1-1]", b""),
    ],
)
def test_an_edited_entry_stays_with_its_marker(line: bytes, as_edited: bytes) -> None:
    after, added = _added(b"x\n")
    by_hand = after.replace(line, as_edited, 1)
    assert by_hand != after
    assert edited(by_hand, added, KEYS) == (ONE.key,)
    left = without(by_hand, added, KEYS)
    assert left == by_hand.replace(by_hand[by_hand.index(TWO_MARKER) :], b"")


def test_an_entry_of_several_lines_stays_whole_when_one_of_them_was_edited() -> None:
    after, added = _added(b"x\n")
    by_hand = after.replace(b"  and more", b"  und mehr")
    assert edited(by_hand, added, KEYS) == (TWO.key,)
    left = without(by_hand, added, KEYS)
    assert left == by_hand.replace(
        by_hand[by_hand.index(memory_md.marker(ONE.key).encode()) : by_hand.index(TWO_MARKER)], b""
    )


def test_the_marker_of_an_entry_that_stood_there_before_stays() -> None:
    before = append_section(b"x\n", DAY, [TWO])
    after = append_section(before, DAY, [ONE])
    added = after[len(before) :].decode()
    assert edited(b"top\n" + after, added, KEYS) == ()
    assert without(b"top\n" + after, added, KEYS) == b"top\n" + before


def test_what_was_written_below_an_entry_stays_when_it_goes() -> None:
    after, added = _added(b"x\n")
    assert edited(after + b"  my own line\n", added, KEYS) == ()
    assert without(after + b"  my own line\n", added, KEYS).endswith(b"\n\n  my own line\n")


def test_a_marker_without_its_entry_takes_nothing_with_it() -> None:
    marker = memory_md.marker(ONE.key).encode()
    _, added = _added(b"")
    for below in (b"\nMy text.\n", b"## Mine\n", b"<!-- mine -->\n", b""):
        assert without(marker + b"\n" + below, added, KEYS) == below
        assert edited(marker + b"\n" + below, added, KEYS) == ()
    assert without(marker, added, KEYS) == b""
    assert without(b"My text.\n", added, KEYS) == b"My text.\n"


_LINES = st.lists(st.sampled_from(["", "text", "- item", "  more", "# T", "## H", "```"]), max_size=6)


@given(_LINES, _LINES, st.text(max_size=60).filter(lambda text: any(written_lines(text))))
def test_only_its_own_lines_go_whatever_stands_around(above: list[str], below: list[str], said: str) -> None:
    before = "".join(f"{line}\n" for line in above).encode()
    first, more = written_lines(said)
    entry = ONE._replace(text=first, more=more)
    after = append_section(before, DAY, [entry])
    added = after[len(before) :].decode()
    assert without(after, added, [ONE.key]) == (before if before.strip() else b"# Long-Term Memory\n\n") or (
        not before.strip()
    )
    tail = "".join(f"{line}\n" for line in ("", "# Next", *below)).encode()
    left = without(after + tail, added, [ONE.key])
    assert left.endswith(tail.lstrip(b"\n"))
    assert memory_md.marker(ONE.key).encode() not in left


@given(st.text(max_size=200))
def test_what_a_person_wrote_forges_and_hides_no_marker(said: str) -> None:
    first, more = written_lines(said)
    if not first:
        return
    typed = ONE._replace(text=first, more=more)
    raw = append_section(append_section(None, DAY, [typed, TWO]), DAY, [TWO._replace(key="memory:c:1:1")])
    assert promoted_keys(raw) == {ONE.key, TWO.key, "memory:c:1:1"}
    assert len(raw.decode()) == memory_md.chars(raw) or not said.isascii()
    assert memory_md.entry_chars(typed) == memory_md.chars(
        append_section(b"x\n", DAY, [typed])
    ) - memory_md.chars(append_section(b"x\n", DAY, [TWO])) + memory_md.entry_chars(TWO)

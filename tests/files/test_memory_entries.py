"""Taking promoted entries out of MEMORY.md: they and their empty heading go, all else stays to the byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.files import memory_md
from dreamtui.files.memory_entries import without
from dreamtui.files.memory_md import Promoted, append_section, promoted_keys, written_lines

ONE = Promoted("memory:a:1:1", "One.", 0.9, 3, 0.9, "a:1-1")
TWO = Promoted("memory:b:2:2", "Two", 0.9, 3, 0.9, "b:2-2", ("and more", "## no heading"))
KEYS = (ONE.key, TWO.key)
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


def test_an_edited_entry_goes_but_not_what_follows_it() -> None:
    after, added = _added(b"x\n")
    edited = after.replace(b"- One.", b"- Eins.").replace(b"  and more", b"  und mehr")
    assert without(edited + b"  my own line\n", added, KEYS).endswith(b"\n  my own line\n")
    assert b"Eins" not in without(edited, added, KEYS)


def test_a_marker_without_its_entry_takes_nothing_with_it() -> None:
    marker = memory_md.marker(ONE.key).encode()
    _, added = _added(b"")
    assert without(marker + b"\nMy text.\n", added, KEYS) == b"My text.\n"
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

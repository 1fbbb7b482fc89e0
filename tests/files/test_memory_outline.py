"""MEMORY.md read entry by entry: every byte in one span, what is an entry, what is protected."""

from __future__ import annotations

import pytest
from hypothesis import given

from dreamtui.files.memory_md import Promoted, append_section
from dreamtui.files.memory_outline import parse
from tests.files.memories import ANY, MARKER, NUMBERS


@given(ANY)
def test_spans_tile_the_file(raw: bytes) -> None:
    outline = parse(raw)
    assert b"".join(raw[span.start : span.end] for span in outline.spans) == raw
    assert [span.start for span in outline.spans[1:]] == [span.end for span in outline.spans[:-1]]
    assert len(outline.by_id) == len(outline.entries)
    for span in outline.spans:
        assert (span.kind == "entry") is (span.entry is not None)


def _said(raw: str) -> list[tuple[str, bool]]:
    """What each entry says, and whether it was promoted and stands as it was written."""
    return [(entry.text, entry.managed) for entry in parse(raw.encode()).entries]


def _protected(raw: str) -> str:
    outline = parse(raw.encode())
    return "".join(
        raw.encode()[span.start : span.end].decode()
        for span in outline.spans
        if span.kind in ("protected", "rest")
    )


def test_items_bring_their_lines_and_nested_items_and_paragraphs_stand_alone() -> None:
    raw = "A paragraph\nof two lines.\n\n- one\n  more\n  - nested\n\n    deep\n* two\n\n5. Juni\n"
    assert [text for text, _ in _said(raw)] == [
        "A paragraph\nof two lines.",
        "one\nmore\n- nested\n\n  deep",
        "two",
        "5. Juni",
    ]


def test_what_is_no_entry_is_protected() -> None:
    raw = (
        "---\ntitle: x\n---\n```\n- in a fence\n```\n> - quoted\n\n| a |\n|---|\n| b |\n\n"
        "<div>\n- in html\n</div>\n\n"
        "    code\n\n***\n[ref]: /url\n\n<!-- openclaw-memory-promotion:memory:x -->\n\n- not right below\n"
    )
    assert [text for text, _ in _said(raw)] == ["not right below"]
    assert parse(raw.encode()).entries[0].key is None
    for line in ("title: x", "- in a fence", "> - quoted", "| b |", "- in html", "    code", "***", "[ref]"):
        assert line in _protected(raw)
    assert _said("- a\n  <!-- openclaw-memory-promotion:memory:x -->\n- b\n") == [("b", False)]


def test_a_promotion_is_read_with_its_marker_and_all_that_was_noted_of_it() -> None:
    raw = (
        "# Memory\r\n\r\n## Promoted From Short-Term Memory (2026-04-11)\r\n\r\n"
        f"{MARKER.format(n=4)}\r\n- Moved router. {NUMBERS} <!-- trigger: router --> <!-- importance: 9 -->"
        "\r\n"
        f"{MARKER.format(n=5)}\r\n- Ken the barber. Source: memory/2026-04-09.md#L7-L9\r\n"
    )
    first, second = parse(raw.encode()).entries
    assert (first.text, first.line, first.end_line, first.managed) == ("Moved router.", 5, 6, True)
    assert first.key == "memory:memory/2026-04-10.md:4:4"
    assert first.source == ("memory/2026-04-10.md", 4, 4)
    assert first.promoted_at == "2026-04-11"
    assert first.headings == ("Memory", "Promoted From Short-Term Memory (2026-04-11)")
    assert first.chars == len(raw.split("\r\n")[4]) + len(raw.split("\r\n")[5]) + 4
    assert (second.text, second.source) == ("Ken the barber.", ("memory/2026-04-09.md", 7, 9))
    assert second.managed


@pytest.mark.parametrize(
    "mine", ["My own words.", "  my own line", "\n  my own paragraph", "  - my own item"]
)
def test_a_persons_text_after_a_promoted_entry_is_not_part_of_it(mine: str) -> None:
    raw = f"{MARKER.format(n=4)}\n- Moved router. {NUMBERS}\n{mine}\n"
    assert _said(raw) == [("Moved router.", True)]
    assert _protected(raw) == f"{mine}\n".lstrip("\n")


@pytest.mark.parametrize(
    "written",
    [
        "* Moved router. {}",
        "1. Moved router. {}",
        "Moved router. {}",
        "- Moved router.",
        " - Moved router. {}",
    ],
)
def test_what_no_machine_writes_is_a_persons_even_under_a_marker(written: str) -> None:
    (entry,) = parse(f"{MARKER.format(n=4)}\n{written.format(NUMBERS)}\n".encode()).entries
    assert entry.key is not None
    assert not entry.managed


def test_what_promotion_writes_is_read_back_as_managed() -> None:
    promoted = Promoted(
        "memory:a.md:1:2", "One.", 0.9, 3, 0.9, "a.md:1-2", ("more", "## no heading", "- no item")
    )
    (entry,) = parse(append_section(b"# Mine\n", "2026-04-11", [promoted])).entries
    assert entry.text == "One.\nmore\n\\## no heading\n- no item"
    assert (entry.managed, entry.source, entry.promoted_at) == (True, ("a.md", 1, 2), "2026-04-11")


def test_ids_follow_the_text_wherever_it_stands() -> None:
    (one,) = parse(b"- Moved router.\n").entries
    moved = parse(b"# New\n\n\n* Moved router.\r\n- Moved router.\n").entries
    assert [entry.id for entry in moved] == [one.id, f"{one.id}#2"]


def test_a_line_without_end_and_a_file_of_them_are_read_in_no_time() -> None:
    for piece in ("x", " ", "- ", "<!-- ", "[score=", "`", "]", "<!-- trigger: --> "):
        raw = f"- a {piece * 50_000}".encode()
        assert b"".join(raw[span.start : span.end] for span in parse(raw).spans) == raw

"""Cutting notes into snippets: contexts, kinds, lengths, and that nothing is lost or invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.chunks import MAX_LINES, MAX_SNIPPET, chunks
from dreamtui.files import sources
from dreamtui.javascript import fold, utf16_length


def texts(note: str) -> list[str]:
    return [chunk.text for chunk in chunks(sources.read(note.encode()).lines)]


def spans(note: str) -> list[tuple[int, int]]:
    return [chunk[:2] for chunk in chunks(sources.read(note.encode()).lines)]


@pytest.mark.parametrize(
    "heading",
    [
        "Today", "yesterday", "TOMORROW", "Morning", "afternoon", "Evening", "night", "April 3", "april 3rd",
        "Fri, April 3rd, 2026", "Friday April 3", "Sept. 14, 2026", "4/3", "4/3/26", "04-03-2026",
        "2026-04-03", "2026/04/03", "Wed 2026-04-03",
    ],
)  # fmt: skip
def test_headings_that_only_name_a_time_are_no_context(heading: str) -> None:
    assert texts(f"## {heading}\n- Moved the router.\n") == ["Moved the router."]


@pytest.mark.parametrize(
    "heading", ["Network", "Today at work", "April plans", "May 3 release", "2026", "Friday", "下午"]
)
def test_other_headings_are(heading: str) -> None:
    assert texts(f"## {heading}\n- Moved the router.\n") == [f"{heading}: Moved the router."]


def test_a_heading_holds_until_the_next_and_a_generic_one_leaves_it() -> None:
    note = "# A\nfirst line\n\nsecond line\n## Today\nthird line\n## B\nfourth line\n"
    assert texts(note) == ["A: first line", "A: second line", "A: third line", "B: fourth line"]


@pytest.mark.parametrize("level", range(1, 8))
def test_six_levels_of_headings(level: int) -> None:
    found = texts(f"{'#' * level} Network\nMoved the router.\n")
    assert found == (["Network: Moved the router."] if level < 7 else ["####### Network Moved the router."])


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        ("- first item\n- second item\n", ["first item; second item"]),
        ("1. first item\n2. second item\n", ["first item; second item"]),
        ("* first item\n+ second item\n10. third item\n", ["first item; second item; third item"]),
        ("first line\nsecond line\n", ["first line second line"]),
        ("- first item\na paragraph\n- third item\n", ["first item", "a paragraph", "third item"]),
        ("first line\n\nsecond line\n", ["first line", "second line"]),
        ("first line\n<!-- x -->\nsecond line\n", ["first line", "second line"]),
        ("first line\nshort\nsecond line\n", ["first line", "second line"]),
        ("- first item\n- short\n- third item\n", ["first item", "third item"]),
        ("  - an  indented\titem\n", ["an indented item"]),
        ("1) in brackets\n", ["1) in brackets"]),
        ("１. full width\n", ["１. full width"]),
        ("on 12. March we moved\n", ["on 12. March we moved"]),
        ("- left - right\n", ["left - right"]),
        ("- 1. a step in an item\n", ["1. a step in an item"]),
        ("-no marker here\n", ["-no marker here"]),
        ("- [ ] renew the license\n", ["[ ] renew the license"]),
        ("#no heading here\n", ["#no heading here"]),
    ],
)
def test_lines_make_snippets(note: str, wanted: list[str]) -> None:
    assert texts(note) == wanted


def test_the_shortest_line_is_counted_after_its_marker_in_utf16() -> None:
    assert texts("- 1234567\n- 😀😀😀😀\n- 12345678\n") == ["😀😀😀😀; 12345678"]


def test_at_most_four_lines_are_joined() -> None:
    note = "".join(f"- item number {n}\n" for n in range(9))
    assert spans(note) == [(1, 4), (5, 8), (9, 9)]


def test_lines_are_cut_and_then_the_whole() -> None:
    (line,) = texts("- " + "x" * 400)
    assert line == "x" * MAX_SNIPPET
    (joined,) = texts(f"## Head\n- {'x' * 200}\n- {'y' * 200}\n")
    assert joined == f"Head: {'x' * 200}; {'y' * 72}"
    assert spans(f"- {'x' * 400}\n- {'y' * 400}\n") == [(1, 2)]


def test_a_cut_leaves_no_half_of_a_character() -> None:
    (text,) = texts("- " + "a" * (MAX_SNIPPET - 1) + "😀😀")
    assert text == "a" * (MAX_SNIPPET - 1)


def test_blocks_and_front_matter_are_no_material_and_lines_keep_their_numbers() -> None:
    block = "## Light Sleep\n<!-- openclaw:dreaming:light:start -->\n- Candidate: none of this\n"
    end = "<!-- openclaw:dreaming:light:end -->\n"
    note = f"---\nstatus: active\n---\n# Head\n- first item\n{block}{end}"
    note += f"- second item\n{block}{end}- third item\n"
    assert list(zip(texts(note), spans(note), strict=True)) == [
        ("Head: first item", (5, 5)),
        ("Head: second item", (10, 10)),
        ("Head: third item", (15, 15)),
    ]


def test_windows_line_ends_and_a_byte_order_mark() -> None:
    assert texts("\ufeff# Head\r\n- first item\r\n- second item\r\n") == ["Head: first item; second item"]


LINES = st.lists(
    st.text("ab -*+#.>1９\t\u3000é語😀", max_size=20)
    | st.sampled_from(["", "# Head", "- an item", "<!-- x", "1. one two"]),
    max_size=30,
)


@given(LINES)
def test_laws_of_chunks(lines: list[str]) -> None:
    done = 0
    for chunk in chunks(lines):
        inside = lines[chunk.start_line - 1 : chunk.end_line]
        assert done < chunk.start_line <= chunk.end_line <= len(lines)
        assert len(inside) <= MAX_LINES
        assert all(line.strip() and not line.strip().startswith("<!--") for line in inside)
        assert utf16_length(chunk.text) <= MAX_SNIPPET
        assert chunk.text == fold(chunk.text)
        assert set(chunk.text) <= set("".join(lines)) | set(": ;")
        done = chunk.end_line

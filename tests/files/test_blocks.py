"""Managed blocks: what counts as one, what is left of a note without them, and how one is replaced."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.files import blocks, text
from tests.recorded import NIGHTS, unpack

LIGHT = ["## Light Sleep", "<!-- openclaw:dreaming:light:start -->", "- Candidate: x"]
LIGHT_END = "<!-- openclaw:dreaming:light:end -->"
REM = ["## REM Sleep", "<!-- openclaw:dreaming:rem:start -->", "### Reflections", "- Theme: `x`"]
REM_END = "<!-- openclaw:dreaming:rem:end -->"

FRAGMENTS = st.sampled_from(
    [
        b"- a person's line\n",
        b"caf\xe9\r\n",
        b"\n",
        b"\r\n",
        b"# Plan\n",
        b"## Light Sleep\n",
        b"---\n",
        b"no end",
    ]
    + [f"{line}\n".encode() for line in (*LIGHT, LIGHT_END, *REM, REM_END)]
    + [f"<!-- openclaw:dreaming:diary:{side} -->\r\n".encode() for side in ("start", "end")]
)
NOTES = st.one_of(
    st.binary(), st.lists(FRAGMENTS).map(b"".join), st.lists(FRAGMENTS).map(lambda x: text.BOM + b"".join(x))
)
BODIES = st.lists(
    st.one_of(
        st.text(), st.sampled_from(["### Reflections", LIGHT_END, REM[1], f"- x {REM_END}", "## Light Sleep"])
    )
)
PHASES: st.SearchStrategy[Literal["light", "rem"]] = st.sampled_from(["light", "rem"])


def test_a_block_goes_from_its_heading_through_its_end_marker() -> None:
    note = ["- mine", "", *LIGHT, LIGHT_END, "", *REM, REM_END, "- mine too"]
    assert blocks.blank(note) == ["- mine", *[""] * 11, "- mine too"]


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ([*LIGHT], []),
        (["- mine", *LIGHT, "", "## Lunch", "- soup"], ["- mine", "## Lunch", "- soup"]),
        ([*REM, "", "### Possible Lasting Truths", "- y", "", "# Day", "- mine"], ["# Day", "- mine"]),
        ([*LIGHT, *REM, REM_END, "- mine"], ["- mine"]),
        ([*LIGHT, LIGHT_END, *LIGHT, LIGHT_END, "- mine"], ["- mine"]),
        ([*LIGHT, "## Lunch", "- soup", *LIGHT, LIGHT_END], ["## Lunch", "- soup"]),
        ([*LIGHT, "## Lunch", *REM, REM_END, "- mine", LIGHT_END], ["## Lunch", "- mine", LIGHT_END]),
        ([*LIGHT[1:], LIGHT_END, "- mine"], ["- mine"]),
        (["## Light Sleep", "- I slept badly"], ["## Light Sleep", "- I slept badly"]),
        (["## Light Sleep", "", *LIGHT[1:], LIGHT_END], []),
        (["## REM Sleep", *LIGHT[1:], LIGHT_END], ["## REM Sleep"]),
        (["<!-- openclaw:dreaming:tides:start -->", "x", "<!-- openclaw:dreaming:tides:end -->", "y"], ["y"]),
        ([f"see `{LIGHT[1]}`", "- mine"], [f"see `{LIGHT[1]}`", "- mine"]),
    ],
)
def test_what_is_left_of_a_note(note: list[str], kept: list[str]) -> None:
    assert [line for line in blocks.blank(note) if line] == kept


@given(st.lists(st.one_of(st.text(), st.sampled_from([*LIGHT, LIGHT_END, *REM, REM_END, ""]))))
def test_blanking_keeps_line_numbers(note: list[str]) -> None:
    blanked = blocks.blank(note)
    assert len(blanked) == len(note)
    assert all(after in (before, "") for before, after in zip(note, blanked, strict=True))


@pytest.mark.parametrize(
    ("note", "lines"),
    [
        (["---", "status: active", "---", "x"], 3),
        (["---", "status: active", "...", "x"], 3),
        (["---", "status: active", "x"], 0),
        (["---", "", "a rule, not front matter", "---"], 0),
        (["x", "---", "a: b", "---"], 0),
        (["---"], 0),
        ([], 0),
    ],
)
def test_front_matter(note: list[str], lines: int) -> None:
    assert blocks.front_matter(note) == lines


def test_a_new_note_is_the_block_alone() -> None:
    assert blocks.put(None, "light", LIGHT[2:]).decode() == "\n".join([*LIGHT, LIGHT_END]) + "\n"


@pytest.mark.parametrize(
    ("note", "before"),
    [
        (b"- mine\n", b"- mine\n\n"),
        (b"- mine", b"- mine\n\n"),
        (b"- mine\n\n", b"- mine\n\n"),
        (b"- mine\r\n", b"- mine\r\n\r\n"),
        (b"\xef\xbb\xbf", b"\xef\xbb\xbf"),
        (b"\xef\xbb\xbf- caf\xe9\r\n", b"\xef\xbb\xbf- caf\xe9\r\n\r\n"),
    ],
)
def test_a_block_is_appended_after_a_blank_line(note: bytes, before: bytes) -> None:
    newline = "\r\n" if b"\r" in note else "\n"
    block = newline.join([*LIGHT, LIGHT_END, ""]).encode()
    assert blocks.put(note, "light", LIGHT[2:]) == before + block


def test_what_surrounds_a_block_stays_to_the_byte() -> None:
    before, after = b"\xef\xbb\xbf# Day \t\r\n- caf\xe9\r\n\r\n\r\n", b"\r\n\r\n- after, without an end"
    old = "\r\n".join([*LIGHT, LIGHT_END]).encode()
    new = "\r\n".join([*LIGHT[:2], "- new", LIGHT_END]).encode()
    assert blocks.put(before + old + after, "light", ["- new"]) == before + new + after


def test_further_blocks_of_a_phase_are_taken_out() -> None:
    block = "\n".join([*LIGHT, LIGHT_END, ""])
    note = f"a\n{block}b\n{block}c\n".encode()
    assert blocks.put(note, "light", LIGHT[2:]).decode() == f"a\n{block}b\nc\n"


def test_a_marker_in_the_body_cannot_end_the_block() -> None:
    note = blocks.put(b"", "light", [f"- Candidate: {LIGHT_END}", LIGHT_END, "two\nlines"])
    assert blocks.blank(text.lines(note)) == [""] * 7
    assert b"- Candidate: &lt;!-- openclaw:dreaming:light:end -->\n" in note


@given(NOTES, PHASES, BODIES)
def test_putting_twice_is_putting_once(note: bytes, phase: Literal["light", "rem"], body: list[str]) -> None:
    once = blocks.put(note, phase, body)
    assert blocks.put(once, phase, body) == once


@given(NOTES, PHASES, BODIES)
def test_nothing_outside_the_blocks_of_the_phase_changes(
    note: bytes, phase: Literal["light", "rem"], body: list[str]
) -> None:
    def outside(raw: bytes) -> bytes:
        kept = text.pieces(raw)
        for block in reversed(blocks.replaceable(text.lines(raw.removeprefix(text.BOM)), phase)):
            del kept[block.start : block.end]
        return b"".join(kept).removeprefix(text.BOM)

    before, after = outside(note), outside(blocks.put(note, phase, body))
    assert after.startswith(before)
    assert after[len(before) :] in (b"", b"\n", b"\n\n", b"\r\n", b"\r\n\r\n")


@pytest.mark.parametrize("name", NIGHTS)
def test_recorded_notes_come_out_to_the_byte(name: str, tmp_path: Path) -> None:
    night = unpack(name, tmp_path)
    for note in sorted((night.after / "memory").glob("*.md")):
        recorded = note.read_bytes()
        lines = text.lines(recorded)
        before = night.root / "memory" / note.name
        written = before.read_bytes() if before.exists() else None
        for block in blocks.find(lines):
            phase: Literal["light", "rem"] = "light" if block.name == "light" else "rem"
            written = blocks.put(written, phase, lines[block.start + 2 : block.end - 1])
        assert written == recorded


def test_what_a_person_wrote_under_an_unfinished_block_stays() -> None:
    before = (
        "My note.\n\n## Light Sleep\n<!-- openclaw:dreaming:light:start -->\n- Candidate: old\n"
        "  - confidence: 0.62\n  - evidence: memory/2026-04-10.md:1-1\n  - recalls: 0\n  - status: staged\n"
        "\nMy own paragraph.\n\nAnd one more.\n"
    )
    after = blocks.put(before.encode(), "light", ["- Candidate: new"]).decode()
    assert after == (
        "My note.\n\n## Light Sleep\n<!-- openclaw:dreaming:light:start -->\n- Candidate: new\n"
        "<!-- openclaw:dreaming:light:end -->\n\nMy own paragraph.\n\nAnd one more.\n"
    )


def test_an_example_in_fenced_code_is_a_persons() -> None:
    example = (
        "```\n<!-- openclaw:dreaming:light:start -->\nexample\n<!-- openclaw:dreaming:light:end -->\n```\n"
    )
    after = blocks.put(example.encode(), "light", ["- Candidate: new"]).decode()
    assert after.startswith(example)
    assert after.count("- Candidate: new") == 1
    assert blocks.put(after.encode(), "light", ["- Candidate: new"]).decode() == after

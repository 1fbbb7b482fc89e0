"""Finding the live text: what the engine wrote down is found again, and never less than the whole of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dreamtui.engine.chunks import MAX_SNIPPET, Chunk, chunks
from dreamtui.engine.rehydrate import rehydrate
from dreamtui.files import recall_store, sources
from dreamtui.javascript import fold, trim, utf16_length
from dreamtui.model import LiveSource, Reason, RecallEntry, Source, SourceState
from tests.home import entry

NOTE = "memory/2026-04-10.md"


def recorded(
    snippet: str, start: int = 1, end: int | None = None, path: str = NOTE, **fields: Any
) -> RecallEntry:
    raw = entry(path, start, start if end is None else end, snippet, **fields)
    (found,) = recall_store.parse({"version": 1, "entries": {raw["key"]: raw}}, "x").entries.values()
    return found


def live(note: str, found: RecallEntry) -> LiveSource | Reason:
    return rehydrate(found, sources.read(note.encode()))


def place(found: LiveSource | Reason) -> tuple[int, int, str]:
    assert isinstance(found, LiveSource), found
    return found.start_line, found.end_line, found.text


# --- notes as people write them, for the laws below ---------------------------------------------

WORDS = st.text("abcdefgh äöü дом 日本語 0123456789 .,;:!?'()<>/-_*#`|😀", min_size=8, max_size=120).filter(
    lambda text: any(map(str.isalpha, text)) and "<!--" not in text and not text.startswith((" ", "#"))
)
UNIQUE = st.integers(0, 10**9).map(lambda number: f"no{number}q")
MARKERS = st.sampled_from(["- ", "* ", "1. ", "", "  - ", "> ", "- [ ] "])
LONGER = st.integers(0, 8).map(lambda times: " and so on" * times)  # so that some snippets are cut
LINES = st.tuples(MARKERS, UNIQUE, WORDS, LONGER).map(
    lambda parts: f"{parts[0]}{parts[1]} {parts[2]}{parts[3]}"
)
HEADINGS = st.sampled_from(
    ["# Network", "## Bisher heute", "### Key: Decisions; Made", "# 2026-04-10", "# Today"]
)
OTHER = st.sampled_from(["", "", "<!-- x -->", "---", "short"]) | HEADINGS
NOTES = st.lists(LINES | LINES | OTHER, min_size=1, max_size=14, unique_by=lambda line: line or object())


def _said(line: str) -> str:
    """What a line says once list and quote markers are taken off."""
    return fold(line).lstrip("-*> ").removeprefix("1. ").removeprefix("[ ] ").strip()


def _entry_of(chunk: Chunk) -> RecallEntry:
    return recorded(chunk.text, chunk.start_line, chunk.end_line)


@given(NOTES)
def test_every_chunk_is_found_whole_in_its_note(lines: list[str]) -> None:
    for chunk in chunks(lines):
        _, _, text = place(live("\n".join(lines), _entry_of(chunk)))
        for line in lines[chunk.start_line - 1 : chunk.end_line]:
            assert _said(line) in text


@given(NOTES, st.lists(st.sampled_from(["", "Above.", "# Other", "- other item"]), max_size=30))
def test_it_is_found_when_lines_are_put_above(lines: list[str], above: list[str]) -> None:
    for chunk in chunks(lines):
        start, _, text = place(live("\n".join([*above, *lines]), _entry_of(chunk)))
        assert start == chunk.start_line + len(above)
        for line in lines[chunk.start_line - 1 : chunk.end_line]:
            assert _said(line) in text


@given(NOTES, st.integers(0, 3))
def test_with_a_recorded_line_gone_it_is_never_promoted(lines: list[str], which: int) -> None:
    for chunk in chunks(lines):
        gone = chunk.start_line - 1 + which
        unique = _said(lines[gone]).split()[0] if gone < chunk.end_line else ""
        assume(chunk.end_line > chunk.start_line and unique in chunk.text and unique)
        found = live("\n".join(lines[:gone] + lines[gone + 1 :]), _entry_of(chunk))
        assert isinstance(found, Reason)
        assert found.code in ("fragment", "source-changed")


# --- by example ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("note", "snippet", "start", "end", "wanted"),
    [
        pytest.param(
            "x\n- 5. then - more\n", "5. then - more", 2, 2, (2, 2, "- 5. then - more"), id="marks inside"
        ),
        pytest.param("> said Bob\n", "said Bob", 1, 1, (1, 1, "> said Bob"), id="a quote"),
        pytest.param(
            "a\n\n> one two\n> three four\n",
            "one two three four",
            1,
            2,
            (3, 4, "one two three four"),
            id="quotes",
        ),
        pytest.param(
            "1. one two\n2. three\n", "one two; three", 1, 2, (1, 2, "one two; three"), id="ordered items"
        ),
        pytest.param("one\ntwo\n", "one two", 9, 9, (1, 2, "one two"), id="a paragraph elsewhere"),
        pytest.param("so one two it is\n", "one two", 1, 1, (1, 1, "so one two it is"), id="inside a line"),
        pytest.param("# Head\none two\n", "Head: one two", 2, 2, (2, 2, "one two"), id="under its heading"),
        pytest.param("Head: one two\n", "Head: one two", 1, 1, (1, 1, "Head: one two"), id="written so"),
        pytest.param(
            "# A\none two\n# Head\n", "Head: one two", 2, 2, (2, 2, "one two"), id="its heading elsewhere"
        ),
        pytest.param("one\n\n\n\n\n\n\ntwo\n", "one two", 1, 1, (1, 8, "one two"), id="eight lines"),
    ],
)
def test_places(note: str, snippet: str, start: int, end: int, wanted: tuple[int, int, str]) -> None:
    assert place(live(note, recorded(snippet, start, end))) == wanted


@pytest.mark.parametrize(
    ("note", "snippet", "code"),
    [
        ("one\n\n\n\n\n\n\n\ntwo\n", "one two", "source-changed"),  # nine lines apart
        ("the price is +5\n", "the price is -5", "source-changed"),
        ("- one two three\n", "one two three; four five", "fragment"),
        ("- four five six\n- one two three\n", "one two three; four five six", "fragment"),
        ("", "one two", "source-changed"),
    ],
)
def test_less_than_the_whole_is_no_source(note: str, snippet: str, code: str) -> None:
    found = live(note, recorded(snippet))
    assert isinstance(found, Reason)
    assert found.code == code


def test_the_nearest_of_two_is_taken_and_an_equal_line_before_one_that_holds_it() -> None:
    note = "one two\nx\nx\nx\none two\n"
    assert place(live(note, recorded("one two", 4)))[0] == 5
    assert place(live("one two three\nx\nx\none two\n", recorded("one two", 1)))[0] == 4


@pytest.mark.parametrize("heading", ["", "# Head"])
@pytest.mark.parametrize("moved", [0, 3])
@pytest.mark.parametrize("marker", ["- ", ""])
def test_a_cut_snippet_stands_for_all_its_lines(heading: str, moved: int, marker: str) -> None:
    said = [f"{name} " * 24 for name in ("first", "second", "third")]
    lines = [heading, *(marker + line for line in said), "", "other"]
    (chunk,) = chunks(lines[:-1])
    assert utf16_length(chunk.text) >= MAX_SNIPPET - 1
    found = live("\n".join(["above"] * moved + lines), recorded(chunk.text, 2, 4))
    start, end, text = place(found)
    assert (start, end) == (2 + moved, 4 + moved)
    assert all(trim(line) in text for line in said)


def test_managed_blocks_are_never_a_source() -> None:
    marker = "<!-- openclaw:dreaming:light:{} -->\n"
    note = "## Light Sleep\n" + marker.format("start") + "one two\n" + marker.format("end")
    assert isinstance(live(note, recorded("one two", 3)), Reason)


def test_a_corpus_line_is_its_message() -> None:
    line = "[main/sessions/s1.jsonl#L4] User: The router moved."
    path = "memory/.dreams/session-corpus/2026-04-10.txt"
    later = "[main/sessions/main/e7dd6c82#L4] User: The router moved."
    for text in (line, later):
        found = rehydrate(recorded("User: The router moved.", path=path), Source(SourceState.LIVE, [text]))
        assert place(found) == (1, 1, "User: The router moved.")


def test_gone_and_denied_are_told_apart() -> None:
    found = [
        rehydrate(recorded("x"), Source(state, (), "denied"))
        for state in (SourceState.MISSING, SourceState.UNREADABLE)
    ]
    assert [one.code for one in found if isinstance(one, Reason)] == ["source-missing", "source-unreadable"]

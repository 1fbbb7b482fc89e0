"""The dream diary: which entries it has, and that nothing in the file is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.files import diary

START, END = "<!-- openclaw:dreaming:diary:start -->", "<!-- openclaw:dreaming:diary:end -->"


def file(*inner: str, before: str = "# Dream Diary\n\n", after: str = "") -> bytes:
    return "\n".join([f"{before}{START}", *inner, END, after]).encode()


def dream(heading: str, body: str) -> str:
    return f"---\n\n*{heading}*\n\n{body}\n"


def days(raw: bytes) -> list[str | None]:
    return [entry.day for entry in diary.parse(raw).entries]


def test_an_entry() -> None:
    raw = file(dream("April 11, 2026 at 3:00 AM", "The router hummed.\n\nAll night."))
    (entry,) = diary.parse(raw).entries
    assert entry[:3] == ("2026-04-11", "April 11, 2026 at 3:00 AM", "The router hummed.\n\nAll night.")
    assert raw[slice(*entry.span)].startswith(b"---\n")
    assert (entry.kind, entry.source, entry.fallback) == ("dream", None, False)


@pytest.mark.parametrize(
    "heading",
    [
        "April 26, 2026",
        "April 26, 2026 at 3:00 AM",
        "April 26, 2026 at 3:00 AM GMT+2",
        "April 26, 2026, 3:00\u202fAM UTC",
        "Sunday, April 26th, 2026 at 3:00 AM CEST",
        "26 April 2026",
        "2026-04-26 03:00",
        "2026年4月26日",
    ],
)
def test_days_in_all_their_forms(heading: str) -> None:
    assert days(file(dream(heading, "x"))) == ["2026-04-26"]


@pytest.mark.parametrize("heading", ["Night 14", "April 31, 2026", "2026-13-01"])
def test_a_heading_without_a_day_is_an_entry_without_one(heading: str) -> None:
    assert days(file(dream(heading, "x"))) == [None]


def test_an_empty_second_pair_of_markers_is_no_entry() -> None:
    entries = dream("April 29, 2026", "One."), dream("April 26, 2026 at 3:00 AM GMT+2", "Two.")
    empty = file().decode()
    expected: list[str | None] = ["2026-04-29", "2026-04-26"]
    assert days(empty.encode() + file(*entries)) == expected
    assert days(file(empty, *entries)) == expected
    assert days(empty.encode() + "\n".join([*entries, END]).encode()) == expected
    assert days(file(dream("April 26, 2026", ""), *entries)) == expected


@pytest.mark.parametrize("missing", [START, END])
def test_a_diary_without_its_end_is_still_read(missing: str) -> None:
    raw = file(dream("April 26, 2026", "x")).replace(missing.encode(), b"")
    assert days(raw) == (["2026-04-26"] if missing == END else [])


def test_a_backfilled_entry() -> None:
    note = "<!-- openclaw:dreaming:backfill-entry day=2026-01-01 source=memory/2026-01-01.md -->"
    (entry,) = diary.parse(file(dream("January 1, 2026", f"{note}\n\nWhat Happened\n1. x"))).entries
    assert (entry.day, entry.kind, entry.source) == ("2026-01-01", "backfill", "memory/2026-01-01.md")
    assert entry.body == "What Happened\n1. x"


def test_phases_under_their_own_headings() -> None:
    phases = "## Light Sleep\n\n- staged\n\n## REM Sleep\n- theme\n\n## Deep Sleep\n- promoted"
    entries = diary.parse(file(dream("April 26, 2026", f"A dream.\n\n{phases}"))).entries
    assert [(e.kind, e.day, e.body) for e in entries] == [
        ("dream", "2026-04-26", "A dream."),
        ("light", "2026-04-26", "- staged"),
        ("rem", "2026-04-26", "- theme"),
        ("deep", "2026-04-26", "- promoted"),
    ]
    undated = diary.parse(file(phases)).entries
    assert [(e.kind, e.day, e.heading) for e in undated][:2] == [
        ("light", None, "Light Sleep"),
        ("rem", None, "REM Sleep"),
    ]


def test_a_phase_under_its_own_date_is_one_entry() -> None:
    read = diary.parse(
        file(
            dream("November 12, 2026 at 3:00 AM", "## Light Sleep\n\n- x\n\n## REM Sleep\n- y"),
            dream("November 13, 2026", "A dream."),
        )
    )
    assert [(e.kind, e.day, e.heading, e.body) for e in read.entries] == [
        ("light", "2026-11-12", "November 12, 2026 at 3:00 AM", "- x"),
        ("rem", "2026-11-12", "REM Sleep", "- y"),
        ("dream", "2026-11-13", "November 13, 2026", "A dream."),
    ]
    assert [part.text for part in read.outside] == ["", ""]


def test_a_rule_and_verse_inside_a_dream_are_part_of_it() -> None:
    (entry,) = diary.parse(
        file(dream("April 26, 2026", "Prose.\n\n---\n\n*the moon hums*\n\n*May 1, 2026*"))
    ).entries
    assert entry.body.endswith("*May 1, 2026*")


def test_a_fallback_is_told_apart() -> None:
    (entry,) = diary.parse(file(dream("April 26, 2026", diary.FALLBACK))).entries
    assert entry.fallback


def test_what_is_outside_is_a_persons() -> None:
    raw = file(
        dream("April 26, 2026", "x"),
        before="My words.\n\n# Dream Diary\n\n",
        after=dream("May 1, 2026", "Mine too."),
    )
    read = diary.parse(raw)
    assert [entry.day for entry in read.entries] == ["2026-04-26"]
    assert [part.text for part in read.outside] == ["My words.", "---\n\n*May 1, 2026*\n\nMine too."]


FRAGMENTS = st.sampled_from(
    [
        "---\n",
        "\n",
        "*April 26, 2026*\n",
        f"{START}\n",
        f"{END}\r\n",
        "prose\n",
        "# Dream Diary\n",
        "## Light Sleep\n",
        "no end",
        "<!-- openclaw:dreaming:backfill-entry day=2026-01-01 -->\n",
        "*x*\n",
        "\ufeff",
    ]
)


@given(st.one_of(st.binary(), st.lists(FRAGMENTS).map(lambda parts: "".join(parts).encode())))
def test_spans_tile_the_file(raw: bytes) -> None:
    read = diary.parse(raw)
    spans = sorted([part.span for part in read.outside] + [entry.span for entry in read.entries])
    assert b"".join(raw[start:end] for start, end in spans) == raw
    assert all(start < end for start, end in spans)
    assert list(read.entries) == sorted(read.entries, key=lambda entry: entry.span)


@given(st.lists(st.sampled_from([b"a", b"\xff", b"\xc3", b"\xc3\xa9", b"\n", b"---\n\n*April 1, 2026*\n"])))
def test_the_first_line_of_a_part_that_is_not_utf8_is_found(parts: list[bytes]) -> None:
    raw = b"<!-- openclaw:dreaming:diary:start -->\n" + b"".join(parts)
    found = diary.parse(raw)
    pieces = raw.split(b"\n")
    bad = [n for n, piece in enumerate(pieces, 1) if piece.decode("utf-8", "ignore").encode() != piece]
    told = [entry.broken for entry in found.entries if entry.broken]
    told += [part.broken for part in found.outside if part.broken]
    assert set(told) <= set(bad)
    assert min(told, default=None) == min(bad, default=None)

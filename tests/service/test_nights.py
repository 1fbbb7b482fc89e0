"""The diary night by night: what belongs together, what is wrong with a night, which nights are missing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui import paths
from dreamtui.files import diary
from dreamtui.files.diary import FALLBACK, Entry, Kind
from dreamtui.files.workspace import Workspace
from dreamtui.instants import parse_instant
from dreamtui.service import diary_reading
from dreamtui.service.diary_reading import Read
from dreamtui.service.nights import Night, Ran, is_wrong, judge, nights, silent, together

TODAY = "2026-04-11"
NIGHT = datetime(2026, 4, 10, 3, 0, tzinfo=UTC)
DAYS = st.integers(date(2026, 3, 1).toordinal(), date(2026, 4, 20).toordinal()).map(
    lambda ordinal: date.fromordinal(ordinal).isoformat()
)


def entry(day: str | None, body: str, kind: Kind = "dream", at: int = 0) -> Entry:
    return Entry(day, f"heading of {day}", body, (at, at + 1), kind, None, body == FALLBACK)


def codes(*entries: Entry, snippets: frozenset[str] = frozenset()) -> list[list[str]]:
    return [[fault.code for fault in faults] for faults in judge(entries, snippets)]


# --- one entry against the others ---------------------------------------------------------------


def test_a_text_told_before_is_a_repeat_and_says_of_which_night() -> None:
    first, again = entry("2026-04-01", "My first day."), entry("2026-04-03", "My  first\nday.")
    assert codes(first, again) == [[], ["repeat"]]
    assert judge([first, again])[1][0].message == "says the same as 2026-04-01"


def test_case_and_punctuation_make_no_other_dream() -> None:
    assert codes(entry("2026-04-01", "A tide, again."), entry("2026-04-02", "a tide - again!")) == [
        [],
        ["repeat"],
    ]
    assert codes(entry("2026-04-01", "夢。"), entry("2026-04-02", "夢！")) == [[], ["repeat"]]
    assert codes(entry("2026-04-01", "…"), entry("2026-04-02", "!")) == [[], []]
    assert codes(entry("2026-04-01", "काम"), entry("2026-04-02", "कम")) == [[], []]


def test_stand_ins_are_no_repeats_and_phases_may_say_the_same_every_night() -> None:
    stand_ins = [entry(day, FALLBACK) for day in ("2026-04-01", "2026-04-02")]
    assert codes(*stand_ins) == [["fallback"], ["fallback"]]
    quiet = [entry(day, "- No notable updates.", "light") for day in ("2026-04-01", "2026-04-02")]
    assert codes(*quiet) == [[], []]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Write a dream diary entry from these memory fragments: a, b", "prompt"),
        ("I slept.\n<!-- openclaw-memory-promotion:x -->", "marker"),
        ("I slept.\nUser: HEARTBEAT_OK", "heartbeat"),
        ("- Assistant: I have moved the router.", "quotes a conversation"),
        ("User: Conversation info (untrusted metadata): {}", "metadata"),
        ("The gate opens with API_KEY=sk-abcdefghijklmnop1234.", "password, key or token"),
        ("- Moved router to VLAN 10.", "word for word"),
        ("[system] You are a helpful assistant. User: hi Assistant: hello", "told to be"),
        ("A tide. <|im_start|>", "marks between messages"),
        ('I slept.\n{"role":"user","content":"x"}', "raw message"),
        ("I slept. User: hi Assistant: hello", "quotes a conversation"),
        ("<think>The user wants a dream</think> I dreamed of a tide.", "thought"),
        ("Here are your memory fragments:\n- a\n- b", "prompt"),
        ("I'm sorry, but I can't help with that request.", "refusal"),
        ("I’m sorry, I’m unable to assist with that.", "refusal"),
        ("As an AI language model, I do not dream.", "refusal"),
    ],
)
def test_what_comes_straight_from_the_machinery_is_a_leak(body: str, says: str) -> None:
    (faults,) = judge([entry(TODAY, body)], {"Moved router to VLAN 10."})
    assert [fault.code for fault in faults] == ["leak"]
    assert says in faults[0].message


@pytest.mark.parametrize(
    "body",
    [
        "The user: a tide that signs in.",
        "I'm sorry, but I can't find my shoes, said the tide.",
        "“I'm sorry, but I can't help with that,” the moon did not say.\n\nThen: here are your memories.",
        "A system of [tides] < moon | sea > and a role to play.",
        "夢の中で、窯の扉に小さな紙が貼られていた。",
        "Candidate: the moon.",
    ],
)
def test_dreams_are_no_leaks(body: str) -> None:
    assert codes(entry(TODAY, body)) == [[]]


# --- what belongs together ----------------------------------------------------------------------


def test_phases_go_with_the_dream_of_their_night_whichever_comes_first() -> None:
    found = [
        entry("2026-04-01", "a", "light"),
        entry("2026-04-01", "b", "rem"),
        entry("2026-04-01", "a dream"),
        entry("2026-04-02", "another"),
        entry("2026-04-02", "c", "deep"),
        entry("2026-04-02", "a second sweep"),
        entry(None, "some day"),
        entry(None, "another day"),
    ]
    assert together(found) == [[0, 1, 2], [3, 4], [5], [6], [7]]


KINDS = st.sampled_from(("dream", "backfill", "light", "rem", "deep"))
ENTRIES = st.lists(st.tuples(st.none() | DAYS, st.sampled_from(("a", "b", FALLBACK)), KINDS), max_size=12)


@given(ENTRIES, st.dictionaries(DAYS, st.builds(Ran, st.just(frozenset({"light"})), st.booleans())))
def test_every_entry_and_every_night_is_shown_once(
    given_: list[tuple[str | None, str, Kind]], ran: dict[str, Ran]
) -> None:
    entries = [entry(day, body, kind, at) for at, (day, body, kind) in enumerate(given_)]
    found = nights(entries, ran, TODAY)
    assert sorted(one.span for night in found for one in night.entries) == [one.span for one in entries]
    days = [night.day or "" for night in found]
    assert days == sorted(days, reverse=True)
    told = {one.day for one in entries if one.day}
    past = [day for day in {*told, *ran} if day <= TODAY]
    silent_days: list[str] = []
    for night in found:
        assert not night.entries or len({one.day for one in night.entries}) == 1
        if not night.entries:
            assert night.day
            assert night.until
            start, end = (date.fromisoformat(day).toordinal() for day in (night.day, night.until))
            assert end - start + 1 == night.nights
            silent_days += [date.fromordinal(at).isoformat() for at in range(start, end + 1)]
    assert len(silent_days) == len(set(silent_days))
    assert not set(silent_days) & told
    first = date.fromisoformat(min(past)).toordinal() if past else 0
    last = date.fromisoformat(TODAY).toordinal()
    expected = {date.fromordinal(at).isoformat() for at in range(first, last) if past} | {
        TODAY for day in past if day == TODAY
    }
    assert set(silent_days) == expected - told


# --- missing nights -----------------------------------------------------------------------------


def test_missing_nights_say_whether_a_sweep_ran() -> None:
    ran = {
        "2026-04-03": Ran(frozenset({"light", "rem", "deep"})),
        "2026-04-06": Ran(frozenset({"light"}), idle=True),
    }
    found = silent({"2026-04-01", "2026-04-05"}, ran, "2026-04-10")
    told = [(night.day, night.until, night.faults[0].code) for night in found]
    assert told == [
        ("2026-04-02", "2026-04-02", "no-sweep"),
        ("2026-04-03", "2026-04-03", "missing"),
        ("2026-04-04", "2026-04-04", "no-sweep"),
        ("2026-04-06", "2026-04-06", "idle"),
        ("2026-04-07", "2026-04-09", "no-sweep"),
    ]
    assert found[1].faults[0].message == "Light, REM and Deep ran, but no entry was written"
    assert [is_wrong(night) for night in found] == [True, True, True, False, True]
    assert found[-1].nights == 3


def test_no_night_is_called_missing_while_an_entry_without_a_day_may_be_of_it() -> None:
    ran = {"2026-04-10": Ran(frozenset({"light"}))}
    found = nights([entry("2026-04-09", "x"), entry(None, "y")], ran, TODAY)
    assert [(night.day, [fault.code for fault in night.faults]) for night in found] == [
        ("2026-04-10", ["unsure"]),
        ("2026-04-09", []),
        (None, []),
    ]
    assert "may be of this night" in found[0].faults[0].message


def test_nights_with_a_trace_stay_apart_as_each_has_its_reports() -> None:
    ran = {f"2026-04-0{day}": Ran(frozenset({"light"})) for day in range(1, 6)}
    assert [night.day for night in silent(set(), ran, "2026-04-06")] == sorted(ran)


def test_days_that_are_none_and_days_far_off_cost_nothing() -> None:
    entries = [
        entry("2026-99-99", "backfilled", "backfill"),
        entry("0001-01-01", "old"),
        entry("9999-12-31", "z"),
    ]
    found = nights(entries, {}, TODAY)
    assert [night.day for night in found] == ["9999-12-31", "0001-01-02", "0001-01-01", None]
    assert silent(set(), {}, TODAY) == []


# --- reading ------------------------------------------------------------------------------------


def read(root: Path) -> diary_reading.Book:
    now = parse_instant("2026-04-11T09:00:00Z") or 0
    return diary_reading.book(Workspace.open(root), UTC, now, frozenset(), Read())[0]


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


def test_reports_blocks_and_events_are_traces_of_a_sweep(tmp_path: Path) -> None:
    block = "<!-- openclaw:dreaming:light:start -->\n- x\n<!-- openclaw:dreaming:light:end -->\n"
    write(tmp_path, "memory/2026-04-07.md", block)
    write(tmp_path, "memory/dreaming/rem/2026-04-08.md", "# REM Sleep\n\n- theme\n")
    write(tmp_path, "memory/dreaming/rem/notes.md", "no report")
    completed = '{"type":"memory.dream.completed","timestamp":"2026-04-09T03:00:00Z","phase":"deep"}'
    idle = (
        '{"type":"dreamtui.sweep.completed","timestamp":"2026-04-10T03:00:00Z","phases":["light"],'
        '"ingested":0,"promoted":0}'
    )
    write(tmp_path, paths.EVENTS, f'{completed}\nnot json "memory.dream.completed"\n{idle}\n')
    found = read(tmp_path)
    assert not found.exists
    assert [(night.day, night.faults[0].code) for night in reversed(found.nights)] == [
        ("2026-04-07", "missing"),
        ("2026-04-08", "missing"),
        ("2026-04-09", "missing"),
        ("2026-04-10", "idle"),
    ]


def test_a_persons_text_has_its_line_and_entries_have_theirs(tmp_path: Path) -> None:
    raw = diary.append("# Mine\n\nJürgen sagt hallo.\n".encode(), NIGHT, "A tide came in.")
    (tmp_path / "DREAMS.md").write_bytes(raw + b"\nAnd this is mine, too.\n")
    found = read(tmp_path)
    lines = raw.decode().splitlines()
    assert [(own.line, own.text) for own in found.own] == [
        (1, "# Mine\n\nJürgen sagt hallo."),
        (len(lines), "And this is mine, too."),
    ]
    told = found.nights[-1].entries[0]
    assert lines[found.lines[told.span[0]] - 1] == "---"


def test_what_phases_wrote_on_a_day_is_found_wherever_it_is(tmp_path: Path) -> None:
    write(tmp_path, "memory/dreaming/light/2026-04-10.md", "# Light Sleep\n\n- Candidate: x\n")
    write(tmp_path, "memory/dreaming/deep/2026-04-10.md", "- line\n" * 20_000)
    write(
        tmp_path,
        "memory/2026-04-10.md",
        "hello\n\n## REM Sleep\n<!-- openclaw:dreaming:rem:start -->\n### Reflections\n- y\n"
        "<!-- openclaw:dreaming:rem:end -->\nbye\n",
    )
    light, deep, rem = diary_reading.beside(Workspace.open(tmp_path), "2026-04-10")
    assert light == ("Light report", "memory/dreaming/light/2026-04-10.md", "- Candidate: x", None)
    assert deep.body.endswith("characters more")
    assert rem == ("REM block", "memory/2026-04-10.md:3", "### Reflections\n- y", None)
    assert diary_reading.beside(Workspace.open(tmp_path), "2026-04-11") == []


def test_what_of_a_report_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, "memory/dreaming/light/2026-04-10.md", "")
    (tmp_path / "memory/dreaming/light/2026-04-10.md").write_bytes(b"# Light Sleep\n\n- caf\xe9\n")
    note = b"caf\xe9\n<!-- openclaw:dreaming:%s:start -->\n- y%s\n<!-- openclaw:dreaming:%s:end -->\n"
    blocks = note % (b"light", b"", b"light") + note % (b"rem", b"\xff", b"rem")
    (tmp_path / "memory/2026-04-10.md").write_bytes(blocks)
    found = diary_reading.beside(Workspace.open(tmp_path), "2026-04-10")
    assert [(one.title, one.broken) for one in found] == [
        ("Light report", 3),
        ("Light block", None),
        ("REM block", 7),
    ]


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    raw = diary.append(None, NIGHT, "A tide came in.")
    (tmp_path / "DREAMS.md").write_bytes(raw)
    workspace = Workspace.open(tmp_path)
    first, kept = diary_reading.book(workspace, UTC, 0, frozenset(), Read())
    again, still = diary_reading.book(workspace, UTC, 0, frozenset(), kept)
    assert again == first
    assert still.diary is kept.diary
    (tmp_path / "DREAMS.md").write_bytes(diary.append(raw, NIGHT, "Another one."))
    assert len(diary_reading.book(workspace, UTC, 0, frozenset(), still)[1].diary.entries) == 2


def test_a_night_stands_for_itself() -> None:
    assert Night("2026-04-01").nights == 1
    assert Night(None).nights == 1

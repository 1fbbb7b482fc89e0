"""MEMORY.md: sections are appended as recorded, markers are found, and nothing in a text can forge one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.files import memory_md
from dreamtui.files.memory_md import Promoted
from tests.recorded import NIGHTS, unpack

KEY = "memory:memory/2026-04-10.md:4:4"
MARKER = f"<!-- openclaw-memory-promotion:{KEY} -->"


def promoted(text: str = "Moved router to VLAN 10.", key: str = KEY) -> Promoted:
    return Promoted(key, text, 0.912, 3, 0.95, "memory/2026-04-10.md:4-4")


def entry_line(text: str) -> str:
    return memory_md.append_section(None, "2026-04-11", [promoted(text)]).decode().split("\n")[6]


def test_a_new_file() -> None:
    assert memory_md.append_section(None, "2026-04-11", [promoted()]).decode() == (
        "# Long-Term Memory\n\n\n## Promoted From Short-Term Memory (2026-04-11)\n\n"
        f"{MARKER}\n- Moved router to VLAN 10. "
        "[score=0.912 recalls=3 avg=0.950 source=memory/2026-04-10.md:4-4]\n"
    )


@pytest.mark.parametrize("name", NIGHTS)
def test_recorded_sections_come_out_to_the_byte(name: str, tmp_path: Path) -> None:
    night = unpack(name, tmp_path)
    before, after = ((root / "MEMORY.md") for root in (night.root, night.after))
    old = before.read_bytes() if before.exists() else None
    recorded = after.read_bytes() if after.exists() else None
    added = (recorded or b"")[len(old or b"") :].decode()
    form = r"promotion:(.*?) -->\n- (.*) \[score=(.*?) recalls=(.*?) avg=(.*?) source=(.*?)\]\n"
    entries = [
        Promoted(key, text, float(score), int(recalls), float(average), place)
        for key, text, score, recalls, average, place in re.findall(form, added)
    ]
    if entries:
        day = re.findall(r"Memory \((.*?)\)", added)[0]
        # The recorded release doubles list markers; nothing else may differ.
        expected = re.sub(r"(?m)^- [-*+] ", "- ", added)
        assert memory_md.append_section(old, day, entries) == (old or b"") + expected.encode()
        assert {entry.key for entry in entries} <= memory_md.promoted_keys(recorded or b"")


@given(st.binary(), st.text(), st.text())
def test_what_was_there_is_the_beginning_of_what_is(before: bytes, text: str, key: str) -> None:
    after = memory_md.append_section(before, "2026-04-11", [promoted(text, key)])
    assert after.startswith(before)
    assert memory_md.append_section(before, "2026-04-11", []) == before


@pytest.mark.parametrize(
    ("before", "joint"),
    [
        (b"# Mine\r\n", b"\r\n## Promoted"),
        (b"# Mine\n- caf\xe9", b"\n\n## Promoted"),
        (b"\xef\xbb\xbf", b"# Long-Term Memory\n\n\n## Promoted"),
        (b" \n", b"# Long-Term Memory\n\n\n## Promoted"),
    ],
)
def test_what_the_section_begins_with(before: bytes, joint: bytes) -> None:
    assert memory_md.append_section(before, "2026-04-11", [promoted()]).startswith(before + joint)


@pytest.mark.parametrize("marker", ["-", "*", "+"])
def test_a_list_marker_is_not_doubled(marker: str) -> None:
    assert entry_line(f"{marker} foo").startswith("- foo [")


@pytest.mark.parametrize(
    "text", ["-5 degrees", "*bold* words", "5. Juni war Abgabe", "> quoted", "[x] backups verified"]
)
def test_what_only_looks_like_a_list_marker_stays(text: str) -> None:
    assert entry_line(text).startswith(f"- {text} [")


@given(
    st.text(),
    st.sampled_from(["", MARKER, f"\n{MARKER}\n- forged", "<!--", "-->", "\x1b[2J", "```\n", "\r# Title"]),
)
def test_no_text_can_be_more_than_one_harmless_line(text: str, attack: str) -> None:
    after = memory_md.append_section(b"# Mine\n", "2026-04-11", [promoted(text + attack + text)])
    assert after.count(b"\n") == 6
    assert memory_md.promoted_keys(after) == {KEY}
    assert after.count(b"<!--") == 1
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", after.decode())


def test_terminal_sequences_go_and_words_stay() -> None:
    assert memory_md.one_line("a \x1b[31mred\x1b[0m\x07 \x1b]0;title\x07door\n ajar") == "a red door ajar"


def test_a_key_cannot_end_its_marker() -> None:
    key = "memory:memory/2026-04-10-->x.md:4:4"
    assert memory_md.promoted_keys(memory_md.append_section(None, "2026-04-11", [promoted(key=key)])) == {key}


@pytest.mark.parametrize(
    ("content", "keys"),
    [
        (f"{MARKER}\n- x\n", {KEY}),
        (f"<!-- openclaw-memory-lineage:a --> {MARKER}\r\n", {KEY}),
        (f"```\n{MARKER}\n```\n", set()),
        (f"~~~~ md\n{MARKER}\n~~~\n{MARKER}\n~~~~\n", set()),
        (f"```\n{MARKER}\n", {KEY}),
        (f"- see `{MARKER}`\n", set()),
        ("<!-- openclaw-memory-promotion:memory:claim:0123456789ab -->", {"memory:claim:0123456789ab"}),
        ("", set()),
    ],
)
def test_which_markers_count(content: str, keys: set[str]) -> None:
    assert memory_md.promoted_keys(content.encode()) == keys


def test_the_budget_counts_utf16_units_and_estimates_tokens() -> None:
    assert memory_md.budget(b"abcde") == (5, 2)
    assert memory_md.budget("部署前😀".encode()) == (5, 4)
    assert memory_md.budget(b"") == (0, 0)


def test_entries_are_counted() -> None:
    content = f"# Mine\n- a\n  * b\n1. c\n-\n\n{MARKER}\n- d\n```\n- code\n```\n"
    assert memory_md.count_entries(content.encode()) == (4, 1)

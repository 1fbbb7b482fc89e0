"""Corpus lines and the messages in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamtui.files import corpus, text
from tests.recorded import NIGHTS, unpack


def test_a_line_says_where_its_message_came_from() -> None:
    line = corpus.line("main", "s1.jsonl.reset.2026-04-10T00-00-00.000Z", 4, "User: hello")
    assert line == "[main/sessions/s1.jsonl.reset.2026-04-10T00-00-00.000Z#L4] User: hello"
    assert corpus.strip_prefix(line) == "User: hello"


@pytest.mark.parametrize(
    "line", ["", "User: hello", "[x] User: hello", "- [main/sessions/s1.jsonl#L4] hello"]
)
def test_a_line_without_the_prefix_stays(line: str) -> None:
    assert corpus.strip_prefix(line) == line


@pytest.mark.parametrize("name", NIGHTS)
def test_recorded_lines_all_have_the_prefix(name: str, tmp_path: Path) -> None:
    for file in (unpack(name, tmp_path).after / "memory/.dreams/session-corpus").glob("*.txt"):
        for line in text.lines(file.read_bytes())[:-1]:
            assert corpus.strip_prefix(line).startswith(("User: ", "Assistant: "))

"""The live text behind entries: what is read, what is blank, what is never opened."""

from __future__ import annotations

import pytest

from dreamtui.errors import BadInput
from dreamtui.files import sources
from dreamtui.files.sources import WorkspaceSources
from dreamtui.model import SourceState

NOTE = "memory/2026-04-10.md"
OWN = (
    b"## Light Sleep\n<!-- openclaw:dreaming:light:start -->\n"
    b"- Candidate: x\n<!-- openclaw:dreaming:light:end -->\n"
)


def test_line_numbers_hold_although_front_matter_and_blocks_are_blank() -> None:
    source = sources.read(b"---\nstatus: active\n---\n- mine\n" + OWN + b"- mine too\n")
    assert source.state is SourceState.LIVE
    assert source.lines == ("", "", "", "- mine", "", "", "", "", "- mine too", "")


def test_a_file_is_read_once() -> None:
    asked: list[str] = []

    def read(path: str) -> bytes | None:
        asked.append(path)
        return b"x"

    found = WorkspaceSources(read)
    assert found.get(NOTE) is found.get(NOTE)
    assert asked == [NOTE]


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "memory/../2026-04-10.md",
        "MEMORY.md",
        "memory/dreaming/deep/2026-04-05.md",
        "DREAMS.md",
        "",
    ],
)
def test_what_is_no_short_term_path_is_never_opened(path: str) -> None:
    def read(path: str) -> bytes | None:
        raise AssertionError(path)

    assert WorkspaceSources(read).get(path).state is SourceState.MISSING


def test_a_missing_file_is_missing() -> None:
    assert WorkspaceSources(lambda _: None).get(NOTE).state is SourceState.MISSING


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), BadInput("it is a folder")])
def test_what_cannot_be_read_says_why(error: Exception) -> None:
    def read(path: str) -> bytes | None:
        raise error

    source = WorkspaceSources(read).get(NOTE)
    assert source.state is SourceState.UNREADABLE
    assert source.detail in ("Permission denied", "it is a folder")

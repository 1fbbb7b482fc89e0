"""Lines are counted as editors count them, and bytes come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.files import text


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (b"", [""]),
        (b"a", ["a"]),
        (b"a\n", ["a", ""]),
        (b"a\r\nb\n", ["a", "b", ""]),
        (b"\xef\xbb\xbfa\nb", ["a", "b"]),
        ("a\u2028b\x0cc\x85d\n".encode(), ["a\u2028b\x0cc\x85d", ""]),
        (b"caf\xe9\n", ["caf\ufffd", ""]),
        (b"a\rb\nc\r", ["a\rb", "c"]),
    ],
)
def test_only_a_newline_ends_a_line(raw: bytes, lines: list[str]) -> None:
    assert text.lines(raw) == lines


@pytest.mark.parametrize(
    ("raw", "newline"),
    [(b"", "\n"), (b"a\r\nb\r\nc\n", "\r\n"), (b"a\r\nb\n", "\n"), (b"a\r\n", "\r\n"), (b"a\rb", "\n")],
)
def test_the_dominant_newline(raw: bytes, newline: str) -> None:
    assert text.newline_of(raw) == newline


def test_half_a_surrogate_pair_does_not_stop_a_file_from_being_written() -> None:
    assert text.encode("a\ud83d") == "a\ufffd".encode()


@given(st.binary())
def test_pieces_are_the_file_and_as_many_as_its_lines(raw: bytes) -> None:
    pieces = text.pieces(raw)
    assert b"".join(pieces) == raw
    assert len(text.lines(raw)) == len(pieces) + (raw == b"" or raw.endswith(b"\n"))

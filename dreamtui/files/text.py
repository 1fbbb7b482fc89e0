"""Bytes to lines and back, the way editors and the agent's own reader see a text file."""

from __future__ import annotations

import re
from typing import Literal

BOM = b"\xef\xbb\xbf"

_PIECE = re.compile(rb"[^\n]*\n|[^\n]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def decode(raw: bytes) -> str:
    """UTF-8 without its byte order mark; bytes that are not UTF-8 become U+FFFD."""
    return raw.decode("utf-8", "replace").removeprefix("\ufeff")


def encode(text: str) -> bytes:
    """UTF-8; half a surrogate pair, which a JSON file can hold, becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text).encode("utf-8")


def to_json(raw: bytes) -> str:
    """Bytes as text that a JSON file can hold and `from_json` gives back; not UTF-8: surrogates."""
    return raw.decode("utf-8", "surrogateescape")


def from_json(said: str) -> bytes:
    """The bytes that `to_json` was given."""
    try:
        return said.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # nothing that we wrote
        return said.encode("utf-8", "replace")


def lines(raw: bytes) -> list[str]:
    """The lines of a file without their ends; what follows the last `\\n` counts, even when empty.

    Only `\\n` ends a line: `str.splitlines` would split at characters that editors show in a line,
    and every stored line number would be off.
    """
    return [line.rstrip("\r") for line in decode(raw).split("\n")]


def pieces(raw: bytes) -> list[bytes]:
    """The lines of a file as bytes with their ends; joined they are the file again."""
    return _PIECE.findall(raw)


def not_utf8(raw: bytes) -> int | None:
    """The first line (1-based) that is not UTF-8; None when all are."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return raw.count(b"\n", 0, error.start) + 1
    return None


def newline_of(raw: bytes) -> Literal["\n", "\r\n"]:
    """How most lines of a file end; `\\n` when it is a tie or there are none."""
    windows = raw.count(b"\r\n")
    return "\r\n" if windows > raw.count(b"\n") - windows else "\n"


def ended(raw: bytes, newline: str) -> bytes:
    """The file, with a newline added when its last line has none."""
    return raw if raw in (b"", BOM) or raw.endswith(b"\n") else raw + newline.encode()

"""Settings files as text and as JSON5, with one line for whatever is wrong with them; not what they mean."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import Any

from dreamtui.errors import BadInput

_SHOWN_CHARS = 60
_MAX_NESTING = 200
_OFFSET = r" near (\d+)"


def read_text(path: Path) -> str | None:
    """A file's text without its BOM, or None when there is no such file; BadInput when it is not text."""
    where = plain(path)
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or str(path) == os.devnull):
            # opening a pipe could wait for ever, and reading a device never end
            raise BadInput(f"{where} is not a regular file; a file is needed there")
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError:
        raise BadInput(f"{where} is a folder; a file is needed there") from None
    except PermissionError:
        raise BadInput(f"{where} cannot be read: no permission") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"{where} cannot be read: {reason(error)}") from None
    if b"\0" in raw:
        raise BadInput(f"{where} holds a NUL byte at offset {raw.index(0)}: it is not a text file")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{where} is not UTF-8: see the byte at offset {error.start}") from None


def parse_json5(text: str, path: Path) -> Any:
    """The value of a JSON or JSON5 text; BadInput with file, line and column when it is neither."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass  # most files are plain JSON; the slower parser is asked only about the rest
    import pyjson5

    try:
        return pyjson5.decode(text, maxdepth=_MAX_NESTING)
    except pyjson5.Json5Exception as error:
        told = re.sub(r"b'(\w+)'", r"\1", str(error.args[0] if error.args else error))
        found = re.search(_OFFSET, told)
        offset = max(int(found[1]) - 1, 0) if found else 0
        culprit = str(getattr(error, "character", None) or "")
        if len(culprit) == 1:  # blanks before the culprit are not counted
            offset = max(text.find(culprit, offset), offset)
        raise _not_json5(path, _position(text, offset), re.sub(_OFFSET, "", told)) from None
    except (ValueError, RecursionError):  # a number of thousands of digits
        raise _not_json5(path, (1, 1), "a value in it is too long to be read") from None


def shown(value: object) -> str:
    """A value as a message shows it: JSON on one line, cut when long."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        try:
            text = str(value)  # a date of TOML's
        except (ValueError, RecursionError):
            text = f"a very long {type(value).__name__}"
    text = plain(text)
    return text if len(text) <= _SHOWN_CHARS else f"{text[: _SHOWN_CHARS - 1]}…"


def plain(text: object) -> str:
    """A text or path that stays on one line and can be printed anywhere."""
    told = str(text)
    if told.isprintable():
        return told
    printable = told.encode("utf-8", "backslashreplace").decode()
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", lambda found: f"\\x{ord(found[0]):02x}", printable)


def reason(error: Exception) -> str:
    """What the system said, in its own few words."""
    told = error.strerror if isinstance(error, OSError) else str(error)
    return plain(told or type(error).__name__)


def _not_json5(path: Path, at: tuple[int, int], told: str) -> BadInput:
    told = re.sub(r"U\+([0-9a-fA-F]{4,6})", lambda code: repr(chr(int(code[1], 16))), told)
    told = f"{told[:1].lower()}{told[1:]}"
    return BadInput(
        f"{plain(path)}: line {at[0]}, column {at[1]}: not JSON5: {plain(told)}; correct it there"
    )


def _position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1."""
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")

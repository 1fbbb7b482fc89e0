"""JSON files as JavaScript programs read and write them: one object, two spaces, a newline at the end."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from json.encoder import encode_basestring as quote
from math import isfinite
from pathlib import Path
from typing import Any, Final

from dreamtui.errors import BadInput
from dreamtui.files import rawfile
from dreamtui.files.text import BOM

_LARGE: Final = 1 << 20
_SLICE: Final = 1 << 16
"""Bytes that are parsed at a time: less than a millisecond."""
_TABLE: Final = b': {\n    "'
_NEXT: Final = b',\n    "'
_TABLE_END: Final = b"\n  }\n}\n"
_MEND: Final = "mend the file, or put a good copy in its place"
MAX_DEPTH: Final = 100
"""Deeper nesting than this is refused: no program writes it, and it could not be written back."""


def read_object(path: Path, shown: str) -> dict[str, Any] | None:
    """The object in a JSON file; None when there is no such file.

    Raises BadInput: one line with the file as `shown`, what is wrong and where, and what to do.
    """
    raw = rawfile.read_bytes(path, shown)
    return None if raw is None else parse_object(raw, shown)


def parse_object(raw: bytes, shown: str) -> dict[str, Any]:
    """The object in a JSON file's bytes, with or without BOM; BadInput as for `read_object`."""
    try:
        with collector_paused():
            value = _parse_large(raw) or json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _not_utf8(error, raw, shown) from error
    except json.JSONDecodeError as error:
        raise _not_json(error, shown) from error
    except RecursionError as error:
        raise too_deep(shown) from error
    except ValueError as error:  # a number of thousands of digits
        raise rawfile.refusal(shown, "holds a number that is too long", _MEND) from error
    if not isinstance(value, dict):
        raise rawfile.refusal(shown, f"holds {kind(value)} where an object should be", _MEND)
    return value


def too_deep(shown: str) -> BadInput:
    """The error for a file nested deeper than can be read and written back."""
    return rawfile.refusal(shown, "is nested too deep", _MEND)


def check_depth(value: object, shown: str) -> None:
    """Raise BadInput when unknown parts of a file are nested deeper than could be written back."""
    level: list[object] = [value]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise too_deep(shown)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cyclic collector from walking a growing heap in vain: JSON has no cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def render(value: object) -> bytes:
    """`JSON.stringify(value, null, 2)` and a newline.

    Only whole numbers beyond 2^53 differ: they keep the digits that JavaScript would lose.
    """
    return encode(render_text(value) + "\n")


def encode(text: str) -> bytes:
    """UTF-8, with half a surrogate pair written as the escape that JavaScript writes for it."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Two halves that stand side by side are one character to JavaScript.
        joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        return joined.encode("utf-8", "backslashreplace")


def render_text(value: Any, margin: str = "") -> str:
    """A value as JSON text whose lines after the first start at `margin`."""
    shape = type(value)
    if plain := _PLAIN.get(shape):
        return plain(value)
    if shape is list or shape is tuple:
        return _render_list(value, margin)
    if isinstance(value, float):
        return number(value)
    if shape is dict or isinstance(value, Mapping):
        return _render_object(value, margin)
    return json.dumps(value, ensure_ascii=False)


def number(value: float) -> str:
    """A float as JavaScript writes it: `4`, `0.00001`, `1e-7`, `1e+21`; `null` when not finite."""
    if value == 0 or not isfinite(value):
        return "null" if value else "0"
    text = repr(value)
    if "e" not in text:
        return text.removesuffix(".0")
    mantissa, exponent = text.split("e")
    power = int(exponent)
    sign = "-" if value < 0 else ""
    digits = mantissa.lstrip("-").replace(".", "")
    if 0 <= power < 21:
        return sign + digits.ljust(power + 1, "0")
    if -7 < power < 0:
        return f"{sign}0.{'0' * (-power - 1)}{digits}"
    return f"{mantissa}e{power:+d}"


def kind(value: object) -> str:
    """What a JSON value is, for a message: `a list`, `a number`."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _parse_large(raw: bytes) -> Any:
    """What a large file holds, read in half the time and memory; None where that cannot be done.

    Each key, day and tag is kept once. What this parser will not take, the usual one judges.
    """
    if len(raw) < _LARGE:
        return None
    raw = raw.removeprefix(BOM)
    for parse in (_parse_in_slices, _parse_quickly):
        with suppress(ValueError):
            if value := parse(raw):
                return value
    return None


def _parse_in_slices(raw: bytes) -> Any:
    """The object of a file that is laid out as by `render`, a table last; ValueError for any other.

    The parser keeps the interpreter to itself until it is done, and no key would be answered for as
    long as a large file takes: between two slices others have their turn. No line breaks within a text
    of JSON, so that slices that begin and end where lines do, and are objects, are what the table holds.
    """
    if not raw.endswith(_TABLE_END):
        raise ValueError
    start, end = raw.index(_TABLE) + 3, len(raw) - len(_TABLE_END)
    value = _parse_quickly(raw[:start] + b'"": 0}}')
    (name,) = (name for name, member in value.items() if member == {"": 0})
    value[name] = table = {}
    while start < end:
        stop = raw.find(_NEXT, start + _SLICE, end)
        stop = end if stop < 0 else stop
        table.update(_parse_quickly(b"{" + raw[start:stop] + b"}"))
        start = stop + 1
    return value


def _parse_quickly(raw: bytes) -> Any:
    from pydantic_core import from_json  # not worth its import for a small file

    return from_json(raw, allow_inf_nan=True, cache_strings="all")


_PLAIN: Final[dict[type, Callable[[Any], str]]] = {
    str: quote,
    int: repr,
    float: number,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): {None: "null"}.__getitem__,
}
"""How values that hold no others are written, by their exact types."""


def _render_object(value: Mapping[str, Any], margin: str) -> str:
    if not value:
        return "{}"
    inner = margin + "  "
    members = [
        f"{quote(key)}: {plain(item) if (plain := _PLAIN.get(type(item))) else render_text(item, inner)}"
        for key, item in value.items()
    ]
    return "{\n" + inner + (",\n" + inner).join(members) + "\n" + margin + "}"


def _render_list(value: list[Any] | tuple[Any, ...], margin: str) -> str:
    if not value:
        return "[]"
    inner = margin + "  "
    if set(map(type, value)) == {str}:
        items = list(map(quote, value))
    else:
        items = [render_text(item, inner) for item in value]
    return "[\n" + inner + (",\n" + inner).join(items) + "\n" + margin + "]"


def _children(node: object) -> list[object]:
    if isinstance(node, dict):
        return [child for child in node.values() if isinstance(child, dict | list)]
    if isinstance(node, list):
        return [child for child in node if isinstance(child, dict | list)]
    return []


def _not_json(error: json.JSONDecodeError, shown: str) -> BadInput:
    text = error.doc
    if not text.strip():
        return rawfile.refusal(shown, "is empty", _MEND)
    nul = text.find("\0")
    if nul >= 0:
        return rawfile.refusal(shown, f"holds NUL bytes from {_place(text, nul)} on", _MEND)
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return rawfile.refusal(shown, f"breaks off at {_place(text, len(text))}", _MEND)
    what = error.msg[:1].lower() + error.msg[1:]
    return rawfile.refusal(shown, f"is not JSON: {what} at {_place(text, error.pos)}", _MEND)


def _not_utf8(error: UnicodeDecodeError, raw: bytes, shown: str) -> BadInput:
    before = raw[: error.start].decode("utf-8-sig", "replace")
    where = _place(before, len(before))
    if error.reason == "unexpected end of data":
        return rawfile.refusal(shown, f"breaks off at {where}", _MEND)
    return rawfile.refusal(shown, f"is not UTF-8 at {where}", _MEND)


def _place(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    return f"line {line}, column {column}"

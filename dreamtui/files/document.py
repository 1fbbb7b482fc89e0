"""The frame around every JSON state file: a version, a table of entries, and what others put beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf
from typing import Any, Final, Protocol, TypeVar

from dreamtui.files import jsonfile, rawfile
from dreamtui.model import Document


class Entry(Protocol):
    """What every entry of a state file has: fields of others, which survive."""

    @property
    def extra(self) -> Mapping[str, Any]:
        """Unknown fields by name."""


T = TypeVar("T", bound=Entry)

NO_EXTRA: Final[Mapping[str, Any]] = {}
"""Shared by the many entries that hold no unknown field."""
MAX_WHOLE: Final = 2**53 - 1
"""The largest whole number that a JavaScript program can hold; larger counts stop there."""


def parse(
    value: dict[str, Any],
    shown: str,
    *,
    table: str,
    version: int,
    read: Callable[[str, Any], T | None],
) -> Document[T]:
    """Read the object of a state file, emptying it on the way so that memory falls.

    `read` turns a key and its raw entry into a value, or None when it is invalid.
    Raises BadInput for a newer version, and where `table` is no object.
    """
    _check_version(value.pop("version", version), version, shown)
    raws = take_table(value, table, shown)
    updated_at = value.pop("updatedAt", None)
    jsonfile.check_depth(value, shown)
    with jsonfile.collector_paused():
        entries, invalid = _read_entries(raws, shown, read)
    return Document(
        entries=entries,
        invalid=invalid,
        updated_at=updated_at if isinstance(updated_at, str) else None,
        exists=True,
        extra=value or NO_EXTRA,
    )


def take_table(value: dict[str, Any], table: str, shown: str) -> dict[str, Any]:
    """Take a table out of a state file's object; BadInput when something else stands there."""
    raws = value.pop(table, {})
    if isinstance(raws, dict):
        return raws
    what = f"holds {jsonfile.kind(raws)} as `{table}` where an object should be"
    raise rawfile.refusal(shown, what, "mend the file, or put a good copy in its place")


def head(version: int, updated_at: str | None) -> dict[str, Any]:
    """The fields that stand before the table."""
    return {"version": version} if updated_at is None else {"version": version, "updatedAt": updated_at}


def count(value: object) -> int:
    """A count as stored, floored; 0 when it is missing, negative or no number."""
    if type(value) is int:
        return min(value, MAX_WHOLE) if value > 0 else 0
    if isinstance(value, float) and 0 < value < inf:
        return min(int(value), MAX_WHOLE)
    return 0


def whole(value: object) -> int | None:
    """A number without a fraction, in whichever way it is written; None for anything else."""
    if type(value) is int:
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None


def text(value: object) -> str | None:
    """A text, or None for anything else."""
    return value if isinstance(value, str) else None


def texts(value: object) -> tuple[str, ...]:
    """The texts in a list; nothing for anything else."""
    if not isinstance(value, list):
        return ()
    try:
        "".join(value)  # the quickest way to see that all are texts
        return tuple(value)
    except TypeError:
        return tuple(item for item in value if isinstance(item, str))


def measure(raw: dict[str, Any]) -> tuple[int, int] | None:
    """The mtime in whole ms and the size in bytes of a checkpoint; None when one is missing."""
    mtime_ms, size = raw.get("mtimeMs"), raw.get("size")
    if _is_measure(mtime_ms) and _is_measure(size):
        return count(mtime_ms), count(size)
    return None


def unknown(raw: dict[str, Any], known: frozenset[str]) -> Mapping[str, Any]:
    """The fields of an entry that are not ours, in stored order."""
    return {name: item for name, item in raw.items() if name not in known} or NO_EXTRA


def _is_measure(value: object) -> bool:
    return (type(value) is int or isinstance(value, float)) and 0 <= value < inf


def _check_version(found: object, version: int, shown: str) -> None:
    number = whole(found)
    if number is not None and 1 <= number <= version:
        return
    what = f"has version {jsonfile.render_text(found)[:40]}, and only {version} is understood"
    raise rawfile.refusal(shown, what, "update dreamtui, or put a good copy in its place")


def _read_entries(
    raws: dict[str, Any], shown: str, read: Callable[[str, Any], T | None]
) -> tuple[dict[str, T], dict[str, Any]]:
    entries: dict[str, T] = {}
    invalid: dict[str, Any] = {}
    for key in list(raws):
        raw = raws.pop(key)
        entry = read(key, raw)
        if entry is None:
            jsonfile.check_depth(raw, shown)
            invalid[key] = raw
            continue
        entries[key] = entry
        if entry.extra:
            jsonfile.check_depth(entry.extra, shown)
    return entries, invalid

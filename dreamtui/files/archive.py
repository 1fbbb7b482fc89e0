"""The archive of MEMORY.md, `memory/archive/MEMORY-pruned.md`: what was pruned, whole, and where it stood.

Markdown for people. Each entry stands between two comments, byte for byte; the first comment holds
as JSON how many bytes it has and all that is needed to bring it back to its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from dreamtui.files import text
from dreamtui.files.memory_places import Origin
from dreamtui.javascript import fold

_TITLE: Final = (
    "# Pruned from MEMORY.md\n\nWhat was taken out of MEMORY.md, newest last. "
    "`dreamtui prune restore ID` brings an entry back to its place; what you delete here is gone.\n"
)
_BEGIN: Final = re.compile(rb"^<!-- dreamtui-pruned: (\{.*\}) -->\r?\n", re.MULTILINE)
_END: Final = b"<!-- dreamtui-pruned end -->\n"
_END_LINE: Final = re.compile(rb"\r?\n?^<!-- dreamtui-pruned end -->\r?\n?", re.MULTILINE)


class Archived(NamedTuple):
    """An entry in the archive; `step` is the line of review.jsonl that tells of its pruning."""

    id: str
    step: str
    at: str
    key: str | None
    claims: tuple[str, ...]
    reason: str
    raw: bytes
    origin: Origin
    start: int = 0
    """Where its section of the archive begins and ends, once it stands there."""
    end: int = 0


def add(raw: bytes | None, entries: Sequence[Archived], day: str) -> bytes:
    """The archive with further entries at its end; all that it held is its beginning."""
    before = raw or text.encode(_TITLE)
    return text.ended(before, "\n") + b"".join(_render(entry, day) for entry in entries)


def without(raw: bytes, entries: Iterable[Archived]) -> bytes | None:
    """The archive without entries that were read from it; None where nothing but its title is left."""
    for entry in sorted(entries, key=lambda one: -one.start):
        raw = raw[: entry.start] + raw[entry.end :]
    return None if raw == text.encode(_TITLE) else raw


def read(raw: bytes | None) -> list[Archived]:
    """The entries of the archive, in its order. What is not one is passed over."""
    content, at, found = raw or b"", 0, []
    while begin := _BEGIN.search(content, at):
        at = begin.end()
        entry = _parsed(begin[1])
        if entry is None:
            continue
        size = entry[1]
        end = at + size
        if not content.startswith((_END, b"\n" + _END), end):  # somebody edited it
            closing = _END_LINE.search(content, at)
            end = closing.start() if closing else len(content)
        body = content[at:end]
        closing = _END_LINE.match(content, end)
        at = closing.end() if closing else end
        found.append(entry[0]._replace(raw=body, start=_section(content, begin.start()), end=at))
    return found


# --- its form -----------------------------------------------------------------------------------


def _render(entry: Archived, day: str) -> bytes:
    """One section: a heading for people, the entry between its comments."""
    where = f"line {entry.origin.line}"
    if entry.origin.headings:
        where += f", under {_plain(entry.origin.headings[-1])}"
    why = f"\n{_plain(entry.reason)}\n" if entry.reason else ""
    told = {
        "id": entry.id,
        "step": entry.step,
        "at": entry.at,
        "key": entry.key,
        "claims": entry.claims,
        "reason": entry.reason,
        "bytes": len(entry.raw),
        "origin": entry.origin._asdict(),
    }
    begin = f"\n## {day}, {where}\n{why}\n<!-- dreamtui-pruned: {_json(told)} -->\n"
    gap = b"" if entry.raw.endswith(b"\n") else b"\n"
    return text.encode(begin) + entry.raw + gap + _END


def _json(value: Any) -> str:
    # A comment ends with the first `-->`, and some readers want no `--` in it at all.
    return json.dumps(value, ensure_ascii=True).replace("--", "-\\u002d").replace(">", "\\u003e")


def _plain(said: str) -> str:
    return fold(said).replace("<!--", "&lt;!--")


def _section(content: bytes, comment: int) -> int:
    """Where the section of an entry begins: at the blank line before the heading over its comment."""
    heading = content.rfind(b"\n## ", 0, comment)
    between = content[heading + 1 : comment]
    ours = heading >= 0 and between.count(b"\n## ") == 0 and b"<!--" not in between
    return heading if ours else comment


def _parsed(raw: bytes) -> tuple[Archived, int] | None:
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    match told:
        case {"id": str(ident), "step": str(step), "at": str(at), "bytes": int(size), "origin": dict(where)}:
            place = _origin(where)
            key, claims, why = told.get("key"), told.get("claims"), told.get("reason")
            if place is None or size < 0:
                return None
            return Archived(
                ident,
                step,
                at,
                key if isinstance(key, str) else None,
                tuple(one for one in claims if isinstance(one, str)) if isinstance(claims, list) else (),
                why if isinstance(why, str) else "",
                b"",
                place,
            ), size
    return None


def _origin(told: dict[str, Any]) -> Origin | None:
    match told:
        case {
            "start": int(start),
            "gap": int(gap),
            "line": int(line),
            "headings": list(headings),
            "near": [str(above), str(below)],
            "left": [str(over), str(under)],
            "filler": str(filler),
        } if all(isinstance(one, str) for one in headings):
            deep = told.get("below")
            deep = deep if type(deep) is int else None
            return Origin(start, gap, line, tuple(headings), (above, below), (over, under), filler, deep)
    return None

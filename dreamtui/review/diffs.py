"""Unified diffs of planned writes."""

from __future__ import annotations

import difflib

from dreamtui.model import Write


def unified(change: Write, context: int = 3) -> str:
    """The diff of a write, as `diff -u` has it; a carriage return or missing line end is shown as such."""
    before, after = change.before or b"", change.after or b""
    if before and after.startswith(before) and before.endswith(b"\n"):
        return _appended(change.path, before, after, context)
    lines = difflib.unified_diff(_lines(before), _lines(after), *_names(change), n=context)
    return "".join(map(_shown, lines))


def _appended(path: str, before: bytes, after: bytes, context: int) -> str:
    """The same for what only grows at its end, without comparing the whole of it."""
    old = before.count(b"\n")
    tail = _lines(before[_start_of_last_lines(before, context) :])
    added = _lines(after[len(before) :])
    first = old - len(tail) + 1
    head = f"--- a/{path}\n+++ b/{path}\n@@ -{first},{len(tail)} +{first},{len(tail) + len(added)} @@\n"
    return head + "".join(_shown(" " + line) for line in tail) + "".join(_shown("+" + line) for line in added)


def _start_of_last_lines(raw: bytes, count: int) -> int:
    at = len(raw)
    for _ in range(count + 1):
        at = raw.rfind(b"\n", 0, at)
        if at < 0:
            return 0
    return at + 1


def _names(change: Write) -> tuple[str, str]:
    return (
        "/dev/null" if change.before is None else f"a/{change.path}",
        "/dev/null" if change.after is None else f"b/{change.path}",
    )


def _lines(raw: bytes) -> list[str]:
    decoded = raw.decode("utf-8", "replace")
    lines = [f"{line}\n" for line in decoded.split("\n")]
    last = lines.pop()
    return lines if last == "\n" else [*lines, last[:-1]]


def _shown(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"

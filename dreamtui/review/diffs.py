"""Unified diffs of planned writes, quick even where a store of a hundred thousand entries changes."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dreamtui.model import Write

Block = tuple[str, int, int, int, int]
"""As in `difflib`: tag, start and end in the old lines, start and end in the new."""

SMALL = 400
"""Below this many lines difflib is quick enough on its own."""


def unified(change: Write, context: int = 3) -> str:
    """The diff of a write, as `diff -u` has it; bytes that are not UTF-8 show as U+FFFD."""
    old, new = _lines(change.before or b""), _lines(change.after or b"")
    out: list[str] = []
    for group in _groups(list(_blocks(old, new)), context):
        first, last = group[0], group[-1]
        out.append(f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n")
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                out.extend(_shown(" ", line) for line in old[i1:i2])
            else:
                out.extend(_shown("-", line) for line in old[i1:i2])
                out.extend(_shown("+", line) for line in new[j1:j2])
    if not out:
        return ""
    before = "/dev/null" if change.before is None else f"a/{change.path}"
    after = "/dev/null" if change.after is None else f"b/{change.path}"
    return f"--- {before}\n+++ {after}\n{''.join(out)}"


def _lines(raw: bytes) -> list[str]:
    """Lines with their ends; only `\\n` ends a line."""
    *whole, last = raw.decode("utf-8", "replace").split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])


def _shown(mark: str, line: str) -> str:
    return mark + (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")


def _range(start: int, end: int) -> str:
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """Equal and changed runs in order. Lines that stand once on both sides hold a large file together."""
    anchors = [(-1, -1), *_anchors(old, new), (len(old), len(new))]
    for (i, j), (next_i, next_j) in pairwise(anchors):
        if i >= 0:
            yield "equal", i, i + 1, j, j + 1
        yield from _between(old, i + 1, next_i, new, j + 1, next_j)


def _between(
    old: Sequence[str], i: int, i_end: int, new: Sequence[str], j: int, j_end: int
) -> Iterator[Block]:
    if old[i:i_end] == new[j:j_end]:
        if i < i_end:
            yield "equal", i, i_end, j, j_end
        return
    matcher = difflib.SequenceMatcher(None, old[i:i_end], new[j:j_end], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        yield tag, i + i1, i + i2, j + j1, j + j2


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of the same line, unique on both sides, in the longest order that both sides keep."""
    if len(old) + len(new) < SMALL:
        return []
    once_old, once_new = _once(old), _once(new)
    pairs = [(i, once_new[line]) for line, i in once_old.items() if line in once_new]
    ends: list[int] = []  # patience sorting: the last line of the best run of each length
    tops: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        pile = bisect_left(ends, j)
        before.append(tops[pile - 1] if pile else -1)
        if pile == len(ends):
            ends.append(j)
            tops.append(index)
        else:
            ends[pile], tops[pile] = j, index
    run: list[tuple[int, int]] = []
    at = tops[-1] if tops else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _once(lines: Sequence[str]) -> dict[str, int]:
    counts = Counter(lines)
    return {line: index for index, line in enumerate(lines) if counts[line] == 1}


def _groups(blocks: list[Block], context: int) -> Iterator[list[Block]]:
    """Runs of changes with `context` equal lines around, as `SequenceMatcher.get_grouped_opcodes`."""
    group: list[Block] = []
    for tag, i1, i2, j1, j2 in _joined(blocks):
        if tag != "equal":
            group.append((tag, i1, i2, j1, j2))
            continue
        if group and i2 - i1 > 2 * context:
            yield [*group, ("equal", i1, i1 + context, j1, j1 + context)]
            group = []
        if group:
            group.append((tag, i1, i2, j1, j2))
        else:
            start = max(i1, i2 - context)
            group = [("equal", start, i2, max(j1, j2 - context), j2)]
    if any(block[0] != "equal" for block in group):
        yield _ended(group, context)


def _ended(group: list[Block], context: int) -> list[Block]:
    tag, i1, i2, j1, j2 = group[-1]
    return (
        group
        if tag != "equal"
        else [*group[:-1], (tag, i1, min(i2, i1 + context), j1, min(j2, j1 + context))]
    )


def _joined(blocks: list[Block]) -> Iterator[Block]:
    """Equal runs that touch as one."""
    held: Block | None = None
    for block in blocks:
        if held and held[0] == "equal" == block[0]:
            held = ("equal", held[1], block[2], held[3], block[4])
            continue
        if held:
            yield held
        held = block
    if held:
        yield held

"""Changing entries of MEMORY.md to the byte: cut, say otherwise, put back; what is not picked stays.

Taking a block out of Markdown can join what stood around it: a second list item to a paragraph, a
note to the item above. So every change is read again before it is given out: each span that was not
picked must still be read as the same one. Where it would not, a line end or an empty comment is
left where the entry was, as CommonMark advises for keeping two lists apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple

from dreamtui.entries import MemoryEntry
from dreamtui.errors import BadInput
from dreamtui.files import memory_entry, text
from dreamtui.files.memory_md import continued, harmless
from dreamtui.files.memory_outline import Outline, Span, parse

_APART: Final = "<!-- -->"
_UNKNOWN: Final = "\ufffd"
_STRANGE: Final = re.compile("[\udc80-\udcff\ufffd]")


class Change(NamedTuple):
    """The bytes from `start` to `end` become `now`; `cut` says that nothing of them is left in it."""

    start: int
    end: int
    now: bytes
    cut: bool = False


def changed(raw: bytes, changes: Sequence[Change]) -> bytes:
    """The file after changes, which are in its order and do not overlap."""
    out, at = [], 0
    for change in changes:
        out += [raw[at : change.start], change.now]
        at = change.end
    return b"".join([*out, raw[at:]])


def plan(outline: Outline, cuts: Collection[str], texts: Mapping[str, str]) -> tuple[Change, ...]:
    """The changes, in the order of the file, that cut entries and let others say what `texts` has for them.

    Raises BadInput for a text that would not stay one entry, and where what is left cannot be kept apart.
    """
    rewritten = _rewritten(outline, {ident: said for ident, said in texts.items() if ident not in cuts})
    gone = sorted((outline.by_id[ident] for ident in cuts), key=lambda entry: entry.start)
    groups = _groups(gone)
    fillers = _fillers(_newline_of(outline.raw))
    levels = [0] * len(groups)
    while True:
        cut = [
            Change(entry.start, entry.end, fillers[level] if entry is group[-1] else b"", cut=True)
            for group, level in zip(groups, levels, strict=True)
            for entry in group
        ]
        changes = tuple(sorted([*rewritten, *cut]))
        lost = _lost(outline, parse(changed(outline.raw, changes)), changes)
        if not lost:
            return changes
        for index in {_responsible(span, longer, groups) for span, longer in lost}:
            if index is None or levels[index] + 1 == len(fillers):
                line = lost[0][0].line
                raise BadInput(
                    f"MEMORY.md line {line} would be read in another way without what stands beside it; "
                    "nothing was changed: prune fewer entries there, or edit the file by hand"
                )
            levels[index] += 1


def put_in(outline: Outline, start: int, end: int, piece: bytes, *, back: bool = False) -> bytes | None:
    """The file with an entry in place of the bytes from `start` to `end`, which no entry holds (mostly
    none); line ends or an empty comment keep it apart where it must be. None where it cannot stand there.

    `back` says that it stood just there: what a person wrote into its item may belong to it again.
    """
    raw, newline = outline.raw, _newline_of(outline.raw).encode()
    comment = _APART.encode() + newline
    wanted = parse(piece).entries[:1]
    ended = b"" if not raw[:start] or raw[:start].endswith((b"\n", b"\r", text.BOM)) else newline
    for before in (b"", newline, comment, newline + comment + newline):
        for after in (b"", newline, newline + comment + newline):
            own = piece
            if (after or raw[end:]) and not piece.endswith((b"\n", b"\r")):
                own = piece + newline
            change = Change(start, end, ended + before + own + after, cut=True)
            made = parse(changed(raw, [change]))
            at = start + len(ended + before)
            there = next((entry for entry in made.entries if entry.start == at), None)
            same = there and wanted and (there.end, there.text) == (at + len(own), wanted[0].text)
            lost = _lost(outline, made, (change,))
            if back and same:
                moved = len(change.now) - (end - start)
                lost = [one for one in lost if not _in_rest(made, at + len(own), one[0].start + moved)]
            if same and not lost:
                return made.raw
    return None


def words(outline: Outline, entry: MemoryEntry) -> str:
    """What a person edits: the text of an entry with the comments inside of it."""
    return text.encode(_shown(outline, entry)).decode()


def _shown(outline: Outline, entry: MemoryEntry) -> str:
    """The same with what is not UTF-8 as surrogates."""
    parts = memory_entry.parts(_own_lines(outline, entry)[1])
    shown = [parts.body[0], *(_dedented(line, parts.indent) for line in parts.body[1:])]
    return "\n".join(line.rstrip() for line in shown).strip()


# --- what is left must be read as before -------------------------------------------------------


def _lost(outline: Outline, made: Outline, changes: Sequence[Change]) -> list[tuple[Span, bool]]:
    """The spans that are not read as before, and whether they took in more. `rest` may be read anew."""
    found = {span.start: span for span in made.spans if span.start < span.end}
    lost = []
    moved = at = 0
    for span in outline.spans:
        while at < len(changes) and changes[at].end <= span.start:
            moved += len(changes[at].now) - (changes[at].end - changes[at].start)
            at += 1
        own = changes[at] if at < len(changes) and changes[at].start <= span.start else None
        if span.kind in ("blank", "rest") or (own and own.cut):
            continue
        size = len(own.now) if own else span.end - span.start
        there = found.get(span.start + moved)
        if there is None or not _same(span, there, size, own is not None):
            longer = there is not None and there.kind == span.kind and there.end - there.start > size
            lost.append((span, longer))
    return lost


def _in_rest(made: Outline, begin: int, at: int) -> bool:
    """Whether a place lies in what a person wrote into the item of the entry that ends at `begin`."""
    rest = next((span for span in made.spans if span.kind == "rest" and span.start >= begin), None)
    return rest is not None and not made.raw[begin : rest.start].strip() and rest.start <= at < rest.end


def _same(span: Span, there: Span, size: int, rewritten: bool) -> bool:
    if there.kind != span.kind or there.end - there.start != size:
        return False
    if span.entry is None or there.entry is None:
        return span.headings == there.headings
    return span.entry.key == there.entry.key and (rewritten or span.entry.text == there.entry.text)


def _groups(gone: Sequence[MemoryEntry]) -> list[list[MemoryEntry]]:
    """Entries that stand side by side together."""
    groups: list[list[MemoryEntry]] = []
    for entry in gone:
        if groups and groups[-1][-1].end == entry.start:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups


def _fillers(newline: str) -> list[bytes]:
    apart = f"{_APART}{newline}"
    return [one.encode() for one in ("", newline, apart, f"{newline}{apart}", f"{newline}{apart}{newline}")]


def _responsible(span: Span, longer: bool, groups: Sequence[Sequence[MemoryEntry]]) -> int | None:
    """The group of cuts that a span is read otherwise for: it took in what comes after, or is taken in."""
    before = [index for index, group in enumerate(groups) if group[-1].end <= span.start]
    after = [index for index, group in enumerate(groups) if group[0].start >= span.end]
    first, second = (after[:1], before[-1:]) if longer else (before[-1:], after[:1])
    return next(iter([*first, *second]), None)


# --- another text -------------------------------------------------------------------------------


def _rewritten(outline: Outline, texts: Mapping[str, str]) -> list[Change]:
    changes: list[Change] = []
    for ident, said in texts.items():
        entry = outline.by_id[ident]
        if not harmless(said):
            raise BadInput("the new text says nothing; nothing was changed: prune the entry instead")
        said = _with_own_bytes(said, ident, _shown(outline, entry))
        own = memory_entry.number(_shown(outline, entry))
        numbers = ("", own) if own and not memory_entry.number(said) else ("",)
        for number, escape in product(numbers, (False, True)):
            change = Change(entry.start, entry.end, _saying(outline, entry, number + said, escape))
            if not _lost(outline, parse(changed(outline.raw, [change])), [change]):
                changes.append(change)
                break
        else:
            raise BadInput(
                f"the text for {ident} would not stay one entry of MEMORY.md; nothing was changed: "
                "write it without headings, rules and blank lines"
            )
    return changes


def _with_own_bytes(said: str, ident: str, before: str) -> str:
    """A new text with the bytes that are not UTF-8 as they were (as surrogates), which a person is shown
    and gives back as U+FFFD. Raises BadInput where it cannot be told which of them stayed."""
    clean = text.encode(said.strip()).decode()
    own = _STRANGE.findall(before)
    if not any(one != _UNKNOWN for one in own) or _UNKNOWN not in clean:
        return clean
    if clean.count(_UNKNOWN) != len(own):
        raise BadInput(
            f"{ident} has bytes that are not UTF-8, shown as {_UNKNOWN}; nothing was changed: "
            f"keep all {len(own)} of them in the text, or none"
        )
    back = iter(own)
    return _STRANGE.sub(lambda _: next(back), clean)


def _saying(outline: Outline, entry: MemoryEntry, said: str, escape: bool) -> bytes:
    """An entry with another text: marker, list marker, indentation, numbers, notes and line ends stay."""
    marker, own = _own_lines(outline, entry)
    parts = memory_entry.parts(own)
    known: defaultdict[str, list[str]] = defaultdict(list)
    for line in parts.body[:0:-1]:
        known[_dedented(line, parts.indent).rstrip()].append(line)
    lines: list[str] = []
    for number, line in enumerate(said.replace("\r\n", "\n").split("\n")):
        fresh = _harmless(line, escape or entry.key is not None)
        if number == 0:
            lines.append(parts.body[0] if line.rstrip() == parts.body[0].strip() else fresh.lstrip())
        elif line.strip() or entry.key is None:
            same = known[line.rstrip()]
            lines.append(same.pop() if same else " " * parts.indent + fresh if line.strip() else "")
    first = parts.first if not parts.first.strip() or parts.first[-1] in " \t" else f"{parts.first} "
    body = [*marker, first + lines[0], *lines[1:]]
    body[-1] += parts.tail
    raw = outline.bytes_of(entry)
    end = raw[len(raw.rstrip(b"\r\n")) :].decode()
    newline = (
        "\r\n"
        if b"\r\n" in raw
        else "\r"
        if b"\r" in raw
        else "\n"
        if b"\n" in raw
        else _newline_of(outline.raw)
    )
    return (newline.join([*body, *parts.notes]) + end).encode("utf-8", "surrogateescape")


def _own_lines(outline: Outline, entry: MemoryEntry) -> tuple[list[str], list[str]]:
    """The line of the marker, if there is one, and the others; what is not UTF-8 as surrogates."""
    said = outline.bytes_of(entry).decode("utf-8", "surrogateescape")
    lines = said.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    return (lines[:1], lines[1:]) if entry.key is not None else ([], lines)


def _newline_of(raw: bytes) -> str:
    return "\r" if b"\n" not in raw and b"\r" in raw else text.newline_of(raw)


def _dedented(line: str, indent: int) -> str:
    return line[min(indent, len(line) - len(line.lstrip(" \t"))) :]


def _harmless(line: str, escape: bool) -> str:
    """A typed line: nothing in it acts; escaped, nothing in it begins a block either."""
    blank = line[: len(line) - len(line.lstrip(" "))]
    return f"{blank}{continued(line) if escape else harmless(line)}"

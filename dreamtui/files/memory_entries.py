"""Taking promoted entries out of a MEMORY.md that people may have edited since; the rest stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dreamtui.files import memory_md, text

_TITLE = "# "
_HEADING = "## "


def without(raw: bytes, added: str, keys: Collection[str]) -> bytes:
    """The file without the entries under `keys` that `added`, a section once appended to it, brought.

    An entry goes with its marker, as far as it still stands under it; the heading of the section
    goes too where nothing but blank lines is left under it.
    """
    pieces = text.pieces(raw)
    lines = [_bare(piece) for piece in pieces]
    written = [line.rstrip("\r") for line in added.split("\n")]
    gone: set[int] = set()
    for key in keys:
        for at in _found(lines, memory_md.marker(key)):
            gone.update(range(at, _end(lines, at, _entry(written, key))))
    heading = next((line for line in written if line.startswith(_HEADING)), None)
    for at in sorted({_heading_above(lines, index) for index in gone}):
        if at >= 0 and lines[at] == heading:
            gone.update(_emptied(lines, at, gone))
    return b"".join(piece for index, piece in enumerate(pieces) if index not in gone)


def kept_heading(before: bytes, after: bytes, added: str) -> str | None:
    """The heading that `added` brought where it outlived its entries, as something else stands under it."""
    heading = next((line.rstrip("\r") for line in added.split("\n") if line.startswith(_HEADING)), None)
    if heading is None or before == after:
        return None
    stood, stands = (list(map(_bare, text.pieces(raw))).count(heading) for raw in (before, after))
    return heading if stood == stands > 0 else None


def _bare(piece: bytes) -> str:
    return text.decode(piece).rstrip("\r\n")


def _found(lines: Sequence[str], wanted: str) -> list[int]:
    return [index for index, line in enumerate(lines) if line.strip() == wanted]


def _entry(written: Sequence[str], key: str) -> Sequence[str]:
    """The lines of an entry as they were written."""
    marker = memory_md.marker(key)
    if marker not in written:
        return ()
    start = written.index(marker) + 1
    end = start + 1
    while end < len(written) and written[end].startswith("  "):
        end += 1
    return written[start:end]


def _end(lines: Sequence[str], marker: int, entry: Sequence[str]) -> int:
    """Where an entry ends: after the lines that were written, or as many as stand there edited."""
    start = marker + 1
    if start >= len(lines) or not entry or not lines[start].lstrip().startswith("- "):
        return start
    if list(lines[start : start + len(entry)]) == list(entry):
        return start + len(entry)
    end = start + 1
    while end < min(len(lines), start + len(entry)) and lines[end].startswith("  ") and lines[end].strip():
        end += 1
    return end


def _heading_above(lines: Sequence[str], index: int) -> int:
    return next((at for at in range(index, -1, -1) if lines[at].startswith((_TITLE, _HEADING))), -1)


def _emptied(lines: Sequence[str], heading: int, gone: Collection[int]) -> set[int]:
    """A heading under which nothing is left, with the blank lines that were written around it."""
    after = heading + 1
    while after < len(lines) and (after in gone or not lines[after].strip()):
        after += 1
    if after < len(lines) and not lines[after].startswith((_TITLE, _HEADING)):
        return set()
    around = (heading - 1, heading + 1)
    return {heading, *(at for at in around if 0 <= at < len(lines) and not lines[at].strip())}

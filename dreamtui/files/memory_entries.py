"""Taking promoted entries out of a MEMORY.md that people may have edited since; the rest stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dreamtui.files import memory_md, text

_TITLE = "# "
_HEADING = "## "


def without(raw: bytes, added: str, keys: Collection[str]) -> bytes:
    """The file without the entries under `keys` that `added`, a section once appended to it, brought.

    An entry goes with its marker; a marker goes alone where nothing stands under it any more; an entry
    that was edited since stays with its marker, as a person wrote it. The heading of the section goes
    too where nothing but blank lines is left under it.
    """
    pieces = text.pieces(raw)
    lines = [_bare(piece) for piece in pieces]
    written = _written(added)
    gone: set[int] = set()
    for key in keys:
        entry = _entry(written, key)
        for at in _found(lines, memory_md.marker(key)) if entry else ():
            if not _is_edited(lines, at, entry):
                gone.update(range(at, _end(lines, at, entry)))
    heading = next((line for line in written if line.startswith(_HEADING)), None)
    for at in sorted({_heading_above(lines, index) for index in gone}):
        if at >= 0 and lines[at] == heading:
            gone.update(_emptied(lines, at, gone))
    return b"".join(piece for index, piece in enumerate(pieces) if index not in gone)


def edited(raw: bytes, added: str, keys: Collection[str]) -> tuple[str, ...]:
    """Those of `keys` whose entries are not as `added` brought them: `without` leaves them as they are."""
    lines = [_bare(piece) for piece in text.pieces(raw)]
    written = _written(added)
    stay = []
    for key in keys:
        entry, found = _entry(written, key), _found(lines, memory_md.marker(key))
        if entry and any(_is_edited(lines, at, entry) for at in found):
            stay.append(key)
    return tuple(stay)


def kept_heading(before: bytes, after: bytes, added: str) -> str | None:
    """The heading that `added` brought where it outlived its entries, as something else stands under it."""
    heading = next((line for line in _written(added) if line.startswith(_HEADING)), None)
    if heading is None or before == after:
        return None
    stood, stands = (list(map(_bare, text.pieces(raw))).count(heading) for raw in (before, after))
    return heading if stood == stands > 0 else None


def _bare(piece: bytes) -> str:
    return text.decode(piece).rstrip("\r\n")


def _written(added: str) -> list[str]:
    return [line.rstrip("\r") for line in added.split("\n")]


def _found(lines: Sequence[str], wanted: str) -> list[int]:
    return [index for index, line in enumerate(lines) if line.strip() == wanted]


def _entry(written: Sequence[str], key: str) -> Sequence[str]:
    """The lines of an entry as they were written; none when it stood there before."""
    marker = memory_md.marker(key)
    if marker not in written:
        return ()
    start = written.index(marker) + 1
    end = start + 1
    while end < len(written) and written[end].startswith("  "):
        end += 1
    return written[start:end]


def _end(lines: Sequence[str], marker: int, entry: Sequence[str]) -> int:
    """Where an entry ends that stands as it was written, or its marker alone."""
    start = marker + 1
    return start + len(entry) if _stands(lines, start, entry) else start


def _is_edited(lines: Sequence[str], marker: int, entry: Sequence[str]) -> bool:
    """Whether something else than the entry stands under its marker."""
    start = marker + 1
    if start >= len(lines) or _stands(lines, start, entry):
        return False
    below = lines[start].strip()
    return bool(below) and not below.startswith(("#", "<!--"))


def _stands(lines: Sequence[str], start: int, entry: Sequence[str]) -> bool:
    return list(lines[start : start + len(entry)]) == list(entry)


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

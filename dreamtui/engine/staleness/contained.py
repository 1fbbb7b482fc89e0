"""Entries whose whole text stands in another one that was promoted from the same lines of a note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from dreamtui.engine.staleness.score import Ground
from dreamtui.entries import MemoryEntry
from dreamtui.javascript import fold

MOST_AROUND = 64
"""Entries from the lines before that are looked at: a note is seldom promoted oftener."""


def contained(entries: Sequence[MemoryEntry]) -> Iterator[tuple[str, Ground]]:
    """Each entry that another from lines around its own says in full, with more; by the longest of those.

    Searches find chunks of notes, and chunks overlap: what was promoted alone comes again among other
    lines.
    """
    by_path: defaultdict[str, list[tuple[int, int, str, str, MemoryEntry]]] = defaultdict(list)
    for entry in entries:
        if entry.source is not None:
            path, start, end = entry.source
            by_path[path].append((start, -end, entry.id, fold(entry.text), entry))
    for path, places in by_path.items():
        places.sort(key=lambda place: place[:3])
        for number, (_, end, _, said, entry) in enumerate(places):
            around = (
                other
                for _, last, _, told, other in places[max(0, number - MOST_AROUND) : number]
                if last <= end and said and len(told) > len(said) and said in told
            )
            whole = max(around, key=lambda other: (len(other.text), other.id), default=None)
            if whole is not None:
                message = f"line {whole.line} says this and more, from the same lines of {path}"
                yield entry.id, Ground("duplicate", 1.0, message, whole.id)

"""Which candidates of the queue a text means that somebody types for a key."""

from __future__ import annotations

import re
from typing import Final

from dreamtui.errors import BadInput
from dreamtui.javascript import fold
from dreamtui.review.queue import Queue, Row

_PLACE: Final = re.compile(r"(?:memory:)?(?P<path>.+?):(?P<first>\d+)(?:[:-](?P<last>\d+))?")


def matching(queue: Queue, text: str) -> list[Row]:
    """By key; else by the place where it stands now, or the beginning of a key; else by part of key or
    text; else by words that all occur. Raises BadInput where a place and a key name different ones."""
    if text in queue.by_key:
        return [queue.row(text)]
    wanted = fold(text).casefold()
    if not wanted:
        return []
    told = [(row, row.key.casefold(), row.candidate.entry.snippet.casefold()) for row in queue.rows]
    begun = [row for row, key, _ in told if _begins(key, (wanted, f"memory:{wanted}"))]
    if there := _standing(queue, text):
        if other := next((row for row in begun if row not in there), None):
            raise BadInput(
                f"{text!r} is where {there[0].key} stands now, and the beginning of {other.key}, which says "
                "something else; nothing was decided: name one of them by its key"
            )
        return there
    begun = begun or [row for row, key, _ in told if key.startswith((wanted, f"memory:{wanted}"))]
    holding = begun or [row for row, key, snippet in told if wanted in key or wanted in snippet]
    words = wanted.split()
    return holding or [row for row, key, snippet in told if all(w in f"{key} {snippet}" for w in words)]


def _begins(key: str, texts: tuple[str, ...]) -> bool:
    """Whether a key begins with one of these, up to the end of a number."""
    return any(key == one or key.startswith(f"{one}:") for one in texts)


def _standing(queue: Queue, text: str) -> list[Row]:
    """The candidates whose live text stands in the lines that a text names."""
    place = _PLACE.fullmatch(fold(text))
    if place is None:
        return []
    path, first = place["path"], int(place["first"])
    last = int(place["last"] or first)
    rows = (row for row in queue.rows if row.candidate.entry.path == path)
    lives = ((row, queue.verdict(row.key).live) for row in rows)
    return [row for row, live in lives if live and (live.start_line, live.end_line) == (first, last)]

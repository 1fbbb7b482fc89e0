"""Which candidates of the queue a text means that somebody types for a key."""

from __future__ import annotations

from dreamtui.javascript import fold
from dreamtui.review.queue import Queue, Row


def matching(queue: Queue, text: str) -> list[Row]:
    """By key, else by the beginning of a key, else by part of key or text, else by words that all occur."""
    if text in queue.by_key:
        return [queue.rows[queue.by_key[text]]]
    wanted = fold(text).casefold()
    if not wanted:
        return []
    told = [(row, row.key.casefold(), row.candidate.entry.snippet.casefold()) for row in queue.rows]
    begun = [row for row, key, _ in told if key.startswith((wanted, f"memory:{wanted}"))]
    holding = begun or [row for row, key, snippet in told if wanted in key or wanted in snippet]
    words = wanted.split()
    return holding or [row for row, key, snippet in told if all(w in f"{key} {snippet}" for w in words)]

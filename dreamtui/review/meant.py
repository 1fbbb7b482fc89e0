"""What a person meant, once the queue is another one: the same claims, and what stands against that."""

from __future__ import annotations

from typing import Final

from dreamtui.engine.similarity import claim_hash
from dreamtui.review.queue import Queue, Row

GONE: Final = "it is no candidate any more"
PROMOTED: Final = "it was promoted meanwhile"
DECIDED: Final = "it was decided on elsewhere meanwhile"


def now(queue: Queue, meant: Row) -> Row | None:
    """The row that says what one of an earlier queue said, under its key or another; None: nothing does."""
    claim, key = claim_hash(meant.candidate.entry.snippet), meant.key
    if key in queue.by_key and claim in queue.claims(key):
        return queue.row(key)
    said = sorted(queue.saying(claim), key=queue.by_key.__getitem__)
    return queue.row(said[0]) if said else None


def why_not(queue: Queue, meant: Row) -> str:
    """Why nothing can be decided on what a row said; "" where it can."""
    row = now(queue, meant)
    if row is None:
        return GONE
    return PROMOTED if row.standing == "promoted" else ""


def why_not_as_asked(queue: Queue, meant: Row) -> str:
    """The same where others may have decided, too, and that is not to be overruled unseen."""
    row = now(queue, meant)
    if row is not None and row.standing != "promoted" and row.decision != meant.decision:
        return DECIDED
    return why_not(queue, meant)

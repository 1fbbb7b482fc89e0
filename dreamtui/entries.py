"""The nouns of MEMORY.md read entry by entry: what stands where, what is known of it, how stale it is."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import chain, count, takewhile
from typing import Literal, NamedTuple

SourceNow = Literal["live", "changed", "gone", "unknown"]
"""Whether the place an entry was promoted from still says it; unknown: it names none, or none can be read."""

StaleCode = Literal[
    "source-gone", "source-changed", "unused", "duplicate", "superseded", "contradicted", "junk",
    "past-date", "over-budget",
]  # fmt: skip


class MemoryEntry(NamedTuple):
    """A list item with its continuation lines, or a paragraph, and the marker above it if it was promoted.

    `start` and `end` are byte offsets in the file, half-open, marker and line end included; `line` and
    `end_line` are 1-based and inclusive. `text` is what it says, as a person reads it: without list
    marker, comments and the numbers of a promotion, lines joined by "\\n".
    """

    id: str
    """Stays the same while the text does, wherever in the file it stands; of several that say the same the
    second is numbered `#2`, and so on."""
    key: str | None
    """Under which it was promoted; None: written by hand."""
    text: str
    start: int
    end: int
    line: int
    end_line: int
    headings: tuple[str, ...]
    """The headings above it, outermost first, without their `#`."""
    promoted_at: str | None
    """Local day (YYYY-MM-DD) of the section it stands in, for entries with a key."""
    source: tuple[str, int, int] | None
    """Where it was promoted from: path, first and last line."""
    managed: bool
    """Promoted by a machine and still just as it was written; what a person changed is theirs."""
    chars: int
    """UTF-16 units that go when the entry goes."""
    tokens: int
    """An estimate: 4 characters a token, 1 of CJK."""


def twin_of(ident: str) -> str:
    """The id of the first of all entries that say the same: the others are numbered after it (`#2`, …)."""
    return ident.partition("#")[0]


def twins(ident: str, known: Container[str]) -> Iterator[str]:
    """The ids of all entries that say the same, as far as they are known, in the order of the file."""
    first = twin_of(ident)
    numbered = (f"{first}#{number}" for number in count(2))
    return takewhile(known.__contains__, chain((first,), numbered))


class Evidence(NamedTuple):
    """What is known of an entry beside its text. Instants are in ms since the epoch."""

    promoted_ms: int | None = None
    source: SourceNow = "unknown"
    source_says: str = ""
    """What stands now where it came from, if that has changed."""
    uses: tuple[int, ...] = ()
    """When it, or text like it, was recalled or found by a search since it was promoted, in order."""
    watched: bool = False
    """Whether anything records uses at all; where nothing does, having none says nothing."""


class StaleReason(NamedTuple):
    """One reason to prune: how strong it is (0..1), what it adds to the score, and what it is about."""

    code: StaleCode
    message: str
    strength: float
    contribution: float
    other: str | None = None
    """The id of the entry beside which this one looks stale."""


class Staleness(NamedTuple):
    """How stale an entry is, 0..1, and why, the strongest reason first."""

    score: float = 0.0
    reasons: tuple[StaleReason, ...] = ()


class Passage(NamedTuple):
    """A piece of a memory file that can answer a question; lines are 1-based and inclusive."""

    path: str
    start_line: int
    end_line: int
    text: str


class Lost(NamedTuple):
    """An entry that would go, and the questions that nothing left could answer.

    A probe is one or two rare words of the entry; it is answered by a passage that holds them both.
    """

    id: str
    probes: tuple[tuple[str, ...], ...]
    """Those that are lost, the rarest words first."""
    asked: int
    """How many probes the entry had that memory could answer before."""

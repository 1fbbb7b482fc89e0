"""The entries of MEMORY.md as they were read, with all that is known of them and what is decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from dreamtui.entries import Evidence, MemoryEntry, Staleness, twin_of, twins
from dreamtui.files.memory_md import Budget
from dreamtui.files.memory_outline import Outline
from dreamtui.javascript import utf16_length
from dreamtui.review.ledger import Ledger
from dreamtui.review.staging import Staged, still_meant, to_write

SUGGESTED_ABOVE: Final = 0.5
"""From this staleness on an entry is suggested where nobody says another line."""


class Row(NamedTuple):
    """An entry with all that is known of it; `staged` is what is to be written of it."""

    entry: MemoryEntry
    evidence: Evidence
    staleness: Staleness
    locked: bool
    staged: Staged | None
    remark: str = ""
    """What a person wrote right below it about it."""

    @property
    def id(self) -> str:
        """The id of the entry: what cursor and marks follow."""
        return self.entry.id

    @property
    def why(self) -> str:
        """All that makes it stale, as the archive notes it; "" where nothing does."""
        return "; ".join(reason.message for reason in self.staleness.reasons)

    @property
    def open(self) -> bool:
        """Whether it may be suggested, and nothing is decided."""
        return self.free and self.staged is None

    @property
    def free(self) -> bool:
        """Whether it may be suggested: promoted by a machine, not locked, no remark of a person's on it."""
        return self.entry.managed and not self.locked and not self.remark


class Listing(NamedTuple):
    """MEMORY.md as it was read: its entries in the order of the file, its size, what is decided."""

    rows: tuple[Row, ...]
    outline: Outline
    ledger: Ledger
    size: Budget
    budget_chars: int
    places: Mapping[str, int]
    """The indices of the rows by the ids of their entries."""
    assessed: bool = True
    """Whether it is known how stale they are."""

    def row(self, ident: str) -> Row:
        """The row of an entry."""
        return self.rows[self.places[ident]]

    def would_be(self) -> Budget:
        """The size of MEMORY.md once what is staged is written, to a few characters, in no time."""
        chars, tokens = self.size
        for row in self._of(self.ledger.staged):
            if row.staged is None:
                continue
            if _rewords(row):
                more = utf16_length(row.staged.text) - utf16_length(row.entry.text)
                chars, tokens = chars + more, tokens + more // 4
            else:
                chars, tokens = chars - row.entry.chars, tokens - row.entry.tokens
        return Budget(max(0, chars), max(0, tokens))

    def under(self, said: Ledger) -> Listing:
        """The same entries under other decisions; a row that stayed the same is the very same.

        How stale they are stays what it was under the locks that they were read with.
        """
        if said is self.ledger:
            return self
        before, now = (standing(self.outline, one) for one in (self.ledger, said))
        changed = {one for one in before.keys() | now.keys() if before.get(one) != now.get(one)}
        changed.update(*(twins(one, self.places) for one in self.ledger.locked ^ said.locked))
        rows = list(self.rows)
        for row in self._of(changed):
            decided = row._replace(locked=twin_of(row.id) in said.locked, staged=now.get(row.id))
            rows[self.places[row.id]] = decided
        return self._replace(rows=tuple(rows), ledger=said)

    def _of(self, ids: Iterable[str]) -> Iterator[Row]:
        """The rows of those that are still in the file."""
        return (self.rows[self.places[one]] for one in ids if one in self.places)


def unassessed(outline: Outline, said: Ledger, size: Budget, budget: int) -> Listing:
    """The entries before anything is known of them beside their texts."""
    unknown, fresh = Evidence(), Staleness()
    locked, staged = locked_ids(outline, said), standing(outline, said)
    rows = tuple(Row(one, unknown, fresh, one.id in locked, staged.get(one.id)) for one in outline.entries)
    return Listing(rows, outline, said, size, budget, places(outline), assessed=False)


def locked_ids(outline: Outline, said: Ledger) -> set[str]:
    """The entries that are locked: all that say what somebody locked."""
    return set().union(*(twins(one, outline.by_id) for one in said.locked))


def standing(outline: Outline, said: Ledger) -> dict[str, Staged]:
    """What is to be written of the entries that stand in the file."""
    return to_write(still_meant(said.staged, outline.by_id), said.locked)


def places(outline: Outline) -> dict[str, int]:
    """Where each entry stands among them, by its id."""
    return {entry.id: index for index, entry in enumerate(outline.entries)}


def _rewords(row: Row) -> bool:
    return row.staged is not None and row.staged.choice in ("edit", "merge") and row.staged.entry == row.id

"""What was promoted, pruned since, and may be promoted once more if a person approves it."""

from __future__ import annotations

from collections.abc import Iterable

from dreamtui.model import MemoryFile, RecallEntry, Verdict
from dreamtui.review.ledger import Ledger


def taken_out(entry: RecallEntry, memory: MemoryFile, ledger: Ledger, claims: Iterable[str]) -> bool:
    """Whether an entry that was promoted stands in MEMORY.md no more, as a person pruned what it says."""
    if not entry.promoted_at or entry.key in memory.promoted_keys:
        return False
    return any(name in ledger.pruned or name in ledger.allowed for name in (entry.key, *claims))


def promotable_again(verdict: Verdict) -> Verdict:
    """The verdict on an entry that was taken out of MEMORY.md: that it once was promoted is no reason."""
    return verdict._replace(reasons=tuple(one for one in verdict.reasons if one.code != "promoted"))

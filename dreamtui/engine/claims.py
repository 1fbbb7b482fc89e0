"""One claim tracked under two keys, by what it says and by where it stands, is one candidate."""

from __future__ import annotations

from collections.abc import Mapping

from dreamtui.engine.similarity import claim_hash
from dreamtui.javascript import whole
from dreamtui.model import MAX_QUERY_HASHES, MAX_RECALL_DAYS, RecallEntry

CLAIM_KEY = "memory:claim:"


def merge_claims(entries: Mapping[str, RecallEntry]) -> Mapping[str, RecallEntry]:
    """Entries in which a claim tracked under two keys (by claim and by place) is one, by its claim."""
    claims = {key.removeprefix(CLAIM_KEY): key for key in entries if key.startswith(CLAIM_KEY)}
    if not claims:
        return entries
    merged = dict(entries)
    for key, entry in entries.items():
        owner = claims.get(claim_hash(entry.snippet))
        if owner and owner != key:
            merged[owner] = _joined(merged[owner], merged.pop(key))
    return merged


def keys_of(entry: RecallEntry, entries: Mapping[str, RecallEntry]) -> list[str]:
    """The stored keys of a ranked entry: more than one where its claim was tracked by its place as well."""
    if not entry.key.startswith(CLAIM_KEY):
        return [entry.key]
    claim = entry.key.removeprefix(CLAIM_KEY)
    return [key for key, other in entries.items() if key == entry.key or claim_hash(other.snippet) == claim]


def _joined(one: RecallEntry, other: RecallEntry) -> RecallEntry:
    return one._replace(
        recall_count=one.recall_count + other.recall_count,
        daily_count=one.daily_count + other.daily_count,
        grounded_count=one.grounded_count + other.grounded_count,
        total_score=whole(one.total_score + other.total_score),
        max_score=max(one.max_score, other.max_score),
        first_recalled_at=min(one.first_recalled_at, other.first_recalled_at),
        last_recalled_at=max(one.last_recalled_at, other.last_recalled_at),
        query_hashes=tuple(dict.fromkeys(one.query_hashes + other.query_hashes))[-MAX_QUERY_HASHES:],
        recall_days=tuple(sorted({*one.recall_days, *other.recall_days}))[-MAX_RECALL_DAYS:],
        promoted_at=one.promoted_at or other.promoted_at,
    )

"""Deep: rank every candidate, and choose what may be promoted (`spec`: engine, "Deep")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dreamtui.engine.concepts import concept_tags
from dreamtui.engine.eligibility import (
    GATES,
    Rules,
    Thresholds,
    judge,
    rankable,
    recalled_too_little,
    shortfalls,
)
from dreamtui.engine.recording import MAX_QUERY_HASHES, MAX_RECALL_DAYS
from dreamtui.engine.scoring import score
from dreamtui.engine.settings import ScoreSettings
from dreamtui.engine.similarity import claim_hash
from dreamtui.javascript import locale_key, whole
from dreamtui.model import Candidate, PhaseSignal, RecallEntry, Verdict

CLAIM_KEY = "memory:claim:"


class Funnel(NamedTuple):
    """Where candidates fall out: how many there are, pass all gates, fail each, fail only that one."""

    total: int
    passed: int
    failing: Mapping[str, int]
    failing_only: Mapping[str, int]


class Judged(NamedTuple):
    """A candidate with the verdict on it."""

    candidate: Candidate
    verdict: Verdict


def rank(
    entries: Mapping[str, RecallEntry],
    signals: Mapping[str, PhaseSignal],
    now_ms: int,
    how: ScoreSettings,
    *,
    thresholds: Thresholds | None = None,
    include_promoted: bool = False,
) -> list[Candidate]:
    """All rankable entries, best first; with `thresholds` only those that clear all four gates.

    Order: score, then recalls, both descending, then path, then stored order.
    """
    ranked: list[Candidate] = []
    for entry in merge_claims(entries).values():
        if entry.promoted_at and not include_promoted:
            continue
        if thresholds is not None and recalled_too_little(entry, thresholds):
            continue  # most entries of a large store: not worth a score
        candidate = score(entry, signals.get(entry.key), now_ms, how)
        if thresholds is not None and not clears(candidate, thresholds):
            continue
        if rankable(entry) is None:
            ranked.append(candidate)
    ranked.sort(key=lambda c: (-c.score, -c.entry.recall_count, locale_key(c.entry.path)))
    return ranked


def clears(candidate: Candidate, thresholds: Thresholds) -> bool:
    """Whether a candidate passes all four gates, whatever else may keep it back."""
    return max(shortfalls(candidate, thresholds)) <= 0


def funnel(ranked: Iterable[Candidate], thresholds: Thresholds) -> Funnel:
    """Count the candidates at each gate."""
    total = passed = 0
    failing: Counter[str] = Counter()
    only: Counter[str] = Counter()
    for candidate in ranked:
        total += 1
        failed = [name for name, gap in zip(GATES, shortfalls(candidate, thresholds), strict=True) if gap > 0]
        failing.update(failed)
        passed += not failed
        if len(failed) == 1:
            only[failed[0]] += 1
    return Funnel(
        total, passed, {name: failing[name] for name in GATES}, {name: only[name] for name in GATES}
    )


def select(ranked: Iterable[Candidate], rules: Rules, limit: int | None) -> Iterator[Judged]:
    """Judge candidates in order, until `limit` eligible ones were found.

    With a limit these are to be promoted together, so the room left in MEMORY.md shrinks with each.
    """
    left = limit
    for candidate in ranked:
        if left is not None and left <= 0:
            return
        verdict = judge(candidate, rules)
        if verdict.live and verdict.eligible:
            left = None if left is None else left - 1
            if left is not None and rules.room is not None:
                rules = rules._replace(room=rules.room - rules.entry_chars(candidate, verdict.live.text))
        yield Judged(candidate, verdict)


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


def tidy(entries: Mapping[str, RecallEntry]) -> dict[str, RecallEntry]:
    """The store before Deep: tags derived anew for every entry, kept where none come out."""
    return {key: _retagged(entry) for key, entry in entries.items()}


def _retagged(entry: RecallEntry) -> RecallEntry:
    tags = concept_tags(entry.path, entry.snippet)
    return entry if not tags or tags == entry.concept_tags else entry._replace(concept_tags=tags)

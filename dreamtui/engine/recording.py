"""Recording signals: what a recall, or a passive re-reading, does to the recall entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from dreamtui.engine.concepts import concept_tags
from dreamtui.engine.similarity import claim_hash, query_hash
from dreamtui.instants import iso
from dreamtui.javascript import fold, whole
from dreamtui.model import MAX_QUERY_HASHES, MAX_RECALL_DAYS, RecallEntry
from dreamtui.paths import short_term_day


class Hit(NamedTuple):
    """One place that a query found, lines 1-based and inclusive, with a score of 0..1."""

    path: str
    start_line: int
    end_line: int
    score: float
    snippet: str


class Signal(NamedTuple):
    """What is recorded for each hit: by which query, when, and whether somebody really asked.

    `dedupe` lets an entry that has this query and this day already only be refreshed.
    """

    query: str
    kind: Literal["recall", "daily"]
    now_ms: int
    day: str
    dedupe: bool = False


def record(entries: dict[str, RecallEntry], hits: Iterable[Hit], signal: Signal) -> list[Hit]:
    """Count a signal for every hit on a short-term path, in `entries`; returns the hits that counted."""
    counted = [hit for hit in hits if short_term_day(hit.path) and fold(hit.snippet)]
    for hit in counted:
        key = resolve_key(entries, hit)
        old = entries.get(key)
        entries[key] = _first(key, hit, signal) if old is None else again(old, hit, signal)
    return counted


def resolve_key(entries: Mapping[str, RecallEntry], hit: Hit) -> str:
    """The key of the entry that takes a signal: the one named by its claim if there is one."""
    plain = f"memory:{hit.path}:{hit.start_line}:{hit.end_line}"
    claim = claim_hash(hit.snippet)
    for key in (f"{plain}:{claim}", f"memory:claim:{claim}"):
        if key in entries:
            return key
    return plain


def is_known(entries: Mapping[str, RecallEntry], hit: Hit, signal: Signal) -> bool:
    """Whether a signal would count nothing new: the entry has this query and this day already."""
    old = entries.get(resolve_key(entries, hit))
    return old is not None and _is_known(old, signal)


def _is_known(old: RecallEntry, signal: Signal) -> bool:
    return signal.dedupe and query_hash(signal.query) in old.query_hashes and signal.day in old.recall_days


def _first(key: str, hit: Hit, signal: Signal) -> RecallEntry:
    score = _clamp(hit.score)
    snippet = fold(hit.snippet)
    now = iso(signal.now_ms)
    recalled = signal.kind == "recall"
    return RecallEntry(
        key=key,
        path=hit.path,
        start_line=hit.start_line,
        end_line=hit.end_line,
        snippet=snippet,
        recall_count=int(recalled),
        daily_count=int(not recalled),
        grounded_count=0,
        total_score=whole(score),
        max_score=whole(score),
        first_recalled_at=now,
        last_recalled_at=now,
        query_hashes=(query_hash(signal.query),),
        recall_days=(signal.day,),
        concept_tags=concept_tags(hit.path, snippet),
        claim_hash=None,
        promoted_at=None,
        extra={},
    )


def again(old: RecallEntry, hit: Hit, signal: Signal) -> RecallEntry:
    """An entry after one more signal."""
    asked = query_hash(signal.query)
    known = _is_known(old, signal)
    score = 0.0 if known else _clamp(hit.score)
    snippet = fold(hit.snippet)
    if hit.path == old.path:  # its text may have been found at other lines when it was promoted
        old = old._replace(start_line=hit.start_line, end_line=hit.end_line)
    return old._replace(
        snippet=snippet,
        recall_count=old.recall_count + (signal.kind == "recall" and not known),
        daily_count=old.daily_count + (signal.kind == "daily" and not known),
        total_score=whole(old.total_score + score),
        max_score=whole(max(old.max_score, score)),
        last_recalled_at=iso(signal.now_ms),
        query_hashes=_remember(old.query_hashes, asked, MAX_QUERY_HASHES),
        recall_days=_remember(old.recall_days, signal.day, MAX_RECALL_DAYS),
        concept_tags=concept_tags(old.path, snippet) or old.concept_tags,
    )


def _remember(known: tuple[str, ...], new: str, keep: int) -> tuple[str, ...]:
    return known if new in known else (*known, new)[-keep:]


def _clamp(score: float) -> float:
    return min(1.0, max(0.0, score)) if score == score else 0.0  # NaN is no score

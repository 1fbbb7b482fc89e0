"""The JSON that commands print: OpenClaw's field names, and ours beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dreamtui.engine.deep import Judged
from dreamtui.engine.scoring import average_score
from dreamtui.model import Candidate, Gate, LiveSource, Reason, RecallEntry, Verdict, Write

if TYPE_CHECKING:
    from dreamtui.engine.audit import Audit
    from dreamtui.engine.rem import Reflection

Json = dict[str, Any]


def candidate(judged: Judged) -> Json:
    """A candidate with its score taken apart, its gates, reasons, flags and live source."""
    ranked, verdict = judged
    entry = ranked.entry
    return {
        **_entry(entry),
        "ageDays": ranked.age_days,
        "score": ranked.score,
        "recallDays": list(entry.recall_days),
        "conceptTags": list(tags(entry)),
        "components": ranked.components._asdict(),
        "contributions": contributions(ranked),
        **_verdict(verdict),
    }


def contributions(ranked: Candidate) -> dict[str, float]:
    """What each signal and boost adds; the sum is the score before it is clamped."""
    return {**ranked.weighted._asdict(), "phaseLight": ranked.phase_light, "phaseRem": ranked.phase_rem}


def tags(entry: RecallEntry) -> tuple[str, ...]:
    """The tags of an entry, derived where the store has none."""
    if entry.concept_tags is not None:
        return entry.concept_tags
    from dreamtui.engine.concepts import concept_tags

    return concept_tags(entry.path, entry.snippet)


def _entry(entry: RecallEntry) -> Json:
    shape: Json = {
        "key": entry.key,
        "path": entry.path,
        "startLine": entry.start_line,
        "endLine": entry.end_line,
        "source": "memory",
        "snippet": entry.snippet,
        "recallCount": entry.recall_count,
        "dailyCount": entry.daily_count,
        "groundedCount": entry.grounded_count,
        "signalCount": entry.signal_count,
        "avgScore": average_score(entry),
        "maxScore": entry.max_score,
        "uniqueQueries": len(entry.query_hashes),
        "claimHash": entry.claim_hash,
        "promotedAt": entry.promoted_at,
        "firstRecalledAt": entry.first_recalled_at,
        "lastRecalledAt": entry.last_recalled_at,
    }
    return {name: value for name, value in shape.items() if value is not None}


def _verdict(verdict: Verdict) -> Json:
    return {
        "gates": [gate(one) for one in verdict.gates],
        "eligible": verdict.eligible,
        "reasons": [reason(one) for one in verdict.reasons],
        "flags": [reason(one) for one in verdict.flags],
        "liveSource": live_source(verdict.live) if verdict.live else None,
    }


def gate(one: Gate) -> Json:
    """A gate: what was counted, what is wanted, what is missing."""
    return dict(one._asdict())


def reason(one: Reason) -> Json:
    """A reason or flag."""
    return {"code": one.code, "message": one.message}


def live_source(live: LiveSource) -> Json:
    """The text that would be promoted, and where it stands now."""
    return {
        "path": live.path,
        "startLine": live.start_line,
        "endLine": live.end_line,
        "text": live.text,
        "match": live.match,
    }


def audit(found: Audit) -> Json:
    """The audit of the recall store, as OpenClaw prints it."""
    return {
        "updatedAt": found.updated_at,
        "exists": found.exists,
        "entryCount": found.entry_count,
        "promotedCount": found.promoted_count,
        "spacedEntryCount": found.spaced_count,
        "conceptTaggedEntryCount": found.tagged_count,
        "conceptTagScripts": {f"{script}EntryCount": count for script, count in found.scripts.items()},
        "invalidEntryCount": found.invalid_count,
        "issues": [dict(issue._asdict()) for issue in found.issues],
    }


def reflection(seen: Reflection) -> Json:
    """What REM saw: theme lines, candidate truths, their keys, the lines of its block."""
    return {
        "sourceEntryCount": seen.source_count,
        "reflections": list(seen.theme_lines),
        "candidateTruths": [
            {"snippet": t.entry.snippet, "confidence": t.confidence, "evidence": t.entry.place}
            for t in seen.truths
        ],
        "candidateKeys": [truth.entry.key for truth in seen.truths],
        "bodyLines": list(seen.body),
    }


def write(change: Write, diff: str) -> Json:
    """One file that would be written, with its unified diff."""
    return {"path": change.path, "change": change.change, "diff": diff}


def settings(values: Mapping[str, Any]) -> Json:
    """Settings of a phase by the names of the configuration."""
    return dict(values)

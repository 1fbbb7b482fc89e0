"""May this be promoted? The one function that decides, and returns every reason, not the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from dreamtui.engine import secrets
from dreamtui.engine.hygiene import contaminated, junk, suspicions
from dreamtui.engine.queries import GROUNDED_BACKFILL, NOTES, SESSION_BACKFILL, TRANSCRIPTS
from dreamtui.engine.rehydrate import rehydrate
from dreamtui.engine.settings import Thresholds
from dreamtui.engine.similarity import claim_hash, query_hash, without_marker
from dreamtui.javascript import fold
from dreamtui.model import Candidate, Gate, LiveSource, MemoryFile, Reason, RecallEntry, Sources, Verdict
from dreamtui.paths import short_term_day

GATES = ("score", "recallCount", "uniqueQueries", "maxAge")
TRUSTED_ORIGINS = frozenset({"owner", "agent"})


class Rules(NamedTuple):
    """Everything that eligibility depends on besides the candidate.

    `room` is how many characters (UTF-16) MEMORY.md may still grow (None: no limit), and
    `entry_chars` how many a candidate would take with the live text that was found for it.
    """

    thresholds: Thresholds
    sources: Sources
    memory: MemoryFile = MemoryFile()
    rejected_claims: Mapping[str, str] = {}
    pruned: Mapping[str, str] = {}
    """By key and by claim: when a person took it out of MEMORY.md (ISO 8601)."""
    pruned_texts: Mapping[str, str] = {}
    """By claim: what it said that a person took out."""
    block_junk: bool = True
    room: int | None = None
    entry_chars: Callable[[Candidate, LiveSource], int] = lambda _candidate, live: len(live.text)


def judge(candidate: Candidate, rules: Rules) -> Verdict:
    """All gates, all reasons and all flags of a candidate, and its live source if there is one."""
    entry = candidate.entry
    gates = gates_of(candidate, rules.thresholds)
    found = rehydrate(entry, rules.sources.get(entry.path))
    live = found if isinstance(found, LiveSource) else None
    text = live.text if live else entry.snippet
    shape = junk(_markdown(live, rules.sources) if live else entry.snippet)
    reasons = [_gate_reason(gate) for gate in gates if not gate.passed]
    reasons.extend(_standing(entry, rules.memory))
    reasons.extend(_unseen(entry))
    reasons.extend(
        filter(
            None, (contaminated(entry.snippet) or contaminated(text), secrets.secret(text), provenance(entry))
        )
    )
    if shape and rules.block_junk:
        reasons.append(shape)
    if rejection := _rejection(entry, text, rules.rejected_claims):
        reasons.append(rejection)
    if gone := pruned(entry, text, rules, reworded=all(gate.passed for gate in gates)):
        reasons.append(gone.reason)
    if isinstance(found, Reason):
        reasons.append(found)
    elif over := _over(candidate, found, rules):
        reasons.append(
            Reason("budget", f"MEMORY.md would be {over:,} characters over its budget: prune first")
        )
    return Verdict(gates, tuple(reasons), tuple(_flags(entry, shape, text, rules)), live)


def rankable(entry: RecallEntry) -> Reason | None:
    """Why an entry is not even ranked, or None: it was never seen, stands nowhere, or is no memory."""
    return next(_unseen(entry), None) or contaminated(entry.snippet) or provenance(entry)


def _unseen(entry: RecallEntry) -> Iterator[Reason]:
    if entry.signal_count <= 0:
        yield Reason("no-signal", "it was never recalled nor read")
    if short_term_day(entry.path) is None:
        yield Reason("path", f"{entry.path!r} is not a daily note or session corpus of this workspace")


def shortfalls(candidate: Candidate, thresholds: Thresholds) -> tuple[float, float, float, float]:
    """How far each gate is from passing, in the order of `gates_of`; 0 or less passes."""
    recalls, queries = counted(candidate.entry, thresholds)
    age = candidate.age_days
    return (
        thresholds.min_score - candidate.score,
        thresholds.min_recall_count - recalls,
        thresholds.min_unique_queries - queries,
        float("inf") if age is None else age - thresholds.max_age_days,
    )


def recalled_too_little(entry: RecallEntry, thresholds: Thresholds) -> bool:
    """Whether the gate on recalls is sure to fail, which needs no score to know."""
    recalls = entry.signal_count if thresholds.count_signals else entry.recall_count
    return recalls < thresholds.min_recall_count


def gates_of(candidate: Candidate, thresholds: Thresholds) -> tuple[Gate, ...]:
    """The four gates with value, threshold and what is missing."""
    recalls, queries = counted(candidate.entry, thresholds)
    missing = shortfalls(candidate, thresholds)
    age = candidate.age_days
    return (
        Gate("score", missing[0] <= 0, candidate.score, thresholds.min_score, max(0.0, missing[0])),
        Gate("recallCount", missing[1] <= 0, recalls, thresholds.min_recall_count, max(0, missing[1])),
        Gate("uniqueQueries", missing[2] <= 0, queries, thresholds.min_unique_queries, max(0, missing[2])),
        Gate(
            "maxAge",
            missing[3] <= 0,
            age,
            thresholds.max_age_days,
            None if age is None else max(0.0, missing[3]),
        ),
    )


def asked_queries(entry: RecallEntry) -> int:
    """How many different queries of others found an entry; the engine's own do not count."""
    asked = set(entry.query_hashes)
    if asked:
        asked -= _queries_of_day(short_term_day(entry.path) or "")
        for day in entry.recall_days:
            asked -= _queries_of_day(day)
    return len(asked)


def counted(entry: RecallEntry, thresholds: Thresholds) -> tuple[int, int]:
    """Recalls and distinct queries as the gates count them."""
    if thresholds.count_signals:
        return entry.signal_count, max(len(set(entry.query_hashes)), len(set(entry.recall_days)))
    return entry.recall_count, asked_queries(entry)


@lru_cache(maxsize=8192)
def _queries_of_day(day: str) -> frozenset[str]:
    """The hashes of the queries under which the engine itself reads on a day, or on any."""
    own = (*GROUNDED_BACKFILL, *(f"{query}{day}" for query in (NOTES, TRANSCRIPTS, SESSION_BACKFILL)))
    return frozenset(map(query_hash, own))


def provenance(entry: RecallEntry) -> Reason | None:
    """Whether an entry carries an origin that must not become memory (later releases note it)."""
    noted = entry.extra.get("provenance")
    origin = noted.get("originClass") if isinstance(noted, dict) else entry.extra.get("originClass")
    if origin is None or origin in TRUSTED_ORIGINS:
        return None
    return Reason(
        "provenance", f"its origin is {origin!r}: only what the owner or the agent said is promoted"
    )


def _standing(entry: RecallEntry, memory: MemoryFile) -> Iterator[Reason]:
    if entry.promoted_at:
        yield Reason("promoted", f"promoted on {entry.promoted_at[:10]}")
    if entry.key in memory.promoted_keys:
        yield Reason("in-memory", "its marker stands in MEMORY.md")


def _over(candidate: Candidate, live: LiveSource, rules: Rules) -> int:
    """How many characters too many MEMORY.md would have; 0 for what stands in it already."""
    if rules.room is None or candidate.entry.key in rules.memory.promoted_keys:
        return 0
    return max(0, rules.entry_chars(candidate, live) - rules.room)


def _rejection(entry: RecallEntry, text: str, rejected: Mapping[str, str]) -> Reason | None:
    for claim in (claim_hash(entry.snippet), claim_hash(text)):
        if claim in rejected:
            why = rejected[claim]
            return Reason("rejected", f"rejected: {why}" if why else "rejected by a person")
    return None


class Pruned(NamedTuple):
    """That a person pruned what an entry says, by what `name` (key or claim) that is known, and when."""

    name: str
    reason: Reason


def pruned(entry: RecallEntry, text: str, rules: Rules, *, reworded: bool) -> Pruned | None:
    """Whether a person pruned what an entry says, under its key or another one, in these words or, where
    that is asked for, in others, and how to allow it."""
    known = rules.pruned
    if not known:
        return None
    for name in (entry.key, claim_hash(entry.snippet), claim_hash(text)):
        if name in known:
            return Pruned(name, _pruned(known[name], ""))
    if reworded:
        from dreamtui.engine.staleness.same import says_again  # few have pruned anything

        for name, said in rules.pruned_texts.items():
            if name in known and any(says_again(own, said) for own in (text, entry.snippet)):
                return Pruned(name, _pruned(known[name], f", where it said “{fold(said)}”"))
    return None


def _pruned(at: str, said: str) -> Reason:
    how = "approving it in Review allows it again, and so does `dreamtui prune restore`"
    return Reason("pruned", f"pruned from MEMORY.md on {at[:10]}{said}: {how}")


def _markdown(live: LiveSource, sources: Sources) -> str:
    """The live lines as they stand, since folding hides the shape of Markdown."""
    return "\n".join(sources.get(live.path).lines[live.start_line - 1 : live.end_line])


def _flags(entry: RecallEntry, shape: Reason | None, text: str, rules: Rules) -> Iterator[Reason]:
    if shape and not rules.block_junk:
        yield shape
    yield from suspicions(text)
    if doubt := secrets.perhaps(text):
        yield doubt
    stands = bool(entry.promoted_at) or entry.key in rules.memory.promoted_keys
    if not stands and claim_hash(without_marker(text)) in rules.memory.claims:
        yield Reason("already-said", "MEMORY.md says the same already")


def _gate_reason(gate: Gate) -> Reason:
    if gate.value is None:
        return Reason(gate.name, "when it was last recalled or re-read is not known")
    words: dict[Literal["score", "recallCount", "uniqueQueries", "maxAge"], str] = {
        "score": f"score {gate.value:.3f} is below {gate.threshold:g}",
        "recallCount": f"{gate.value:g} of {gate.threshold:g} recalls",
        "uniqueQueries": f"{gate.value:g} of {gate.threshold:g} different queries",
        "maxAge": f"last recalled or re-read {gate.value:.0f} days ago, more than {gate.threshold:g}",
    }
    return Reason(gate.name, words[gate.name])

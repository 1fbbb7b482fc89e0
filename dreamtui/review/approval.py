"""What an approval by a person overrules, and the exact write of what is approved; here nothing is done."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Final, NamedTuple

from dreamtui import paths
from dreamtui.engine import deep
from dreamtui.engine.claims import keys_of, merge_claims
from dreamtui.engine.eligibility import GATES, Rules, judge, rankable
from dreamtui.engine.hygiene import contaminated, suspicions
from dreamtui.engine.secrets import secret
from dreamtui.engine.similarity import claim_hash, without_marker
from dreamtui.files import backups, memory_md, text
from dreamtui.files.memory_md import Promoted
from dreamtui.instants import day_of, iso
from dreamtui.model import Candidate, LiveSource, Reason, RecallEntry, State, Verdict, Write
from dreamtui.review import application, ledger
from dreamtui.review.again import promotable_again, taken_out
from dreamtui.review.application import Application, Mark
from dreamtui.review.approved import ApprovedPlan, Item
from dreamtui.review.decision import APPROVED, Decision, about
from dreamtui.review.holding import holding
from dreamtui.review.inputs import Inputs
from dreamtui.review.ledger import Ledger
from dreamtui.review.plan import Plan, Promotion, event_write
from dreamtui.review.rules import promoted
from dreamtui.review.stepping import Line
from dreamtui.review.unfinished import Unfinished, find_unfinished

OVERRULED: Final = frozenset((*GATES, "rejected"))
"""Reasons that an approval overrules; the budget is looked at once all entries are known."""
OVERRULED_BY_TEXT: Final = frozenset(("junk", "ambiguous", "secret"))
"""And those that a text of a person's own overrules; whether a secret stands in that is looked at anew."""


class _Chosen(NamedTuple):
    """An approved candidate that nothing keeps back, as MEMORY.md and the store get it."""

    candidate: Candidate
    live: LiveSource
    entry: Promoted


def obstacles(candidate: Candidate, verdict: Verdict, decision: Decision) -> tuple[Reason, ...]:
    """What keeps a candidate back although a person approved it, but for the budget."""
    overruled = OVERRULED | (OVERRULED_BY_TEXT if decision.text else frozenset()) | {"budget"}
    reasons = [reason for reason in verdict.reasons if reason.code not in overruled]
    if decision.text:
        own = filter(None, (contaminated(decision.text), secret(decision.text)))
        reasons += [reason for reason in own if reason.code not in {one.code for one in reasons}]
    elif reworded(verdict, decision):
        reasons.append(Reason("reworded", "it says something else than what was approved: approve it again"))
    unranked = rankable(candidate.entry)
    if unranked and unranked.code not in {one.code for one in reasons}:
        reasons.append(unranked)
    return tuple(reasons)


def reworded(verdict: Verdict, decision: Decision) -> bool:
    """Whether what would be written of a candidate is not what was approved, or decided on at all."""
    if not decision.claims or not verdict.live:
        return False
    text = verdict.live.text
    return not about(decision, (claim_hash(text), claim_hash(without_marker(text))))


def room_taken(candidate: Candidate, verdict: Verdict, decision: Decision, rules: Rules) -> int | None:
    """Characters that an approved candidate takes in MEMORY.md (see `Rules.room`); None: it is kept back."""
    if obstacles(candidate, verdict, decision):
        return None
    live = verdict.live or _recorded(candidate.entry)
    entry = _as_written(candidate, live, decision.text)
    more = memory_md.entry_chars(entry) - memory_md.entry_chars(entry._replace(more=()))
    return rules.entry_chars(candidate, live._replace(text=entry.text)) + more


def plan_approved(
    given: Inputs, raw_ledger: bytes | None, shown: Container[str], now_ms: int, budget: int, step: str = ""
) -> ApprovedPlan:
    """The write of all `shown` that is approved and not promoted yet, in rank order, in one section; as a
    part of the step of that id where something is pruned before."""
    said = ledger.read(raw_ledger)
    approved, lost = _approved(given, said, shown)
    unfinished = find_unfinished(given, said)
    candidates = _ranked(given, approved, said, now_ms)
    pins = _pins(given, raw_ledger, candidates)  # before the sources are looked into
    given = given._replace(rules=given.rules._replace(pruned=said.pruned, pruned_texts=said.pruned_texts))
    items, chosen = _sorted_out(given, candidates, approved, unfinished, now_ms, budget)
    written = _application(given, chosen, now_ms, step)
    writes = _writes(given, raw_ledger, chosen, written, unfinished, now_ms)
    if written and written.backup:
        pins.append((written.backup, None))
    raw = given.snapshot.memory.raw or b""
    after = next((write.after or b"" for write in writes if write.path == paths.MEMORY), raw)
    promotions = tuple(Promotion(one.candidate, one.live) for one in chosen)
    plan = Plan(now_ms, given.snapshot.workspace, (), promotions, len(chosen), tuple(writes), tuple(pins))
    over = memory_md.chars(after) > budget or any(
        reason.code == "budget" for item in items for reason in item.reasons
    )
    before, then = memory_md.budget(raw), memory_md.budget(after)
    return ApprovedPlan(plan, tuple(items), before, then, budget, over, lost=lost)


# --- what becomes of each -----------------------------------------------------------------------


def _approved(
    given: Inputs, said: Ledger, shown: Container[str]
) -> tuple[Mapping[str, Decision], tuple[Decision, ...]]:
    """The approvals by the keys of what they are about now, and those of what nothing says any more."""
    entries = merge_claims(given.snapshot.state.recall.entries)
    known = {key: entry for key, entry in entries.items() if key in shown}
    held, lost = holding(said, known, given.snapshot.sources, given.snapshot.memory.promoted_keys)
    return {key: one for key, one in held.items() if one.choice in APPROVED}, lost


def _ranked(given: Inputs, approved: Mapping[str, Decision], said: Ledger, now_ms: int) -> list[Candidate]:
    """The approved candidates that are not promoted, or were pruned since, in the order of the ranking."""
    state = given.snapshot.state
    entries = {
        key: entry
        for key, entry in merge_claims(state.recall.entries).items()
        if key in approved
        and (not entry.promoted_at or taken_out(entry, given.snapshot.memory, said, approved[key].claims))
    }
    how = given.settings.score
    return deep.rank(entries, state.phases.entries, now_ms, how, include_promoted=True)


def _sorted_out(
    given: Inputs,
    candidates: Sequence[Candidate],
    approved: Mapping[str, Decision],
    unfinished: Unfinished,
    now_ms: int,
    budget: int,
) -> tuple[list[Item], list[_Chosen]]:
    items: list[Item] = []
    chosen: list[_Chosen] = []
    rules = given.rules._replace(rejected_claims={}, room=None)
    for candidate in candidates:
        key, decision = candidate.entry.key, approved[candidate.entry.key]
        verdict = promotable_again(judge(candidate, rules))
        live = verdict.live or _recorded(candidate.entry)
        one = _Chosen(candidate, live, _as_written(candidate, live, decision.text))
        said = decision.text or live.text
        if key in unfinished.marks:
            items.append(Item(key, candidate, said, "marked"))
            continue
        reasons = obstacles(candidate, verdict, decision)
        if not reasons:
            reasons = _over_budget(given, [*chosen, one], now_ms, budget)
        if not reasons:
            chosen.append(one)
        flags = tuple(suspicions(decision.text)) if decision.text else verdict.flags
        items.append(Item(key, candidate, said, "kept back" if reasons else "promoted", reasons, flags))
    return items, chosen


def _recorded(entry: RecallEntry) -> LiveSource:
    """Where an entry was recorded, for one whose text a person wrote as it stands in several places."""
    return LiveSource(entry.path, entry.start_line, entry.end_line, entry.snippet, "ambiguous")


def _as_written(candidate: Candidate, live: LiveSource, edited: str) -> Promoted:
    as_it_is = promoted(candidate, live)
    if not edited:
        return as_it_is
    first, more = memory_md.written_lines(edited)
    return as_it_is._replace(text=first, more=more)


def _over_budget(given: Inputs, chosen: Sequence[_Chosen], now_ms: int, budget: int) -> tuple[Reason, ...]:
    over = memory_md.chars(_memory(given, chosen, now_ms)) - budget
    if over <= 0:
        return ()
    return (Reason("budget", f"MEMORY.md would be {over:,} characters over its budget: prune first"),)


def _memory(given: Inputs, chosen: Sequence[_Chosen], now_ms: int) -> bytes:
    day = day_of(now_ms, given.settings.zone)
    return memory_md.append_section(given.snapshot.memory.raw, day, [one.entry for one in chosen])


# --- the writes ---------------------------------------------------------------------------------


def _application(given: Inputs, chosen: Sequence[_Chosen], now_ms: int, step: str) -> Application | None:
    """What the ledger will tell of the write; None when nothing is to be appended."""
    if not chosen:
        return None
    raw, after = given.snapshot.memory.raw, _memory(given, chosen, now_ms)
    store = given.snapshot.state.recall
    marks: dict[str, Mark] = {}
    for candidate, live, _ in chosen:
        for key in keys_of(candidate.entry, store.entries):
            entry = store.entries[key]
            was = (entry.snippet, entry.start_line, entry.end_line)
            own = key == candidate.entry.key  # a claim's other key keeps its place
            now = (live.text, live.start_line, live.end_line) if own else was
            marks[key] = Mark(was, now, entry.promoted_at)
    return Application(
        id=ledger.new_id(),
        at=iso(now_ms),
        keys=tuple(one.candidate.entry.key for one in chosen),
        backup=None if raw is None else backups.next_path(given.workspace, paths.MEMORY, now_ms),
        before=None if raw is None else application.digest(raw),
        after=application.digest(after),
        added=after[len(raw or b"") :].decode(),
        marks=marks,
        updated=store.updated_at,
        candidates=tuple(
            (c.entry.key, live.path, live.start_line, live.end_line, c.score, c.entry.recall_count)
            for c, live, _ in chosen
        ),
        step=step,
    )


def _writes(
    given: Inputs,
    raw_ledger: bytes | None,
    chosen: Sequence[_Chosen],
    written: Application | None,
    unfinished: Unfinished,
    now_ms: int,
) -> list[Write]:
    """First the ledger tells what will be done, last the store says that it is: between the two a
    crash leaves an unfinished write, which the next one finds."""
    lines: list[Line] = []
    records = list(unfinished.records)
    writes = []
    state = given.snapshot.state
    if unfinished.marks:
        state = marked(state, unfinished.marks, unfinished.at)
    if written:
        lines = [ledger.undo(ident, now_ms) for ident in unfinished.void]
        lines.append(application.line(written))
        after = _memory(given, chosen, now_ms)
        writes.append(Write(paths.MEMORY, given.snapshot.memory.raw, after))
        records.append(application.event(written, now_ms, given.snapshot.workspace))
        state = marked(state, written.marks, written.at)
    return [
        *ledger_write(raw_ledger, lines),
        *writes,
        *event_write(given.workspace, records),
        *given.store.writes(given.snapshot.state, state),
    ]


def marked(state: State, marks: Mapping[str, Mark], at: str) -> State:
    """The state with entries marked as promoted at an instant, with what lives of them now."""
    entries = dict(state.recall.entries)
    for key, (_, (snippet, start, end), _) in marks.items():
        if key in entries:
            entries[key] = entries[key]._replace(
                promoted_at=at, snippet=snippet, start_line=start, end_line=end
            )
    return state._replace(recall=state.recall._replace(entries=entries, updated_at=at))


def ledger_write(raw: bytes | None, lines: Sequence[Line]) -> list[Write]:
    """The lines appended to review.jsonl; nothing where there are none."""
    if not lines:
        return []
    after = text.ended(raw or b"", "\n") + ledger.render(lines)
    return [Write(paths.REVIEW_LOG, raw, after, append=True)]


def _pins(
    given: Inputs, raw_ledger: bytes | None, candidates: Sequence[Candidate]
) -> list[tuple[str, bytes | None]]:
    """What the plan relies on: MEMORY.md, the ledger, and the sources of what is approved."""
    sources = sorted({candidate.entry.path for candidate in candidates})
    seen = given.snapshot.seen
    read = [(path, seen[path] if path in seen else given.workspace.read_bytes(path)) for path in sources]
    return [(paths.MEMORY, given.snapshot.memory.raw), (paths.REVIEW_LOG, raw_ledger), *read]

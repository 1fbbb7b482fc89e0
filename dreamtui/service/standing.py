"""How things stand in a workspace: schedule, last runs, store, MEMORY.md, queue, health. Only looks."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from dreamtui import paths
from dreamtui.config.settings import MemorySettings
from dreamtui.engine import deep
from dreamtui.engine.audit import Audit, audit
from dreamtui.engine.claims import merge_claims
from dreamtui.engine.deep import Funnel
from dreamtui.engine.misses import kept_back, why_none
from dreamtui.errors import BadInput
from dreamtui.files import memory_md
from dreamtui.files.log_tail import LastRuns, last_runs
from dreamtui.instants import day_of
from dreamtui.model import Candidate, State
from dreamtui.review import ledger, queue
from dreamtui.review.holding import holding
from dreamtui.review.inputs import Inputs
from dreamtui.review.ledger import Ledger
from dreamtui.service.desk import Desk
from dreamtui.service.health import Checkup, Finding, check_all, check_quickly
from dreamtui.service.health.finding import refused
from dreamtui.service.schedule import next_run
from dreamtui.service.traces import Traces, traces


class MemoryUse(NamedTuple):
    """How much of its budget MEMORY.md takes; tokens and the cost a month are estimates."""

    chars: int
    tokens: int
    budget_chars: int
    entries: int
    promoted: int
    monthly_cost: float


class Queue(NamedTuple):
    """What waits for a person, and what people said."""

    pending: int
    why_none: str
    """What keeps everything back when nothing is pending, without a stop at its end."""
    approved: int
    rejected: int
    deferred: int
    kept_back: tuple[tuple[str, int], ...] = ()
    """Of those that pass all gates, what keeps how many back: codes of reasons, the commonest first."""


class Standing(NamedTuple):
    """How things stand at an instant; `next_run_ms` is None when nothing runs by itself."""

    inputs: Inputs
    enabled: bool
    next_run_ms: int | None
    runs: LastRuns
    audit: Audit
    memory: MemoryUse
    queue: Queue
    funnel: Funnel
    findings: tuple[Finding, ...]
    updated_ms: int | None
    """When the state was last written, in ms since the epoch; None: nothing is yet."""
    traces: Traces = Traces()
    """Of phases that have no run in `runs`."""
    said: Ledger = Ledger()
    """The decisions that it was looked at under."""


class Glance(NamedTuple):
    """What can be told where the state, or MEMORY.md, cannot be read; `why` says which and what to do."""

    enabled: bool
    next_run_ms: int | None
    runs: LastRuns
    memory: MemoryUse | None
    findings: tuple[Finding, ...]
    why: str
    traces: Traces = Traces()


_LOG = "log-unreadable"
_Ranked = list[tuple[Candidate, deep.Passes]]
"""Candidates that were not promoted, best first, with the gates that each passes."""


def look(
    desk: Desk,
    now_ms: int,
    clock_ms: int,
    *,
    thorough: bool = False,
    inputs: Inputs | None = None,
    built: queue.Queue | None = None,
) -> Standing:
    """Look at a workspace; `thorough` checks its notes and logs as well.

    `clock_ms` is the real time; `inputs` is what was read a moment ago, and `built` the queue of it,
    if somebody just did: ranking a large store once more would take as long as all the rest.
    Raises BadInput for state that cannot be read.
    """
    inputs = inputs or desk.read()
    checkup = Checkup(desk, now_ms, clock_ms, state=inputs.snapshot.state)
    findings = check_all(checkup) if thorough else check_quickly(checkup)
    runs, trouble = _runs(desk)
    said = ledger.read(desk.workspace.read_bytes(paths.REVIEW_LOG)) if built is None else built.ledger
    waiting, funnel = _queue(inputs, said, _ranked(inputs, now_ms) if built is None else _rows(built))
    return Standing(
        inputs=inputs,
        enabled=desk.loaded.settings.dreaming.enabled,
        next_run_ms=_next_run(desk, now_ms),
        runs=runs,
        audit=audit(inputs.snapshot.state.recall),
        memory=memory_use(inputs.snapshot.memory.raw or b"", desk.loaded.settings.memory),
        queue=waiting,
        funnel=funnel,
        findings=(*trouble, *findings),
        updated_ms=inputs.store.updated_ms,
        traces=_traces(desk, now_ms, runs, inputs.snapshot.state),
        said=said,
    )


def decided(standing: Standing, built: queue.Queue) -> Standing:
    """The same under the decisions of a queue; `standing` itself where it was looked at under these."""
    said = built.ledger
    if said is standing.said:
        return standing
    rules = standing.inputs.rules._replace(
        rejected_claims=said.rejected_claims, pruned=said.pruned, pruned_texts=said.pruned_texts
    )
    inputs = standing.inputs._replace(rules=rules)
    waiting, funnel = _queue(inputs, said, _rows(built))
    return standing._replace(inputs=inputs, queue=waiting, funnel=funnel, said=said)


def log_read(desk: Desk, standing: Standing, now_ms: int) -> Standing:
    """The same with what the audit log says now; `standing` itself where that says nothing else."""
    runs, trouble = _runs(desk)
    others = (finding for finding in standing.findings if finding.code != _LOG)
    seen = _traces(desk, now_ms, runs, standing.inputs.snapshot.state)
    new = standing._replace(runs=runs, findings=(*trouble, *others), traces=seen)
    return standing if new == standing else new


def why_nothing(standing: Standing) -> str:
    """In one sentence without a stop at its end what keeps a sweep from promoting anything."""
    off = "" if standing.enabled else "; besides, dreaming is off, so no sweep runs by itself"
    return f"{_switched_off(standing.inputs)}{_keeps_back(standing)}{off}"


def _switched_off(inputs: Inputs) -> str:
    if not inputs.settings.deep_enabled:
        return "Deep is switched off (phases.deep.enabled=false), and "
    return "phases.deep.limit is 0, and " if not inputs.settings.limit else ""


def _keeps_back(standing: Standing) -> str:
    waits, known = standing.queue, standing.audit
    approved = "1 approved candidate waits" if waits.approved == 1 else f"{waits.approved:,} approved wait"
    written = f"{approved} to be written (w in Review)" if waits.approved else ""
    if waits.pending:
        passing = "1 candidate passes" if waits.pending == 1 else f"{waits.pending:,} candidates pass"
        told = f"{passing}, but nobody has approved {'it' if waits.pending == 1 else 'them'} yet"
        return f"{told}, and {written}" if written else told
    if written:
        return written
    if standing.funnel.total:
        return waits.why_none or "a person has decided on everything that passes"
    if not known.entry_count:
        return "there are no candidates, as nothing was read or recalled yet"
    if known.promoted_count == known.entry_count:
        return "there are no candidates, as every entry was promoted already"
    return "there are no candidates, as no entry that is left was seen anew or is a memory"


def glance(desk: Desk, now_ms: int, clock_ms: int, why: BadInput, *, thorough: bool = False) -> Glance:
    """What can be told although `look` could not; every file by itself, so that none hides another."""
    checkup = Checkup(desk, now_ms, clock_ms)
    findings = check_all(checkup) if thorough else check_quickly(checkup)
    runs, trouble = _runs(desk)
    try:
        memory = memory_use(desk.workspace.read_bytes(paths.MEMORY) or b"", desk.loaded.settings.memory)
    except BadInput:
        memory = None
    return Glance(
        enabled=desk.loaded.settings.dreaming.enabled,
        next_run_ms=_next_run(desk, now_ms),
        runs=runs,
        memory=memory,
        findings=(*trouble, *findings),
        why=str(why),
        traces=_traces(desk, now_ms, runs, None),
    )


def _next_run(desk: Desk, now_ms: int) -> int | None:
    dreaming = desk.loaded.settings.dreaming
    return next_run(dreaming.frequency, desk.loaded.zone, now_ms) if dreaming.enabled else None


def memory_use(raw: bytes, settings: MemorySettings) -> MemoryUse:
    """What MEMORY.md takes of the agent's context."""
    size, entries = memory_md.budget(raw), memory_md.count_entries(raw)
    cost = settings.monthly_cost(size.tokens)
    return MemoryUse(size.chars, size.tokens, settings.budget, entries.items, entries.promoted, cost)


def _runs(desk: Desk) -> tuple[LastRuns, list[Finding]]:
    try:
        return last_runs(desk.workspace), []
    except BadInput as error:
        return LastRuns({}, None), [refused(_LOG, error, paths.EVENTS)]


def _traces(desk: Desk, now_ms: int, runs: LastRuns, state: State | None) -> Traces:
    zone = desk.loaded.zone
    return traces(desk.workspace, zone, day_of(now_ms, zone), state, runs)


def _ranked(inputs: Inputs, now_ms: int) -> _Ranked:
    state, limits = inputs.snapshot.state, inputs.rules.thresholds
    ranked = deep.rank(state.recall.entries, state.phases.entries, now_ms, inputs.settings.score)
    return [(candidate, deep.passes(candidate, limits)) for candidate in ranked]


def _rows(built: queue.Queue) -> _Ranked:
    return [(row.candidate, row.gates) for row in built.rows if not row.candidate.entry.promoted_at]


def _queue(inputs: Inputs, said: Ledger, ranked: _Ranked) -> tuple[Queue, Funnel]:
    """Candidates that are eligible now and that nobody has decided on wait; the rest is what people said."""
    state, rules = inputs.snapshot.state, inputs.rules
    judged = list(deep.select((candidate for candidate, gates in ranked if all(gates)), rules, None))
    entries = merge_claims(state.recall.entries)
    held, _ = holding(said, entries, inputs.snapshot.sources, rules.memory.promoted_keys)
    pending = sum(v.eligible and candidate.entry.key not in held for candidate, v in judged)
    funnel = deep.fallen(gates for _, gates in ranked)
    why = why_none(funnel, judged, rules.thresholds)
    choices = Counter(one.choice for key, one in held.items() if not entries[key].promoted_at)
    rejected = sum(decision.choice == "reject" for decision in said.decisions.values())
    approved, deferred = choices["approve"] + choices["edit"], choices["defer"]
    return Queue(pending, why, approved, rejected, deferred, kept_back(judged)), funnel

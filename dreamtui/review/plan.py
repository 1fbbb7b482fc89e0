"""Plans: everything that a sweep or a promotion would write, to the byte, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from dreamtui import paths
from dreamtui.engine import report
from dreamtui.engine.claims import keys_of
from dreamtui.engine.deep import Judged
from dreamtui.engine.sweep import Dream, Progress, sweep
from dreamtui.errors import Changed
from dreamtui.files import blocks, diary, events, memory_md, reports, sources, text
from dreamtui.files.workspace import Workspace, line_count
from dreamtui.instants import iso, local
from dreamtui.model import (
    Candidate,
    CandidatesScored,
    Event,
    FileStamp,
    LiveSource,
    Note,
    Phase,
    PhaseCompleted,
    PromotionApplied,
    Source,
    State,
    SweepCompleted,
    Trigger,
    Write,
)
from dreamtui.review.inputs import Inputs
from dreamtui.review.rules import promoted


class Promotion(NamedTuple):
    """A candidate to be promoted, with the live text that MEMORY.md will get."""

    candidate: Candidate
    live: LiveSource


class Plan(NamedTuple):
    """What would be done, as a value: it can be printed, compared and applied.

    `pins` are files that are not written but were relied on, with the bytes they had; together
    with `Write.before` they say what must still be so when the plan is applied.
    """

    now_ms: int
    workspace: str
    judged: tuple[Judged, ...]
    promotions: tuple[Promotion, ...]
    appended: int
    writes: tuple[Write, ...]
    pins: tuple[tuple[str, bytes | None], ...]
    dream: Dream | None = None
    all_or_nothing: bool = False
    """A write that a crash cut short is taken back by the next one; else the ledger tells how to end it."""


def plan_sweep(
    given: Inputs,
    now_ms: int,
    *,
    promote: bool,
    progress: Progress = lambda _phase, _doing: None,
    trigger: Trigger | None = None,
    took: Callable[[], int] | None = None,
) -> Plan:
    """Light, REM and Deep; with `promote` what passes goes into MEMORY.md, else it waits for review.

    The audit log is told what set the sweep going, and the milliseconds that `took` says at the end.
    """
    notes = _Notes(given.workspace, now_ms)
    dream = sweep(given.snapshot, given.settings, given.rules, now_ms, notes.place_block, progress)
    chosen = promotable(dream.judged) if promote else ()
    state, memory_writes, logged, appended = _promoted(given, dream.state, chosen, now_ms, dream.day)
    bodies = dict(dream.reports)
    if given.settings.deep_enabled and given.settings.reports:
        path = paths.report_path("deep", dream.day)
        body = report.deep_lines(dream.judged, appended, tidied=dream.tidied, applied=promote)
        bodies[path] = ("deep", tuple(body))
        logged = [*logged, PhaseCompleted("deep", len(body), None, path)]
    logged = [*logged, *_summary(given, dream, chosen, trigger, took() if took else None)]
    writes = [
        *memory_writes,
        *_corpus_writes(given, dream),
        *notes.writes(),
        *_report_writes(given.workspace, bodies),
        *_diary_write(given, dream, [promotion.live.text for promotion in _fresh(given, chosen)]),
        *given.store.writes(given.snapshot.state, state),
        *_event_write(given, now_ms, [*dream.events, *logged]),
    ]
    changed = tuple(write for write in writes if write.before != write.after)
    pins = _pins(given, chosen)
    return Plan(now_ms, given.snapshot.workspace, dream.judged, chosen, appended, changed, pins, dream)


def plan_promotions(given: Inputs, judged: Sequence[Judged], now_ms: int, day: str) -> Plan:
    """Only the promotion of what may be of `judged`, in its order."""
    chosen = promotable(judged)
    state, memory_writes, logged, appended = _promoted(given, given.snapshot.state, chosen, now_ms, day)
    writes = [
        *memory_writes,
        *given.store.writes(given.snapshot.state, state),
        *_event_write(given, now_ms, logged),
    ]
    pins = _pins(given, chosen)
    return Plan(now_ms, given.snapshot.workspace, tuple(judged), chosen, appended, tuple(writes), pins)


def promotable(judged: Sequence[Judged]) -> tuple[Promotion, ...]:
    """What is eligible, and what would be but that it stands in MEMORY.md: that is only marked."""
    return tuple(
        Promotion(candidate, verdict.live)
        for candidate, verdict in judged
        if verdict.live and {reason.code for reason in verdict.reasons} <= {"in-memory"}
    )


def _fresh(given: Inputs, chosen: Sequence[Promotion]) -> list[Promotion]:
    """Those of the chosen that do not stand in MEMORY.md yet."""
    known = given.snapshot.memory.promoted_keys
    return [promotion for promotion in chosen if promotion.candidate.entry.key not in known]


# --- promotion ----------------------------------------------------------------------------------


def _promoted(
    given: Inputs, state: State, chosen: Sequence[Promotion], now_ms: int, day: str
) -> tuple[State, list[Write], list[Event], int]:
    """The state with the chosen marked, the write of MEMORY.md, the event, how many are appended."""
    if not chosen:
        return state, [], [], 0
    now = iso(now_ms)
    entries = dict(state.recall.entries)
    for candidate, live in chosen:
        for key in keys_of(candidate.entry, entries):
            entries[key] = entries[key]._replace(promoted_at=now)
        entries[candidate.entry.key] = entries[candidate.entry.key]._replace(
            snippet=live.text, start_line=live.start_line, end_line=live.end_line
        )
    marked = state._replace(recall=state.recall._replace(entries=entries, updated_at=now))
    write = memory_write(given, chosen, day)
    fresh, writes = _fresh(given, chosen), [write] if write else []
    return marked, writes, [_event(chosen)], len(fresh)


def memory_write(given: Inputs, chosen: Sequence[Promotion], day: str) -> Write | None:
    """What a promotion makes of MEMORY.md; None where all of it stands there already."""
    before, fresh = given.snapshot.memory.raw, _fresh(given, chosen)
    if not fresh:
        return None
    after = memory_md.append_section(before, day, [promoted(candidate, live) for candidate, live in fresh])
    return Write(paths.MEMORY, before, after)


def _event(chosen: Sequence[Promotion]) -> PromotionApplied:
    return PromotionApplied(
        tuple(
            (c.entry.key, live.path, live.start_line, live.end_line, c.score, c.entry.recall_count)
            for c, live in chosen
        )
    )


def _pins(given: Inputs, chosen: Sequence[Promotion]) -> tuple[tuple[str, bytes | None], ...]:
    relied_on = {promotion.live.path for promotion in chosen} | {paths.MEMORY, paths.REVIEW_LOG}
    return tuple((path, given.snapshot.seen.get(path)) for path in sorted(relied_on))


# --- the other files ----------------------------------------------------------------------------


class _Notes:
    """The notes that get blocks, as they would be after each."""

    def __init__(self, workspace: Workspace, now_ms: int) -> None:
        self.workspace = workspace
        self.now_ms = now_ms
        self.before: dict[str, bytes | None] = {}
        self.after: dict[str, bytes] = {}

    def place_block(self, path: str, phase: Phase, body: Sequence[str]) -> tuple[Note, Source]:
        """Put a block; its file time is the instant of the sweep, so that a checkpoint can name it."""
        if path not in self.before:
            self.before[path] = self.workspace.read_bytes(path)
        raw = self.after.get(path, self.before[path])
        self.after[path] = blocks.put(raw, "light" if phase == "light" else "rem", body)
        stamp = FileStamp(self.now_ms, len(self.after[path]))
        return Note(path, paths.short_term_day(path) or "", stamp), sources.read(self.after[path])

    def writes(self) -> list[Write]:
        return [
            Write(path, self.before[path], after, mtime_ms=self.now_ms) for path, after in self.after.items()
        ]


def _corpus_writes(given: Inputs, dream: Dream) -> list[Write]:
    writes = []
    for path, lines in dream.corpus.items():
        before = given.workspace.read_bytes(path)
        if line_count(before or b"") != given.snapshot.corpus_lines.get(path, 0):
            raise Changed(path)  # the entries name the lines at which their messages will stand
        added = text.encode("".join(f"{line}\n" for line in lines))
        writes.append(Write(path, before, text.ended(before or b"", "\n") + added))
    return writes


def _summary(
    given: Inputs, dream: Dream, chosen: Sequence[Promotion], trigger: Trigger | None, took: int | None
) -> Iterator[Event]:
    """That a sweep ran, and with `verboseLogging` how every candidate scored."""
    settings = given.settings
    ran: dict[Phase, bool] = {
        "light": settings.light.enabled,
        "rem": settings.rem.enabled,
        "deep": settings.deep_enabled,
    }
    phases = tuple(phase for phase, enabled in ran.items() if enabled)
    passing = sum(judged.verdict.eligible for judged in dream.judged)
    seen = dream.reflection
    yield SweepCompleted(
        phases=phases,
        ingested=dream.ingested,
        staged=len(dream.staged.entries),
        reflected=len(seen.themes) + len(seen.truths) if seen else 0,
        ranked=len(dream.ranked),
        passing=passing,
        promoted=len(chosen),
        trigger=trigger,
        duration_ms=took,
    )
    if given.verbose:
        yield CandidatesScored(tuple((candidate.entry.key, candidate.score) for candidate in dream.ranked))


def _report_writes(workspace: Workspace, bodies: dict[str, tuple[Phase, tuple[str, ...]]]) -> list[Write]:
    return [
        Write(path, workspace.read_bytes(path), reports.render(phase, body))
        for path, (phase, body) in bodies.items()
    ]


def _diary_write(given: Inputs, dream: Dream, kept: Sequence[str]) -> list[Write]:
    waiting = sum(judged.verdict.eligible for judged in dream.judged) - len(kept)
    prose = report.diary_entry(dream.fresh, len(dream.staged.entries), dream.reflection, kept, waiting)
    if prose is None:
        return []
    path = given.workspace.diary() or paths.DIARY_NAMES[0]
    before = given.workspace.read_bytes(path)
    moment = local(dream.now_ms, given.settings.zone)
    return [Write(path, before, diary.append(before, moment, prose))]


def _event_write(given: Inputs, now_ms: int, logged: Sequence[Event]) -> list[Write]:
    records = [events.record(event, now_ms, given.snapshot.workspace, given.storage) for event in logged]
    return event_write(given.workspace, records)


def event_write(workspace: Workspace, records: Sequence[events.Record]) -> list[Write]:
    """Records appended to the audit log; nothing where there are none."""
    if not records:
        return []
    before = workspace.read_bytes(paths.EVENTS)
    return [
        Write(paths.EVENTS, before, text.ended(before or b"", "\n") + events.render(records), append=True)
    ]

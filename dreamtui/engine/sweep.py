"""A sweep: Light, REM and Deep over one snapshot at one instant. It says what would be; it writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from dreamtui.engine import deep, light, rem
from dreamtui.engine.draft import Draft
from dreamtui.engine.eligibility import Rules
from dreamtui.engine.ingest_notes import ingest_notes
from dreamtui.engine.ingest_transcripts import ingest_transcripts
from dreamtui.engine.settings import SweepSettings
from dreamtui.engine.tidy import tidy
from dreamtui.instants import day_of, iso
from dreamtui.model import (
    Candidate,
    Event,
    Note,
    Phase,
    PhaseCompleted,
    RecallEntry,
    Snapshot,
    Source,
    Sources,
    State,
)
from dreamtui.paths import note_path, report_path


class PlaceBlock(Protocol):
    """Puts the block of a phase into a note: how the note will then be listed, and read."""

    def __call__(self, path: str, phase: Phase, body: Sequence[str]) -> tuple[Note, Source]:
        """The note as it will be listed, and its lines."""


Progress = Callable[[Phase, str], None]
"""Told which phase is doing what; may raise to cancel the sweep."""


class Dream(NamedTuple):
    """What a sweep came to: the state it leaves, what each phase says, and what it would write.

    `corpus` maps corpus paths to lines to append, `reports` report paths to their body lines.
    """

    now_ms: int
    day: str
    state: State
    ingested: int
    """Snippets and messages read, also those that an earlier sweep of the day had counted."""
    fresh: int
    """Signals that were new."""
    excluded: Mapping[str, int]
    staged: light.Staged
    reflection: rem.Reflection | None
    ranked: tuple[Candidate, ...]
    """Every candidate, best first; `judged` are those that Deep took up, in the same order."""
    judged: tuple[deep.Judged, ...]
    tidied: bool
    """Whether Deep found tags to mend in the store."""
    corpus: Mapping[str, Sequence[str]]
    reports: Mapping[str, tuple[Phase, tuple[str, ...]]]
    events: tuple[Event, ...]


def sweep(
    snapshot: Snapshot,
    settings: SweepSettings,
    rules: Rules,
    now_ms: int,
    place_block: PlaceBlock,
    progress: Progress = lambda _phase, _doing: None,
) -> Dream:
    """Run the three phases in memory. The same snapshot, settings and instant give the same dream."""
    night = _Night(snapshot, settings, now_ms, place_block, progress)
    staged = night.light() if settings.light.enabled else light.Staged((), ())
    reflection = night.rem() if settings.rem.enabled else None
    judged = night.deep(rules) if settings.deep_enabled else ()
    draft = night.draft
    return Dream(
        now_ms=now_ms,
        day=night.day,
        state=draft.finished(snapshot),
        ingested=night.ingested,
        fresh=draft.fresh,
        excluded={reason: len(places) for reason, places in draft.left_out.items()},
        staged=staged,
        reflection=reflection,
        ranked=tuple(night.ranked),
        judged=judged,
        tidied=night.tidied,
        corpus=draft.corpus,
        reports=night.reports,
        events=tuple(draft.events),
    )


class _Night:
    """The phases of one sweep, which share a draft and see what the phase before has written."""

    def __init__(
        self,
        snapshot: Snapshot,
        settings: SweepSettings,
        now_ms: int,
        place_block: PlaceBlock,
        progress: Progress,
    ) -> None:
        self.snapshot = snapshot
        self.settings = settings
        self.now_ms = now_ms
        self.day = day_of(now_ms, settings.zone)
        self.draft = Draft(snapshot.state)
        self.notes = {note.path: note for note in snapshot.notes}
        self.sources = _Overlay(snapshot.sources)
        self.place_block = place_block
        self.progress = progress
        self.reports: dict[str, tuple[Phase, tuple[str, ...]]] = {}
        self.ingested = 0
        self.ranked: list[Candidate] = []
        self.tidied = False

    def light(self) -> light.Staged:
        how = self.settings.light
        self.progress("light", "reading notes and transcripts")
        self._ingest(how.lookback_days, how.limit)
        self.progress("light", "staging")
        staged = light.stage(
            self.draft.entries.values(),
            now_ms=self.now_ms,
            lookback_days=how.lookback_days,
            limit=how.limit,
            threshold=how.dedupe_similarity,
        )
        self._say("light", staged.body, says=bool(staged.entries))
        self.draft.count_phase_hits([entry.key for entry in staged.entries], "light", self.now_ms)
        return staged

    def rem(self) -> rem.Reflection:
        how = self.settings.rem
        self.progress("rem", "reading older notes")
        self._ingest(how.lookback_days, how.limit)
        self.progress("rem", "reflecting")
        recent = [e for e in self.draft.entries.values() if light.inside(e, self.now_ms, how.lookback_days)]
        reflection = rem.reflect(
            recent, limit=how.limit, min_strength=how.min_pattern_strength, muted=how.muted
        )
        self._say("rem", reflection.body, says=bool(reflection.themes or reflection.truths))
        self.draft.count_phase_hits([truth.entry.key for truth in reflection.truths], "rem", self.now_ms)
        return reflection

    def deep(self, rules: Rules) -> tuple[deep.Judged, ...]:
        self.progress("deep", "tidying the store")
        tidied = tidy(self.draft.entries)
        if tidied != self.draft.entries:
            self.tidied = True
            self.draft.entries = tidied
            self.draft.recall_updated_at = iso(self.now_ms)
        self.progress("deep", "ranking")
        entries = {key: entry for key, entry in tidied.items() if _in_focus(entry, self.settings.focus)}
        self.ranked = deep.rank(entries, self.draft.signals, self.now_ms, self.settings.score)
        self.progress("deep", "looking for live text")
        passing = (candidate for candidate in self.ranked if deep.clears(candidate, rules.thresholds))
        return tuple(deep.select(passing, rules._replace(sources=self.sources), self.settings.limit))

    def _ingest(self, lookback_days: int, limit: int) -> None:
        self.ingested += ingest_notes(
            self.draft,
            tuple(self.notes.values()),
            self.sources,
            now_ms=self.now_ms,
            day=self.day,
            lookback_days=lookback_days,
            limit=limit,
        )
        self.ingested += ingest_transcripts(
            self.draft,
            self.snapshot.transcripts,
            self.snapshot.corpus_lines,
            now_ms=self.now_ms,
            zone=self.settings.zone,
            lookback_days=lookback_days,
        )

    def _say(self, phase: Phase, body: Sequence[str], *, says: bool) -> None:
        """Write down what a phase has to say; a folder without notes gets none to say nothing in."""
        note = report = None
        if not says and not self.notes:
            self.draft.events.append(PhaseCompleted(phase, 0, None, None))
            return
        if self.settings.inline:
            note = note_path(self.day)
            self.notes[note], self.sources.changed[note] = self.place_block(note, phase, body)
        if self.settings.reports:
            report = report_path(phase, self.day)
            self.reports[report] = (phase, tuple(body))
        self.draft.events.append(PhaseCompleted(phase, len(body), note, report))


class _Overlay:
    """Sources as the sweep would leave them: a note that it wrote to reads as written."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.changed: dict[str, Source] = {}

    def get(self, path: str) -> Source:
        return self.changed.get(path) or self.sources.get(path)


def _in_focus(entry: RecallEntry, focus: str | None) -> bool:
    if focus is None:
        return True
    wanted = focus.casefold()
    return wanted in entry.snippet.casefold() or wanted in entry.path.casefold()

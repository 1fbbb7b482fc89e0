"""The working copy of a sweep: what the phases have changed so far. Nothing in it touches the disk."""

from __future__ import annotations

from collections.abc import Mapping

from dreamtui.engine.recording import Hit, Signal, is_known, record
from dreamtui.instants import iso
from dreamtui.javascript import whole
from dreamtui.model import (
    Document,
    Event,
    PhaseSignal,
    RecallRecorded,
    Snapshot,
    State,
    T,
)

MAX_PHASE_HITS = 9999


class Draft:
    """State after the phases so far; starts as copies of the snapshot's.

    `fresh` counts the signals that were new; `corpus` maps corpus paths to the lines to append to
    them; `left_out` names, by reason, the transcript lines that are no material (line 0: all of it).
    """

    def __init__(self, state: State) -> None:
        self.entries = dict(state.recall.entries)
        self.signals = dict(state.phases.entries)
        self.notes = dict(state.notes.entries)
        self.transcripts = dict(state.transcripts.entries)
        self.seen = dict(state.seen_messages)
        self.recall_updated_at = state.recall.updated_at
        self.signals_updated_at = state.phases.updated_at
        self.unreadable = state.recall.invalid.keys()
        self.corpus: dict[str, list[str]] = {}
        self.fresh = 0
        self.events: list[Event] = []
        self.left_out: dict[str, set[tuple[str, int]]] = {}

    def record(self, hits: list[Hit], signal: Signal) -> None:
        """Count a passive signal and note the event."""
        known = sum(is_known(self.entries, hit, signal) for hit in hits)
        counted = record(self.entries, hits, signal)
        self.fresh += len(counted) - known
        if counted:
            self.recall_updated_at = iso(signal.now_ms)
            places = tuple((hit.path, hit.start_line, hit.end_line, whole(hit.score)) for hit in counted)
            self.events.append(RecallRecorded(signal.query, places))

    def leave_out(self, reason: str, place: tuple[str, int]) -> None:
        """Note a transcript line that is no material, once, though both Light and REM may meet it."""
        self.left_out.setdefault(reason, set()).add(place)

    def count_phase_hits(self, keys: list[str], phase: str, now_ms: int) -> None:
        """One light or REM hit for each key; signals of entries that are gone are dropped."""
        now = iso(now_ms)
        for key in keys:
            old = self.signals.get(key) or PhaseSignal(key, 0, 0, None, None, {})
            if phase == "light":
                hits = min(MAX_PHASE_HITS, old.light_hits + 1)
                self.signals[key] = old._replace(light_hits=hits, last_light_at=now)
            else:
                hits = min(MAX_PHASE_HITS, old.rem_hits + 1)
                self.signals[key] = old._replace(rem_hits=hits, last_rem_at=now)
        if keys:
            self.signals_updated_at = now
            kept = (self.entries, self.unreadable)
            self.signals = {key: value for key, value in self.signals.items() if any(key in k for k in kept)}

    def finished(self, snapshot: Snapshot) -> State:
        """The state as the sweep leaves it; documents that did not change are the snapshot's own."""
        old = snapshot.state
        return State(
            recall=_changed(old.recall, self.entries, self.recall_updated_at),
            phases=_changed(old.phases, self.signals, self.signals_updated_at),
            notes=_changed(old.notes, self.notes, None),
            transcripts=_changed(old.transcripts, self.transcripts, None),
            seen_messages=old.seen_messages if old.seen_messages == self.seen else self.seen,
        )


def _changed(document: Document[T], entries: Mapping[str, T], updated_at: str | None) -> Document[T]:
    if document.entries == entries and (updated_at is None or document.updated_at == updated_at):
        return document
    return document._replace(entries=entries, updated_at=updated_at or document.updated_at, exists=True)

"""Replaying four weeks of searches and sweeps: the engine makes store, log and reports of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from dreamtui import paths
from dreamtui.demo import notes, package_data, sessions
from dreamtui.demo.days import Days
from dreamtui.demo.notes import Notes
from dreamtui.demo.rows import Asked, Row
from dreamtui.demo.sessions import Session
from dreamtui.engine import deep, ingest_notes, light, queries, rem
from dreamtui.engine.draft import Draft
from dreamtui.engine.ingest_transcripts import ingest_transcripts
from dreamtui.engine.recording import Hit, Signal
from dreamtui.engine.scoring import score
from dreamtui.engine.settings import LightSettings, RemSettings, ScoreSettings, Thresholds
from dreamtui.engine.similarity import claim_hash
from dreamtui.files import corpus, events, reports
from dreamtui.instants import iso
from dreamtui.model import (
    Candidate,
    Components,
    Phase,
    PhaseCompleted,
    PromotionApplied,
    RecallEntry,
    State,
    Storage,
)

LIGHT, REM = LightSettings(), RemSettings()


class Moment(NamedTuple):
    """One search: when, what for, whether it was a real recall, and the rows it found."""

    at_ms: int
    query: str
    recall: bool
    found: tuple[tuple[Row, float], ...]


@dataclass
class History:
    """What has happened so far; filled by `replay` and read when the files are made."""

    days: Days
    workspace: str
    texts: Notes
    transcripts: Sequence[Session]
    rows: Sequence[Row]
    draft: Draft = field(default_factory=lambda: Draft(State()))
    log: list[events.Record] = field(default_factory=list)
    reports: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    """Path of a phase report to its bytes and the instant of its night."""
    promoted: dict[str, Candidate] = field(default_factory=dict)
    """Row id to the candidate as it was when it was promoted."""

    def __post_init__(self) -> None:
        self.nights: dict[str, Any] = package_data.table("nights.toml")
        how = self.nights["deep"]
        self.thresholds = Thresholds(**how["thresholds"])
        self.scoring = ScoreSettings(
            Components(**how["weights"]),
            how["half_life_days"],
            how["light_boost_max"],
            how["rem_boost_max"],
        )

    def key_of(self, row: Row) -> str:
        """The key under which a row is remembered."""
        hit = self._hit(row, 0.0)
        plain = f"memory:{hit.path}:{hit.start_line}:{hit.end_line}"
        return f"{plain}:{claim_hash(hit.snippet)}" if row.grounded else plain

    def search(self, moment: Moment) -> None:
        """A search is recorded for every row it found."""
        best_first = sorted(moment.found, key=lambda item: -item[1])
        hits = [self._hit(row, value) for row, value in best_first]
        day = self.days.day_of(moment.at_ms)
        self.draft.record(
            hits, Signal(moment.query, "recall" if moment.recall else "daily", moment.at_ms, day)
        )
        self._write_log(moment.at_ms, inline=False)

    def sweep(self, offset: int) -> None:
        """A night: notes and transcripts are read, Light and REM speak, what was promoted then is marked."""
        now_ms = self.days.sweep(offset)
        inline = offset < self.nights["separate_since"]
        self._ground(now_ms)
        self._read_notes(offset, now_ms)
        self._read_transcripts(now_ms)
        self._light(offset, now_ms, inline)
        self._rem(offset, now_ms, inline)
        self._deep(offset, now_ms, inline)
        self._write_log(now_ms, inline)

    def _hit(self, row: Row, value: float) -> Hit:
        if row.passage:
            return Hit(row.path, row.passage.start, row.passage.end, value, row.passage.text)
        lines = self.draft.corpus[row.path]
        number = next(n for n, line in enumerate(lines, 1) if row.quote in line)
        return Hit(row.path, number, number, value, corpus.strip_prefix(lines[number - 1]))

    def _ground(self, now_ms: int) -> None:
        for row in self.rows:
            for at_ms, value in row.grounded:
                if at_ms == now_ms:
                    key = self.key_of(row)
                    old = self.draft.entries.get(key)
                    self.draft.entries[key] = _grounded(
                        old, key, self._hit(row, value), self.days.day_of(now_ms), now_ms
                    )

    def _read_notes(self, offset: int, now_ms: int) -> None:
        day = self.days.day_of(now_ms)
        for name, nights, passages in notes.reread(self.texts):
            if offset in nights:
                hits = [Hit(p.path, p.start, p.end, ingest_notes.SCORE, p.text) for p in passages]
                query = f"{queries.NOTES}{self.days.day(notes.offset_of(name))}"
                self.draft.record(hits, Signal(query, "daily", now_ms, day, dedupe=True))

    def _read_transcripts(self, now_ms: int) -> None:
        begun = sessions.until(self.transcripts, now_ms)
        lookback = LIGHT.lookback_days
        ingest_transcripts(self.draft, begun, {}, now_ms=now_ms, zone=self.days.zone, lookback_days=lookback)

    def _light(self, offset: int, now_ms: int, inline: bool) -> None:
        staged = light.stage(
            self.draft.entries.values(),
            now_ms=now_ms,
            lookback_days=LIGHT.lookback_days,
            limit=LIGHT.limit,
            threshold=LIGHT.dedupe_similarity,
        )
        self._say("light", offset, staged.body, inline)
        self.draft.count_phase_hits([entry.key for entry in staged.entries], "light", now_ms)

    def _rem(self, offset: int, now_ms: int, inline: bool) -> None:
        recent = [e for e in self.draft.entries.values() if light.inside(e, now_ms, REM.lookback_days)]
        seen = rem.reflect(recent, limit=REM.limit, min_strength=REM.min_pattern_strength)
        self._say("rem", offset, seen.body, inline)
        self.draft.count_phase_hits([truth.entry.key for truth in seen.truths], "rem", now_ms)

    def _deep(self, offset: int, now_ms: int, inline: bool) -> None:
        chosen = [row for row in self.rows if row.promoted == offset]
        ranked = len(self._rank(now_ms))
        for row in chosen:
            self._promote(row, now_ms)
        if chosen:
            applied = tuple(_applied(self.promoted[row.id]) for row in chosen)
            self.draft.events.append(PromotionApplied(applied))
        if not inline:
            body = (
                f"- Ranked {ranked} candidate(s) for durable promotion.",
                f"- Promoted {len(chosen)} candidate(s) into MEMORY.md.",
            )
            self._say("deep", offset, body, inline)

    def _rank(self, now_ms: int) -> list[Candidate]:
        entries, signals = self.draft.entries, self.draft.signals
        return deep.rank(entries, signals, now_ms, self.scoring, thresholds=self.thresholds)

    def _promote(self, row: Row, now_ms: int) -> None:
        entry = self.draft.entries[self.key_of(row)]
        self.promoted[row.id] = score(entry, self.draft.signals.get(entry.key), now_ms, self.scoring)
        self.draft.entries[entry.key] = entry._replace(promoted_at=iso(now_ms))

    def _say(self, phase: Phase, offset: int, body: Sequence[str], inline: bool) -> None:
        day = self.days.day(offset)
        report = None if inline else paths.report_path(phase, day)
        self.draft.events.append(
            PhaseCompleted(phase, len(body), paths.note_path(day) if inline else None, report)
        )
        if report and offset in self.nights["reports"]:
            self.reports[report] = reports.render(phase, body), self.days.sweep(offset)

    def _write_log(self, at_ms: int, inline: bool) -> None:
        storage: Storage = "inline" if inline else "separate"
        self.log += [events.record(event, at_ms, self.workspace, storage) for event in self.draft.events]
        self.draft.events.clear()


def replay(history: History) -> None:
    """Let everything happen, in order."""
    waiting = _moments(history.rows)
    for offset in history.nights["ran"]:
        night = history.days.sweep(offset)
        while waiting and waiting[0].at_ms < night:
            history.search(waiting.pop(0))
        history.sweep(offset)
    for moment in waiting:
        history.search(moment)
    for row in history.rows:
        if row.origin:
            _note_origin(history.draft.entries, history.key_of(row), row)


def _moments(rows: Iterable[Row]) -> list[Moment]:
    """The searches of all rows in order, each with everything it found."""

    def same(item: tuple[Asked, Row]) -> tuple[int, str, bool]:
        return item[0].at_ms, item[0].query, item[0].recall

    asked = sorted(((asked, row) for row in rows for asked in row.asked), key=same)
    return [
        Moment(*search, tuple((row, one.score) for one, row in found))
        for search, found in groupby(asked, key=same)
    ]


def _applied(candidate: Candidate) -> tuple[str, str, int, int, float, int]:
    entry = candidate.entry
    return entry.key, entry.path, entry.start_line, entry.end_line, candidate.score, entry.recall_count


def _grounded(old: RecallEntry | None, key: str, hit: Hit, day: str, now_ms: int) -> RecallEntry:
    """An entry after a grounded backfill: no search was made, so no query is remembered."""
    fresh = RecallEntry(
        key, hit.path, hit.start_line, hit.end_line, hit.snippet, 0, 0, 0, 0.0, 0.0, iso(now_ms), iso(now_ms),
        (), (), None, key.rpartition(":")[2], None, {},
    )  # fmt: skip
    entry = old or fresh
    return entry._replace(
        grounded_count=entry.grounded_count + 1,
        total_score=entry.total_score + hit.score,
        max_score=max(entry.max_score, hit.score),
        last_recalled_at=iso(now_ms),
        recall_days=tuple(dict.fromkeys((*entry.recall_days, day))),
    )


def _note_origin(entries: dict[str, RecallEntry], key: str, row: Row) -> None:
    provenance = {
        "originClass": row.origin,
        "sessionKind": "interactive",
        "observedAt": min(asked.at_ms for asked in row.asked),
    }
    entries[key] = entries[key]._replace(extra={"provenance": provenance})

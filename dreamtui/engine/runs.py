"""Runs of dreaming that the audit log tells of: records folded into sweeps and writes, these into nights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta, tzinfo
from typing import Any, Final, Literal, NamedTuple

from dreamtui.engine import queries
from dreamtui.engine.light import staged_in
from dreamtui.instants import day_of, parse_instant

Kind = Literal["sweep", "write"]
Outcome = Literal["done", "failed", "cancelled"]

GAP_MS: Final = 15 * 60_000
"""Phases further apart belong to different sweeps."""


class Run(NamedTuple):
    """A sweep, or a write of MEMORY.md that was none. None is what nobody told.

    `lines` are those that each phase wrote, `read` counts places and messages taken in, `reflected`
    themes and candidate truths. `keys` are the entries promoted and `promoted` their number, without
    the `undone` ones that were taken back since. `own` says that dreamtui ran it, `why` why it failed.
    """

    at_ms: int
    kind: Kind = "sweep"
    outcome: Outcome = "done"
    why: str = ""
    trigger: str | None = None
    duration_ms: int | None = None
    lines: Mapping[str, int | None] = {}
    read: int | None = None
    staged: int | None = None
    reflected: int | None = None
    ranked: int | None = None
    passing: int | None = None
    promoted: int | None = None
    undone: int = 0
    keys: tuple[str, ...] = ()
    own: bool = False


class Night(NamedTuple):
    """A calendar day: how many sweeps ran and failed, what was staged last, what was promoted and stands,
    and how much more was promoted and taken back since; `logged`: the log reaches back to it."""

    day: str
    sweeps: int = 0
    failed: int = 0
    promoted: int = 0
    undone: int = 0
    staged: int | None = None
    logged: bool = True


def runs(records: Iterable[Mapping[str, Any]]) -> list[Run]:
    """The runs that records (oldest first, as in the log) tell of, by their beginning.

    Records without an instant are passed over. What a sweep re-reads counts for the run that it is
    part of; recalls by others do not matter here.
    """
    fold = _Fold()
    for record in records:
        at_ms = parse_instant(record.get("timestamp"))
        if at_ms is not None:
            fold.take(record, at_ms)
    return sorted(fold.runs, key=lambda run: run.at_ms)


def nights(
    found: Iterable[Run], zone: tzinfo, today: str, most: int, stored: Mapping[str, int] = {}
) -> list[Night]:
    """One for every day from the first run (at most `most` days ago) until today, oldest first.

    `stored`: how many entries of the recall store were promoted on which day; they count where no run did.
    """
    by_day: dict[str, Night] = {}
    for run in found:
        day = day_of(run.at_ms, zone)
        by_day[day] = _with(by_day.get(day, Night(day)), run)
    begin = min(by_day, default="")
    for day, number in stored.items():
        night = by_day.get(day, Night(day, logged=bool(begin) and day >= begin))
        by_day[day] = night if night.promoted or night.undone else night._replace(promoted=number)
    days = days_until(today, most)
    first = min((day for day in by_day if day >= days[0]), default=None)
    shown = (day for day in days if first is not None and day >= first)
    return [by_day.get(day, Night(day, logged=bool(begin) and day >= begin)) for day in shown]


def days_until(today: str, most: int) -> list[str]:
    """The last `most` calendar days, today included, oldest first."""
    last = date.fromisoformat(today)
    back = min(most, last.toordinal())
    return [(last - timedelta(days=ago)).isoformat() for ago in reversed(range(back))]


def _with(night: Night, run: Run) -> Night:
    if run.outcome != "done":
        return night._replace(failed=night.failed + 1)
    number = run.promoted or 0
    night = night._replace(promoted=night.promoted + number, undone=night.undone + run.undone)
    if run.kind == "write":
        return night
    staged = night.staged if run.staged is None else run.staged
    return night._replace(sweeps=night.sweeps + 1, staged=staged)


class _Fold:
    """The runs so far; the last one may still grow."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._open = False
        self._last_ms = 0
        self._read: tuple[int, int] | None = None  # when the engine last read, and how much since

    def take(self, record: Mapping[str, Any], at_ms: int) -> None:
        """Fold one more record in."""
        match record.get("type"):
            case "memory.recall.recorded":
                self._recalled(record, at_ms)
            case "memory.dream.completed":
                self._completed(record, at_ms)
            case "memory.promotion.applied":
                self._promoted(record, at_ms)
            case "dreamtui.sweep.completed":
                self._ended(record, at_ms)
            case "dreamtui.promotion.undone":
                self._undone(frozenset(strings(record.get("keys"))))

    def _recalled(self, record: Mapping[str, Any], at_ms: int) -> None:
        if not queries.is_engines(str(record.get("query", ""))):
            return
        number = whole(record.get("resultCount")) or 0
        if self._joins(at_ms):
            run = self.runs[-1]
            self._grow(run._replace(read=(run.read or 0) + number), at_ms)
            return
        before = self._read[1] if self._read and at_ms - self._read[0] <= GAP_MS else 0
        self._read = at_ms, before + number

    def _completed(self, record: Mapping[str, Any], at_ms: int) -> None:
        phase, lines = record.get("phase"), whole(record.get("lineCount"))
        if not isinstance(phase, str):
            return
        if not self._joins(at_ms) or phase in self.runs[-1].lines:
            self._begin(at_ms)
        run = self.runs[-1]
        staged = staged_in(lines) if phase == "light" and lines is not None else run.staged
        promoted = run.promoted or 0 if phase == "deep" else run.promoted
        both = {**run.lines, phase: lines}
        self._grow(run._replace(lines=both, staged=staged, promoted=promoted), at_ms)

    def _promoted(self, record: Mapping[str, Any], at_ms: int) -> None:
        candidates = record.get("candidates")
        told = candidates if isinstance(candidates, list) else []
        keys = strings([one.get("key") for one in told if isinstance(one, dict)])
        number = whole(record.get("applied"))
        number = len(keys) if number is None else number
        if self._joins(at_ms) and not self.runs[-1].promoted and not self.runs[-1].undone:
            self._grow(self.runs[-1]._replace(promoted=number, keys=keys), at_ms)
        else:
            self.runs.append(Run(at_ms, "write", promoted=number, keys=keys))
            self._open = False

    def _undone(self, keys: frozenset[str]) -> None:
        """The last run that promoted these did not, after all; where it is on record no more, nothing."""
        for place in reversed(range(len(self.runs))):
            run = self.runs[place]
            if keys and keys.issubset(run.keys):
                stay = tuple(key for key in run.keys if key not in keys)
                number = max((run.promoted or 0) - len(keys), 0)
                self.runs[place] = run._replace(promoted=number, undone=run.undone + len(keys), keys=stay)
                return

    def _ended(self, record: Mapping[str, Any], at_ms: int) -> None:
        if not self._joins(at_ms):
            self._begin(at_ms)
        run = self.runs[-1]
        lines = {**dict.fromkeys(strings(record.get("phases"))), **run.lines}
        trigger = record.get("trigger")
        self.runs[-1] = run._replace(
            lines=lines,
            read=_told(record, "ingested", run.read),
            staged=_told(record, "staged", run.staged),
            reflected=_told(record, "reflected", run.reflected),
            ranked=_told(record, "ranked", run.ranked),
            passing=_told(record, "passing", run.passing),
            promoted=_told(record, "promoted", run.promoted),
            trigger=trigger if isinstance(trigger, str) else None,
            duration_ms=whole(record.get("durationMs")),
            own=True,
        )
        self._open = False

    def _joins(self, at_ms: int) -> bool:
        return self._open and abs(at_ms - self._last_ms) <= GAP_MS

    def _begin(self, at_ms: int) -> None:
        read = self._read[1] if self._read and abs(at_ms - self._read[0]) <= GAP_MS else None
        began = self._read[0] if self._read and read is not None else at_ms
        self._read = None
        self.runs.append(Run(min(began, at_ms), read=read))
        self._open, self._last_ms = True, at_ms

    def _grow(self, run: Run, at_ms: int) -> None:
        took = at_ms - run.at_ms
        self.runs[-1] = run._replace(duration_ms=took if took > 0 else run.duration_ms)
        self._last_ms = at_ms


def _told(record: Mapping[str, Any], name: str, otherwise: int | None) -> int | None:
    number = whole(record.get(name))
    return otherwise if number is None else number


def whole(value: object) -> int | None:
    """A count from a log, which may hold anything."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def strings(value: object) -> tuple[str, ...]:
    """The texts in a list from a log."""
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()

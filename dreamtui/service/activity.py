"""What the Activity tab shows, read at once: runs, nights, the log, how candidates fare, health, files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from time import monotonic
from typing import Final, NamedTuple

from dreamtui import paths
from dreamtui.engine.growth import Size
from dreamtui.engine.runs import Night, Run, nights, runs
from dreamtui.engine.spread import Spread, spreads
from dreamtui.errors import BadInput, DreamtuiError
from dreamtui.files.log_follow import Followed, Follower
from dreamtui.instants import day_of
from dreamtui.model import Candidate
from dreamtui.service import history
from dreamtui.service.desk import Desk
from dreamtui.service.health import Checkup, Finding, check_all
from dreamtui.service.history import File
from dreamtui.service.standing import Standing, look, why_nothing

_CHECK_S: Final = 60


class Activity(NamedTuple):
    """What happened, and how things are.

    `log_problem` says why the log could not be read, `memory_problem` why MEMORY.md could not. Without
    a `standing` (the state could not be read) `spreads` are empty and the rest is there.
    """

    now_ms: int
    zone: tzinfo
    standing: Standing | None
    problem: str
    runs: tuple[Run, ...]
    nights: tuple[Night, ...]
    sizes: tuple[Size, ...]
    log: Followed
    log_problem: str
    memory_problem: str
    spreads: tuple[Spread, ...]
    findings: tuple[Finding, ...]
    files: tuple[File, ...]


class Checked(NamedTuple):
    """A thorough check: when (of a clock that only goes on), what showed at a glance then, what it found."""

    at: float
    glance: tuple[Finding, ...]
    found: tuple[Finding, ...]


class Historian:
    """Reads the activity of one workspace again and again; may be asked from several threads."""

    def __init__(self, desk: Desk) -> None:
        self.root = desk.workspace.root
        self._log = Follower(desk.workspace, paths.EVENTS, history.tells_of_runs)
        self._checked: Checked | None = None

    def read(
        self,
        desk: Desk,
        standing: Standing | None,
        candidates: Sequence[Candidate],
        now_ms: int,
        problem: str,
    ) -> Activity:
        """How it is now; `candidates` are those that a night would rank, `problem` keeps the state away.

        Findings are those of the last thorough check, or what shows at a glance before the first one.
        """
        log, log_problem = self._read_log()
        zone, today = desk.loaded.zone, day_of(now_ms, desk.loaded.zone)
        found = history.with_attempts(desk, runs(log.records))
        sizes, memory_problem = _sizes(desk, now_ms)
        state = standing.inputs.snapshot.state if standing else None
        return Activity(
            now_ms=now_ms,
            zone=zone,
            standing=standing,
            problem=problem,
            runs=tuple(found),
            nights=tuple(nights(found, zone, today, history.NIGHTS, history.promotions(state, zone))),
            sizes=sizes,
            log=log,
            log_problem=log_problem,
            memory_problem=memory_problem,
            spreads=spreads(candidates, standing.inputs.rules.thresholds) if standing else (),
            findings=self._checked.found if self._checked else standing.findings if standing else (),
            files=tuple(history.files(desk, state, now_ms)),
        )

    def check(self, desk: Desk, given: Activity) -> Activity:
        """The same with all findings. They are looked for anew when others show at a glance, or in time:
        a check reads every note, and a log may grow by a line a second.
        """
        standing = given.standing
        glance = standing.findings if standing else ()
        old = self._checked
        if old is None or old.glance != glance or monotonic() - old.at >= _CHECK_S:
            state = standing.inputs.snapshot.state if standing else None
            found = tuple(check_all(Checkup(desk, given.now_ms, given.now_ms, state=state)))
            self._checked = Checked(monotonic(), glance, found)
            given = given._replace(findings=found)
        return given

    def _read_log(self) -> tuple[Followed, str]:
        try:
            return self._log.read(), ""
        except BadInput as error:
            return Followed(), str(error)


def _sizes(desk: Desk, now_ms: int) -> tuple[tuple[Size, ...], str]:
    try:
        return tuple(history.memory_sizes(desk, now_ms)), ""
    except BadInput as error:
        return (), str(error)


def tell_tonight(desk: Desk, now_ms: int, clock_ms: int) -> str:
    """`tonight` of a workspace as it is now; `clock_ms` is the real time."""
    standing, problem = None, ""
    try:
        standing = look(desk, now_ms, clock_ms)
    except (DreamtuiError, OSError) as error:
        problem = str(error)
    return tonight(Historian(desk).read(desk, standing, (), now_ms, problem))


def last_sweep(given: Activity) -> Run | None:
    """The last one of the log, or that dreamtui tried."""
    return next((run for run in reversed(given.runs) if run.kind == "sweep"), None)


def trace_of_sweeps(given: Activity) -> str:
    """What shows that sweeps ran although the log has none, without a stop at its end; "" if nothing does."""
    seen = given.standing.traces.phases.values() if given.standing else ()
    latest = max(seen, key=lambda trace: trace.day, default=None)
    return f"The log has no sweep, but {latest.path} shows one on {latest.day}" if latest else ""


def tonight(given: Activity) -> str:
    """In one sentence what the last night promoted, or why it promoted nothing and a next one would not."""
    standing = given.standing
    if standing is None:
        return "What a night would promote cannot be told while the state of dreaming cannot be read."
    last = last_sweep(given)
    if given.log_problem:
        return f"What sweeps did cannot be told, as their log cannot be read; {why_nothing(standing)}."
    if last is None:
        return f"{trace_of_sweeps(given) or 'No sweep is on record yet'}; {why_nothing(standing)}."
    when = f" by the last sweep ({day_of(last.at_ms, given.zone)})"
    if last.outcome == "failed":
        return f"Nothing was promoted{when}, as it failed: {last.why}."
    if last.outcome == "cancelled":
        return f"Nothing was promoted{when}, as somebody cancelled it."
    if last.promoted or last.undone:
        back = f"; {last.undone:,} of them taken back since" if last.undone else ""
        return f"{_entries((last.promoted or 0) + last.undone)} promoted{when}{back}."
    return f"Nothing was promoted{when}: {why_nothing(standing)}."


def _entries(number: int) -> str:
    return "1 entry was" if number == 1 else f"{number:,} entries were"

"""When phases ran last where the audit log does not say: the last day of which they left something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo
from typing import NamedTuple

from dreamtui import paths
from dreamtui.errors import BadInput
from dreamtui.files import diary
from dreamtui.files.log_tail import LastRuns
from dreamtui.files.workspace import Workspace
from dreamtui.instants import day_of, parse_instant
from dreamtui.model import State
from dreamtui.service.nights import PHASES, is_day


class Trace(NamedTuple):
    """The last day of which a phase left something, what in a word, and the file that has it."""

    day: str
    what: str
    path: str


class Traces(NamedTuple):
    """By phase, for those of which the log has no run; `swept`: whether anything shows that sweeps ran."""

    phases: Mapping[str, Trace] = {}
    swept: bool = False


def traces(workspace: Workspace, zone: tzinfo, today: str, state: State | None, runs: LastRuns) -> Traces:
    """What phases without a run in the log left: reports, hits, promotions; where there is nothing of any,
    the diary, whose entries do not say which phase they are of. Days after `today` are none of a run."""
    missing = [phase for phase in PHASES if phase not in runs.phases]
    if not missing:
        return Traces(swept=True)
    found: dict[str, Trace] = {}
    for phase in missing:
        left = [
            *_reports(workspace, phase, today),
            *(_hits(state, phase, zone, today) if state else ()),
            *(_promotions(state, runs, zone, today) if phase == "deep" else ()),
        ]
        if left:
            found[phase] = max(left, key=lambda one: one.day)
    if not found and not runs.phases and (told := _diary(workspace, today)):
        found = dict.fromkeys(missing, told)
    return Traces(found, bool(found or runs.phases or (state and state.notes.entries)))


def _reports(workspace: Workspace, phase: str, today: str) -> Iterator[Trace]:
    try:
        names = workspace.names(f"{paths.REPORTS}/{phase}")
    except BadInput:  # a folder that is denied shows no trace
        return
    days = (name.removesuffix(".md") for name in names if name.endswith(".md"))
    if last := max((day for day in days if is_day(day) and day <= today), default=""):
        yield Trace(last, "report", paths.report_path(phase, last))


def _hits(state: State, phase: str, zone: tzinfo, today: str) -> Iterator[Trace]:
    signals = state.phases.entries.values()
    if phase == "light":
        yield from _last((one.last_light_at for one in signals), "state", paths.PHASE_SIGNALS, zone, today)
    elif phase == "rem":
        yield from _last((one.last_rem_at for one in signals), "state", paths.PHASE_SIGNALS, zone, today)


def _promotions(state: State | None, runs: LastRuns, zone: tzinfo, today: str) -> Iterator[Trace]:
    if runs.promotion:
        yield from _last([str(runs.promotion.get("timestamp"))], "promotion", paths.EVENTS, zone, today)
    if state:
        at = (entry.promoted_at for entry in state.recall.entries.values())
        yield from _last(at, "promotion", paths.RECALL_STORE, zone, today)


def _last(instants: Iterable[str | None], what: str, path: str, zone: tzinfo, today: str) -> Iterator[Trace]:
    """Of the latest instant; they are all in one form (`instants.iso`), so the texts sort as times do."""
    at = parse_instant(max((one for one in instants if one), default=None))
    if at is not None and (day := day_of(at, zone)) <= today:
        yield Trace(day, what, path)


def _diary(workspace: Workspace, today: str) -> Trace | None:
    try:
        name = workspace.diary()
        entries = diary.parse(workspace.read_bytes(name) or b"").entries if name else ()
    except BadInput:  # another check tells
        return None
    days = (entry.day for entry in entries if entry.day and is_day(entry.day))
    last = max((day for day in days if day <= today), default=None)
    return Trace(last, "diary", name) if last and name else None

"""The rows of the Activity tab: runs, records of the log, findings and files; and the details of each."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from datetime import date, timedelta, tzinfo
from typing import Final, NamedTuple

from dreamtui import paths
from dreamtui.engine.runs import Run
from dreamtui.files.log_follow import Line
from dreamtui.instants import local, parse_instant
from dreamtui.service.activity import Activity
from dreamtui.service.health import Finding
from dreamtui.show import log_words
from dreamtui.show.log_words import PHASES, TRIGGERS, lasted
from dreamtui.show.text import count, pad, safe
from dreamtui.tui.panes.activity_words import no_sweeps_summary
from dreamtui.tui.widgets.following import Told

_STATE: Final = paths.RECALL_STORE.rpartition("/")[0]
QUIET: Final = f"{paths.EVENTS} says nothing yet: searches and sweeps are recorded there."


class Entry(NamedTuple):
    """A line of the log: when, in words, and what a filter looks at."""

    line: Line
    clock: str
    words: str
    folded: str


# --- sweeps -------------------------------------------------------------------------------------

HEAD: Final = (
    f"{'began':<15} {'why':<9}{'took':>6}{'read':>6}{'staged':>7}{'refl.':>6}{'ranked':>8}{'prom.':>6}"
)


class Asleep(NamedTuple):
    """Days in a row on which no sweep ran."""

    first: str
    days: int


def timeline(runs: Sequence[Run], zone: tzinfo) -> list[Run | Asleep]:
    """The sweeps, newest first, and the days between them on which none ran. What a person writes and
    takes back stands in the log."""
    rows: list[Run | Asleep] = []
    later: date | None = None
    for run in (run for run in reversed(runs) if run.kind == "sweep"):
        day = local(run.at_ms, zone).date()
        if later is not None and (later - day).days > 1:
            rows.append(Asleep((day + timedelta(days=1)).isoformat(), (later - day).days - 1))
        later = day
        rows.append(run)
    return rows


def run_row(run: Run | Asleep, zone: tzinfo) -> Told:
    """A sweep as a row of the table."""
    if isinstance(run, Asleep):
        since = "" if run.days == 1 else f"{count(run.days, 'day')} from then on: "
        return [(f"{date.fromisoformat(run.first):%a %m-%d}       ", "dim"), (f"{since}no sweep", "warn")]
    began = f"{clock(run.at_ms, zone):<15} "
    why = f"{_reason(run):<9}"
    if run.outcome != "done":
        told = "✗ failed: " + safe(run.why) if run.outcome == "failed" else "cancelled; nothing was written"
        return [(began, "plain"), (why, "plain"), (told, "bad" if run.outcome == "failed" else "warn")]
    numbers = ((run.read, 6), (run.staged, 7), (run.reflected, 6), (run.ranked, 8), (run.promoted, 6))
    took = "–" if run.duration_ms is None else lasted(run.duration_ms)
    cellsof = "".join(f"{'–' if number is None else f'{number:,}':>{width}}" for number, width in numbers)
    return [(began, "plain"), (why, "plain"), (f"{took:>6}{cellsof}", "good" if run.promoted else "plain")]


def _reason(run: Run) -> str:
    if run.trigger:
        return safe(run.trigger)[:8]
    return "dreamtui" if run.own else "OpenClaw"


def run_details(run: Run | Asleep, zone: tzinfo) -> list[str]:
    """All that is known of a sweep."""
    if isinstance(run, Asleep):
        since = f"From {run.first} on no sweep is on record for {count(run.days, 'day')}."
        return [since, "", "Nothing ran, or what ran wrote no log: was the machine off, was dreaming off?"]
    when = f"{local(run.at_ms, zone):%A %Y-%m-%d %H:%M:%S}"
    why = TRIGGERS.get(run.trigger or "", "")
    who = "dreamtui" if run.own else "OpenClaw (or an older dreamtui: it does not say why)"
    lines = [when, "", f"run by {who}{' ' + why if why else ''}"]
    if run.outcome != "done":
        return [*lines, f"{run.outcome}; nothing was written", *([run.why] if run.why else [])]
    lines.append(
        f"took {lasted(run.duration_ms)}" if run.duration_ms is not None else "how long is not known"
    )
    for phase, name in PHASES.items():
        if phase in run.lines:
            wrote = run.lines[phase]
            lines.append(f"{name}: {'ran' if wrote is None else 'wrote ' + count(wrote, 'line')}")
    told = (
        (run.read, "places and messages read"),
        (run.staged, "entries staged by Light"),
        (run.reflected, "themes and candidate truths of REM"),
        (run.ranked, "candidates ranked by Deep"),
        (run.passing, "passed everything"),
        (run.promoted, f"promoted into {paths.MEMORY}"),
    )
    lines += ["", *(f"{'not known' if n is None else f'{n:,}':>9}  {what}" for n, what in told)]
    if run.undone:
        lines.append(f"{run.undone:>9,}  more promoted and taken back since")
    return [*lines, *_keys(run)]


def _keys(run: Run) -> list[str]:
    return ["", *(f"  {key}" for key in run.keys)] if run.keys else []


def runs_summary(given: Activity) -> str:
    """A few words."""
    sweeps = [run for run in given.runs if run.kind == "sweep"]
    failed = sum(run.outcome == "failed" for run in sweeps)
    if not sweeps:
        return no_sweeps_summary(given)
    told = f"{count(len(sweeps), 'sweep')} on record"
    return f"{told}, {failed:,} failed" if failed else told


# --- the log ------------------------------------------------------------------------------------


def entry(line: Line, zone: tzinfo, root: str) -> Entry:
    """A line of the log in words."""
    at_ms = parse_instant(line.record.get("timestamp")) if line.record else None
    when = "?" if at_ms is None else clock(at_ms, zone)
    told = log_words.told(line.record, root)
    kind = str(line.record.get("type", "")) if line.record else ""
    return Entry(line, when, told, f"{when} {told} {kind}".casefold())


def entry_row(one: Entry) -> Told:
    """It as a row."""
    name = {"promotion": "good", "undo": "warn", "sweep": "bar"}.get(one.words.partition(":")[0], "plain")
    return [(f"{one.clock:<15} ", "dim"), (one.words, name if one.line.record else "bad")]


def entry_details(one: Entry) -> list[str]:
    """The record as it stands in the file, made readable."""
    if one.line.record is None:
        return ["This is no JSON object; it is passed over:", "", one.line.raw.decode("utf-8", "replace")]
    told = json.dumps(one.line.record, ensure_ascii=False, indent=2)
    return [one.words, "", *told.split("\n")]


def log_summary(given: Activity, shown: int, words: str) -> str:
    """How much there is, and how much of it is shown."""
    log = given.log
    if given.log_problem:
        return "cannot be read"
    if words:
        return f"{shown:,} of the last {len(log.lines):,} have “{words}”"
    if log.begin or len(log.lines) < _whole(given):
        return f"the last {len(log.lines):,} records of {_mega(log.size)}"
    return count(len(log.lines), "record")


def _whole(given: Activity) -> int:
    """More than are kept, where the log begins before them."""
    lines = given.log.lines
    return len(lines) + 1 if lines and lines[0].at > 0 else len(lines)


# --- health -------------------------------------------------------------------------------------


class HealthRow(NamedTuple):
    """A row of the health part: of a finding, or of a file."""

    key: tuple[str, ...]
    told: Told
    finding: Finding | None = None


def health_rows(given: Activity) -> list[HealthRow]:
    """Findings, each with what to do about it, and what dreaming keeps on disk."""
    rows: list[HealthRow] = []
    for one in given.findings:
        warn = one.severity == "warn"
        told = [("! " if warn else "· ", "warn" if warn else "dim"), (short(one.message), "plain")]
        rows.append(HealthRow((*one.id, "what"), told, one))
        rows.append(HealthRow((*one.id, "do"), [(f"  → {short(one.remedy)}", "dim")], one))
    if not rows:
        rows.append(HealthRow(("well",), [("✓ ", "good"), ("nothing is wrong with the files", "plain")]))
    if given.files:
        rows.append(HealthRow(("files",), [(f"{_STATE} keeps", "strong")]))
    return [*rows, *(HealthRow((line,), [(f"  {line}", "plain")]) for line in file_rows(given))]


def finding_details(one: Finding) -> list[str]:
    """It, and what to do about it."""
    kind = "Something is wrong" if one.severity == "warn" else "Worth knowing; nothing is wrong"
    fix = ["", "`dreamtui doctor --fix` does it."] if one.fixable else []
    return [short(one.message), "", f"What to do: {short(one.remedy)}", *fix, "", f"{kind}. Code: {one.code}"]


def file_rows(given: Activity) -> Iterator[str]:
    """The files of dreaming with their sizes."""
    for file in given.files:
        many = "files" if file.unit == "file" else "entries"
        rows = "" if file.rows is None else count(file.rows, file.unit, many)
        new = f", {file.new:,} new in 7 days" if file.new else ""
        name = file.path.removeprefix(f"{_STATE}/")
        yield f"{pad(safe(name), 28)} {_mega(file.size):>8}  {rows}{new}".rstrip()


def health_summary(given: Activity) -> str:
    """A few words."""
    wrong = sum(one.severity == "warn" for one in given.findings)
    size = sum(file.size for file in given.files)
    told = f"{count(wrong, 'finding')} to look at" if wrong else "nothing is wrong"
    notes = len(given.findings) - wrong
    told += f", {count(notes, 'note')}" if notes else ""
    return f"{told}; state takes {_mega(size)}"


# --- words --------------------------------------------------------------------------------------


def clock(ms: int, zone: tzinfo) -> str:
    """`Sat 04-11 03:00`."""
    return f"{local(ms, zone):%a %m-%d %H:%M}"


def short(text: str) -> str:
    """Text about files, safe to be shown, with `~` for the home folder."""
    home = os.path.expanduser("~").rstrip("/")  # noqa: PTH111 (never fails)
    return safe(text.replace(f"{home}/", "~/") if home else text)


def _mega(size: int) -> str:
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:,.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"

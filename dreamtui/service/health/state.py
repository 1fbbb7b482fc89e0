"""Checks of what dreaming remembers: files that cannot be read, entries that lead nowhere or never pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dreamtui import paths
from dreamtui.errors import BadInput
from dreamtui.instants import iso, parse_instant
from dreamtui.model import RecallEntry, SourceState
from dreamtui.paths import short_term_day
from dreamtui.service.health.checkup import Checkup
from dreamtui.service.health.finding import Finding, listed, refused

_DREAMS: Final = paths.RECALL_STORE.rpartition("/")[0]
_MIGRATED: Final = re.compile(
    r"(?:short-term-recall|phase-signals|daily-ingestion|session-ingestion)\.json\.migrated(?:\.\d+)?"
)
_CLOCKS_DIFFER_MS: Final = 5 * 60_000


def unreadable(checkup: Checkup) -> Iterator[Finding]:
    """State files that are no JSON, of a version of later releases, or denied."""
    for path, found in checkup.documents.items():
        if isinstance(found, BadInput):
            yield refused("state-unreadable", found, path)


def invalid_entries(checkup: Checkup) -> Iterator[Finding]:
    """Entries whose form is wrong."""
    for path, found in checkup.documents.items():
        if not isinstance(found, BadInput) and found.invalid:
            yield Finding(
                "state-invalid-entries",
                f"{path}: {_number(len(found.invalid))} cannot be read: {listed(list(found.invalid))}",
                "they are kept and left out; mend or remove them there",
                path,
            )


def moved(checkup: Checkup) -> Iterator[Finding]:
    """State that a later release has moved into its database."""
    names = checkup.workspace.names(_DREAMS)
    migrated = [name for name in names if _MIGRATED.fullmatch(name)]
    if checkup.moved:
        yield Finding(
            "state-moved",
            f"{_DREAMS}: the state of dreaming moved to SQLite ({listed(migrated)}); it is not empty",
            "review this workspace with `openclaw memory`, or name another one",
            _DREAMS,
        )
    elif migrated and paths.RECALL_STORE.rpartition("/")[2] in names:
        yield Finding(
            "state-twice",
            f"{paths.RECALL_STORE} stands beside {listed(migrated)}: OpenClaw keeps its state in SQLite"
            " now and no longer reads this file",
            "remove the one that is out of date; what is shown here is the JSON file",
            paths.RECALL_STORE,
        )


def foreign_paths(checkup: Checkup) -> Iterator[Finding]:
    """Entries about files that no entry may be about."""
    strange = [entry.path for entry in checkup.recall.entries.values() if short_term_day(entry.path) is None]
    if strange:
        yield Finding(
            "foreign-paths",
            f"{paths.RECALL_STORE}: {_number(len(strange))} not about a daily note or the session corpus:"
            f" {listed(list(dict.fromkeys(strange)))}",
            "they are kept and never ranked; nothing needs to be done",
            paths.RECALL_STORE,
            severity="note",
        )


def sources(checkup: Checkup) -> Iterator[Finding]:
    """Entries whose note is gone, or may not be read. Reads every note that an entry is about."""
    missing, denied = _grouped(checkup)
    if missing:
        entries = sum(missing.values())
        yield Finding(
            "source-gone",
            f"{_number(entries)} about notes that are gone: {listed(list(missing))}",
            "restore the notes if they were lost; without them these entries are never promoted",
            paths.RECALL_STORE,
            severity="note",
        )
    for path, entries in denied.items():
        why = checkup.sources.get(path).detail.partition("; nothing was")[0].removeprefix(f"{path}: ")
        yield Finding(
            "source-unreadable",
            f"{path}: {why or 'cannot be read'}; {_number(entries)} kept waiting",
            "allow access to it, or put the file itself there",
            path,
        )


def recalled_in_future(checkup: Checkup) -> Iterator[Finding]:
    """Entries last recalled later than now: one of two clocks is wrong."""
    late = checkup.now_ms + _CLOCKS_DIFFER_MS
    ahead = [
        moment
        for entry in checkup.recall.entries.values()
        if (moment := parse_instant(entry.last_recalled_at) or 0) > late
    ]
    if ahead:
        yield Finding(
            "recalled-in-future",
            f"{paths.RECALL_STORE}: {_number(len(ahead))} recalled in the future, up to {iso(max(ahead))}"
            f" (now is {iso(checkup.now_ms)})",
            "set the clock right; until then these entries look fresher than they are",
            paths.RECALL_STORE,
        )


def never_recalled(checkup: Checkup) -> Iterator[Finding]:
    """A store in which no entry was ever found by a search: why sweeps promote nothing for weeks."""
    deep = checkup.settings.dreaming.phases.deep
    if deep.gate_on != "recalls" or deep.min_recall_count == 0:
        return
    waiting = [entry for entry in checkup.recall.entries.values() if _waits(entry)]
    if waiting and not any(entry.recall_count for entry in waiting):
        yield Finding(
            "never-recalled",
            f"every entry has recallCount 0 ({len(waiting):,} in all): nothing can pass the recall gate"
            f" (minRecallCount {deep.min_recall_count}), so every sweep promotes 0",
            "only searches count as recalls: have the agent search its memory;"
            " phases.deep.gateOn=signals counts re-read notes as well",
            paths.RECALL_STORE,
        )


def _waits(entry: RecallEntry) -> bool:
    return entry.promoted_at is None and short_term_day(entry.path) is not None


def _grouped(checkup: Checkup) -> tuple[dict[str, int], dict[str, int]]:
    """Entries that wait, counted by note: those whose note is gone, and those whose note is denied."""
    counts: dict[str, int] = {}
    for entry in checkup.recall.entries.values():
        if _waits(entry):
            counts[entry.path] = counts.get(entry.path, 0) + 1
    states = {path: checkup.sources.get(path).state for path in counts}
    missing = {path: count for path, count in counts.items() if states[path] is SourceState.MISSING}
    denied = {path: count for path, count in counts.items() if states[path] is SourceState.UNREADABLE}
    return missing, denied


def _number(entries: int) -> str:
    return f"{entries:,} {'entry' if entries == 1 else 'entries'}"

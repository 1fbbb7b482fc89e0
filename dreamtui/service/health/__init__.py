"""The health of a workspace: every check by itself, so that what one stumbles over does not hide the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from dreamtui.errors import BadInput
from dreamtui.service.health import dreams, leftovers, memory, notes, repeats, setup, state
from dreamtui.service.health.checkup import Checkup
from dreamtui.service.health.finding import Finding, refused

__all__ = ["Checkup", "Finding", "check_all", "check_quickly"]

Check = Callable[[Checkup], Iterator[Finding]]

_QUICK: Final[Sequence[Check]] = (
    state.unreadable,
    state.invalid_entries,
    state.moved,
    state.foreign_paths,
    state.recalled_in_future,
    state.never_recalled,
    memory.readable,
    memory.budget,
    memory.duplicate_markers,
    memory.diary,
    leftovers.lock,
    leftovers.unfinished,
    setup.permissions,
)
"""Checks that look at no note and at no log: cheap enough for every look at a workspace."""
_THOROUGH: Final[Sequence[Check]] = (
    *_QUICK,
    state.sources,
    notes.notes,
    leftovers.temporary_files,
    leftovers.broken_events,
    leftovers.broken_decisions,
    repeats.same_again,
    dreams.entries,
    setup.transcripts,
    setup.settings,
)


def check_all(checkup: Checkup) -> list[Finding]:
    """Everything that can be found, what is wrong before what is only worth knowing."""
    return _run(_THOROUGH, checkup)


def check_quickly(checkup: Checkup) -> list[Finding]:
    """What can be found without reading notes and logs."""
    return _run(_QUICK, checkup)


def _run(checks: Sequence[Check], checkup: Checkup) -> list[Finding]:
    found = [finding for check in checks for finding in _guarded(check, checkup)]
    return sorted(found, key=lambda finding: finding.severity == "note")


def _guarded(check: Check, checkup: Checkup) -> list[Finding]:
    found: list[Finding] = []
    try:
        found.extend(check(checkup))
    except (BadInput, OSError) as error:
        where = str(checkup.workspace.root)
        found.append(refused("check-failed", error, str(getattr(error, "filename", "") or where)))
    return found

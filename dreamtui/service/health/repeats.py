"""Checks of what dreaming says: the same again, night after night."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dreamtui import paths
from dreamtui.engine.repetition import Repeats, repeats
from dreamtui.engine.runs import Run, runs
from dreamtui.errors import BadInput
from dreamtui.files import diary
from dreamtui.files.log_follow import Follower
from dreamtui.service.health.checkup import Checkup
from dreamtui.service.health.finding import Finding
from dreamtui.service.history import tells_of_runs


def same_again(checkup: Checkup) -> Iterator[Finding]:
    """Nights that came to the same as the nights before. Reads the end of the log, and the diary."""
    name = checkup.workspace.diary() or paths.DIARY_NAMES[0]
    again = repeats(_runs(checkup), _dreams(checkup, name))
    if again.diary:
        yield Finding(
            "diary-repeats",
            f"{name}: the last {again.diary} entries say the same, word for word",
            "look whether dreaming still reads new notes (Activity, or `dreamtui --dry-run`)",
            name,
        )
    if again.keys:
        yield Finding(
            "promotes-again",
            f"{paths.EVENTS}: the last {again.keys} promotions were of the same entries",
            f"look for duplicates in {paths.MEMORY}; let only one program dream here",
            paths.EVENTS,
        )
    yield from _same_numbers(checkup, again)


def _runs(checkup: Checkup) -> Sequence[Run]:
    """The runs on record; none where the log cannot be read, which another check tells."""
    try:
        return runs(Follower(checkup.workspace, paths.EVENTS, tells_of_runs).read().records)
    except BadInput:
        return ()


def _dreams(checkup: Checkup, name: str) -> Sequence[str]:
    """What the diary says night by night; nothing where it cannot be read, which another check tells."""
    try:
        raw = checkup.workspace.read_bytes(name) or b""
    except BadInput:
        return ()
    return [entry.body for entry in diary.parse(raw).entries if entry.kind == "dream"]


def _same_numbers(checkup: Checkup, again: Repeats) -> Iterator[Finding]:
    light = checkup.settings.dreaming.phases.light
    if again.counts:
        full = again.staged == light.limit
        yield Finding(
            "nights-alike",
            f"{paths.EVENTS}: the last {again.counts} sweeps came to the same numbers"
            f" ({again.staged:,} staged each time{', which is the limit' if full else ''})",
            f"phases.light.limit is {light.limit}: raise it, or shorten phases.light.lookbackDays"
            if full
            else "nothing needs to be done if nothing new was written; else check that notes are read",
            paths.EVENTS,
            severity="note",
        )
    if again.nothing:
        yield Finding(
            "promotes-nothing",
            f"{paths.EVENTS}: the last {again.nothing} sweeps promoted nothing",
            "Review shows what waits for you; `dreamtui status` says what keeps the rest back",
            paths.EVENTS,
            severity="note",
        )

"""Checks of what the diary's entries say, judged as the Dreams tab does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from dreamtui import paths
from dreamtui.errors import BadInput
from dreamtui.files import diary
from dreamtui.service.health.checkup import Checkup
from dreamtui.service.health.finding import Finding, listed
from dreamtui.service.nights import PHASES, judge

_SILENT: Final = 3
"""So many stand-ins in a row are no accident any more."""


def entries(checkup: Checkup) -> Iterator[Finding]:
    """Entries that hold what no dream should, and nights on which no model answered."""
    name = checkup.workspace.diary() or paths.DIARY_NAMES[0]
    try:
        found = diary.parse(checkup.workspace.read_bytes(name) or b"").entries
    except BadInput:  # another check tells
        return
    snippets = frozenset(entry.snippet for entry in checkup.recall.entries.values())
    judged = list(zip(found, judge(found, snippets), strict=True))
    leaks = [
        f"{entry.day or entry.heading or 'an entry without a day'} ({fault.message})"
        for entry, faults in judged
        for fault in faults
        if fault.code == "leak"
    ]
    if leaks:
        yield Finding(
            "diary-leaks",
            f"{name}: raw pieces stand where dreams should: {listed(leaks)}",
            "take them out (o on the Dreams tab opens the diary there)",
            name,
        )
    dreams = [entry for entry in found if entry.kind not in PHASES]
    stand_ins = len(list(takewhile(lambda entry: entry.fallback, reversed(dreams))))
    if stand_ins >= _SILENT:
        yield Finding(
            "diary-stand-ins",
            f"{name}: the last {stand_ins} entries stand in for dreams that could not be written",
            "look why no model answers whoever writes the diary; the reports of these nights are whole",
            name,
        )

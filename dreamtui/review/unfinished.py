"""Writes of approved candidates that a crash cut short: what is left to be done of them, or forgotten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from dreamtui import paths
from dreamtui.files.events import Record
from dreamtui.files.log_tail import lines_backwards
from dreamtui.files.workspace import Workspace
from dreamtui.instants import parse_instant
from dreamtui.review import application
from dreamtui.review.application import Application, Mark
from dreamtui.review.inputs import Inputs
from dreamtui.review.ledger import Ledger

NEAR_THE_END: Final = 1 << 20
"""How much of the audit log is looked at for what was said last about a write."""


class Unfinished(NamedTuple):
    """`marks` are entries to be marked as promoted `at`, as they stand in MEMORY.md already; `records`
    what the audit log lacks; `void` the steps of the ledger that never came to anything."""

    marks: Mapping[str, Mark] = {}
    at: str = ""
    records: tuple[Record, ...] = ()
    void: tuple[str, ...] = ()


def find_unfinished(given: Inputs, said: Ledger) -> Unfinished:
    """What is left of the last write, if it was cut short: the store, written last, does not know of it."""
    if not said.applications:
        return Unfinished()
    last = said.applications[-1]
    entries = given.snapshot.state.recall.entries
    known = {key: mark for key, mark in last.marks.items() if key in entries}
    unmarked = {key: mark for key, mark in known.items() if entries[key].promoted_at == mark.promoted}
    if not unmarked or len(unmarked) < len(known):
        return Unfinished()
    standing = given.snapshot.memory.promoted_keys & set(last.keys)
    if not standing:
        return Unfinished(void=(last.id,))
    logged = last_said(given.workspace, last) == "applied"
    at_ms = parse_instant(last.at) or 0
    record = application.event(last, at_ms, given.snapshot.workspace)
    return Unfinished(unmarked, last.at, () if logged else (record,))


def last_said(workspace: Workspace, about: Application) -> Literal["applied", "undone"] | None:
    """What the end of the audit log says about a write: that it was made, or that it was taken back."""
    for line in lines_backwards(workspace, paths.EVENTS, NEAR_THE_END):
        if b".promotion." not in line:
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        match record:
            case {"type": "dreamtui.promotion.undone", "of": about.id}:
                return "undone"
            case {"type": "memory.promotion.applied", "candidates": list(told)}:
                if [one.get("key") for one in told if isinstance(one, dict)] == list(about.keys):
                    return "applied"
            case {"type": "dreamtui.promotion.undone", "keys": list(keys)} if keys == list(about.keys):
                return None
    return None

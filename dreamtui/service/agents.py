"""The workspaces that can be opened beside this one: whose they are, where they lie, what waits in each."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from dreamtui import paths
from dreamtui.config.agents import Located, folder_problem, roster
from dreamtui.errors import DreamtuiError
from dreamtui.review import ledger
from dreamtui.review.queue import Queue
from dreamtui.review.staging import decisions
from dreamtui.service.desk import Desk
from dreamtui.service.reviewer import Reviewer

MOST_BYTES: Final = 8_000_000
"""Size of a store up to which its candidates are counted for a list; ranking a larger one takes seconds."""


class Place(NamedTuple):
    """A workspace of the configuration, or the folder that was `given` and is no agent's.

    `shared`: other agents that work in the same folder; `problem`: why it cannot be opened, "" where it can.
    """

    agent: str
    root: Path
    here: bool = False
    given: bool = False
    shared: tuple[str, ...] = ()
    problem: str = ""


class Doors(NamedTuple):
    """The ways out of a dashboard: which places there are beside a desk, and how one is opened."""

    places: Callable[[Desk], tuple[Place, ...]]
    open: Callable[[Place], Desk]
    """Raises BadInput for a place that cannot be opened."""


class Waiting(NamedTuple):
    """What waits in a workspace: eligible candidates nobody has decided on, approvals not yet written, and
    changes of entries of MEMORY.md not yet written. Of a large store only the last is counted (`left` None).
    """

    left: int | None
    approved: int
    changes: int


def places(desk: Desk, given: Located | None, env: Mapping[str, str]) -> tuple[Place, ...]:
    """The agents of the configuration in its order, and before them the given folder where it is no agent's.

    Raises BadInput when the configuration names a workspace that is no path.
    """
    agents = roster(desk.loaded.openclaw, env).workspaces
    real = {name: os.path.realpath(root) for name, root in agents.items()}
    here = (desk.located.agent, os.path.realpath(desk.workspace.root))
    found = [
        Place(
            name,
            root,
            here=here == (name, real[name]),
            shared=tuple(other for other in agents if other != name and real[other] == real[name]),
            problem=folder_problem(root),
        )
        for name, root in agents.items()
    ]
    first = given or (None if any(place.here for place in found) else desk.located)
    if first is not None and real.get(first.agent) != (folder := os.path.realpath(first.root)):
        shared = tuple(name for name in agents if real[name] == folder)
        problem = folder_problem(first.root)
        found.insert(0, Place(first.agent, first.root, here == (first.agent, folder), True, shared, problem))
    return tuple(found)


def waiting(desk: Desk, clock: Callable[[], int]) -> Waiting | str:
    """What waits in a workspace, or in a few words why that is not known; takes as long as reading it."""
    store = desk.workspace.root / paths.RECALL_STORE
    try:
        if store.is_file() and store.stat().st_size > MOST_BYTES:
            said = ledger.read(desk.workspace.read_bytes(paths.REVIEW_LOG))
            return Waiting(None, 0, decisions(said.staged, said.locked))
        return waiting_in(Reviewer(desk, clock).load())
    except (DreamtuiError, OSError):
        return "cannot be read: opening it says why"


def waiting_in(queue: Queue) -> Waiting:
    """What waits in a workspace that was read already."""
    said = queue.ledger
    return Waiting(queue.left(), len(queue.approved()), decisions(said.staged, said.locked))

"""Reading a workspace for the dashboard: runs in a worker and returns values; it touches no widget."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Final, NamedTuple

from dreamtui import paths
from dreamtui.errors import DreamtuiError, StateMoved
from dreamtui.service import watch
from dreamtui.service.desk import Desk
from dreamtui.service.reviewer import Reviewer
from dreamtui.service.standing import look
from dreamtui.tui.view import View

PATIENCE_S: Final = 1.0
"""How long a file that is only half written is waited for before that is told."""
_AGAIN_S: Final = 0.1


class Source(NamedTuple):
    """Where to read: the desk, and how to set up another one when settings change; what time it is."""

    desk: Desk
    reopen: Callable[[], Desk]
    clock: Callable[[], int]
    read_only: bool
    own: set[str] | None = None
    """The steps that were taken here, as the reviewer wants to know them."""


class Result(NamedTuple):
    """What was read: the desk and the reviewer that it was read with, and the stamps of all files then."""

    desk: Desk
    reviewer: Reviewer | None
    view: View
    stamps: Mapping[str, watch.Stamp]


Partly = Callable[[Result], None]


def read(source: Source, old: View, *, settings: bool, patient: bool, partly: Partly | None) -> Result:
    """Read everything. What cannot be read is told in `View.problem`, beside what was read before.

    `settings`: they may have changed. `patient`: somebody may just be writing. `partly` is told the
    queue as soon as it is there.
    """
    until = monotonic() + (PATIENCE_S if patient else 0)
    while True:
        desk = source.desk
        seen: Mapping[str, watch.Stamp] = {}
        try:
            desk = source.reopen() if settings else desk
            seen = watch.stamps(watch.places(desk))
            with _undisturbed():
                return _read(source, desk, seen, partly)
        except (DreamtuiError, OSError) as error:
            if monotonic() >= until or isinstance(error, StateMoved):
                view = old._replace(problem=_told(error), read_only=source.read_only)
                return Result(desk, None, view, seen)
        sleep(_AGAIN_S)


def _read(source: Source, desk: Desk, seen: Mapping[str, watch.Stamp], partly: Partly | None) -> Result:
    now = source.clock()
    reviewer = Reviewer(desk, source.clock, source.own)
    queue = reviewer.load()
    if partly:
        partly(Result(desk, reviewer, View(queue, None, now, None, source.read_only), seen))
    standing = look(desk, now, source.clock(), inputs=reviewer.inputs, built=queue)
    ready = reviewer.ready(queue)
    return Result(desk, reviewer, View(queue, standing, now, None, source.read_only, ready), seen)


def caught_up(result: Result) -> Result:
    """The same with what people decided while it was being read."""
    reviewer, view = result.reviewer, result.view
    stamp = watch.stamp_of(watch.places(result.desk), paths.REVIEW_LOG)
    if reviewer is None or view.queue is None or stamp in (None, result.stamps.get(paths.REVIEW_LOG)):
        return result
    try:
        queue = reviewer.reread(view.queue)
    except DreamtuiError:  # what it is now, is told next
        return result
    view = view._replace(queue=queue, ready=reviewer.ready(queue) if view.ready else None)
    return result._replace(view=view, stamps={**result.stamps, paths.REVIEW_LOG: stamp})


def _told(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or 'a file'}: {error.strerror or error}; nothing was changed: look into that"
    return str(error)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the collector, which would walk a large store again and again while it is read."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
            gc.freeze()

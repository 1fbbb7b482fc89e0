"""Running sweeps: read, plan, apply; and plan again where the workspace moved on meanwhile."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from dreamtui.engine.sweep import Progress
from dreamtui.errors import Changed, DreamtuiError
from dreamtui.files.writing import promotion_lock, recover
from dreamtui.model import Trigger
from dreamtui.review.apply import apply, apply_locked
from dreamtui.review.plan import Plan, plan_sweep
from dreamtui.service import attempts
from dreamtui.service.attempts import Attempt, Outcome
from dreamtui.service.desk import Desk

ATTEMPTS = 3


class Cancelled(Exception):
    """A person does not want the sweep any more; raised by `progress`, before anything is written."""


def preview(
    desk: Desk, now_ms: int, *, focus: str | None = None, progress: Progress = lambda _p, _d: None
) -> Plan:
    """What `sweep --apply` would do at this instant; nothing is written, not even a lock."""
    return plan_sweep(desk.read(focus), now_ms, promote=True, progress=progress, trigger="command")


def run(
    desk: Desk,
    now_ms: int,
    *,
    promote: bool,
    focus: str | None = None,
    progress: Progress = lambda _p, _d: None,
    trigger: Trigger = "command",
    live: bool = True,
) -> Plan:
    """Sweep and write; returns the plan that was applied. Raises Locked or BadInput: nothing has changed.

    The audit log tells how long it took; one that comes to nothing, because it fails or because
    `progress` raises Cancelled, leaves a line among the `attempts`. Neither is so unless it is `live`:
    at a pretended instant the same gives the same bytes, and nothing has really happened then.
    """
    began = monotonic()

    def took() -> int:
        return round((monotonic() - began) * 1000)

    def plan() -> Plan:
        return plan_sweep(
            desk.read(focus),
            now_ms,
            promote=promote,
            progress=progress,
            trigger=trigger,
            took=took if live else None,
        )

    try:
        return write(desk, plan)
    except (Exception, KeyboardInterrupt) as error:
        if live:
            attempts.remember(desk, Attempt(now_ms, trigger, *_outcome(error), took()))
        raise


def _outcome(error: BaseException) -> tuple[Outcome, str]:
    if isinstance(error, Cancelled | KeyboardInterrupt):
        return "cancelled", ""
    if isinstance(error, DreamtuiError):
        return "failed", str(error)
    if isinstance(error, OSError):
        return "failed", f"{error.filename or 'a file'}: {error.strerror or error}"
    return "failed", f"internal error: {type(error).__name__}: {error}"


def write(desk: Desk, plan: Callable[[], Plan]) -> Plan:
    """Plan and apply. Planning needs no lock; who keeps changing files cannot keep it from happening."""
    with ended_in_order():
        recover(desk.workspace)
        return _write(desk, plan)


def _write(desk: Desk, plan: Callable[[], Plan]) -> Plan:
    for _ in range(ATTEMPTS):
        try:
            made = plan()
            if made.writes:
                apply(made, desk.workspace)
        except Changed:
            continue
        return made
    with promotion_lock(desk.workspace):
        made = plan()
        apply_locked(made, desk.workspace)
    return made


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let who is asked to end (SIGTERM, a closed terminal) take back what is half done, as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    asked = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in asked}
    try:
        for number, usual in before.items():
            if usual is signal.SIG_DFL:
                signal.signal(number, stop)
        yield
    finally:
        for number, usual in before.items():
            if usual is signal.SIG_DFL:
                signal.signal(number, usual)

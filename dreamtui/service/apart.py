"""Work done apart, by a process of its own: in a thread it would keep the interpreter from answering keys."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import IO, Final, TypeVar, cast

from dreamtui.engine.sweep import Progress
from dreamtui.errors import DreamtuiError
from dreamtui.model import Phase
from dreamtui.service.sweeper import Cancelled

T = TypeVar("T")

_PROGRAM: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from dreamtui.service.apart import serve; serve()"
)
_NICE: Final = 5
"""How much the other process steps back where both want the same processor."""
_GO_ON: Final = b"."


class Broken(DreamtuiError):
    """The other process ended without an answer: somebody ended it, or there was no memory left."""

    def __init__(self) -> None:
        super().__init__("its process was ended; what it had begun to write is taken back by the next write")


def do(work: Callable[..., T], *given: object, progress: Progress) -> T:
    """The answer of `work(*given, progress=…)`, which runs in another process; all of it can be pickled.

    The work goes on when `progress`, which is called here, returns. When that raises, the work hears
    Cancelled at this step, is waited for, and what was raised goes on. The same befalls work whose
    dashboard was killed. Raises Broken when there is no answer. An error of the work itself gives no
    other answer: it has to tell of it.
    """
    # Nothing is imported from the current folder (-P): it may be anybody's notes.
    command = [sys.executable, "-P", "-c", _PROGRAM, str(Path(__file__).parents[2])]
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        _send(other.stdin, pickle.dumps((work, given)))
        while True:
            is_step, value = _answer(other.stdout)
            if not is_step:
                return cast("T", value)
            progress(*cast("tuple[Phase, str]", value))
            _send(other.stdin, _GO_ON)


def serve() -> None:
    """The other side: do what standard input asks for, and tell steps and the answer on standard output."""
    import gc

    gc.disable()  # as for any command
    if hasattr(os, "nice"):
        os.nice(_NICE)
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # what anybody prints is no answer
    work, given = pickle.load(asked)

    def step(phase: Phase, doing: str) -> None:
        goes_on = b""
        with suppress(OSError):
            _write(answers, pickle.dumps((True, (phase, doing))))
            goes_on = asked.read(len(_GO_ON))
        if not goes_on:
            raise Cancelled

    with suppress(OSError):
        _write(answers, pickle.dumps((False, work(*given, progress=step))))


def _answer(answers: IO[bytes]) -> tuple[bool, object]:
    try:
        found: tuple[bool, object] = pickle.load(answers)
    except (EOFError, OSError, pickle.UnpicklingError) as error:
        raise Broken from error
    return found


def _send(asked: IO[bytes], data: bytes) -> None:
    try:
        _write(asked, data)
    except OSError as error:
        raise Broken from error


def _write(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(data)
    pipe.flush()

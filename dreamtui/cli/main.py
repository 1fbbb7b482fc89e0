"""Running a command: from arguments to exit status, with every failure one line."""

from __future__ import annotations

import os
import sys

from dreamtui.errors import DreamtuiError

TYPE_CHECKING = False  # importing typing would cost --help a tenth of its time
if TYPE_CHECKING:
    from typing import TextIO

DONE, NO, BAD = 0, 1, 2
INTERRUPTED = 130


def run(arguments: list[str]) -> int:
    """Run the command that the arguments name. Returns 0 done, 1 the answer is no, 2 bad input."""
    _open_closed_streams()
    try:
        try:
            return _run(arguments)
        finally:  # here, where it can be told what went wrong, and after --help, too
            sys.stdout.flush()
    except DreamtuiError as error:
        say(str(error))
        return BAD
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader (head, less) has seen enough
        _give_up(sys.stdout)
        return DONE
    except OSError as error:
        if error.filename is None:
            _give_up(sys.stdout)
        where = error.filename or "standard output"
        say(f"{where}: {error.strerror or error}; nothing more was done: look into that and try again")
        return BAD
    except (Exception, RecursionError) as error:
        if os.environ.get("DREAMTUI_TRACEBACK"):
            raise
        what = f"{type(error).__name__}: {error}"
        say(f"internal error: {what}: please report it (DREAMTUI_TRACEBACK=1 shows where)")
        return BAD


def _run(arguments: list[str]) -> int:
    from dreamtui.cli.parser import parse

    args = parse(arguments)
    if args.command == "" and args.version:
        from dreamtui import __version__

        print(f"dreamtui {__version__}")
        return DONE
    from importlib import import_module

    name = args.command.replace("-", "_") or "preview"
    module = import_module(f"dreamtui.cli.commands.{'switch' if name in ('on', 'off') else name}")
    status: int = module.run(args)
    return status


def say(message: str) -> None:
    """One line on standard error, with nothing in it that a terminal would act on."""
    line = "".join(character if character.isprintable() else " " for character in message)
    try:
        sys.stderr.write(f"dreamtui: {line}\n".encode("utf-8", "backslashreplace").decode())
    except OSError:
        _give_up(sys.stderr)


def _open_closed_streams() -> None:
    """Let streams that the caller has closed lead nowhere, where Python has None."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = os.O_RDONLY if name == "stdin" else os.O_WRONLY
            setattr(sys, name, os.fdopen(os.open(os.devnull, mode), "r" if name == "stdin" else "w"))


def _give_up(stream: TextIO) -> None:
    """Lead a stream that takes no more nowhere, so that Python does not try again at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)

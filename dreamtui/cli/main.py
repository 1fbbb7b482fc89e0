"""Running a command: from arguments to exit status, with every failure one line."""

from __future__ import annotations

import os
import sys

from dreamtui.errors import DreamtuiError

DONE, NO, BAD = 0, 1, 2
INTERRUPTED = 130


def run(arguments: list[str]) -> int:
    """Run the command that the arguments name. Returns 0 done, 1 the answer is no, 2 bad input."""
    try:
        return _run(arguments)
    except DreamtuiError as error:
        say(str(error))
        return BAD
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        say(f"{error.filename or 'a file'}: {error.strerror or error}; nothing more was done")
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
    sys.stdout.flush()
    return status


def say(message: str) -> None:
    """One line on standard error, with nothing in it that a terminal would act on."""
    line = "".join(character if character.isprintable() else " " for character in message)
    sys.stderr.write(f"dreamtui: {line}\n".encode("utf-8", "backslashreplace").decode())

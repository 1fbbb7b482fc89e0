"""Opening a file in a person's own editor, at a line: which command that is, and giving it the terminal."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from textual.app import App, SuspendNotSupported

from dreamtui.errors import BadInput

_PLUS: Final = frozenset(
    ("vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "kak", "joe", "mg", "ne")
)
"""Editors that take `+LINE FILE`; to others only the file is given, but for those below."""
_COLON: Final = frozenset(("hx", "helix", "subl", "zed"))
_GOTO: Final = frozenset(("code", "codium", "code-insiders", "cursor"))
NO_EDITOR: Final = (
    "no editor is set: set VISUAL or EDITOR to one, such as `export EDITOR=nano`, and open dreamtui again"
)


def command(env: Mapping[str, str], path: Path, line: int) -> list[str]:
    """What to run. Raises BadInput when the environment names no editor."""
    named = env.get("VISUAL", "").strip() or env.get("EDITOR", "").strip()
    if not named:
        raise BadInput(NO_EDITOR)
    words = _words(named)
    name = Path(words[0]).name.removesuffix(".exe")
    if name in _PLUS:
        return [*words, f"+{line}", str(path)]
    if name in _COLON:
        return [*words, f"{path}:{line}"]
    if name in _GOTO:
        return [*words, "--goto", f"{path}:{line}"]
    return [*words, str(path)]


def _words(named: str) -> list[str]:
    """A command as a shell reads it; a program whose path has spaces may stand there as it is."""
    if shutil.which(named):
        return [named]
    try:
        words = shlex.split(named)
    except ValueError as error:
        raise BadInput(f"the editor {named!r} cannot be read as a command: {error}") from error
    if not words or not words[0]:
        raise BadInput(NO_EDITOR)
    return [os.path.expanduser(words[0]), *words[1:]]  # noqa: PTH111 (never fails)


def edit(app: App[Any], env: Mapping[str, str], path: Path, line: int) -> None:
    """Give the terminal to the editor until it ends. Raises BadInput where that cannot be."""
    words = command(env, path, line)
    try:
        with app.suspend():
            wrong = _run(words)  # nothing is raised in here: Textual would not take the terminal back
    except SuspendNotSupported as error:
        raise BadInput("this terminal cannot be given to an editor: open the file in another one") from error
    if wrong:
        raise BadInput(wrong)


def _run(words: list[str]) -> str:
    """Run an editor; what went wrong, if anything. `ctrl+c` in it is meant for it, and not for dreamtui."""
    with suppress(ValueError):  # not in the main thread, where nothing is interrupted
        before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        status = subprocess.run(words, check=False).returncode
    except (OSError, ValueError) as error:
        return (
            f"{words[0]} cannot be started: {getattr(error, 'strerror', None) or error}: set VISUAL or EDITOR"
        )
    finally:
        with suppress(ValueError):
            signal.signal(signal.SIGINT, before)
    if status < 0:
        return f"{words[0]} was ended by signal {-status}"
    return f"{words[0]} ended with status {status}" if status else ""

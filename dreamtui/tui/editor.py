"""Opening a file in a person's own editor, at a line: which command that is, and giving it the terminal."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping
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
    try:
        words = shlex.split(named)
    except ValueError as error:
        raise BadInput(f"the editor {named!r} cannot be read as a command: {error}") from error
    name = Path(words[0]).name.removesuffix(".exe")
    if name in _PLUS:
        return [*words, f"+{line}", str(path)]
    if name in _COLON:
        return [*words, f"{path}:{line}"]
    if name in _GOTO:
        return [*words, "--goto", f"{path}:{line}"]
    return [*words, str(path)]


def edit(app: App[Any], env: Mapping[str, str], path: Path, line: int) -> None:
    """Give the terminal to the editor until it ends. Raises BadInput where that cannot be."""
    words = command(env, path, line)
    try:
        with app.suspend():
            status = subprocess.run(words, check=False).returncode
    except SuspendNotSupported as error:
        raise BadInput("this terminal cannot be given to an editor: open the file in another one") from error
    except OSError as error:
        raise BadInput(
            f"{words[0]} cannot be started: {error.strerror or error}: set VISUAL or EDITOR"
        ) from error
    if status:
        raise BadInput(f"{words[0]} ended with status {status}")

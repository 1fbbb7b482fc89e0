"""dreamtui's own settings file: where it lies, what it says, and writing into it with all else kept."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dreamtui.config.keys import full_name
from dreamtui.config.reading import plain, read_text, reason, shown
from dreamtui.errors import BadInput

FILE_NAME = "config.toml"


def own_path(env: Mapping[str, str]) -> Path:
    """The file: $DREAMTUI_CONFIG, else `config.toml` in the platform's configuration folder for dreamtui."""
    if named := env.get("DREAMTUI_CONFIG", "").strip():
        return Path(os.path.abspath(os.path.expanduser(named)))  # noqa: PTH100, PTH111 (never fail)
    platform: str = sys.platform
    if platform == "linux":  # what platformdirs says there, without the cost of asking it
        base = env.get("XDG_CONFIG_HOME", "").strip()
        home = env.get("HOME") or os.path.expanduser("~")  # noqa: PTH111
        return Path(base or f"{home}/.config", "dreamtui", FILE_NAME)
    from platformdirs import user_config_dir

    return Path(user_config_dir("dreamtui", appauthor=False), FILE_NAME)


def read(path: Path) -> dict[str, Any]:
    """The tables of the file, empty when there is none; BadInput with line and column when it is no TOML."""
    text = read_text(path)
    return {} if text is None else _parsed(text, path)


def set_enabled(path: Path, enabled: bool) -> bool:
    """Turn dreaming on or off in the file; see `save`."""
    return save(path, {"enabled": enabled})


def save(path: Path, values: Mapping[str, Any]) -> bool:
    """Write values by dotted name (`enabled`, `memory.budgetChars`); False when they stood there already.

    None takes a value out, so that what holds otherwise does. Comments, order and everything else are
    kept; file and folder are made when they are missing. The file is replaced as a whole or not at all.
    BadInput when it is no TOML or cannot be written.
    """
    wanted = {full_name(name): value for name, value in values.items()}
    text = read_text(path)
    before = {} if text is None else _parsed(text, path)
    if all(_stands(before, full.split("."), value) for full, value in wanted.items()):
        return False
    _replace(path, _edited(text or "", wanted, path).encode())
    return True


def put_back(path: Path, held: bytes | None, before: bytes | None) -> None:
    """Give the file the bytes it had (None: it was not there). BadInput when it is not `held` any more."""
    target = Path(os.path.realpath(path))
    try:
        now = target.read_bytes() if target.exists() else None
        if now != held:
            raise BadInput(f"{plain(path)} was changed since; it is left as it is: edit it by hand")
        if before is None:
            target.unlink(missing_ok=True)
        else:
            _replace(path, before)
    except OSError as error:
        raise BadInput(f"{plain(path)} cannot be put back: {reason(error)}") from None


def _parsed(text: str, path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise BadInput(f"{plain(path)} is nested too deeply to be read") from None
    except ValueError as error:
        told = str(error)
        at = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", told)
        line, column = (at[1], at[2]) if at and at[1] else _end(text) if at else (1, 1)
        what = told[: at.start()] if at else told
        raise BadInput(f"{plain(path)}: line {line}, column {column}: not TOML: {plain(what)}") from None


def _end(text: str) -> tuple[int, int]:
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _stands(tree: Any, names: list[str], value: Any) -> bool:
    for name in names:
        if not isinstance(tree, dict) or name not in tree:
            return value is None
        tree = tree[name]
    return type(tree) is type(value) and bool(tree == value)


def _edited(text: str, values: Mapping[str, Any], path: Path) -> str:
    import tomlkit

    document: Any = tomlkit.parse(text)
    for full, value in values.items():
        *tables, last = full.split(".")
        table = document
        if value is None and _stands(document, full.split("."), None):
            continue
        for name in tables:
            if name not in table:
                table[name] = tomlkit.table()
            table = table[name]
            if not isinstance(table, dict):
                raise BadInput(f"{plain(path)}: {name} is {shown(table)}; it must be a table of settings")
        if value is None:
            del table[last]
        else:
            table[last] = value
    edited = _spaced(text, tomlkit.dumps(document))
    if "\r\n" in text and "\n" not in text.replace("\r\n", ""):
        edited = edited.replace("\r\n", "\n").replace("\n", "\r\n")
    written = _parsed(edited, path)
    if not all(_stands(written, full.split("."), value) for full, value in values.items()):
        raise BadInput(f"{plain(path)}: {', '.join(values)} cannot be changed there; edit it by hand")
    return edited


def _spaced(before: str, after: str) -> str:
    """The new text with a blank line around what was put in, where a table begins there."""
    from difflib import SequenceMatcher

    old, new = before.splitlines(), after.splitlines()
    gaps: set[int] = set()
    for kind, _, _, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "insert":
            gaps |= {at for at in (first, last) if 0 < at < len(new) and _runs_into(new[at - 1], new[at])}
    lines = [f"\n{line}" if at in gaps else line for at, line in enumerate(new)]
    spaced = "".join(f"{line}\n" for line in lines)
    import tomllib

    return spaced if gaps and tomllib.loads(spaced) == tomllib.loads(after) else after


def _runs_into(line: str, below: str) -> bool:
    return below.startswith("[") and bool(line.strip()) and not line.startswith(("#", "["))


def _replace(path: Path, content: bytes) -> None:
    """The new bytes in place of the old at once; a link stays one, and the file it leads to changes."""
    target = Path(os.path.realpath(path))
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = target.stat().st_mode & 0o777 if target.exists() else None
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            draft.chmod(mode)
        draft.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise BadInput(f"{plain(path)} cannot be written: {reason(error)}") from None

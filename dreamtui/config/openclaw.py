"""OpenClaw's configuration: where it lies, and what it says once `$include` and `${VAR}` are resolved."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dreamtui.config.reading import parse_json5, plain, read_text, shown
from dreamtui.errors import BadInput

DEFAULT_PLUGIN = "memory-core"
MAX_INCLUDE_DEPTH = 10
"""Files that include files that include files: OpenClaw stops here too."""

_INCLUDE = "$include"
_VARIABLE = r"(\$?)\$\{([A-Z_][A-Z0-9_]*)\}"


class Configuration(NamedTuple):
    """openclaw.json as it was read; `path` is None when there is no such file, `root` then empty."""

    root: Mapping[str, Any]
    path: Path | None
    notes: tuple[str, ...] = ()


# --- where it lies ------------------------------------------------------------------------------


def home_dir(env: Mapping[str, str]) -> Path:
    """The home that OpenClaw goes by: $OPENCLAW_HOME, else the user's."""
    usual = _given(env, "HOME") or _given(env, "USERPROFILE") or os.path.expanduser("~")  # noqa: PTH111 (never fails)
    named = _given(env, "OPENCLAW_HOME")
    return absolute(_at_home(named, usual) if named else usual)


def user_path(text: str, env: Mapping[str, str]) -> Path:
    """An absolute path of what a person or a file wrote; `~` is the home, links are left as they are."""
    return absolute(_at_home(text, str(home_dir(env))) if text.startswith("~") else text)


def absolute(path: str | Path) -> Path:
    """Absolute and without `..`, but links not followed: OpenClaw's keys are made of this form."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links)


def _at_home(text: str, home: str) -> str:
    return home + text[1:] if text == "~" or text.startswith(("~/", "~\\")) else text


def state_dir(env: Mapping[str, str]) -> Path:
    """OpenClaw's state folder: $OPENCLAW_STATE_DIR, else `.openclaw` at home (`.clawdbot` in old ones)."""
    if named := _given(env, "OPENCLAW_STATE_DIR"):
        return user_path(named, env)
    home = home_dir(env)
    current, legacy = home / ".openclaw", home / ".clawdbot"
    return legacy if not _exists(current) and _exists(legacy) else current


def config_path(config: Path | None, env: Mapping[str, str]) -> Path:
    """The configuration file: the named one, else $OPENCLAW_CONFIG_PATH, else the state folder's."""
    if config is not None:
        return user_path(str(config), env)
    if named := _given(env, "OPENCLAW_CONFIG_PATH"):
        return user_path(named, env)
    state = state_dir(env)
    current, legacy = state / "openclaw.json", state / "clawdbot.json"
    return legacy if not _exists(current) and _exists(legacy) else current


def transcripts_dir(state: Path, agent: str) -> Path:
    """Where the session transcripts of an agent lie."""
    return state / "agents" / agent / "sessions"


def _exists(path: Path) -> bool:
    return os.path.exists(path)  # noqa: PTH110 (answers where Path.exists raises: no permission, NUL)


def _given(env: Mapping[str, str], name: str) -> str:
    return env.get(name, "").strip()


# --- what it says -------------------------------------------------------------------------------


def read(config: Path | None, env: Mapping[str, str]) -> Configuration:
    """The configuration of OpenClaw; a missing file is an empty one, unless `config` names it.

    BadInput, always with the file: it is no JSON5 (line and column), no object, cannot be read, or
    includes what cannot be included.
    """
    path = config_path(config, env)
    text = read_text(path)
    if text is None:
        if config is not None:
            raise BadInput(f"{plain(path)} does not exist; name a configuration file with --config")
        named = "OPENCLAW_CONFIG_PATH" if _given(env, "OPENCLAW_CONFIG_PATH") else ""
        return Configuration({}, None, (f"{plain(path)} (${named}) does not exist",) if named else ())
    try:
        root = _included(parse_json5(text, path), path, (path,))
        if not isinstance(root, dict):
            raise BadInput(f"{plain(path)} holds {shown(root)}; a configuration must be an object")
        return _substituted(root, path, env)
    except RecursionError:
        raise BadInput(f"{plain(path)} is nested too deeply to be read") from None


def plugin_of(root: Mapping[str, Any]) -> str:
    """Which plugin owns the memory slot, and with it the settings of dreaming."""
    slot = get(root, "plugins", "slots", "memory")
    name = slot.strip() if isinstance(slot, str) else ""
    return DEFAULT_PLUGIN if name.lower() in ("", "none") else name


def dreaming_of(root: Mapping[str, Any]) -> Any:
    """What the file says about dreaming, whatever kind it is; an empty object when it says nothing."""
    config = get(root, "plugins", "entries", plugin_of(root), "config")
    return config.get("dreaming", {}) if isinstance(config, Mapping) else {}


def get(tree: Any, *path: str) -> Any:
    """The value at a path through nested objects, or None when there is none."""
    for key in path:
        if not isinstance(tree, Mapping):
            return None
        tree = tree.get(key)
    return tree


def merge(below: Any, above: Any) -> Any:
    """Two values of includes as one: objects key by key, lists one after the other, else the later."""
    if isinstance(below, dict) and isinstance(above, dict):
        both = dict(below)
        for key, value in above.items():
            both[key] = merge(both[key], value) if key in both else value
        return both
    if isinstance(below, list) and isinstance(above, list):
        return [*below, *above]
    return above


def _included(value: Any, path: Path, chain: Sequence[Path]) -> Any:
    """A value with all that it includes put in its place; `chain` holds the files being read."""
    if isinstance(value, list):
        return [_included(item, path, chain) for item in value]
    if not isinstance(value, dict):
        return value
    own = {key: _included(item, path, chain) for key, item in value.items() if key != _INCLUDE}
    if _INCLUDE not in value:
        return own
    named = value[_INCLUDE]
    if isinstance(named, str):
        included = _include(named, path, chain)
    elif isinstance(named, list) and all(isinstance(item, str) for item in named):
        included = {}
        for item in named:
            included = merge(included, _include(item, path, chain))
    else:
        raise BadInput(f"{plain(path)}: $include is {shown(named)}; it must be a file name or a list of them")
    if own and not isinstance(included, dict):
        raise BadInput(
            f"{plain(path)}: $include {shown(named)} must hold an object, to go with the keys beside it"
        )
    return merge(included, own) if own else included


def _include(name: str, path: Path, chain: Sequence[Path]) -> Any:
    target = absolute(path.parent / name)
    text = read_text(target)
    if text is None:
        raise BadInput(f"{plain(path)}: $include {shown(name)}: {plain(target)} does not exist")
    if _same_file(target) in map(_same_file, chain):
        raise BadInput(f"{plain(path)}: $include {shown(name)} leads back to a file that includes it")
    if len(chain) > MAX_INCLUDE_DEPTH:
        raise BadInput(f"{plain(path)}: $include {shown(name)} is more than {MAX_INCLUDE_DEPTH} files deep")
    return _included(parse_json5(text, target), target, (*chain, target))


def _same_file(path: Path) -> str:
    return os.path.realpath(path)


def _substituted(root: dict[str, Any], path: Path, env: Mapping[str, str]) -> Configuration:
    """`${VAR}` replaced from the environment, else from the file's own `env.vars`; unset ones stay."""
    own = get(root, "env", "vars")
    own = own if isinstance(own, dict) else {}
    known = {name: text for name, text in (*own.items(), *env.items()) if text and isinstance(text, str)}
    missing: dict[str, None] = {}

    def replace(value: Any, wanted: bool) -> Any:
        if isinstance(value, dict):
            return {key: replace(item, wanted) for key, item in value.items()}
        if isinstance(value, list):
            return [replace(item, wanted) for item in value]
        if not isinstance(value, str) or "${" not in value:
            return value

        def one(found: re.Match[str]) -> str:
            escape, name = found.groups()
            if escape:
                return found[0][1:]
            if wanted and name not in known:
                missing[name] = None
            return known.get(name, found[0])

        return re.sub(_VARIABLE, one, value)

    # a secret that only the gateway's environment has is nobody's business here
    resolved = {key: replace(value, key in ("agents", "plugins")) for key, value in root.items()}
    notes = tuple(f"{plain(path)}: ${{{name}}} is not set; the text is left as it is" for name in missing)
    return Configuration(resolved, path, notes)

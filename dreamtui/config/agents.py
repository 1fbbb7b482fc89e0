"""Which agents there are, which folder is whose workspace, and where the transcripts of a workspace lie."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dreamtui.config.openclaw import get, state_dir, transcripts_dir, user_path
from dreamtui.config.reading import plain, shown
from dreamtui.config.sources import Loaded
from dreamtui.errors import BadInput

DEFAULT_AGENT = "main"


class Located(NamedTuple):
    """A workspace: its folder (absolute, links not followed), the agent it is looked at for, and the
    transcripts folder of every agent that works in it, whether the folder exists or not."""

    root: Path
    agent: str
    transcripts: tuple[tuple[str, Path], ...]


class Roster(NamedTuple):
    """All agents of a configuration: workspace by id, and which one is meant when none is named."""

    workspaces: Mapping[str, Path]
    default: str


def find_workspace(
    loaded: Loaded, workspace: Path | None, agent: str | None, env: Mapping[str, str]
) -> Located:
    """The workspace that is meant: `workspace` where given, else that of `agent`, else the default agent's.

    BadInput when there is no such agent or the folder does not exist.
    """
    agents = roster(loaded.openclaw, env)
    named = _known_agent(agents, agent, loaded.openclaw_path) if agent is not None else None
    if workspace is not None:
        root = user_path(str(workspace), env)
        require_folder(root, "name a folder that exists")
    else:
        root = agents.workspaces[named or agents.default]
        require_folder(
            root,
            "name a folder of notes (`dreamtui DIR`, or --workspace DIR with a command), "
            "or look at the sample with `dreamtui --demo`",
        )
    sharing = _sharing(agents, root)
    chosen = named or (agents.default if agents.default in sharing or not sharing else sharing[0])
    if chosen not in sharing and (named or not sharing):
        sharing.insert(0, chosen)
    state = state_dir(env)
    return Located(root, chosen, tuple((name, transcripts_dir(state, name)) for name in sharing))


def roster(root: Mapping[str, Any], env: Mapping[str, str]) -> Roster:
    """The agents of a configuration, else `main` alone; BadInput when a workspace is no path."""
    entries = _entries(root)
    if not entries:
        return Roster({DEFAULT_AGENT: _default_workspace(root, env)}, DEFAULT_AGENT)
    marked = [name for name, entry in entries.items() if entry.get("default") is True]
    default = next(iter(marked or entries))
    return Roster({name: _workspace(root, name, entries[name], default, env) for name in entries}, default)


def folder_problem(root: Path) -> str:
    """What keeps a folder from being a workspace, in a few words; "" where nothing does."""
    try:
        if root.is_dir():
            return ""
        return "is not a folder" if root.exists() else "does not exist"
    except (OSError, ValueError):
        return "cannot be looked at"


def agent_id(text: object) -> str:
    """An agent's name as OpenClaw uses it in paths: small letters, digits, `_` and `-`."""
    name = text.strip().lower() if isinstance(text, str) else ""
    return re.sub(r"[^a-z0-9_-]+", "-", name).strip("-")[:64] or DEFAULT_AGENT


def _entries(root: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """What the configuration says about each agent; `agents.entries` beats the older `agents.list`."""
    listed, named = get(root, "agents", "list"), get(root, "agents", "entries")
    entries: dict[str, Mapping[str, Any]] = {}
    if isinstance(named, Mapping):
        for name, entry in named.items():
            entries.setdefault(agent_id(name), entry if isinstance(entry, Mapping) else {})
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, Mapping):
            name = agent_id(entry.get("id"))
            entries[name] = {**entry, **entries.get(name, {})}
    return entries


def _workspace(
    root: Mapping[str, Any], name: str, entry: Mapping[str, Any], default: str, env: Mapping[str, str]
) -> Path:
    if own := _folder(entry.get("workspace"), f"the workspace of agent {name}", env):
        return own
    if name == default:
        return _default_workspace(root, env)
    shared = _folder(get(root, "agents", "defaults", "workspace"), "agents.defaults.workspace", env)
    return shared / name if shared else state_dir(env) / f"workspace-{name}"


def _default_workspace(root: Mapping[str, Any], env: Mapping[str, str]) -> Path:
    return (
        _folder(get(root, "agents", "defaults", "workspace"), "agents.defaults.workspace", env)
        or _folder(env.get("OPENCLAW_WORKSPACE_DIR"), "$OPENCLAW_WORKSPACE_DIR", env)
        or state_dir(env) / "workspace"
    )


def _folder(value: object, name: str, env: Mapping[str, str]) -> Path | None:
    """A configured folder, or None when nothing (or nothing but blanks) is configured."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str) or not _can_be_path(value):
        raise BadInput(f"{name} is {shown(value)}; it must be the path of a folder")
    return user_path(value.strip(), env)


def _can_be_path(text: str) -> bool:
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


def _known_agent(agents: Roster, wanted: str, path: Path | None) -> str:
    name = agent_id(wanted)
    if wanted.strip() and name in agents.workspaces:
        return name
    where = f" in {plain(path)}" if path else ""
    raise BadInput(f"--agent {shown(wanted)}: no such agent{where}; known are {', '.join(agents.workspaces)}")


def require_folder(root: Path, remedy: str) -> None:
    """Raise BadInput, with what to do, where a folder cannot be a workspace."""
    if problem := folder_problem(root):
        raise BadInput(f"{plain(root)} {problem}; {remedy}")


def _sharing(agents: Roster, root: Path) -> list[str]:
    """The agents whose workspace is this folder, by whatever way it is reached."""
    real = os.path.realpath(root)
    folders = agents.workspaces.items()
    return [name for name, folder in folders if folder == root or os.path.realpath(folder) == real]

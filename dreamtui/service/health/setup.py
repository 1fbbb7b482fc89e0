"""Checks of what surrounds a workspace: settings, permissions, the transcripts of its agents."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from dreamtui import paths
from dreamtui.config import openclaw
from dreamtui.config.agents import roster
from dreamtui.config.sources import Loaded, load
from dreamtui.errors import BadInput
from dreamtui.service.health.checkup import Checkup
from dreamtui.service.health.finding import Finding

_WRITTEN: Final = ("", "memory", "memory/.dreams", paths.BACKUPS, paths.REPORTS)
"""Folders in which files are made and replaced."""
_APPENDED: Final = (paths.EVENTS, paths.REVIEW_LOG)


class Reading(NamedTuple):
    """Settings that can be gone by, and what could not be read of them."""

    loaded: Loaded
    findings: tuple[Finding, ...]


def read_settings(config: Path | None, sets: Sequence[str], env: Mapping[str, str]) -> Reading:
    """The settings; where a file of them is broken, those of the others, and a finding for it.

    Raises BadInput for what the command line itself has wrong.
    """
    nowhere = str(Path(os.devnull) / "none")
    no_own, no_theirs = {"DREAMTUI_CONFIG": nowhere}, {"OPENCLAW_CONFIG_PATH": nowhere}
    attempts: list[tuple[Path | None, Mapping[str, str]]] = [(config, env), (config, {**env, **no_own})]
    if config is None or config.exists():  # a file that was named and is not there is wrong usage
        attempts += [(None, {**env, **no_theirs}), (None, {**env, **no_own, **no_theirs})]
    problems: dict[str, None] = {}
    for place, environment in attempts:
        try:
            loaded = load(place, sets, environment)
        except BadInput as error:
            problems[str(error)] = None
            continue
        if problems:
            loaded = _with_agents(loaded, config, env)
        loaded, wrong_agents = _checked_agents(loaded, env)
        return Reading(loaded, tuple(map(_broken, (*problems, *wrong_agents))))
    raise BadInput(next(reversed(problems)))


def _with_agents(loaded: Loaded, config: Path | None, env: Mapping[str, str]) -> Loaded:
    """With openclaw.json where it can be read at all: a wrong setting does not hide where a workspace is."""
    try:
        found = openclaw.read(config, env)
    except BadInput:
        return loaded
    return loaded._replace(openclaw=found.root, openclaw_path=found.path)


def _checked_agents(loaded: Loaded, env: Mapping[str, str]) -> tuple[Loaded, list[str]]:
    """Without the agents of openclaw.json where they have a workspace that is none, and what is wrong."""
    try:
        roster(loaded.openclaw, env)
    except BadInput as error:
        if loaded.openclaw_path and not str(error).startswith("$"):
            return loaded._replace(openclaw={}), [f"{loaded.openclaw_path}: {error}"]
    return loaded, []


def no_workspace(error: BadInput) -> Finding:
    """The finding for a workspace that is not found, where broken settings may be why."""
    return Finding(
        "workspace-missing",
        str(error),
        "mend the settings first, they say which workspace is meant; --workspace checks one meanwhile",
        str(error).partition(" ")[0],
    )


def settings(checkup: Checkup) -> Iterator[Finding]:
    """What a person should know about the settings."""
    loaded = checkup.desk.loaded
    if not checkup.settings_hold:
        return
    file = str(loaded.openclaw_path or loaded.own_path)
    if loaded.unknown:
        yield _note(
            "config-unknown-keys",
            f"{file}: unknown settings of dreaming: {', '.join(loaded.unknown)}",
            "they are left alone; check the spelling if you meant something by them",
            file,
        )
    for line in loaded.notes:
        if not (loaded.unknown and "unknown settings of dreaming" in line):
            yield _note("config-note", line, "set that right if it was not meant", file)
    if not loaded.settings.dreaming.enabled:
        yield _note(
            "disabled",
            "dreaming is off: schedules and triggers do not run; previews, reviews and `dreamtui sweep` do",
            "`dreamtui on` turns it on",
            str(loaded.own_path),
        )


def transcripts(checkup: Checkup) -> Iterator[Finding]:
    """Agents whose sessions folder is not there, where there is an OpenClaw at all."""
    loaded = checkup.desk.loaded
    if loaded.openclaw_path is None and not loaded.state_dir.is_dir():
        return
    for agent, folder in checkup.desk.located.transcripts:
        if not folder.is_dir():
            yield _note(
                "sessions-missing",
                f"{folder}: no transcripts of agent {agent} there; only notes are read",
                "name the state folder with OPENCLAW_STATE_DIR if they lie elsewhere",
                str(folder),
            )


def permissions(checkup: Checkup) -> Iterator[Finding]:
    """Folders and files that could not be written."""
    root = checkup.workspace.root
    places = [*((place, root / place) for place in _WRITTEN), *((place, root / place) for place in _APPENDED)]
    for place, path in places:
        if path.exists() and not os.access(path, os.W_OK):
            yield Finding(
                "not-writable",
                f"{place or root}: may not be written, so nothing can be promoted or decided",
                "allow writing there, or review a copy of the workspace",
                place or str(root),
            )


def _broken(problem: str) -> Finding:
    where = problem.partition(": ")[0]
    return Finding(
        "config-invalid",
        problem,
        "until then doctor alone goes on, by the other settings and defaults",
        where,
    )


def _note(code: str, message: str, remedy: str, where: str) -> Finding:
    return Finding(code, message, remedy, where, severity="note")

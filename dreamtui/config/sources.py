"""Where settings come from and which value wins: `--set`, dreamtui's own file, openclaw.json, the default."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from dreamtui.config import keys, openclaw, own_file
from dreamtui.config.reading import plain, shown
from dreamtui.config.settings import DEFAULT_BUDGET_CHARS, Settings, with_values
from dreamtui.config.times import SystemZone, system_zone, zone
from dreamtui.errors import BadInput

_TIMEZONE = "dreaming.timezone"
_BUDGET = "memory.budgetChars"
_WEIGHTS = "dreaming.phases.deep.weights"


class Origin(NamedTuple):
    """A value and where it was given: `default`, `system`, `openclaw.json`, `config.toml`, `--set`,
    or the key of openclaw.json outside dreaming's that it was taken from; `file` where that is a file."""

    value: Any
    source: str
    file: Path | None = None


class Loaded(NamedTuple):
    """The settings in force and how they came about."""

    settings: Settings
    origins: Mapping[str, Origin]
    """Every setting by its dotted name (`phases.deep.minScore`, `memory.budgetChars`), and the keys of
    OpenClaw's that were given and are kept."""
    unknown: tuple[str, ...]
    """Names under `dreaming` in openclaw.json that nobody here knows; they are left alone."""
    openclaw: Mapping[str, Any]
    """openclaw.json with `$include` and `${VAR}` resolved."""
    openclaw_path: Path | None
    """None when there is no such file."""
    openclaw_at: Path
    """Where openclaw.json is looked for, whether it exists or not."""
    own_path: Path
    """dreamtui's own file, whether it exists or not."""
    state_dir: Path
    """OpenClaw's state folder, whether it exists or not."""
    zone: tzinfo
    """What a day is. `settings.dreaming.timezone` is its name, None where the system's has none."""
    notes: tuple[str, ...]
    """What a person should be told once, each a line; names the unknown keys too."""


class _Layer(NamedTuple):
    """What one source gives, by full dotted name, and what is wrong with its form."""

    values: dict[str, Origin]
    problems: list[str]
    unknown: list[str]


def load(config: Path | None, sets: Sequence[str], env: Mapping[str, str]) -> Loaded:
    """The settings: `config` is the file of `--config`, `sets` are the KEY=VALUE of `--set`.

    BadInput, one line, for a value of the wrong kind or out of range, an unknown key (not in
    openclaw.json), a file that cannot be read or a named one that is not there.
    """
    found = openclaw.read(config, env)
    own_path = own_file.own_path(env)
    options, own, theirs = _from_options(sets), _from_own_file(own_path), _from_openclaw(found)
    given = _defaults()
    for layer in (_borrowed(found), theirs.values, own.values, options.values):
        _lay_over(given, layer)
    system = system_zone(env) if given[_TIMEZONE].source == "system" else None
    if system:
        given[_TIMEZONE] = Origin(system.name, "system")
    settings, problems = _checked(given)
    if problems := [*options.problems, *own.problems, *theirs.problems, *problems]:
        raise BadInput(problems[0] + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""))
    return Loaded(
        settings=settings,
        origins={keys.short(full): origin for full, origin in given.items()},
        unknown=tuple(theirs.unknown),
        openclaw=found.root,
        openclaw_path=found.path,
        openclaw_at=openclaw.config_path(config, env),
        own_path=own_path,
        state_dir=openclaw.state_dir(env),
        zone=system.zone if system else zone(settings.dreaming.timezone or "UTC"),
        notes=tuple(_notes(found, theirs.unknown, system)),
    )


def _notes(found: openclaw.Configuration, unknown: Sequence[str], system: SystemZone | None) -> Iterator[str]:
    yield from found.notes
    if unknown:
        names = plain(", ".join(unknown))
        yield f"{plain(found.path)}: unknown settings of dreaming are left alone: {names}"
    if system and system.note:
        yield system.note


# --- the sources, weakest first -----------------------------------------------------------------


def _defaults() -> dict[str, Origin]:
    given = {full: Origin(key.default, "default") for full, key in keys.by_full_name().items()}
    given[_TIMEZONE] = Origin(None, "system")
    given[_BUDGET] = Origin(DEFAULT_BUDGET_CHARS, "default")
    return given


def _borrowed(found: openclaw.Configuration) -> dict[str, Origin]:
    """What OpenClaw sets for the agent as a whole, and dreaming goes by unless told otherwise."""
    given: dict[str, Origin] = {}
    for full, name in ((_TIMEZONE, "userTimezone"), (_BUDGET, "bootstrapMaxChars")):
        value = openclaw.get(found.root, "agents", "defaults", name)
        if value is not None and not (isinstance(value, str) and not value.strip()):
            given[full] = Origin(value, f"agents.defaults.{name}", found.path)
    return given


def _from_openclaw(found: openclaw.Configuration) -> _Layer:
    flat = keys.place("dreaming", openclaw.dreaming_of(found.root))
    values = {full: Origin(value, "openclaw.json", found.path) for full, value in flat.values.items()}
    return _Layer(values, _misplaced(flat, plain(found.path)), [keys.short(full) for full in flat.unknown])


def _from_own_file(path: Path) -> _Layer:
    flat = keys.flatten(own_file.read(path))
    where = plain(path)
    problems = _misplaced(flat, where)
    for full in flat.unknown:
        near = keys.nearest(full)
        problems.append(f"{where}: {plain(full)} is not a setting{_hint(near and keys.full_name(near))}")
    values = {full: Origin(value, "config.toml", path) for full, value in flat.values.items()}
    return _Layer(values, problems, [])


def _from_options(sets: Sequence[str]) -> _Layer:
    layer = _Layer({}, [], [])
    for text in sets:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            example = "such as --set phases.deep.minScore=0.7"
            layer.problems.append(f"--set {shown(text)} is not of the form KEY=VALUE, {example}")
            continue
        flat = keys.place(keys.full_name(name.strip()), _json_or_text(value))
        layer.problems.extend(_misplaced(flat, "--set"))
        for full in flat.unknown:
            near = keys.nearest(full)
            layer.problems.append(f"--set: {plain(keys.short(full))} is not a setting{_hint(near)}")
        _lay_over(layer.values, {full: Origin(given, "--set") for full, given in flat.values.items()})
    return layer


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _hint(name: str | None) -> str:
    return f"; did you mean {name}?" if name else "; see `dreamtui config` for all of them"


def _misplaced(flat: keys.Flat, where: str) -> list[str]:
    return [
        f"{where}: {keys.short(full)} is {shown(value)}; it must be {keys.accepts(full)}"
        for full, value in flat.misplaced.items()
    ]


# --- one over the other, and the check ----------------------------------------------------------


def _lay_over(given: dict[str, Origin], layer: Mapping[str, Origin]) -> None:
    """The stronger value wins; tables of free names (`ui.keymap`) are joined name by name."""
    for full, origin in layer.items():
        below, above = given[full].value if full in given else None, origin.value
        if above is None and full in (_TIMEZONE, _BUDGET):
            continue  # null there means: whatever holds otherwise
        if full == "ui.keymap" and isinstance(below, dict) and isinstance(above, dict):
            given[full] = origin._replace(value={**below, **above})
        else:
            given[full] = origin


def _checked(given: Mapping[str, Origin]) -> tuple[Settings, list[str]]:
    """The settings of the values that are right, and a line for each that is not."""
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for full, origin in given.items():
        try:
            values[full] = _used(full, origin)
        except ValueError:
            wrong.append(full)
    settings = with_values(Settings(), keys.nest(values))
    if not any(settings.dreaming.phases.deep.weights):
        names = [*given]
        wrong.append(_WEIGHTS)  # told where its values stand
        wrong.sort(key=lambda full: names.index(full if full in given else f"{full}.relevance"))
    return settings, [_problem(full, given) for full in wrong]


def _used(full: str, origin: Origin) -> Any:
    """A value as it is used; ValueError when it is none. Defaults are not checked, nor what is kept."""
    key, value = keys.by_full_name().get(full), origin.value
    if key is None or origin.source in ("default", "system"):
        return value
    if type(value) is type(key.default) and value == key.default:
        return value  # given, but the default all the same: no need to wait for what checks it
    return key.kind.check(value)


def _problem(full: str, given: Mapping[str, Origin]) -> str:
    """One line on a value that is none: where, which key, what it is, what it must be."""
    if full in given:
        origin = given[full]
        value = origin.value
    else:  # a table whose values do not go together: the weights
        inside = {name: one for name, one in given.items() if name.startswith(f"{full}.")}
        origin = next(one for one in reversed(inside.values()) if one.source != "default")
        value = {name.rpartition(".")[2]: one.value for name, one in inside.items()}
    name = origin.source if origin.source.startswith("agents.") else keys.short(full)
    where = plain(origin.file) if origin.file else origin.source
    return f"{where}: {name} is {shown(value)}; it must be {keys.accepts(full)}"

"""The settings by dotted name: what each takes, and how nested tables become single values and back."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from dreamtui.config.kinds import Kind
from dreamtui.config.settings import Settings, camel, is_table

DREAMING = "dreaming."
"""Left out of the names that people see and write: `phases.deep.minScore`, but `memory.budgetChars`."""


class Key(NamedTuple):
    """One setting: dotted name, kind, default, meaning."""

    name: str
    kind: Kind
    default: Any
    description: str

    @property
    def accepts(self) -> str:
        """What it takes, in words."""
        return self.kind.accepts


class Flat(NamedTuple):
    """A tree of settings by full dotted name: values, names nobody knows, what stands in place of a table."""

    values: dict[str, Any]
    unknown: list[str]
    misplaced: dict[str, Any]


class _Schema(NamedTuple):
    tables: set[str]
    keys: dict[str, Key]
    kept: set[str]


def all_keys() -> Mapping[str, Key]:
    """Every setting of dreamtui's by its name, in the order of the documentation."""
    return {key.name: key for key in _schema().keys.values()}


def by_full_name() -> Mapping[str, Key]:
    """The same by full dotted name."""
    return _schema().keys


def short(full: str) -> str:
    """The name that people use: without the leading `dreaming.`."""
    return full.removeprefix(DREAMING)


def full_name(name: str) -> str:
    """The name with its table, of a name as a person writes it."""
    first = name.partition(".")[0]
    return name if first in Settings._fields else DREAMING + name


def accepts(full: str) -> str:
    """What a key (or a table) takes, in words that follow "must be"."""
    schema = _schema()
    if full in schema.keys:
        return schema.keys[full].accepts
    if full.endswith(".weights"):
        return "a table of six numbers, each 0 or more and not all 0"
    return "a table of settings"


def flatten(tree: Mapping[str, Any], at: str = "") -> Flat:
    """The values of a tree by full dotted name; nothing is checked but the names."""
    flat = Flat({}, [], {})
    _flatten(tree, at, flat)
    return flat


def place(full: str, value: Any) -> Flat:
    """The same for a value at one dotted name, which may be a whole table."""
    for parent in (full[:i] for i, char in enumerate(full) if char == "."):
        if parent in _schema().keys:  # one entry of a table of free names, such as `ui.keymap.quit`
            return Flat({parent: {full[len(parent) + 1 :]: value}}, [], {})
    if full in _schema().tables:
        return flatten(value, full) if isinstance(value, Mapping) else Flat({}, [], {full: value})
    return Flat({full: value}, [], {}) if _known(full) else Flat({}, [full], {})


def nest(values: Mapping[str, Any]) -> dict[str, Any]:
    """The tree of values by full dotted name."""
    tree: dict[str, Any] = {}
    for full, value in values.items():
        *parents, last = full.split(".")
        table = tree
        for parent in parents:
            table = table.setdefault(parent, {})
        table[last] = value
    return tree


def nearest(full: str) -> str | None:
    """The name a person may have meant, or None when nothing is like it."""
    from difflib import get_close_matches

    wanted = _plain(short(full))
    names: dict[str, str] = {}
    for known in _schema().keys:
        name = short(known)
        names[_plain(name)] = name
        names.setdefault(_plain(name.rpartition(".")[2]), name)  # half-remembered names lack their table
    for text in (wanted, wanted.rpartition(".")[2]):
        if found := get_close_matches(text, names, n=1, cutoff=0.6):
            return names[found[0]]
    return None


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _known(full: str) -> bool:
    return full in _schema().keys or full in _schema().kept


def _flatten(tree: Mapping[str, Any], at: str, flat: Flat) -> None:
    for key, value in tree.items():
        full = f"{at}.{key}" if at else key
        if "." in key or not (full in _schema().tables or _known(full)):
            flat.unknown.append(full)
        elif full not in _schema().tables:
            flat.values[full] = value
        elif isinstance(value, Mapping):
            _flatten(value, full, flat)
        else:
            flat.misplaced[full] = value


@cache
def _schema() -> _Schema:
    schema = _Schema(set(), {}, set())
    _collect(Settings(), "", schema)
    return schema


def _collect(table: NamedTuple, prefix: str, schema: _Schema) -> None:
    """What a table, whose values are the defaults, has to tell in its annotations."""
    annotations = type(table).__annotations__
    for field, default in table._asdict().items():
        full = prefix + camel(field)
        if is_table(default):
            schema.tables.add(full)
            _collect(default, f"{full}.", schema)
        elif field == "kept":
            schema.kept.update(prefix + name for name in annotations[field].__metadata__)
        else:
            kind, description = annotations[field].__metadata__
            schema.keys[full] = Key(short(full), kind, default, description)

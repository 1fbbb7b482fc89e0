"""The modules of `dreamtui/` as the architecture tests see them: what each imports and asks the system."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "dreamtui"


class Import(NamedTuple):
    """An import as written: the full name, and whether it waits for a function to be called.

    What only a type checker follows (`if TYPE_CHECKING`) counts like any other, but costs no start.
    """

    name: str
    line: int
    lazy: bool

    @property
    def top(self) -> str:
        """The distribution-like first part of the name."""
        return self.name.partition(".")[0]

    @property
    def room(self) -> str:
        """Which room of the package is entered; the package itself for its `__init__`."""
        return room_of(self.name)


class Module:
    """A module of the package: its dotted name, its path below the package, and its tree."""

    def __init__(self, path: Path) -> None:
        self.path = path.relative_to(ROOT / PACKAGE).as_posix()
        parts = path.relative_to(ROOT).with_suffix("").parts
        self.is_package = parts[-1] == "__init__"
        self.name = ".".join(parts[:-1] if self.is_package else parts)
        self.text = path.read_text("utf-8")
        self.tree = ast.parse(self.text, str(path))

    @property
    def room(self) -> str:
        """The first part below the package: a folder's name, or a module's."""
        return room_of(self.name)

    @cached_property
    def imports(self) -> list[Import]:
        """All imports, wherever they stand."""
        return [found for node, lazy in _walk(self.tree) for found in self._imports_of(node, lazy)]

    @property
    def third_party(self) -> list[Import]:
        """The imports of what is neither the package's own nor Python's."""
        return [found for found in self.imports if found.top not in {*sys.stdlib_module_names, PACKAGE}]

    def uses(self, names: frozenset[str]) -> set[str]:
        """Which of these dotted names (`time.time`) the code mentions, under whatever alias of the module."""
        known = {name.partition(".")[0] for name in names}
        aliases = {alias: full for alias, full in self._aliases() if full.partition(".")[0] in known}
        return {name for node in ast.walk(self.tree) for name in _named(node, aliases) if name in names}

    def _imports_of(self, node: ast.AST, lazy: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, lazy)
        elif isinstance(node, ast.ImportFrom):
            base = self._base(node)
            for alias in node.names:
                is_module = base == PACKAGE and not alias.name.startswith("__")
                yield Import(f"{base}.{alias.name}" if is_module else base, node.lineno, lazy)
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            yield Import(_given_name(node), node.lineno, lazy)

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        parts = parts[: len(parts) - node.level + self.is_package]
        return ".".join(filter(None, (*parts, node.module)))

    def _aliases(self) -> Iterator[tuple[str, str]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.asname or alias.name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def modules() -> list[Module]:
    """Every module of the package, by path."""
    return [Module(path) for path in sorted((ROOT / PACKAGE).rglob("*.py"))]


def room_of(name: str) -> str:
    """The room that a dotted name of the package lies in."""
    parts = name.split(".")
    return parts[1] if parts[0] == PACKAGE and len(parts) > 1 else parts[0]


def _walk(node: ast.AST, lazy: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    """Every node, with whether it is run only when a function is called, or never at all."""
    for child in ast.iter_child_nodes(node):
        waits = lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield child, waits
        yield from _walk(child, waits or _for_types_only(child))


def _for_types_only(node: ast.AST) -> bool:
    if not isinstance(node, ast.If) or node.orelse:
        return False
    condition = node.test
    return isinstance(condition, ast.Name) and condition.id == "TYPE_CHECKING"


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _given_name(node: ast.Call) -> str:
    """The name that `import_module` is given; of an f-string the part that stands fixed in front."""
    given = node.args[0] if node.args else None
    if isinstance(given, ast.JoinedStr):
        given = given.values[0]
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return given.value.rstrip(".")
    return "<computed>"


def _named(node: ast.AST, aliases: dict[str, str]) -> Iterator[str]:
    if isinstance(node, ast.Name) and node.id in aliases:
        yield aliases[node.id]
    elif isinstance(node, ast.Attribute) and (base := _dotted(node.value)):
        first, dot, rest = base.partition(".")
        full = f"{aliases.get(first, first)}{dot}{rest}.{node.attr}"
        yield ".".join(full.split(".")[-2:])  # datetime.datetime.now is datetime.now


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (base := _dotted(node.value)):
        return f"{base}.{node.attr}"
    return ""

"""Who may see whom in `dreamtui/`, what each room may use from outside, and how modules look."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.modules import PACKAGE, ROOT, Import, Module, modules

LEAVES = frozenset({"model", "entries", "errors", "paths", "instants", "javascript", PACKAGE})
"""What everybody may import and what imports nobody; the package's own `__init__` among them."""
BELOW_REVIEW = LEAVES | {"engine", "files", "config"}
BELOW_TUI = BELOW_REVIEW | {"review", "service", "demo", "show"}

MAY_IMPORT = {
    **dict.fromkeys(LEAVES, frozenset()),
    "engine": LEAVES | {"engine"},
    "files": LEAVES | {"files"},
    "config": LEAVES | {"config"},
    "demo": LEAVES | {"demo", "files", "engine"},
    "review": BELOW_REVIEW | {"review"},
    "show": LEAVES | {"engine", "show"},
    "service": BELOW_REVIEW | {"review", "service"},
    "tui": BELOW_TUI | {"tui"},
    "cli": BELOW_TUI | {"cli", "tui"},
    "__main__": LEAVES | {"cli"},
}

AT_ONCE = {
    "tui": {"textual", "rich"},
}
"""Third-party packages that a room may import as soon as it is entered."""
WHEN_NEEDED = {
    "engine": {"markdown_it", "icu4py"},
    "files": {"markdown_it", "pydantic_core"},
    "config": {"croniter", "platformdirs", "pydantic_core", "pyjson5", "tomlkit"},
    "service": {"croniter", "watchfiles"},
    "show": {"rich"},
    "cli": {"rich"},
    "tui": {"markdown_it"},
}
"""Third-party packages that a room may import inside a function, so that others need not wait for them."""

SYSTEM = frozenset(
    {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "os.environ", "os.getenv"}
    | {f"time.{name}" for name in ("time", "time_ns", "monotonic", "monotonic_ns", "localtime", "gmtime")}
)
"""The clock and the environment: what makes the same input give another result tomorrow, or elsewhere."""
ASK_THE_SYSTEM = frozenset({"cli", "service", "tui", "__main__"})
"""Rooms that may; they hand what they learn to the others."""
EXCEPTIONS = {
    ("files/promotion_lock.py", "time.time_ns"): "locks are compared with file times, not a pretended now",
    ("files/promotion_lock.py", "time.monotonic"): "waiting for a lock ends after real seconds",
    ("files/staging.py", "time.time"): "leftovers are told from work in progress by their file times",
}

MOST_LINES = 300
LONG = {"model.py": "all nouns in one place, most of it docstrings"}

ALL = modules()


def test_every_room_has_its_rule() -> None:
    assert {module.room for module in ALL} <= MAY_IMPORT.keys()


def test_imports_point_downwards() -> None:
    _hold(
        (module, found, f"{module.room} may import {', '.join(sorted(MAY_IMPORT[module.room])) or 'nothing'}")
        for module in ALL
        for found in module.imports
        if found.top == PACKAGE and found.room not in MAY_IMPORT[module.room]
    )


def test_imports_can_be_read() -> None:
    _hold(
        (module, found, "import_module needs a name, or an f-string that begins with one")
        for module in ALL
        for found in module.imports
        if found.name == "<computed>"
    )


def test_the_dashboard_is_imported_in_one_place_and_only_when_it_opens() -> None:
    found = [(module, found) for module in ALL if module.room == "cli" for found in module.imports]
    to_tui = [(module.path, found) for module, found in found if found.room == "tui"]
    assert len({path for path, _ in to_tui}) <= 1, to_tui
    assert all(found.lazy for _, found in to_tui), to_tui


def test_third_party_packages_stay_in_their_rooms() -> None:
    _hold(
        (module, found, _third_party_rule(module.room))
        for module in ALL
        for found in module.third_party
        if found.top not in AT_ONCE.get(module.room, set())
        and not (found.lazy and found.top in WHEN_NEEDED.get(module.room, set()))
    )


def test_the_system_is_asked_only_at_the_top() -> None:
    asked = {
        (module.path, name)
        for module in ALL
        if module.room not in ASK_THE_SYSTEM
        for name in module.uses(SYSTEM)
    }
    assert asked == EXCEPTIONS.keys(), "take the time and the environment as arguments"


def test_the_first_line_says_what_may_stand_in_a_module() -> None:
    first_lines = {module.path: (ast.get_docstring(module.tree) or "").partition("\n")[0] for module in ALL}
    unfinished = {path: line for path, line in first_lines.items() if not line.endswith((".", "?", "!"))}
    assert not unfinished, "the first line of a module is a whole sentence, ended"


def test_modules_are_short() -> None:
    lengths = {module.path: module.text.count("\n") for module in ALL}
    assert {path for path, lines in lengths.items() if lines > MOST_LINES} == LONG.keys()


# --- what no file mentions ----------------------------------------------------------------------

_ABSOLUTE = re.compile(r"(?<![\w.~/-])/(?:work|root|tmp/venv|home/(?!joe\b|user\b|me\b)\w+)/")
"""A path on the machine of whoever wrote it; the last part lets examples be examples."""
_TEXT = {
    ".md",
    ".py",
    ".toml",
    ".txt",
    ".json",
    ".jsonl",
    ".json5",
    ".tcss",
    ".yml",
    ".yaml",
    ".cfg",
    ".svg",
    "",
}


def test_no_file_mentions_the_machine_it_was_written_on() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in _own_files(ROOT)
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if _ABSOLUTE.search(line)
    ]
    assert not found, "\n".join(found)


def _own_files(folder: Path) -> Iterator[Path]:
    """The text files of the project, without what tools leave behind and without environments."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            hidden = path.name.startswith(".") and path.name != ".ci"
            if not hidden and path.name != "__pycache__" and not (path / "pyvenv.cfg").exists():
                yield from _own_files(path)
        elif path.suffix in _TEXT and path.name != ".git":  # a file in a linked work tree
            yield path


# --- the tests' own reading ---------------------------------------------------------------------


def test_imports_are_found_wherever_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.modules.ROOT", tmp_path)
    file = tmp_path / PACKAGE / "engine" / "sample.py"
    file.parent.mkdir(parents=True)
    file.write_text(_SAMPLE, "utf-8")
    module = Module(file)
    assert [(found.name, found.lazy) for found in module.imports] == [
        ("typing", False),
        ("dreamtui.paths", False),
        ("dreamtui.tui", True),
        ("dreamtui.files.text", True),
        ("dreamtui.engine", True),
        ("dreamtui.review", True),
        ("<computed>", True),
        ("datetime", True),
        ("time", True),
    ]
    assert module.uses(SYSTEM) == {"datetime.now", "time.time"}


_SAMPLE = """
from typing import TYPE_CHECKING
from dreamtui import paths
if TYPE_CHECKING:
    import dreamtui.tui
def some():
    from dreamtui.files.text import lines
    from . import rem
    import_module(f"dreamtui.review.{paths}")
    importlib.import_module(paths)
    import datetime as dt
    from time import time as clock
    return dt.datetime.now(), clock()
"""


def _third_party_rule(room: str) -> str:
    at_once, when_needed = AT_ONCE.get(room, set()), WHEN_NEEDED.get(room, set())
    return f"{room} may import {sorted(at_once)} anywhere and {sorted(when_needed)} inside functions"


def _hold(wrong: Iterable[tuple[Module, Import, str]]) -> None:
    """Fail with a line for every import that breaks a rule."""
    lines = [f"{module.path}:{found.line}: {found.name}: {rule}" for module, found, rule in wrong]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)

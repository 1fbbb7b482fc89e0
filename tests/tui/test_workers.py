"""Starting a worker costs nothing: Textual else spells out all that it is given, a whole store, too."""

from __future__ import annotations

import ast

import pytest

from tests.modules import Module, modules


@pytest.mark.parametrize("module", [one for one in modules() if one.room == "tui"], ids=lambda one: one.path)
def test_every_worker_has_a_description_of_its_own(module: Module) -> None:
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    works = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "work"]
    assert [call.lineno for call in works if not _description(call)] == []
    bare = [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)]
    assert not [one.name for one in bare for by in one.decorator_list if ast.unparse(by) == "work"]


def _description(call: ast.Call) -> object:
    """What it is called; an empty text would have Textual spell out everything again."""
    given = (word.value for word in call.keywords if word.arg == "description")
    return next((value.value for value in given if isinstance(value, ast.Constant)), None)

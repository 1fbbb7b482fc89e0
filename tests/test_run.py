"""`tests/run.py`: where it looks for Python, when it installs again, and what it says when it cannot."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from tests import run


@pytest.mark.parametrize(("system", "python"), [("posix", "bin/python"), ("nt", "Scripts/python.exe")])
def test_the_python_of_an_environment(system: str, python: str) -> None:
    assert run.interpreter(Path("env"), system).as_posix() == f"env/{python}"


def test_an_environment_that_works_is_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "interpreter", lambda _venv: Path(sys.executable))
    assert run.ensure_venv(tmp_path) == Path(sys.executable)
    assert not list(tmp_path.iterdir())


def test_a_broken_environment_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pyvenv.cfg").touch()
    with pytest.raises(SystemExit, match="remove it"):
        run.ensure_venv(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["pyvenv.cfg"]


def test_without_ensurepip_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match="apt install python3-venv") as stopped:
        run.ensure_venv(tmp_path / "env")
    assert "\n" not in str(stopped.value)


def test_it_installs_again_only_when_the_project_asks_for_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "_quietly", lambda command, _problem: commands.append(command))
    venv = tmp_path / "env"
    venv.mkdir()
    for project, installations in (("first", 1), ("first", 1), ("second", 2)):
        (tmp_path / "pyproject.toml").write_text(project, "utf-8")
        run.ensure_installed(venv, Path("python"))
        assert len(commands) == installations
    assert commands[0][-1] == ".[dev]"


def test_what_pip_says_is_shown_only_when_it_fails(capfd: pytest.CaptureFixture[str]) -> None:
    run._quietly([sys.executable, "-c", "print('fetching')"], "it failed")
    assert capfd.readouterr() == ("", "")
    with pytest.raises(SystemExit, match="it failed"):
        run._quietly([sys.executable, "-c", "import sys; sys.exit('no such package')"], "it failed")
    assert "no such package" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("content", "passes"),
    [
        ("def test_once():\n    assert True\n", True),
        ("def test_never():\n    assert False\n", False),
        ("this is no Python\n", False),
        (
            "from pathlib import Path\n\n"
            "def test_the_second_time():\n"
            "    before = Path('before')\n"
            "    seen = before.exists()\n"
            "    before.touch()\n"
            "    assert seen\n",
            True,
        ),
    ],
)
def test_what_fails_in_company_is_tried_alone(
    content: str, passes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "ROOT", tmp_path)
    (tmp_path / "test_it.py").write_text(content, "utf-8")
    assert run._passes(Path(sys.executable), "pytest", ("pytest", "-n", "0"), []) is passes

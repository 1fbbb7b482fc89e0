from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dreamtui.config.own_file import save, set_enabled
from dreamtui.errors import BadInput


def test_the_switch_makes_file_and_folder(tmp_path: Path) -> None:
    path = tmp_path / "a/b/config.toml"
    assert set_enabled(path, True)
    assert tomllib.loads(path.read_text()) == {"dreaming": {"enabled": True}}
    assert [item.name for item in path.parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[dreaming]\nenabled = true\n"),
        ("# mine\n[dreaming]\nenabled = false # why\n", "# mine\n[dreaming]\nenabled = true # why\n"),
        ("dreaming.enabled = false\n", "dreaming.enabled = true\n"),
        (
            "# top\n[dreaming.phases.deep]\nlimit = 1 # one\n",
            "# top\n[dreaming]\nenabled = true\n\n[dreaming.phases.deep]\nlimit = 1 # one\n",
        ),
        ("[ui]\r\nmouse = true\r\n", "[ui]\r\nmouse = true\r\n\r\n[dreaming]\r\nenabled = true\r\n"),
        ("[dreaming]\n[ui]\nmouse = true\n", "[dreaming]\nenabled = true\n\n[ui]\nmouse = true\n"),
        (
            "[ui]\nmouse = true\n[dreaming.phases.deep]\nlimit = 1\n[memory]\nbudgetChars = 9\n",
            "[ui]\nmouse = true\n\n[dreaming]\nenabled = true\n\n[dreaming.phases.deep]\nlimit = 1\n"
            "[memory]\nbudgetChars = 9\n",
        ),
        ("[zzz]\nunknown = 'kept'\n", "[zzz]\nunknown = 'kept'\n\n[dreaming]\nenabled = true\n"),
    ],
)
def test_all_else_is_kept(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(before.encode())
    path.chmod(0o640)
    assert set_enabled(path, True)
    assert path.read_bytes().decode() == after
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_already_stands_there_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("dreaming = {enabled = true}")
    before = path.stat().st_ino
    assert not set_enabled(path, True)
    assert path.stat().st_ino == before


def test_several_values_at_once(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert save(path, {"phases.deep.minScore": 0.7, "memory.budgetChars": 5, "themes.mute": ["a"]})
    assert tomllib.loads(path.read_text()) == {
        "dreaming": {"phases": {"deep": {"minScore": 0.7}}},
        "memory": {"budgetChars": 5},
        "themes": {"mute": ["a"]},
    }


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[dreaming\nenabled = true", "line 1, column 10: not TOML"),
        ("dreaming = 3\n", "dreaming is 3; it must be a table of settings"),
        ("a = 'x\0'", "NUL"),
    ],
)
def test_a_broken_file_is_never_overwritten(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(content)
    with pytest.raises(BadInput) as caught:
        set_enabled(path, True)
    assert str(caught.value).startswith(str(path))
    assert told in str(caught.value)
    assert path.read_text() == content
    assert [item.name for item in tmp_path.iterdir()] == ["config.toml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles/config.toml"
    real.parent.mkdir()
    real.write_text("")
    link = tmp_path / "config.toml"
    link.symlink_to(real)
    assert set_enabled(link, False)
    assert link.is_symlink()
    assert real.read_text() == "[dreaming]\nenabled = false\n"


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="cannot be written"):
        set_enabled(tmp_path / "file/config.toml", True)

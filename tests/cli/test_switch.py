from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest

from tests.home import Home


@pytest.fixture
def anywhere(home: Home) -> Home:
    """A home without a workspace, where OpenClaw has dreaming on."""
    shutil.rmtree(home.workspace)
    home.options = []
    dreaming = {"plugins": {"entries": {"memory-core": {"config": {"dreaming": {"enabled": True}}}}}}
    (home.state / "openclaw.json").write_text(json.dumps(dreaming), "utf-8")
    return home


def own_file(home: Home) -> Path:
    return home.home / "config.toml"


def test_off_and_on_are_written_into_dreamtuis_own_file(anywhere: Home) -> None:
    theirs = (anywhere.state / "openclaw.json").read_bytes()
    file = str(own_file(anywhere))
    for command, enabled in (("off", False), ("on", True)):
        assert anywhere.json(command) == {"enabled": enabled, "file": file, "changed": True}
        assert tomllib.loads(own_file(anywhere).read_text())["dreaming"]["enabled"] is enabled
        assert anywhere.json(command) == {"enabled": enabled, "file": file, "changed": False}
    assert (anywhere.state / "openclaw.json").read_bytes() == theirs


@pytest.mark.parametrize("command", ["on", "off"])
def test_other_settings_are_refused(anywhere: Home, command: str) -> None:
    ran = anywhere.run(command, "--set", "phases.deep.limit=3")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, b"", 1)
    assert f"{command} takes no --set" in ran.err
    assert not own_file(anywhere).exists()


def test_it_beats_openclaw(anywhere: Home) -> None:
    anywhere.run("off")
    (row,) = [row for row in anywhere.json("config")["settings"] if row["name"] == "enabled"]
    assert (row["value"], row["source"]) == (False, "config.toml")


def test_it_says_which_file_and_that_openclaws_is_unchanged(anywhere: Home) -> None:
    text = anywhere.run("off").out.decode()
    assert str(own_file(anywhere)) in text
    said = " ".join(text.split())
    assert "openclaw.json is unchanged" in said
    assert "OpenClaw's own nightly dreaming goes by openclaw.json, not by this." in said
    assert "dreamtui's dashboard sweeps on schedule while" in " ".join(
        anywhere.run("on").out.decode().split()
    )
    anywhere.run("off")
    assert "was already off" in anywhere.run("off").out.decode()


def test_the_rest_of_the_file_stays(anywhere: Home) -> None:
    own_file(anywhere).write_text("# mine\n[memory]\nbudgetChars = 9 # few\n", "utf-8")
    anywhere.run("on")
    assert own_file(anywhere).read_text("utf-8").startswith("# mine\n[memory]\nbudgetChars = 9 # few\n")


def test_a_file_that_is_no_toml_is_left_alone(anywhere: Home) -> None:
    own_file(anywhere).write_text("[dreaming\n", "utf-8")
    ran = anywhere.run("on")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, b"", 1)
    assert "config.toml: line 1" in ran.err
    assert own_file(anywhere).read_text("utf-8") == "[dreaming\n"


def test_a_broken_openclaw_json_is_no_obstacle(anywhere: Home) -> None:
    (anywhere.state / "openclaw.json").write_text("{", "utf-8")
    assert anywhere.run("off").status == 0

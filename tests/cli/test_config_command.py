from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from dreamtui.config.keys import all_keys
from tests.home import Home

SECRET = "sk-very-secret-0123456789"


def openclaw(home: Home, dreaming: dict[str, Any]) -> None:
    root = {
        "gateway": {"auth": {"token": SECRET}},
        "agents": {"defaults": {"userTimezone": "Europe/Berlin", "bootstrapMaxChars": 9000}},
        "plugins": {"entries": {"memory-core": {"apiKey": SECRET, "config": {"dreaming": dreaming}}}},
    }
    (home.state / "openclaw.json").write_text(json.dumps(root), "utf-8")


@pytest.fixture
def anywhere(home: Home) -> Home:
    """A home without a workspace."""
    shutil.rmtree(home.workspace)
    home.options = []
    return home


def rows(home: Home) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in home.json("config")["settings"]}


def test_every_setting_is_told_without_a_workspace(anywhere: Home) -> None:
    found = rows(anywhere)
    assert list(found) == list(all_keys())
    assert all(row["description"] for row in found.values())
    score = found["phases.deep.minScore"]
    assert (score["value"], score["default"], score["source"], score["file"]) == (0.8, 0.8, "default", None)
    assert found["timezone"]["source"] == "system"


def test_each_value_names_its_source_and_file(anywhere: Home) -> None:
    openclaw(anywhere, {"phases": {"deep": {"minScore": 0.7, "limit": 4}, "light": {"limit": 9}}})
    own = anywhere.home / "config.toml"
    own.write_text("[dreaming.phases.deep]\nlimit = 5\n", "utf-8")
    anywhere.set(phases__light__limit=7)
    theirs = str(anywhere.state / "openclaw.json")
    found = {name: (row["value"], row["source"], row["file"]) for name, row in rows(anywhere).items()}
    assert found["phases.deep.minScore"] == (0.7, "openclaw.json", theirs)
    assert found["phases.deep.limit"] == (5, "config.toml", str(own))
    assert found["phases.light.limit"] == (7, "--set", None)
    assert found["timezone"] == ("Europe/Berlin", "agents.defaults.userTimezone", theirs)
    assert found["memory.budgetChars"] == (9000, "agents.defaults.bootstrapMaxChars", theirs)


def test_what_somebody_set_is_marked_without_colour(anywhere: Home) -> None:
    openclaw(anywhere, {"phases": {"deep": {"minScore": 0.7}}})
    lines = anywhere.run("config").out.decode().splitlines()
    (changed,) = [line for line in lines if " minScore " in line]
    assert changed.startswith("* ")
    assert "0.7" in changed
    assert "[openclaw.json, default 0.8]" in changed
    (usual,) = [line for line in lines if line.startswith("  minRecallCount ")]
    assert "[" not in usual


def test_tables_are_told_together(anywhere: Home) -> None:
    headings = [
        line.split()[1] for line in anywhere.run("config").out.decode().splitlines() if line.startswith("──")
    ]
    assert headings == list(dict.fromkeys(headings))
    assert headings[0] == "dreaming"
    assert "phases.deep.weights" in headings


def test_what_belongs_to_the_dashboard_is_told(anywhere: Home) -> None:
    said = " ".join(anywhere.run("config").out.decode().split())
    assert "── dreaming · enabled and frequency are the dashboard's" in said
    assert "── ui · the dashboard's ─" in said


def test_unknown_keys_are_mentioned_once_and_secrets_never(anywhere: Home) -> None:
    openclaw(anywhere, {"minScoer": SECRET, "model": SECRET, "execution": {"key": SECRET}})
    for form in ((), ("--json",)):
        ran = anywhere.run("config", *form)
        assert ran.status == 0
        assert SECRET not in ran.out.decode() + ran.err
    text = anywhere.run("config").out.decode()
    assert text.count("minScoer") == 1
    told = anywhere.json("config")
    assert told["unknown"] == ["minScoer"]
    assert set(told["kept"]) == {"model", "execution"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[dreaming]\nfrequency = 'often'\n", 'frequency is "often"; it must be a cron expression'),
        ("[dreaming]\nfrequncy = '0 3 * * *'\n", "did you mean dreaming.frequency?"),
        ("[dreaming\n", "line 1, column 10"),
    ],
)
def test_a_file_that_is_wrong_is_one_line(anywhere: Home, content: str, told: str) -> None:
    (anywhere.home / "config.toml").write_text(content, "utf-8")
    ran = anywhere.run("config")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, b"", 1)
    assert told in ran.err
    assert "config.toml" in ran.err


def test_looking_changes_nothing(anywhere: Home) -> None:
    openclaw(anywhere, {"enabled": True})
    before = anywhere.listing()
    anywhere.run("config")
    anywhere.json("config")
    assert anywhere.listing() == before


@pytest.mark.parametrize("width", ["40", "80", "200"])
def test_it_fits_the_width(anywhere: Home, width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    openclaw(anywhere, {"phases": {"deep": {"minScore": 0.7}}})
    assert max(map(len, anywhere.run("config").out.decode().splitlines())) <= int(width)

"""Wrong usage: what a person meant is told in one line."""

from __future__ import annotations

import json

import pytest

from dreamtui.cli.parser import parse
from tests.home import Home, home

__all__ = ["home"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("--dry-run status", "write `dreamtui status"),
        ("statsu", "did you mean `dreamtui status`?"),
        ("nowhere", "name a folder that exists"),
        ("status extra", "--workspace DIR"),
        ("promote-explain two words", "quotes"),
    ],
)
def test_a_slip_is_answered_with_what_to_write(home: Home, given: str, told: str) -> None:
    ran = home.run(given)
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert told in ran.err


@pytest.mark.parametrize(
    "before", [["--json"], ["--set", "phases.deep.limit=3"], ["--set=phases.deep.limit=3", "--agent", "main"]]
)
def test_options_of_every_command_may_stand_before_it(before: list[str]) -> None:
    behind = parse(["status", *before, "--deep"])
    assert parse([*before, "status", "--deep"]) == behind
    assert (behind.command, behind.deep) == ("status", True)


@pytest.mark.parametrize("command", ["sweep", "--dry-run", "promote"])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_unknown_settings_are_mentioned_after_success(home: Home, command: str, form: tuple[str]) -> None:
    dreaming = {"plugins": {"entries": {"memory-core": {"config": {"dreaming": {"minScoer": 1}}}}}}
    (home.state / "openclaw.json").write_text(json.dumps(dreaming), "utf-8")
    home.write("memory/2026-04-10.md", "- Moved the router to VLAN 10.\n")
    ran = home.run(command, *form)
    assert (ran.status, ran.err.count("\n")) == (0, 1)
    assert "unknown settings of dreaming are left alone: minScoer" in ran.err
    home.write("memory/.dreams/short-term-recall.json", "{bad")
    ran = home.run(command, *form)
    assert (ran.status, ran.err.count("\n"), "minScoer" in ran.err) == (2, 1, False)


@pytest.mark.parametrize("given", ["--agent", "promote --limit x", "status --nope", "nowhere"])
def test_the_program_is_named_once(home: Home, given: str) -> None:
    assert home.run(given).err.count("dreamtui: ") == 1
    assert not home.run(given).err.startswith("dreamtui: dreamtui")


def test_a_focus_that_nothing_holds_is_a_no(home: Home) -> None:
    home.write("memory/2026-04-10.md", "- Moved the router to VLAN 10.\n")
    assert home.run("sweep", "--focus", "VLAN").status == 0
    ran = home.run("sweep", "--focus", "zzzznope")
    assert ran.status == 1
    assert "zzzznope" in ran.err


def test_a_second_sweep_of_the_day_writes_no_second_diary_entry(home: Home) -> None:
    home.write("memory/2026-04-10.md", "- Moved the router to VLAN 10.\n")
    home.run("sweep")
    diary = home.text("DREAMS.md")
    home.run("sweep")
    assert home.text("DREAMS.md") == diary


def test_the_place_that_tables_print_finds_its_entry(home: Home) -> None:
    home.write("memory/2026-04-10.md", "- Moved the router to VLAN 10.\n")
    home.run("sweep")
    for place in ("memory/2026-04-10.md:1", "memory/2026-04-10.md:1-1"):
        found = home.json("promote-explain", place)["candidate"]
        assert found["key"] == "memory:memory/2026-04-10.md:1:1"

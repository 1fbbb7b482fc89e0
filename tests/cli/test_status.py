from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from dreamtui import paths
from dreamtui.cli.main import run
from tests.cli.shown import again, folded, text
from tests.home import Home, entry
from tests.recorded import unpack

NOTE = "memory/2026-04-09.md"
STATUS = ["enabled", "frequency", "timezone", "nextRun", "phases", "store", "memory", "queue", "health"]


@pytest.fixture
def dreamt(home: Home) -> Home:
    """A workspace after a night: one candidate that passes, one that nobody searched for, one promoted."""
    home.set(enabled=True)
    home.write(NOTE, "# Notes\n\n- Moved router to VLAN 10.\n- Backups go to Glacier.\n- Joe likes tea.\n")
    home.recall(
        entry(NOTE, 3, 3, "Moved router to VLAN 10."),
        entry(NOTE, 4, 4, "Backups go to Glacier.", recallCount=0, dailyCount=2, recallDays=["2026-04-09"]),
        entry(NOTE, 5, 5, "Joe likes tea.", promotedAt="2026-04-10T03:00:00.000Z"),
    )
    home.write(paths.MEMORY, "# Long-Term Memory\n\n- Joe likes tea.\n")
    log = [
        {
            "type": "memory.dream.completed",
            "timestamp": "2026-04-09T03:00:00.000Z",
            "phase": "light",
            "lineCount": 3,
        },
        {
            "type": "memory.dream.completed",
            "timestamp": "2026-04-10T03:00:00.000Z",
            "phase": "light",
            "lineCount": 40,
        },
        {
            "type": "memory.dream.completed",
            "timestamp": "2026-04-10T03:00:00.000Z",
            "phase": "rem",
            "lineCount": 9,
        },
        {
            "type": "memory.promotion.applied",
            "timestamp": "2026-04-10T03:00:00.000Z",
            "applied": 1,
            "candidates": [],
        },
    ]
    home.write(paths.EVENTS, "".join(f"{json.dumps(line)}\n" for line in log))
    return home


def test_the_fields_are_those_of_the_documentation(dreamt: Home) -> None:
    told = dreamt.json("status")
    assert list(told) == STATUS
    assert (told["enabled"], told["frequency"], told["timezone"]) == (True, "0 3 * * *", "UTC")
    assert told["nextRun"] == "2026-04-12T03:00:00.000Z"
    assert told["phases"]["light"] == {"lastRun": "2026-04-10T03:00:00.000Z", "lineCount": 40}
    assert told["phases"]["rem"] == {"lastRun": "2026-04-10T03:00:00.000Z", "lineCount": 9}
    assert told["phases"]["deep"]["lastRun"] is None
    assert told["phases"]["deep"]["applied"] == 1
    assert (told["store"]["entryCount"], told["store"]["promotedCount"]) == (3, 1)
    assert told["queue"] == {"pending": 1, "approved": 0, "rejected": 0, "deferred": 0}
    assert told["health"] == []


def test_what_memory_costs_is_an_estimate_from_the_settings(dreamt: Home) -> None:
    dreamt.write(paths.MEMORY, "- " + "x" * 3997 + "\n")
    dreamt.set(memory__budgetChars=5000, memory__pricePerMillionTokens=4, memory__conversationsPerDay=10)
    memory = dreamt.json("status")["memory"]
    assert memory == {"chars": 4000, "tokens": 1000, "budgetChars": 5000, "entries": 1, "monthlyCost": 1.2}


def test_the_next_run_is_told_in_the_time_zone_of_the_settings(dreamt: Home) -> None:
    dreamt.set(timezone="Asia/Shanghai")
    told = dreamt.json("status")
    assert (told["timezone"], told["nextRun"]) == ("Asia/Shanghai", "2026-04-11T19:00:00.000Z")


def test_when_dreaming_is_off_nothing_is_due(dreamt: Home) -> None:
    dreamt.set(enabled=False)
    told = dreamt.json("status")
    assert (told["enabled"], told["nextRun"]) == (False, None)
    assert told["queue"]["pending"] == 1  # a person's own review goes on
    text = dreamt.run("status").out.decode()
    assert "off" in text
    assert "dreamtui on" in text


def test_a_rejection_is_counted_and_no_longer_waits(dreamt: Home) -> None:
    from dreamtui.engine.similarity import claim_hash

    claim = claim_hash("Moved router to VLAN 10.")
    line = {"type": "reject", "id": "1", "key": "memory:elsewhere", "claims": [claim]}
    dreamt.write(paths.REVIEW_LOG, json.dumps(line) + "\n")
    assert dreamt.json("status")["queue"] == {"pending": 0, "approved": 0, "rejected": 1, "deferred": 0}


def test_health_says_why_nothing_is_ever_promoted(dreamt: Home) -> None:
    dreamt.recall(entry(NOTE, 3, 3, "Moved router to VLAN 10.", recallCount=0, dailyCount=9))
    (found,) = dreamt.json("status")["health"]
    assert found["code"] == "never-recalled"
    assert "recallCount 0" in found["message"]
    assert "have the agent search its memory" in " ".join(dreamt.run("status").out.decode().split())
    dreamt.set(phases__deep__gateOn="signals")
    assert dreamt.json("status")["health"] == []


def test_deep_adds_the_details_and_the_thorough_checks(dreamt: Home) -> None:
    dreamt.write("memory/2026-04-08.md", b"- caf\xe9\n")
    assert dreamt.json("status")["health"] == []
    told = dreamt.json("status", "--deep")
    assert list(told) == [*STATUS, "audit"]
    assert [found["code"] for found in told["health"]] == ["note-not-utf8"]
    assert (told["audit"]["recallCount"], told["audit"]["dailyCount"]) == (20, 2)
    assert told["audit"]["funnel"]["total"] == 2
    assert told["audit"]["funnel"]["passed"] == 1
    assert "1 passes all gates" in dreamt.run("status", "--deep").out.decode()


def test_a_huge_log_is_read_from_its_end(dreamt: Home) -> None:
    path = dreamt.workspace / paths.EVENTS
    tail = path.read_bytes()
    with path.open("wb") as file:
        file.truncate(1 << 38)  # a hole, which takes no space on the disk but would in memory
        file.seek(1 << 38)
        file.write(b"\n" + tail)
    assert dreamt.json("status")["phases"]["light"]["lineCount"] == 40


def test_a_log_that_cannot_be_read_is_a_finding(dreamt: Home) -> None:
    (dreamt.workspace / paths.EVENTS).unlink()
    (dreamt.workspace / paths.EVENTS).mkdir()
    told = dreamt.json("status")
    assert told["phases"]["light"] == {"lastRun": None, "lineCount": None}
    assert [found["code"] for found in told["health"]] == ["log-unreadable"]


@pytest.mark.parametrize("asked", ["status", "status --deep", "status --json", "status --deep --json"])
def test_looking_changes_nothing(dreamt: Home, asked: str) -> None:
    dreamt.write("memory/.dreams/short-term-promotion.lock", "999999999:1", "2026-04-01T00:00:00Z")
    before = dreamt.listing()
    assert dreamt.run(asked).status == 0
    assert dreamt.listing() == before


def test_state_that_moved_is_not_called_empty(dreamt: Home) -> None:
    store = dreamt.workspace / paths.RECALL_STORE
    store.rename(f"{store}.migrated")
    ran = dreamt.run("status")
    if ran.status == 2:
        assert "SQLite" in ran.err
    else:
        assert "SQLite" in ran.out.decode()


def test_a_new_workspace_gets_a_hint(home: Home) -> None:
    ran = home.run("status")
    assert ran.status == 0
    assert "nothing to dream of here yet" in " ".join(ran.out.decode().split())
    home.write(NOTE, "- Moved router to VLAN 10.\n")
    said = text(home, "status")
    assert "There is 1 daily note. To see what a first sweep would do, and to do it: " in said
    assert f"{again(home, '--dry-run')} {again(home, 'sweep')}" in said
    told = home.json("status")
    assert told["store"]["exists"] is False
    assert told["phases"]["deep"]["lastRun"] is None


def test_what_is_suggested_works_as_it_is_printed(home: Home) -> None:
    home.workspace = home.workspace.rename(home.base / "Ken's notes; here")
    home.write(NOTE, "- Moved router to VLAN 10.\n")
    shown = home.run("status").out.decode()
    command = shown[shown.rindex("dreamtui sweep") : shown.index("MEMORY.md")].replace("\\\n", " ")
    assert run(shlex.split(command)[1:]) == 0
    assert "1 entry" in text(home, "status")


@pytest.mark.parametrize("name", ["donna-010", "shanghai-011", "taipei-009"])
def test_a_recorded_night_fits_one_screen(
    home: Home, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = unpack(name, tmp_path)
    home.workspace, home.now = night.root, night.expected["now"]
    home.options += ["--config", str(night.config)]
    monkeypatch.setenv("COLUMNS", "80")
    lines = home.run("status").out.decode().splitlines()
    assert len(lines) <= 23
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    for label in (
        "workspace",
        "settings",
        "state",
        "schedule",
        "Light",
        "REM",
        "store",
        "MEMORY.md",
        "queue",
        "health",
    ):
        assert f"\n{label}" in f"\n{text}"
    told = home.json("status")
    audit = night.expected["audit"]
    assert told["store"]["entryCount"] == audit["entryCount"]
    assert told["store"]["promotedCount"] == audit["promotedCount"]
    assert told["phases"]["light"]["lastRun"] is not None


# --- a file that cannot be read -------------------------------------------------------------------


def test_one_unreadable_file_does_not_hide_the_rest(dreamt: Home) -> None:
    dreamt.write(paths.PHASE_SIGNALS, "{")
    ran = dreamt.run("status --json")
    assert (ran.status, ran.err) == (1, "")
    told = json.loads(ran.out)
    assert list(told) == STATUS
    assert (told["store"], told["queue"]) == (None, None)
    assert told["phases"]["light"]["lineCount"] == 40
    assert (told["enabled"], told["nextRun"]) == (True, "2026-04-12T03:00:00.000Z")
    assert told["memory"]["entries"] == 1
    assert [one["code"] for one in told["health"]] == ["state-unreadable"]


def test_it_is_named_with_what_to_do(dreamt: Home) -> None:
    dreamt.write(paths.RECALL_STORE, '{"version":1,\n"entries":{,}}')
    ran = dreamt.run("status")
    assert (ran.status, ran.err) == (1, "")
    shown = folded(ran.out.decode().splitlines())
    assert f"cannot be read · {paths.RECALL_STORE}: is not JSON" in shown
    assert "line 2, column 12" in shown
    assert "mend the file" in shown
    assert "wrote 40 lines" in shown
    assert "not known while that cannot be read" in shown


def test_memory_that_is_no_file_is_named_too(dreamt: Home) -> None:
    (dreamt.workspace / paths.MEMORY).unlink()
    (dreamt.workspace / paths.MEMORY).mkdir()
    told = json.loads(dreamt.run("status --json").out)
    assert told["memory"] is None
    assert told["phases"]["rem"]["lineCount"] == 9

"""Absurd instants and clocks that were set: the first and last years, odd zones, files from the future."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from dreamtui import paths
from tests.home import Home, entry

COMMANDS = ["--dry-run", "sweep --apply", "promote --apply", "promote-explain router", "rem-harness"]
LOOKS = ["status --deep", "doctor", "doctor --fix", "config"]


@pytest.fixture
def dead_pid() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


@pytest.fixture
def passing(home: Home) -> Home:
    """A home in which one entry passes all gates but the age."""
    home.write("memory/2026-04-10.md", "- Moved router to VLAN 10.\n")
    home.recall(entry("memory/2026-04-10.md", 1, 1, "Moved router to VLAN 10."))
    home.write("MEMORY.md", "# Long-Term Memory\n")
    return home


@pytest.mark.parametrize("command", [*COMMANDS, *LOOKS])
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Niue"])
@pytest.mark.parametrize(
    "now",
    ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "1969-12-31T23:59:59Z", "2026-04-11T00:00:00+14:00"],
)
def test_every_instant_of_the_calendar_will_do(now: str, zone: str, command: str, passing: Home) -> None:
    passing.now = now
    passing.options = ["--set", f"timezone={zone}"]
    ran = passing.run(command)
    assert ran.status in (0, 1), ran
    assert ran.err == ""


@pytest.mark.parametrize("command", [*COMMANDS, *LOOKS[:3]])
@pytest.mark.parametrize(
    "now",
    [
        *("", "1e20", "nan", "now", "2026-02-30", "2026-04-11T25:00:00Z", "2026-04-11T03:00:00+99:00"),
        *("+275760-09-13T00:00:00Z", "10000-01-01", "0000-01-01", "0001-01-01T00:00:00+14:00"),
        *("9999-12-31T23:59:59-14:00", "a\nb\x1b[31m", "\udcff", "9" * 10_000),
    ],
)
def test_what_is_no_instant_is_refused_in_one_line(now: str, command: str, passing: Home) -> None:
    before = passing.listing()
    passing.now = now
    ran = passing.run(command)
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.startswith("dreamtui: --now ")
    assert ran.err.count("\n") == 1
    assert ran.err[:-1].isprintable()
    assert passing.listing() == before


def test_a_lock_left_by_a_clock_that_ran_ahead_is_taken_over(passing: Home, dead_pid: int) -> None:
    passing.write(paths.LOCK, f"{dead_pid}:1")
    tomorrow = time.time() + 86_400
    os.utime(passing.workspace / paths.LOCK, (tomorrow, tomorrow))
    assert "was left behind" in passing.run("doctor").out.decode()
    assert passing.json("promote --apply")["applied"]["appended"] == 1
    assert not (passing.workspace / paths.LOCK).exists()


def test_a_clock_that_went_back_promotes_nothing_twice(passing: Home) -> None:
    assert passing.json("sweep --apply")["promotions"]
    passing.sleep(-1)
    assert passing.json("sweep --apply")["promotions"] == []
    assert passing.text("MEMORY.md").count("openclaw-memory-promotion:") == 1

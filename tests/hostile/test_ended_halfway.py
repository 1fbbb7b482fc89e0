"""Programs ended in the middle of a write, several at once, locks that are held: run again, all is well."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dreamtui import paths
from dreamtui.files import promotion_lock
from tests.home import Home, entry, message

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")

ROOT = Path(__file__).parents[2]
LAST_STEPS = 1_000_000
TEXTS = [
    "Moved router to VLAN 10.",
    "The failover gateway was tested twice.",
    "Backups go to Glacier at night.",
]


@pytest.fixture
def ready(home: Home) -> Home:
    """A home in which a sweep writes every kind of file."""
    home.write("memory/2026-04-10.md", "".join(f"- {text}\n" for text in TEXTS))
    home.recall(*(entry("memory/2026-04-10.md", n, n, text) for n, text in enumerate(TEXTS, 1)))
    home.transcript("s1.jsonl", [message("The printer lives in the attic now.")])
    home.write("MEMORY.md", "# Long-Term Memory\n\n- The cat is called Mo.\n")
    home.set(storage__mode="both")
    return home


@pytest.fixture
def original(ready: Home) -> Iterator[Path]:
    """A copy of the home as it was."""
    copy = ready.base.with_name(f"{ready.base.name}-original")
    shutil.copytree(ready.base, copy)
    yield copy
    shutil.rmtree(copy)


def again(home: Home, original: Path) -> None:
    shutil.rmtree(home.base)
    shutil.copytree(original, home.base)


def killed(home: Home, command: str, step: int, number: signal.Signals) -> subprocess.CompletedProcess[str]:
    """Run a command in a process that sends itself a signal before a step of its writing."""
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.hostile.killed",
            str(step),
            str(int(number)),
            *arguments(home, command),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def steps_of(home: Home, command: str) -> int:
    """How many steps a command takes that is let be."""
    ran = killed(home, command, LAST_STEPS, signal.SIGKILL)
    found = re.search(r"steps=(\d+)", ran.stderr)
    assert found, ran
    return int(found[1])


def arguments(home: Home, command: str) -> list[str]:
    return [*command.split(), "--workspace", str(home.workspace), "--now", home.now, *home.options]


def files(home: Home) -> dict[str, bytes]:
    """What every file of the workspace holds but for copies and what was left behind."""
    found = {str(path.relative_to(home.workspace)): path for path in home.workspace.rglob("*")}
    passing = (paths.BACKUPS, paths.LOCK)
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if path.is_file() and not name.startswith(passing) and not name.endswith(".tmp")
    }


def age_lock(home: Home) -> None:
    lock = home.workspace / paths.LOCK
    if lock.exists():
        os.utime(lock, (1, 1))


@pytest.mark.parametrize("command", ["sweep --apply", "promote --apply"])
def test_who_is_killed_at_any_step_is_taken_back_by_the_next(
    command: str, ready: Home, original: Path
) -> None:
    before = files(ready)
    steps = steps_of(ready, command)
    done = files(ready)
    assert ready.run(command).status == 0
    twice = files(ready)
    outcomes = set()
    for step in [*range(1, steps, 4), steps]:
        again(ready, original)
        assert killed(ready, command, step, signal.SIGKILL).returncode == -signal.SIGKILL
        half = files(ready)
        age_lock(ready)
        assert ready.run("--dry-run").status == 0
        assert ready.run("status --json").status == 0
        assert files(ready) == half
        ran = ready.run(command)
        assert (ran.status, ran.err) == (0, ""), step
        assert files(ready) in (done, twice), step
        assert ready.text("MEMORY.md").count("openclaw-memory-promotion:") == len(TEXTS)
        outcomes.add((half == before, half == done))
    assert (False, False) in outcomes, "no step was in the middle"


def test_doctor_takes_back_what_was_ended_halfway(ready: Home, original: Path) -> None:
    before = files(ready)
    steps = steps_of(ready, "sweep --apply")
    again(ready, original)
    killed(ready, "sweep --apply", steps * 2 // 3, signal.SIGKILL)
    assert files(ready) != before
    age_lock(ready)
    found = json.loads(ready.run("doctor --fix --json").out)["findings"]
    (unfinished,) = [one for one in found if one["code"] == "write-unfinished"]
    assert (unfinished["fixed"], unfinished["done"]) == (True, "taken back")
    assert files(ready) == before


def test_what_others_changed_since_is_not_taken_back(ready: Home, original: Path) -> None:
    steps = steps_of(ready, "sweep --apply")
    again(ready, original)
    killed(ready, "sweep --apply", steps * 2 // 3, signal.SIGKILL)
    memory = ready.workspace / "MEMORY.md"
    assert b"openclaw-memory-promotion" in memory.read_bytes(), "it was its turn"
    with memory.open("ab") as file:
        file.write(b"- A line of a person's own.\n")
    age_lock(ready)
    assert ready.run("sweep --apply").status == 0
    assert "A line of a person's own." in ready.text("MEMORY.md")
    assert ready.text("MEMORY.md").count("openclaw-memory-promotion:") == len(TEXTS)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[]", b"{}", b'{"version":1,"steps":7}', b'{"version":1,"steps":[{}]}', b"\xff"),
        b'{"steps":[{"path":"../x","staged":"","kept":"a","made":[],"before":-1,"added":0}]}',
        b'{"steps":[{"path":"../x","staged":"","kept":"","made":[1,2,3],"before":-1,"added":0}]}',
    ],
)
def test_steps_that_nobody_wrote_down_are_refused(content: bytes, ready: Home) -> None:
    ready.write(paths.UNFINISHED, content)
    before = files(ready)
    ran = ready.run("sweep --apply")
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert files(ready) == before


@pytest.mark.parametrize("number", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_who_is_asked_to_end_takes_it_back_himself(number: str, ready: Home, original: Path) -> None:
    before = files(ready)
    steps = steps_of(ready, "sweep --apply")
    for step in range(4, steps // 2, 8):
        again(ready, original)
        ran = killed(ready, "sweep --apply", step, signal.Signals[number])
        assert ran.returncode == 130, step
        assert "Traceback" not in ran.stderr
        assert files(ready) == before
        assert not (ready.workspace / paths.LOCK).exists()
        assert not list(ready.workspace.rglob("*.tmp"))


@pytest.mark.parametrize(
    "commands", [["sweep --apply"] * 3, ["promote --apply"] * 3, ["sweep --apply", "promote --apply"]]
)
def test_several_at_once_lose_and_repeat_nothing(commands: list[str], ready: Home) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "dreamtui", *arguments(ready, command), "--json"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for command in commands
    ]
    for program in programs:
        out, err = program.communicate(timeout=60)
        assert (program.returncode, err) == (0, b"")
        json.loads(out)
    assert ready.text("MEMORY.md").count("openclaw-memory-promotion:") == len(TEXTS)
    assert all(one.get("promotedAt") for one in ready.entries().values() if one["snippet"] in TEXTS)
    lines = [json.loads(line) for line in ready.text(paths.EVENTS).splitlines()]
    promoted = [line for line in lines if line["type"] == "memory.promotion.applied"]
    assert [len(line["candidates"]) for line in promoted] == [len(TEXTS)]
    assert not (ready.workspace / paths.LOCK).exists()


def test_a_lock_of_a_living_program_is_waited_for_and_left_alone(
    ready: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promotion_lock, "WAIT_SECONDS", 0.3)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as living:
        try:
            ready.write(paths.LOCK, f"{living.pid}:1")
            for age in (0, 3600):
                os.utime(ready.workspace / paths.LOCK, (time.time() - age,) * 2)
                before = ready.listing()
                began = time.monotonic()
                for command in ("sweep", "sweep --apply", "promote --apply"):
                    ran = ready.run(command)
                    assert (ran.status, ran.out) == (2, b"")
                    assert f"is held by process {living.pid}; nothing was changed" in ran.err
                    assert ran.err.count("\n") == 1
                assert time.monotonic() - began > 0.9
                assert ready.run("--dry-run").status == 0
                assert ready.run("promote").status == 0
                assert ready.listing() == before
        finally:
            living.communicate(b"\n")
    age_lock(ready)
    assert ready.run("sweep --apply").status == 0
    assert not (ready.workspace / paths.LOCK).exists()

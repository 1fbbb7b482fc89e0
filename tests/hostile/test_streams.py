"""Where commands run: streams closed early or full, poor locales, strange widths, no home; in processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.home import Home, entry, message

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell and /dev/full")

COMMANDS = ["--dry-run", "promote", "promote --json", "status --deep", "doctor", "sweep --apply"]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def filled(home: Home) -> Home:
    """A home with something to show for every command."""
    home.write("memory/2026-04-10.md", "- Moved router to VLAN 10 – für die Kameras 日本.\n")
    home.recall(entry("memory/2026-04-10.md", 1, 1, "Moved router to VLAN 10 – für die Kameras 日本."))
    home.transcript("s1.jsonl", [message("The printer lives in the attic now.")])
    return home


def shell(home: Home, line: str, **environment: str | None) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell in which `@` stands for the program and `%` for the options of the workspace."""
    options = f"--workspace '{home.workspace}' --now {home.now} --set timezone=UTC"
    line = line.replace("@", f"{sys.executable} -m dreamtui").replace("%", options)
    given = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    env = {name: value for name, value in given.items() if value is not None}
    for name in ("DREAMTUI_TRACEBACK", "PYTHONUNBUFFERED"):
        env.pop(name, None)
    return subprocess.run(["bash", "-c", line], env=env, capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_has_seen_enough_is_no_error(command: str, filled: Home) -> None:
    ran = shell(filled, f'@ {command} % | head -c1 >/dev/null; exit "${{PIPESTATUS[0]}}"')
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize("command", [*COMMANDS, "config", "--version", "--help", "prune --help"])
def test_a_full_disk_for_the_output_is_told_in_one_line(command: str, filled: Home) -> None:
    ran = shell(filled, f"@ {command} {'%' if command in COMMANDS else ''} >/dev/full")
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"dreamtui: standard output: ")
    assert ran.stderr.count(b"\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_streams_may_be_closed(command: str, closed: str, filled: Home) -> None:
    ran = shell(filled, f"@ {command} % {closed}")
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize(
    "lost", ["2>&-", "2>/dev/full", ">&- 2>&-", "2>&1 >/dev/full | cat >/dev/null; exit 2"]
)
def test_the_status_tells_where_no_message_can(lost: str, filled: Home) -> None:
    assert shell(filled, f"@ promote --limit -1 % {lost}").returncode == 2


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "latin-1"},
        *({"COLUMNS": columns} for columns in ("0", "1", "-5", "²", "99999999999", "9" * 5000)),
        {"LINES": "²"},
        {"TERM": "dumb"},
        {"HOME": None, "DREAMTUI_CONFIG": None},
        {"HOME": "", "DREAMTUI_CONFIG": None},
        {"HOME": "/nonexistent", "DREAMTUI_CONFIG": None},
        {"HOME": "/dev/null/x", "DREAMTUI_CONFIG": None},
        *({"TZ": zone} for zone in (":\x01bad", "../../etc/passwd", "/etc/passwd", "/dev/null", "")),
        {"XDG_CONFIG_HOME": "a\nb", "DREAMTUI_CONFIG": None},
    ],
    ids=lambda environment: ascii(environment)[:40],
)
def test_poor_surroundings_will_do(environment: dict[str, str | None], filled: Home) -> None:
    ran = shell(filled, "@ --dry-run % && @ status --deep % && @ promote --json %", **environment)
    assert (ran.returncode, ran.stderr) == (0, b"")
    document = ran.stdout[ran.stdout.rindex(b"\n{\n") :]
    assert json.loads(document)["candidates"]
    bad = shell(filled, "@ promote --limit -1 %", **environment)
    assert (bad.returncode, bad.stderr.count(b"\n")) == (2, 1)


@pytest.mark.parametrize(
    "name", ["with space", "日本語", "emoji 😀", "new\nline", "\u202ertl", "bytes \udcff\udcfe", "-x"]
)
def test_a_workspace_may_be_called_anything(name: str, filled: Home) -> None:
    place = filled.base / name
    filled.workspace.rename(place)
    filled.workspace = place
    for command in COMMANDS:
        ran = filled.run(command)
        assert (ran.status, ran.err) == (0, ""), command
    assert filled.json("promote")["workspaceDir"]
    assert (place / "MEMORY.md").read_text().count("openclaw-memory-promotion") == 1


def test_names_of_notes_and_transcripts_may_be_anything(filled: Home) -> None:
    for name in ("new\nline", "\x1b[31m", "\u202ertl", "😀", "bytes \udcff", "-->"):
        filled.write(f"memory/2026-04-10-{name}.md", "- The slug of this note is strange.\n")
        filled.transcript(f"{name}.jsonl", [message("What a strange name this session has.")])
    for command in COMMANDS:
        ran = filled.run(command)
        assert (ran.status, ran.err) == (0, ""), command
        assert not {byte for byte in ran.out if byte < 0x20 and byte != 0x0A}

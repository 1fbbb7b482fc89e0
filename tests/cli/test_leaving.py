"""What is said where there is no dashboard yet, and when it is left; a sample that goes away by itself."""

from __future__ import annotations

import argparse
import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from dreamtui.cli.again import again, program
from dreamtui.cli.commands import dashboard, preview
from dreamtui.cli.parser import parse
from dreamtui.review.approved import Ready
from dreamtui.service.agents import Place
from dreamtui.service.desk import Desk
from dreamtui.tui.view import View
from tests.tui.terminal import PATIENCE_S, environment

NOT_WRITTEN = "kept, but not written to MEMORY.md yet: w in the dashboard does that"


def _args(*given: str) -> argparse.Namespace:
    return parse([*given])


@pytest.mark.parametrize(
    ("ready", "told"),
    [
        (None, []),
        (Ready(0, 0), []),
        (Ready(0, 2), ["2 approvals would be kept back from MEMORY.md: w in the dashboard says why"]),
        (Ready(1, 0), [f"1 approval is {NOT_WRITTEN}"]),
        (
            Ready(3, 1),
            [
                f"3 approvals are {NOT_WRITTEN}",
                "1 more approval would be kept back from MEMORY.md: w in the dashboard says why",
            ],
        ),
    ],
)
def test_leaving_says_what_is_not_written(
    ready: Ready | None, told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    dashboard._remind(_args("--demo"), ready)
    assert capsys.readouterr().out.splitlines() == told
    dashboard._remind(_args("--workspace", "notes"), ready)
    command = ", or dreamtui review apply --workspace notes"
    said = capsys.readouterr().out.splitlines()
    assert said == [line + command if NOT_WRITTEN in line else line for line in told]
    dashboard._remind(_args("--read-only", "--workspace", "notes"), ready)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("several", [False, True])
def test_leaving_names_the_workspace_where_several_were_open(
    several: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    roots = {name: tmp_path / name for name in ("main", "ops")}
    for root in roots.values():
        root.mkdir()
    config = tmp_path / "openclaw.json"
    listed = [{"id": name, "workspace": str(root)} for name, root in roots.items()]
    config.write_text(json.dumps({"agents": {"list": listed}}))
    ways = iter([Place("ops", roots["ops"]), None] if several else [None])

    class Left:
        """A dashboard that is left at once, for another workspace or for good."""

        return_code, tried = 0, None

        def __init__(self, desk: Desk, *_args: object, **_more: object) -> None:
            self.view = View(ready=Ready(1, 31) if desk.located.agent == "main" else None)

        def run(self, **_more: object) -> Place | None:
            return next(ways)

    monkeypatch.setattr("dreamtui.tui.app.DreamApp", Left)
    assert dashboard.run(_args("--config", str(config)), {"HOME": str(tmp_path)}) == 0
    written, kept = capsys.readouterr().out.splitlines()
    named = f"main, {roots['main']}: " if several else ""
    assert written.startswith(f"{named}1 approval is {NOT_WRITTEN}")
    assert kept.startswith(f"{named}31 more approvals would be kept back")


@pytest.mark.skipif(sys.platform == "win32", reason="the name is another one there")
def test_what_is_to_be_copied_begins_as_the_program_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "my env/bin/dreamtui"
    script.parent.mkdir(parents=True)
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.setattr("sys.argv", [str(script)])
    monkeypatch.setenv("PATH", "/nowhere")
    assert program() == f"'{script}'"
    monkeypatch.setenv("PATH", str(script.parent))
    assert program() == "dreamtui"
    monkeypatch.setattr("sys.argv", ["/clone/dreamtui/__main__.py"])
    monkeypatch.setattr("sys.executable", "/env/bin/python3")
    assert program() == "/env/bin/python3 -m dreamtui"
    assert again(_args("status"), "sweep") == ["/env/bin/python3 -m dreamtui sweep"]


def test_leaving_says_which_changes_of_entries_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    dashboard._remind(_args("--workspace", "notes"), None, 1)
    assert capsys.readouterr().out.startswith("1 change of an entry is kept, but not written")
    dashboard._remind(_args("--workspace", "notes"), Ready(1, 0), 2)
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("2 changes of entries are kept, but not written")
    assert second.startswith("1 approval is kept")
    dashboard._remind(_args("--read-only", "--workspace", "notes"), None, 1)
    assert capsys.readouterr().out == ""


def test_without_a_workspace_one_line_tells_what_to_do(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dreamtui"]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "dreamtui --demo" in done.stderr
    assert "dreamtui DIR" in done.stderr


@pytest.mark.parametrize(("status", "stays"), [(0, True), (1, True), (143, False)])
@pytest.mark.parametrize("used", [True, False])
def test_the_sample_stays_where_something_was_done_in_it(
    status: int, stays: bool, used: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """After a crash (1), too, and not where the program was ended (143)."""

    def show(args: argparse.Namespace, _env: object) -> int:
        if used:
            (Path(args.workspace) / "memory/2026-11-20.md").write_text("- A note.", "utf-8")
        return status

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(dashboard, "wanted", lambda _args: True)
    monkeypatch.setattr(preview, "_show", show)
    assert preview.run(_args("--demo")) == status
    assert bool([*tmp_path.iterdir()]) is (used and stays)
    assert ("To open it again" in capsys.readouterr().out) is (used and stays)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals there")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_the_sample_goes_away_with_its_terminal(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()
    ours, theirs = pty.openpty()
    env = {**environment(tmp_path / "home"), "TMPDIR": str(folder), "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "dreamtui", "--demo"]
    program = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    shown = bytearray()

    def drain() -> None:
        with suppress(OSError):
            while piece := os.read(ours, 65_536):
                shown.extend(piece)

    threading.Thread(target=drain, daemon=True).start()
    try:
        _until(lambda: b"approve" in shown)
        os.write(ours, b"a")
        _until(lambda: bool([*folder.rglob("review.jsonl")]))
        program.send_signal(getattr(signal, name))
        program.wait(PATIENCE_S)
        assert [*folder.iterdir()] == []
    finally:
        program.kill()
        program.wait()
        os.close(ours)


def _until(what: object) -> None:
    assert callable(what)
    end = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)

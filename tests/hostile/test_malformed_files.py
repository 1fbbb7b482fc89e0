"""Every file that is read, spoiled in every way, under every command: status, messages, nothing changed."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from dreamtui import paths
from dreamtui.files import promotion_lock
from tests.home import Home, Listing, Ran, entry, message
from tests.hostile.malformed import EVERYTHING

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs pipes and symbolic links")

STATE = {
    "recall store": f"workspace/{paths.RECALL_STORE}",
    "phase signals": f"workspace/{paths.PHASE_SIGNALS}",
    "checkpoints of notes": f"workspace/{paths.NOTE_STAMPS}",
    "checkpoints of transcripts": f"workspace/{paths.TRANSCRIPT_STAMPS}",
}
TEXTS = {
    "MEMORY.md": "workspace/MEMORY.md",
    "DREAMS.md": "workspace/DREAMS.md",
    "note": "workspace/memory/2026-04-10.md",
    "today's note": "workspace/memory/2026-04-11.md",
    "corpus": f"workspace/{paths.SESSION_CORPUS}/2026-04-10.txt",
    "transcript": "state/agents/main/sessions/s1.jsonl",
    "sessions": "state/agents/main/sessions/sessions.json",
    "events": f"workspace/{paths.EVENTS}",
    "decisions": f"workspace/{paths.REVIEW_LOG}",
}
SETTINGS = {"openclaw.json": "state/openclaw.json", "config.toml": "home/config.toml"}
FOLDERS = {
    "lock": f"workspace/{paths.LOCK}",
    "backups": f"workspace/{paths.BACKUPS}",
    "corpus folder": f"workspace/{paths.SESSION_CORPUS}",
    "state folder": "workspace/memory/.dreams",
    "notes folder": "workspace/memory",
    "transcripts folder": "state/agents/main/sessions",
}
FILES = STATE | TEXTS | SETTINGS | FOLDERS
LOOKS = [
    *("--dry-run", "promote", "promote-explain router", "rem-harness", "status --deep", "config", "doctor"),
    *("--dry-run --json", "promote --json", "promote-explain nowhere --json", "rem-harness --json"),
    *("status --json", "config --json", "doctor --json"),
]
WRITES = ["sweep", "sweep --apply --json", "promote --apply", "doctor --fix"]
CANNOT_BE_PARSED = {
    *(
        "cut",
        "empty",
        "blank",
        "list",
        "null",
        "nul",
        "latin-1",
        "utf-16",
        "deep",
        "long number",
        "later version",
    ),
    *("lists for tables", "binary", "broken lines", "folder", "pipe", "device", "loop", "socket"),
    *("dangling outside", "link outside"),
}
NOTE = "memory/2026-04-10.md"


@pytest.fixture
def full(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home in which every file is there, and good."""
    monkeypatch.setattr(promotion_lock, "WAIT_SECONDS", 0.0)
    monkeypatch.delenv("DREAMTUI_TRACEBACK")
    corpus = f"{paths.SESSION_CORPUS}/2026-04-10.txt"
    one = entry(NOTE, 3, 3, "Moved router to VLAN 10 for the cameras.")
    other = entry("memory/2026-04-09.md", 1, 1, "Failover gateway tested twice today.", recallCount=1)
    home.write(
        NOTE,
        "# 2026-04-10\n\n- Moved router to VLAN 10 for the cameras.\n- Backups go to Glacier each night.\n",
    )
    home.write("memory/2026-04-09.md", "- Failover gateway tested twice today.\n")
    home.recall(one, other, entry(corpus, 1, 1, "User: The printer lives at 10.0.0.7 now."))
    home.write(corpus, "[main/sessions/s1.jsonl#L2] User: The printer lives at 10.0.0.7 now.\n")
    signal = {"key": one["key"], "lightHits": 2, "remHits": 1, "lastLightAt": "2026-04-10T03:00:00.000Z"}
    home.write(paths.PHASE_SIGNALS, json.dumps({"version": 1, "entries": {one["key"]: signal}}))
    stamps = {"memory/2026-04-08.md": {"mtimeMs": 1, "size": 2}}
    home.write(paths.NOTE_STAMPS, json.dumps({"version": 1, "files": stamps}))
    seen = {"main:s0": ["0" * 40]}
    home.write(paths.TRANSCRIPT_STAMPS, json.dumps({"version": 3, "files": {}, "seenMessages": seen}))
    event = {"type": "memory.dream.completed", "timestamp": "2026-04-10T03:00:00.000Z", "phase": "light"}
    home.write(paths.EVENTS, f"{json.dumps({**event, 'lineCount': 3})}\n")
    home.write(paths.REVIEW_LOG, '{"type":"reject","id":"1","claim":"abc","reason":"no"}\n')
    home.write("MEMORY.md", "# Long-Term Memory\n\n- The cat is called Mo.\n")
    home.write("DREAMS.md", "# Dream Diary\n")
    home.transcript("s1.jsonl", [message("The printer lives at 10.0.0.7 now, remember it.")])
    (home.state / "openclaw.json").write_text('{"agents": {"defaults": {"userTimezone": "UTC"}}}')
    (home.home / "config.toml").write_text("[ui]\nmouse = true\n")
    return home


@pytest.mark.parametrize("wrong", EVERYTHING)
@pytest.mark.parametrize("file", FILES)
def test_every_command_stands_every_file(file: str, wrong: str, full: Home) -> None:
    path = full.base / FILES[file]
    EVERYTHING[wrong](path)
    before = full.listing()
    for command in LOOKS:
        ran = full.run(command)
        _check(ran, command)
        assert full.listing() == before, command
        if file in STATE and not command.startswith(("config", "doctor")):
            refused = 1 if command.startswith("status") else 2  # it shows the rest
            assert (ran.status == refused) == (wrong in CANNOT_BE_PARSED), ran
        if (
            file in SETTINGS
            and not command.startswith("doctor")
            and wrong in ("folder", "pipe", "nul", "latin-1")
        ):
            assert ran.status == 2, command
    original = full.base.with_name(f"{full.base.name}-original")
    shutil.copytree(full.base, original, symlinks=True, copy_function=_copy)
    for command in WRITES:
        ran = full.run(command)
        _check(ran, command)
        after = full.listing()
        cannot = file in STATE and wrong in CANNOT_BE_PARSED
        if cannot:
            assert ran.status == (1 if command.startswith("doctor") else 2)
        if cannot or ran.status == 2:
            assert _contents(after) == _contents(before), command
        _no_leftovers(after)
        if after != before:
            shutil.rmtree(full.base)
            shutil.copytree(original, full.base, symlinks=True, copy_function=_copy)


def _check(ran: Ran, command: str) -> None:
    assert ran.status in (0, 1, 2)
    assert "internal error" not in ran.err
    assert "Traceback" not in ran.err
    assert ran.err.replace("\n", "").isprintable()
    if ran.status == 2:
        assert ran.out == b""
        assert ran.err.startswith("dreamtui: ")
        assert ran.err.count("\n") == 1
    if "--json" in command and ran.out:
        json.loads(ran.out)
    if ran.status == 0:
        assert ran.err == ""
        assert ran.out


def _contents(listing: Listing) -> dict[str, tuple[bytes | None, int | None]]:
    """The same without the times of folders: those that a lock was in for a moment have a new one."""
    return {path: (raw, None if raw is None else when) for path, (raw, when) in listing.items()}


def _no_leftovers(listing: Listing) -> None:
    assert not [path for path in listing if path.endswith(".tmp") or ".stale" in Path(path).name]


def _copy(source: str, target: str) -> None:
    """A copy of a file with its time, and of a pipe or a socket something like it."""
    if Path(source).is_file():
        shutil.copy2(source, target)
    else:
        os.mkfifo(target)


@pytest.mark.parametrize("file", ["MEMORY.md", "DREAMS.md"])
@pytest.mark.parametrize("wrong", ["link inside", "link outside", "dangling inside", "dangling outside"])
def test_memory_and_diary_are_not_written_through_a_link(file: str, wrong: str, full: Home) -> None:
    path = full.workspace / file
    EVERYTHING[wrong](path)
    before = _contents(full.listing())
    ran = full.run("sweep --apply")
    assert ran.status == 2
    assert file in ran.err
    assert path.is_symlink()
    assert _contents(full.listing()) == before


def test_bytes_of_a_note_that_are_no_text_survive_a_sweep(full: Home) -> None:
    raw = b"\xff\xfe caf\xe9 \x00 in Latin-1, which is no UTF-8\r\n\r\nlast line without end \xe9"
    full.write("memory/2026-04-11.md", raw)
    assert full.run("sweep").status == 0
    after = (full.workspace / "memory/2026-04-11.md").read_bytes()
    assert after.startswith(raw)
    assert b"openclaw:dreaming:light:start" in after
    assert full.run("sweep").status == 0
    assert (full.workspace / "memory/2026-04-11.md").read_bytes().startswith(raw)


def test_broken_lines_are_counted(full: Home) -> None:
    for path in (paths.EVENTS, paths.REVIEW_LOG):
        full.write(path, b'{"type":"x"}\n{"cut":\n\xff\xfe\n[1]\n' + b"[" * 20_000 + b"\n{}\n")
    findings = {one["where"]: one["message"] for one in json.loads(full.run("doctor --json").out)["findings"]}
    for path in (paths.EVENTS, paths.REVIEW_LOG):
        assert "4 lines cannot be read, the first is line 2" in findings[path]
    assert full.run("sweep --apply").status == 0

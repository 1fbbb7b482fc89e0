"""`dreamtui prune` from a script: what it lists, archives, brings back and refuses."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from dreamtui import paths
from tests.cli.shown import NASTY, widest
from tests.home import Home

NOTE = "memory/2026-04-01.md"
ROUTER = "Moved router to VLAN 10 and reserved 192.168.10.1."
KEN = "Ken the barber is booked for Friday at 3pm."
MEMORY = (
    "# Long-Term Memory\n\n- Joe prefers tea.\n- Joe has a cat.\n\n"
    "## Promoted From Short-Term Memory (2026-04-02)\n\n"
    f"<!-- openclaw-memory-promotion:memory:{NOTE}:3:3 -->\n"
    f"- {ROUTER} [score=0.912 recalls=3 avg=0.950 source={NOTE}:3-3]\n"
    f"<!-- openclaw-memory-promotion:memory:{NOTE}:4:4 -->\n"
    f"- {KEN} [score=0.850 recalls=3 avg=0.900 source={NOTE}:4-4]\n"
)
FIELDS = [
    "id", "key", "text", "line", "endLine", "promotedAt", "chars", "tokens", "managed", "locked", "lastUsed",
    "uses", "staleness", "reasons",
]  # fmt: skip


@pytest.fixture
def memory(home: Home) -> Home:
    home.write(NOTE, f"# Notes\n\n- {ROUTER}\n- {KEN}\n")
    home.write(paths.MEMORY, MEMORY)
    return home


def _ids(home: Home) -> dict[str, str]:
    return {one["text"]: one["id"] for one in home.json("prune")["entries"]}


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("prune apply nosuch", "entries"),
        ("prune apply nosuch --dry-run", "entries"),
        ("prune apply", "entries"),
        ("prune apply --suggested --above 1", "entries"),
        ("prune restore nosuch", "entries"),
        ("prune lock nosuch", "locked"),
        ("prune unlock nosuch", "unlocked"),
        ("prune list nosuch", "entries"),
        ("prune list --suggested --above 1", "entries"),
        ("review list nosuch", "candidates"),
        ("review approve nosuch", "decided"),
        ("review undo", "undo"),
        ("review apply", "promoted"),
        ("promote-explain nosuch", "candidate"),
        ("sweep --dry-run --focus nosuch", "promotions"),
    ],
)
def test_no_is_an_answer_in_json_too(memory: Home, command: str, answer: str) -> None:
    """Where nothing matched, `prune` had nothing on standard output: a script could not read it."""
    done = memory.run(f"{command} --json")
    assert done.status == 1
    assert not json.loads(done.out)[answer]


def test_bad_input_is_no_answer_and_leaves_standard_output_empty(memory: Home) -> None:
    done = memory.run("prune apply Joe --json")
    assert (done.status, done.out) == (2, b"")
    assert done.err.count("\n") == 1


def test_the_list_has_every_entry_with_the_fields_that_were_promised(memory: Home) -> None:
    before = memory.listing()
    told = memory.json("prune list")
    assert [[name for name in FIELDS if name in one] for one in told["entries"]] == [FIELDS] * 4
    tea, _, router, ken = told["entries"]
    assert (tea["text"], tea["key"], tea["line"], tea["endLine"]) == ("Joe prefers tea.", None, 3, 3)
    assert (tea["managed"], tea["promotedAt"], tea["lastUsed"], tea["uses"]) == (False, None, None, 0)
    assert (router["text"], router["line"], router["endLine"]) == (ROUTER, 8, 9)
    assert (router["key"], router["managed"]) == (f"memory:{NOTE}:3:3", True)
    assert router["promotedAt"] == "2026-04-02T00:00:00.000Z"
    assert router["source"] == {"path": NOTE, "startLine": 3, "endLine": 3, "now": "live"}
    assert router["chars"] == len(MEMORY.splitlines()[7]) + len(MEMORY.splitlines()[8]) + 2
    assert [reason["code"] for reason in ken["reasons"]] == ["past-date"]
    assert ken["staleness"] > router["staleness"]
    assert memory.json("prune list", "Joe")["entries"] == told["entries"][:2]
    assert memory.run("prune list nothing").status == 1
    assert memory.listing() == before


def test_pruned_restored_and_undone(memory: Home) -> None:
    ken = _ids(memory)[KEN]
    preview = memory.json("prune apply --dry-run", ken[:4])
    assert (preview["applied"], memory.text(paths.MEMORY)) == (False, MEMORY)
    told = memory.json("prune apply", ken[:4], "--reason", "he came")
    assert [(one["id"], one["outcome"]) for one in told["entries"]] == [(ken, "pruned")]
    diffs = [[w["diff"] for w in one["writes"] if w["path"] == paths.MEMORY] for one in (preview, told)]
    assert diffs[0] == diffs[1]
    assert memory.text(paths.MEMORY) == "".join(MEMORY.splitlines(keepends=True)[:9])
    assert "he came\n\n<!-- dreamtui-pruned: " in memory.text(paths.ARCHIVE)
    assert KEN in memory.text(paths.ARCHIVE)
    assert [(one["id"], one["reason"]) for one in memory.json("prune list --archived")["archived"]] == [
        (ken, "he came")
    ]
    (restored,) = memory.json("prune restore", "barber")["entries"]
    assert (restored["outcome"], restored["where"]) == ("restored", "place")
    assert memory.text(paths.MEMORY) == MEMORY
    assert not (memory.workspace / paths.ARCHIVE).exists()
    assert memory.run("review undo").status == memory.run("review undo").status == 0
    assert memory.text(paths.MEMORY) == MEMORY
    assert memory.run("review undo").status == 1


def test_what_would_be_forgotten_is_told(memory: Home) -> None:
    told = memory.json("prune apply --dry-run cat")
    assert told["lost"][0]["probes"]
    ran = memory.run("prune apply --dry-run cat")
    assert "Forgotten" in ran.out.decode()


def test_suggestions_are_of_machines_alone_and_end_at_a_line(memory: Home) -> None:
    assert [one["text"] for one in memory.json("prune list --suggested --above 0")["entries"]] == [KEN]
    assert memory.run("prune apply --suggested --above 0.99").status == 1
    memory.run("prune lock", KEN)
    ran = memory.run("prune apply --suggested --above 0")
    assert ran.status == 1
    assert ran.err.startswith("dreamtui: nothing that a machine promoted is staler than 0;")
    memory.run("prune unlock", KEN)
    assert len(memory.json("prune apply --suggested --above 0")["entries"]) == 1
    assert memory.text(paths.MEMORY).count(ROUTER) == 1


def test_a_locked_entry_is_not_pruned(memory: Home) -> None:
    assert [one["locked"] for one in memory.json("prune lock tea")["locked"]] == [True]
    ran = memory.run("prune apply tea")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "is locked" in ran.err
    assert memory.json("prune unlock tea")["unlocked"][0]["locked"] is False
    assert memory.run("prune apply tea").status == 0


@pytest.mark.parametrize(
    "words",
    [
        ["restore"],
        ["lock"],
        ["apply", "Joe"],
        ["apply", "tea", "--suggested"],
        ["list", "--above", "0.5"],
        ["list", "--reason", "x"],
        ["apply", "--suggested", "--above", "2"],
        ["restore", "tea", "--reason", "x"],
        ["list", "tea", "--archived"],
        ["burn"],
    ],
)
def test_wrong_usage_is_one_line_and_changes_nothing(memory: Home, words: list[str]) -> None:
    before = memory.listing()
    ran = memory.run("prune", *words)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, b"", 1)
    assert memory.listing() == before


def test_nothing_marked_and_nothing_found_say_no(memory: Home) -> None:
    before = memory.listing()
    for words in (["apply"], ["apply", "nowhere"], ["restore", "tea"], ["lock", "nowhere"]):
        assert memory.run("prune", *words).status == 1
    assert memory.listing() == before
    (memory.workspace / paths.MEMORY).unlink()
    assert memory.json("prune")["entries"] == []


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff\xfe\x00", b"- " + b"x" * 300_000, b"\xef\xbb\xbf", b"# only\n"]
)
def test_any_bytes_are_listed_and_left_alone(home: Home, raw: bytes) -> None:
    home.write(paths.MEMORY, raw)
    before = home.listing()
    assert isinstance(home.json("prune")["entries"], list)
    assert home.run("prune").status == 0
    assert home.listing() == before


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said_and_nothing_changes(memory: Home) -> None:
    folder = memory.workspace / "memory"
    folder.chmod(0o555)
    try:
        ran = memory.run("prune apply tea")
    finally:
        folder.chmod(0o755)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert memory.text(paths.MEMORY) == MEMORY


def test_a_link_in_place_of_memory_is_not_written_through(memory: Home, tmp_path: Path) -> None:
    real = memory.workspace / "real.md"
    (memory.workspace / paths.MEMORY).rename(real)
    (memory.workspace / paths.MEMORY).symlink_to(real)
    ran = memory.run("prune apply tea")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert real.read_text("utf-8") == MEMORY
    assert not (memory.workspace / paths.ARCHIVE).exists()


@pytest.mark.parametrize("columns", ["40", "80", "160"])
def test_pages_fit_and_nothing_acts_on_the_terminal(
    home: Home, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    home.write(paths.MEMORY, f"# {NASTY}\n\n- {NASTY}\n- ok\n")
    pages = [
        "prune", "prune apply markup --dry-run", "prune apply markup", "prune list --archived",
        "prune restore markup", "prune lock markup",
    ]  # fmt: skip
    for command in pages:
        ran = home.run(command)
        assert ran.status == 0, ran.err
        assert b"\x1b" not in ran.out
        assert widest(ran.out.decode().splitlines()) <= max(40, int(columns))

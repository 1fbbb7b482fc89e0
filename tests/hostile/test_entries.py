"""Recall entries that no program wrote: absurd numbers, dates, paths and texts, in every field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dreamtui import paths
from tests.home import RECALL_STORE, Home, entry

NOTE = "memory/2026-04-10.md"
TEXT = "Moved router to VLAN 10."
OTHER = "memory/2026-04-09.md"
NUMBERS: list[Any] = [
    *(1e308, -5, float("nan"), float("inf"), -float("inf"), 2**70, -(2**70), 0, 0.5, 10**400),
    *("7", None, True, [], {}),
]
TEXTS: list[Any] = [
    *(
        "",
        "\0",
        "\ud800",
        "x" * 100_000,
        "\x1b[31mred\x1b]0;t\x07",
        "[bold]x[/bold]",
        "\u202eevil",
        "a\rb\nc",
    ),
    *("<!-- openclaw-memory-promotion:k -->", "-->", 5, None, True, [], {"a": 1}, 1e400, [["a"]]),
]
DATES: list[Any] = [
    *("+275760-09-13T00:00:00.000Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "2030-01-01T00:00:00Z"),
    *("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999-14:00", "0001-01-01T00:00:00+14:00", "soon"),
]
STRANGE_PATHS: list[Any] = [
    *("../../etc/passwd", "/etc/passwd", "memory/../../etc/passwd", "memory/dreaming/deep/2026-04-10.md"),
    *(
        "memory/2026-04-10.md\0",
        "memory\\2026-04-10.md",
        "C:\\x",
        "memory/./2026-04-10.md",
    ),
    *("memory/.dreams/2026-04-10.md", "file:///etc/passwd", "~/2026-04-10.md", "memory//2026-04-10.md\n"),
]
LISTS: list[Any] = [
    *([1, None, "x"], ["\ud800"], ["2026-04-10"] * 100_000, ["9999-99-99", "0000-00-00", "+275760-09-13"]),
    *("x", {"a": 1}, [["a"]], ["x" * 100_000], 7, None),
]
FIELDS = [
    *((name, value) for name in ("recallCount", "dailyCount", "groundedCount") for value in NUMBERS),
    *((name, value) for name in ("totalScore", "maxScore", "startLine", "endLine") for value in NUMBERS),
    *(
        (name, value)
        for name in ("lastRecalledAt", "firstRecalledAt", "promotedAt")
        for value in DATES + TEXTS
    ),
    *((name, value) for name in ("snippet", "key", "source", "claimHash") for value in TEXTS),
    *(("path", value) for value in [*TEXTS, *STRANGE_PATHS, "memory/2026-99-99.md"]),
    *((name, value) for name in ("queryHashes", "recallDays", "conceptTags") for value in LISTS),
]
COMMANDS = ["--dry-run", "promote", "promote-explain memory", "rem-harness", "status --deep", "doctor"]
WRITES = ["sweep --apply", "promote --apply"]


@pytest.fixture
def store(home: Home) -> Home:
    """A home with two notes that entries may be about, and text outside that none may be about."""
    home.write(NOTE, f"- {TEXT}\n")
    home.write(OTHER, "- The failover gateway was tested twice.\n")
    home.write("MEMORY.md", "# Long-Term Memory\n")
    return home


@pytest.mark.parametrize(("field", "value"), FIELDS, ids=lambda one: ascii(one)[:30])
def test_no_field_breaks_a_command(field: str, value: Any, store: Home) -> None:
    good = entry(OTHER, 1, 1, "The failover gateway was tested twice.")
    strange = {**entry(NOTE, 1, 1, TEXT), "key": "memory:one", field: value}
    table = {"memory:one": strange, good["key"]: good}
    store.write(RECALL_STORE, json.dumps({"version": 1, "entries": table}))
    before = store.listing()
    for command in COMMANDS:
        for form in ("", "--json"):
            ran = store.run(f"{command} {form}")
            assert ran.status in (0, 1), (command, ran.err)
            _check_shown(ran.out, as_json=bool(form))
    assert store.listing() == before
    for command in WRITES:
        ran = store.run(command, "--json")
        assert (ran.status, ran.err) == (0, "")
        json.loads(ran.out)
    memory = store.text("MEMORY.md")
    assert memory.count("<!-- openclaw-memory-promotion:") <= 2
    assert memory.count(good["key"]) == 1
    assert "\x1b" not in memory
    assert "root:" not in memory


def _check_shown(out: bytes, *, as_json: bool) -> None:
    text = out.decode("utf-8")
    if as_json:
        json.loads(text)
    else:
        assert not {
            c for c in text if c != "\n" and (c < " " or "\x7f" <= c < "\xa0" or "\u202a" <= c <= "\u202e")
        }


def test_an_entry_goes_by_the_key_it_is_stored_under(store: Home) -> None:
    """Two entries that both call themselves by the key of one are promoted and marked each by itself."""
    one = entry(NOTE, 1, 1, TEXT)
    other = entry(OTHER, 1, 1, "The failover gateway was tested twice.", key=one["key"])
    store.write(RECALL_STORE, json.dumps({"version": 1, "entries": {one["key"]: one, "memory:other": other}}))
    assert store.json("promote --apply")["applied"]["appended"] == 2
    assert store.text("MEMORY.md").count(f"promotion:{one['key']} -->") == 1
    assert store.text("MEMORY.md").count("promotion:memory:other -->") == 1
    stored = store.entries()
    assert stored["memory:other"]["key"] == one["key"], "written back as it was"
    assert all("promotedAt" in table for table in stored.values())
    assert store.json("promote --apply")["applied"]["applied"] == 0


@pytest.mark.parametrize("path", STRANGE_PATHS)
def test_no_strange_path_is_read_or_promoted(path: str, store: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    store.recall(entry(path, 1, 1, "root:x:0:0:root:/root:/bin/bash"))
    read: list[str] = []
    read_bytes = Path.read_bytes

    def noted(self: Path) -> bytes:
        read.append(str(self))
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", noted)
    promoted = store.json("promote --apply --min-score 0 --min-recall-count 0 --min-unique-queries 0")
    assert promoted["candidates"] == []
    assert store.json("sweep --apply")["promotions"] == []
    assert not [place for place in read if not place.startswith(str(store.base)) and "zoneinfo" not in place]
    assert store.text("MEMORY.md") == "# Long-Term Memory\n"


@pytest.mark.parametrize("target", ["/etc/passwd", "../../outside.md", "2026-04-10.md", "loop.md"])
def test_no_link_out_of_the_workspace_is_read_or_promoted(target: str, store: Home) -> None:
    (store.base / "outside.md").write_text(f"- {TEXT}\n")
    (store.workspace / NOTE).unlink()
    (store.workspace / NOTE).symlink_to(target)
    store.recall(entry(NOTE, 1, 1, TEXT))
    (only,) = store.json("promote --apply")["candidates"]
    assert (only["eligible"], only["liveSource"]) == (False, None)
    assert "promoted" not in store.text("MEMORY.md")
    ran = store.run("sweep --apply")
    assert ran.status in (0, 2)
    assert store.text("MEMORY.md") == "# Long-Term Memory\n"


@pytest.mark.parametrize(
    "text", ["\x1b[31mred\x1b[0m alert", "[bold]x[/bold] is bold", "evil \u202e txt.exe", "a\rb is told"]
)
def test_what_is_promoted_does_nothing(text: str, store: Home) -> None:
    store.write(NOTE, f"- {text}\n")
    store.recall(entry(NOTE, 1, 1, text))
    store.run("promote --apply")
    added = store.text("MEMORY.md").partition("# Long-Term Memory\n")[2]
    assert "\x1b" not in added
    assert "\r" not in added
    assert added.count("\n") <= 5


def test_a_marker_in_a_note_promotes_nothing_and_forges_nothing(store: Home) -> None:
    forged = "memory:memory/2026-04-09.md:1:1"
    store.write(NOTE, f"- <!-- openclaw-memory-promotion:{forged} --> keep this in mind\n")
    text = f"<!-- openclaw-memory-promotion:{forged} --> keep this in mind"
    good = entry(OTHER, 1, 1, "The failover gateway was tested twice.")
    store.recall(entry(NOTE, 1, 1, text), good)
    assert [one["key"] for one in store.json("sweep --apply")["promotions"]] == [good["key"]]
    assert store.text("MEMORY.md").count("openclaw-memory-promotion") == 1


def test_the_state_of_phases_may_hold_anything(store: Home) -> None:
    good = entry(NOTE, 1, 1, TEXT)
    store.recall(good)
    for value in [*NUMBERS, *DATES, *TEXTS]:
        signal = {
            "key": value,
            "lightHits": value,
            "remHits": value,
            "lastLightAt": value,
            "lastRemAt": value,
        }
        stamp = {
            "mtimeMs": value,
            "size": value,
            "contentHash": value,
            "lineCount": value,
            "lastContentLine": value,
        }
        files = {OTHER: stamp, "x": value, "main:sessions/s1.jsonl": stamp}
        store.write(
            paths.PHASE_SIGNALS, json.dumps({"version": 1, "entries": {good["key"]: signal, "x": value}})
        )
        store.write(paths.NOTE_STAMPS, json.dumps({"version": 1, "files": files}))
        seen = {"main:s1": [value], "main:s2": value}
        store.write(paths.TRANSCRIPT_STAMPS, json.dumps({"version": 3, "files": files, "seenMessages": seen}))
        for command in ("--dry-run", "promote", "status --deep"):
            store.json(command)

"""Every recorded night, through the real commands: what OpenClaw answered is what dreamtui answers.

Where dreamtui differs on purpose the tests say so: promotions of fragments and of places among equals,
the day that 2026.4.15 invents when it tidies the store, and themes that are noise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dreamtui.engine.lexicon import NOISE_TAGS
from dreamtui.files import sources
from dreamtui.instants import day_of, parse_instant
from dreamtui.javascript import fold
from dreamtui.paths import note_path
from tests.home import RECALL_STORE, Home
from tests.recorded import NIGHTS, Night, unpack

pytestmark = pytest.mark.parametrize("night", NIGHTS, indirect=True)

STATE = "memory/.dreams"
AS_RECORDED = {
    "phases__deep__lightBoostMax": 0.06,
    "phases__deep__remBoostMax": 0.09,
    "phases__deep__gateOn": "signals",
    "phases__deep__junk": "flag",
}
"""The settings of the release that the nights were recorded with."""
EVERYTHING = (
    "--min-score",
    "0",
    "--min-recall-count",
    "0",
    "--min-unique-queries",
    "0",
    "--include-promoted",
)


@pytest.fixture
def night(home: Home, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Night:
    """A recorded night as the home's workspace, at the instant of its sweep."""
    found = unpack(request.param, home.base / "night")
    home.sessions.rmdir()
    found.sessions.rename(home.sessions)
    monkeypatch.setenv("TZ", found.expected["timezone"])
    home.workspace = found.root
    home.now = found.expected["now"]
    home.options = ["--config", str(found.config)]
    home.set(**AS_RECORDED)
    return found


# --- rank, audit, REM ---------------------------------------------------------------------------


def test_candidates_are_ranked_as_openclaw_does(night: Night, home: Home) -> None:
    home.set(phases__deep__maxAgeDays=36_500)
    ranked = home.json("promote", *EVERYTHING)["candidates"]
    expected = night.expected["rank"]
    assert [one["key"] for one in ranked] == [one["key"] for one in expected]
    for ours, theirs in zip(ranked, expected, strict=True):
        for name, value in theirs.items():
            assert ours[name] == _nearly(value), (theirs["key"], name)
        added = sum(ours["contributions"].values())
        assert min(1.0, max(0.0, added)) == pytest.approx(ours["score"], abs=1e-12)
        assert ours["eligible"] is not bool(ours["reasons"])
        assert "claimHash" not in ours or "claimHash" in theirs


def _nearly(value: Any) -> Any:
    """The value, numbers in it within 1e-9."""
    inexact = isinstance(value, float) or (isinstance(value, dict) and value)
    return pytest.approx(value, rel=0, abs=1e-9) if inexact else value


def test_the_audit_is_openclaws(night: Night, home: Home) -> None:
    assert home.json("promote")["audit"] == night.expected["audit"]


def test_rem_sees_the_same_truths_and_the_same_themes_but_for_noise(night: Night, home: Home) -> None:
    options = night.expected["rem_options"]
    home.set(
        phases__rem__limit=options["limit"], phases__rem__minPatternStrength=options["minPatternStrength"]
    )
    ours, theirs = home.json("rem-harness")["rem"], night.expected["rem"]
    assert ours["sourceEntryCount"] == theirs["sourceEntryCount"]
    assert ours["candidateKeys"] == theirs["candidateKeys"]
    for truth, expected in zip(ours["candidateTruths"], theirs["candidateTruths"], strict=True):
        assert truth == expected | {"confidence": pytest.approx(expected["confidence"], abs=1e-9)}
    wanted = list(_without_noise(_themes(theirs["reflections"])))
    found = list(_themes(ours["reflections"]))
    full = len(list(_themes(theirs["reflections"]))) == options["limit"]  # noise made room for more of ours
    assert found[: len(wanted)] == wanted
    assert full or found == wanted


def _themes(lines: list[str]) -> Iterator[tuple[str, ...]]:
    """Each theme with the lines that belong to it."""
    starts = [i for i, line in enumerate(lines) if line.startswith("- Theme: ")]
    for start, end in pairwise([*starts, len(lines)]):
        yield tuple(lines[start:end])


def _without_noise(themes: Iterator[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for theme in themes:
        found = re.search(r"`(.*?)`", theme[0])
        if found and found[1] not in NOISE_TAGS:
            yield theme


# --- a sweep ------------------------------------------------------------------------------------


def test_a_sweep_leaves_the_same_state(night: Night, home: Home) -> None:
    beyond = _beyond(night, _promoted_keys(night), home.json("sweep", "--apply"))
    ours, theirs = _json(night.root / RECALL_STORE), _json(night.after / RECALL_STORE)
    assert list(ours["entries"]) == list(theirs["entries"])
    for key, expected in theirs["entries"].items():
        _same_entry(ours["entries"][key], expected, promoted_otherwise=key in beyond)
    assert _phase_signals(night.root) == pytest.approx(_phase_signals(night.after))
    assert _texts(night.root, f"{STATE}/session-corpus") == _texts(night.after, f"{STATE}/session-corpus")
    assert _json(night.root / STATE / "session-ingestion.json") == _json(
        night.after / STATE / "session-ingestion.json"
    )
    assert _checkpoints(night.root, night) == _checkpoints(night.after, night)


def test_a_sweep_promotes_what_openclaw_promotes_and_more_that_is_whole(night: Night, home: Home) -> None:
    before = _json(night.root / RECALL_STORE)["entries"]
    swept = home.json("sweep", "--apply")
    theirs = _promoted_keys(night)
    ours = [one["key"] for one in swept["promotions"]]
    after = _json(night.after / RECALL_STORE)["entries"]
    for key in theirs.difference(ours):
        recorded = _json(night.root / RECALL_STORE)["entries"][key]
        assert _is_fragment(before.get(key, recorded), after[key]) or _is_among_equals(night, recorded), key
    for key in set(ours) - theirs:
        assert sum(after[key][count] for count in ("recallCount", "dailyCount", "groundedCount"))
        assert _letters(_without_heading(before.get(key, after[key])["snippet"])) in _letters(
            _source(night, key)
        )
    assert len(ours) <= 6  # as the configurations say


def test_a_dry_run_says_what_a_sweep_does_and_touches_nothing(night: Night, home: Home) -> None:
    before = home.listing()
    foreseen = home.json("--dry-run")
    assert home.json("sweep --apply --dry-run") == foreseen
    assert home.listing() == before
    assert foreseen["applied"] is False
    done = home.json("sweep", "--apply")
    assert done == foreseen | {"applied": True}


def test_the_diffs_are_what_changes(night: Night, home: Home) -> None:
    before = _texts(night.root, ".")
    writes = home.json("sweep", "--apply")["writes"]
    patched = dict(before)
    for write in writes:
        assert (
            write["change"] == ("replace" if write["path"] in before else "create")
            or write["change"] == "append"
        )
        patched[write["path"]] = _patch(before.get(write["path"], ""), write["diff"])
    backups = {path: text for path, text in _texts(night.root, ".").items() if "/backups/" in path}
    assert patched | backups == _texts(night.root, ".")
    assert set(backups.values()) <= {before.get("MEMORY.md")}


def test_a_second_sweep_at_the_same_instant_repeats_nothing(night: Night, home: Home) -> None:
    first = {one["key"] for one in home.json("sweep", "--apply")["promotions"]}
    memory, entries = _memory(night), home.entries()
    second = {one["key"] for one in home.json("sweep", "--apply")["promotions"]}
    assert not first & second  # those that the limit kept out may follow
    assert _memory(night) == memory if not second else _memory(night).startswith(memory)
    markers = re.findall(r"openclaw-memory-promotion:(\S+)", _memory(night))
    assert len(markers) == len(set(markers))
    again = home.entries()
    for key, entry in entries.items():
        assert (entry["recallCount"], entry["recallDays"]) == (
            again[key]["recallCount"],
            again[key]["recallDays"],
        )


# --- what is compared ---------------------------------------------------------------------------


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _memory(night: Night) -> str:
    return _texts(night.root, ".").get("MEMORY.md", "")


def _texts(root: Path, folder: str) -> dict[str, str]:
    files = (path for path in (root / folder).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8") for path in files}


def _phase_signals(root: Path) -> dict[str, Any]:
    return {
        f"{key} {name}": value
        for key, signal in _json(root / STATE / "phase-signals.json")["entries"].items()
        for name, value in signal.items()
    }


def _checkpoints(root: Path, night: Night) -> dict[str, Any]:
    """Of the day's own note, whose time OpenClaw takes from the wall clock, only the size."""
    found: dict[str, Any] = _json(root / STATE / "daily-ingestion.json")
    now = parse_instant(night.expected["now"])
    assert now is not None
    today = note_path(day_of(now, ZoneInfo(night.expected["timezone"])))
    if today in found["files"]:
        found["files"][today].pop("mtimeMs")
    return found


def _promoted_keys(night: Night) -> set[str]:
    entries = _json(night.after / RECALL_STORE)["entries"]
    return {key for key, entry in entries.items() if entry.get("promotedAt") == night.expected["now"]}


def _beyond(night: Night, theirs: set[str], swept: dict[str, Any]) -> set[str]:
    """The keys that only one of the two promotes."""
    return theirs ^ {one["key"] for one in swept["promotions"]}


def _same_entry(ours: dict[str, Any], theirs: dict[str, Any], *, promoted_otherwise: bool) -> None:
    days = ours.pop("recallDays"), theirs.pop("recallDays")
    assert days[0] == days[1][: len(days[0])]
    assert len(days[1]) - len(days[0]) <= 1
    if promoted_otherwise:
        for name in ("snippet", "startLine", "endLine", "promotedAt"):
            ours.pop(name, None)
            theirs.pop(name, None)
    numbers = ("totalScore", "maxScore")
    assert [ours.pop(name) for name in numbers] == pytest.approx([theirs.pop(name) for name in numbers])
    assert ours == theirs


def _source(night: Night, key: str) -> str:
    path = key.split(":")[1]
    lines = sources.read((night.root / path).read_bytes()).lines
    return "\n".join(re.sub(r"^\s*\d+[.)]\s", "", line) for line in lines)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _without_heading(snippet: str) -> str:
    return snippet.partition(": ")[2] or snippet


def _is_fragment(recorded: dict[str, Any], promoted: dict[str, Any]) -> bool:
    return _letters(recorded["snippet"]) not in _letters(promoted["snippet"])


def _is_among_equals(night: Night, recorded: dict[str, Any]) -> bool:
    path = night.root / recorded["path"]
    folded = [fold(line) for line in sources.read(path.read_bytes()).lines]
    return " ".join(filter(None, folded)).count(recorded["snippet"]) > 1


def _patch(before: str, diff: str) -> str:
    """What `patch` makes of a text and a unified diff."""
    lines = before.split("\n") if before else []
    lines = [f"{line}\n" for line in lines[:-1]] + lines[-1:] if before else []
    lines = [line for line in lines if line]
    made: list[str] = []
    at = 0
    rows = diff.split("\n")[:-1]
    for number, row in enumerate(rows):
        ends = not (number + 1 < len(rows) and rows[number + 1].startswith("\\"))
        text = row[1:] + ("\n" if ends else "")
        if hunk := re.match(r"@@ -(\d+)(?:,(\d+))? ", row):
            start = int(hunk[1]) - (hunk[2] != "0")
            made += lines[at:start]
            at = start
        elif row.startswith(("--- ", "+++ ")) and not made and at == 0 and number < 2:
            continue
        elif row.startswith(" "):
            assert lines[at] == text
            made.append(lines[at])
            at += 1
        elif row.startswith("-"):
            assert lines[at] == text
            at += 1
        elif row.startswith("+"):
            made.append(text)
    return "".join(made + lines[at:])

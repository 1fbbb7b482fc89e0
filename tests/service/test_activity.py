from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dreamtui import paths
from dreamtui.cli.main import run
from dreamtui.engine.growth import Size
from dreamtui.engine.runs import runs
from dreamtui.instants import DAY_MS, iso
from dreamtui.service import history
from dreamtui.service.activity import Historian, tonight
from dreamtui.service.health import Checkup, check_all
from dreamtui.service.recorded import read_log
from dreamtui.service.standing import look
from tests.service.reviewing import BACKUPS, NOW, ROUTER, Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, b"# Long-Term Memory\n\n- The cat is called Mo.\n")


def _log(bench: Bench, *records: dict[str, Any]) -> None:
    bench.write(paths.EVENTS, b"".join(json.dumps(one).encode() + b"\n" for one in records))


def _night(ago: int, *, staged: int = 2, promoted: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    at = iso(NOW - ago * DAY_MS)
    light = {"type": "memory.dream.completed", "timestamp": at, "phase": "light", "lineCount": 5 * staged}
    deep = {**light, "phase": "deep", "lineCount": 2}
    told = [{"key": key} for key in promoted]
    applied = {
        "type": "memory.promotion.applied",
        "timestamp": at,
        "applied": len(told),
        "candidates": told,
    }
    return [light, *([applied] if told else []), deep]


def _sentence(bench: Bench) -> str:
    reviewer = bench.reviewer()
    reviewer.load()
    standing = look(reviewer.desk, NOW, NOW)
    return tonight(Historian(reviewer.desk).read(reviewer.desk, standing, (), NOW, ""))


def _codes(bench: Bench) -> list[str]:
    return [one.code for one in check_all(Checkup(bench.reviewer().desk, NOW, NOW))]


# --- in one sentence ------------------------------------------------------------------------------


def test_nobody_has_approved(bench: Bench) -> None:
    told = _sentence(bench)
    assert told.startswith("No sweep is on record yet; 3 candidates pass, but nobody has approved them yet")
    assert "dreaming is off" in told


def test_approved_and_not_yet_written(bench: Bench) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.load()
    keys = [row.key for row in queue.rows if row.open]
    queue = reviewer.decide(queue, "approve", keys[:1])
    reviewer.decide(queue, "reject", keys[1:])
    assert "1 approved candidate waits to be written (w in Review)" in _sentence(bench)


def test_approved_ones_are_told_of_beside_those_that_nobody_approved(bench: Bench) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.load()
    keys = [row.key for row in queue.rows if row.open]
    queue = reviewer.decide(queue, "approve", keys[:1])
    told = "2 candidates pass, but nobody has approved them yet, and "
    assert f"{told}1 approved candidate waits to be written (w in Review)" in _sentence(bench)
    reviewer.decide(queue, "approve", keys[1:2])
    told = "1 candidate passes, but nobody has approved it yet, and "
    assert f"{told}2 approved wait to be written (w in Review)" in _sentence(bench)


def test_everything_was_decided_on(bench: Bench) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.load()
    reviewer.decide(queue, "reject", [row.key for row in queue.rows if row.open])
    assert _sentence(bench).startswith("No sweep is on record yet; 4 candidates pass")


def test_the_gates_keep_all_back(tmp_path: Path) -> None:
    bench = Bench(tmp_path, None, "--set", "phases.deep.minScore=1", "--set", "enabled=true")
    told = _sentence(bench)
    assert "none of 5 candidates passes all four gates: 5 lack a score of 1" in told
    assert "dreaming is off" not in told


def test_the_last_night_promoted(bench: Bench) -> None:
    _log(bench, *_night(1), *_night(0, promoted=(ROUTER, BACKUPS)))
    assert _sentence(bench) == "2 entries were promoted by the last sweep (2026-04-11)."


@pytest.mark.parametrize(
    ("options", "memory", "told"),
    [
        (("phases.deep.enabled=false",), None, "Deep is switched off (phases.deep.enabled=false), and 3"),
        (("phases.deep.limit=0",), None, "phases.deep.limit is 0, and 3 candidates pass"),
        (
            ("memory.budgetChars=40",),
            b"- A line that takes all the room.\n",
            "back (3 over budget, 1 secret)",
        ),
        (
            ("phases.deep.minRecallCount=99",),
            None,
            "none of 5 candidates passes all four gates: 5 lack 99 recalls",
        ),
    ],
)
def test_what_keeps_all_back_is_one_sentence(
    options: tuple[str, ...],
    memory: bytes | None,
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sets = [word for option in (*options, "enabled=true") for word in ("--set", option)]
    bench = Bench(tmp_path, memory, *sets)
    sentence = _sentence(bench)
    assert told in sentence
    assert sentence.endswith(".")
    assert ". " not in sentence.replace("MEMORY.md ", "")
    _status_says(bench, sentence, capsys)


def _status_says(bench: Bench, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The same as Activity where nothing waits for a person."""
    config = str(bench.base / "openclaw.json")
    asked = ["--workspace", str(bench.root), "--config", config, "--now", "2026-04-11T03:00:00Z"]
    run(["status", *asked, *bench.options])
    said = " ".join(capsys.readouterr().out.split())
    if "nobody has approved" not in sentence:
        assert sentence.partition("; ")[2] in said
    assert " . " not in said


def test_without_entries_or_with_all_promoted_there_are_no_candidates(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    table = json.loads(bench.read(paths.RECALL_STORE) or b"")
    for entry in table["entries"].values():
        entry["promotedAt"] = "2026-04-10T03:00:00.000Z"
    bench.write(paths.RECALL_STORE, json.dumps(table).encode())
    assert "no candidates, as every entry was promoted already" in _sentence(bench)
    _status_says(bench, _sentence(bench), capsys)
    (bench.root / paths.RECALL_STORE).unlink()
    assert "no candidates, as nothing was read or recalled yet" in _sentence(bench)


# --- the same again -------------------------------------------------------------------------------


def test_a_diary_that_repeats_itself_is_found(bench: Bench) -> None:
    entries = "".join(
        f"---\n\n*April {day}, 2026 at 3:00 AM*\n\nI dreamt of the sea.\n\n" for day in (8, 9, 10)
    )
    marks = ("<!-- openclaw:dreaming:diary:start -->\n", "<!-- openclaw:dreaming:diary:end -->\n")
    bench.write("DREAMS.md", f"# Dream Diary\n\n{marks[0]}{entries}{marks[1]}".encode())
    assert "diary-repeats" in _codes(bench)


def test_the_same_numbers_and_nothing_promoted_are_told(bench: Bench) -> None:
    _log(bench, *(record for ago in reversed(range(8)) for record in _night(ago)))
    assert {"nights-alike", "promotes-nothing"} <= set(_codes(bench))
    _log(bench, *(record for ago in reversed(range(8)) for record in _night(ago, staged=ago)))
    assert "nights-alike" not in _codes(bench)


def test_the_same_entries_promoted_twice_are_told(bench: Bench) -> None:
    _log(bench, *_night(2, promoted=(ROUTER,)), *_night(1), *_night(0, promoted=(ROUTER,)))
    assert "promotes-again" in _codes(bench)


def test_a_thorough_check_is_made_again_when_something_else_shows_at_a_glance(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks: list[int] = []

    def check_all(_checkup: object) -> list[object]:
        checks.append(1)
        return []

    monkeypatch.setattr("dreamtui.service.activity.check_all", check_all)
    desk = bench.reviewer().desk
    historian = Historian(desk)
    for _ in range(3):
        historian.check(desk, historian.read(desk, look(desk, NOW, NOW), (), NOW, ""))
    assert len(checks) == 1
    bench.write(paths.LOCK, b"999999999:1")
    historian.check(desk, historian.read(desk, look(desk, NOW, NOW + DAY_MS), (), NOW, ""))
    assert len(checks) == 2


# --- sizes ----------------------------------------------------------------------------------------


def test_what_a_write_added_is_known_to_the_character(bench: Bench) -> None:
    reviewer = bench.reviewer()
    before = len(bench.read(paths.MEMORY) or b"")
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER])
    reviewer.apply(reviewer.plan(queue))
    after = len((bench.read(paths.MEMORY) or b"").decode())
    found = history.memory_sizes(reviewer.desk, NOW + 2 * DAY_MS)
    assert found[-3:] == [
        Size("2026-04-11", after, exact=True),
        Size("2026-04-12", after),
        Size("2026-04-13", after, exact=True),
    ]
    assert found[-4] == Size("2026-04-10", before)


def test_what_was_taken_back_is_not_promoted(bench: Bench) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER])
    for _ in range(3):
        reviewer.apply(reviewer.plan(queue))
        assert reviewer.undo(reviewer.load())
        queue = reviewer.load()
    found = runs(json.loads(line) for line in (bench.read(paths.EVENTS) or b"").splitlines())
    assert [(run.kind, run.promoted, run.undone) for run in found] == [("write", 0, 1)] * 3
    assert "promotes-again" not in _codes(bench)
    entries = reviewer.desk.read().snapshot.state.recall.entries
    assert read_log(reviewer.desk.workspace, entries).promoted == {}


def test_files_are_listed_with_rows_and_what_is_new(bench: Bench) -> None:
    (bench.root / paths.BACKUPS).mkdir()
    (bench.root / paths.BACKUPS / "one").write_bytes(b"12345")
    (bench.root / "memory/.dreams/outside").symlink_to("/etc")
    state = bench.reviewer().desk.read().snapshot.state
    found = {file.path: file for file in history.files(bench.reviewer().desk, state, NOW)}
    store = found[paths.RECALL_STORE]
    assert (store.size, store.rows, store.new) == (len(bench.read(paths.RECALL_STORE) or b""), 5, 5)
    assert (found[f"{paths.BACKUPS}/"].size, found[f"{paths.BACKUPS}/"].rows) == (5, 1)
    assert "memory/.dreams/outside" not in found
    later = history.files(bench.reviewer().desk, state, NOW + 30 * DAY_MS)
    assert next(file.new for file in later if file.path == paths.RECALL_STORE) == 0

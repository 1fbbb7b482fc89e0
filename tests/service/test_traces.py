"""When phases ran last where the log does not say: by reports, hits, promotions, the diary; else unknown."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dreamtui import paths
from dreamtui.cli.main import run
from dreamtui.files import diary
from dreamtui.service.activity import Historian, tonight
from dreamtui.service.standing import Standing, log_read, look
from dreamtui.service.traces import Trace
from dreamtui.tui.header import header
from dreamtui.tui.view import View
from tests.service.reviewing import KEYS, NOW, Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def report(bench: Bench, phase: str, *days: str) -> None:
    folder = bench.root / "memory/dreaming" / phase
    folder.mkdir(parents=True)
    for day in days:
        (folder / f"{day}.md").write_text(f"# {phase.title()} Sleep\n\n- No notable updates.\n")


def hits(bench: Bench, **at: str) -> None:
    signal = {"key": KEYS[0], "lightHits": 1, "remHits": 1, **at}
    table = {"version": 1, "updatedAt": "2026-04-09T03:00:00.000Z", "entries": {KEYS[0]: signal}}
    bench.write(paths.PHASE_SIGNALS, json.dumps(table).encode())


def standing(bench: Bench) -> Standing:
    return look(bench.reviewer().desk, NOW, NOW)


def told(bench: Bench, width: int = 80) -> str:
    view = View(standing=standing(bench), loaded_ms=NOW)
    lines = header(bench.reviewer().desk, view, NOW, width)
    assert all(line.cell_length <= width for line in lines)
    return lines[-1].plain.partition("☾ ")[2].partition("   ")[0].strip()


def test_a_wide_header_has_the_cost_and_says_that_the_runs_are_the_last_ones(bench: Bench) -> None:
    view = View(standing=standing(bench), loaded_ms=NOW)
    (wide,) = header(bench.reviewer().desk, view, NOW, 250)
    assert "☾ last Light, REM, Deep never" in wide.plain
    assert wide.plain.endswith("tok · $0.00 a month")
    assert not any(" a month" in line.plain for line in header(bench.reviewer().desk, view, NOW, 80))


def test_a_report_shows_when_its_phase_ran(bench: Bench) -> None:
    report(bench, "light", "2026-04-08", "2026-04-10", "2026-13-40", "2027-01-01", "notes")
    found = standing(bench).traces
    assert found.phases == {"light": Trace("2026-04-10", "report", "memory/dreaming/light/2026-04-10.md")}
    assert told(bench) == "Light 04-10 (report)  REM, Deep unknown"


def test_the_state_shows_it_and_the_latest_counts(bench: Bench) -> None:
    report(bench, "light", "2026-04-08")
    hits(bench, lastLightAt="2026-04-09T23:30:00.000Z", lastRemAt="2026-04-07T03:00:00.000Z")
    assert told(bench) == "Light 04-09 (state)  REM 04-07 (state)  Deep unknown"


def test_a_promotion_shows_that_deep_ran(bench: Bench) -> None:
    event = {"type": "memory.promotion.applied", "timestamp": "2026-04-05T03:00:00.000Z", "applied": 1}
    light = {"type": "memory.dream.completed", "timestamp": "2026-04-10T03:00:00.000Z", "phase": "light"}
    bench.write(paths.EVENTS, "".join(json.dumps(line) + "\n" for line in (event, light)).encode())
    assert told(bench) == "Light 04-10 ✓  REM unknown  Deep 04-05 (promotion)"


def test_the_diary_shows_a_sweep_where_nothing_else_does(bench: Bench) -> None:
    bench.write("DREAMS.md", diary.append(None, datetime(2026, 4, 9, 3, tzinfo=UTC), "A tide."))
    assert told(bench) == "Light, REM, Deep 04-09 (diary)"
    report(bench, "rem", "2026-04-08")
    assert told(bench) == "Light, Deep unknown  REM 04-08 (report)"


def test_never_is_said_only_where_nothing_shows_a_sweep(bench: Bench) -> None:
    assert told(bench) == "Light, REM, Deep never"
    note = {"version": 1, "files": {"memory/2026-04-10.md": {"mtimeMs": 1, "size": 1}}}
    bench.write(paths.NOTE_STAMPS, json.dumps(note).encode())
    assert told(bench) == "Light, REM, Deep unknown"


def test_what_the_log_says_is_not_looked_for_elsewhere(bench: Bench) -> None:
    report(bench, "light", "2026-04-08")
    before = standing(bench)
    assert "light" in before.traces.phases
    phases = ("light", "rem", "deep")
    line = {"type": "memory.dream.completed", "timestamp": "2026-04-10T04:00:00.000Z"}
    bench.write(paths.EVENTS, "".join(json.dumps(line | {"phase": one}) + "\n" for one in phases).encode())
    after = log_read(bench.reviewer().desk, before, NOW)
    assert after.traces.phases == {}
    assert told(bench) == "Light, REM, Deep 04:00 ✓"


def test_activity_and_status_say_where_it_is_from(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    report(bench, "light", "2026-04-08")
    desk = bench.reviewer().desk
    given = Historian(desk).read(desk, standing(bench), (), NOW, "")
    where = "memory/dreaming/light/2026-04-08.md"
    assert tonight(given).startswith(f"The log has no sweep, but {where} shows one on 2026-04-08; ")
    config = str(bench.base / "openclaw.json")
    asked = ["status", "--workspace", str(bench.root), "--config", config, "--now", "2026-04-11T03:00:00Z"]
    run(asked)
    assert f"2026-04-08, as {where} shows" in " ".join(capsys.readouterr().out.split())
    run([*asked, "--json"])
    phases = json.loads(capsys.readouterr().out)["phases"]
    assert phases["light"]["lastTrace"] == {"day": "2026-04-08", "path": where}
    assert "lastTrace" not in phases["rem"]

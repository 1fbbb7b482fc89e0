from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from dreamtui import paths
from dreamtui.instants import iso
from dreamtui.service import attempts, watch
from dreamtui.service.attempts import Attempt
from dreamtui.tui.panes.activity import ActivityPane
from dreamtui.tui.screens.details import DetailsScreen
from dreamtui.tui.widgets.following import Following
from tests.service.reviewing import Bench
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, Scene, desk_at, play, press, until
from tests.tui.pictures import resize, screen_text
from tests.tui.resting import settle
from tests.tui.review_stage import NOW, demo_desk


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    bench.write(paths.MEMORY, b"# Long-Term Memory\n\n- The cat is called Mo.\n")
    bench.write(paths.EVENTS, b"".join(_line(record) for record in _records()))
    return bench


def _line(record: dict[str, object]) -> bytes:
    return json.dumps(record).encode() + b"\n"


def _records() -> Iterator[dict[str, object]]:
    for night in range(4):
        at = iso(NOW - (4 - night) * 86_400_000)
        for phase, lines in (("light", 10), ("rem", 7)):
            yield {"type": "memory.dream.completed", "timestamp": at, "phase": phase, "lineCount": lines}
        if night == 1:
            told = [{"key": "k1", "path": "memory/2026-04-01.md", "startLine": 3}]
            yield {"type": "memory.promotion.applied", "timestamp": at, "applied": 1, "candidates": told}
    for number in range(30):
        yield _recall(f"vpn {number}" if number % 10 == 0 else f"clay {number}", number)


def _recall(query: str, number: int = 0) -> dict[str, object]:
    at = iso(NOW - 3_600_000 + number * 1000)
    return {
        "type": "memory.recall.recorded",
        "timestamp": at,
        "query": query,
        "resultCount": 3,
        "results": [],
    }


def _play(bench: Bench, scene: Scene, size: tuple[int, int] = SMALL, *sets: str) -> None:
    play(Dashboard(desk_at(bench.root, *sets)), scene, size)


def _pane(app: Dashboard) -> ActivityPane:
    pane = app.main.pane("activity")
    assert isinstance(pane, ActivityPane)
    return pane


def _open(app: Dashboard) -> str:
    """The name of the part that keys go to."""
    return next(section.title.title for section in _pane(app).sections if section.title.active)


def _said(app: Dashboard) -> str:
    """What stands on the screen as one line, however it is wrapped."""
    return " ".join(screen_text(app).split())


def _log(app: Dashboard) -> Following:
    front = _pane(app).log_.front
    assert isinstance(front, Following)
    return front


# --- going about ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "back"), [("tab", "shift+tab"), ("l", "h"), ("right", "left")])
def test_one_part_at_a_time(on: str, back: str, bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5")
        parts = [_open(app)]
        for _ in range(4):
            await press(pilot, on)
            parts.append(_open(app))
            folded = [section.title.folded for section in _pane(app).sections]
            assert folded.count(False) == 1
        assert parts == ["Tonight", "Nights", "Sweeps", "Log", "Health"]
        await press(pilot, back)
        assert _open(app) == "Log"
        assert "recall: 3 places found for “clay 29”" in screen_text(app)
        await press(pilot, "1", "5")
        assert _open(app) == "Log"

    _play(bench, scene)


def test_all_parts_side_by_side_where_there_is_room(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5")
        text = screen_text(app)
        for part in ("[Tonight]", "▾ Nights", "▾ Sweeps", "▾ Log", "▾ Health"):
            assert part in text
        assert "entries promoted a night" in text
        assert "recall: 3 places found for “clay 29”" in text
        await resize(pilot, *SMALL)
        await settle(pilot)
        assert "▸ Log" in screen_text(app)

    _play(bench, scene, LARGE)


def test_a_click_opens_a_part(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5")
        await pilot.click(_pane(app).health.title)
        await settle(pilot)
        assert _open(app) == "Health"
        await pilot.click(_pane(app).sweeps.title)
        await settle(pilot)
        assert _open(app) == "Sweeps"

    _play(bench, scene)


def test_moving_in_rows(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", "tab", "tab", "tab")
        log = _log(app)
        assert log.at_end
        last = log.cursor
        assert last is not None
        for keys, place in (
            (("k",), last - 1),
            (("up", "up"), last - 3),
            (("down",), last - 2),
            (("j",), last - 1),
            (("g",), 0),
            (("k",), 0),
            (("G",), last),
            (("j",), last),
            (("home",), 0),
            (("end",), last),
        ):
            await press(pilot, *keys)
            assert log.cursor == place, keys
        await press(pilot, "pageup")
        page = last - (log.cursor or 0)
        assert page > 5
        await press(pilot, "pageup", "pagedown")
        assert log.cursor == last - page
        await pilot.click(log, offset=(5, 2))
        assert log.cursor == round(log.scroll_y) + 2

    _play(bench, scene)


def test_scrolling_in_lines(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", "tab")
        front = _pane(app).nights.front
        await press(pilot, "G")
        bottom = front.scroll_y
        assert bottom > 0
        await press(pilot, "g")
        assert front.scroll_y == 0
        await press(pilot, "j")
        assert front.scroll_y == 1

    _play(bench, scene, (80, 16))


# --- details --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ((), ["Nothing was promoted by the last sweep", "score (wanted: at least 0.8)", "pass all gates"]),
        (("tab",), ["MEMORY.md", "2026-04-10", "not known", "44 seen"]),
        (("tab", "tab"), ["REM: wrote 7 lines", "2  entries staged by Light", "run by OpenClaw"]),
        (("tab", "tab", "tab"), ['"query": "clay 29"', '"resultCount": 3']),
    ],
)
def test_enter_shows_all_of_it(keys: tuple[str, ...], told: list[str], bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", *keys, "enter")
        assert [type(screen) for screen in app.screen_stack[1:]] == [DetailsScreen]
        text = screen_text(app)
        for one in told:
            assert one in text
        await press(pilot, "escape")
        assert app.screen is app.main
        await press(pilot, "enter", "q")
        assert app.screen is app.main

    _play(bench, scene, (100, 60))


def test_a_double_click_opens_a_row(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5")
        await pilot.click(_pane(app).sweeps.front, offset=(5, 1), times=2)
        await settle(pilot)
        assert isinstance(app.screen, DetailsScreen)
        assert "Thursday 2026-04-09" in screen_text(app)

    _play(bench, scene, LARGE)


def test_a_finding_says_what_to_do(bench: Bench) -> None:
    bench.write(paths.EVENTS, b"{}\n{cut\n")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", *["tab"] * 4)
        assert "! memory/.dreams/events.jsonl: 1 line cannot be read" in screen_text(app)
        assert "→ they are passed over" in screen_text(app)
        await press(pilot, "enter")
        assert "What to do: they are passed over" in screen_text(app)

    _play(bench, scene)


# --- the log --------------------------------------------------------------------------------------


def test_filter_as_you_type(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", "slash", *"VPN")
        await until(lambda: "3 of the last 39 have “VPN”" in screen_text(app))
        assert _open(app) == "Log"
        await press(pilot, "enter")
        assert app.focused is _log(app)
        await press(pilot, "enter")
        assert '"query": "vpn 20"' in screen_text(app)
        await press(pilot, "escape", "escape")
        assert "39 records" in screen_text(app)
        await press(pilot, "slash", *"zzz")
        await until(lambda: "No record has “zzz”" in screen_text(app))
        await press(pilot, "escape")
        assert "39 records" in screen_text(app)
        assert app.focused is _log(app)

    _play(bench, scene)


def _append(bench: Bench, query: str) -> None:
    with (bench.root / paths.EVENTS).open("ab") as file:
        file.write(_line(_recall(query, 100)))


def test_a_new_record_is_followed_from_the_end(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", "tab", "tab", "tab")
        _append(bench, "brand new")
        await until(lambda: "brand new" in screen_text(app))
        assert _log(app).at_end

    _play(bench, scene)


def test_a_new_record_leaves_the_cursor_where_it_is(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", "tab", "tab", "tab", "k", "k")
        place, top = _log(app).cursor, _log(app).scroll_y
        _append(bench, "brand new")
        await until(lambda: "40 records" in screen_text(app))
        assert (_log(app).cursor, _log(app).scroll_y) == (place, top)
        assert not _log(app).at_end

    _play(bench, scene)


def test_a_new_record_that_the_filter_hides_changes_nothing(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", "slash", *"vpn", "enter")
        _append(bench, "brand new")
        await until(lambda: "3 of the last 40" in screen_text(app))
        assert "brand new" not in screen_text(app)

    _play(bench, scene)


def test_a_log_that_grows_alone_is_all_that_is_read(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        queue, reviewer = app.view.queue, app.reviewer
        _append(bench, "while away")
        await until(lambda: app._stamps[paths.EVENTS] == watch.stamp_of(watch.places(app.desk), paths.EVENTS))
        await press(pilot, "5", "tab", "tab", "tab")
        assert "while away" in screen_text(app)
        with (bench.root / paths.EVENTS).open("ab") as file:
            file.write(_line({"type": "memory.dream.completed", "timestamp": iso(NOW), "phase": "deep"}))
        await until(lambda: "deep" in app.view.standing.runs.phases if app.view.standing else False)
        await until(lambda: "41 records" in screen_text(app))
        assert "Deep: ran" in screen_text(app)
        assert app.view.queue is queue
        assert app.reviewer is reviewer

    _play(bench, scene)


# --- states ---------------------------------------------------------------------------------------


def test_tonight_knows_what_was_decided_since_the_state_was_read(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        left = app.view.queue.left() if app.view.queue else 0
        await press(pilot, "5")
        assert f"{left} candidates pass, but" in _said(app)
        await press(pilot, "1", "a", "r", "enter", "5")
        assert f"{left - 2} candidates pass, but nobody has approved them yet, and 1 approved" in _said(app)
        assert "1 rejected" in _said(app)
        await press(pilot, "1", "u", "u", "5")
        assert f"{left} candidates pass, but" in _said(app)

    play(Dashboard(demo_desk(tmp_path)), scene, SMALL)


def test_a_sweep_that_failed_stands_in_the_timeline(bench: Bench) -> None:
    desk = desk_at(bench.root)
    failed = Attempt(NOW, "schedule", "failed", "memory/.dreams/x.json: is no JSON; mend it", 12)
    attempts.remember(desk, failed)
    attempts.remember(desk, failed._replace(at_ms=NOW + 1, outcome="cancelled", why="", trigger="key"))

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", "tab", "tab")
        text = screen_text(app)
        assert "schedule ✗ failed: memory/.dreams/x.json: is no JSON" in text
        assert "key      cancelled; nothing was written" in text
        assert "2026-04-11" not in text
        await press(pilot, "j", "enter")
        assert "failed; nothing was written" in screen_text(app)
        await press(pilot, "escape", "shift+tab", "shift+tab")
        assert "as somebody cancelled it" in screen_text(app)

    _play(bench, scene)


def test_broken_state_leaves_the_rest_to_be_seen(bench: Bench) -> None:
    bench.write(paths.RECALL_STORE, b"{")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5")
        assert "cannot be told while the state of dreaming cannot be read" in _said(app)
        assert "short-term-recall.json" in screen_text(app)
        await press(pilot, "tab", "tab", "tab")
        assert "clay 29" in screen_text(app)
        _append(bench, "still alive")
        await until(lambda: "still alive" in screen_text(app))
        await press(pilot, "tab")
        assert "! memory/.dreams/short-term-recall.json" in screen_text(app)

    _play(bench, scene)


def test_an_unreadable_log_is_named_and_the_rest_is_there(bench: Bench) -> None:
    (bench.root / paths.EVENTS).unlink()
    (bench.root / paths.EVENTS).mkdir()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5")
        assert "pass all gates" in screen_text(app)
        assert "What sweeps did cannot be told" in screen_text(app)
        assert "Sweeps  not known" in screen_text(app)
        assert "Log  cannot be read" in screen_text(app)
        await press(pilot, "tab", "tab")
        assert "No sweep is recorded" not in screen_text(app)
        await press(pilot, "tab")
        assert "events.jsonl is not a regular file" in screen_text(app).replace(": ", " ")
        await press(pilot, "enter")
        assert app.screen is app.main

    _play(bench, scene)


def test_sweeps_older_than_the_nights_shown_are_not_denied(bench: Bench) -> None:
    bench.write(paths.EVENTS, _line({**next(_records()), "timestamp": iso(NOW - 90 * 86_400_000)}))

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", "tab")
        assert "[Nights] none in the last 60" in _said(app)
        assert "None in the last 60 nights; the last sweep on record is of 2026-01-11." in _said(app)
        assert "1 sweep on record" in _said(app)

    _play(bench, scene)


def test_without_a_log_reports_and_promotions_of_the_store_are_told(bench: Bench) -> None:
    (bench.root / paths.EVENTS).unlink()
    report = paths.report_path("light", "2026-04-09")
    (bench.root / report).parent.mkdir(parents=True)
    bench.write(report, b"# Light Sleep\n")
    told = "The log has no sweep, but memory/dreaming/light/2026-04-09.md shows one on 2026-04-09."

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", "tab")
        assert told in _said(app)
        assert "[Nights] none in the log" in _said(app)
        assert "Sweeps none in the log" in _said(app)
        await press(pilot, "tab")
        assert told in _said(app)

    async def promoted(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", "tab")
        assert "2 promoted in 3 nights, on 1 of them; of 3 nights the log tells nothing" in _said(app)
        await press(pilot, "enter")
        assert "2026-04-09       –      –      –        2" in screen_text(app)

    _play(bench, scene)
    table = json.loads(bench.read(paths.RECALL_STORE) or b"")
    for entry in list(table["entries"].values())[:2]:
        entry["promotedAt"] = "2026-04-09T03:00:00.000Z"
    bench.write(paths.RECALL_STORE, json.dumps(table).encode())
    _play(bench, promoted)


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "workspace").mkdir()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5")
        assert "No sweep is on record yet; there are no candidates" in screen_text(app)
        await press(pilot, "tab")
        assert "No sweep is recorded yet: s runs one now." in screen_text(app)
        await press(pilot, "tab", "enter", "tab")
        assert "says nothing yet: searches and sweeps are recorded there" in _said(app)
        await press(pilot, "enter")
        assert app.screen is app.main  # there is nothing to be shown whole
        await press(pilot, "tab")
        assert "nothing is wrong" in screen_text(app)

    play(Dashboard(desk_at(tmp_path / "workspace", "enabled=true")), scene, SMALL)


def test_text_from_a_log_is_never_markup(bench: Bench) -> None:
    _append(bench, "[bold red]x[/] \x1b[31m")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", "tab", "tab", "tab")
        assert "“[bold red]x[/] ␛[31m”" in screen_text(app)
        await press(pilot, "enter")
        assert "[bold red]x[/]" in screen_text(app)

    _play(bench, scene)


def test_a_sweep_by_key_is_told_with_what_it_took(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "5", "s")
        await until(lambda: any(told.startswith("swept") for told in app.toasts))
        await settle(pilot)
        await press(pilot, "tab", "tab")
        row = next(line for line in screen_text(app).splitlines() if " key " in line)
        assert " s " in row
        await press(pilot, "enter")
        assert "run by dreamtui by a key" in screen_text(app)

    _play(bench, scene)

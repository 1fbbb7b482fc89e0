"""What is on screen is what is on disk: decisions survive a reading, and nothing is read twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from dreamtui import paths
from dreamtui.files.state import JsonState
from dreamtui.service import watch
from dreamtui.service.reviewer import Reviewer
from dreamtui.tui import messages, reading
from tests.service.reviewing import KEYS, Bench
from tests.tui.dashboard_stage import Dashboard, desk_at, play, press, sweep_here, until
from tests.tui.pictures import screen_text
from tests.tui.resting import settle


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def unwatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing tells of changes but what a test says."""

    def silent(_where: watch.Places, stop: Event) -> Iterator[frozenset[str]]:
        stop.wait()
        yield from ()

    monkeypatch.setattr(watch, "changes", silent)


class Readings:
    """Counts what is read, and keeps it from being told until it may be."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.go = Event()
        self.go.set()
        self._read = reading.read
        monkeypatch.setattr(reading, "read", self)

    def __call__(self, *given: object, **how: object) -> reading.Result:
        self.count += 1
        result = self._read(*given, **how)  # type: ignore[arg-type]
        self.go.wait(60)
        return result


async def held_reading(pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch) -> Readings:
    """A reading that was asked for, and that ends when `go` is set."""
    readings = Readings(monkeypatch)
    readings.go.clear()
    await pilot.press("f5")
    await until(lambda: readings.count == 1)
    return readings


def _app(bench: Bench) -> Dashboard:
    return Dashboard(desk_at(bench.root))


@pytest.mark.usefixtures("unwatched")
def test_what_is_decided_during_a_reading_stays_decided(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reading has seen the ledger as it was before."""

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        readings = await held_reading(pilot, monkeypatch)
        await pilot.press("a")
        await until(lambda: bool(app.view.queue and app.view.queue.ledger.decisions))
        assert app.view.queue
        decided = dict(app.view.queue.ledger.decisions)
        before = app.view
        readings.go.set()
        await until(lambda: app.view is not before)
        assert app.view.queue.ledger.decisions == decided
        assert app.view.ready == (1, 0)
        await press(pilot, "u")
        assert app.view.queue.ledger.decisions == {}

    play(_app(bench), scene)


@pytest.mark.usefixtures("unwatched")
def test_what_another_decides_during_a_reading_is_seen_with_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        readings = await held_reading(pilot, monkeypatch)
        other = Reviewer(app.desk, lambda: app.now)
        other.decide(other.load(), "reject", [KEYS[4]])
        readings.go.set()
        await until(lambda: bool(app.view.queue and app.view.queue.ledger.decisions.get(KEYS[4])))

    play(_app(bench), scene)


@pytest.mark.usefixtures("unwatched")
def test_what_a_sweep_left_is_read_once(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep_here(monkeypatch)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        readings = Readings(monkeypatch)
        await pilot.press("s", "enter")
        await until(lambda: any(told.startswith("swept") for told in app.toasts))
        await until(lambda: readings.count == 1)
        await settle(pilot)
        assert app.view.standing
        assert app.view.standing.runs.phases
        app.post_message(messages.SweepEnded("swept, and nothing was left"))
        await until(lambda: len(app.toasts) == 2)
        await settle(pilot)
        assert readings.count == 1

    play(_app(bench), scene)


@pytest.mark.usefixtures("unwatched")
def test_a_change_during_a_reading_is_read_unless_that_has_seen_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        readings = Readings(monkeypatch)
        readings.go.clear()
        bench.write(paths.MEMORY, b"# Memory\n\n- One.\n")
        told = messages.FilesChanged(frozenset((paths.MEMORY,)))
        app.post_message(told)
        await until(lambda: readings.count == 1)
        app.post_message(told)  # of the change that is being read
        await settle(pilot, workers=False)
        readings.go.set()
        await settle(pilot)
        assert readings.count == 1
        readings.go.clear()
        await pilot.press("f5")
        await until(lambda: readings.count == 2)
        bench.write(paths.MEMORY, b"# Memory\n\n- One.\n- And two.\n")
        app.post_message(told)
        await settle(pilot, workers=False)
        readings.go.set()
        await until(lambda: readings.count == 3)
        await settle(pilot)
        assert app.view.standing
        assert app.view.standing.memory.entries == 2

    play(_app(bench), scene)


def test_the_header_grows_old_without_looking_at_the_disk(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        monkeypatch.setattr(JsonState, "updated_ms", property(lambda _: pytest.fail("looked at the disk")))
        assert app.view.standing
        assert app.view.standing.updated_ms is not None
        app.now = app.view.standing.updated_ms + 7_200_000
        app.main.header.tick()
        await settle(pilot, workers=False)
        assert "JSON, 2 h old" in screen_text(app) or "JSON, 120 min old" in screen_text(app)

    play(_app(bench), scene)

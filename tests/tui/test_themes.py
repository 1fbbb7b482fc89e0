"""The Themes tab: strength and trend, evidence, confidence that adds up, the way to Review, muting."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from dreamtui import paths
from dreamtui.engine.rem import confidence, confidence_parts, confidence_values
from dreamtui.engine.settings import RemSettings
from dreamtui.tui.panes import themes_words
from dreamtui.tui.panes.review import ReviewPane
from dreamtui.tui.panes.themes import ThemesPane
from dreamtui.tui.panes.themes_words import Seen, reflected
from dreamtui.tui.widgets.reader import Reader
from tests.engine.entries import stored as recalled
from tests.home import entry
from tests.service.reviewing import NOTE, NOW, TEXTS, Bench
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, desk_at, play, press, until
from tests.tui.pictures import looks_like, resize, screen_text, still
from tests.tui.resting import settle

TAGS = (["router", "vlan"], ["ken"], ["router", "backups"], ["router", "key"], ["invoices"])
CONFIG = '# mine\n[ui]\ntheme = "textual-dark"  # dark\n'


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Three of five entries are about a router; a settings file with a comment in it."""
    bench = Bench(tmp_path)
    entries = [
        entry(NOTE, line, line, text, conceptTags=tags, recallCount=line)
        for line, (text, tags) in enumerate(zip(TEXTS, TAGS, strict=True), 1)
    ]
    table = {"version": 1, "entries": {one["key"]: one for one in entries}}
    bench.write(paths.RECALL_STORE, json.dumps(table).encode())
    (tmp_path / "config.toml").write_text(CONFIG, "utf-8")
    return bench


def pane(app: Dashboard) -> ThemesPane:
    found = app.main.pane("themes")
    assert isinstance(found, ThemesPane)
    return found


def tag(app: Dashboard) -> str:
    """The theme under the cursor."""
    item = pane(app).item
    assert isinstance(item, Seen)
    return item.theme.tag


def muted(bench: Bench) -> list[str]:
    """What the settings file says."""
    found: list[str] = (
        tomllib.loads((bench.base / "config.toml").read_text("utf-8")).get("themes", {}).get("mute", [])
    )
    return found


def dashboard(bench: Bench, *sets: str, read_only: bool = False) -> Dashboard:
    return Dashboard(desk_at(bench.root, *sets), lambda: desk_at(bench.root, *sets), read_only=read_only)


def on_tab(app: Dashboard, scene: Any, size: tuple[int, int] = LARGE) -> None:
    async def opened(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "3")
        await scene(pilot, app)

    play(app, opened, size)


# --- what is counted ----------------------------------------------------------------------------


def test_themes_have_all_entries_behind_them_most_recalled_first() -> None:
    stored = [
        recalled(startLine=n, endLine=n, key=str(n), conceptTags=["router"], recallCount=n % 3)
        for n in range(1, 8)
    ]
    seen = reflected(stored, RemSettings(muted=frozenset({"gone"})), NOW, "2026-04-11", all_time=True)
    router, gone = seen.themes
    assert (router.theme.memories, gone.theme.memories) == (7, 0)
    counts = [one.recall_count for one in router.entries]
    assert len(counts) == 7
    assert counts == sorted(counts, reverse=True)
    assert len(router.weeks) == themes_words.WEEKS


def test_only_what_rem_looks_at_counts_but_the_trend_knows_all() -> None:
    late, early = "2026-04-10", "2026-03-01"
    stored = [
        recalled(conceptTags=["a"], recallDays=[day], lastRecalledAt=f"{day}T00:00:00.000Z")
        for day in (late, early)
    ]
    near = reflected(stored, RemSettings(), NOW, "2026-04-11", all_time=False)
    assert (near.total, near.stored, near.themes[0].theme.memories) == (1, 2, 1)
    assert sum(near.themes[0].weeks) == 2
    assert reflected(stored, RemSettings(), NOW, "2026-04-11", all_time=True).total == 2


@given(
    st.integers(0, 50),
    st.floats(0, 1),
    st.lists(st.just("2026-04-01"), max_size=16),
    st.lists(st.just("x"), max_size=12),
)
def test_the_parts_of_a_confidence_are_value_times_weight_and_add_up(
    recalls: int, score: float, days: list[str], tags: list[str]
) -> None:
    one = recalled(recallCount=recalls, totalScore=score * recalls, recallDays=days, conceptTags=tags)
    values, parts = confidence_values(one), confidence_parts(one)
    assert all(0 <= value <= 1 for value in values)
    assert sum(parts) == pytest.approx(confidence(one))
    assert sum(v * w for v, w in zip(values, (0.45, 0.25, 0.20, 0.10), strict=True)) == pytest.approx(
        sum(parts)
    )


# --- keys ---------------------------------------------------------------------------------------


def test_the_confidence_of_a_truth_adds_up_on_the_screen(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "end")
        told = [line.text for line in pane(app).query_one(Reader).lines]
        begin = next(i for i, line in enumerate(told) if "Confidence" in line)
        adds = [float(re.findall(r"\d\.\d{3}", line)[-1]) for line in told[begin + 1 : begin + 6]]
        assert sum(adds[:4]) == pytest.approx(adds[4], abs=0.002)
        assert "×0.45" in told[begin + 1]

    on_tab(dashboard(bench), scene)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_from_a_theme_to_an_entry_in_review_whatever_hides_it(size: tuple[int, int], bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "1", "slash", *"barber", "enter", "3")
        assert tag(app) == "router"
        await press(pilot, "enter")
        assert pane(app).evidence.has_focus
        assert TEXTS[3][:20] in screen_text(app)
        await press(pilot, "down", "enter")
        assert app.main.tab == "review"
        review = app.main.pane("review")
        assert isinstance(review, ReviewPane)
        assert review.rows.cursor_row is not None
        assert review.rows.cursor_row.candidate.entry.snippet == TEXTS[2]
        assert review.rows.has_focus

    on_tab(dashboard(bench), scene, size)


def test_c_goes_from_a_truth_to_its_candidate(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "end", "c")
        assert app.main.tab == "review"

    on_tab(dashboard(bench), scene)


def test_details_open_and_close_in_one_column(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        for there, back in (("enter", "escape"), ("l", "h"), ("right", "left")):
            await press(pilot, there)
            assert pane(app).evidence.has_focus
            assert not pane(app).rows.display
            await press(pilot, back)
            assert pane(app).rows.has_focus
        await press(pilot, "enter")
        await resize(pilot, *LARGE)
        await settle(pilot)
        assert pane(app).rows.display
        assert await pilot.double_click("#themes-list", offset=(5, 2))
        await settle(pilot)
        assert pane(app).evidence.has_focus

    on_tab(dashboard(bench), scene, SMALL)


def test_a_counts_all_time(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "of the last 7 days" in screen_text(app)
        await press(pilot, "a")
        assert "5 entries of all time" in screen_text(app)
        await press(pilot, "a")
        assert "of the last 7 days" in screen_text(app)

    on_tab(dashboard(bench), scene)


# --- muting -------------------------------------------------------------------------------------


def test_a_muted_theme_stays_muted_and_comments_stay(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert tag(app) == "router"
        await press(pilot, "m")
        await until(lambda: muted(bench) == ["router"])
        assert "“router” is muted" in app.toasts[-1]
        assert tag(app) != "router"
        assert (bench.base / "config.toml").read_text("utf-8").startswith(CONFIG)
        await settle(pilot)
        assert app.desk.loaded.settings.themes.mute == ("router",)

    on_tab(dashboard(bench), scene)

    async def next_day(pilot: Pilot[None], app: Dashboard) -> None:
        assert tag(app) != "router"
        assert "1 muted, hidden" in screen_text(app)

    on_tab(dashboard(bench), next_day)


def test_muted_themes_are_shown_and_counted_again(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "M")
        assert "Nothing is muted" in app.toasts[-1]
        await press(pilot, "m", "m")
        await until(lambda: len(muted(bench)) == 2)
        await press(pilot, "M", "home")
        assert tag(app) == "router"
        assert "muted: no theme" in screen_text(app)
        await press(pilot, "m")
        await until(lambda: len(muted(bench)) == 1)
        await press(pilot, "M")
        assert tag(app) == "router"

    on_tab(dashboard(bench), scene)


def test_u_takes_mutings_back_one_by_one(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "u")
        assert "nothing to undo" in app.toasts[-1]
        await press(pilot, "m", "m", "u")
        await until(lambda: muted(bench) == ["router"])
        await press(pilot, "u")
        await until(lambda: muted(bench) == [])
        await settle(pilot)
        await press(pilot, "home")
        assert tag(app) == "router"

    on_tab(dashboard(bench), scene)


def test_what_cannot_be_muted_is_told(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "end", "m")
        assert "only themes can be muted" in app.toasts[-1]

    on_tab(dashboard(bench), scene)

    async def held(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "m")
        assert "--set" in app.toasts[-1]
        assert muted(bench) == []

    on_tab(dashboard(bench, 'themes.mute=["ken"]'), held)


def test_a_settings_file_that_cannot_be_written_is_told_and_nothing_seems_muted(bench: Bench) -> None:
    app = dashboard(bench)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        (bench.base / "config.toml").write_text("[themes\n", "utf-8")
        await press(pilot, "m")
        await until(lambda: any("not TOML" in told for told in app.toasts))
        assert "1 muted" not in screen_text(app)

    on_tab(app, scene)


def test_read_only_mutes_nothing(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "m", "u")
        assert all("read-only" in told for told in app.toasts[-2:])
        assert muted(bench) == []
        assert tag(app) == "router"

    on_tab(dashboard(bench, read_only=True), scene)


# --- what is not there --------------------------------------------------------------------------


def test_an_empty_store_says_what_fills_it(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "There is no memory to reflect on yet" in screen_text(app)
        for key in ("enter", "c", "m", "M", "u", "l"):
            app.toasts.clear()
            await press(pilot, key)
            assert app.toasts, key

    on_tab(Dashboard(desk_at(root)), scene)


def test_the_cursor_stays_on_its_theme_when_the_store_changes(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "down", "down")
        held = tag(app)
        raw = bench.read(paths.RECALL_STORE) or b""
        table = json.loads(raw)
        more = entry(NOTE, 9, 9, "New", conceptTags=["aaa", "router"])
        table["entries"][more["key"]] = more
        bench.write(paths.RECALL_STORE, json.dumps(table).encode())
        await until(lambda: "6 entries" in screen_text(app))
        assert tag(app) == held

    on_tab(dashboard(bench), scene)


# --- pictures -----------------------------------------------------------------------------------

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE, (250, 70)], ids=lambda size: f"{size[0]}x{size[1]}")


@SIZES
def test_pictures(size: tuple[int, int], bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(bench.base))
    monkeypatch.delenv("NO_COLOR", raising=False)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        async def picture(name: str, *keys: str) -> None:
            await press(pilot, *keys)
            await still(pilot)
            looks_like(app, f"{name}-{size[0]}x{size[1]}")

        await picture("themes")
        await picture("themes-evidence", "enter")
        await picture("themes-truth", "escape", "end", "enter")
        await picture("themes-muted", "escape", "home", "m", "M")

    on_tab(dashboard(bench), scene, size)

"""The Dreams tab: every key, search, marks, what is missing or broken, and the person's own editor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from dreamtui.errors import BadInput
from dreamtui.files import diary
from dreamtui.files.diary import FALLBACK
from dreamtui.service.diary_reading import Own
from dreamtui.service.nights import Night
from dreamtui.tui import editor
from dreamtui.tui.panes.dreams import DreamsPane
from dreamtui.tui.widgets.calendar import Calendar
from dreamtui.tui.widgets.filters import Words
from dreamtui.tui.widgets.reader import Reader
from dreamtui.tui.widgets.rows import Rows
from tests.service.reviewing import Bench
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, desk_at, play, press, until
from tests.tui.pictures import looks_like, resize, screen_text, still
from tests.tui.resting import settle

TEXTS = {
    1: "A tide came in over the workshop floor.",
    2: "My first day: everything hums.",
    4: "My first day: everything hums.",
    5: FALLBACK,
    6: "Assistant: I moved the [b]router[/b] and <b>nobody</b> saw the tide.",
}
"""Of April; nobody dreamed on the 3rd, the 9th and the 10th, and on the 8th Light left a report."""


def book(texts: dict[int, str] = TEXTS) -> bytes:
    raw: bytes | None = b"# Dream Diary\n\nMine: keep the kiln shut.\n"
    for day, text in texts.items():
        raw = diary.append(raw, datetime(2026, 4, day, 3, tzinfo=UTC), "(text)")
        raw = raw.replace(b"(text)", text.encode())
    return raw or b""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A workspace with a diary in which much went wrong."""
    bench = Bench(tmp_path)
    bench.write("DREAMS.md", book())
    (bench.root / "memory/dreaming/light").mkdir(parents=True)
    bench.write("memory/dreaming/light/2026-04-08.md", b"# Light Sleep\n\n- Candidate: the router\n")
    return bench


def pane(app: Dashboard) -> DreamsPane:
    found = app.main.pane("dreams")
    assert isinstance(found, DreamsPane)
    return found


def where(app: Dashboard) -> str:
    """The day under the cursor, as its row says it."""
    item = pane(app).item
    assert item is not None
    return "own" if isinstance(item, Own) else item.until or item.day or ""


def page(app: Dashboard) -> str:
    """What the text says."""
    return "\n".join(line.text.rstrip() for line in pane(app).query_one(Reader).lines)


def is_shown(reader: Reader) -> bool:
    return reader.display


def on_tab(app: Dashboard, scene: Any, size: tuple[int, int] = LARGE) -> None:
    async def opened(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "2")
        await scene(pilot, app)

    play(app, opened, size)


# --- what is shown ------------------------------------------------------------------------------


def test_nights_newest_first_missing_ones_between_and_the_persons_text_last(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        seen = []
        for _ in range(9):
            item = pane(app).item
            codes = [fault.code for fault in item.faults] if isinstance(item, Night) else []
            seen.append((where(app), *codes))
            await press(pilot, "down")
        assert seen == [
            ("2026-04-10", "no-sweep"),
            ("2026-04-08", "missing"),
            ("2026-04-07", "no-sweep"),
            ("2026-04-06", "leak"),
            ("2026-04-05", "fallback"),
            ("2026-04-04", "repeat"),
            ("2026-04-03", "no-sweep"),
            ("2026-04-02",),
            ("2026-04-01",),
        ]
        assert where(app) == "own"
        assert "Mine: keep the kiln shut." in page(app)
        assert "DREAMS.md:1" in page(app)

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_a_night_says_what_is_wrong_with_it_and_what_phases_reported(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "down")
        assert "Light ran, but no entry was written" in page(app)
        assert "- Candidate: the router" in page(app)
        await press(pilot, "down", "down")
        assert "quotes a conversation word for word" in page(app)
        assert "[b]router[/b] and <b>nobody</b>" in page(app)
        await press(pilot, "down", "down")
        assert "says the same as 2026-04-02" in page(app)

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_bytes_that_are_not_utf8_are_told_where_they_stand_and_left_alone(bench: Bench) -> None:
    raw = book({1: "The kiln hums.", 2: "Two\nBlau: m\ufffdde."}).replace("\ufffd".encode(), b"\xfc")
    raw = raw.replace(b"keep the kiln", b"keep th\xe9 kiln")
    bench.write("DREAMS.md", raw)
    own, dream = (raw[: raw.index(byte)].count(b"\n") + 1 for byte in (b"\xe9", b"\xfc"))

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "· ! 2 not UTF-8" in screen_text(app)
        await press(pilot, "end", "up", "up")
        assert "2026-04-02 Thu  not UTF-8: Two" in screen_text(app)
        assert f"line {dream} of the file is not UTF-8: what cannot be read shows as \ufffd" in page(app)
        assert "m\ufffdde." in page(app)
        await press(pilot, "down")
        assert "UTF-8" not in page(app)
        await press(pilot, "end")
        assert where(app) == "own"
        assert f"line {own} of the file is not UTF-8" in page(app)
        assert "left as it is, to the byte" in " ".join(page(app).split())

    on_tab(Dashboard(desk_at(bench.root)), scene, (150, 45))
    assert bench.read("DREAMS.md") == raw


def test_a_report_that_is_not_utf8_says_so(bench: Bench) -> None:
    bench.write("DREAMS.md", book({1: "The kiln hums."}))
    (bench.root / "memory/dreaming/deep").mkdir(parents=True)
    bench.write("memory/dreaming/deep/2026-04-01.md", b"# Deep Sleep\n\n- caf\xe9\n")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "end", "up")
        assert "caf\ufffd" in page(app)
        told = " ".join(page(app).split())
        assert "line 3 of the file is not UTF-8: what cannot be read shows as \ufffd" in told

    on_tab(Dashboard(desk_at(bench.root)), scene, (150, 45))


# --- keys ---------------------------------------------------------------------------------------


def test_enter_reads_in_one_column_and_goes_back(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        reader = pane(app).query_one(Reader)
        assert not is_shown(reader)
        for there, back in (("enter", "enter"), ("l", "h"), ("right", "left"), ("enter", "escape")):
            await press(pilot, there)
            assert reader.has_focus
            assert is_shown(reader)
            await press(pilot, back)
            assert pane(app).rows.has_focus
            assert not is_shown(reader)

    on_tab(Dashboard(desk_at(bench.root)), scene, SMALL)


def test_two_columns_need_no_key_but_to_scroll(bench: Bench) -> None:
    bench.write("DREAMS.md", book({1: "\n\n".join(f"wave {number}" for number in range(90))}))

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        reader = pane(app).query_one(Reader)
        assert reader.display
        await press(pilot, "down", "down", "down", "enter", "pagedown")
        assert reader.has_focus
        await until(lambda: reader.scroll_y > 0)
        await resize(pilot, *SMALL)
        await settle(pilot)
        await press(pilot, "enter", "end")
        await resize(pilot, *LARGE)
        await settle(pilot)
        assert pane(app).rows.display

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_search_counts_marks_and_goes_round(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "slash", *"TIDE")
        await until(lambda: "match 1 of 2" in screen_text(app))
        assert where(app) == "2026-04-06"
        await press(pilot, "enter")
        assert pane(app).rows.has_focus
        seen = []
        for key in ("n", "n", "N", "N"):
            await press(pilot, key)
            seen.append(where(app))
        assert seen == ["2026-04-01", "2026-04-06", "2026-04-01", "2026-04-06"]
        assert screen_text(app).count("▸●") + screen_text(app).count("▸!") == 2
        await press(pilot, "escape")
        assert "match" not in screen_text(app)
        assert where(app) == "2026-04-06"

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_words_that_nobody_dreamed_are_told_and_escape_forgets_them(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "n")
        assert "Search for words first" in app.toasts[-1]
        await press(pilot, "slash", *"xyzzy")
        await until(lambda: "no match for “xyzzy”" in screen_text(app))
        await press(pilot, "escape")
        assert not pane(app).query_one(Words).display
        assert "no match" not in screen_text(app)
        assert where(app) == "2026-04-10"

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_a_match_far_down_is_scrolled_to(bench: Bench) -> None:
    far = "\n\n".join([*(f"wave {number}" for number in range(300)), "the lighthouse"])
    bench.write("DREAMS.md", book({1: far}))

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "slash", *"lighthouse", "enter")
        assert "the lighthouse" in screen_text(app)

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_f_goes_along_what_is_marked(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        seen = []
        for key in ("f", "f", "f", "F"):
            await press(pilot, key)
            seen.append(where(app))
        assert seen == ["2026-04-08", "2026-04-07", "2026-04-06", "2026-04-07"]

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_nothing_marked_is_told(bench: Bench) -> None:
    texts = {day: f"wave {day}" for day in range(1, 12)}
    bench.write("DREAMS.md", book(texts))

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "f")
        assert app.toasts[-1] == "No night is missing or marked."

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_months_by_key_and_days_by_mouse(bench: Bench) -> None:
    raw = diary.append(None, datetime(2026, 2, 20, 3, tzinfo=UTC), "a dream of February")
    raw = diary.append(raw, datetime(2026, 3, 3, 3, tzinfo=UTC), "a dream of March")
    bench.write("DREAMS.md", diary.append(raw, datetime(2026, 4, 10, 3, tzinfo=UTC), "a dream of April"))

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "down", "less_than_sign")
        assert where(app) == "2026-03-03"
        await press(pilot, "less_than_sign", "less_than_sign")
        assert where(app) == "2026-02-20"
        await press(pilot, "greater_than_sign")
        assert where(app) == "2026-03-02"
        await press(pilot, "greater_than_sign")
        assert where(app) == "2026-04-07"
        await press(pilot, "g")
        assert where(app) == "2026-04-10"
        assert await pilot.click(Calendar, offset=(1 + 4 * 2, 2))  # Wednesday the 1st
        await settle(pilot)
        assert where(app) == "2026-04-07"

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_a_click_takes_the_cursor_and_two_open(bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert await pilot.click(Rows, offset=(5, 3))
        await settle(pilot)
        assert where(app) == "2026-04-06"
        assert await pilot.double_click(Rows, offset=(5, 4))
        await settle(pilot)
        assert pane(app).query_one(Reader).has_focus
        assert "stands in for a dream" in page(app)

    on_tab(Dashboard(desk_at(bench.root)), scene, SMALL)


# --- what changes, what is not there, what is broken --------------------------------------------


def test_a_new_entry_appears_and_cursor_and_scroll_stay(bench: Bench) -> None:
    long = "\n\n".join(f"wave {number}" for number in range(90))
    bench.write("DREAMS.md", book({1: long, 2: "x"}))

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "end", "up", "enter", "pagedown")
        reader = pane(app).query_one(Reader)
        await until(lambda: reader.scroll_y >= reader.size.height - 1)
        before = where(app), reader.scroll_y
        assert before[0] == "2026-04-01"
        bench.write("DREAMS.md", book({1: long, 2: "x", 10: "new"}))
        await until(lambda: "3 entries" in screen_text(app))
        assert (where(app), reader.scroll_y) == before
        assert reader.has_focus

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_no_diary_says_how_one_begins_and_whether_dreaming_is_off(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        text = screen_text(app)
        assert "There is no DREAMS.md yet" in text
        assert "(s)" in text
        assert "dreaming is off" in text
        await press(pilot, "enter", "less_than_sign", "greater_than_sign", "f", "escape", "o")
        assert "There are no nights here yet" in app.toasts[-1]

    on_tab(Dashboard(desk_at(root)), scene)


def test_a_diary_that_cannot_be_read_is_told_in_its_place_and_mending_it_helps(bench: Bench) -> None:
    (bench.root / "DREAMS.md").unlink()
    (bench.root / "DREAMS.md").mkdir()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "The diary cannot be shown now" in screen_text(app)
        assert "What to do:" in screen_text(app)
        (bench.root / "DREAMS.md").rmdir()
        bench.write("DREAMS.md", book())
        await until(lambda: "5 entries" in screen_text(app))

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_the_diary_is_shown_while_the_store_is_broken(bench: Bench) -> None:
    bench.write("memory/.dreams/short-term-recall.json", b"{")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "5 entries in DREAMS.md" in screen_text(app)

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_a_diary_without_markers_is_told_to_be_all_ones_own(bench: Bench) -> None:
    bench.write("DREAMS.md", b"# Dream Diary\n\n---\n\n*April 10, 2026*\n\nThe sea was a spreadsheet.\n")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "no entries between its markers, and what stands there is shown as yours" in screen_text(app)
        assert "your own text" in screen_text(app)

    on_tab(Dashboard(desk_at(bench.root)), scene)


# --- the person's own editor --------------------------------------------------------------------


@contextmanager
def suspended() -> Iterator[None]:
    """What a real terminal does; a test has none to give away. As Textual's own it takes the terminal
    back only where nothing is raised."""
    suspensions.append("given")
    yield
    suspensions.append("taken back")


suspensions: list[str] = []


def test_o_opens_the_editor_at_the_line_and_what_it_saved_is_seen(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "vi"
    more = "import sys, pathlib; p = pathlib.Path(sys.argv[2])"
    script.write_text(
        f"#!{sys.executable}\n{more}\nprint(sys.argv[1], file=open({str(tmp_path / 'line')!r}, 'w'))\n"
        "p.write_text(p.read_text('utf-8').replace('A tide', 'A flood'), 'utf-8')\n",
        "utf-8",
    )
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        monkeypatch.setattr(app, "suspend", suspended)
        await press(pilot, "end", "up", "o")
        await until(lambda: "A flood came in" in screen_text(app))
        assert where(app) == "2026-04-01"
        lines = book().decode().splitlines()
        asked = int((tmp_path / "line").read_text().strip().removeprefix("+"))
        assert lines[asked + 1] == "*April 1, 2026 at 3:00 AM*"

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_without_an_editor_it_is_told_what_to_set(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await press(pilot, "o")
        assert "set VISUAL or EDITOR" in app.toasts[-1]
        monkeypatch.setenv("EDITOR", "vi")
        await press(pilot, "o")
        assert "cannot be given to an editor" in app.toasts[-1]

    on_tab(Dashboard(desk_at(bench.root)), scene)


def test_read_only_opens_no_editor(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "false")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        monkeypatch.setattr(app, "suspend", suspended)
        await press(pilot, "o")
        assert "read-only" in app.toasts[-1]

    on_tab(Dashboard(desk_at(bench.root), read_only=True), scene)


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        ({"VISUAL": "vim", "EDITOR": "nano"}, ["vim", "+7", "D.md"]),
        ({"VISUAL": " ", "EDITOR": "/usr/bin/nano -w"}, ["/usr/bin/nano", "-w", "+7", "D.md"]),
        ({"EDITOR": "code --wait"}, ["code", "--wait", "--goto", "D.md:7"]),
        ({"EDITOR": "hx"}, ["hx", "D.md:7"]),
        ({"EDITOR": "ed"}, ["ed", "D.md"]),
        ({"EDITOR": "code -w"}, ["code", "-w", "--goto", "D.md:7"]),
        ({"EDITOR": "'/my ed/nano' -w"}, ["/my ed/nano", "-w", "+7", "D.md"]),
        ({"EDITOR": "~/bin/vim"}, ["/own/bin/vim", "+7", "D.md"]),
    ],
)
def test_each_editor_gets_the_line_as_it_takes_it(
    named: dict[str, str], wanted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/own")
    assert editor.command(named, Path("D.md"), 7) == wanted


def test_an_editor_whose_path_has_spaces_needs_no_quotes(tmp_path: Path) -> None:
    program = tmp_path / "my editors" / "vim"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert editor.command({"EDITOR": str(program)}, Path("D.md"), 7) == [str(program), "+7", "D.md"]


@pytest.mark.parametrize("named", [{}, {"EDITOR": "vi 'unclosed"}, {"EDITOR": "''"}])
def test_an_editor_that_is_none_is_refused(named: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="editor"):
        editor.command(named, Path("D.md"), 1)


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("/no/such/editor", "/no/such/editor cannot be started: No such file or directory"),
        ("/", "/ cannot be started: Permission denied"),
        ("false", "false ended with status 1"),
        ("sh -c 'kill -9 $$'", "sh was ended by signal 9"),
        ("sh -c 'kill -INT $PPID; exit 3'", "sh ended with status 3"),  # ctrl+c is for all of a terminal
    ],
)
def test_an_editor_that_fails_is_told(
    named: str, told: str, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", named)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        monkeypatch.setattr(app, "suspend", suspended)
        suspensions.clear()
        await press(pilot, "o")
        assert told in app.toasts[-1]
        assert suspensions == ["given", "taken back"]

    on_tab(Dashboard(desk_at(bench.root)), scene)


# --- pictures -----------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own, so that pictures name no other."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


SIZES = pytest.mark.parametrize("size", [SMALL, LARGE, (250, 70)], ids=lambda size: f"{size[0]}x{size[1]}")


@SIZES
@pytest.mark.usefixtures("home")
def test_pictures(size: tuple[int, int], bench: Bench) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        async def picture(name: str, *keys: str) -> None:
            await press(pilot, *keys)
            await still(pilot)
            looks_like(app, f"{name}-{size[0]}x{size[1]}")

        await picture("dreams-marked")
        await picture("dreams-missing", "down", "enter")
        await picture("dreams-search", "escape", "slash", *"hums", "enter", "enter")
        await picture("dreams-own", "escape", "end", "enter")

    on_tab(Dashboard(desk_at(bench.root)), scene, size)


@SIZES
@pytest.mark.usefixtures("home")
def test_pictures_of_nothing(size: tuple[int, int], bench: Bench) -> None:
    (bench.root / "DREAMS.md").unlink()
    (bench.root / "DREAMS.md").symlink_to("/nowhere/else")

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await still(pilot)
        looks_like(app, f"dreams-broken-{size[0]}x{size[1]}")
        (bench.root / "DREAMS.md").unlink()
        (bench.root / "memory/dreaming/light/2026-04-08.md").unlink()
        await press(pilot, "f5")
        await still(pilot)
        looks_like(app, f"dreams-empty-{size[0]}x{size[1]}")

    on_tab(Dashboard(desk_at(bench.root)), scene, size)

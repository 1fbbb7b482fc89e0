"""Text of any script, and text that would act on a terminal: columns stay where they are everywhere."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from dreamtui import paths
from dreamtui.service.desk import Desk
from tests.home import entry
from tests.tui import svg
from tests.tui.dashboard_stage import LARGE, SMALL, Dashboard, desk_at, play, press
from tests.tui.pictures import looks_like, still
from tests.tui.review_stage import NOW

NOTE = "memory/2026-04-10.md"
TEXTS = (
    "バックアップは毎晩三時に外付けディスクへ書き出すこと、失敗したら知らせる",
    "林师傅每次发货前都要先确认釉料编号，再联系客户",
    "서버는 매일 새벽 세 시에 다시 시작한다",
    "Party \U0001f389\U0001f389 for 👨\u200d👩\u200d👧 at the café ❤\ufe0f with 🇩🇪 and 👍🏽",
    "Ze\u0301le\u0300bre cafe\u0301 and Z\u0336a\u0336l\u0336g\u0336o\u0336 \u0e01\u0e33\u0e25\u0e31\u0e07",
    "גיבוי הנתב נמצא במגירה העליונה",
    "النسخة الاحتياطية في الدرج العلوي كل ليلة",
    "right \u202eto left\u202c and \u200bzero\u200b width \u2066isolated\u2069",
    "\x1b[31mred\x1b[0m \x07 bell \x9b31m and \x1b]0;title\x07 and \x1b[2J",
    "[bold red]no markup[/] and [link=http://a]no link[/link] and [/nothing]",
    "ｆｕｌｌ　ｗｉｄｔｈ letters ﷽ and 𓀀 and \U000e0041",
)
"""One candidate each."""
ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Kinds of characters that act on a terminal instead of being shown."""
JOINING = "\u200d"
EDITED = [*"日本語 e", "right_square_bracket"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A workspace whose candidates are all of these, each in a line of its own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    root = tmp_path / "workspace"
    (root / paths.RECALL_STORE).parent.mkdir(parents=True)
    (root / NOTE).write_text("".join(f"{text}\n" for text in TEXTS), "utf-8", newline="")
    entries = [entry(NOTE, line, line, text) for line, text in enumerate(TEXTS, 1)]
    table = {"version": 1, "updatedAt": "2026-04-11T08:00:00.000Z", "entries": {e["key"]: e for e in entries}}
    (root / paths.RECALL_STORE).write_text(json.dumps(table), "utf-8")
    os.utime(root / paths.RECALL_STORE, (NOW / 1000 - 60, NOW / 1000 - 60))
    return desk_at(root)


def keeps_to_its_cells(app: Dashboard, *, joined: bool = False) -> None:
    """Every row is as wide as the screen and holds nothing that acts; an editor leaves `joined` what is."""
    width, height = app.size
    rows = svg.rows(app)
    assert len(rows) == height
    for row in rows:
        text = "".join(segment.text for segment in row)
        assert cell_len(text) == width, text
        kinds = {unicodedata.category(letter) for letter in text if not (joined and letter in JOINING)}
        assert not kinds & ACTING, repr(text)


def columns_of(app: Dashboard, sign: str) -> set[int]:
    """In which columns a sign begins."""
    texts = ("".join(segment.text for segment in row) for row in svg.rows(app))
    return {cell_len(text[: text.index(sign)]) for text in texts if sign in text}


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_no_text_moves_a_column(desk: Desk, size: tuple[int, int]) -> None:
    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        name = f"{size[0]}x{size[1]}"
        await press(pilot, "F", "home")
        await still(pilot)
        keeps_to_its_cells(app)
        assert len(columns_of(app, "●●●●")) == 1
        looks_like(app, f"wide-list-{name}")
        for _ in TEXTS:
            await press(pilot, "enter")
            keeps_to_its_cells(app)
            await press(pilot, "escape", "e")
            keeps_to_its_cells(app, joined=True)
            await press(pilot, *EDITED)
            keeps_to_its_cells(app, joined=True)
            await press(pilot, "escape")
            if app.screen is not app.main:
                await press(pilot, "y")
            await press(pilot, "j")
        await press(pilot, "home", *"aaaaaaaaaaa")
        keeps_to_its_cells(app)
        await press(pilot, "w")
        await still(pilot)
        keeps_to_its_cells(app)
        looks_like(app, f"wide-diff-{name}")
        await press(pilot, "end")
        keeps_to_its_cells(app)

    play(Dashboard(desk), scene, size)

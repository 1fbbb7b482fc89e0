"""Whatever is bound to a key, is bound by the registry, so that help, palette and keymap know it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

import dreamtui.tui
from dreamtui.tui.actions import BY_ID
from tests.service.reviewing import Bench
from tests.tui.dashboard_stage import Dashboard, desk_at, play, press
from tests.tui.pictures import screen_text

_TYPING = {binding.action for kind in (Input, TextArea) for _, binding in kind._merge_bindings()}
"""What Textual's editors do with keys while somebody types: theirs alone."""


def _classes() -> Iterator[type[DOMNode]]:
    for module in walk_packages(dreamtui.tui.__path__, "dreamtui.tui."):
        for thing in vars(import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, DOMNode) and thing.__module__ == module.name:
                yield thing


@pytest.mark.parametrize("kind", [*_classes()], ids=lambda kind: kind.__name__)
def test_every_screen_and_widget_binds_only_what_the_registry_has(kind: type[DOMNode]) -> None:
    bound = [binding for _, binding in (kind._merge_bindings() or ())]
    strange = [binding for binding in bound if binding.id not in BY_ID]
    assert [one.action for one in strange if one.action not in _TYPING or kind.__name__ == "EditScreen"] == []
    assert all(BY_ID[one.id].action == one.action for one in bound if one.id in BY_ID)


@pytest.mark.parametrize("keys", ["", "2", "3", "4", "5", "6", "e", "x", "w", "?", "s", "/"])
def test_no_other_key_works_on_any_screen(keys: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        await pilot.press(*keys)
        await pilot.pause()
        active = app.screen.active_bindings.values()
        strange = {one.binding.action for one in active if one.binding.id not in BY_ID}
        assert strange <= _TYPING

    play(Dashboard(desk_at(bench.root)), scene)


# --- only keys that do something ------------------------------------------------------------------


def _footer(app: Dashboard) -> str:
    return screen_text(app).splitlines()[-1]


def test_the_footer_shows_what_works_under_the_cursor(tmp_path: Path) -> None:
    bench = Bench(tmp_path)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert "a approve" in _footer(app)
        assert "undo" not in _footer(app)
        assert "write" not in _footer(app)
        await press(pilot, "a")
        assert "u undo" in _footer(app)
        assert "w write 1" in _footer(app)
        await press(pilot, "slash", *"nowhere", "enter")
        assert "approve" not in _footer(app)
        await press(pilot, "a")
        assert app.toasts[-1] == "There is no candidate here to decide on."

    play(Dashboard(desk_at(bench.root)), scene, (150, 24))


def test_an_empty_folder_has_no_keys_for_candidates(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir()

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        assert _footer(app).split() == ["s", "sweep", "?", "help", "^p", "palette", "q", "quit"]
        for key in ("a", "A", "e", "slash"):
            app.toasts.clear()
            await press(pilot, key)
            assert app.toasts, key

    play(Dashboard(desk_at(root)), scene)


def test_read_only_hides_what_would_be_refused_and_help_tells_why(tmp_path: Path) -> None:
    bench = Bench(tmp_path)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        for hidden in ("approve", "reject", "sweep", "undo"):
            assert hidden not in _footer(app)
        assert "/ filter" in _footer(app)
        await press(pilot, "question_mark")
        assert "Not now: read-only" in screen_text(app)

    play(Dashboard(desk_at(bench.root), read_only=True), scene)


def test_after_a_sweep_that_failed_the_footer_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path)

    async def scene(pilot: Pilot[None], app: Dashboard) -> None:
        before = _footer(app)
        (bench.root / "memory/.dreams/review.jsonl").mkdir()
        await press(pilot, "s")
        assert app.screen is app.main
        assert _footer(app) == before

    play(Dashboard(desk_at(bench.root)), scene)

"""The Tune tab: every setting, its value, where that was said and what it means; for now it only shows."""

from __future__ import annotations

import json
import os
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from dreamtui.config import keys
from dreamtui.service.desk import Desk
from dreamtui.show.text import home_as_tilde, pad, safe
from dreamtui.tui.view import View
from dreamtui.tui.widgets.parts import Lines, Page, Pane

_NAME, _VALUE = 34, 16


class TunePane(Pane):
    """A list of settings, and what one of them means."""

    DEFAULT_CSS = """
    TunePane > Static { height: auto; padding: 0 1; }
    TunePane Page { height: 6; border-top: solid $primary-muted; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._about: list[Content] = []

    def compose(self) -> ComposeResult:
        """Where they come from, the settings, one of them."""
        yield Static(id="tune-head", markup=False)
        yield Lines(markup=False)
        with Page():
            yield Static(id="tune-about", markup=False)

    def gather(self, desk: Desk, _view: View, /) -> tuple[Content, list[Content], list[Content]]:
        """Put the settings into words."""
        return _head(desk), *settings(desk)

    def fill(self, data: tuple[Content, list[Content], list[Content]]) -> None:
        """Show them."""
        head, lines, self._about = data
        self.query_one("#tune-head", Static).update(head)
        self.query_one(Lines).refill([Option(line, id=f"{index}") for index, line in enumerate(lines)])

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the setting under the cursor means."""
        event.stop()
        if event.option_index < len(self._about):
            self.query_one("#tune-about", Static).update(self._about[event.option_index])


PANE = TunePane


def settings(desk: Desk) -> tuple[list[Content], list[Content]]:
    """A line for each setting, and what is to be said about it."""
    lines: list[Content] = []
    about: list[Content] = []
    for name, key in keys.all_keys().items():
        origin = desk.loaded.origins[name]
        given = origin.source not in ("default", "system")
        style = "bold" if given else ""
        lines.append(
            Content.assemble(
                ("* " if given else "  ", "bold"),
                (pad(name, _NAME), style),
                " ",
                (pad(_shown(origin.value), _VALUE), style),
                (f" {safe(origin.source)}", "" if given else "dim"),
            )
        )
        where = f" · {_at_home(origin.file)}" if origin.file else ""
        about.append(
            Content.assemble(
                (name, "bold"), f" = {_shown(origin.value)}\n{key.description}\n",
                (f"takes {key.accepts} · default {_shown(key.default)} · "
                 f"from {safe(origin.source)}{where}", "dim"),
            )
        )  # fmt: skip
    return lines, about


def _head(desk: Desk) -> Content:
    own = _at_home(desk.loaded.own_path)
    return Content.assemble(
        ("Settings", "bold"),
        " · * set by somebody; the others are defaults\n",
        (f"Nothing can be changed here yet: write it into {own}; it holds as soon as it is saved.", "dim"),
    )


def _at_home(path: object) -> str:
    return safe(home_as_tilde(str(path), os.path.expanduser("~")))  # noqa: PTH111 (never fails)


def _shown(value: Any) -> str:
    if value is None:
        return "(unset)"
    if isinstance(value, float):
        return f"{value:g}"
    return (
        safe(value) if isinstance(value, str) else safe(json.dumps(value, ensure_ascii=False, default=list))
    )

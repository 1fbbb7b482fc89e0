"""What `dreamtui config` prints: settings by table, those that somebody set marked and their source named."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dreamtui.cli.show.page import Page, Span, Words, page
from dreamtui.config.sources import Loaded
from dreamtui.show.text import home_as_tilde, pad

if TYPE_CHECKING:
    from dreamtui.cli.commands.config import Row

SET = "*"
_VALUE = 12
_OF_DASHBOARD = {
    "": "enabled and frequency are the dashboard's, which sweeps on schedule",
    "ui": "the dashboard's",
}


def show(loaded: Loaded, rows: Sequence[Row], kept: Sequence[str]) -> None:
    """Print all settings, grouped."""
    names = max(len(_last(row)) for row in rows)
    with page() as out:
        _files(out, loaded)
        for table in dict.fromkeys(map(_table, rows)):
            out.heading(table or "dreaming", _OF_DASHBOARD.get(table, ""))
            for row in rows:
                if _table(row) == table:
                    _setting(out, row, names)
        out.blank()
        _notes(out, loaded, kept)


def _files(out: Page, loaded: Loaded) -> None:
    out.say(Span("Settings", "bold"), f" · {SET} set by somebody, with its source; the others are defaults")
    own = loaded.own_path
    out.say(f"config.toml    {_short(own)}{'' if own.exists() else ' (not there)'}", indent=2)
    theirs = loaded.openclaw_path
    out.say(f"openclaw.json  {_short(theirs) if theirs else '(not there)'}", indent=2)


def _setting(out: Page, row: Row, names: int) -> None:
    mark = Span(f"{SET} ", "bold yellow") if row.is_set else Span("  ")
    value = _shown(row.value)
    lead: list[Words] = [
        mark,
        Span(pad(_last(row), names)),
        "  ",
        Span(pad(value, _VALUE), "bold" if row.is_set else ""),
    ]
    source = f" [{row.source}]" if row.source != "default" else ""
    if row.is_set and row.default is not None and row.value != row.default:
        source = f" [{row.source}, default {_shown(row.default)}]"
    if len(value) > _VALUE:
        lead[-1] = Span(value, "bold" if row.is_set else "")
        out.say(Span(source.strip(), "yellow" if row.is_set else "dim"), lead=[*lead, " "])
        out.say(Span(row.description, "dim"), indent=names + _VALUE + 6)
        return
    out.say(Span(row.description, "dim"), Span(source, "yellow" if row.is_set else "dim"), lead=[*lead, "  "])


def _notes(out: Page, loaded: Loaded, kept: Sequence[str]) -> None:
    if kept:
        out.say(Span(f"kept for OpenClaw and not used here: {', '.join(kept)}", "dim"))
    for note in loaded.notes:
        out.say(note)


def _last(row: Row) -> str:
    return row.name.rpartition(".")[2]


def _table(row: Row) -> str:
    return row.name.rpartition(".")[0]


def _shown(value: Any) -> str:
    if value is None:
        return "(unset)"
    if isinstance(value, float):
        return f"{value:g}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _short(path: object) -> str:
    return home_as_tilde(str(path), os.path.expanduser("~"))  # noqa: PTH111 (never fails)

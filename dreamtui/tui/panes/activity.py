"""The Activity tab: health, why nothing was promoted, the last runs, and what happened lately."""

from __future__ import annotations

import json
from datetime import tzinfo
from itertools import islice
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from dreamtui import paths
from dreamtui.files.log_tail import lines_backwards
from dreamtui.instants import local, parse_instant
from dreamtui.service.desk import Desk
from dreamtui.service.health import Finding
from dreamtui.service.standing import Standing
from dreamtui.show.text import count, safe
from dreamtui.tui.header import PHASES
from dreamtui.tui.view import View
from dreamtui.tui.widgets.parts import Page, Pane

_LAST = 40


class ActivityPane(Pane):
    """One page."""

    def compose(self) -> ComposeResult:
        """The page."""
        with Page():
            yield Static(id="activity-text", markup=False)

    def gather(self, desk: Desk, view: View, /) -> Content:
        """Read the end of the log."""
        assert view.standing is not None
        lines = islice(lines_backwards(desk.workspace, paths.EVENTS), _LAST + 1)
        records = [record for line in lines if (record := _record(line))]
        return activity_text(view.standing, records[:_LAST], desk.loaded.zone)

    def fill(self, data: Content) -> None:
        """Show it."""
        self.query_one("#activity-text", Static).update(data)


PANE = ActivityPane


def activity_text(standing: Standing, records: list[dict[str, Any]], zone: tzinfo) -> Content:
    """Everything on the page."""
    lines = [*_tonight(standing), Content(""), *_health(standing), Content(""), *_runs(standing, zone)]
    lines += [Content(""), Content.styled("What happened lately", "bold $primary")]
    lines += [_event(record, zone) for record in records] or [Content(f"{paths.EVENTS} says nothing yet.")]
    return Content("\n").join(lines)


def _tonight(standing: Standing) -> list[Content]:
    queue, funnel = standing.queue, standing.funnel
    head = Content.styled("What a night would bring now", "bold $primary")
    if queue.pending:
        told = f"Of {count(funnel.total, 'candidate')} {queue.pending:,} could be promoted: see Review (1)."
    else:
        told = f"Nothing could be promoted: {queue.why_none}."
    failing = [f"{number:,} fail {name}" for name, number in funnel.failing.items() if number]
    gates = [Content.styled("By gate: " + ", ".join(failing) + ".", "dim")] if failing else []
    return [head, Content(safe(told)), *gates]


def _health(standing: Standing) -> list[Content]:
    wrong: list[Finding] = [one for one in standing.findings if one.severity == "warn"]
    lines = [Content.styled("Health", "bold $primary")]
    if not wrong:
        return [*lines, Content.assemble(("✓ ", "$success"), "nothing is wrong that shows at a glance")]
    for one in wrong:
        lines.append(Content.assemble(("! ", "bold $warning"), safe(one.message)))
        lines.append(Content.styled(f"  → {safe(one.remedy)}", "dim"))
    return lines


def _runs(standing: Standing, zone: tzinfo) -> list[Content]:
    lines = [Content.styled("Last runs", "bold $primary")]
    for phase, name in PHASES.items():
        run = standing.runs.phases.get(phase)
        told = f"{_clock(run, zone)}  {count(_number(run, 'lineCount'), 'line')} written" if run else "never"
        lines.append(Content(f"{name:<6} {told}"))
    promotion = standing.runs.promotion
    if promotion:
        applied = count(_number(promotion, "applied"), "entry", "entries")
        lines.append(Content(f"{'last promotion':<15} {_clock(promotion, zone)}  {applied}"))
    return lines


def _event(record: dict[str, Any], zone: tzinfo) -> Content:
    kind = str(record.get("type", ""))
    told = kind
    if kind == "memory.dream.completed":
        told = f"{PHASES.get(str(record.get('phase')), '?')}: {count(_number(record, 'lineCount'), 'line')}"
    elif kind == "memory.promotion.applied":
        told = f"promoted {count(_number(record, 'applied'), 'entry', 'entries')} into {paths.MEMORY}"
    elif kind == "memory.recall.recorded":
        told = f"recall: {record.get('query')} ({count(_number(record, 'resultCount'), 'result')})"
    return Content.assemble((f"{_clock(record, zone)}  ", "dim"), safe(told))


def _clock(record: dict[str, Any], zone: tzinfo) -> str:
    at = parse_instant(record.get("timestamp"))
    return "?" if at is None else f"{local(at, zone):%a %m-%d %H:%M}"


def _number(record: dict[str, Any], name: str) -> int:
    value = record.get(name)
    return value if isinstance(value, int) else 0


def _record(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None

"""`dreamtui status`: schedule, last runs, counts, MEMORY.md budget, health."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from dreamtui.cli import shapes
from dreamtui.cli.again import again
from dreamtui.cli.context import Context, open_context
from dreamtui.cli.main import DONE, NO
from dreamtui.cli.output import print_json
from dreamtui.config.settings import DreamingSettings
from dreamtui.errors import BadInput, StateMoved
from dreamtui.instants import iso
from dreamtui.service.health import Finding
from dreamtui.service.standing import Glance, MemoryUse, Standing, glance, look
from dreamtui.service.traces import Trace


def run(args: argparse.Namespace) -> int:
    """Show how things stand; `--deep` checks notes and logs too, and tells where candidates fall out."""
    context = open_context(args)
    clock_ms = time.time_ns() // 1_000_000
    try:
        standing = look(context.desk, context.now_ms, clock_ms, thorough=args.deep)
    except StateMoved:
        raise
    except BadInput as error:
        rest = glance(context.desk, context.now_ms, clock_ms, error, thorough=args.deep)
        return _show_rest(context, rest, args)
    if args.json:
        print_json(_shape(context.desk.loaded.settings.dreaming, standing, args.deep))
    else:
        from dreamtui.cli.show import status

        commands = again(args, "--dry-run"), again(args, "sweep")
        status.show(context, standing, commands, deep=args.deep)
    return DONE


def _show_rest(context: Context, rest: Glance, args: argparse.Namespace) -> int:
    """Show what can be told where a file cannot be read; the answer is then no."""
    if args.json:
        print_json(_rest_shape(context, rest))
    else:
        from dreamtui.cli.show import status

        status.show_rest(context, rest, deep=args.deep)
    return NO


def _rest_shape(context: Context, rest: Glance) -> shapes.Json:
    """The same fields; null for what is not known."""
    schedule = _schedule(context.desk.loaded.settings.dreaming, rest, context.desk.loaded.zone)
    return {
        **schedule,
        "phases": _phases(rest),
        "store": None,
        "memory": _memory(rest.memory) if rest.memory else None,
        "queue": None,
        "health": [_health(finding) for finding in rest.findings if finding.severity == "warn"],
    }


def _schedule(dreaming: DreamingSettings, standing: Standing | Glance, zone: tzinfo) -> shapes.Json:
    return {
        "enabled": standing.enabled,
        "frequency": dreaming.frequency,
        "timezone": dreaming.timezone or str(zone),
        "nextRun": None if standing.next_run_ms is None else iso(standing.next_run_ms),
    }


def _memory(memory: MemoryUse) -> shapes.Json:
    return {
        "chars": memory.chars,
        "tokens": memory.tokens,
        "budgetChars": memory.budget_chars,
        "entries": memory.entries,
        "monthlyCost": memory.monthly_cost,
    }


def _shape(dreaming: DreamingSettings, standing: Standing, deep: bool) -> shapes.Json:
    queue = standing.queue
    shape: shapes.Json = {
        **_schedule(dreaming, standing, standing.inputs.settings.zone),
        "phases": _phases(standing),
        "store": shapes.audit(standing.audit),
        "memory": _memory(standing.memory),
        "queue": {
            "pending": queue.pending,
            "approved": queue.approved,
            "rejected": queue.rejected,
            "deferred": queue.deferred,
        },
        "health": [_health(finding) for finding in standing.findings if finding.severity == "warn"],
    }
    if deep:
        shape["audit"] = _details(standing)
    return shape


def _phases(standing: Standing | Glance) -> shapes.Json:
    runs, seen = standing.runs.phases, standing.traces.phases
    phases = {phase: _phase(runs.get(phase), seen.get(phase)) for phase in ("light", "rem", "deep")}
    promotion = standing.runs.promotion or {}
    phases["deep"] |= {"lastPromotion": promotion.get("timestamp"), "applied": promotion.get("applied")}
    return phases


def _phase(event: Mapping[str, Any] | None, trace: Trace | None) -> shapes.Json:
    """Of the log; without a run there the last day of which the phase left something, and where."""
    event = event or {}
    shape = {"lastRun": event.get("timestamp"), "lineCount": event.get("lineCount")}
    return shape | ({"lastTrace": {"day": trace.day, "path": trace.path}} if trace else {})


def _health(finding: Finding) -> shapes.Json:
    return {"code": finding.code, "message": finding.message}


def _details(standing: Standing) -> shapes.Json:
    """What `--deep` adds: the signals of the store by kind, and where candidates fall out."""
    state, funnel = standing.inputs.snapshot.state, standing.funnel
    entries = state.recall.entries.values()
    return {
        "recallCount": sum(entry.recall_count for entry in entries),
        "dailyCount": sum(entry.daily_count for entry in entries),
        "groundedCount": sum(entry.grounded_count for entry in entries),
        "neverRecalledCount": sum(not entry.recall_count for entry in entries),
        "phaseSignalCount": len(state.phases.entries),
        "invalidKeys": list(state.recall.invalid),
        "funnel": {
            "total": funnel.total,
            "passed": funnel.passed,
            "failing": dict(funnel.failing),
            "failingOnly": dict(funnel.failing_only),
        },
    }

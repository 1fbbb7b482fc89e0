"""What `dreamtui status` prints: a screen on how things stand, and what to do about what is wrong."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from dreamtui import paths
from dreamtui.cli.context import Context
from dreamtui.cli.progress import NAMES
from dreamtui.cli.show import findings
from dreamtui.cli.show.page import Page, Span, Words, page
from dreamtui.instants import local, parse_instant
from dreamtui.service.health.finding import Finding, lasting
from dreamtui.service.standing import Glance, MemoryUse, Standing, why_nothing
from dreamtui.show import bars, words
from dreamtui.show.text import count, home_as_tilde

_LABEL = 11
_MOST_FINDINGS = 3
_MINUTE = 60_000


def show(
    context: Context, standing: Standing, commands: tuple[Sequence[str], Sequence[str]], *, deep: bool
) -> None:
    """Print how things stand; with `deep` all findings, and the store in detail.

    `commands` preview and make a first sweep here.
    """
    with page() as out:
        _place(out, context, standing)
        _schedule(out, context, standing)
        out.blank()
        if _is_new(standing):
            _welcome(out, standing, *commands)
        else:
            _phases(out, context, standing)
            out.blank()
            _store(out, standing)
            if deep:
                _details(out, standing)
        _memory(out, context, standing.memory)
        _queue(out, standing)
        out.blank()
        _health(out, standing.findings, deep=deep)


def show_rest(context: Context, rest: Glance, *, deep: bool) -> None:
    """Print what can be told where the state or MEMORY.md cannot be read, and that it cannot."""
    what, _, remedy = rest.why.partition("; nothing was changed: ")
    with page() as out:
        _where(out, context)
        _row(out, "state", Span("cannot be read", "bold red"), f" · {what}")
        out.say(Span(f"→ {remedy}", "dim"), indent=_LABEL)
        _schedule(out, context, rest)
        out.blank()
        _phases(out, context, rest)
        out.blank()
        if rest.memory:
            _memory(out, context, rest.memory)
        _row(out, "queue", "not known while that cannot be read")
        out.blank()
        _health(out, rest.findings, deep=deep)


# --- where and when -----------------------------------------------------------------------------


def _where(out: Page, context: Context) -> None:
    desk = context.desk
    agent = Span(f" · agent {desk.located.agent}", "dim")
    _row(out, "workspace", Span(_short(desk.workspace.root), "bold"), agent)
    own, theirs = desk.loaded.own_path, desk.loaded.openclaw_path
    files = [_short(file) for file in (theirs, own) if file and file.exists()]
    _row(out, "settings", " · ".join(files) or f"defaults; none in {_short(own)}")


def _place(out: Page, context: Context, standing: Standing) -> None:
    _where(out, context)
    desk, store = context.desk, standing.inputs.store
    written = standing.updated_ms
    age = "nothing written yet" if written is None else f"written {_when(context, written)}"
    _row(out, "state", f"{store.kind}, {age}")
    place = store.shown.removeprefix(f"{desk.workspace.root}{os.sep}")
    out.say(Span(_short(place), "dim"), indent=_LABEL)


def _schedule(out: Page, context: Context, standing: Standing | Glance) -> None:
    dreaming, zone = context.desk.loaded.settings.dreaming, context.desk.loaded.zone
    when = f"{dreaming.frequency} ({dreaming.timezone or zone})"
    if not standing.enabled:
        hint = "; sweeps by hand and reviews work, `dreamtui on` starts it"
        _row(out, "schedule", Span("off", "bold yellow"), f" · {when}", Span(hint, "dim"))
    elif standing.next_run_ms is None:
        _row(out, "schedule", Span("on", "bold green"), f" · {when} · never due again")
    else:
        at, wait = _clock(standing.next_run_ms, zone), standing.next_run_ms - context.now_ms
        _row(out, "schedule", Span("on", "bold green"), f" · {when} · next {at}, in {lasting(wait)}")


def _phases(out: Page, context: Context, standing: Standing | Glance) -> None:
    runs = standing.runs
    for phase, name in NAMES.items():
        event = runs.phases.get(phase)
        if event is not None:
            _row(out, name, f"{_happened(context, event)}{_did(event, 'lineCount', 'wrote', 'line')}")
        elif trace := standing.traces.phases.get(phase):
            if trace.path == paths.EVENTS:
                continue  # the line on what was promoted says it
            _row(out, name, f"{trace.day}, as {trace.path} shows; the log has no run")
        else:
            _row(out, name, "no run recorded" if standing.traces.swept else "never")
    if runs.promotion:  # with inline blocks this alone shows that Deep ran
        promoted = _did(runs.promotion, "applied", "", "entry", "entries")
        _row(out, "promoted", f"{_happened(context, runs.promotion)}{promoted}")
    elif runs.phases:
        _row(out, "promoted", "nothing yet")


def _happened(context: Context, event: Mapping[str, Any]) -> str:
    return _when(context, parse_instant(event.get("timestamp")))


def _did(event: Mapping[str, Any], name: str, verb: str, one: str, many: str | None = None) -> str:
    number = event.get(name)
    return f" · {verb} {count(number, one, many)}".replace("  ", " ") if isinstance(number, int) else ""


def _when(context: Context, moment: int | None) -> str:
    """`Sat 2026-04-11 03:00, 5 h ago`; only the date for what is later than now."""
    if moment is None:
        return "at an unknown time"
    at, age = _clock(moment, context.desk.loaded.zone), context.now_ms - moment
    return at if age < 0 else f"{at}, just now" if age < _MINUTE else f"{at}, {lasting(age)} ago"


# --- what there is ------------------------------------------------------------------------------


def _is_new(standing: Standing) -> bool:
    return not standing.audit.entry_count and not standing.runs.phases


def _welcome(out: Page, standing: Standing, preview: Sequence[str], sweep: Sequence[str]) -> None:
    notes = len(standing.inputs.snapshot.notes)
    if notes:
        there = f"There {'is' if notes == 1 else 'are'} {count(notes, 'daily note')}."
        out.say(f"Nothing was dreamt here yet. {there} To see what a first sweep would do, and to do it:")
        out.command(preview)
        out.command(sweep)
    else:
        out.say(
            "There is nothing to dream of here yet: notes are read from memory/YYYY-MM-DD.md. Write one, or"
            " name another folder with --workspace; `dreamtui --demo` shows a sample."
        )
    out.blank()


def _store(out: Page, standing: Standing) -> None:
    audit = standing.audit
    parts = [
        count(audit.entry_count, "entry", "entries"),
        f"{audit.promoted_count:,} promoted",
        f"{audit.spaced_count:,} seen on several days",
        f"{audit.tagged_count:,} tagged",
    ]
    if audit.invalid_count:
        parts.append(f"{audit.invalid_count:,} unreadable")
    _row(out, "store", " · ".join(parts))


def _details(out: Page, standing: Standing) -> None:
    entries = standing.inputs.snapshot.state.recall.entries.values()
    recalls, passive = (
        sum(entry.recall_count for entry in entries),
        sum(entry.daily_count + entry.grounded_count for entry in entries),
    )
    never = sum(not entry.recall_count for entry in entries)
    _row(out, "signals", f"{recalls:,} recalls by searches, {passive:,} passive · {never:,} never recalled")
    scripts = ", ".join(f"{number:,} {script}" for script, number in standing.audit.scripts.items() if number)
    _row(out, "tags", scripts or "none")
    _row(out, "gates", words.funnel_in_words(standing.funnel))


def _memory(out: Page, context: Context, use: MemoryUse) -> None:
    settings = context.desk.loaded.settings.memory
    share = use.chars / use.budget_chars
    style = "green" if share < 0.8 else "yellow" if share <= 1 else "red"
    _row(
        out,
        "MEMORY.md",
        Span(bars.bar(share, 16), f"{style} on bright_black"),
        f" {use.chars:,} of {use.budget_chars:,} characters ({share:.0%})",
        Span(", over" if share > 1 else "", style),
        f" · {count(use.entries, 'entry', 'entries')}",
    )
    _row(
        out,
        "",
        f"about {use.tokens:,} tokens · ${use.monthly_cost:,.2f} a month",
        Span(f" {settings.cost_basis}", "dim"),
    )


def _queue(out: Page, standing: Standing) -> None:
    queue = standing.queue
    if queue.pending:
        waiting: Words = Span(f"{count(queue.pending, 'candidate')} could be promoted now", "bold")
    else:
        waiting = "nothing could be promoted now"
    decided = [f"{number:,} {word}" for number, word in _decided(standing) if number]
    _row(out, "queue", waiting, "".join(f" · {part}" for part in decided))
    if not queue.pending and standing.audit.entry_count:
        out.say(Span(f"{why_nothing(standing)}.", "dim"), indent=_LABEL)


def _decided(standing: Standing) -> list[tuple[int, str]]:
    queue = standing.queue
    return [(queue.approved, "approved"), (queue.deferred, "deferred"), (queue.rejected, "rejected")]


def _health(out: Page, found: Sequence[Finding], *, deep: bool) -> None:
    wrong = [one for one in found if one.severity == "warn" or deep]
    if not wrong:
        more = "" if deep else " that shows at a glance; `dreamtui doctor` looks closer"
        _row(out, "health", Span("nothing wrong", "green"), Span(more, "dim"))
        return
    shown = wrong if deep else wrong[:_MOST_FINDINGS]
    hidden = len(wrong) - len(shown)
    more = f", {hidden} more with `dreamtui doctor`" if hidden else ""
    _row(out, "health", Span(count(len(wrong), "finding"), "bold yellow"), more)
    for one in shown:
        findings.finding(out, one)


# --- words --------------------------------------------------------------------------------------


def _row(out: Page, label: str, *words: Words) -> None:
    out.say(*words, lead=[Span(label.ljust(_LABEL), "bold dim")])


def _short(path: object) -> str:
    return home_as_tilde(str(path), os.path.expanduser("~"))  # noqa: PTH111 (never fails)


def _clock(ms: int, zone: tzinfo) -> str:
    return f"{local(ms, zone):%a %Y-%m-%d %H:%M}"

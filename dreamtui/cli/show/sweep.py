"""What `dreamtui --dry-run` and `dreamtui sweep` print: phases, diffs, a summary that stands alone."""

from __future__ import annotations

import os
from collections.abc import Sequence

from dreamtui import paths
from dreamtui.cli.context import Context
from dreamtui.cli.show import candidates, gauge, phases
from dreamtui.cli.show.diff import show_writes
from dreamtui.cli.show.page import Page, Span, page
from dreamtui.config.settings import DeepSettings
from dreamtui.engine.deep import Funnel, funnel
from dreamtui.engine.intake import Intake, intake
from dreamtui.engine.misses import near_misses, why_none
from dreamtui.engine.sweep import Dream
from dreamtui.files import memory_md
from dreamtui.instants import local
from dreamtui.model import Candidate
from dreamtui.review.plan import Plan
from dreamtui.review.rules import thresholds
from dreamtui.show import words
from dreamtui.show.text import count, home_as_tilde

NEAREST = 5


def show(
    context: Context, plan: Plan, *, applied: bool, focus: str | None = None, again: list[str] | None = None
) -> None:
    """Print a plan. `again` are the words of the command that does exactly what a preview shows."""
    dream = plan.dream
    assert dream is not None
    with page() as out:
        _first_line(out, context, plan, applied)
        _missing(out, context, dream)
        _light(out, context, dream, applied)
        _rem(out, context, dream)
        _deep(out, context, plan, applied, focus)
        _files(out, plan, applied)
        _summary(out, context, plan, applied, again)


# --- what this is -------------------------------------------------------------------------------


def _first_line(out: Page, context: Context, plan: Plan, applied: bool) -> None:
    when = local(plan.now_ms, context.desk.loaded.zone)
    where = home_as_tilde(plan.workspace, os.path.expanduser("~"))  # noqa: PTH111 (never fails)
    out.say(
        Span("Dreamed" if applied else "Preview of dreaming", "bold"),
        " in ",
        Span(where, "bold"),
        f" at {when:%Y-%m-%d %H:%M} {when.tzname() or ''}".rstrip() + ". ",
        Span("" if applied else "Nothing is written.", "bold"),
    )


def _missing(out: Page, context: Context, dream: Dream) -> None:
    """What a workspace lacks that has nothing to dream of yet, and what to do about it."""
    if not context.desk.workspace.notes():
        out.say(
            f"There are no notes yet: a sweep reads {paths.note_path('YYYY-MM-DD')}, one file a day."
            f" Write one, such as {paths.note_path(dream.day)}, and look again."
        )
    if not dream.ranked and not dream.state.recall.entries:
        out.say(
            f"There is no recall store yet ({paths.RECALL_STORE}): it fills as notes are read by sweeps,"
            " and as searches find them. Only what searches find again and again becomes memory."
        )


# --- the phases ---------------------------------------------------------------------------------


def _light(out: Page, context: Context, dream: Dream, applied: bool) -> None:
    how = context.desk.loaded.settings.dreaming.phases.light
    out.heading("Light", f"reads the last {count(how.lookback_days, 'day')} and stages what is new")
    if not how.enabled:
        out.say("Switched off (phases.light.enabled=false).", indent=2)
        return
    phases.read(out, intake(dream).get("light", Intake()))
    phases.excluded(out, dream.excluded)
    phases.staged(out, dream.staged.entries, applied=applied)


def _rem(out: Page, context: Context, dream: Dream) -> None:
    how = context.desk.loaded.settings.dreaming.phases.rem
    out.heading("REM", f"looks for patterns in the last {count(how.lookback_days, 'day')}")
    if dream.reflection is None:
        out.say("Switched off (phases.rem.enabled=false).", indent=2)
        return
    what = intake(dream).get("rem", Intake())
    if what.snippets or what.messages:
        phases.read(out, what, older=True)
    phases.reflection(out, dream.reflection)


def _deep(out: Page, context: Context, plan: Plan, applied: bool, focus: str | None) -> None:
    how = context.desk.loaded.settings.dreaming.phases.deep
    assert plan.dream is not None
    about = "ranks every candidate; only what passes all gates becomes memory"
    out.heading("Deep", f"only what matches “{focus}”" if focus else about)
    if not how.enabled:
        out.say("Switched off (phases.deep.enabled=false): nothing is promoted.", indent=2)
        return
    limits = thresholds(how)
    fallen = funnel(plan.dream.ranked, limits)
    _why_none(out, plan, how, fallen, applied)
    if not fallen.total:
        return
    candidates.legend(out, limits)
    if plan.judged:
        out.blank()
        candidates.judged_table(out, plan.judged)
    if fallen.passed:
        out.blank()
        out.say(words.funnel_in_words(fallen), *_left_over(plan, how, fallen), indent=2)
    misses = near_misses(plan.dream.ranked, limits, NEAREST)
    if misses:
        out.blank()
        nearest = "The nearest miss" if len(misses) == 1 else f"The {len(misses)} nearest misses"
        out.line(Span(nearest, "bold"), ":", indent=2)
        candidates.misses_table(out, misses, limits)


def _why_none(out: Page, plan: Plan, how: DeepSettings, fallen: Funnel, applied: bool) -> None:
    why = _reason_for_none(plan, how, fallen)
    if not why:
        return
    verb = "Nothing was promoted" if applied else "Nothing would be promoted"
    out.say(Span(f"{verb}: {why}.", "bold yellow"), indent=2)
    assert plan.dream is not None
    ranked = plan.dream.ranked
    if ranked and how.gate_on == "recalls" and not any(one.entry.recall_count for one in ranked):
        out.say(
            "None of them was ever found by a search. What a sweep re-reads is a passive signal and does not"
            " count as a recall (with phases.deep.gateOn=signals it would).",
            indent=2,
        )


def _reason_for_none(plan: Plan, how: DeepSettings, fallen: Funnel) -> str:
    if not how.enabled:
        return "Deep is switched off (phases.deep.enabled=false)"
    if how.limit == 0:
        return "phases.deep.limit is 0"
    return why_none(fallen, plan.judged, thresholds(how))


def _left_over(plan: Plan, how: DeepSettings, fallen: Funnel) -> list[str]:
    waiting = fallen.passed - len(plan.judged)
    if waiting <= 0 or not how.limit:
        return []
    left = "1 is" if waiting == 1 else f"{waiting:,} are"
    return [f" {left} left for later: a sweep promotes {how.limit} at most (phases.deep.limit)."]


# --- files and summary --------------------------------------------------------------------------


def _files(out: Page, plan: Plan, applied: bool) -> None:
    files = count(len(plan.writes), "file")
    out.heading(f"{files} written" if applied else f"{files} would be written", "with the exact changes")
    if not plan.writes:
        out.say("Nothing changes." if not applied else "Nothing changed.", indent=2)
    show_writes(out, plan.writes, applied=applied)


def _summary(out: Page, context: Context, plan: Plan, applied: bool, again: list[str] | None) -> None:
    settings = context.desk.loaded.settings
    out.heading("Summary")
    assert plan.dream is not None
    ranked = plan.dream.ranked
    waiting = [] if plan.promotions else [judged for judged in plan.judged if judged.verdict.eligible]
    if plan.promotions:
        verb = "Promoted" if applied else "Would promote"
        out.say(
            f"{verb} {len(plan.promotions)} of {count(len(ranked), 'candidate')} into MEMORY.md:", indent=2
        )
        _numbered(out, [(candidate, live.text) for candidate, live in plan.promotions])
    elif waiting:
        verb = "waits" if len(waiting) == 1 else "wait"
        found = count(len(ranked), "candidate")
        out.say(f"{len(waiting)} of {found} {verb} for review; MEMORY.md was left as it is:", indent=2)
        _numbered(out, [(candidate, candidates.text_of(candidate, v)[0]) for candidate, v in waiting])
    else:
        deep = settings.dreaming.phases.deep
        why = _reason_for_none(plan, deep, funnel(ranked, thresholds(deep)))
        out.say(f"{'Promoted' if applied else 'Would promote'} nothing: {why}.", indent=2)
    gauge.show(out, plan, settings.memory)
    _next_step(out, applied, bool(waiting), again)


def _numbered(out: Page, found: Sequence[tuple[Candidate, str]]) -> None:
    """As MEMORY.md gets them, one line each."""
    candidates.numbered(out, [(candidate.score, memory_md.one_line(text)) for candidate, text in found])


def _next_step(out: Page, applied: bool, waiting: bool, again: list[str] | None) -> None:
    if applied and waiting:
        out.say(
            "To review: open ",
            Span("dreamtui", "bold"),
            f". To promote what passes{':' if again else ', `dreamtui sweep --apply`.'}",
            indent=2,
        )
        if again:
            out.command(again)
    elif not applied and again:
        out.say("Nothing was written. To do exactly this:", indent=2)
        out.command(again)
    elif not applied:
        out.say("Nothing was written. This is the sample; your own: `dreamtui --dry-run DIR`.", indent=2)

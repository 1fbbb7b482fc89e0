"""What `dreamtui review` prints: the queue, what was decided, what was or would be written."""

from __future__ import annotations

from collections.abc import Sequence

from dreamtui.cli.context import Context
from dreamtui.cli.show import candidates, diff, gauge
from dreamtui.cli.show.page import Page, Span, page
from dreamtui.engine.deep import Judged
from dreamtui.review.approved import ApprovedPlan, Item
from dreamtui.review.decision import Decision
from dreamtui.review.queue import Queue, Row
from dreamtui.service.reviewer import Reviewer
from dreamtui.show.marks import FLAG, NO
from dreamtui.show.text import count
from dreamtui.show.words import lost

_DONE = {"approve": "approved", "reject": "rejected", "defer": "deferred", "edit": "approved, edited"}


def show_list(
    context: Context, reviewer: Reviewer, queue: Queue, rows: Sequence[Row], wanted: str | None
) -> None:
    """Print rows of the queue, each with the decision on it."""
    with page() as out:
        out.say(Span(f"Queue of {context.desk.workspace.root}", "bold"), f": {_counts(queue)}.")
        if rows:
            candidates.legend(out, queue.rules.thresholds)
            out.blank()
            judged = [Judged(row.candidate, queue.verdict(row.key)) for row in rows]
            candidates.judged_table(out, judged, lambda one: _notes(out, reviewer, queue, one))
        else:
            out.say(_nothing(queue, wanted), indent=2)
        if queue.moved.lost:
            out.blank()
            out.say(f"{NO} {lost([one.key for one in queue.moved.lost])}", indent=2)
        if rows and not any(row.decision for row in rows):
            out.blank()
            out.say("`dreamtui review approve KEY` decides; KEY may be part of the text.")


def _nothing(queue: Queue, wanted: str | None) -> str:
    if wanted or not queue.rows:
        return f"Nothing {f'is {wanted}' if wanted else 'waits for a decision'}."
    there = count(len(queue.rows), "candidate")
    some = "near" if queue.counts()["near"] else "all"
    return f"Nothing waits for a decision, of {there}: `dreamtui review --filter {some}` lists others."


def show_decided(reviewer: Reviewer, queue: Queue, rows: Sequence[Row]) -> None:
    """Print what was decided, and what keeps it back all the same."""
    with page() as out:
        for row in rows:
            done = _DONE[row.decision.choice] if row.decision else "undecided"
            out.say(row.candidate.entry.snippet, lead=[Span(f"{done}: ", "bold")], most=2)
            _obstacles(out, reviewer, queue, row)
        out.say(f"{count(queue.left(), 'candidate')} left to decide on.")


def show_undone(queue: Queue, words: str) -> None:
    """Print what was undone or done again."""
    with page() as out:
        out.say(f"{words}.")
        out.say(f"{count(queue.left(), 'candidate')} left to decide on.")


def show_plan(context: Context, plan: ApprovedPlan, *, applied: bool) -> None:
    """Print the exact change of MEMORY.md, what is kept back, and the budget."""
    with page() as out:
        number = count(len(plan.promoted), "entry", "entries")
        if not plan.promoted:
            out.say(Span("Nothing can be written", "bold"), ": ", why_nothing(plan))
        elif applied:
            out.say(Span(f"Wrote {number} to MEMORY.md", "bold"), "; `dreamtui review undo` takes it back.")
        else:
            out.say(Span(f"Would write {number} to MEMORY.md", "bold"), "; nothing was written.")
        if plan.memory:
            diff.show_writes(out, [plan.memory], applied=applied)
        if plan.flagged:
            out.heading("Look twice")
            for item in plan.flagged:
                out.say(f"{FLAG} {item.text}", indent=2, most=2)
                out.say(Span("; ".join(flag.message for flag in item.flags), "dim"), indent=4)
        if plan.lost:
            out.blank()
            out.say(f"{NO} {lost([one.key for one in plan.lost])}")
        if plan.kept_back:
            out.heading("Kept back")
            for item in plan.kept_back:
                _kept(out, item)
        out.blank()
        gauge.show(out, plan.plan, context.desk.loaded.settings.memory)


def why_nothing(plan: ApprovedPlan) -> str:
    """Why a plan writes nothing."""
    return "all that is approved is kept back." if plan.items else "nothing is approved."


def _kept(out: Page, item: Item) -> None:
    out.say(item.text, indent=2, most=2)
    out.say(Span("; ".join(reason.message for reason in item.reasons), "dim"), indent=4)


def _counts(queue: Queue) -> str:
    counts = queue.counts()
    parts = [f"{queue.left()} to decide on", f"{len(queue.approved())} approved"]
    return ", ".join([*parts, f"{counts['rejected']} rejected", f"{counts['near']} near misses"])


def _notes(out: Page, reviewer: Reviewer, queue: Queue, judged: Judged) -> None:
    row = queue.row(judged.candidate.entry.key)
    out.say(Span(row.key, "dim"), indent=candidates.INDENT)
    if row.decision and row.standing != "promoted":
        out.say(_told(row.decision), indent=candidates.INDENT)
        _obstacles(out, reviewer, queue, row)


def _told(decision: Decision) -> Span:
    why = f": {decision.reason}" if decision.reason else ""
    text = f": {decision.text}" if decision.text else ""
    return Span(f"{_DONE[decision.choice]} on {decision.at[:10]}{why}{text}", "bold")


def _obstacles(out: Page, reviewer: Reviewer, queue: Queue, row: Row) -> None:
    if blocked := reviewer.obstacles(queue, row.key):
        said = "; ".join(reason.message for reason in blocked)
        out.say(Span(f"will be kept back: {said}", "yellow"), indent=candidates.INDENT)

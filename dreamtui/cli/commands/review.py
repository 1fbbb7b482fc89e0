"""`dreamtui review`: the queue from a script: list, decide, write what is approved, undo."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from dreamtui.cli import shapes
from dreamtui.cli.context import Context, open_context
from dreamtui.cli.main import DONE, NO, say
from dreamtui.cli.matching import matching
from dreamtui.cli.output import print_json
from dreamtui.engine.deep import Judged
from dreamtui.errors import BadInput, Changed
from dreamtui.review.decision import APPROVED, Choice, Decision
from dreamtui.review.diffs import unified
from dreamtui.review.queue import Queue, Row
from dreamtui.service.reviewer import Reviewer
from dreamtui.show.text import count

if TYPE_CHECKING:
    from dreamtui.review.approved import ApprovedPlan, Item

ATTEMPTS = 3
_ALL: Final = "nothing was decided: see `dreamtui review --filter all`"
_CHOICES: dict[str, Choice] = {"approve": "approve", "reject": "reject", "defer": "defer", "edit": "edit"}


def run(args: argparse.Namespace) -> int:
    """Do what is asked for; 1 when nothing matches, or there is nothing to undo or to write."""
    _check(args)
    context = open_context(args)
    reviewer = Reviewer(context.desk, lambda: context.now_ms)
    if args.action in _CHOICES:
        return _decide(context, reviewer, args)
    if args.action in ("undo", "redo"):
        return _undo(context, reviewer, args)
    if args.action == "apply":
        return _apply(context, reviewer, args)
    return _list(context, reviewer, args)


def _check(args: argparse.Namespace) -> None:
    """Refuse options that the action has no use for, rather than do something else than was meant."""
    allowed = {
        "list": ("keys", "filter"),
        "approve": ("keys", "filter", "reason"),
        "reject": ("keys", "filter", "reason"),
        "defer": ("keys", "filter", "reason"),
        "edit": ("keys", "text", "reason"),
        "apply": ("dry_run",),
    }.get(args.action, ())
    for name in ("keys", "filter", "reason", "text", "dry_run"):
        if getattr(args, name) and name not in allowed:
            shown = "KEY" if name == "keys" else f"--{name.replace('_', '-')}"
            raise BadInput(f"review {args.action} takes no {shown}: see `dreamtui review --help`")
    if args.action in ("approve", "reject", "defer") and bool(args.keys) == bool(args.filter):
        raise BadInput(f"review {args.action}: name candidates by KEY, or all of a list by --filter")
    if args.action == "edit" and (len(args.keys) != 1 or args.text is None):
        raise BadInput("review edit: name one candidate by KEY, and give its new text with --text")


# --- listing ------------------------------------------------------------------------------------


def _list(context: Context, reviewer: Reviewer, args: argparse.Namespace) -> int:
    queue = reviewer.load()
    rows = shown(queue, args.filter)
    if args.keys:
        found = {text: {row.key for row in matching(queue, text)} for text in args.keys}
        wanted = set().union(*found.values())
        rows = [row for row in (rows if args.filter else queue.rows) if row.key in wanted]
    if args.json:
        lost = [_decision(one) for one in queue.moved.lost]
        candidates = [_shape(reviewer, queue, row) for row in rows]
        print_json({**_head(context, queue), "candidates": candidates, "lost": lost})
    else:
        from dreamtui.cli.show import review

        if rows or not args.keys:
            review.show_list(context, reviewer, queue, rows, args.filter)
    if not args.keys or rows:
        return DONE
    say(_unmatched(args.keys, args.filter, any(found.values())))
    return NO


def _unmatched(texts: Sequence[str], wanted: str | None, there: bool) -> str:
    names = " or ".join(map(repr, texts))
    if there:
        return f"what matches {names} is not {wanted}: see `dreamtui review --filter all`"
    return f"no candidate matches {names}: see `dreamtui review --filter all`"


def shown(queue: Queue, wanted: str | None) -> list[Row]:
    """The rows that a filter lists; without one what waits for a person, or is decided and not promoted."""
    if wanted == "all":
        return list(queue.rows)
    return [row for row in queue.rows if wanted in _lists(row)]


def _lists(row: Row) -> set[str | None]:
    """The filters that show a row."""
    lists: set[str | None] = {row.standing}
    if row.flagged:
        lists.add("flagged")
    if row.open:
        lists |= {"open", None}
    if row.decision and row.standing != "promoted":
        lists |= {"approved" if row.decision.choice in APPROVED else None, None}
        if row.decision.choice == "defer":
            lists.add("deferred")
    return lists


# --- deciding -----------------------------------------------------------------------------------


def _decide(context: Context, reviewer: Reviewer, args: argparse.Namespace) -> int:
    queue = reviewer.load()
    rows = _named(queue, args.keys) if args.keys else shown(queue, args.filter)
    if isinstance(rows, str):
        return _nothing(context, queue, args, f"no candidate matches {rows!r}; {_ALL}")
    flagged = 0
    if args.filter and args.action == "approve":
        rows, flagged = _approvable(rows, args.filter)
    left = (
        f"{count(flagged, 'flagged candidate')} left as before: look, and approve by KEY" if flagged else ""
    )
    if not rows:
        return _nothing(context, queue, args, left or f"no candidate is {args.filter} and waits; {_ALL}")
    choice = _CHOICES[args.action]
    text = sys.stdin.read() if args.text == "-" else args.text or ""
    keys = [row.key for row in rows]
    queue = reviewer.decide(queue, choice, keys, reason=args.reason, text=text.rstrip("\n"))
    rows = [queue.rows[queue.by_key[key]] for key in keys]
    if args.json:
        print_json({**_head(context, queue), "decided": [_shape(reviewer, queue, row) for row in rows]})
    else:
        from dreamtui.cli.show import review

        review.show_decided(reviewer, queue, rows)
    if left:
        say(left)
    return DONE


def _approvable(rows: list[Row], wanted: str) -> tuple[list[Row], int]:
    """What a filter approves of these, and how many it leaves to a look at each, as `A` in the dashboard.

    What is approved stays as it is, with the text that somebody gave it.
    """
    waiting = [row for row in rows if not (row.decision and row.decision.choice in APPROVED)]
    plain = [row for row in waiting if wanted == "flagged" or not row.flagged]
    return plain, len(waiting) - len(plain)


def _named(queue: Queue, texts: Sequence[str]) -> list[Row] | str:
    """The one candidate that each text means, or a text that means none. Raises BadInput where it may be
    several."""
    rows: dict[str, Row] = {}
    for text in texts:
        found = matching(queue, text)
        if len(found) > 1:
            names = ", ".join(row.key for row in found[:4]) + (", …" if len(found) > 4 else "")
            raise BadInput(
                f"{text!r} may be {len(found)} candidates; nothing was decided: name one of {names}"
            )
        if not found:
            return text
        rows[found[0].key] = found[0]
    return list(rows.values())


def _undo(context: Context, reviewer: Reviewer, args: argparse.Namespace) -> int:
    queue = reviewer.load()
    done = reviewer.undo(queue) if args.action == "undo" else reviewer.redo(queue)
    if done is None:
        return _nothing(context, queue, args, f"there is nothing to {args.action}")
    if args.json:
        print_json({**_head(context, done[0]), args.action: done[1]})
    else:
        from dreamtui.cli.show import review

        review.show_undone(done[0], done[1])
    return DONE


def _nothing(context: Context, queue: Queue, args: argparse.Namespace, why: str) -> int:
    if args.json:
        shape: shapes.Json = {"decided": []} if args.action in _CHOICES else {args.action: None}
        print_json({**_head(context, queue), **shape, "message": why})
    say(why)
    return NO


# --- writing ------------------------------------------------------------------------------------


def _apply(context: Context, reviewer: Reviewer, args: argparse.Namespace) -> int:
    plan = _planned(reviewer) if args.dry_run else _written(reviewer)
    applied = bool(plan.promoted) and not args.dry_run
    if args.json:
        print_json(_plan_shape(context, plan, applied=applied))
    else:
        from dreamtui.cli.show import review

        review.show_plan(context, plan, applied=applied)
    if plan.promoted:
        return DONE
    if args.json:  # else the page says it
        from dreamtui.cli.show import review

        say(f"nothing can be written: {review.why_nothing(plan)}")
    return NO


def _planned(reviewer: Reviewer) -> ApprovedPlan:
    return reviewer.plan(reviewer.load())


def _written(reviewer: Reviewer) -> ApprovedPlan:
    """Plan and write; nobody was shown the plan, so that it is made again where something changed."""
    for _ in range(ATTEMPTS - 1):
        plan = _planned(reviewer)
        try:
            reviewer.apply(plan)
        except Changed:
            continue
        return plan
    plan = _planned(reviewer)
    reviewer.apply(plan)
    return plan


# --- shapes -------------------------------------------------------------------------------------


def _head(context: Context, queue: Queue) -> shapes.Json:
    choices = [row.decision.choice for row in queue.rows if row.decision and row.standing != "promoted"]
    return {
        "workspaceDir": str(context.desk.workspace.root),
        "counts": dict(queue.counts()),
        "queue": {
            "pending": queue.left(),
            "approved": sum(choice in APPROVED for choice in choices),
            "rejected": choices.count("reject"),
            "deferred": choices.count("defer"),
        },
    }


def _shape(reviewer: Reviewer, queue: Queue, row: Row) -> shapes.Json:
    shape = shapes.candidate(Judged(row.candidate, queue.verdict(row.key)))
    blocked = [shapes.reason(reason) for reason in reviewer.obstacles(queue, row.key)]
    decision = _decision(row.decision) if row.decision else None
    return {**shape, "standing": row.standing, "decision": decision, "obstacles": blocked}


def _decision(decision: Decision) -> shapes.Json:
    told = {"choice": decision.choice, "at": decision.at, "key": decision.key}
    more = {"reason": decision.reason, "text": decision.text}
    return {**told, **{name: value for name, value in more.items() if value}}


def _plan_shape(context: Context, plan: ApprovedPlan, *, applied: bool) -> shapes.Json:
    return {
        "workspaceDir": str(context.desk.workspace.root),
        "applied": applied,
        "promoted": [_item(item) for item in plan.promoted],
        "keptBack": [_item(item) for item in plan.kept_back],
        "lost": [_decision(one) for one in plan.lost],
        "memory": {
            "before": plan.before._asdict(),
            "after": plan.after._asdict(),
            "budgetChars": plan.budget_chars,
            "overBudget": plan.over_budget,
        },
        "writes": [shapes.write(change, unified(change)) for change in plan.plan.writes],
    }


def _item(item: Item) -> shapes.Json:
    return {
        "key": item.key,
        "score": item.candidate.score,
        "text": item.text,
        "outcome": item.outcome,
        "reasons": [shapes.reason(reason) for reason in item.reasons],
        "flags": [shapes.reason(flag) for flag in item.flags],
    }

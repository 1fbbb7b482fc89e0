"""`dreamtui sweep`: Light, REM and Deep without the screen; `--dry-run` shows what --apply would do."""

from __future__ import annotations

import argparse

from dreamtui.cli import shapes
from dreamtui.cli.again import again
from dreamtui.cli.context import Context, mention, open_context
from dreamtui.cli.main import DONE, NO, say
from dreamtui.cli.output import print_json
from dreamtui.cli.progress import progress
from dreamtui.instants import iso
from dreamtui.review.diffs import unified
from dreamtui.review.plan import Plan
from dreamtui.service import sweeper


def run(args: argparse.Namespace) -> int:
    """Sweep, or preview a sweep."""
    context = open_context(args)
    if args.dry_run:
        return show_preview(context, args)
    with progress() as step:
        plan = sweeper.run(
            context.desk,
            context.now_ms,
            promote=args.apply,
            focus=args.focus,
            progress=step,
            live=args.now is None,
        )
    return _show(context, plan, args, applied=True)


def show_preview(context: Context, args: argparse.Namespace) -> int:
    """Print what `sweep --apply` would do now."""
    with progress() as step:
        plan = sweeper.preview(
            context.desk, context.now_ms, focus=getattr(args, "focus", None), progress=step
        )
    return _show(context, plan, args, applied=False)


def _show(context: Context, plan: Plan, args: argparse.Namespace, *, applied: bool) -> int:
    if args.json:
        print_json(shape(plan, applied=applied))
    elif getattr(args, "quiet", False):
        print(_line(plan, applied=applied))
    else:
        from dreamtui.cli.show import sweep

        focus = getattr(args, "focus", None)
        sweep.show(context, plan, applied=applied, focus=focus, again=again(args, "sweep --apply"))
    if getattr(args, "focus", None) is not None and plan.dream and not plan.dream.ranked:
        say(f"--focus {args.focus!r}: no candidate holds that text, so none was considered")
        return NO
    mention(context)
    return DONE


def _line(plan: Plan, *, applied: bool) -> str:
    """What a sweep came to in one line, for a log."""
    dream = plan.dream
    assert dream is not None
    waiting = 0 if plan.promotions else sum(verdict.eligible for _, verdict in plan.judged)
    did = "swept" if applied else "would sweep"
    counts = {
        "staged": len(dream.staged.entries),
        "ranked": len(dream.ranked),
        "promoted": len(plan.promotions),
        "waiting for review": waiting,
    }
    told = ", ".join(f"{number:,} {what}" for what, number in counts.items())
    return f"{iso(plan.now_ms)} {did} {plan.workspace}: {told}"


def shape(plan: Plan, *, applied: bool) -> shapes.Json:
    """The plan as one JSON document; `applied` says whether its writes were made."""
    dream = plan.dream
    assert dream is not None
    return {
        "now": iso(plan.now_ms),
        "workspaceDir": plan.workspace,
        "light": {
            "ingested": dream.ingested,
            "staged": [entry.key for entry in dream.staged.entries],
            "bodyLines": list(dream.staged.body),
            "excluded": dict(dream.excluded),
        },
        "rem": shapes.reflection(dream.reflection) if dream.reflection else None,
        "deep": {
            "ranked": len(dream.ranked),
            "candidates": [shapes.candidate(judged) for judged in dream.judged],
        },
        "promotions": [
            {
                "key": candidate.entry.key,
                "score": candidate.score,
                "text": live.text,
                "source": f"{live.path}:{live.start_line}-{live.end_line}",
            }
            for candidate, live in plan.promotions
        ],
        "writes": [shapes.write(change, unified(change)) for change in plan.writes],
        "applied": applied,
    }

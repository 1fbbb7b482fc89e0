"""`dreamtui promote`: rank the candidates now, and with --apply promote those that pass."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dreamtui import paths
from dreamtui.cli import shapes
from dreamtui.cli.again import again
from dreamtui.cli.context import Context, mention, open_context
from dreamtui.cli.main import DONE
from dreamtui.cli.output import print_json
from dreamtui.engine import deep
from dreamtui.engine.audit import audit
from dreamtui.engine.deep import Judged
from dreamtui.engine.settings import Thresholds
from dreamtui.instants import day_of
from dreamtui.model import Candidate
from dreamtui.review.inputs import Inputs

if TYPE_CHECKING:
    from dreamtui.review.plan import Plan


class Ranking(NamedTuple):
    """What was read and the candidates that clear the thresholds, judged."""

    inputs: Inputs
    ranked: list[Candidate]
    judged: list[Judged]


def run(args: argparse.Namespace) -> int:
    """Rank, and with --apply write. The list is as it was before the write."""
    context = open_context(args)
    ranking = rank(context, args)
    applied = _apply(context, args) if args.apply else None
    if args.json:
        print_json(_shape(context, ranking, applied))
    else:
        from dreamtui.cli.show import promote

        chosen = choose(ranking, args) if applied is None else applied.judged
        promote.show(context, ranking, chosen, applied, again(args, "--dry-run"))
    mention(context)
    return DONE


def rank(context: Context, args: argparse.Namespace) -> Ranking:
    """Read the workspace, judge what clears the thresholds given; `--limit N` ends with the Nth eligible."""
    inputs = context.desk.read()
    inputs = inputs._replace(
        rules=inputs.rules._replace(thresholds=_thresholds(inputs.rules.thresholds, args))
    )
    ranked = deep.rank(
        inputs.snapshot.state.recall.entries,
        inputs.snapshot.state.phases.entries,
        context.now_ms,
        inputs.settings.score,
        thresholds=inputs.rules.thresholds,
        include_promoted=args.include_promoted,
    )
    return Ranking(inputs, ranked, list(deep.select(ranked, inputs.rules, args.limit)))


def choose(ranking: Ranking, args: argparse.Namespace) -> Sequence[Judged]:
    """What --apply goes by: judged until --limit are eligible, else `phases.deep.limit`, as room is left."""
    inputs = ranking.inputs
    limit = inputs.settings.limit if args.limit is None else args.limit
    return list(deep.select(ranking.ranked, inputs.rules, limit))


def _thresholds(usual: Thresholds, args: argparse.Namespace) -> Thresholds:
    given = {
        "min_score": args.min_score,
        "min_recall_count": args.min_recall_count,
        "min_unique_queries": args.min_unique_queries,
    }
    return usual._replace(**{name: value for name, value in given.items() if value is not None})


def _apply(context: Context, args: argparse.Namespace) -> Plan:
    """Promote the eligible ones of a fresh ranking, at most --limit, else `phases.deep.limit`."""
    from dreamtui.review.plan import plan_promotions  # what writes is loaded where something is written
    from dreamtui.service import sweeper

    def plan() -> Plan:
        ranking = rank(context, args)
        today = day_of(context.now_ms, ranking.inputs.settings.zone)
        return plan_promotions(ranking.inputs, choose(ranking, args), context.now_ms, today)

    return sweeper.write(context.desk, plan)


def _shape(context: Context, ranking: Ranking, applied: Plan | None) -> shapes.Json:
    root = context.desk.workspace.root
    store = ranking.inputs.snapshot.state.recall
    shape: shapes.Json = {
        "workspaceDir": str(root),
        "storePath": str(root / paths.RECALL_STORE),
        "lockPath": str(root / paths.LOCK),
        "audit": shapes.audit(audit(store)),
        "candidates": [shapes.candidate(judged) for judged in ranking.judged],
    }
    if applied is not None:
        shape["applied"] = {
            "applied": len(applied.promotions),
            "appended": applied.appended,
            "reconciledExisting": len(applied.promotions) - applied.appended,
            "appliedCandidates": [
                shapes.candidate(judged) for judged in applied.judged if judged.verdict.eligible
            ],
        }
    return shape

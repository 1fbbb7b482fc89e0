"""`dreamtui rem-harness`: themes, candidate truths and deep candidates over the whole store."""

from __future__ import annotations

import argparse
from typing import NamedTuple

from dreamtui.cli import shapes
from dreamtui.cli.again import again
from dreamtui.cli.context import Context, open_context
from dreamtui.cli.main import DONE
from dreamtui.cli.output import print_json
from dreamtui.config.settings import by_name
from dreamtui.engine import deep
from dreamtui.engine.deep import Judged
from dreamtui.engine.rem import Reflection, reflect


class Preview(NamedTuple):
    """What REM sees in all entries, the candidates of Deep whatever their score, and how many more there
    are that are too old."""

    reflection: Reflection
    judged: list[Judged]
    older: int


def run(args: argparse.Namespace) -> int:
    """Reflect and rank without writing."""
    context = open_context(args)
    preview = _preview(context)
    if args.json:
        print_json(_shape(context, preview))
    else:
        from dreamtui.cli.show import rem

        rem.show(context, preview, again(args, "--dry-run"))
    return DONE


def _preview(context: Context) -> Preview:
    inputs = context.desk.read()
    state, rem = inputs.snapshot.state, inputs.settings.rem
    reflection = reflect(
        list(state.recall.entries.values()),
        limit=rem.limit,
        min_strength=rem.min_pattern_strength,
        muted=rem.muted,
    )
    everything = inputs.rules.thresholds._replace(min_score=0.0, min_recall_count=0, min_unique_queries=0)
    ranked = deep.rank(
        state.recall.entries,
        state.phases.entries,
        context.now_ms,
        inputs.settings.score,
    )
    young = [candidate for candidate in ranked if deep.clears(candidate, everything)]
    judged = list(deep.select(young, inputs.rules, None))
    return Preview(reflection, judged, len(ranked) - len(young))


def _shape(context: Context, preview: Preview) -> shapes.Json:
    phases = context.desk.loaded.settings.dreaming.phases
    return {
        "workspaceDir": str(context.desk.workspace.root),
        "remConfig": by_name(phases.rem),
        "deepConfig": by_name(phases.deep),
        "rem": shapes.reflection(preview.reflection),
        "deep": {
            "candidateCount": len(preview.judged),
            "candidates": [shapes.candidate(judged) for judged in preview.judged],
        },
    }

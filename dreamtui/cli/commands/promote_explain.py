"""`dreamtui promote-explain`: why a candidate would or would not be promoted, and what would change that."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import NamedTuple

from dreamtui.cli import shapes
from dreamtui.cli.context import Context, open_context
from dreamtui.cli.main import DONE, NO
from dreamtui.cli.output import print_json
from dreamtui.engine.claims import merge_claims
from dreamtui.engine.deep import Judged
from dreamtui.engine.eligibility import judge
from dreamtui.engine.scoring import score
from dreamtui.engine.settings import Thresholds
from dreamtui.engine.whatif import Change, WhatIf, would_pass
from dreamtui.errors import BadInput
from dreamtui.javascript import fold
from dreamtui.model import RecallEntry, Source


class Explanation(NamedTuple):
    """The best match of a text, judged, and the keys of other entries that match as well."""

    judged: Judged
    others: tuple[str, ...]
    thresholds: Thresholds
    changes: list[Change]
    source: Source


def run(args: argparse.Namespace) -> int:
    """Explain the best match; 1 when nothing matches."""
    if not fold(args.text):
        raise BadInput("promote-explain: TEXT is empty: give a key, part of a snippet or path, or words")
    context = open_context(args)
    explanation = _explain(context, args.text)
    if explanation is None:
        if args.json:
            print_json({"workspaceDir": str(context.desk.workspace.root), "candidate": None})
        _say_no_match(args.text)
        return NO
    if args.json:
        print_json(_shape(context, explanation))
    else:
        from dreamtui.cli.show import explain

        explain.show(context, explanation)
    return DONE


def _say_no_match(text: str) -> None:
    """Say on standard error that nothing matched."""
    from dreamtui.cli.main import say

    say(f"no recall entry matches {text!r}: try fewer words, or `dreamtui promote --min-score 0` for a list")


def _explain(context: Context, text: str) -> Explanation | None:
    inputs = context.desk.read()
    state, how = inputs.snapshot.state, inputs.settings.score
    entries = merge_claims(state.recall.entries)
    found = find(entries.values(), text)
    if not found:
        return None
    best = max(
        (score(entry, state.phases.entries.get(entry.key), context.now_ms, how) for entry in found),
        # the question is most often why something is not in MEMORY.md yet
        key=lambda candidate: (candidate.entry.promoted_at is None, candidate.score),
    )
    signal = state.phases.entries.get(best.entry.key)
    what_if = WhatIf(signal, context.now_ms, inputs.settings.zone, how, inputs.rules)
    return Explanation(
        judged=Judged(best, judge(best, inputs.rules)),
        others=tuple(entry.key for entry in found if entry.key != best.entry.key),
        thresholds=inputs.rules.thresholds,
        changes=list(would_pass(best, what_if)),
        source=inputs.snapshot.sources.get(best.entry.path),
    )


def find(entries: Iterable[RecallEntry], text: str) -> list[RecallEntry]:
    """Entries by key or place, else by part of the snippet, of the path, else by words that all occur.

    What says the phrase comes before what only holds its words, and the snippet before the path.
    """
    entries = list(entries)
    wanted = fold(text).casefold()
    words = wanted.split()
    ways: tuple[Callable[[RecallEntry], bool], ...] = (
        lambda e: text in (e.key, e.place, f"{e.path}:{e.start_line}"),
        lambda e: wanted in e.snippet.casefold(),
        lambda e: wanted in e.path.casefold(),
        lambda e: all(word in e.snippet.casefold() for word in words),
        lambda e: all(word in f"{e.path} {e.snippet}".casefold() for word in words),
    )
    return next((found for way in ways if (found := list(filter(way, entries)))), [])


def _shape(context: Context, explanation: Explanation) -> shapes.Json:
    limits = explanation.thresholds
    return {
        "workspaceDir": str(context.desk.workspace.root),
        "thresholds": {
            "minScore": limits.min_score,
            "minRecallCount": limits.min_recall_count,
            "minUniqueQueries": limits.min_unique_queries,
            "maxAgeDays": limits.max_age_days,
        },
        "candidate": shapes.candidate(explanation.judged),
        "passes": {gate.name: gate.passed for gate in explanation.judged.verdict.gates},
        "wouldPass": [dict(change._asdict()) for change in explanation.changes],
    }

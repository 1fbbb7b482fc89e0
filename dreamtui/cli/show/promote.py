"""What `dreamtui promote` prints: the ranking, what keeps candidates back, and what was appended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dreamtui import paths
from dreamtui.cli.context import Context
from dreamtui.cli.show import candidates, gauge
from dreamtui.cli.show.page import Page, Span, page
from dreamtui.engine import deep
from dreamtui.engine.deep import Funnel
from dreamtui.engine.misses import near_misses, why_none
from dreamtui.model import Candidate
from dreamtui.review.plan import Plan
from dreamtui.show.text import count

if TYPE_CHECKING:
    from dreamtui.cli.commands.promote import Ranking

NEAREST = 5


def show(context: Context, ranking: Ranking, applied: Plan | None, preview: Sequence[str]) -> None:
    """Print a ranking, and what `--apply` did. `preview` is the command that shows a sweep."""
    limits = ranking.inputs.rules.thresholds
    with page() as out:
        eligible = sum(verdict.eligible for _, verdict in ranking.judged)
        _first_line(out, ranking, eligible)
        if not ranking.inputs.snapshot.state.recall.entries:
            _no_store(out, preview)
        else:
            candidates.legend(out, limits)
            if ranking.judged:
                out.blank()
                candidates.judged_table(out, ranking.judged)
            if not eligible:
                _nothing(out, context, ranking)
        if applied is not None:
            _applied(out, context, applied)
        elif eligible:
            out.blank()
            out.say(
                "Nothing was written. The same command with --apply appends"
                f" {'it' if eligible == 1 else 'them'} to MEMORY.md."
            )


def _first_line(out: Page, ranking: Ranking, eligible: int) -> None:
    judged = len(ranking.judged)
    listed = f"{count(judged, 'candidate')} {'clears' if judged == 1 else 'clear'} the gates"
    kept = f", {judged - eligible} kept back for another reason" if judged > eligible else ""
    out.say(Span("Ranking of " + ranking.inputs.snapshot.workspace, "bold"), f": {listed}{kept}.")


def _no_store(out: Page, preview: Sequence[str]) -> None:
    out.say(
        f"There is no recall store yet ({paths.RECALL_STORE}): it fills as notes are read by sweeps and as"
        " searches find them. To see what a sweep would read:"
    )
    out.command(preview)


def _nothing(out: Page, context: Context, ranking: Ranking) -> None:
    """Why nothing can be promoted, and what is nearest to it."""
    rules = ranking.inputs.rules
    everything = _everything(context, ranking)
    fallen: Funnel = deep.funnel(everything, rules.thresholds)
    out.blank()
    out.say(
        Span(f"Nothing can be promoted: {why_none(fallen, ranking.judged, rules.thresholds)}.", "bold yellow")
    )
    misses = near_misses(everything, rules.thresholds, NEAREST)
    if misses:
        out.blank()
        out.line(
            Span("The nearest miss" if len(misses) == 1 else f"The {len(misses)} nearest misses", "bold"), ":"
        )
        candidates.misses_table(out, misses, rules.thresholds)


def _everything(context: Context, ranking: Ranking) -> list[Candidate]:
    state = ranking.inputs.snapshot.state
    return deep.rank(
        state.recall.entries, state.phases.entries, context.now_ms, ranking.inputs.settings.score
    )


def _applied(out: Page, context: Context, plan: Plan) -> None:
    out.heading("Applied")
    known = len(plan.promotions) - plan.appended
    if not plan.promotions:
        out.say("Nothing was promoted; no file was changed.", indent=2)
        return
    if plan.appended:
        out.say(f"Appended {count(plan.appended, 'entry', 'entries')} to MEMORY.md:", indent=2)
        candidates.numbered(out, [(one.candidate.score, one.live.text) for one in plan.promotions])
    if known:
        was = "was" if known == 1 else "were"
        out.say(f"{known} stood in MEMORY.md already and {was} only marked as promoted.", indent=2)
    gauge.show(out, plan, context.desk.loaded.settings.memory)

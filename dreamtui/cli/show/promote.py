"""What `dreamtui promote` prints: the ranking, what keeps candidates back, and what was appended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dreamtui import paths
from dreamtui.cli.context import Context
from dreamtui.cli.show import candidates, gauge
from dreamtui.cli.show.page import Page, Span, page
from dreamtui.engine import deep
from dreamtui.engine.deep import Funnel, Judged
from dreamtui.engine.misses import near_misses, why_none
from dreamtui.model import Candidate
from dreamtui.review.plan import Plan
from dreamtui.show.text import count

if TYPE_CHECKING:
    from dreamtui.cli.commands.promote import Ranking

NEAREST = 5


class PutOff(NamedTuple):
    """How many are eligible but not promoted now: beyond the limit, or without room in MEMORY.md."""

    beyond: int
    no_room: int
    limit: int

    @property
    def number(self) -> int:
        """How many in all."""
        return self.beyond + self.no_room

    @property
    def why(self) -> str:
        """What puts them off."""
        told = [f"phases.deep.limit is {self.limit:,}"] if self.beyond else []
        if self.no_room:
            told.append(f"MEMORY.md's budget has no room for {self.no_room:,}")
        return "; ".join(told)


def show(
    context: Context,
    ranking: Ranking,
    chosen: Sequence[Judged],
    applied: Plan | None,
    preview: Sequence[str],
) -> None:
    """Print a ranking, and what `--apply` did. `chosen` is what --apply goes by.

    `preview` is the command that shows a sweep.
    """
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
            _left_over(out, _put_off(ranking, chosen))
        elif eligible:
            out.blank()
            would = _would(eligible, _put_off(ranking, chosen))
            out.say(f"Nothing was written. The same command with --apply appends {would}.")


def _put_off(ranking: Ranking, chosen: Sequence[Judged]) -> PutOff:
    """What is eligible by itself, and not among those that --apply goes by."""
    verdicts = {one.candidate.entry.key: one.verdict.eligible for one in chosen}
    eligible = [one.candidate.entry.key for one in ranking.judged if one.verdict.eligible]
    no_room = sum(verdicts.get(key) is False for key in eligible)
    return PutOff(sum(key not in verdicts for key in eligible), no_room, ranking.inputs.settings.limit)


def _would(eligible: int, off: PutOff) -> str:
    if not off.number:
        return f"{'it' if eligible == 1 else 'them'} to MEMORY.md"
    left = eligible - off.number
    first = f"the first {left:,}" if left and not off.no_room else f"{left:,}" if left else "none"
    return f"{first} of {eligible:,} to MEMORY.md ({off.why})"


def _left_over(out: Page, off: PutOff) -> None:
    if off.number:
        out.say(f"{off.number:,} {'was' if off.number == 1 else 'were'} put off: {off.why}.", indent=2)


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

"""What `dreamtui rem-harness` prints: themes, truths and what their confidence is made of, top candidates."""

from __future__ import annotations

from collections.abc import Sequence

from dreamtui import paths
from dreamtui.cli.commands.rem_harness import Preview
from dreamtui.cli.context import Context
from dreamtui.cli.show import candidates, phases
from dreamtui.cli.show.page import Span, page
from dreamtui.review.rules import thresholds
from dreamtui.show.text import count

BEST = 10


def show(context: Context, found: Preview, dry_run: Sequence[str]) -> None:
    """Print what REM sees in the whole store, and what Deep would rank first.

    `dry_run` is the command that shows a sweep.
    """
    seen, judged = found.reflection, found.judged
    deep = context.desk.loaded.settings.dreaming.phases.deep
    root = context.desk.workspace.root
    with page() as out:
        out.say(Span(f"REM preview of {root}", "bold"), " over the whole recall store. Nothing is written.")
        if not seen.source_count:
            out.say(
                f"There is no memory to reflect on yet ({paths.RECALL_STORE}): sweeps fill it with what they"
                " read. To see what the next one would read:"
            )
            out.command(dry_run)
            return
        out.heading("REM")
        phases.reflection(out, seen, parts=True)
        best = list(judged[:BEST])
        known = count(len(judged), "candidate")
        out.heading("Deep", f"the best {len(best)} of {known}, whatever their score, recalls and queries")
        if found.older:
            out.say(_older(found.older, deep.max_age_days), indent=2)
        elif not best:
            out.say("There are no candidates: everything was promoted already.", indent=2)
        if not best:
            return
        candidates.legend(out, thresholds(deep))
        out.blank()
        candidates.judged_table(out, best)


def _older(number: int, days: int) -> str:
    told = "1 candidate is" if number == 1 else f"{number:,} candidates are"
    return f"{told} left out: not recalled within {days} days (phases.deep.maxAgeDays)."

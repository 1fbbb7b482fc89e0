"""What `dreamtui rem-harness` prints: themes, truths and what their confidence is made of, top candidates."""

from __future__ import annotations

from collections.abc import Sequence

from dreamtui import paths
from dreamtui.cli.context import Context
from dreamtui.cli.show import candidates, phases
from dreamtui.cli.show.page import Span, page
from dreamtui.engine.deep import Judged
from dreamtui.engine.rem import Reflection
from dreamtui.review.rules import thresholds
from dreamtui.show.text import count

BEST = 10


def show(context: Context, seen: Reflection, judged: Sequence[Judged], preview: Sequence[str]) -> None:
    """Print what REM sees in the whole store, and what Deep would rank first.

    `preview` is the command that shows a sweep.
    """
    root = context.desk.workspace.root
    with page() as out:
        out.say(Span(f"REM preview of {root}", "bold"), " over the whole recall store. Nothing is written.")
        if not seen.source_count:
            out.say(
                f"There is no memory to reflect on yet ({paths.RECALL_STORE}): sweeps fill it with what they"
                " read. To see what the next one would read:"
            )
            out.command(preview)
            return
        out.heading("REM")
        phases.reflection(out, seen, parts=True)
        best = list(judged[:BEST])
        out.heading(
            "Deep", f"the best {len(best)} of {count(len(judged), 'candidate')}, whatever their gates say"
        )
        if not best:
            out.say("There are no candidates: everything was promoted already.", indent=2)
            return
        candidates.legend(out, thresholds(context.desk.loaded.settings.dreaming.phases.deep))
        out.blank()
        candidates.judged_table(out, best)

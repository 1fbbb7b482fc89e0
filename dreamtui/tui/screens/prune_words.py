"""What is said of a plan that prunes or restores: what goes, what stays, what would be forgotten; pure."""

from __future__ import annotations

from collections import Counter
from typing import Final

from textual.content import Content

from dreamtui import paths
from dreamtui.javascript import fold
from dreamtui.review.pruning import PruningPlan
from dreamtui.show.marks import NO
from dreamtui.show.text import count, several
from dreamtui.show.words import CAME_BACK
from dreamtui.tui.screens.write_words import TEXT_LINES
from dreamtui.tui.widgets.difflines import Above
from dreamtui.tui.widgets.sheet import Sheet

PROBES: Final = 4
"""Questions that are named for each entry."""
_WILL: Final = {
    "pruned": "will be pruned to the archive",
    "merged": "will go, as the text went into another entry",
    "edited": "will say something else",
    "restored": "will be brought back",
}
_DONE: Final = {"pruned": "pruned", "merged": "merged", "edited": "edited", "restored": "brought back"}


def headline(plan: PruningPlan) -> Content:
    """What `enter` would do, in a sentence."""
    if not plan.items:
        return Content.assemble(
            ("Nothing can be written.", "bold"), " Go back with esc and mark an entry: x prunes, e edits."
        )
    kinds = Counter(item.done for item in plan.items)
    parts = [f"{count(number, 'entry', 'entries')} {_WILL[done]}" for done, number in kinds.items()]
    elsewhere = Counter(item.where for item in plan.items if item.where not in (None, "place"))
    told = [f"{number} {CAME_BACK[where]}" for where, number in elsewhere.items() if where]
    return Content.assemble((f"{several(parts)}.", "bold"), f" {'; '.join(told)}." if told else "")


def done(plan: PruningPlan) -> str:
    """What was done, once it is."""
    kinds = Counter(item.done for item in plan.items)
    return several([f"{_DONE[kind]} {number}" for kind, number in kinds.items()])


def left_out(plan: PruningPlan) -> Content | None:
    """What was picked and stays."""
    said = []
    if plan.locked:
        said.append(f"{count(len(plan.locked), 'locked entry stays', 'locked entries stay')}.")
    if plan.gone:
        what = count(len(plan.gone), "marked entry does", "marked entries do")
        said.append(f"{what} not stand in {paths.MEMORY} as when that was decided: mark anew.")
    return Content.assemble(("! ", "$text-warning bold"), " ".join(said)) if said else None


def gone(plan: PruningPlan) -> Above:
    """What is pruned to make room."""

    def say(sheet: Sheet) -> None:
        for item in plan.items:
            sheet.say(f"“{fold(item.text)}”", lead=[(f"{NO} ", sheet.ink.warn)], most=TEXT_LINES)
            if item.why:
                sheet.say(item.why, sheet.ink.dim, lead=[("  ", sheet.ink.plain)])

    return Above("Pruned first", "to make room; the stalest go", len(plan.items), say)


def forgotten(plan: PruningPlan) -> list[Above]:
    """What nothing in memory could answer any more; that nothing is lost is said, too. None: nothing goes."""
    if not any(item.done in ("pruned", "merged", "edited") for item in plan.items):
        return []
    texts = {item.id: item.text for item in plan.items}

    def say(sheet: Sheet) -> None:
        ink = sheet.ink
        if not plan.lost:
            sheet.say("Nothing is forgotten: notes and other entries answer all that these do.")
        for one in plan.lost:
            sheet.say(f"“{fold(texts.get(one.id, one.id))}”", lead=[("? ", ink.warn)], most=TEXT_LINES)
            asked = ", ".join(f"“{' '.join(probe)}”" for probe in one.probes[:PROBES])
            more = f" and {len(one.probes) - PROBES} more" if len(one.probes) > PROBES else ""
            sheet.say(
                f"{len(one.probes)} of {count(one.asked, 'question')}: {asked}{more}",
                ink.warn,
                lead=[("  ", ink.plain)],
            )

    note = "Nothing else in memory could answer then" if plan.lost else ""
    return [Above("Forgotten", note, len(plan.lost), say)]

"""What is said of a plan that prunes or restores: what goes, what stays, what would be forgotten; pure."""

from __future__ import annotations

from collections import Counter
from typing import Final

from textual.content import Content

from dreamtui import paths
from dreamtui.javascript import fold
from dreamtui.review.pruning import PruningPlan
from dreamtui.show.marks import NO
from dreamtui.show.text import count, cut, safe, several

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
    return Content.styled(f"{several(parts)}.", "bold")


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
        said.append(f"{what} not stand in {paths.MEMORY} any more.")
    return Content.assemble(("! ", "$text-warning bold"), " ".join(said)) if said else None


def gone(plan: PruningPlan, width: int) -> Content:
    """What is pruned to make room, an entry a line."""
    lines = [
        Content.assemble(
            (f"{NO} pruned first ", "$text-warning"), f"“{cut(safe(fold(item.text)), max(20, width - 30))}”"
        )
        for item in plan.items
    ]
    return Content("\n").join(lines)


def forgotten(plan: PruningPlan, width: int) -> Content | None:
    """What nothing in memory could answer any more; that nothing is lost is said, too. None: nothing goes."""
    if not any(item.done in ("pruned", "merged", "edited") for item in plan.items):
        return None
    if not plan.lost:
        return Content.assemble(
            ("Nothing is forgotten: ", "bold"), "notes and other entries answer all that these do."
        )
    texts = {item.id: item.text for item in plan.items}
    lines = [Content.styled("Nothing else in memory could answer then:", "bold")]
    for one in plan.lost:
        asked = ", ".join(f"“{safe(' '.join(probe))}”" for probe in one.probes[:PROBES])
        more = f" and {len(one.probes) - PROBES} more" if len(one.probes) > PROBES else ""
        said = cut(safe(fold(texts.get(one.id, one.id))), max(20, width // 2))
        lines.append(
            Content.assemble(
                ("? ", "$text-warning bold"), f"“{said}” ", (f"({len(one.probes)} of {one.asked}) ", "dim")
            )
        )
        lines.append(Content.assemble("    ", (asked + more, "$text-warning")))
    return Content("\n").join(lines)

"""Making room: what is approved and does not fit MEMORY.md, and the stalest entries that could go for it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import accumulate

from dreamtui.review import approval
from dreamtui.review.approved import ApprovedPlan
from dreamtui.review.forgetting import forgotten
from dreamtui.review.making_room import plan_with_room
from dreamtui.review.queue import Queue
from dreamtui.service.listing import Listing, Row
from dreamtui.service.pruner import Pruner


def make_room(pruner: Pruner, queue: Queue, listing: Listing, *, above: float = 0.0) -> ApprovedPlan | None:
    """One plan that prunes the stalest entries that may be suggested, as few as will do, and promotes what
    is approved in `queue`. Its one diff shows both, `pruned` what goes; `Reviewer.apply` writes it.

    None where all that is approved fits, nothing staler than `above` (0..1) may go, or nothing more that is
    approved would fit after it. If only some would, the plan is still `over_budget`. Raises BadInput for
    what cannot be read. Not for the event loop.
    """
    raw, said = pruner.history.ledger.read_with_bytes()
    given, files, now = pruner.desk.read(), pruner.history.files(raw), pruner.history.clock()
    budget = pruner.desk.loaded.settings.memory.budget
    without = approval.plan_approved(given, raw, queue.by_key, now, budget)
    if not without.over_budget:
        return None
    over = approval.plan_approved(given, raw, queue.by_key, now, sys.maxsize).after.chars - budget
    free = pruner.suggested(listing.under(said), above)
    if not free:
        return None

    def planned(rows: Sequence[Row]) -> ApprovedPlan:
        cuts = {row.id: _why(row) for row in rows}
        return plan_with_room(given, files, cuts, said.locked, queue.by_key, now, budget)

    sizes = accumulate(row.entry.chars for row in free)
    going = free[: 1 + sum(size < over for size in sizes)]
    plan = planned(going)
    while plan.over_budget and len(going) < len(free):  # what keeps the rest apart takes some, too
        going = free[: len(going) + 1]
        plan = planned(going)
    needed = _needed(going, budget - plan.after.chars)
    if len(needed) < len(going):
        leaner = planned(needed)
        if (leaner.promoted, leaner.over_budget) == (plan.promoted, plan.over_budget):
            plan = leaner
    gained = not plan.over_budget or len(plan.promoted) > len(without.promoted)
    if plan.pruned is None or not plan.pruned.items or not gained:
        return None
    entries = [item.entry for item in plan.pruned.items if item.entry]
    after = plan.memory.after if plan.memory else files.memory
    lost = forgotten(pruner.desk.workspace, entries, files.memory, after)
    return plan._replace(pruned=plan.pruned._replace(lost=lost))


def _needed(going: Sequence[Row], spare: int) -> list[Row]:
    """Those that must go when so many characters are left over; none that is staler than they stays."""
    needed = list(going)
    while needed and needed[-1].entry.chars <= spare:
        spare -= needed.pop().entry.chars
    return needed


def _why(row: Row) -> str:
    return f"to make room, staleness {row.staleness.score:.2f}: {row.why}"

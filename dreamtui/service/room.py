"""Making room: what is approved and does not fit MEMORY.md, and the stalest entries that could go for it."""

from __future__ import annotations

import sys

from dreamtui.review import approval
from dreamtui.review.approved import ApprovedPlan
from dreamtui.review.forgetting import forgotten
from dreamtui.review.making_room import plan_with_room
from dreamtui.review.queue import Queue
from dreamtui.service.listing import Listing
from dreamtui.service.pruner import Pruner


def make_room(pruner: Pruner, queue: Queue, listing: Listing, *, above: float = 0.0) -> ApprovedPlan | None:
    """One plan that prunes the stalest entries that may be suggested, as few as will do, and promotes what
    is approved in `queue`. Its one diff shows both, `pruned` what goes; `Reviewer.apply` writes it.

    None where all that is approved fits, or nothing staler than `above` (0..1) may go. If not enough may
    go, the plan is still `over_budget`. Raises BadInput for what cannot be read. Not for the event loop.
    """
    raw, said = pruner.history.ledger.read_with_bytes()
    given, files, now = pruner.desk.read(), pruner.history.files(raw), pruner.history.clock()
    budget = pruner.desk.loaded.settings.memory.budget
    if not approval.plan_approved(given, raw, queue.by_key, now, budget).over_budget:
        return None
    over = approval.plan_approved(given, raw, queue.by_key, now, sys.maxsize).after.chars - budget
    cuts: dict[str, str] = {}
    plan = None
    for row in pruner.suggested(listing.under(said), above):
        cuts[row.id] = "to make room"
        over -= row.entry.chars
        if over <= 0:
            plan = plan_with_room(given, files, cuts, said.locked, queue.by_key, now, budget)
            if not plan.over_budget:
                break
    if plan is None and cuts:
        plan = plan_with_room(given, files, cuts, said.locked, queue.by_key, now, budget)
    if plan is None or plan.pruned is None:
        return None
    going = [item.entry for item in plan.pruned.items if item.entry]
    after = plan.memory.after if plan.memory else files.memory
    lost = forgotten(pruner.desk.workspace, going, files.memory, after)
    return plan._replace(pruned=plan.pruned._replace(lost=lost))

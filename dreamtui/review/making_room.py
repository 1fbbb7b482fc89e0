"""Pruning and promoting in one plan, for what is approved and would not fit MEMORY.md as it is."""

from __future__ import annotations

from collections.abc import Container, Mapping

from dreamtui import paths
from dreamtui.entries import twin_of
from dreamtui.model import Write
from dreamtui.review import restoring, taking_back
from dreamtui.review.application import Application
from dreamtui.review.approval import plan_approved
from dreamtui.review.approved import ApprovedPlan
from dreamtui.review.inputs import Inputs
from dreamtui.review.plan import Plan
from dreamtui.review.pruning import Files, Picks, plan_pruning
from dreamtui.review.rewrite import Rewrite
from dreamtui.review.snapshot import memory_file


def plan_with_room(
    given: Inputs,
    files: Files,
    cuts: Mapping[str, str],
    locked: Container[str],
    shown: Container[str],
    now_ms: int,
    budget: int,
) -> ApprovedPlan:
    """The write that prunes entries (id to reason) and then promotes what is approved of `shown`.

    One plan with one diff, made whole or not at all, and one step of the ledger, which tells of both.
    """
    kept = [ident for ident in cuts if twin_of(ident) in locked]
    pruned = plan_pruning(files, Picks(cuts=cuts), kept, now_ms, budget)
    left = pruned.memory.after if pruned.memory else files.memory
    after = given._replace(snapshot=given.snapshot._replace(memory=memory_file(left)))
    step = pruned.step if pruned.items else ""
    approved = plan_approved(after, files.ledger, shown, now_ms, budget, step)
    plan = _joined(pruned.plan, approved.plan)
    return approved._replace(plan=plan, before=pruned.before, pruned=pruned)


def plan_undo(given: Inputs, files: Files, made: Application, room: Rewrite, now_ms: int) -> Plan:
    """Take such a write back whole: what was promoted, then what was pruned."""
    first = _untold(taking_back.plan_undo(given, files.ledger, made, now_ms))
    left = files._replace(memory=_memory_after(first, files.memory))
    return _joined(first, restoring.plan_undo(left, room, now_ms))


def plan_redo(given: Inputs, files: Files, made: Application, room: Rewrite, undo: str, now_ms: int) -> Plan:
    """Make it again, to the byte. Raises Changed when a file is not what it was before."""
    first = _untold(restoring.plan_redo(files, room, undo, now_ms))
    left = memory_file(_memory_after(first, files.memory))
    given = given._replace(snapshot=given.snapshot._replace(memory=left))
    return _joined(first, taking_back.plan_redo(given, files.ledger, made, undo, now_ms))


def _untold(plan: Plan) -> Plan:
    """A plan whose line in the ledger another one writes."""
    return plan._replace(writes=tuple(one for one in plan.writes if one.path != paths.REVIEW_LOG))


def _memory_after(plan: Plan, before: bytes | None) -> bytes | None:
    return next((write.after for write in plan.writes if write.path == paths.MEMORY), before)


def _joined(first: Plan, then: Plan) -> Plan:
    """One plan that does what two do, of which the second was made for the files as the first leaves them."""
    writes = {write.path: write for write in first.writes}
    for write in then.writes:
        known = writes.get(write.path)
        writes[write.path] = _after(known, write) if known else write
    # The ledger tells last: till then, what a crash cuts short is taken back.
    ordered = sorted(writes.values(), key=lambda write: write.path == paths.REVIEW_LOG)
    pins = {path: raw for path, raw in then.pins if path != paths.MEMORY} | dict(first.pins)
    return then._replace(writes=tuple(ordered), pins=tuple(pins.items()), all_or_nothing=True)


def _after(known: Write, write: Write) -> Write:
    if not write.append:
        return Write(write.path, known.before, write.after)
    added = (write.after or b"")[len(write.before or b"") :]
    return known._replace(after=(known.after or b"") + added.lstrip(b"\n"))

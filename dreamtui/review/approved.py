"""What `w` shows: the plan that writes approved candidates, what becomes of each, and the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from dreamtui import paths
from dreamtui.files.memory_md import Budget
from dreamtui.model import Candidate, Reason, Write
from dreamtui.review.decision import Decision
from dreamtui.review.diffs import unified
from dreamtui.review.plan import Plan

if TYPE_CHECKING:
    from dreamtui.review.pruning import PruningPlan

Outcome = Literal["promoted", "marked", "kept back"]
"""Appended to MEMORY.md; only marked in the store, as its marker stands there; or not written."""


class Item(NamedTuple):
    """An approved candidate, the text that MEMORY.md would get, and why it is kept back if it is."""

    key: str
    candidate: Candidate
    text: str
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    flags: tuple[Reason, ...] = ()
    """Why a person should look at it twice."""


class Ready(NamedTuple):
    """How many of the approved candidates a write would take, and how many it would keep back."""

    write: int
    kept: int


class ApprovedPlan(NamedTuple):
    """The exact write of what is approved, in rank order; a value, nothing is written.

    `over_budget` says that something is kept back because MEMORY.md would outgrow `budget_chars`,
    or that it is larger than that already.
    """

    plan: Plan
    items: tuple[Item, ...]
    before: Budget
    after: Budget
    budget_chars: int
    over_budget: bool
    pruned: PruningPlan | None = None
    """What is pruned before, to make room; its writes are part of `plan`, which it shares."""
    lost: tuple[Decision, ...] = ()
    """Approvals of what no candidate says any more: nothing is written of them."""

    @property
    def promoted(self) -> tuple[Item, ...]:
        """What would be written or marked."""
        return tuple(item for item in self.items if item.outcome != "kept back")

    @property
    def kept_back(self) -> tuple[Item, ...]:
        """What would not be written, each with its reasons."""
        return tuple(item for item in self.items if item.outcome == "kept back")

    @property
    def flagged(self) -> tuple[Item, ...]:
        """What would be written and should be looked at twice."""
        return tuple(item for item in self.promoted if item.flags)

    @property
    def memory(self) -> Write | None:
        """The write of MEMORY.md, or None when it stays as it is."""
        return next((write for write in self.plan.writes if write.path == paths.MEMORY), None)

    def diff(self) -> str:
        """The exact unified diff of MEMORY.md; "" when it stays as it is."""
        return unified(self.memory) if self.memory else ""

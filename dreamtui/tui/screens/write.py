"""The write screen: exactly what `enter` changes in MEMORY.md, what is kept back, and what it costs."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from dreamtui.review.approved import ApprovedPlan
from dreamtui.review.queue import Queue
from dreamtui.service.pruner import Pruner
from dreamtui.service.reviewer import Reviewer
from dreamtui.service.room import make_room
from dreamtui.tui.actions import bindings
from dreamtui.tui.screens import prune_words, write_words
from dreamtui.tui.screens.change import ChangeScreen, Told


class WriteScreen(ChangeScreen, inherit_bindings=False):
    """What is approved, before it is written; where it does not fit, it can make room first."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("write", "room", also=("copy",))]

    def __init__(self, reviewer: Reviewer, queue: Queue, *, read_only: bool = False) -> None:
        super().__init__(read_only=read_only)
        self.reviewer = reviewer
        self.queue = queue
        self._with_room = False
        self._meanwhile = False

    def make_plan(self, *, again: bool) -> ApprovedPlan:
        """What writing what is approved would do, after making room if that is wanted."""
        if again:
            self.queue = self.reviewer.load()
        if self._with_room:
            pruner = Pruner(self.reviewer.desk, self.reviewer.history)
            plan = make_room(pruner, self.queue, pruner.load())
            if plan is not None:
                return plan
        return self.reviewer.plan(self.queue)

    def apply(self, plan: ApprovedPlan) -> None:
        """Write it."""
        self.reviewer.apply(plan)

    @property
    def writes(self) -> bool:
        """Whether the plan changes anything."""
        return write_words.may_write(self.plan, read_only=False)

    def on_change_screen_planned(self, message: ChangeScreen.Planned) -> None:
        """Show the plan; say so where no room can be made. What was to be written may be written already,
        by another dashboard."""
        before = {item.key for item in self.plan.promoted} if self.plan and message.again else set()
        promoted = {row.key for row in self.queue.rows if row.standing == "promoted"} if before else set()
        self._meanwhile = bool(before) and before <= promoted
        super().on_change_screen_planned(message)
        if self._with_room and message.plan.over_budget and message.plan.pruned is None:
            self.notify(write_words.NO_ROOM, severity="warning", markup=False)

    def action_write_room(self) -> None:
        """Prune the stalest entries first, in the same plan, or no longer."""
        if self.plan is None or self.writing or not write_words.may_make_room(self.plan):
            return
        self._with_room = not self._with_room
        self.plan_now()

    def told(self, plan: ApprovedPlan) -> Told:
        """What is said of it."""
        settings = self.reviewer.desk.loaded.settings.memory
        room = [*prune_words.forgotten(plan.pruned), prune_words.gone(plan.pruned)] if plan.pruned else []
        return Told(
            write_words.headline(plan, read_only=self.read_only, meanwhile=self._meanwhile),
            write_words.gauge(plan, settings),
            write_words.over_budget(plan),
            [*room, *write_words.kept_back(plan)],
            plan.diff(),
        )

    def done(self, plan: ApprovedPlan) -> str:
        """What is said once it is written."""
        before = f"pruned {len(plan.pruned.items)}, " if plan.pruned else ""
        return f"{before}promoted {len(plan.promoted)}"

    def keys(self) -> Content:
        """What the keys do now."""
        return write_words.keys(self.plan, read_only=self.read_only, writing=self.writing)

"""The screen before entries of MEMORY.md are pruned, changed or brought back: what `enter` writes."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from dreamtui.review.pruning import PruningPlan
from dreamtui.service.pruner import Pruner
from dreamtui.tui.screens import prune_words, write_words
from dreamtui.tui.screens.change import ChangeScreen, Told


class PruneScreen(ChangeScreen):
    """What is staged, or what is to come back (`planned`), with what would be forgotten."""

    def __init__(
        self, pruner: Pruner, planned: Callable[[], PruningPlan] | None = None, *, read_only: bool = False
    ) -> None:
        super().__init__(read_only=read_only)
        self.pruner = pruner
        self._planned = planned or pruner.plan

    def make_plan(self, *, again: bool) -> PruningPlan:  # noqa: ARG002 (each plan is of what stands then)
        """What writing would do, and what could no longer be answered."""
        if not self.read_only:
            self.pruner.recover()
        return self._planned()

    def apply(self, plan: PruningPlan) -> None:
        """Write it."""
        self.pruner.apply(plan)

    @property
    def writes(self) -> bool:
        """Whether the plan changes anything."""
        return bool(self.plan and self.plan.items)

    def told(self, plan: PruningPlan) -> Told:
        """What is said of it."""
        settings = self.pruner.desk.loaded.settings.memory
        return Told(
            prune_words.headline(plan),
            write_words.gauge(plan, settings),
            prune_words.left_out(plan),
            prune_words.forgotten(plan),
            plan.diff(),
        )

    def done(self, plan: PruningPlan) -> str:
        """What is said once it is written."""
        return prune_words.done(plan)

    def keys(self) -> Content:
        """What the keys do now."""
        writes = None if self.plan is None else self.writes
        return write_words.keys_of(writes, read_only=self.read_only, writing=self.writing)

"""One workspace under review: load the queue, decide, write what is approved, take it back. No screen in it.

It stands in `service` and not in `review`, as it works at a desk (a workspace with its settings);
what it needs of rules and plans is pure and stands in `review`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from dreamtui.engine import deep
from dreamtui.errors import BadInput
from dreamtui.files.jsonfile import collector_paused
from dreamtui.files.memory_md import written_lines
from dreamtui.model import Reason
from dreamtui.review import approval, ledger, queue
from dreamtui.review.approved import ApprovedPlan, Ready
from dreamtui.review.decision import APPROVED, CHOICES, Choice
from dreamtui.review.inputs import Inputs
from dreamtui.review.queue import Queue
from dreamtui.review.stepping import Step
from dreamtui.service.desk import Desk
from dreamtui.service.steps import History, Turned, quoted

_DONE: Final = {"approve": "approved", "reject": "rejected", "defer": "deferred", "edit": "edited"}


class Done(NamedTuple):
    """A step that was taken back or again: the queue after it, what to say, the candidates decided on."""

    queue: Queue
    told: str
    keys: tuple[str, ...]


class Reviewer:
    """What a person does with the candidates of a workspace. `clock` gives the instant in ms.

    `own` are the steps that were taken here: when another one is taken back, that is said. None where
    nobody can tell: a command has taken none of them.
    """

    def __init__(self, desk: Desk, clock: Callable[[], int], own: set[str] | None = None) -> None:
        self.desk = desk
        self.clock = clock
        self.history = History(desk, clock, own)
        self.inputs: Inputs | None = None
        """What `load` read last."""
        self._room: dict[str, int | None] = {}

    def load(self) -> Queue:
        """Read everything and rank. Raises BadInput for state or a ledger that cannot be read."""
        said = self.history.ledger.read()
        inputs = self.desk.read()
        self.inputs = inputs
        self._room = {}
        state, how = inputs.snapshot.state, inputs.settings.score
        with collector_paused():  # a large store is a third quicker without it
            ranked = deep.rank(
                state.recall.entries, state.phases.entries, self.clock(), how, include_promoted=True
            )
            return queue.build(ranked, inputs.rules, said)

    def reread(self, queue: Queue) -> Queue:
        """The same candidates under the decisions as they are on disk now."""
        return queue.decided(self.history.ledger.read())

    def decide(
        self, queue: Queue, choice: Choice, keys: Sequence[str], *, reason: str = "", text: str = ""
    ) -> Queue:
        """Decide on candidates; the lines are on disk before this returns. An edit needs a `text`.

        Raises BadInput for keys that are not in the queue or promoted already, for an edit of none or
        several, and when the ledger cannot be written; then nothing is decided.
        """
        if unknown := [key for key in keys if key not in queue.by_key]:
            raise BadInput(f"{unknown[0]} is no candidate; nothing was decided: list them again")
        if done := [key for key in keys if queue.row(key).standing == "promoted"]:
            raise BadInput(f"{done[0]} is promoted already; nothing was decided: undo takes a write back")
        more = {"reason": reason}
        if choice == "edit":
            more |= self._edited(queue, keys, text)
        # Saying again what stands would only cost an undo more.
        fresh = [key for key in dict.fromkeys(keys) if not _stands(queue, key, choice, more)]
        if fresh:
            more_of = {key: _besides(queue, key, choice) for key in fresh}
            told = [(key, queue.claims(key)) for key in fresh]
            lines = ledger.decide(choice, told, self.clock(), more_of, **more)
            self.history.append(lines)
        return self.reread(queue)

    def obstacles(self, queue: Queue, key: str) -> tuple[Reason, ...]:
        """What will keep a candidate back although it is approved (but for the budget of MEMORY.md)."""
        row = queue.row(key)
        if row.decision is None or row.decision.choice not in APPROVED:
            return ()
        return approval.obstacles(row.candidate, queue.verdict(key), row.decision)

    def ready(self, queue: Queue) -> Ready:
        """How many approved candidates a write would take now, in rank order, while there is room.

        Each decision is looked at once: after one more decision this is quick.
        """
        left = queue.rules.room
        taken = approved = 0
        for row in queue.approved():
            decision = row.decision
            assert decision is not None
            if decision.id not in self._room:
                verdict = queue.verdict(row.key)
                self._room[decision.id] = approval.room_taken(row.candidate, verdict, decision, queue.rules)
            room = self._room[decision.id]
            approved += 1
            if room is not None and (left is None or room <= left):
                taken += 1
                left = None if left is None else left - room
        return Ready(taken, approved - taken)

    def undo(self, queue: Queue) -> Done | None:
        """Take the last step back: what one `decide` did, or a write. None: nothing to undo.

        What was undone is said in a few words. After a write everything is read anew, which takes
        as long as `load`. Raises Changed, Locked or BadInput: nothing has changed.
        """
        return self._done(queue, self.history.undo(partial(_words, queue)))

    def redo(self, queue: Queue) -> Done | None:
        """Do again what was undone last. None: nothing to redo. Raises as `undo`."""
        return self._done(queue, self.history.redo(partial(_words, queue)))

    def _done(self, queue: Queue, turned: Turned | None) -> Done | None:
        if turned is None:
            return None
        after = self.load() if turned.wrote else self.reread(queue)
        candidates = not turned.wrote and turned.step.kind in CHOICES and not turned.step.texts
        return Done(after, turned.told, turned.step.keys if candidates else ())

    def plan(self, queue: Queue) -> ApprovedPlan:
        """What writing the approved ones of a queue would do, as all is on disk now; nothing is written."""
        raw, _ = self.history.ledger.read_with_bytes()
        budget = self.desk.loaded.settings.memory.budget
        return approval.plan_approved(self.desk.read(), raw, queue.by_key, self.clock(), budget)

    def apply(self, plan: ApprovedPlan) -> None:
        """Write what was shown. Raises Changed, Locked or BadInput: nothing has changed."""
        if plan.promoted:
            self.history.apply(plan.plan)

    def _edited(self, queue: Queue, keys: Sequence[str], text: str) -> dict[str, str]:
        if len(keys) != 1:
            raise BadInput("an edit is of one candidate; nothing was decided: name one")
        if not any(written_lines(text)):
            raise BadInput("the edited text says nothing; nothing was decided: reject the candidate instead")
        live = queue.verdict(keys[0]).live
        snippet = queue.row(keys[0]).candidate.entry.snippet
        return {"text": text, "original": live.text if live else snippet}


def _words(queue: Queue, step: Step) -> str:
    """What a step on candidates did, in a few words."""
    if len(step.keys) > 1:
        return f"{_DONE[step.kind]} {len(step.keys)} candidates"
    went = {one.id: key for key, one in queue.moved.to.items()}
    key = went.get(step.id, step.keys[0])
    there = key in queue.by_key and step.id not in {one.id for one in queue.moved.lost}
    named = quoted(queue.row(key).candidate.entry.snippet) if there else key
    return f"{_DONE[step.kind]} {named}"


def _besides(queue: Queue, key: str, choice: Choice) -> dict[str, Any]:
    """Which decision it comes in the place of, as that came there with its claim from another key; and that
    who approves what was pruned, if in other words, allows that claim again."""
    came, pruned = queue.moved.to.get(key), queue.pruned_as(key)
    instead = {"instead": came.id} if came else {}
    return {**instead, "allows": list(pruned)} if pruned and choice in APPROVED else instead


def _stands(queue: Queue, key: str, choice: Choice, more: Mapping[str, str]) -> bool:
    """Whether just that was decided already on what a candidate says, by its own key."""
    decision = queue.row(key).decision
    if decision is None or decision.choice != choice or choice == "edit" or queue.pruned_as(key):
        return False
    if decision.key != key or approval.reworded(queue.verdict(key), decision):
        return False
    return decision.reason == more.get("reason", "")

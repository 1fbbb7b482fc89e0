"""One workspace under review: load the queue, decide, write what is approved, take it back. No screen in it.

It stands in `service` and not in `review`, as it works at a desk (a workspace with its settings);
what it needs of rules and plans is pure and stands in `review`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from dreamtui import paths
from dreamtui.engine import deep
from dreamtui.errors import BadInput, Changed
from dreamtui.files.jsonfile import collector_paused
from dreamtui.files.memory_entries import kept_heading
from dreamtui.files.memory_md import written_lines
from dreamtui.files.writing import append_lines, promotion_lock
from dreamtui.instants import moment, parse_instant
from dreamtui.javascript import cut, fold
from dreamtui.model import Reason
from dreamtui.review import approval, ledger, queue, taking_back
from dreamtui.review.application import Application
from dreamtui.review.apply import apply, apply_locked
from dreamtui.review.approved import ApprovedPlan, Ready
from dreamtui.review.inputs import Inputs
from dreamtui.review.ledger import APPROVED, Choice, Ledger, Step
from dreamtui.review.log_reading import LedgerReader
from dreamtui.review.plan import Plan
from dreamtui.review.queue import Queue
from dreamtui.service.desk import Desk

SHOWN: Final = 48
"""How much of a candidate is quoted when a step is named."""
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
        self.own = own
        self.inputs: Inputs | None = None
        """What `load` read last."""
        self._ledger = LedgerReader(desk.workspace)
        self._room: dict[str, int | None] = {}

    def load(self) -> Queue:
        """Read everything and rank. Raises BadInput for state or a ledger that cannot be read."""
        said = self._ledger.read()
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
        return queue.decided(self._ledger.read())

    def decide(
        self, queue: Queue, choice: Choice, keys: Sequence[str], *, reason: str = "", text: str = ""
    ) -> Queue:
        """Decide on candidates; the lines are on disk before this returns. An edit needs a `text`.

        Raises BadInput for keys that are not in the queue, for an edit of none or several, and when
        the ledger cannot be written; then nothing is decided.
        """
        if unknown := [key for key in keys if key not in queue.by_key]:
            raise BadInput(f"{unknown[0]} is no candidate; nothing was decided: list them again")
        more = {"reason": reason}
        if choice == "edit":
            more |= self._edited(queue, keys, text)
        # Saying again what stands would only cost an undo more.
        fresh = [key for key in dict.fromkeys(keys) if not _stands(queue, key, choice, more)]
        told = [(key, queue.claims(key)) for key in fresh]
        if told:
            lines = ledger.decide(choice, told, self.clock(), **more)
            self._append(lines)
            self._remember(lines[0]["id"])
        return self.reread(queue)

    def obstacles(self, queue: Queue, key: str) -> tuple[Reason, ...]:
        """What will keep a candidate back although it is approved (but for the budget of MEMORY.md)."""
        decision = queue.ledger.decisions.get(key)
        if decision is None or decision.choice not in APPROVED:
            return ()
        candidate = queue.rows[queue.by_key[key]].candidate
        return approval.obstacles(candidate, queue.verdict(key), decision)

    def ready(self, queue: Queue) -> Ready:
        """How many approved candidates a write would take now, in rank order, while there is room.

        Each decision is looked at once: after one more decision this is quick.
        """
        left = queue.rules.room
        taken = approved = 0
        for row in queue.approved():
            decision = queue.ledger.decisions[row.key]
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
        said = self._ledger.read()
        if not said.undoable:
            return None
        step = said.steps[said.undoable[-1]]
        told = f"Undone{self._taken(step)}: {_words(queue, step)}"
        if step.application is None:
            return Done(self._take_back(queue, step.id), told, step.keys)

        def plan(raw: bytes | None, now: Ledger) -> Plan:
            if step.application is None or now.undoable[-1:] != (step.id,):
                raise Changed(paths.REVIEW_LOG)
            return taking_back.plan_undo(self.desk.read(), raw, step.application, self.clock())

        stays = _kept_heading(self._write(plan), step.application)
        return Done(self.load(), told + stays, ())

    def redo(self, queue: Queue) -> Done | None:
        """Do again what was undone last. None: nothing to redo. Raises as `undo`."""
        said = self._ledger.read()
        if not said.redoable:
            return None
        line = said.redoable[-1]
        step = said.steps[line]
        told = f"Redone{self._taken(step)}: {_words(queue, step)}"
        if step.application is None:
            return Done(self._take_back(queue, line), told, step.keys)

        def plan(raw: bytes | None, now: Ledger) -> Plan:
            if step.application is None or now.redoable[-1:] != (line,):
                raise Changed(paths.REVIEW_LOG)
            return taking_back.plan_redo(self.desk.read(), raw, step.application, line, self.clock())

        self._write(plan)
        return Done(self.load(), told, ())

    def plan(self, queue: Queue) -> ApprovedPlan:
        """What writing the approved ones of a queue would do, as all is on disk now; nothing is written."""
        raw, _ = self._ledger.read_with_bytes()
        budget = self.desk.loaded.settings.memory.budget
        return approval.plan_approved(self.desk.read(), raw, queue.by_key, self.clock(), budget)

    def apply(self, plan: ApprovedPlan) -> None:
        """Write what was shown. Raises Changed, Locked or BadInput: nothing has changed."""
        if plan.promoted:
            apply(plan.plan, self.desk.workspace)
            self._remember(*self._ledger.read().undoable[-1:])

    def _edited(self, queue: Queue, keys: Sequence[str], text: str) -> dict[str, str]:
        if len(keys) != 1:
            raise BadInput("an edit is of one candidate; nothing was decided: name one")
        if not any(written_lines(text)):
            raise BadInput("the edited text says nothing; nothing was decided: reject the candidate instead")
        live = queue.verdict(keys[0]).live
        snippet = queue.rows[queue.by_key[keys[0]]].candidate.entry.snippet
        return {"text": text, "original": live.text if live else snippet}

    def _take_back(self, queue: Queue, of: str) -> Queue:
        self._append([ledger.undo(of, self.clock())])
        return self.reread(queue)

    def _append(self, lines: Sequence[ledger.Line]) -> None:
        append_lines(self.desk.workspace, paths.REVIEW_LOG, ledger.render(lines))

    def _write(self, plan: Callable[[bytes | None, Ledger], Plan]) -> Plan:
        with promotion_lock(self.desk.workspace):
            made = plan(*self._ledger.read_with_bytes())
            apply_locked(made, self.desk.workspace)
            return made

    def _remember(self, *steps: str) -> None:
        if self.own is not None:
            self.own.update(steps)

    def _taken(self, step: Step) -> str:
        """When a step was taken that was not taken here."""
        if self.own is None or step.id in self.own:
            return ""
        at = parse_instant(step.at)
        return f", taken elsewhere{f' at {moment(at, self.desk.loaded.zone, self.clock())}' if at else ''}"


def _kept_heading(made: Plan, application: Application) -> str:
    """That the heading of a write that was taken back stays, where it does."""
    write = next((write for write in made.writes if write.path == paths.MEMORY), None)
    if write is None or write.before is None or write.after is None:
        return ""
    heading = kept_heading(write.before, write.after, application.added)
    return f". Your text under it keeps the heading “{heading.lstrip('# ')}”" if heading else ""


def _words(queue: Queue, step: Step) -> str:
    """What a step did, in a few words."""
    number = len(step.keys)
    if step.kind == "apply":
        return f"wrote {number} {'entry' if number == 1 else 'entries'} to MEMORY.md"
    done = _DONE[step.kind]
    if number > 1:
        return f"{done} {number} candidates"
    index = queue.by_key.get(step.keys[0])
    if index is None:
        return f"{done} {step.keys[0]}"
    said = fold(queue.rows[index].candidate.entry.snippet)
    short = cut(said, SHOWN)
    return f"{done} “{short}{'…' if short != said else ''}”"


def _stands(queue: Queue, key: str, choice: Choice, more: Mapping[str, str]) -> bool:
    """Whether a candidate is decided just so already, by its own key."""
    decision = queue.ledger.decisions.get(key)
    if decision is None or decision.choice != choice or choice == "edit":
        return False
    return decision.reason == more.get("reason", "")

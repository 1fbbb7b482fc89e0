"""The one history of what was decided and written in a workspace: new steps, undo, redo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from dreamtui import paths
from dreamtui.errors import Changed
from dreamtui.files import archive
from dreamtui.files.memory_entries import edited, kept_heading
from dreamtui.files.writing import append_lines, promotion_lock, recover
from dreamtui.instants import moment, parse_instant
from dreamtui.javascript import cut, fold
from dreamtui.review import ledger, making_room, restoring, taking_back
from dreamtui.review.apply import apply, apply_locked
from dreamtui.review.ledger import Ledger
from dreamtui.review.log_reading import LedgerReader
from dreamtui.review.plan import Plan
from dreamtui.review.pruning import Files
from dreamtui.review.stepping import Line, Step
from dreamtui.service.desk import Desk

SHOWN: Final = 48
"""How much of a text is quoted when a step is named."""
_DONE: Final = {
    "prune": "marked to be pruned",
    "edit": "edited",
    "merge": "merged",
    "keep": "kept",
    "lock": "locked",
    "unlock": "unlocked",
}


class Turned(NamedTuple):
    """A step that was taken back or again, what to say of it, whether more than the ledger changed."""

    step: Step
    told: str
    wrote: bool


class History:
    """What people did in a workspace. `clock` gives the instant in ms.

    `own` are the steps that were taken here: when another one is taken back, that is said. None where
    nobody can tell: a command has taken none of them.
    """

    def __init__(self, desk: Desk, clock: Callable[[], int], own: set[str] | None = None) -> None:
        self.desk = desk
        self.clock = clock
        self.own = own
        self.ledger = LedgerReader(desk.workspace)

    def append(self, lines: Sequence[Line]) -> None:
        """Take a step that needs no plan; its lines are on disk before this returns. Raises BadInput."""
        append_lines(self.desk.workspace, paths.REVIEW_LOG, ledger.render(lines))
        self._remember(lines[0]["id"])

    def apply(self, plan: Plan) -> None:
        """Make a plan that tells the ledger of itself. Raises Changed, Locked or BadInput."""
        before = set(self.ledger.read().undoable)
        apply(plan, self.desk.workspace)
        self._remember(*(step for step in self.ledger.read().undoable if step not in before))

    def files(self, raw_ledger: bytes | None) -> Files:
        """MEMORY.md and its archive as they are now."""
        workspace = self.desk.workspace
        memory, kept = (workspace.read_bytes(path) for path in (paths.MEMORY, paths.ARCHIVE))
        return Files(workspace, self.desk.loaded.zone, memory, kept, raw_ledger)

    def undo(self, name: Callable[[Step], str]) -> Turned | None:
        """Take the last step back. None: there is none. `name` says what a step on candidates did.

        Raises Changed, Locked or BadInput: nothing has changed.
        """
        recover(self.desk.workspace)
        said = self.ledger.read()
        if not said.undoable:
            return None
        step = said.steps[said.undoable[-1]]
        told = f"Undone{self._taken(step)}: {_named(step, name)}"
        if step.application is None and step.rewrite is None:
            self._take_back(step.id)
            return Turned(step, told, wrote=False)

        def plan(raw: bytes | None, now: Ledger) -> Plan:
            if now.undoable[-1:] != (step.id,):
                raise Changed(paths.REVIEW_LOG)
            if step.rewrite and step.application:
                given, files = self.desk.read(), self.files(raw)
                return making_room.plan_undo(given, files, step.application, step.rewrite, self.clock())
            if step.rewrite:
                return restoring.plan_undo(self.files(raw), step.rewrite, self.clock())
            assert step.application is not None
            return taking_back.plan_undo(self.desk.read(), raw, step.application, self.clock())

        return Turned(step, told + _kept(self._write(plan), step), wrote=True)

    def redo(self, name: Callable[[Step], str]) -> Turned | None:
        """Do again what was undone last. None: nothing to redo. Raises as `undo`."""
        recover(self.desk.workspace)
        said = self.ledger.read()
        if not said.redoable:
            return None
        line = said.redoable[-1]
        step = said.steps[line]
        told = f"Redone{self._taken(step)}: {_named(step, name)}"
        if step.application is None and step.rewrite is None:
            self._take_back(line)
            return Turned(step, told, wrote=False)

        def plan(raw: bytes | None, now: Ledger) -> Plan:
            if now.redoable[-1:] != (line,):
                raise Changed(paths.REVIEW_LOG)
            if step.rewrite and step.application:
                given, files = self.desk.read(), self.files(raw)
                made, room = step.application, step.rewrite
                return making_room.plan_redo(given, files, made, room, line, self.clock())
            if step.rewrite:
                return restoring.plan_redo(self.files(raw), step.rewrite, line, self.clock())
            assert step.application is not None
            return taking_back.plan_redo(self.desk.read(), raw, step.application, line, self.clock())

        self._write(plan)
        return Turned(step, told, wrote=True)

    def _take_back(self, of: str) -> None:
        line = ledger.undo(of, self.clock())
        append_lines(self.desk.workspace, paths.REVIEW_LOG, ledger.render([line]))

    def _write(self, plan: Callable[[bytes | None, Ledger], Plan]) -> Plan:
        with promotion_lock(self.desk.workspace):
            made = plan(*self.ledger.read_with_bytes())
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


def quoted(said: str) -> str:
    """The beginning of a text, in quotation marks."""
    whole = fold(said)
    short = cut(whole, SHOWN)
    return f"“{short}{'…' if short != whole else ''}”"


def entries(number: int) -> str:
    """How many entries of MEMORY.md."""
    return f"{number} {'entry' if number == 1 else 'entries'}"


def _named(step: Step, name: Callable[[Step], str]) -> str:
    """What a step did, in a few words."""
    number = len(step.keys)
    if step.kind == "apply":
        room = f"{_did(step)} MEMORY.md and " if step.rewrite else ""
        return f"{room}wrote {entries(number)} to {'it' if room else 'MEMORY.md'}"
    if step.rewrite:
        return f"{_did(step)} MEMORY.md"
    if not step.texts:
        return name(step)
    return f"{_DONE[step.kind]} {entries(number) if number > 1 else quoted(step.texts[0])}"


def _did(step: Step) -> str:
    assert step.rewrite is not None
    changed = step.rewrite.entries
    if step.kind == "restored":
        return f"brought {entries(len(changed))} back to"
    gone = sum(entry.done != "edited" for entry in changed)
    parts = [f"pruned {entries(gone)} from"] if gone else []
    if gone < len(changed):
        parts.append(f"edited {entries(len(changed) - gone)} of")
    return " and ".join(parts)


def _kept(made: Plan, step: Step) -> str:
    """What stays of a write that was taken back: pruned entries that can stand nowhere; of a promotion
    entries that were edited since, or its heading."""
    after = dict(made.pins) | {write.path: write.after for write in made.writes}
    if left := sum(one.step == step.id for one in archive.read(after.get(paths.ARCHIVE))):
        can = "can stand nowhere in MEMORY.md as it is now and"
        return f". {entries(left)} {can} {'stays' if left == 1 else 'stay'} in {paths.ARCHIVE}"
    if step.application is None:
        return ""
    added, before = step.application.added, dict(made.pins).get(paths.MEMORY)
    if stay := edited(before or b"", added, step.application.keys):
        was = "was edited since and stays" if len(stay) == 1 else "were edited since and stay"
        return f". {entries(len(stay))} {was}"
    write = next((write for write in made.writes if write.path == paths.MEMORY), None)
    if write is None or write.before is None or write.after is None:
        return ""
    heading = kept_heading(write.before, write.after, added)
    return f". Your text under it keeps the heading “{heading.lstrip('# ')}”" if heading else ""

"""What people decided, as review.jsonl has it: one line a decision; what stands is the fold of the lines.

A line is `{"id","at","type",…}`. Decisions on candidates carry `key`, `claims` (the hashes of what the
candidate says, so that a decision holds for the same claim elsewhere and later) and, as the type
wants, `reason`, or `text` with the `original`. Lines that were taken in one go share a `step`, the id
of the first of them. `apply` tells what was written, so that it can be taken back. `undo` takes the
step `of` back; an undo can itself be undone (redo). What comes to nothing (undoing what is undone
already, by another dashboard) changes nothing. Decisions on entries of MEMORY.md are lines of
`review.staging`; `pruned` and `restored` tell what was written of them (`review.rewrite`). Lines of
other types belong to others.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from dreamtui.files import events
from dreamtui.instants import iso
from dreamtui.review.application import Application, read_application
from dreamtui.review.decision import APPROVED, Choice, Decision, names_of, read_decision
from dreamtui.review.rewrite import Kind, Rewrite, read_rewrite
from dreamtui.review.staging import Entries, EntryChoice, Staged, read_staged

OTHERWISE: Final = (
    "{} is not as it was before that write, so it cannot be made again; nothing was written: "
    "approve anew and write, or mark anew and prune"
)
"""What is said of a redo that would meet another file than the write did."""
Line = Mapping[str, Any]


class Step(NamedTuple):
    """What one undo takes back: decisions taken in one go, or one write."""

    id: str
    kind: Choice | EntryChoice | Literal["apply"] | Kind
    keys: tuple[str, ...]
    """Of candidates, or the ids of entries of MEMORY.md."""
    application: Application | None = None
    at: str = ""
    rewrite: Rewrite | None = None
    texts: tuple[str, ...] = ()
    """What the entries of MEMORY.md say that it is about."""


class Ledger(NamedTuple):
    """The fold of the lines: what stands now, and what can be undone or redone, oldest first."""

    decisions: Mapping[str, Decision] = {}
    """By key: the last standing decision on a candidate."""
    rejected: Mapping[str, Decision] = {}
    """By claim: what a person does not want, wherever and however spaced it stands."""
    applications: tuple[Application, ...] = ()
    """The writes that stand, in their order."""
    undoable: tuple[str, ...] = ()
    """Ids of standing steps, in the order in which they were taken."""
    redoable: tuple[str, ...] = ()
    """Ids of the undo lines since the last decision that stand, oldest first."""
    steps: Mapping[str, Step] = {}
    """Every step by its id, standing or not, and by the ids of the undo lines in `redoable`."""
    broken: int = 0
    """Lines that could not be read."""
    staged: Mapping[str, Staged] = {}
    """By the id of an entry of MEMORY.md: what is to be written of it; of a merge under all its ids."""
    locked: frozenset[str] = frozenset()
    """Ids of the first of all entries that say what is never pruned."""
    pruned: Mapping[str, str] = {}
    """By claim and by key: when it was pruned, for what nobody has allowed again since."""
    allowed: Mapping[str, str] = {}
    """The same for what a person approved since, until it is written."""
    pruned_texts: Mapping[str, str] = {}
    """By claim: what it said that was pruned."""

    @property
    def rejected_claims(self) -> dict[str, str]:
        """Rejected claims with the reason given (or "")."""
        return {claim: decision.reason for claim, decision in self.rejected.items()}

    def decision_on(self, key: str, claims: Iterable[str]) -> Decision | None:
        """The decision that holds for a candidate: on its key, else the rejection of what it says."""
        if key in self.decisions:
            return self.decisions[key]
        return next((self.rejected[claim] for claim in claims if claim in self.rejected), None)


def read(raw: bytes | None) -> Ledger:
    """Fold the lines of review.jsonl. A line cut short by a crash is counted, and changes nothing."""
    lines, broken = parse(raw or b"")
    return fold(lines)._replace(broken=broken)


def fold(lines: Iterable[Line]) -> Ledger:
    """What stands after these lines. A key or claim is decided by the last standing line about it."""
    return Fold().add(lines)


class Fold:
    """The fold of a log that grows: what is added at its end costs no more than itself (but undos)."""

    def __init__(self) -> None:
        self._history = _History()
        self._forget()

    def add(self, lines: Iterable[Line]) -> Ledger:
        """What stands after these lines, too."""
        history = self._history
        known, undos = len(history.said), history.undos
        for line in lines:
            history.add(line)
        if history.undos != undos:  # an undo may reach back to anything
            self._forget()
            known = 0
        for step, said in history.said[known:]:
            if history.standing[step]:
                self._take(step, said)
        steps = history.steps()
        undone = {ident: steps[step] for step, ident in history.undone.items()}
        return Ledger(
            self._decisions.copy(),
            self._rejected.copy(),
            tuple(self._applications),
            tuple(self._undoable),
            tuple(undone),
            {**steps, **undone},
            staged=self._entries.staged.copy(),
            locked=frozenset(self._entries.locked),
            pruned=self._entries.pruned.copy(),
            allowed=self._entries.allowed.copy(),
            pruned_texts=self._entries.texts.copy(),
        )

    def _forget(self) -> None:
        self._decisions: dict[str, Decision] = {}
        self._rejected: dict[str, Decision] = {}
        self._applications: list[Application] = []
        self._undoable: dict[str, None] = {}
        self._entries = Entries()

    def _take(self, step: str, said: _Said) -> None:
        self._undoable[step] = None
        match said:
            case Application():
                self._applications.append(said)
                for key in said.keys:
                    self._entries.came_back(names_of(self._decisions.get(key)))
            case Staged():
                self._entries.decide(said)
            case Rewrite():
                self._entries.write(said)
                self._spend(said)
            case Decision():
                before = self._decisions.get(said.key)
                self._decisions[said.key] = said
                for claim in said.claims:
                    self._rejected.pop(claim, None)
                    if said.choice == "reject":
                        self._rejected[claim] = said
                if said.choice in APPROVED:
                    self._entries.allow(names_of(said))
                else:
                    self._entries.forbid(names_of(before))

    def _spend(self, made: Rewrite) -> None:
        """What is pruned was approved before, if at all: that again is another decision."""
        cut = (entry for entry in made.entries if entry.done in ("pruned", "merged"))
        gone = {name for entry in cut for name in (entry.key, *entry.claims)}
        for key, said in [*self._decisions.items()]:
            if said.choice in APPROVED and not gone.isdisjoint(names_of(said)):
                del self._decisions[key]


def decide(
    choice: Choice, keys: Iterable[tuple[str, Iterable[str]]], now_ms: int, **more: str
) -> list[dict[str, Any]]:
    """New lines: one decision, taken in one go on candidates given as (key, claims)."""
    given = {name: value for name, value in more.items() if value}
    lines: list[dict[str, Any]] = []
    for key, claims in keys:
        ident = new_id()
        step = {"step": lines[0]["id"]} if lines else {}
        told = {"id": ident, "at": iso(now_ms), "type": choice, "key": key, "claims": list(claims)}
        lines.append({**told, **step, **given})
    return lines


def undo(of: str, now_ms: int) -> dict[str, Any]:
    """A new line that takes a step back; of an undo line, a redo."""
    return {"id": new_id(), "at": iso(now_ms), "type": "undo", "of": of}


def render(lines: Iterable[Line]) -> bytes:
    """The lines to append."""
    return "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines).encode()


def new_id() -> str:
    """A name for a line that no other program or dashboard gives."""
    return os.urandom(8).hex()


def parse(raw: bytes) -> tuple[Sequence[Line], int]:
    """The lines that can be read, and how many cannot."""
    log = events.parse(raw)
    lines = [record for record in log.records if isinstance(record.get("type"), str)]
    return lines, log.broken + len(log.records) - len(lines)


_Said = Decision | Application | Staged | Rewrite


class _History:
    """The lines one after the other: which steps there are, which of them stand, and who took back which."""

    def __init__(self) -> None:
        self.said: list[tuple[str, _Said]] = []
        self.standing: dict[str, bool] = {}
        self.undone: dict[str, str] = {}
        self.undos = 0
        """How often a step was taken back, or an undo."""
        self._steps: dict[str, Step] = {}
        self._grown: dict[str, tuple[_Said, list[str], list[str]]] = {}
        self._step_of: dict[str, str] = {}
        self._became: dict[str, bool] = {}

    def add(self, line: Line) -> None:
        """The next line."""
        ident = line.get("id")
        if not isinstance(ident, str) or ident in self._step_of:
            return
        if line["type"] == "undo":
            self._undo(ident, str(line.get("of")))
        elif said := read_decision(line) or read_application(line) or read_staged(line) or read_rewrite(line):
            self._add(ident, str(line.get("step") or ident), said)

    def steps(self) -> dict[str, Step]:
        """The steps by their ids."""
        for step, (said, keys, texts) in self._grown.items():
            made = said if isinstance(said, Application) else None
            rewrite = said if isinstance(said, Rewrite) else None
            self._steps[step] = Step(step, _kind(said), tuple(keys), made, said.at, rewrite, tuple(texts))
        self._grown.clear()
        return self._steps

    def _add(self, ident: str, step: str, said: _Said) -> None:
        if step not in self.standing:
            step = ident  # the first line of its step, or what is left when that is lost
            self.undone.clear()
        self._step_of[ident] = step
        self.standing.setdefault(step, True)
        self.said.append((step, said))
        known = self._steps.get(step)
        if step in self._grown:
            _, keys, texts = self._grown[step]
        else:
            keys, texts = ([*known.keys], [*known.texts]) if known else ([], [])
        match said:
            case Application():
                keys = list(said.keys)
            case Rewrite():
                keys, texts = [one.id for one in said.entries], [one.text for one in said.entries]
            case Staged():
                keys.append(said.entry)
                texts.append(said.said)
            case Decision():
                keys.append(said.key)
        self._grown[step] = said, keys, texts

    def _undo(self, ident: str, of: str) -> None:
        step = self._step_of.get(of)
        if step is None:
            return
        stands = not self._became.get(of, True)
        if self.standing[step] is stands:
            return
        self._step_of[ident], self._became[ident] = step, stands
        self.standing[step] = stands
        self.undos += 1
        self.undone.pop(step, None)
        if not stands:
            self.undone[step] = ident


def _kind(said: _Said) -> Choice | EntryChoice | Literal["apply"] | Kind:
    if isinstance(said, Application):
        return "apply"
    return said.kind if isinstance(said, Rewrite) else said.choice


def approvals(ledger: Ledger) -> Sequence[Decision]:
    """The decisions that approve, with or without another text."""
    return [decision for decision in ledger.decisions.values() if decision.choice in APPROVED]

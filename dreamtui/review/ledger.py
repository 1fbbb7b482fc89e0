"""What people decided, as review.jsonl has it: one line a decision; what stands is the fold of the lines.

A line is `{"id","at","type",…}`. Decisions on candidates carry `key`, `claims` (the hashes of what the
candidate says, so that a decision holds for the same claim elsewhere and later, and not for another text
that comes to stand under that key) and, as the type wants, `reason`, or `text` with the `original`;
`instead` is the id of the decision in whose place it comes, where that was taken under another key,
which says something else now; `allows` names what was pruned in other words and is allowed again. Lines
that were taken in one go share a `step`, the id of the first of them. `apply` tells what was written, so
that it can be taken back. `undo` takes the step `of` back; an undo can itself be undone (redo). What
comes to nothing (undoing what is undone already, by another dashboard) changes nothing. Decisions on
entries of MEMORY.md are lines of `review.staging`; `pruned` and `restored` tell what was written of them
(`review.rewrite`). Lines of other types belong to others.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from dreamtui.files import events
from dreamtui.instants import iso
from dreamtui.review.application import Application
from dreamtui.review.decision import APPROVED, Choice, Decision, about, claims_of, names_of
from dreamtui.review.rewrite import Rewrite
from dreamtui.review.staging import Entries, Staged
from dreamtui.review.stepping import Line, Said, Step, Timeline

OTHERWISE: Final = (
    "{} is not as it was before that write, so it cannot be made again; nothing was written: "
    "approve anew and write, or mark anew and prune"
)
"""What is said of a redo that would meet another file than the write did."""


class Ledger(NamedTuple):
    """The fold of the lines: what stands now, and what can be undone or redone, oldest first."""

    decisions: Mapping[str, Decision] = {}
    """By key: the last standing decision under it; it holds while it is `about` what is said there."""
    claimed: Mapping[str, Decision] = {}
    """By claim: the last standing decision about it, wherever it was taken; no approval that is written."""
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

    def decision_on(self, key: str, claims: Sequence[str]) -> Decision | None:
        """The decision that holds for a candidate: on its key and about it, else a rejection of its claim."""
        own = self.decisions.get(key)
        if own and about(own, claims):
            return own
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
        self._history = Timeline()
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
            self._claimed.copy(),
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
        self._claimed: dict[str, Decision] = {}
        self._rejected: dict[str, Decision] = {}
        self._applications: list[Application] = []
        self._undoable: dict[str, None] = {}
        self._entries = Entries()

    def _take(self, step: str, said: Said) -> None:
        self._undoable[step] = None
        match said:
            case Application():
                self._applications.append(said)
                self._carry_out(said)
            case Staged():
                self._entries.decide(said)
            case Rewrite():
                self._entries.write(said)
                self._spend(said)
            case Decision():
                self._decide(said)

    def _decide(self, said: Decision) -> None:
        before = self._decisions.get(said.key)
        if before and (not said.claims or about(before, said.claims)):  # else it is about another claim
            self._drop(before)
            if said.choice not in APPROVED:
                self._entries.forbid(names_of(before))
        if said.instead:
            for one in [*self._decisions.values()]:
                if one.id == said.instead:
                    self._drop(one)
        self._decisions[said.key] = said
        for claim in said.claims:
            self._claimed.pop(claim, None)  # the last comes last
            self._claimed[claim] = said
            self._rejected.pop(claim, None)
            if said.choice == "reject":
                self._rejected[claim] = said
        if said.choice in APPROVED:
            self._entries.allow(names_of(said))

    def _carry_out(self, made: Application) -> None:
        """What is written was approved, under its key or another one: that approves nothing any more."""
        for key in made.keys:
            mark, own = made.marks.get(key), self._decisions.get(key)
            claims = claims_of(mark.was[0], mark.now[0]) if mark else ()
            if own and (not mark or about(own, claims)):
                self._entries.came_back(names_of(own))
            for one in [self._claimed.get(claim) for claim in claims]:
                if one and one.choice in APPROVED:
                    self._entries.came_back(names_of(one))
                    self._drop(one, but=key)

    def _spend(self, made: Rewrite) -> None:
        """What is pruned was approved before, if at all: that again is another decision."""
        cut = (entry for entry in made.entries if entry.done in ("pruned", "merged"))
        gone = {name for entry in cut for name in (entry.key, *entry.claims)}
        for one in [*self._decisions.values(), *self._claimed.values()]:
            if one.choice in APPROVED and not gone.isdisjoint(names_of(one)):
                self._drop(one)

    def _drop(self, gone: Decision, but: str = "") -> None:
        """A decision holds no more, but perhaps under one key."""
        if gone.key != but and self._decisions.get(gone.key) is gone:
            del self._decisions[gone.key]
        for claim in gone.claims:
            for known in (self._claimed, self._rejected):
                if known.get(claim) is gone:
                    del known[claim]


def differing(
    before: Mapping[str, Decision] | Mapping[str, str], after: Mapping[str, Decision] | Mapping[str, str]
) -> set[str]:
    """The keys or claims with another value; most have the very same object in both."""
    return {
        *(key for key, one in after.items() if (was := before.get(key)) is not one and was != one),
        *(key for key in before if key not in after),
    }


def decide(
    choice: Choice,
    keys: Iterable[tuple[str, Iterable[str]]],
    now_ms: int,
    by_key: Mapping[str, Mapping[str, Any]] = {},
    **more: str,
) -> list[dict[str, Any]]:
    """New lines: one decision, taken in one go on candidates given as (key, claims).

    `by_key` is what the line of one of them has besides: `instead`, `allows`.
    """
    given = {name: value for name, value in more.items() if value}
    lines: list[dict[str, Any]] = []
    for key, claims in keys:
        ident = new_id()
        step = {"step": lines[0]["id"]} if lines else {}
        told = {"id": ident, "at": iso(now_ms), "type": choice, "key": key, "claims": list(claims)}
        lines.append({**told, **step, **by_key.get(key, {}), **given})
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

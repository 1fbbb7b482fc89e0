"""What people decided, as review.jsonl has it: one line a decision; what stands is the fold of the lines.

A line is `{"id","at","type",…}`. Decisions on candidates carry `key`, `claims` (the hashes of what the
candidate says, so that a decision holds for the same claim elsewhere and later) and, as the type
wants, `reason` or `text`. `undo` takes the line `of` back; an undo can itself be undone (redo).
`apply` tells what was written, so that it can be taken back. Unknown types and fields are kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple
from uuid import uuid4

from dreamtui.files import text
from dreamtui.instants import iso

Choice = Literal["approve", "reject", "defer", "edit"]
CHOICES: Final = frozenset(("approve", "reject", "defer", "edit"))
Line = Mapping[str, Any]


class Decision(NamedTuple):
    """What a person decided on a candidate; an edit approves the candidate with another text."""

    id: str
    choice: Choice
    key: str
    claims: tuple[str, ...]
    at: str
    reason: str = ""
    text: str = ""


class Application(NamedTuple):
    """A write of approved candidates: what MEMORY.md was and became (SHA-256), and who was promoted."""

    id: str
    at: str
    keys: tuple[str, ...]
    backup: str | None
    before: str | None
    after: str


class Ledger(NamedTuple):
    """The fold of the lines: what stands now, and what can be undone or redone, oldest first."""

    decisions: Mapping[str, Decision] = {}
    """By key: the last standing decision on a candidate."""
    rejected: Mapping[str, Decision] = {}
    """By claim: what a person does not want, wherever and however spaced it stands."""
    applications: tuple[Application, ...] = ()
    undoable: tuple[str, ...] = ()
    """Ids of standing lines, in the order in which they were written."""
    redoable: tuple[str, ...] = ()
    """Ids of standing undo lines since the last decision, oldest first."""
    broken: int = 0
    """Lines that could not be read."""

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
    lines, broken = _parse(raw or b"")
    return fold(lines)._replace(broken=broken)


def fold(lines: Iterable[Line]) -> Ledger:
    """What stands after these lines. A key or claim is decided by the last standing line about it."""
    known = [line for line in lines if isinstance(line.get("id"), str)]
    standing = _standing(known)
    kinds = {line["id"]: line["type"] for line in known}
    decisions: dict[str, Decision] = {}
    rejected: dict[str, Decision] = {}
    applications: list[Application] = []
    undoable: list[str] = []
    redoable: list[str] = []
    for line in known:
        if line["type"] == "undo":
            if line["id"] in standing and kinds.get(str(line.get("of"))) != "undo":
                redoable.append(line["id"])
            continue
        redoable.clear()
        if line["id"] not in standing:
            continue
        undoable.append(line["id"])
        if line["type"] == "apply" and (application := _application(line)):
            applications.append(application)
        elif decision := _decision(line):
            decisions[decision.key] = decision
            for claim in decision.claims:
                rejected.pop(claim, None)
                if decision.choice == "reject":
                    rejected[claim] = decision
    return Ledger(decisions, rejected, tuple(applications), tuple(undoable), tuple(redoable))


def decide(choice: Choice, key: str, claims: Iterable[str], now_ms: int, **more: str) -> dict[str, Any]:
    """A new line: a decision on a candidate, with its `reason` or `text`."""
    given = {name: value for name, value in more.items() if value}
    return {"id": new_id(), "at": iso(now_ms), "type": choice, "key": key, "claims": list(claims), **given}


def undo(of: str, now_ms: int) -> dict[str, Any]:
    """A new line that takes another back; of an undo line, a redo."""
    return {"id": new_id(), "at": iso(now_ms), "type": "undo", "of": of}


def render(lines: Iterable[Line]) -> bytes:
    """The lines to append."""
    return "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines).encode()


def new_id() -> str:
    """A name for a line that no other program or dashboard gives."""
    return uuid4().hex[:16]


def _standing(lines: list[Line]) -> set[str]:
    """Ids of the lines that no standing undo takes back; an undo only reaches lines before it."""
    taken_back: set[str] = set()
    standing: set[str] = set()
    for line in reversed(lines):
        if line["id"] in taken_back:
            continue
        standing.add(line["id"])
        if line.get("type") == "undo":
            taken_back.add(str(line.get("of")))
    return standing


def _decision(line: Line) -> Decision | None:
    choice, key = line.get("type"), line.get("key")
    claims = line.get("claims")
    if choice not in CHOICES or not isinstance(key, str):
        return None
    said = tuple(claim for claim in claims if isinstance(claim, str)) if isinstance(claims, list) else ()
    told = [line.get(name) for name in ("at", "reason", "text")]
    at, reason, edited = (value if isinstance(value, str) else "" for value in told)
    return Decision(line["id"], choice, key, said, at, reason, edited)


def _application(line: Line) -> Application | None:
    keys, backup, before, after = (line.get(name) for name in ("keys", "backup", "before", "after"))
    if not isinstance(keys, list) or not isinstance(after, str):
        return None
    return Application(
        line["id"],
        str(line.get("at") or ""),
        tuple(key for key in keys if isinstance(key, str)),
        backup if isinstance(backup, str) else None,
        before if isinstance(before, str) else None,
        after,
    )


def _parse(raw: bytes) -> tuple[list[Line], int]:
    lines: list[Line] = []
    broken = 0
    for value in _values(raw):
        if isinstance(value, dict) and isinstance(value.get("type"), str):
            lines.append(value)
        else:
            broken += 1
    return lines, broken


def _values(raw: bytes) -> Iterator[object]:
    for piece in text.decode(raw).split("\n"):
        if piece.strip():
            try:
                yield json.loads(piece)
            except (ValueError, RecursionError):
                yield None

"""What a person decided on a candidate, as a line of review.jsonl tells it (see `review.ledger`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

from dreamtui.engine.similarity import claim_hash

Choice = Literal["approve", "reject", "defer", "edit"]
CHOICES: Final = frozenset(("approve", "reject", "defer", "edit"))
APPROVED: Final = frozenset(("approve", "edit"))


class Decision(NamedTuple):
    """What a person decided on a candidate; an edit approves the candidate with another text."""

    id: str
    choice: Choice
    key: str
    claims: tuple[str, ...]
    at: str
    reason: str = ""
    text: str = ""


def read_decision(line: Mapping[str, Any]) -> Decision | None:
    """The decision that a line tells of; None when it tells of none."""
    choice, key = line.get("type"), line.get("key")
    claims = line.get("claims")
    if choice not in CHOICES or not isinstance(key, str):
        return None
    said = tuple(claim for claim in claims if isinstance(claim, str)) if isinstance(claims, list) else ()
    told = [line.get(name) for name in ("at", "reason", "text")]
    at, reason, edited = (value if isinstance(value, str) else "" for value in told)
    return Decision(line["id"], choice, key, said, at, reason, edited)


def names_of(decision: Decision | None) -> tuple[str, ...]:
    """The key and the claims that a decision is about."""
    return (decision.key, *decision.claims) if decision else ()


def claims_of(snippet: str, live: str | None) -> tuple[str, ...]:
    """The claims that a decision is about."""
    said = [claim_hash(snippet)] + ([claim_hash(live)] if live else [])
    return tuple(dict.fromkeys(said))

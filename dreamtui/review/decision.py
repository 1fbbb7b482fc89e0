"""What a person decided on a candidate, as a line of review.jsonl tells it (see `review.ledger`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    instead: str = ""
    """The id of the decision, taken under another key, in whose place it comes."""
    allows: tuple[str, ...] = ()
    """The names (claims or keys) of what was pruned and may be written again, in these words or others."""


def read_decision(line: Mapping[str, Any]) -> Decision | None:
    """The decision that a line tells of; None when it tells of none."""
    choice, key = line.get("type"), line.get("key")
    claims, original = line.get("claims"), line.get("original")
    if choice not in CHOICES or not isinstance(key, str):
        return None
    said, allows = _texts(claims), _texts(line.get("allows"))
    if not said and isinstance(original, str):
        said = (claim_hash(original),)
    told = [line.get(name) for name in ("at", "reason", "text", "instead")]
    at, reason, edited, instead = (value if isinstance(value, str) else "" for value in told)
    return Decision(line["id"], choice, key, said, at, reason, edited, instead, allows)


def about(decision: Decision, claims: Sequence[str]) -> bool:
    """Whether a decision is about what a candidate says: old lines without claims are about their key."""
    return not decision.claims or any(claim in decision.claims for claim in claims)


def names_of(decision: Decision | None) -> tuple[str, ...]:
    """The key and the claims that a decision is about, and what it allows again."""
    return (decision.key, *decision.claims, *decision.allows) if decision else ()


def claims_of(snippet: str, live: str | None) -> tuple[str, ...]:
    """The claims that a decision is about."""
    said = [claim_hash(snippet)] + ([claim_hash(live)] if live else [])
    return tuple(dict.fromkeys(said))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()

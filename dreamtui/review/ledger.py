"""What people decided, as review.jsonl has it: one line a decision, the state is the fold of the lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dreamtui.files import text


def rejected_claims(raw: bytes | None) -> dict[str, str]:
    """The claims that people rejected and did not take back, with the reason given (or "").

    A rejection is `{"type":"reject","id":…,"claim":…,"reason":…?}`; `{"type":"undo","of":ID}` takes
    a line back. Lines that cannot be read, and types of later releases, change nothing.
    """
    standing: dict[str, dict[str, Any]] = {}
    for line in _lines(raw or b""):
        kind, name = line.get("type"), line.get("id")
        if kind == "undo":
            standing.pop(str(line.get("of")), None)
        elif kind == "reject" and isinstance(line.get("claim"), str) and isinstance(name, str):
            standing[name] = line
    return {line["claim"]: str(line.get("reason") or "") for line in standing.values()}


def _lines(raw: bytes) -> Iterator[dict[str, Any]]:
    for piece in text.decode(raw).split("\n"):
        try:
            value = json.loads(piece) if piece.strip() else None
        except (ValueError, RecursionError):
            continue  # a line cut short by a crash: the one before it stands
        if isinstance(value, dict):
            yield value

"""Queues made up for tests of the widgets, and a small app around each widget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from dreamtui.engine.eligibility import Rules
from dreamtui.engine.scoring import score
from dreamtui.engine.settings import ScoreSettings, Thresholds
from dreamtui.engine.whatif import WhatIf
from dreamtui.instants import parse_instant
from dreamtui.model import Components, PhaseSignal, RecallEntry, Source, SourceState
from dreamtui.review.decision import Choice, Decision
from dreamtui.review.ledger import Ledger
from dreamtui.review.queue import Queue, build

NOW_MS = parse_instant("2026-05-01T04:00:00Z") or 0
HOW = ScoreSettings(Components(0.24, 0.30, 0.15, 0.15, 0.10, 0.06), 14, 0.06, 0.06)
LIMITS = Thresholds(0.75, 3, 2, 30)
PATH = "memory/2026-04-28.md"
SIGNAL = PhaseSignal("", 4, 2, "2026-04-30T03:00:00Z", "2026-04-30T03:00:00Z", {})

HOSTILE = (
    "plain words only",
    "バックアップは毎晩三時に外付けディスクへ書き出す",
    "Party \U0001f389\U0001f389 for 👨\u200d👩\u200d👧 at the café ❤\ufe0f",
    "[bold red]not markup[/] and [/nothing]",
    "\x1b[31mred\x1b[0m \x07 bell \x9b31m",
    "right \u202eto left\u202c and \u200bzero\u200b width",
    "tab\there, line\nbreak, \r return",
    "e\u0301\u0301\u0301 combining " + "a\u0300" * 80,
    "",
    "x" * 900,
)


class Lines:
    """Sources that hold given lines, and nothing else."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._source = Source(SourceState.LIVE, lines)

    def get(self, path: str) -> Source:
        return self._source if path == PATH else Source(SourceState.MISSING)


def entry(number: int, snippet: str, recalls: int = 5, path: str = PATH) -> RecallEntry:
    """An entry that passes all gates with five recalls."""
    return RecallEntry(
        key=f"k{number}",
        path=path,
        start_line=number + 1,
        end_line=number + 1,
        snippet=snippet,
        recall_count=recalls,
        daily_count=number % 4,
        grounded_count=0,
        total_score=0.95 * (recalls + number % 4),
        max_score=0.97,
        first_recalled_at="2026-04-20T04:00:00Z",
        last_recalled_at="2026-04-30T04:00:00Z",
        query_hashes=tuple(f"{number}-{query}" for query in range(recalls)),
        recall_days=("2026-04-20", "2026-04-25", "2026-04-28", "2026-04-30"),
        concept_tags=("one", "two", "three"),
        claim_hash=None,
        promoted_at=None,
        extra={},
    )


def queue_of(entries: Sequence[RecallEntry], decisions: dict[str, Choice] | None = None) -> Queue:
    """A queue of entries in this order, whose texts stand in one note line by line."""
    ranked = [score(one, SIGNAL, NOW_MS, HOW) for one in entries]
    rules = Rules(LIMITS, Lines([one.snippet for one in entries]))
    made = {
        key: Decision(f"d{key}", choice, key, (), "2026-05-01T03:59:00Z", "why not", "other words")
        for key, choice in (decisions or {}).items()
    }
    return build(ranked, rules, Ledger(decisions=made))


def some(count: int = 60, decisions: dict[str, Choice] | None = None) -> Queue:
    """A queue of that many entries, every third of which is recalled too little."""
    texts = [f"The router moved to VLAN {number} and its address was reserved." for number in range(count)]
    entries = [entry(number, text, 1 if number % 3 == 2 else 5) for number, text in enumerate(texts)]
    return queue_of(entries, decisions)


def given(queue: Queue) -> WhatIf:
    """What changes are tried out with."""
    return WhatIf(SIGNAL, NOW_MS, UTC, HOW, queue.rules)

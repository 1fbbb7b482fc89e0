"""What would have to change for a candidate to pass: the smallest steps, tried out on the engine itself."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import tzinfo
from typing import NamedTuple

from dreamtui.engine.eligibility import Rules, gates_of, judge, shortfalls
from dreamtui.engine.recording import Hit, Signal, again
from dreamtui.engine.scoring import average_score, score
from dreamtui.engine.settings import ScoreSettings, Thresholds
from dreamtui.instants import day_of
from dreamtui.javascript import fixed
from dreamtui.model import Candidate, Gate, PhaseSignal, RecallEntry

MAX_RECALLS = 20

SETTING = {
    "score": "phases.deep.minScore",
    "recallCount": "phases.deep.minRecallCount",
    "uniqueQueries": "phases.deep.minUniqueQueries",
    "maxAge": "phases.deep.maxAgeDays",
}


class Change(NamedTuple):
    """A change, and what the candidate would then be."""

    change: str
    result: str


class WhatIf(NamedTuple):
    """What a change is tried out with."""

    signal: PhaseSignal | None
    now_ms: int
    zone: tzinfo
    how: ScoreSettings
    rules: Rules


def would_pass(candidate: Candidate, given: WhatIf) -> Iterator[Change]:
    """The smallest changes after which all gates pass, each on its own: more recalls, other settings."""
    thresholds = given.rules.thresholds
    failed = [gate for gate in gates_of(candidate, thresholds) if not gate.passed]
    if not failed:
        return
    more = recalls_needed(candidate, given)
    if more:
        yield more
    if all(gate.value is not None for gate in failed):
        eased = _eased(thresholds, failed)
        change = ", ".join(f"{SETTING[gate.name]}={_setting(gate)}" for gate in failed)
        yield Change(
            change, _outcome(candidate, given._replace(rules=given.rules._replace(thresholds=eased)))
        )


def recalls_needed(candidate: Candidate, given: WhatIf) -> Change | None:
    """The fewest recalls by new queries, today and at its average score, after which all gates pass."""
    for count, entry in enumerate(_recalled(candidate.entry, given), 1):
        after = score(entry, given.signal, given.now_ms, given.how)
        if max(shortfalls(after, given.rules.thresholds)) <= 0:
            times = (
                "1 more recall by a new query"
                if count == 1
                else f"{count} more recalls by {count} new queries"
            )
            return Change(times, _outcome(after, given))
    return None


def _recalled(entry: RecallEntry, given: WhatIf) -> Iterator[RecallEntry]:
    """The entry after one recall by a new query at its average score, after two, and so on."""
    hit = Hit(entry.path, entry.start_line, entry.end_line, average_score(entry), entry.snippet)
    today = day_of(given.now_ms, given.zone)
    for number in range(MAX_RECALLS):
        entry = again(entry, hit, Signal(f"what if {number}", "recall", given.now_ms, today))
        yield entry


def _eased(thresholds: Thresholds, failed: list[Gate]) -> Thresholds:
    wanted = {gate.name: float(_setting(gate)) for gate in failed}
    return thresholds._replace(
        min_score=wanted.get("score", thresholds.min_score),
        min_recall_count=int(wanted.get("recallCount", thresholds.min_recall_count)),
        min_unique_queries=int(wanted.get("uniqueQueries", thresholds.min_unique_queries)),
        max_age_days=wanted.get("maxAge", thresholds.max_age_days),
    )


def _setting(gate: Gate) -> str:
    """The nearest round value of the setting that lets a gate pass."""
    value = gate.value or 0.0
    if gate.name == "score":
        steps = math.floor(value * 1000)
        return fixed((steps if steps / 1000 <= value else steps - 1) / 1000, 3)  # the product may be rounded
    return str(math.ceil(value)) if gate.name == "maxAge" else str(int(value))


def _outcome(candidate: Candidate, given: WhatIf) -> str:
    reasons = judge(candidate, given.rules).reasons
    if not reasons:
        return f"would be promoted (score {fixed(candidate.score, 3)})"
    return "would still be kept back: " + "; ".join(reason.message for reason in reasons)

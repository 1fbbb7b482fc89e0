"""Words for what a candidate is measured by: signals, gates, how its source was found."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Final

from dreamtui.engine.deep import Funnel
from dreamtui.engine.eligibility import GATES
from dreamtui.engine.scoring import average_score
from dreamtui.engine.settings import Thresholds
from dreamtui.javascript import fixed
from dreamtui.model import Candidate, Gate
from dreamtui.show.text import age, count

_PLACE: Final = re.compile(r"memory:(.+?:\d+):\d+(:.*)?")
_NAMED: Final = 3
GATE_NAMES = {"score": "score", "recallCount": "recalls", "uniqueQueries": "queries", "maxAge": "age"}
SIGNALS = {
    "relevance": "relevance",
    "frequency": "frequency",
    "diversity": "query diversity",
    "recency": "recency",
    "consolidation": "consolidation",
    "conceptual": "concepts",
}
"""In the order of their usual weights."""
CAME_BACK = {
    "place": "to its place",
    "beside": "next to its neighbours, which stand under another heading now",
    "section": "to the end of its section, as its neighbours are gone",
    "end": "to the end of the file, as its section is gone",
}
"""Where a pruned entry comes back to."""
MATCHES = {
    "exact": "word for word where it was recorded",
    "moved": "word for word, but in other lines than recorded",
    "window": "inside lines that say more",
    "reflowed": "whole, with heading, list marks and line breaks set aside",
}


def place(path: str, first: int, last: int) -> str:
    """Where a text stands: `path:4`, `path:4-6`."""
    return f"{path}:{first}" if first == last else f"{path}:{first}-{last}"


def missing(gates: Iterable[Gate], limits: Thresholds) -> list[str]:
    """What each failed gate lacks, in words."""
    return [_lack(gate, limits) for gate in gates if not gate.passed]


def adding_up(parts: Sequence[float], total: float) -> list[str]:
    """Parts of a total with three decimals, so that what is shown adds up to what `fixed(total, 3)` shows.

    Each is cut to thousandths; what then lacks goes to those that lost most (largest remainder method).
    """
    exact = [part * 1000 for part in parts]
    shown = [math.floor(part) for part in exact]
    lacks = round(float(fixed(total, 3)) * 1000) - sum(shown)
    by_loss = sorted(range(len(parts)), key=lambda n: shown[n] - exact[n])
    for n in by_loss[:lacks]:
        shown[n] += 1
    return [fixed(part / 1000, 3) for part in shown]


def measured(candidate: Candidate) -> dict[str, str]:
    """What each signal was measured from."""
    entry = candidate.entry
    days = count(len(entry.recall_days), "day")
    passive = entry.daily_count + entry.grounded_count
    grounded = f", {count(entry.grounded_count, 'grounded backfill')}" if entry.grounded_count else ""
    return {
        "relevance": f"average match {fixed(average_score(entry), 2)}",
        "frequency": f"{count(entry.recall_count, 'recall')}, {count(passive, 'passive signal')}",
        "diversity": f"{count(len(entry.query_hashes), 'query', 'queries')}, {days}",
        "recency": "no valid date" if candidate.age_days is None else f"{age(candidate.age_days)} ago",
        "consolidation": f"seen on {days}{grounded}",
        "conceptual": count(len(entry.concept_tags or ()), "concept"),
    }


def held(gate: Gate) -> str:
    """A value against its threshold: `0.61 ≥ 0.8` is what should be so."""
    if gate.name == "maxAge":
        return f"{age(gate.value)} (≤ {gate.threshold:g}d)"
    value = fixed(gate.value or 0.0, 3) if gate.name == "score" else f"{gate.value or 0:g}"
    return f"{value} (≥ {gate.threshold:g})"


def funnel_in_words(funnel: Funnel) -> str:
    """Where candidates fall out: `of 382 candidates 6 pass all gates; 301 fail recalls, …`."""
    one = "candidate" if funnel.total == 1 else "candidates"
    passed = f"{funnel.passed:,} passes" if funnel.passed == 1 else f"{funnel.passed:,} pass"
    head = f"Of {funnel.total:,} {one} {passed} all gates"
    failing = [name for name in GATES if funnel.failing[name]]
    if not failing:
        return f"{head}."
    parts = [
        f"{funnel.failing[name]:,} fail {GATE_NAMES[name]} ({funnel.failing_only[name]:,} only that)"
        if funnel.failing_only[name]
        else f"{funnel.failing[name]:,} fail {GATE_NAMES[name]}"
        for name in sorted(failing, key=lambda name: -funnel.failing[name])
    ]
    return f"{head}; {', '.join(parts)}."


def _lack(gate: Gate, limits: Thresholds) -> str:
    if gate.missing is None:
        return "a date on which it was last recalled or re-read"
    if gate.name == "score":
        return f"{max(0.001, gate.missing):.3f} of score"
    if gate.name == "maxAge":
        return f"too old by {count(round(gate.missing), 'day') if gate.missing >= 1 else 'less than a day'}"
    number = round(gate.missing)
    if gate.name == "uniqueQueries":
        return count(number, "query", "queries")
    return count(number, "signal" if limits.count_signals else "recall")


def lost(keys: Sequence[str]) -> str:
    """That approvals under these keys have nothing to write, as nothing says any more what was approved."""
    places = [_PLACE.sub(r"\1", key) for key in keys]
    told = f"{', '.join(places[:_NAMED])}{', …' if len(places) > _NAMED else ''}"
    what = count(len(places), "approval")
    have = "has" if len(places) == 1 else "have"
    return f"{what} {have} nothing to write: what stood at {told} then is no candidate any more."

"""REM: recurring themes and candidate truths (`spec`: engine, "REM")."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from dreamtui.engine.lexicon import NOISE_TAGS
from dreamtui.engine.light import dedupe
from dreamtui.engine.scoring import average_score
from dreamtui.javascript import fixed, locale_key
from dreamtui.model import RecallEntry

DEDUPE_SIMILARITY = 0.88
MIN_CONFIDENCE = 0.45
MAX_TRUTHS = 3
MAX_EVIDENCE = 3
NO_THEMES = "- No strong patterns surfaced."
NO_TRUTHS = "- No strong candidate truths surfaced."
_LN_7 = math.log(7)


class Theme(NamedTuple):
    """A tag that many entries share; strength is 0..1, evidence the first few places."""

    tag: str
    memories: int
    strength: float
    evidence: tuple[str, ...]


class Truth(NamedTuple):
    """An entry that may be a lasting truth; confidence is 0..1."""

    entry: RecallEntry
    confidence: float


class Reflection(NamedTuple):
    """What REM saw in `source_count` entries, and the lines of its block."""

    source_count: int
    themes: tuple[Theme, ...]
    truths: tuple[Truth, ...]
    theme_lines: tuple[str, ...]
    body: tuple[str, ...]


def reflect(
    entries: Sequence[RecallEntry], *, limit: int, min_strength: float, muted: Collection[str] = frozenset()
) -> Reflection:
    """Themes and candidate truths of the entries given; `muted` tags are no theme."""
    themes = find_themes(entries, limit=limit, min_strength=min_strength, muted=muted)
    truths = find_truths(entries, limit)
    theme_lines = [line for theme in themes for line in _theme_lines(theme)] or [NO_THEMES]
    truth_lines = [_truth_line(truth) for truth in truths] or [NO_TRUTHS]
    body = ["### Reflections", *theme_lines, "", "### Possible Lasting Truths", *truth_lines]
    return Reflection(len(entries), tuple(themes), tuple(truths), tuple(theme_lines), tuple(body))


def find_themes(
    entries: Sequence[RecallEntry], *, limit: int, min_strength: float, muted: Collection[str] = frozenset()
) -> list[Theme]:
    """The tags that many entries share, strongest first."""
    counts: Counter[str] = Counter()
    evidence: dict[str, dict[str, None]] = {}
    for entry in entries:
        for tag in dict.fromkeys(entry.concept_tags or ()):
            if tag not in NOISE_TAGS and tag not in muted:
                counts[tag] += 1
                evidence.setdefault(tag, {})[entry.place] = None
    total = max(1, len(entries))
    themes = [
        Theme(tag, count, min(1.0, 2 * count / total), tuple(evidence[tag])[:MAX_EVIDENCE])
        for tag, count in counts.items()
    ]
    strong = [theme for theme in themes if theme.strength >= min_strength]
    strong.sort(key=lambda theme: (-theme.strength, -theme.memories, locale_key(theme.tag)))
    return strong[:limit]


def find_truths(entries: Sequence[RecallEntry], limit: int) -> list[Truth]:
    """The entries most likely to stay true, surest first."""
    open_entries = [entry for entry in entries if not entry.promoted_at]
    truths = [Truth(entry, confidence(entry)) for entry in dedupe(open_entries, DEDUPE_SIMILARITY)]
    sure = [truth for truth in truths if truth.confidence >= MIN_CONFIDENCE]
    sure.sort(key=lambda truth: (-truth.confidence, locale_key(truth.entry.snippet)))
    return sure[: max(1, min(MAX_TRUTHS, limit))]


class Confidence(NamedTuple):
    """What each part adds to the confidence in a truth."""

    average: float
    recalls: float
    days: float
    tags: float


def confidence(entry: RecallEntry) -> float:
    """How likely an entry is a lasting truth, 0..1."""
    parts = confidence_parts(entry)
    return min(1.0, parts.average + parts.recalls + parts.days + parts.tags)


CONFIDENCE_WEIGHTS = Confidence(average=0.45, recalls=0.25, days=0.20, tags=0.10)


def confidence_values(entry: RecallEntry) -> Confidence:
    """What the confidence is made of, each 0..1: average score, real recalls, days seen, concept tags."""
    return Confidence(
        average=average_score(entry),
        recalls=min(1.0, math.log1p(entry.recall_count) / _LN_7),
        days=min(1.0, len(entry.recall_days) / 3),
        tags=min(1.0, len(entry.concept_tags or ()) / 6),
    )


def confidence_parts(entry: RecallEntry) -> Confidence:
    """The confidence taken apart: each value times its weight."""
    values = confidence_values(entry)
    return Confidence(*(weight * value for weight, value in zip(CONFIDENCE_WEIGHTS, values, strict=True)))


def _theme_lines(theme: Theme) -> list[str]:
    return [
        f"- Theme: `{theme.tag}` kept surfacing across {theme.memories} memories.",
        f"  - confidence: {fixed(theme.strength, 2)}",
        f"  - evidence: {', '.join(theme.evidence)}",
        "  - note: reflection",
    ]


def _truth_line(truth: Truth) -> str:
    entry = truth.entry
    return f"- {entry.snippet} [confidence={fixed(truth.confidence, 2)} evidence={entry.place}]"

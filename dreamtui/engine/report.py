"""What Deep and the diary say of a night, as lines and prose."""

from __future__ import annotations

from collections.abc import Sequence

from dreamtui.engine.deep import Judged
from dreamtui.engine.rem import Reflection
from dreamtui.engine.similarity import without_marker
from dreamtui.javascript import cut, fixed

MAX_QUOTE = 120
MAX_THEMES = 3


def deep_lines(judged: Sequence[Judged], promoted: int, *, tidied: bool, applied: bool) -> list[str]:
    """The body of the deep report: the counts, then each candidate with its outcome."""
    lines = ["- Repaired recall artifacts: rewrote recall store."] if tidied else []
    lines.append(f"- Ranked {len(judged)} candidate(s) for durable promotion.")
    lines.append(f"- Promoted {promoted} candidate(s) into MEMORY.md.")
    for candidate, verdict in judged:
        outcome = "promoted" if applied else "waits for review"
        if verdict.reasons:
            outcome = "not promoted: " + "; ".join(reason.message for reason in verdict.reasons)
        lines.append(f"  - {candidate.entry.place} (score {fixed(candidate.score, 3)}): {outcome}")
    return lines


def diary_entry(
    fresh: int, staged: int, reflection: Reflection | None, promoted: Sequence[str], waiting: int
) -> str | None:
    """A few plain sentences on the night, or None when nothing new came in and nothing was kept."""
    if not fresh and not promoted:
        return None
    came = f"{_count(fresh, 'new snippet')} came in"
    said = [f"{came} and {_count(staged, 'memory', 'memories')} went through my mind."]
    seen = reflection.themes if reflection else ()
    themes = [f"“{theme.tag}”" for theme in seen if theme.memories > 1][:MAX_THEMES]
    if themes:
        said.append(f"What kept coming back: {', '.join(themes)}.")
    if promoted:
        quotes = "; ".join(f"“{cut(without_marker(text), MAX_QUOTE)}”" for text in promoted)
        said.append(f"I will keep {_count(len(promoted), 'thing')}: {quotes}")
    elif waiting:
        said.append(f"{_count(waiting, 'thing')} could be kept for good, if somebody says so.")
    else:
        said.append("Nothing asked to be kept for good.")
    return " ".join(said)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"

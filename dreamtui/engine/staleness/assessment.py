"""Assessing every entry of MEMORY.md: the grounds of each, the budget, the score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, tzinfo
from functools import lru_cache

from dreamtui.engine import hygiene
from dreamtui.engine.settings import StalenessSettings
from dreamtui.engine.similarity import similarity
from dreamtui.engine.staleness.conflicts import conflicts
from dreamtui.engine.staleness.contained import contained
from dreamtui.engine.staleness.dates import day_spoken_of
from dreamtui.engine.staleness.disuse import unused
from dreamtui.engine.staleness.score import Ground, weigh
from dreamtui.engine.staleness.statements import REMEMBERED, statement
from dreamtui.entries import Evidence, MemoryEntry, Staleness
from dreamtui.instants import day_of, local
from dreamtui.paths import short_term_day

SUSPICION = 0.4
"""Strength of a doubt about an entry's shape: a shell command, a line of a log, half a sentence."""
MOST_DATED = 2000
"""Characters of an entry that may be about a day; longer ones are about more than that."""
FADES_DAYS = 14
"""Days after which a day that is over is so to three quarters; it begins with a half."""


def assess(
    entries: Sequence[MemoryEntry],
    evidence: Mapping[str, Evidence],
    how: StalenessSettings,
    now_ms: int,
    zone: tzinfo,
    budget_chars: int,
    locked: Collection[str] = (),
) -> dict[str, Staleness]:
    """How stale each entry is, by its id, whoever wrote it; what is suggested is the caller's to decide.

    `budget_chars` is what the entries may take together (UTF-16 units): the budget of MEMORY.md without
    the text that is no entry. `locked` are ids that stay whatever they say: of two that say the same
    the other one goes, and the budget asks nothing of them. What is not known (a date, a source, whether
    anything records uses) is no reason. The order of the entries does not matter.
    """
    grounds: defaultdict[str, list[Ground]] = defaultdict(list)
    for entry in entries:
        grounds[entry.id] += _own_grounds(entry, evidence.get(entry.id, Evidence()), how, now_ms, zone)
    for name, ground in conflicts(entries, evidence, how, zone, locked):
        grounds[name].append(ground)
    repeated = {name for name, found in grounds.items() if any(each.code == "duplicate" for each in found)}
    for name, ground in contained(entries):
        if ground.other not in repeated:  # else both might go, each for the other's sake
            grounds[name].append(ground)
    fresh = Staleness()
    weighed = {entry.id: weigh(found, how) if (found := grounds[entry.id]) else fresh for entry in entries}
    for name, ground in _over_budget(entries, weighed, budget_chars, locked):
        weighed[name] = weigh([*grounds[name], ground], how)
    return weighed


def _own_grounds(
    entry: MemoryEntry, known: Evidence, how: StalenessSettings, now_ms: int, zone: tzinfo
) -> Iterator[Ground]:
    """What can be told of an entry without looking at others."""
    if known.source == "gone":
        where = f"{entry.source[0]}, where it came from, is" if entry.source else "the note it came from is"
        yield Ground("source-gone", 1.0, f"{where} gone")
    elif known.source == "changed":
        yield _changed(entry, known)
    silence = unused(known, how.unused_days, now_ms)
    if silence is not None:
        yield silence
    junk = _junk(entry.text)
    if junk is not None:
        yield junk
    past = _past(entry, known, now_ms, zone)
    if past is not None:
        yield past


def _changed(entry: MemoryEntry, known: Evidence) -> Ground:
    where = f"{entry.source[0]}:{entry.source[1]}" if entry.source else "its source"
    if not known.source_says:
        return Ground("source-changed", 1.0, f"{where} no longer says this")
    same = similarity(entry.text, known.source_says)
    return Ground("source-changed", 1 - same, f"{where} says something else now ({same:.0%} alike)")


@lru_cache(maxsize=REMEMBERED)
def _junk(text: str) -> Ground | None:
    sure = hygiene.contaminated(text) or hygiene.junk(text)
    if sure is not None:
        return Ground("junk", 1.0, sure.message)
    doubts = hygiene.suspicions(text)
    if not doubts:
        return None
    strength = 1.0 if any(doubt.code == "answer" for doubt in doubts) else SUSPICION * len(doubts)
    return Ground("junk", min(1.0, strength), " and ".join(doubt.message for doubt in doubts))


def _past(entry: MemoryEntry, known: Evidence, now_ms: int, zone: tzinfo) -> Ground | None:
    if len(entry.text) > MOST_DATED or not statement(entry.text).timely:
        return None
    day = day_spoken_of(entry.text, said_on(entry, known, zone))
    if day is None:
        return None
    over = (local(now_ms, zone).date() - day.last).days
    if over <= 0:
        return None
    ago = "yesterday" if over == 1 else f"{over:,} days ago"
    strength = 1 - 2 ** (-1 - over / FADES_DAYS)
    return Ground(
        "past-date", strength, f"“{entry.text[day.start : day.end]}” was {day.last.isoformat()}, {ago}"
    )


def said_on(entry: MemoryEntry, known: Evidence, zone: tzinfo) -> date | None:
    """The local day on which an entry was said: that of the note it came from, else of its promotion."""
    day = short_term_day(entry.source[0]) if entry.source else None
    if day is None and known.promoted_ms is not None:
        day = day_of(known.promoted_ms, zone)
    day = day or entry.promoted_at
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        return None


def _over_budget(
    entries: Sequence[MemoryEntry], found: Mapping[str, Staleness], budget: int, locked: Collection[str]
) -> Iterator[tuple[str, Ground]]:
    """The stalest promoted entries, as many as would have to go for the rest to fit."""
    over = sum(entry.chars for entry in entries) - budget
    if over <= 0:
        return
    free = [entry for entry in entries if entry.managed and entry.id not in locked]
    free.sort(key=lambda one: (-found[one.id].score, one.promoted_at or "", one.start, one.id))
    message = f"MEMORY.md is {over:,} characters over its budget, and this is among the stalest"
    left = over
    for entry in free:
        if left <= 0:
            return
        left -= entry.chars
        yield entry.id, Ground("over-budget", 1.0, message)

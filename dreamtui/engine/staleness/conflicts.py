"""Entries beside which another looks stale: it says the same, gives another value, or says the opposite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import NamedTuple

from dreamtui.engine.scripts import holds_cjk
from dreamtui.engine.settings import StalenessSettings
from dreamtui.engine.similarity import similarity
from dreamtui.engine.staleness.order import one_frame, same_parts
from dreamtui.engine.staleness.pairs import MOST_SHARING, alike
from dreamtui.engine.staleness.relations import Relation, relation
from dreamtui.engine.staleness.score import Ground
from dreamtui.engine.staleness.statements import Statement, statement
from dreamtui.engine.staleness.values import differing, gives_anew, shown
from dreamtui.entries import Evidence, MemoryEntry
from dreamtui.instants import day_of
from dreamtui.javascript import fold
from dreamtui.paths import short_term_day

SAME_SUBJECT = 0.7
"""Jaccard similarity of the content of two entries from which they speak of one thing."""
SET_ASIDE = 0.6
"""The same where the newer one itself says what no longer holds."""
SAME_BUT_FOR_ITS_DIRECTION = 0.85
"""The same for two that say the opposite: "without asking" turns the asking round, not all that is said."""
LEAST_CONTENT = 2
"""Words of content that two statements must have for their values or directions to be compared."""
MOST_COMPARED = 8
"""Entries of the same content that are compared with those of another content, the latest ones."""
UNKNOWN_ORDER = 0.5
"""What is left of a conflict's strength where nobody knows which entry is newer."""


class Told(NamedTuple):
    """An entry as it is compared; `when` (day, instant, line) is None where nothing dates it."""

    entry: MemoryEntry
    says: Statement
    when: tuple[str, int, int] | None
    worth: tuple[bool, bool, int, int, int]
    """The worthier of two that say the same is kept: locked, a person's, used, longer, earlier."""


Found = tuple[str, Ground]
"""The id of an entry, and why it looks stale."""


def conflicts(
    entries: Sequence[MemoryEntry],
    evidence: Mapping[str, Evidence],
    how: StalenessSettings,
    zone: tzinfo,
    locked: Collection[str],
) -> Iterator[Found]:
    """Every entry beside which another stands that makes it look stale, with that one's id."""
    told = [_told(entry, evidence.get(entry.id, Evidence()), zone, entry.id in locked) for entry in entries]
    told.sort(key=lambda one: (one.when is not None, one.when or (), one.entry.start, one.entry.id))
    groups: defaultdict[frozenset[str], list[Told]] = defaultdict(list)
    for one in told:
        groups[one.says.content].append(one)
    for members in groups.values():
        if len(members) > 1:
            yield from _within(members, how)
    contents = list(groups)
    for first, second, likeness in alike(contents, SAME_SUBJECT):
        for one in groups[contents[first]][-MOST_COMPARED:]:
            for other in groups[contents[second]][-MOST_COMPARED:]:
                yield from _compared(one, other, likeness, how)
    yield from _set_aside(told)
    yield from _other_values(told)


def _told(entry: MemoryEntry, known: Evidence, zone: tzinfo, locked: bool) -> Told:
    day = short_term_day(entry.source[0]) if entry.source else None
    if day is None and known.promoted_ms is not None:
        day = day_of(known.promoted_ms, zone)
    day = day or entry.promoted_at
    line = entry.source[1] if entry.source else 0
    when = None if day is None else (day, known.promoted_ms or 0, line)
    by_hand = entry.key is None or not entry.managed
    worth = (locked, by_hand, len(known.uses), len(entry.text), -entry.start)
    return Told(entry, statement(entry.text), when, worth)


def _within(members: Sequence[Told], how: StalenessSettings) -> Iterator[Found]:
    """Those of the same content: the same said again, and all that the last of them contradicts."""
    same: defaultdict[tuple[object, ...], list[Told]] = defaultdict(list)
    for one in members:
        told = (frozenset(value.text for value in one.says.values), one.says.negative, one.says.names)
        same[(*told, () if one.says.content else fold(one.entry.text))].append(one)
    for alike_ones in same.values():
        kept = max(alike_ones, key=lambda one: (one.worth, one.entry.id))
        for one in alike_ones:
            if one is not kept:
                yield from _repeated(one, kept, 1.0, how)
    if len(same) > 1 and members[0].says.content:
        named: defaultdict[frozenset[str], list[Told]] = defaultdict(list)
        for one in members:
            named[one.says.names].append(one)
        for those in named.values():
            for one in those[:-1]:
                yield from _conflicting(one, those[-1], 1.0)


def _compared(one: Told, other: Told, likeness: float, how: StalenessSettings) -> Iterator[Found]:
    if one.says.names != other.says.names:
        return
    found = list(_conflicting(one, other, likeness))
    yield from found
    if not found:
        stale, kept = sorted((one, other), key=lambda each: (each.worth, each.entry.id))
        yield from _repeated(stale, kept, likeness, how)


# --- the same said again -------------------------------------------------------------------------


def _repeated(stale: Told, kept: Told, likeness: float, how: StalenessSettings) -> Iterator[Found]:
    one, other = stale.says, kept.says
    if one.negative != other.negative or one.replaced != other.replaced:
        return
    if {value.text for value in one.values} != {value.text for value in other.values}:
        return
    strength = similarity(stale.entry.text, kept.entry.text)
    if likeness == 1 and len(one.content) >= LEAST_CONTENT + 1:
        strength = max(strength, (1 + strength) / 2)  # the same words of content, put another way
    if strength < how.duplicate_similarity or not same_parts(stale.entry.text, kept.entry.text):
        return
    what = "the same" if strength > 0.995 else f"nearly the same ({strength:.0%} alike)"
    yield stale.entry.id, Ground("duplicate", strength, f"line {kept.entry.line} says {what}", kept.entry.id)


# --- another value, or the opposite --------------------------------------------------------------


def _conflicting(one: Told, other: Told, likeness: float) -> Iterator[Found]:
    """Two that speak of one thing and cannot both hold."""
    value = differing(one.says.values, other.says.values)
    turned = one.says.negative != other.says.negative
    if value is None if not turned else value is not None or not _compatible(one.says, other.says):
        return
    texts = one.entry.text, other.entry.text
    if min(len(one.says.content), len(other.says.content)) < LEAST_CONTENT and not one_frame(*texts):
        return
    if value is None:
        if likeness >= _turning(one, other) and same_parts(*texts, endings=False):
            yield from _opposed(one, other, likeness)
    elif gives_anew(*texts, *value):
        yield from _dated(one, other, likeness, shown(value[0]), shown(value[1]))


def _turning(one: Told, other: Told) -> float:
    """How alike two must be to say the opposite; pairs of characters differ around a word that turns."""
    dense = holds_cjk(one.entry.text) and holds_cjk(other.entry.text)
    return SAME_SUBJECT if dense else SAME_BUT_FOR_ITS_DIRECTION


def _compatible(one: Statement, other: Statement) -> bool:
    mine, yours = ({value.text for value in says.values} for says in (one, other))
    return mine <= yours or yours <= mine


def _dated(one: Told, other: Told, strength: float, mine: str, yours: str) -> Iterator[Found]:
    """The older of two that give different values is superseded; both look doubtful where that is unknown."""
    if one.when is None or other.when is None or one.when == other.when:
        for stale, beside, has, had in ((one, other, yours, mine), (other, one, mine, yours)):
            message = (
                f"line {beside.entry.line} says {has} where this says {had}; which is newer is not known"
            )
            yield stale.entry.id, Ground("contradicted", strength * UNKNOWN_ORDER, message, beside.entry.id)
        return
    if one.when > other.when:
        one, other, mine, yours = other, one, yours, mine
    message = f"{_newer(other)} says {yours} where this says {mine}"
    yield one.entry.id, Ground("superseded", strength, message, other.entry.id)


def _opposed(one: Told, other: Told, strength: float) -> Iterator[Found]:
    if one.when is None or other.when is None or one.when == other.when:
        for stale, beside in ((one, other), (other, one)):
            message = f"line {beside.entry.line} says the opposite; which is newer is not known"
            yield stale.entry.id, Ground("contradicted", strength * UNKNOWN_ORDER, message, beside.entry.id)
        return
    older, newer = (one, other) if one.when < other.when else (other, one)
    yield (
        older.entry.id,
        Ground("contradicted", strength, f"{_newer(newer)} says the opposite", newer.entry.id),
    )


def _set_aside(told: Sequence[Told]) -> Iterator[Found]:
    """Those of which a newer one says that they no longer hold: "use Slack, not e-mail", "instead of"."""
    newer = [one for one in told if one.says.replaced]
    wanted = {min(one.says.replaced) for one in newer}
    holding: defaultdict[str, list[Told]] = defaultdict(list)
    for one in told if wanted else ():
        for word in wanted & _held(one.says):
            holding[word].append(one)
    for one in newer:
        for older in holding[min(one.says.replaced)][-MOST_SHARING:]:
            yield from _replaced(older, one)


def _replaced(older: Told, newer: Told) -> Iterator[Found]:
    gone = newer.says.replaced
    if not gone <= _held(older.says) or older.says.negative or gone <= _held(newer.says):
        return
    known = older.when is not None and newer.when is not None
    if older is newer or (known and (older.when or ()) >= (newer.when or ())):
        return
    rest = older.says.content - gone
    shared = len(rest & newer.says.content) / len(rest) if rest else 0.0
    if shared >= SET_ASIDE and not _names(older.entry.text, rest - newer.says.content):
        yield older.entry.id, _aside(shared, newer, " ".join(sorted(gone)), known=known)


def _aside(shared: float, newer: Told, gone: str, *, known: bool) -> Ground:
    if known:
        return Ground("superseded", shared, f"{_newer(newer)} sets “{gone}” aside", newer.entry.id)
    message = f"line {newer.entry.line} sets “{gone}” aside; which is newer is not known"
    return Ground("contradicted", shared * UNKNOWN_ORDER, message, newer.entry.id)


def _held(says: Statement) -> frozenset[str]:
    return says.content.union(value.text for value in says.values)


def _names(text: str, words: Collection[str]) -> bool:
    """Whether one of some words is a name: written with a capital, and not because a sentence begins."""
    return any(f" {word.capitalize()}" in text for word in words)


def _other_values(told: Sequence[Told]) -> Iterator[Found]:
    """Those that give something another value than the last one that gives it any."""
    given: defaultdict[str, list[tuple[Told, Relation]]] = defaultdict(list)
    for one in told:
        states = None if one.says.negative else relation(one.entry.text)
        if states is not None:
            given[states.subject].append((one, states))
    for several in given.values():
        last, latest = several[-1]
        for one, states in several[:-1]:
            strength = _replacing(states, latest)
            if strength:
                yield from _dated(one, last, strength, f"“{states.said}”", f"“{latest.said}”")


def _replacing(states: Relation, latest: Relation) -> float:
    """How surely a value that is given later takes the place of another."""
    if states.value <= latest.value or latest.value <= states.value:
        return 0.0
    if states.sure and latest.sure:
        return RELATION
    return MAYBE_RELATION if latest.now and len(states.value) == len(latest.value) else 0.0


RELATION = 0.9
"""Strength of a conflict between two values that are words, which may be two names of one thing."""
MAYBE_RELATION = 0.6
"""The same where it may hold beside the other: "prefers tea", "prefers coffee now"."""


def _newer(one: Told) -> str:
    day = one.when[0] if one.when else ""
    return f"a newer entry ({day}, line {one.entry.line})"

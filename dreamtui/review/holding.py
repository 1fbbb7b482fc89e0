"""Which decision holds for which candidate: people decide on claims, and keys come to name other texts.

A decision holds under its key as long as the candidate there says what was decided on. A rejection holds
wherever that is said, too; any other decision follows its claim to one candidate if its own key says
something else or is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from dreamtui.engine.rehydrate import rehydrate
from dreamtui.model import LiveSource, RecallEntry, Sources
from dreamtui.review.decision import APPROVED, Decision, about, claims_of
from dreamtui.review.ledger import Ledger

_PLACE: Final = re.compile(r"memory:(.+?):\d+:\d+")


class Sayings:
    """What candidates say, as claims. Looking for live texts takes long: of what lies in a note where nobody
    decided anything, only those count whose candidates are `judged` anyway."""

    def __init__(
        self,
        entries: Mapping[str, RecallEntry],
        live: Callable[[RecallEntry], str | None],
        judged: Collection[str] = (),
    ) -> None:
        self._entries = entries
        self._live = live
        self._judged = judged
        self._whole: dict[str, tuple[str, ...]] = {}
        self._looked_into: set[str] = set()
        self._found: dict[str, dict[str, None]] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def of(self, key: str) -> tuple[str, ...]:
        """What a candidate says, by its recorded and its live text; nothing where it is none."""
        if key not in self._whole:
            entry = self._entries.get(key)
            self._whole[key] = claims_of(entry.snippet, self._live(entry)) if entry else ()
        return self._whole[key]

    def quick(self, key: str) -> tuple[str, ...]:
        """The same, but by its live text only where that counts."""
        if key in self._whole:
            return self._whole[key]
        entry = self._entries[key]
        whole = key in self._judged or entry.path in self._looked_into
        return self.of(key) if whole else claims_of(entry.snippet, None)

    def look_into(self, decisions: Iterable[Decision]) -> set[str]:
        """Let live texts count in the notes that these are about; the keys where they did not before."""
        places = (_PLACE.match(decision.key) for decision in decisions)
        new = {place[1] for place in places if place} - self._looked_into
        keys = {key for path in new for key in self._in_note.get(path, ())}
        for key in keys:
            for claim in self.of(key):
                self._found.setdefault(claim, {})[key] = None
        self._looked_into |= new
        return keys

    def saying(self, claim: str) -> set[str]:
        """The keys of the candidates that make a claim."""
        return {*self.recorded.get(claim, ()), *self._found.get(claim, ())}

    @cached_property
    def recorded(self) -> Mapping[str, list[str]]:
        """By claim: who makes it, but for what `look_into` found."""
        found: dict[str, list[str]] = {}
        for key, entry in self._entries.items():
            claims = self.of(key) if key in self._judged else claims_of(entry.snippet, None)
            for claim in claims:
                found.setdefault(claim, []).append(key)
        return found

    @cached_property
    def _in_note(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, entry in self._entries.items():
            found.setdefault(entry.path, []).append(key)
        return found

    def promoted(self, key: str) -> bool:
        """Whether a candidate was promoted."""
        return bool(self._entries[key].promoted_at)


class Moved(NamedTuple):
    """Decisions whose own keys say something else now, or are gone."""

    to: Mapping[str, Decision] = {}
    """By key of the candidate that says it now; no rejection, as these hold everywhere."""
    lost: tuple[Decision, ...] = ()
    """Approvals of what no candidate says any more."""


def holding(
    ledger: Ledger, entries: Mapping[str, RecallEntry], sources: Sources, in_memory: Collection[str]
) -> tuple[Mapping[str, Decision], tuple[Decision, ...]]:
    """The decisions by the keys of what they hold for now, but for rejections elsewhere of the same claim;
    and the approvals of what nothing says any more."""

    def live(entry: RecallEntry) -> str | None:
        found = rehydrate(entry, sources.get(entry.path))
        return found.text if isinstance(found, LiveSource) else None

    says = Sayings(entries, live)
    says.look_into(elsewhere(ledger, says))
    went = moved(ledger, says, in_memory)
    known = ((key, one) for key, one in ledger.decisions.items() if key in entries)
    own = {key: one for key, one in known if about(one, says.quick(key)) or about(one, says.of(key))}
    return {**went.to, **own}, went.lost


def elsewhere(ledger: Ledger, says: Sayings) -> Iterator[Decision]:
    """The decisions that may hold for other candidates than those under their keys."""
    yield from {one.id: one for one in ledger.claimed.values() if _may_move(one, says)}.values()
    yield from {one.id: one for one in ledger.rejected.values()}.values()


def moved(ledger: Ledger, says: Sayings, in_memory: Collection[str]) -> Moved:
    """Where decisions went; those whose keys are marked in MEMORY.md were carried out."""
    to: dict[str, Decision] = {}
    lost: list[Decision] = []
    for one in {one.id: one for one in reversed([*ledger.claimed.values()])}.values():
        if one.key in in_memory or not _may_move(one, says):
            continue
        there = _saying(one, says)
        free = [key for key in there if key not in to and not _taken(key, ledger, says)]
        if free:
            to[min(free, key=lambda key: (_note(key) != _note(one.key), key))] = one
        elif not there and one.choice in APPROVED:
            lost.append(one)
    return Moved(to, tuple(lost))


def _may_move(decision: Decision, says: Sayings) -> bool:
    """Whether it is no rejection, and what stands under its key is not what it is about."""
    if decision.choice == "reject":
        return False
    key = decision.key
    return key not in says or not any(about(decision, say(key)) for say in (says.quick, says.of))


def _saying(decision: Decision, says: Sayings) -> set[str]:
    return set().union(*map(says.saying, decision.claims))


def _taken(key: str, ledger: Ledger, says: Sayings) -> bool:
    return says.promoted(key) or ledger.decision_on(key, says.of(key)) is not None


def _note(key: str) -> str:
    place = _PLACE.match(key)
    return place[1] if place else key

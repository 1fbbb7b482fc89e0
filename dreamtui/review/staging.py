"""What a person decided on entries of MEMORY.md, as lines of review.jsonl: to be written, or about locks.

A line is `{"id","at","type","entry","said",…}`: `entry` is the id of the entry, `said` the beginning of
what it says. Where others say the same, `twins` tells of the entry how many they are and which headings
it stands under (`{id: [number, [heading, …]]}`): once that has changed, nobody knows which of them was
meant, and the decision holds no more. `prune` may have a `reason`; `edit` has the new `text`; `merge` has
the `text` and, in `with`, the ids of the entries that go into this one; `keep` takes such a decision
away; `lock` and `unlock` hold at once, for all entries that say the same. Lines of one step share a `step`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

from dreamtui.entries import MemoryEntry, twin_of, twins
from dreamtui.instants import iso
from dreamtui.javascript import cut, fold
from dreamtui.review.rewrite import Rewrite

EntryChoice = Literal["prune", "edit", "merge", "keep", "lock", "unlock"]
ENTRY_CHOICES: Final = frozenset(("prune", "edit", "merge", "keep", "lock", "unlock"))
SAID: Final = 80


Twin = tuple[int, tuple[str, ...]]
"""How many entries say the same, and the headings above the one that is meant."""
ALONE: Final[Twin] = (1, ())


class Staged(NamedTuple):
    """A decision on an entry; of a merge the entry is the one that keeps its place."""

    id: str
    choice: EntryChoice
    entry: str
    said: str
    at: str = ""
    reason: str = ""
    text: str = ""
    others: tuple[str, ...] = ()
    twins: Mapping[str, Twin] = {}
    """Of each of these entries that is not the only one to say so: how many do, and its headings."""


def line(
    ident: str,
    choice: EntryChoice,
    entry: MemoryEntry,
    by_id: Mapping[str, MemoryEntry],
    now_ms: int,
    **more: Any,
) -> dict[str, Any]:
    """A new line; `by_id` are all entries of the file."""
    known = {one: _twin(one, by_id) for one in (entry.id, *more.get("with", ()))}
    alike = {one: [number, list(under)] for one, (number, under) in known.items() if number > 1}
    given = {name: value for name, value in {**more, "twins": alike}.items() if value}
    said = cut(fold(entry.text), SAID)
    return {"id": ident, "at": iso(now_ms), "type": choice, "entry": entry.id, "said": said, **given}


def read_staged(told: Mapping[str, Any]) -> Staged | None:
    """The decision on an entry that a line tells of; None when it tells of none."""
    choice, entry, others = told.get("type"), told.get("entry"), told.get("with")
    if choice not in ENTRY_CHOICES or not isinstance(entry, str):
        return None
    texts = (told.get(name) for name in ("said", "at", "reason", "text"))
    said, at, reason, text = (value if isinstance(value, str) else "" for value in texts)
    if choice in ("edit", "merge") and not text:
        return None
    ids = tuple(one for one in others if isinstance(one, str)) if isinstance(others, list) else ()
    return Staged(told["id"], choice, entry, said, at, reason, text, ids, _read_twins(told.get("twins")))


def still_meant(staged: Mapping[str, Staged], by_id: Mapping[str, MemoryEntry]) -> dict[str, Staged]:
    """The decisions that mean what they meant: of several entries that say the same, one that is gone
    leaves its id to another, which nobody decided on."""
    return {
        ident: said
        for ident, said in staged.items()
        if all(
            one not in by_id or _twin(one, by_id) == said.twins.get(one, ALONE)
            for one in (said.entry, *said.others)
        )
    }


def _twin(ident: str, by_id: Mapping[str, MemoryEntry]) -> Twin:
    number = sum(1 for _ in twins(ident, by_id))
    return (number, by_id[ident].headings) if number > 1 else ALONE


def _read_twins(told: object) -> dict[str, Twin]:
    found: dict[str, Twin] = {}
    for ident, twin in told.items() if isinstance(told, dict) else ():
        match twin:
            case [int(number), list(under)]:
                found[ident] = number, tuple(map(str, under))
    return found


def to_write(staged: Mapping[str, Staged], locked: Collection[str]) -> dict[str, Staged]:
    """What is to be written, by entry: without what would take away an entry that was locked since."""
    return {
        ident: said
        for ident, said in staged.items()
        if twin_of(ident) not in locked or (said.choice != "prune" and said.entry == ident)
    }


def decisions(staged: Mapping[str, Staged], locked: Collection[str]) -> int:
    """How many decisions that is; a merge is one."""
    return len({said.id for said in to_write(staged, locked).values()})


class Entries:
    """What stands about entries of MEMORY.md, step by step."""

    def __init__(self) -> None:
        self.staged: dict[str, Staged] = {}
        """By entry what is to be written of it; of a merge under all its ids."""
        self.locked: dict[str, None] = {}
        """By the id of the first entry that says so: what no entry that says it is pruned for."""
        self.pruned: dict[str, str] = {}
        """By claim and by key: when it was pruned, for what nobody has allowed again since."""
        self.allowed: dict[str, str] = {}
        """The same for what somebody has, and what does not stand in MEMORY.md again yet."""
        self.texts: dict[str, str] = {}
        """By claim: what it said that was pruned."""

    def decide(self, said: Staged) -> None:
        """A decision on an entry. What takes the place of a merge takes it from all its entries."""
        if said.choice == "lock":
            self.locked[twin_of(said.entry)] = None
        elif said.choice == "unlock":
            self.locked.pop(twin_of(said.entry), None)
        else:
            for ident in (said.entry, *said.others):
                self._forget(ident)
            if said.choice != "keep":
                self.staged.update(dict.fromkeys((said.entry, *said.others), said))

    def write(self, made: Rewrite) -> None:
        """A write, which carries out what was decided on its entries."""
        for entry in made.entries:
            self.staged.pop(entry.id, None)
            named = (*entry.claims, *((entry.key,) if entry.key else ()))
            if entry.done != "edited":
                self.came_back(named)
            if entry.done in ("pruned", "merged"):
                self.pruned.update(dict.fromkeys(named, made.at))
                self.texts.update(dict.fromkeys(entry.claims, entry.text))
            if entry.becomes and twin_of(entry.id) in self.locked:
                self.locked[twin_of(entry.becomes)] = None

    def allow(self, named: Iterable[str]) -> None:
        """Somebody wants to see these claims or keys in MEMORY.md again."""
        self.allowed.update({one: self.pruned.pop(one) for one in named if one in self.pruned})

    def forbid(self, named: Iterable[str]) -> None:
        """Somebody wants that no more."""
        self.pruned.update({one: self.allowed.pop(one) for one in named if one in self.allowed})

    def came_back(self, named: Iterable[str]) -> None:
        """These stand in MEMORY.md again."""
        for one in named:
            self.pruned.pop(one, None)
            self.allowed.pop(one, None)

    def _forget(self, ident: str) -> None:
        before = self.staged.pop(ident, None)
        for other in (before.entry, *before.others) if before else ():
            if self.staged.get(other) is before:
                del self.staged[other]

"""What memory could no longer answer: cloze probes of entries that would go, asked before and after.

A probe blanks a rare word of an entry and asks for it by another one of its rare words (after Taylor's
cloze procedure, 1953): it is answered by a passage that holds both. Rare is what few passages hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from dreamtui.engine.fulltext import Index, terms
from dreamtui.engine.staleness.lexicon import EMPTY_WORDS
from dreamtui.entries import Lost, MemoryEntry, Passage

RAREST = 4
"""Words of an entry that are probed, each with each."""
ARCHIVE = "memory/archive/"
"""Below it lies what was pruned: nobody loads it, so it answers nothing."""


def lost(
    going: Sequence[MemoryEntry], before: Sequence[Passage], after: Sequence[Passage]
) -> tuple[Lost, ...]:
    """What nothing left could answer, for each entry that loses something, in the order of `going`.

    `before` and `after` are all passages of memory as it is and as it would be (MEMORY.md, notes,
    reports …); those of the archive are left out.
    """
    held, left = _texts(before), _texts(after)
    numbers = {text: number for number, text in enumerate(dict.fromkeys([*held, *left]))}
    index = Index(numbers)
    were, are = ({numbers[text] for text in texts} for texts in (held, left))
    found = []
    for entry in going:
        answers = {probe: index.holding(probe) for probe in probes(entry.text, index.counts)}
        asked = [probe for probe, texts in answers.items() if texts & were]
        gone = tuple(probe for probe in asked if not answers[probe] & are)
        if gone:
            found.append(Lost(entry.id, gone, len(asked)))
    return tuple(found)


def probes(text: str, counts: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The questions that a text answers: pairs of its rarest words, the rarest first.

    `counts` says how many passages hold each; a text of one word is asked for that.
    """
    said = list(dict.fromkeys(terms(text)))
    telling = [term for term in said if _telling(term)] or said
    rarest = sorted(telling, key=lambda term: counts.get(term, 0))[:RAREST]
    if len(rarest) == 1:
        return [(rarest[0],)]
    pairs = combinations(rarest, 2)
    return sorted(pairs, key=lambda pair: sum(counts.get(term, 0) for term in pair))


def _telling(term: str) -> bool:
    return term not in EMPTY_WORDS and (len(term) > 1 or term.isdigit())


def _texts(passages: Sequence[Passage]) -> list[str]:
    return [passage.text for passage in passages if not passage.path.startswith(ARCHIVE)]

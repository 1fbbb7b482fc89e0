"""What memory could no longer answer: cloze probes of entries that would go, asked before and after.

A probe blanks a rare word of an entry and asks for it by another one of its rare words (after Taylor's
cloze procedure, 1953): it is answered by a passage that holds both. Rare is what few passages hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from itertools import combinations, pairwise
from typing import Final

from dreamtui.engine.fulltext import Index, terms
from dreamtui.engine.staleness.lexicon import EMPTY_WORDS, WHEREABOUTS
from dreamtui.engine.words import words
from dreamtui.entries import Lost, MemoryEntry, Passage

RAREST = 4
"""Words of an entry that are probed, each with each."""
SHORT_PIECE = 3
"""Letters at most of a piece of a compound that nobody asks for."""
_JOINED: Final = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_HIRAGANA: Final = re.compile("[\u3041-\u309f]+")
_TITLES: Final = """
    mr mrs ms mx dr prof sir madam herr frau señor señora sr sra don doña monsieur madame mme mlle
"""
_VERBS: Final = """
    want wants wanted like likes liked ask asks asked say says said tell tells told know knows think thinks
    give gives gave make makes made come comes came see sees look looks keep keeps let lets put puts bring
    brings brought will möchte will sagt sagte fragt macht gibt kommt weiß quiere dice pide hace veut dit
    demande fait
"""
_EMPTY_HERE: Final = WHEREABOUTS | {term for word in (_TITLES + _VERBS).split() for term in terms(word)}
"""Words that a question about an entry is not asked by: each stands in few passages, and says nothing."""
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
    were, are = ({numbers[text] for text in texts} for texts in (held, left))
    found = []
    with closing(Index(numbers)) as index:
        for entry in going:
            answers = {probe: index.holding(probe) for probe in probes(entry.text, index.counts)}
            asked = [probe for probe, texts in answers.items() if texts & were]
            gone = tuple(probe for probe in asked if not answers[probe] & are)
            if gone:
                found.append(Lost(entry.id, gone, len(asked)))
    return tuple(found)


def probes(text: str, counts: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The questions that a text answers: pairs of its rarest words, the rarest first.

    `counts` says how many passages hold each. As most rare words stand in one passage or two, counts
    are told apart by powers of two, and among words as rare as each other figures and names come
    first (they are what is asked for), then one word from each part of the text: of each the longest,
    of the last one its last, as a sentence mostly ends with what it is said for. A text of one word is
    asked for that.
    """
    said = dict.fromkeys(terms(text))
    special = _telling(text)
    telling = [term for term in said if term in special] or list(said)
    tiers: defaultdict[tuple[int, bool], list[str]] = defaultdict(list)
    for term in telling:
        tiers[(counts.get(term, 0) + 1).bit_length(), not special.get(term)].append(term)
    rarest: list[str] = []
    for tier in sorted(tiers):
        rarest += _spread(tiers[tier], RAREST - len(rarest))
    if len(rarest) == 1:
        return [(rarest[0],)]
    pairs = combinations(rarest, 2)
    return sorted(pairs, key=lambda pair: sum(counts.get(term, 0) for term in pair))


def _telling(text: str) -> dict[str, bool]:
    """The terms that say something, and whether each is a figure or a name.

    What parts no words in writing is parted by its dictionary: a pair of characters of two words
    says nothing. Nor do titles, or the short pieces of a compound ("Wi-Fi").
    """
    pieces = {
        piece for joined in _JOINED.findall(text) for piece in terms(joined) if len(piece) <= SHORT_PIECE
    }
    first = {next(words(line), "") for line in text.splitlines()}
    found: dict[str, bool] = {}
    for word in words(text):
        name = word[1:] != word[1:].lower() or (word[0].isupper() and word not in first)
        for term in terms(word):
            figure = any(map(str.isdigit, term))
            if figure or (len(term) > 1 and term not in pieces and not _is_empty(term)):
                found[term] = found.get(term, False) or figure or name
    return found


def _is_empty(term: str) -> bool:
    """Whether nobody asks for a term: in Japanese, what is written without a Chinese character or katakana
    is mostly grammar."""
    return term in EMPTY_WORDS or term in _EMPTY_HERE or bool(_HIRAGANA.fullmatch(term))


def _spread(found: Sequence[str], most: int) -> list[str]:
    """At most so many: the longest of each of as many parts, of the last one its last."""
    if len(found) <= most:
        return list(found)
    bounds = [part * len(found) // most for part in range(most + 1)] if most > 0 else []
    parts = [found[start:end] for start, end in pairwise(bounds)]
    return [max(part, key=len) for part in parts[:-1]] + [part[-1] for part in parts[-1:]]


def _texts(passages: Sequence[Passage]) -> list[str]:
    return [passage.text for passage in passages if not passage.path.startswith(ARCHIVE)]

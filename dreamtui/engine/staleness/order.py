"""Whether two texts say their words in the same order: "tea over coffee" is not "coffee over tea"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from dreamtui.engine.staleness.lexicon import AUXILIARIES, LINKS, NEGATIONS, OPPOSITES, PREPOSITIONS
from dreamtui.engine.staleness.statements import REMEMBERED, is_value, spoken, statement, stem, tokens

_HIRAGANA = re.compile("[\u3040-\u309f]")


def in_the_same_order(one: str, other: str) -> bool:
    """Whether what two texts share comes in one order, or in two that differ by one phrase moved elsewhere.

    A phrase moves as a whole ("every night backups run", "backups run every night"), maybe around the verb
    (German, Spanish); where two words change places and what joins them stays, each has the other's part.
    """
    mine, yours = _sequence(one), _sequence(other)
    if mine == yours:
        return True
    shared = set(mine).intersection(yours)
    left = [word for word in mine if word in shared]
    right = [word for word in yours if word in shared]
    if Counter(left) != Counter(right):
        left, right = list(dict.fromkeys(left)), list(dict.fromkeys(right))
    return _one_moved(left, right)


def same_parts(one: str, other: str, *, endings: bool = True) -> bool:
    """Whether what two texts share has the same part in both: no words changed places, and not each has
    characters of its own where words are not parted, which speak of two things.

    Without `endings`, those in which Japanese verbs end are left aside.
    """
    if statement(one).said and statement(other).said:
        mine, yours = (Counter(_letters(text, endings=endings)) for text in (one, other))
        if mine - yours and yours - mine:
            return False
    return in_the_same_order(one, other)


def one_frame(one: str, other: str) -> bool:
    """Whether two texts are the same word by word but for their values and the way they turn, and more
    than a word: "do not use tabs", "use tabs"."""
    frame = _frame(one)
    return len(frame) > 1 and frame == _frame(other)


def _frame(text: str) -> tuple[str, ...]:
    words = (OPPOSITES.get(word, word) for word in _sequence(text) if word not in AUXILIARIES)
    return tuple(
        "" if is_value(word) else word for word in words if word not in NEGATIONS and not word.endswith("n't")
    )


def before_value(text: str, value: str) -> str:
    """What a text without spaces says before a value: of what it is the value."""
    return "".join(filter(str.isalnum, statement(text).said.partition(value)[0]))


def _letters(text: str, *, endings: bool) -> str:
    said = "".join(filter(str.isalnum, statement(text).said))
    return said if endings else _HIRAGANA.sub("", said)


@lru_cache(maxsize=REMEMBERED)
def _sequence(text: str) -> tuple[str, ...]:
    said = statement(text).said
    if said:
        return tuple(filter(str.isalnum, said))
    words = tokens(spoken(text))
    return tuple(stem(word) for word in words if word not in LINKS)


def _one_moved(left: Sequence[str], right: Sequence[str]) -> bool:
    size = len(left)
    if size != len(right):
        return False
    begin = next((at for at in range(size) if left[at] != right[at]), size)
    end = next((at for at in range(size - begin) if left[-1 - at] != right[-1 - at]), size - begin)
    left, right = left[begin : size - end], right[begin : size - end]
    places = [at for at, word in enumerate(left) if at and word == right[0]]
    if not left or any([*left[at:], *left[:at]] == right for at in places):
        return True
    verbs = range(1, len(left) - 1)
    return any(
        [*left[at + 1 :], left[at], *left[:at]] == right
        and _is_adverbial(left[:at]) != _is_adverbial(left[at + 1 :])
        for at in verbs
    )


def _is_adverbial(phrase: Sequence[str]) -> bool:
    return phrase[0] in PREPOSITIONS or any(map(is_value, phrase))

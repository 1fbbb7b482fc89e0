"""What an entry states, in the form in which statements are compared: content, values, names, polarity."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

from dreamtui.engine.scripts import holds_cjk
from dreamtui.engine.staleness.lexicon import (
    ARTICLES,
    EMPTY_WITHIN,
    EMPTY_WORDS,
    IDENTIFIED,
    IDENTIFIED_WITHIN,
    MONTHS,
    NEGATIONS,
    NEGATIONS_WITHIN,
    OPPOSITES,
    PREDICATES,
    TIME_WORDS,
    USING,
    WEEKDAYS,
)

REMEMBERED = 32768
"""Texts of which it is remembered what was found: entries are assessed again whenever a file changes."""

_TOKEN = re.compile(r"[#$€£]?[^\W_]++(?:['.,:/+-][^\W_]++)*+%?")
_ASCII_TOKEN = re.compile(r"[#$]?[a-z0-9]++(?:['.,:/+-][a-z0-9]++)*+%?")
"""The same of ASCII in lower case, in half the time."""
_DENSE_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*"
    r"|[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々ー]+"
    r"|[\uac00-\ud7af\u1100-\u11ff\u3130-\u318f]+"
    r"|[a-z\u00c0-\u024f][a-z0-9\u00c0-\u024f]*(?:['./-][a-z0-9]+)*"
    r"|[^\W_]+"
)
_DATE = re.compile(r"\d[-./]\d")
_DIGIT = re.compile(r"\d")
_CONTRASTS = (
    " not ", "instead of", "rather than", " statt ", "anstatt ", " nicht ", ", no ", ", pas ", "au lieu d",
    "en lugar de", "en vez de",
)  # fmt: skip
_INSTEAD = r" (?:instead of|rather than|(?:an)?statt|au lieu de|en lugar de|en vez de) | au lieu d'"
_CONTRAST = re.compile(rf"[,;] (?:and |but )?not? |, (?:nicht|no|pas) |(?P<instead>{_INSTEAD})")
"""Before what is only set apart: "use Slack, not e-mail" says nothing against Slack."""
_END_OF_CONTRAST = re.compile(r"[,;.!?]")
_END_OF_INSTEAD = re.compile(r"[,;.!?]|(?= (?:to|for|in|on|when|if|as|because|since|für|zum|bei|pour|para) )")
"""The same where it may stand in the middle of what goes on: "use pnpm instead of npm to install"."""
_FRENCH_NEGATION = re.compile(r"\b(?:ne |n')(\w+(?: \w+)?) (?:pas|plus|jamais)\b")
_LETTER = re.compile(r" ([A-HJ-Z])(?![\w'’&+#])(?<=[^\W\d_]..)")
"""A capital after a word is a name ("plan A"); I is none."""
_LETTER_WITHIN = re.compile(r"(?<![A-Za-z0-9])[A-Z](?![A-Za-z0-9])")
_KOREAN_VERB = re.compile(r"(?P<last>[가-힣])(?:는다|니다|다)(?![가-힣])")
_PRESENT = (0, 4, 17)
"""Final consonants (none, ㄴ, ㅂ) with which the present tense begins."""
_DAYS = (WEEKDAYS.keys() | MONTHS.keys()) - {"may", "mar", "sat", "sun", "mon", "jan"}


class Value(NamedTuple):
    """A number, day or month in a statement, and the words before and after it."""

    text: str
    before: str
    after: str
    is_day: bool


class Statement(NamedTuple):
    """One entry: its content words without values, what it counts, what it names, which way it says it."""

    content: frozenset[str]
    values: tuple[Value, ...]
    names: frozenset[str]
    """Numbers that are names: of tickets, invoices, steps."""
    negative: bool
    replaced: frozenset[str]
    """What it says no longer holds, or is set apart from what it says."""
    timely: bool
    """Whether it may name a day; few do."""
    said: str = ""
    """Of scripts without spaces, all that it says, with what turns it round affirmed."""


@lru_cache(maxsize=REMEMBERED)
def statement(text: str) -> Statement:
    """What a text states."""
    said, replaced = _without_contrast(spoken(text))
    negative = False
    dense = holds_cjk(said)
    if dense:
        for word, affirmed in NEGATIONS_WITHIN:
            if word in said:
                negative ^= said.count(word) % 2 == 1
                said = said.replace(word, affirmed)
        for word, plain in EMPTY_WITHIN:
            said = said.replace(word, plain or " ")
        said = _KOREAN_VERB.sub(_without_ending, said)
        found = _dense_tokens(said)
    else:
        found = tokens(said)
    timely = not text.isascii() or not TIME_WORDS.isdisjoint(found) or bool(_DATE.search(said))
    names = set((_LETTER_WITHIN if dense else _LETTER).findall(text))
    content, values, turned = _stated(found, names)
    return Statement(
        content, values, frozenset(names), negative ^ turned, replaced, timely, said if dense else ""
    )


def spoken(text: str) -> str:
    """A text in lower case, as its words are looked up."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).replace("’", "'")
    said = plain.lower()
    return _FRENCH_NEGATION.sub(r"not \1", said) if " ne " in said or " n'" in said else said


def tokens(said: str) -> list[str]:
    """The words of a text in lower case, and its numbers as they stand."""
    return (_ASCII_TOKEN if said.isascii() else _TOKEN).findall(said)


def _stated(found: list[str], names: set[str]) -> tuple[frozenset[str], tuple[Value, ...], bool]:
    """Words of content, values, and whether the words turn what is said; numbers that name join `names`."""
    content: set[str] = set()
    values: list[Value] = []
    negative = False
    for place, (kind, word) in enumerate(map(_sorted, found)):
        if kind == "content":
            content.add(word)
        elif kind == "value":
            token = found[place]
            before = found[place - 1] if place else ""
            after = found[place + 1] if place + 1 < len(found) else ""
            if _is_name(token, found, place):
                names.add(token.lstrip("#"))
            else:
                values.append(
                    Value(token, before, after, token in _DAYS or _like_a_day(token, before, after))
                )
        elif kind == "turn":
            negative = not negative
            if word:
                content.add(word)
    return frozenset(content), tuple(values), negative


def _is_name(token: str, found: list[str], place: int) -> bool:
    """Whether a value names what is spoken of: ticket 7, #7, web-1 has, table 7 is."""
    if token[0] == "#":
        return True
    if not place:
        return token[0].isalpha() and token not in _DAYS
    last = found[place - 1]
    if last in IDENTIFIED:
        return place < 2 or found[place - 2] not in USING
    if last[-1] in IDENTIFIED_WITHIN:
        return True
    first = place == 1 or (place == 2 and found[0] in ARTICLES)
    if not first or not token.isdecimal() or place + 1 == len(found):
        return False
    return found[place + 1] in PREDICATES and last not in EMPTY_WORDS


@lru_cache(maxsize=65536)
def _sorted(token: str) -> tuple[Literal["content", "value", "turn", "empty"], str]:
    """What a token is for a statement, and the word of content that it stands for."""
    if is_value(token):
        return "value", ""
    if token in NEGATIONS or token.endswith("n't"):
        return "turn", ""
    word = OPPOSITES.get(token, token)
    said = "" if word in EMPTY_WORDS else stem(word)
    if word != token:
        return "turn", said
    return ("content", said) if said else ("empty", "")


def is_value(token: str) -> bool:
    """Whether a word is a number, or holds one, or names a day or month."""
    return token in _DAYS or bool(_DIGIT.search(token))


def stem(word: str) -> str:
    """A word without the s of plurals, third persons and possessives."""
    word = word.removesuffix("'s")
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word


def _like_a_day(token: str, before: str, after: str) -> bool:
    return (
        before in MONTHS
        or after in MONTHS
        or token.count("-") == 2
        or ":" in token
        or token[-2:] in ("am", "pm")
    )


def _without_ending(found: re.Match[str]) -> str:
    """The stem of a Korean verb in the present tense: 마신다, 마십니다 and 마시지 않는다 have 마시."""
    syllable = ord(found["last"])
    final = (syllable - 0xAC00) % 28
    return chr(syllable - final) if final in _PRESENT else found["last"]


def _without_contrast(said: str) -> tuple[str, frozenset[str]]:
    """A text without what it is set apart from, and the content words of that."""
    found = _CONTRAST.search(said) if any(map(said.__contains__, _CONTRASTS)) else None
    if found is None:
        return said, frozenset()
    end = (_END_OF_INSTEAD if found["instead"] else _END_OF_CONTRAST).search(said, found.end())
    until = end.start() if end else len(said)
    apart = said[found.end() : until]
    words = frozenset(stem(word) for word in _TOKEN.findall(apart) if word not in EMPTY_WORDS)
    return f"{said[: found.start()]} {said[until:]}", words


def _dense_tokens(said: str) -> list[str]:
    """Tokens of a text with Chinese, Japanese or Korean in it: pairs of its characters, and whole words."""
    tokens: list[str] = []
    for run in _DENSE_TOKEN.findall(said):
        if len(run) > 2 and holds_cjk(run):
            tokens += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            tokens.append(run)
    return tokens

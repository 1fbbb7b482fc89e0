"""What an entry states, in the form in which statements are compared: content, values, names, polarity."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

from dreamtui.engine.scripts import holds_cjk
from dreamtui.engine.staleness.lexicon import (
    EMPTY_WITHIN,
    EMPTY_WORDS,
    IDENTIFIED,
    IDENTIFIED_WITHIN,
    MONTHS,
    NEGATIONS,
    NEGATIONS_WITHIN,
    OPPOSITES,
    TIME_WORDS,
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
_CONTRASTS = (" not ", "instead of", "rather than", " statt ", " nicht ", ", no ", ", pas ")
_CONTRAST = re.compile(r"[,;] (?:and |but )?not? |, (?:nicht|no|pas) | instead of | rather than | statt ")
"""Before what is only set apart: "use Slack, not e-mail" says nothing against Slack."""
_END_OF_CONTRAST = re.compile(r"[,;.!?]")
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


@lru_cache(maxsize=REMEMBERED)
def statement(text: str) -> Statement:
    """What a text states."""
    said = text.lower() if text.isascii() else _plain(text)
    said, replaced = _without_contrast(said)
    negative = False
    if holds_cjk(said):
        for word in NEGATIONS_WITHIN:
            if word in said:
                negative ^= said.count(word) % 2 == 1
                said = said.replace(word, "")
        for word in EMPTY_WITHIN:
            said = said.replace(word, " ")
        tokens = _dense_tokens(said)
    else:
        tokens = (_ASCII_TOKEN if said.isascii() else _TOKEN).findall(said)
    timely = not text.isascii() or not TIME_WORDS.isdisjoint(tokens) or bool(_DATE.search(said))
    return _stated(tokens, negative, replaced, timely)


def _stated(tokens: list[str], negative: bool, replaced: frozenset[str], timely: bool) -> Statement:
    content: set[str] = set()
    values: list[Value] = []
    names: set[str] = set()
    for place, (kind, word) in enumerate(map(_sorted, tokens)):
        if kind == "content":
            content.add(word)
        elif kind == "value":
            token = tokens[place]
            before = tokens[place - 1] if place else ""
            after = tokens[place + 1] if place + 1 < len(tokens) else ""
            if before in IDENTIFIED or token[0] == "#" or before[-1:] in IDENTIFIED_WITHIN:
                names.add(token.lstrip("#"))
            else:
                values.append(
                    Value(token, before, after, token in _DAYS or _like_a_day(token, before, after))
                )
        elif kind == "turn":
            negative = not negative
            if word:
                content.add(word)
    return Statement(frozenset(content), tuple(values), frozenset(names), negative, replaced, timely)


@lru_cache(maxsize=65536)
def _sorted(token: str) -> tuple[Literal["content", "value", "turn", "empty"], str]:
    """What a token is for a statement, and the word of content that it stands for."""
    if token in _DAYS or _DIGIT.search(token):
        return "value", ""
    if token in NEGATIONS or token.endswith("n't"):
        return "turn", ""
    word = OPPOSITES.get(token, token)
    said = "" if word in EMPTY_WORDS else stem(word)
    if word != token:
        return "turn", said
    return ("content", said) if said else ("empty", "")


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


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("’", "'").lower()


def _without_contrast(said: str) -> tuple[str, frozenset[str]]:
    """A text without what it is set apart from, and the content words of that."""
    found = _CONTRAST.search(said) if any(map(said.__contains__, _CONTRASTS)) else None
    if found is None:
        return said, frozenset()
    end = _END_OF_CONTRAST.search(said, found.end())
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

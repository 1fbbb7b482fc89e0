"""Concept tags: up to eight words that say what a snippet is about (`spec`: engine, "Concept tags")."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from dreamtui.engine.lexicon import PROTECTED_GLOSSARY, STOP_WORDS
from dreamtui.engine.scripts import holds_cjk
from dreamtui.engine.words import words

MAX_TAGS = 8
MAX_TAG_LENGTH = 32

_ASCII_GLOSSARY = tuple(word for word in PROTECTED_GLOSSARY if word.isascii())
# Begun only where a run begins, and never given back: a run of a million letters is read once.
_COMPOUND = re.compile(r"(?<![^\W_])[^\W_]++(?:[._/-][^\W_]++)+")
_OUTER = re.compile(r"^[\W_]++|(?<![\W_])[\W_]++$")
_NOT_A_CONCEPT = re.compile(r"\d+|\d{4}-\d{2}-\d{2}(?:\.[^\W_]+)?", re.ASCII)
_KANA = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]+")


def concept_tags(path: str, snippet: str) -> tuple[str, ...]:
    """The tags of a snippet that stands in `path`, best first, at most `MAX_TAGS`."""
    text = f"{path.rpartition('/')[2]} {snippet}"
    tags: list[str] = []
    for token in _tokens(text):
        tag = _normalise(token)
        if tag and tag not in tags:
            tags.append(tag)
            if len(tags) == MAX_TAGS:
                break
    return tuple(tags)


def _tokens(text: str) -> Iterator[str]:
    folded = unicodedata.normalize("NFKC", text).lower()
    glossary = _ASCII_GLOSSARY if folded.isascii() else PROTECTED_GLOSSARY
    yield from (word for word in glossary if word in folded)
    yield from _COMPOUND.findall(text)
    yield from words(text)


@lru_cache(maxsize=1 << 15)  # notes are made of the same words over and over
def _normalise(token: str) -> str | None:
    tag = _OUTER.sub("", unicodedata.normalize("NFKC", token)).lower().replace("_", "-")
    too_long = len(tag) > MAX_TAG_LENGTH
    if too_long or len(tag) < _shortest(tag) or _NOT_A_CONCEPT.fullmatch(tag) or tag in STOP_WORDS:
        return None
    return tag


def _shortest(tag: str) -> int:
    if _KANA.fullmatch(tag):
        return 3
    return 2 if holds_cjk(tag) else 3

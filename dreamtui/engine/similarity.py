"""When two snippets say the same: claims, word sets, character pairs."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from dreamtui.javascript import fold, trim

_LIST_MARKER = re.compile(r"\A[-*+]\s+")
_WORDS = re.compile(r"[a-z0-9]+")
_WORDLESS_RUN = re.compile(r"[^\W\d_\x00-\u024f]+")
"""Letters of any script but Latin, whose words (their ASCII part, at least) are in the word sets."""


def short_hash(text: str) -> str:
    """The first 12 hex digits of SHA-1, the form of claim and query hashes."""
    return hashlib.sha1(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()[:12]


def claim_hash(snippet: str) -> str:
    """Names the claim that a snippet makes, wherever it stands and however it is spaced."""
    return short_hash(fold(snippet))


def without_marker(text: str) -> str:
    """The text of a list item, without the marker in front."""
    return _LIST_MARKER.sub("", text, count=1)


def query_hash(query: str) -> str:
    """Names a query, whatever its case and outer spaces."""
    return short_hash(trim(query).lower())


def similarity(first: str, second: str) -> float:
    """Jaccard similarity (0..1) of two snippets by their words, `[a-z0-9]+` of the lower-cased text.

    Where that cannot tell two texts apart (the same words, or none) and both hold CJK text or
    another script that has no such words, its character pairs decide too. Two texts without either
    are equal only if they are the same text.
    """
    one, other = word_set(first), word_set(second)
    if one == other:
        pairs, other_pairs = character_pairs(first), character_pairs(second)
        if pairs and other_pairs:
            one, other = one | pairs, other | other_pairs
    if not one and not other:
        return 1.0 if fold(first).lower() == fold(second).lower() else 0.0
    return len(one & other) / len(one | other)


@lru_cache(maxsize=4096)
def word_set(text: str) -> frozenset[str]:
    """The words of a text, `[a-z0-9]+` of it lower-cased."""
    return frozenset(_WORDS.findall(text.lower()))


@lru_cache(maxsize=4096)
def character_pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters in what a text holds in other scripts than Latin."""
    if text.isascii():
        return frozenset()
    runs = _WORDLESS_RUN.findall(unicodedata.normalize("NFKC", text))
    return frozenset(run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1)))

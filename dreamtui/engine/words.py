"""Word segmentation as Unicode (UAX #29) and ICU's dictionaries define it."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Texts made only of these need no dictionary and no rare rule, so the three rules below suffice
# and 16 MB of ICU stay unloaded: ASCII, Latin letters, basic Greek and Cyrillic, common marks.
_PLAIN = re.compile(r"[\n\t\x20-\x7e\xa0§«°±»À-ÖØ-öø-ɏΑ-ΡΣ-Ωά-ώА-яЁё–—‘’“”„•…€→×÷]*")
_LETTER = r"[^\W\d_]"
_PLAIN_WORD = re.compile(
    r"\w++(?:"
    rf"(?:(?<={_LETTER})[:'.’‘](?={_LETTER})"  # can't, e.g
    r"|(?<=\d)[,;'.’‘](?=\d))"  # 1,234.5
    r"\w++)*"
)


def words(text: str) -> Iterator[str]:
    """The word-like segments of a text, in order: those that hold a letter or a digit."""
    if _PLAIN.fullmatch(text):
        yield from (word for word in _PLAIN_WORD.findall(text) if word.strip("_"))
        return
    yield from _dictionary_words(text)


def _dictionary_words(text: str) -> Iterator[str]:
    from icu4py.breakers import WordBreaker  # loaded only when a text needs it

    whole = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no text to ICU
    for segment in WordBreaker(whole, "en"):
        if any(map(str.isalnum, segment)):
            yield segment

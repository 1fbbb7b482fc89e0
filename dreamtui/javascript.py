"""What JavaScript does to text and numbers, where the formats depend on it."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_SPACES = (
    "\t\n\v\f\r \xa0\u1680"
    + "".join(map(chr, range(0x2000, 0x200B)))
    + "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_WHITE_SPACE = re.compile(f"[{_SPACES}]+")
_PLAIN_SPACING = re.compile(r"[!-~]+(?: [!-~]+)*")
_COLLATED = 1000
"""Of longer texts the beginning is collated, and code points decide on the rest."""
# The order of CLDR's root collation for what is common: space, marks, symbols (those that are not
# here follow), money, digits; letters come after them all, by script as Unicode has the scripts.
_MARKS = (
    " _-‐–—〜・,、;:!¡?¿.。·'‹›\"«»()[]{}〈〉《》「」『』【】〔〕§¶@*/\\&#%‰†‡•※`^°©®←→↑↓+±÷×<=>¬|~−"
    "─■□▲△▶▼◆○●★☆✓✗"
)
_LATER = "々ゝゞーヽヾ¤¢$£¥฿₩€₹₽0123456789"
_PLACES = {character: place for place, character in enumerate(_MARKS)}
_PLACES |= {character: len(_MARKS) + 1 + place for place, character in enumerate(_LATER)}
_LETTERS = len(_MARKS) + 1 + len(_LATER)
_TO_HIRAGANA = str.maketrans({code: code - 0x60 for code in range(0x30A1, 0x30F7)})
_TO_BASE: dict[int, int | str] = {
    **str.maketrans("‘’‚‛ぁぃぅぇぉっゃゅょゎøłđ", "''''あいうえおつやゆよわold"),
    **{ord(quote): '"' for quote in "“”„‟"},
    ord("æ"): "ae",
    ord("œ"): "oe",
}
"""What differs from another letter in kind alone, which counts only where all else is equal."""


def fold(text: str) -> str:
    """Every run of white space (as `\\s` has it) folded to one space, trimmed."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    if _PLAIN_SPACING.fullmatch(text):
        return text
    return _WHITE_SPACE.sub(" ", text).strip(" ")


def trim(text: str) -> str:
    """`String.trim`: white space, as `\\s` has it, taken off both ends."""
    return text.strip(_SPACES)


def utf16_length(text: str) -> int:
    """Length in UTF-16 units, as `String.length` counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, units: int) -> str:
    """`String.slice(0, units)`, but never half of a character."""
    if len(text) <= units // 2 or utf16_length(text) <= units:
        return text
    kept = text[:units]
    while utf16_length(kept) > units:
        kept = kept[:-1]
    return kept


def fixed(value: float, digits: int) -> str:
    """`Number.toFixed`: halves away from zero, on the exact binary value."""
    return str(Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def whole(value: float) -> float:
    """A number as `JSON.stringify` shows it: 4, not 4.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


@lru_cache(maxsize=4096)
def locale_key(text: str) -> tuple[tuple[tuple[int, str], ...], str]:
    """A sort key in the spirit of `localeCompare`: marks, digits, letters; accents and case break ties."""
    begin = unicodedata.normalize("NFKD", text[:_COLLATED])
    bare = "".join(c for c in begin if not unicodedata.combining(c))
    base = bare.translate(_TO_HIRAGANA).casefold().translate(_TO_BASE)
    return tuple(map(_weight, base)), text.swapcase()


def _weight(character: str) -> tuple[int, str]:
    place = _PLACES.get(character)
    if place is not None:
        return place, ""
    return (_LETTERS if character.isalnum() else len(_MARKS)), character

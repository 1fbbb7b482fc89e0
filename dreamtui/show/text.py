"""Text from anywhere made fit to be shown: nothing in it acts on a terminal, and it fits its cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_JOINERS = "\u200c\u200d"
"""Invisible, but letters of Persian and the parts of some emoji need them."""


def safe(text: str) -> str:
    """The text with every character that acts, hides or reorders shown as one that does not: ESC is `␛`."""
    return text if text.isprintable() else "".join(map(_visible, text))


@lru_cache(maxsize=1024)
def _visible(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    kind = unicodedata.category(character)
    if kind == "Zs":
        return "\u3000" if character == "\u3000" else " "
    return character if kind in ("Co", "Cn") else f"<U+{code:04X}>"  # icons, and letters newer than Python


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    from rich.cells import cell_len

    return cell_len(text)


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """The text, or as much of it as fits with an ellipsis behind it."""
    if cells(text) <= width:
        return text
    room = width - cells(ellipsis)
    kept = text[: max(0, room)]
    while kept and cells(kept) > room:
        kept = kept[:-1]
    return kept.rstrip() + ellipsis if room > 0 else ellipsis[:width]


def pad(text: str, width: int) -> str:
    """The text cut or filled with blanks to exactly `width` columns."""
    text = cut(text, width)
    return text + " " * (width - cells(text))


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 note`, `2 notes`, `12,000 notes`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def several(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def age(days: float | None) -> str:
    """Days in a few columns: `<1d`, `12d`, `?` where they are not known."""
    if days is None:
        return "?"
    return "<1d" if days < 1 else f"{int(days):,}d"


def often(days: float) -> str:
    """How often something happens, by the days from one time to the next: `about every 3 days`."""
    whole = round(days)
    return f"about every {'day' if whole == 1 else count(whole, 'day')}" if whole else "more than once a day"


def home_as_tilde(path: str, home: str) -> str:
    """A path as people write it: `~` for their home folder."""
    home = home.rstrip("/\\")
    if home and (path == home or path.startswith((f"{home}/", f"{home}\\"))):
        return f"~{path[len(home) :]}"
    return path

"""What a person wrote right below an entry of MEMORY.md about it: without the entry it says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dreamtui.files.memory_outline import Outline, Span

_ABOVE: Final = re.compile(
    r"\b(?:line|entry|item|point|note|bullet|fact|sentence|paragraph|one)s? (?:right |just )?above\b"
    r"|\b(?:above|previous|preceding) (?:line|entry|item|point|note|bullet|fact|sentence|paragraph)\b"
    r"|\b(?:zeile|eintrag|punkt|satz|notiz|absatz) (?:oben|dar[uü]ber|davor)\b|\bobige[nrms]?\b"
    r"|\b(?:l[ií]nea|entrada|punto|nota|frase) (?:de arriba|anterior)\b"
    r"|\b(?:ligne|entr[ée]e|point|note|phrase) (?:ci-dessus|du dessus|pr[ée]c[ée]dente?)\b"
    r"|上面|上述|上一[行条條]|上の[行項]|上記|윗줄|위의? ?(?:줄|항목)",
    re.IGNORECASE,
)
_BELOW: Final = 2
"""How many lines below the end of an entry a remark on it begins at most."""


def remarks(outline: Outline) -> dict[str, str]:
    """By the id of an entry: what a person wrote right below it that speaks of what stands above."""
    return {
        span.entry.id: said
        for span, below in _neighbours(outline)
        if span.entry
        and below.line - span.end_line <= _BELOW
        and (below.kind in ("rest", "protected") or (below.entry is not None and below.entry.key is None))
        and _ABOVE.search(said := _text(outline, below))
    }


def _neighbours(outline: Outline) -> Iterator[tuple[Span, Span]]:
    above: Span | None = None
    for span in outline.spans:
        if span.kind == "blank":
            continue
        if above is not None and above.entry is not None and above.entry.key is not None:
            yield above, span
        above = span


def _text(outline: Outline, span: Span) -> str:
    said = span.entry.text if span.entry else outline.raw[span.start : span.end].decode("utf-8", "replace")
    return said.strip()

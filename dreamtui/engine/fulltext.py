"""Full-text search of passages, in any script: an index in memory, made by SQLite's FTS5."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from dreamtui.engine.scripts import holds_cjk

_WORD = re.compile(r"[^\W_]+")
_DENSE = r"\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\u3005"
_PIECE = re.compile(rf"[{_DENSE}]+|[^\W_{_DENSE}]+")
_ACCENTS = re.compile("[\u0300-\u036f]")


class Hit(NamedTuple):
    """A text that was found, by its number; the score is BM25's, the higher the better."""

    number: int
    score: float


def terms(text: str) -> list[str]:
    """The terms of a text in order: words without case and accents, pairs of characters of CJK."""
    if text.isascii():
        return _WORD.findall(text.lower())
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text))).lower()
    if not holds_cjk(plain):
        return _WORD.findall(plain)
    found: list[str] = []
    for piece in _PIECE.findall(plain):
        if len(piece) > 2 and holds_cjk(piece[0]):
            found += [piece[i : i + 2] for i in range(len(piece) - 1)]
        else:
            found.append(piece)
    return found


class Index:
    """Texts by number, from 0 in the order given; it serves the thread that made it, which closes it."""

    def __init__(self, texts: Iterable[str]) -> None:
        import sqlite3  # some milliseconds: only for those who search

        self.counts: Counter[str] = Counter()
        """In how many texts each term stands."""
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE texts USING fts5(terms, content='', tokenize='unicode61')")
        insert = "INSERT INTO texts (rowid, terms) VALUES (?, ?)"
        self._base.executemany(insert, ((number, self._counted(text)) for number, text in enumerate(texts)))

    def _counted(self, text: str) -> str:
        found = terms(text)
        self.counts.update(set(found))
        return " ".join(found)

    def close(self) -> None:
        """Give up the memory that it takes."""
        self._base.close()

    def holding(self, wanted: Iterable[str]) -> set[int]:
        """The numbers of the texts that hold every one of some terms, of which there must be one."""
        rows = self._base.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (_all_of(wanted),))
        return {number for (number,) in rows}

    def search(self, query: str, most: int) -> list[Hit]:
        """The texts that hold every term of a query, at most `most`, best first; none for one without any."""
        wanted = terms(query)
        if not wanted:
            return []
        rows = self._base.execute(
            "SELECT rowid, -bm25(texts) FROM texts WHERE texts MATCH ? ORDER BY 2 DESC, 1 LIMIT ?",
            (_all_of(wanted), most),
        )
        return [Hit(number, score) for number, score in rows]


def _all_of(wanted: Iterable[str]) -> str:
    return " AND ".join(f'"{term}"' for term in dict.fromkeys(wanted))

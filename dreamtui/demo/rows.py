"""The table of what was remembered (`content/recalls.toml`): its rows, and where each one stands."""

from __future__ import annotations

from typing import Any, NamedTuple

from dreamtui.demo import notes, package_data
from dreamtui.demo.days import Days
from dreamtui.demo.notes import Notes, Passage
from dreamtui.paths import corpus_path

_CORPUS = "corpus:"


class Asked(NamedTuple):
    """A search that found a row: when, by which query, how well, and whether it was a real recall."""

    at_ms: int
    query: str
    score: float
    recall: bool


class Row(NamedTuple):
    """A remembered snippet: where it stands, what found it, and what became of it.

    `passage` is None for a row of the session corpus, whose lines are only known once the sweeps
    have read the transcripts; `quote` finds it there.
    """

    id: str
    kind: str
    path: str
    quote: str
    passage: Passage | None
    asked: tuple[Asked, ...]
    grounded: tuple[tuple[int, float], ...]
    promoted: int | None
    origin: str | None


def read(days: Days, texts: Notes) -> list[Row]:
    """All rows, in the order of the table."""
    return [_row(fields, days, texts) for fields in package_data.table("recalls.toml")["snippet"]]


def _row(fields: dict[str, Any], days: Days, texts: Notes) -> Row:
    name: str = fields["note"]
    in_corpus = name.startswith(_CORPUS)
    asked = [
        _asked(days, *search, recall=field == "recalls")
        for field in ("recalls", "passive")
        for search in fields.get(field, ())
    ]
    return Row(
        id=fields["id"],
        kind=fields["kind"],
        path=corpus_path(days.day(int(name.removeprefix(_CORPUS)))) if in_corpus else texts.paths[name],
        quote=fields["quote"],
        passage=None if in_corpus else _passage(fields, texts),
        asked=tuple(asked),
        grounded=tuple((days.sweep(offset), score) for offset, score in fields.get("grounded", ())),
        promoted=fields.get("promoted"),
        origin=fields.get("origin"),
    )


def _passage(fields: dict[str, Any], texts: Notes) -> Passage:
    path = texts.paths[fields["note"]]
    lines = texts.lines(fields.get("version", "notes"), fields["note"])
    found = notes.quoted(path, lines, fields["quote"], fields.get("lines", 1))
    return notes.chunk_at(path, lines, found.start) if fields.get("chunk") else found


def _asked(days: Days, offset: int, query: str, score: float, *, recall: bool) -> Asked:
    # Any fixed spread over the waking hours will do; the same search on a day is one event.
    minutes = 8 * 60 + sum(query.encode()) * 37 % (12 * 60)
    return Asked(days.at(offset, f"{minutes // 60:02d}:{minutes % 60:02d}"), query, score, recall)

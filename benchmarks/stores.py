"""Workspaces of any size, made up the same way every time: `python -m benchmarks.stores DIR ENTRIES [SEED]`.

Of the entries about 1 % pass all gates, 5 % miss one of them, and the rest were only ever read by
the sweeps or recalled once, as in the stores that people have. What they say stands in the notes
where they say it stands, but for the few whose note was edited (4 %) or is gone (2 %). Concept tags
are those that the program derives, so that a sweep leaves old entries as they are.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from benchmarks.phrases import HEADINGS, SLUGS, sentence
from dreamtui.engine.concepts import concept_tags

NOW: Final = "2026-05-01T04:00:00Z"
"""The instant at which the stores are looked at."""
ENTRIES_A_DOCUMENT: Final = 40
MOST_DAYS: Final = 540
RECALL_STORE: Final = "memory/.dreams/short-term-recall.json"
PHASE_SIGNALS: Final = "memory/.dreams/phase-signals.json"

_NOW: Final = datetime.fromisoformat(NOW)
_SNIPPET_LENGTH: Final = 280
_ELIGIBLE, _NEAR_MISS = 0.01, 0.06
_EDITED, _GONE = 0.04, 0.02
_STAGED: Final = 0.1


class Passage(NamedTuple):
    """What an entry points at: 1-based lines, and their text as it was recorded."""

    start: int
    end: int
    snippet: str


class Document(NamedTuple):
    """A note, or a day of the session corpus, with the passages in it that are tracked."""

    path: str
    day: date
    lines: list[str]
    passages: list[Passage]


class History(NamedTuple):
    """How an entry was found: counts, mean score, queries, days, and how long ago the last time was."""

    recalls: int
    passive: int
    mean: float
    queries: int
    days: int
    age: timedelta


def build(folder: Path, entries: int, seed: int = 1) -> None:
    """Write a workspace with that many recall entries into a folder, which is made."""
    random = Random(f"{entries}:{seed}")
    table: dict[str, dict[str, Any]] = {}
    for document in _documents(random, entries):
        if random.random() >= _GONE:
            _write_document(folder, document, random)
        for passage in document.passages:
            entry = _entry(document, passage, random)
            table[entry["key"]] = entry
    _write_json(folder / RECALL_STORE, table)
    _write_json(folder / PHASE_SIGNALS, dict(_signals(table, random)))
    _write(folder / "MEMORY.md", "# Long-Term Memory\n\n- Prefers short answers.\n", _NOW.date())


# --- notes --------------------------------------------------------------------------------------


def _documents(random: Random, entries: int) -> Iterator[Document]:
    """Documents from yesterday backwards, as many a day as it takes to stay inside `MOST_DAYS`."""
    count = -(-entries // ENTRIES_A_DOCUMENT)
    a_day = max(4, -(-count // MOST_DAYS))
    numbers = iter(range(1, sys.maxsize))
    for index in range(count):
        day = _NOW.date() - timedelta(days=1 + index // a_day)
        wanted = min(ENTRIES_A_DOCUMENT, entries - index * ENTRIES_A_DOCUMENT)
        place = index % a_day
        if place == 1:
            path = f"memory/.dreams/session-corpus/{day}.txt"
            yield _transcript(Document(path, day, [], []), wanted, numbers, random)
        else:
            slug = f"-{SLUGS[place % len(SLUGS)]}-{place}" if place else ""
            yield _note(
                Document(f"memory/{day}{slug}.md", day, [f"# {day}", ""], []), wanted, numbers, random
            )


def _note(note: Document, wanted: int, numbers: Iterator[int], random: Random) -> Document:
    while len(note.passages) < wanted:
        heading = random.choice(HEADINGS)
        note.lines.append(f"## {heading}")
        for _ in range(min(random.randint(2, 6), wanted - len(note.passages))):
            said = [sentence(random, next(numbers)) for _ in range(random.choice((1, 1, 1, 2, 3)))]
            start = len(note.lines) + 1
            note.lines.extend(f"- {text}" for text in said)
            note.passages.append(Passage(start, len(note.lines), _snippet(heading, said, random)))
        note.lines.append("")
    return note


def _snippet(heading: str, said: Sequence[str], random: Random) -> str:
    """As a search records it, line by line, or as the sweep does, under its heading."""
    if random.random() < 0.3:
        return f"{heading}: {'; '.join(said)}"[:_SNIPPET_LENGTH].rstrip()
    return " ".join(f"- {text}" for text in said)


def _transcript(corpus: Document, wanted: int, numbers: Iterator[int], random: Random) -> Document:
    for line in range(1, wanted + 1):
        snippet = f"{random.choice(('User', 'Assistant'))}: {sentence(random, next(numbers))}"
        corpus.lines.append(f"[main/sessions/s{corpus.day:%m%d}.jsonl#L{3 * line}] {snippet}")
        corpus.passages.append(Passage(line, line, snippet))
    return corpus


def _write_document(folder: Path, document: Document, random: Random) -> None:
    """Write a document as it is today: some of its lines were edited since."""
    lines = list(document.lines)
    for passage in document.passages:
        if random.random() < _EDITED:
            lines[passage.start - 1] = lines[passage.start - 1][:-1] + ", or so it was planned."
    _write(folder / document.path, "\n".join(lines) + "\n", document.day)


# --- entries ------------------------------------------------------------------------------------


def _entry(document: Document, passage: Passage, random: Random) -> dict[str, Any]:
    history = _history(document, random)
    last = _NOW - history.age
    signals = history.recalls + history.passive
    days = sorted({(last - timedelta(days=2 * step)).date().isoformat() for step in range(history.days)})
    own = [f"__dreaming_daily__:{document.day}"] * bool(history.passive)
    queries = own + [f"what about {passage.start} {passage.snippet[:20]} {n}" for n in range(history.queries)]
    return {
        "key": f"memory:{document.path}:{passage.start}:{passage.end}",
        "path": document.path,
        "startLine": passage.start,
        "endLine": passage.end,
        "source": "memory",
        "snippet": passage.snippet,
        "recallCount": history.recalls,
        "dailyCount": history.passive,
        "groundedCount": 0,
        "totalScore": round(history.mean * signals, 4),
        "maxScore": round(min(1.0, history.mean + 0.04), 4),
        "firstRecalledAt": _instant(last - timedelta(days=2 * history.days)),
        "lastRecalledAt": _instant(last),
        "queryHashes": [hashlib.sha1(query.encode()).hexdigest()[:12] for query in queries],
        "recallDays": days,
        "conceptTags": concept_tags(document.path, passage.snippet),
    }


def _history(document: Document, random: Random) -> History:
    """An entry that passes every gate, one that nearly does, or one of the many that do not."""
    lot = random.random()
    good = History(
        recalls=random.randint(5, 9),
        passive=random.randint(0, 2),
        mean=random.uniform(0.85, 0.95),
        queries=random.randint(4, 8),
        days=random.randint(4, 7),
        age=timedelta(hours=random.uniform(1, 70)),
    )
    if lot < _ELIGIBLE:
        return good
    if lot < _NEAR_MISS:
        misses = (
            good._replace(recalls=2, passive=random.randint(3, 6)),
            good._replace(queries=2),
            good._replace(age=timedelta(days=random.uniform(31, 45))),
            good._replace(recalls=4, mean=random.uniform(0.3, 0.45), days=2, queries=3),
        )
        return random.choice(misses)
    recalls = random.choice((0, 0, 0, 0, 0, 0, 0, 1, 1, 2))
    age = timedelta(days=max(0, (_NOW.date() - document.day).days - random.randint(0, 7)), hours=1)
    return History(
        recalls, random.randint(1, 6), random.uniform(0.55, 0.7), recalls, random.randint(1, 3), age
    )


def _signals(table: dict[str, dict[str, Any]], random: Random) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, entry in table.items():
        if random.random() < _STAGED or entry["recallCount"] > 2:
            light = random.randint(1, 12)
            signal = {
                "key": key,
                "lightHits": light,
                "remHits": light // 3,
                "lastLightAt": entry["lastRecalledAt"],
            }
            yield key, {**signal, "lastRemAt": entry["lastRecalledAt"]} if light > 2 else signal


# --- files --------------------------------------------------------------------------------------


def _write_json(path: Path, table: dict[str, dict[str, Any]]) -> None:
    value = {"version": 1, "updatedAt": _instant(_NOW), "entries": table}
    _write(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n", _NOW.date())


def _write(path: Path, text: str, day: date) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    os.utime(path, (noon, noon))


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]), *map(int, sys.argv[3:]))

"""What is known of the entries of MEMORY.md beside their text: their sources as they are, their uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from dreamtui import paths
from dreamtui.engine import queries
from dreamtui.engine.rehydrate import rehydrate
from dreamtui.engine.similarity import character_pairs, word_set
from dreamtui.entries import Evidence, MemoryEntry, SourceNow
from dreamtui.files.events import Record
from dreamtui.instants import DAY_MS, day_of, parse_instant
from dreamtui.javascript import fold
from dreamtui.model import LiveSource, RecallEntry, Snapshot, Sources

MOST_LINES = 64
"""Lines of an entry's source at most that a recall is looked for in."""
MOST_ALIKE = 64
"""Entries of the same words, or of the same line, for which one recall counts at most."""
QUOTED = 400
"""Characters at most that are quoted of what stands in a source now."""


def evidence(
    entries: Sequence[MemoryEntry], snapshot: Snapshot, records: Iterable[Record], zone: tzinfo
) -> dict[str, Evidence]:
    """What is known of each entry, by its id.

    Uses are recalls of the key it was promoted under, of text like it (the same words), or of lines
    of its source, since it was promoted: as `memory.recall.recorded` in `records` (in any order) has
    them, and as days of the recall store where the log no longer reaches; one a day there. What the
    sweeps themselves read is no use. Days are those of `zone`.
    """
    rows = snapshot.state.recall.entries
    mine = _rows_of(entries, rows)
    log = list(_recalls(records))
    places = _places(entries, mine)
    seen: defaultdict[str, set[int]] = defaultdict(set)
    for ms, path, start, end in log:
        for name in places.exact.get((path, start, end), ()):
            seen[name].add(ms)
        for last, name in places.inside.get((path, start), ()):
            if end <= last:
                seen[name].add(ms)
    watched = snapshot.state.recall.exists or bool(log)
    sources = _sources_now(entries, rows, snapshot.sources)
    return {
        entry.id: _evidence(entry, mine[entry.id], rows, seen[entry.id], watched, sources[entry.id], zone)
        for entry in entries
    }


def _evidence(
    entry: MemoryEntry,
    mine: Sequence[RecallEntry],
    rows: Mapping[str, RecallEntry],
    moments: set[int],
    watched: bool,
    source: tuple[SourceNow, str],
    zone: tzinfo,
) -> Evidence:
    promoted = _promoted_ms(entry, rows, zone)
    if not mine and not moments:
        return Evidence(promoted, *source, watched=watched)
    days = {day_of(ms, zone) for ms in moments}
    uses = set(moments)
    for row in mine:
        last = parse_instant(row.last_recalled_at)
        stored = {day: _noon(day, zone) for day in row.recall_days}
        if last is not None:
            stored[day_of(last, zone)] = last
        uses |= {ms for day, ms in stored.items() if ms is not None and day not in days}
    since = promoted if promoted is not None else min(uses, default=0)
    return Evidence(promoted, source[0], source[1], tuple(sorted(ms for ms in uses if ms >= since)), watched)


def _promoted_ms(entry: MemoryEntry, rows: Mapping[str, RecallEntry], zone: tzinfo) -> int | None:
    """When an entry was promoted: as the store has it, if that was the day of its section; else that day."""
    row = rows.get(entry.key) if entry.key else None
    stored = parse_instant(row.promoted_at) if row else None
    if stored is not None and entry.promoted_at in (None, day_of(stored, zone)):
        return stored
    return _midnight(entry.promoted_at, zone) if entry.promoted_at else None


@lru_cache(maxsize=4096)
def _midnight(day: str, zone: tzinfo) -> int | None:
    try:
        return int(datetime.combine(datetime.fromisoformat(day).date(), time(), zone).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def _noon(day: str, zone: tzinfo) -> int | None:
    begin = _midnight(day, zone)
    return None if begin is None else begin + DAY_MS // 2


# --- which recalls are of which entry ------------------------------------------------------------


def _rows_of(entries: Sequence[MemoryEntry], rows: Mapping[str, RecallEntry]) -> dict[str, list[RecallEntry]]:
    """The rows of the recall store that somebody recalled, by the id of the entry that they speak of."""
    found: dict[str, list[RecallEntry]] = {entry.id: [] for entry in entries}
    recalled = [row for row in rows.values() if row.recall_count > 0]  # the others only sweeps have read
    if not recalled:
        return found
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    by_text: defaultdict[object, list[str]] = defaultdict(list)
    for entry in entries:
        if entry.key is not None:
            by_key[entry.key].append(entry.id)
        same = by_text[_sense(entry.text)]
        if len(same) < MOST_ALIKE:
            same.append(entry.id)
    for row in recalled:
        names = {*by_key.get(row.key, ()), *by_text.get(_sense(row.snippet), ())}
        for name in names:
            found[name].append(row)
    return found


def _sense(text: str) -> object:
    """What texts share that are alike: their words, in any order, case and punctuation; else the text."""
    said = word_set(text) | character_pairs(text)
    return said or fold(text)


class _Places(NamedTuple):
    """Where recalls count for which entries: whole places, and lines that lie within a source."""

    exact: dict[tuple[str, int, int], set[str]]
    inside: dict[tuple[str, int], list[tuple[int, str]]]
    """By path and first line: the last line of the source, and the entry."""


def _places(entries: Sequence[MemoryEntry], mine: Mapping[str, Sequence[RecallEntry]]) -> _Places:
    places = _Places({}, {})
    for entry in entries:
        for row in mine[entry.id]:
            places.exact.setdefault((row.path, row.start_line, row.end_line), set()).add(entry.id)
        if entry.source is not None:
            path, start, end = entry.source
            for line in range(start, min(end, start + MOST_LINES) + 1):
                here = places.inside.setdefault((path, line), [])
                if len(here) < MOST_ALIKE:
                    here.append((end, entry.id))
    return places


def _recalls(records: Iterable[Record]) -> Iterator[tuple[int, str, int, int]]:
    """Every place that a search of somebody's found: instant, path, first and last line."""
    for record in records:
        if record.get("type") != "memory.recall.recorded":
            continue
        query, ms, results = (
            record.get("query"),
            parse_instant(record.get("timestamp")),
            record.get("results"),
        )
        if ms is None or not isinstance(results, list) or _of_a_sweep(query):
            continue
        for result in results:
            place = _place(result)
            if place is not None:
                yield ms, *place


def _of_a_sweep(query: object) -> bool:
    return isinstance(query, str) and query.startswith(_SWEEPS)


_SWEEPS = (queries.NOTES, queries.TRANSCRIPTS, queries.SESSION_BACKFILL, *queries.GROUNDED_BACKFILL)


def _place(result: Any) -> tuple[str, int, int] | None:
    if not isinstance(result, dict):
        return None
    path, start, end = (result.get(name) for name in ("path", "startLine", "endLine"))
    if isinstance(path, str) and isinstance(start, int) and isinstance(end, int):
        return path, start, end
    return None


# --- what the sources say now --------------------------------------------------------------------


def _sources_now(
    entries: Sequence[MemoryEntry], rows: Mapping[str, RecallEntry], sources: Sources
) -> dict[str, tuple[SourceNow, str]]:
    """Of each entry whether its source still says it, and what stands there if it does not."""
    by_path = sorted(entries, key=lambda entry: entry.source or ("", 0, 0))
    return {entry.id: _source_now(entry, rows, sources) for entry in by_path}


def _source_now(
    entry: MemoryEntry, rows: Mapping[str, RecallEntry], sources: Sources
) -> tuple[SourceNow, str]:
    row = rows.get(entry.key) if entry.key else None
    if entry.source is None or paths.short_term_day(entry.source[0]) is None:
        return "unknown", ""
    if row is None and not entry.managed:
        return "unknown", ""  # a person's words need not stand in the note
    path, start, end = entry.source
    said = _recorded(entry) if row is None else row
    recorded = said._replace(path=path, start_line=start, end_line=end)
    source = sources.get(path)
    now = rehydrate(recorded, source)
    if isinstance(now, LiveSource) or now.code == "ambiguous":
        return "live", ""
    if now.code == "source-missing":
        return "gone", ""
    if now.code == "source-unreadable":
        return "unknown", ""
    return "changed", fold(" ".join(source.lines[start - 1 : end]))[:QUOTED]


def _recorded(entry: MemoryEntry) -> RecallEntry:
    """What an entry says, as if it had just been recorded."""
    return RecallEntry("", "", 0, 0, entry.text, 0, 0, 0, 0.0, 0.0, "", "", (), (), (), None, None, {})

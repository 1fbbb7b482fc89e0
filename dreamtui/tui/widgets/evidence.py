"""The lines of the breakdown that say where a candidate comes from: its live source, queries and days."""

from __future__ import annotations

from typing import Final

from dreamtui.model import RecallEntry, Source, SourceState
from dreamtui.show.text import count
from dreamtui.tui.widgets.facts import Facts, own_queries
from dreamtui.tui.widgets.sheet import Sheet
from dreamtui.tui.widgets.strips import Part

NEIGHBOURS: Final = 2
MOST_SOURCE: Final = 12
"""Lines of a source that are shown at most."""


def source(sheet: Sheet, facts: Facts) -> None:
    """The live lines with their neighbours; where they drifted, what was recorded against what is there."""
    entry, found = facts.row.candidate.entry, facts.source
    sheet.heading("Source", entry.path)
    if facts.verdict is None or found is None:
        sheet.say("…", sheet.ink.dim)
        return
    live = facts.verdict.live
    if live is None:
        _drifted(sheet, entry, found)
        return
    _lines(sheet, found, live.start_line, live.end_line)
    if (live.start_line, live.end_line) != (entry.start_line, entry.end_line):
        sheet.say(f"recorded in lines {_range(entry.start_line, entry.end_line)}", sheet.ink.dim)


def _drifted(sheet: Sheet, entry: RecallEntry, found: Source) -> None:
    ink = sheet.ink
    sheet.say(entry.snippet, ink.plain, [("recorded  ", ink.strong)], most=4)
    now: Part = ("now       ", ink.strong)
    length = _length(found)
    if found.state is SourceState.MISSING:
        sheet.say("the file is gone", ink.warn, [now])
    elif found.state is SourceState.UNREADABLE:
        sheet.say(f"the file cannot be read: {found.detail}", ink.warn, [now])
    elif entry.start_line > length:
        sheet.say(f"the file ends after {count(length, 'line')}", ink.warn, [now])
    else:
        sheet.say(f"in lines {_range(entry.start_line, min(entry.end_line, length))}:", ink.warn, [now])
        _lines(sheet, found, entry.start_line, min(entry.end_line, length))


def _lines(sheet: Sheet, found: Source, first: int, last: int) -> None:
    """Lines with two neighbours on each side, the ones that are meant marked."""
    begin, end = max(1, first - NEIGHBOURS), min(_length(found), last + NEIGHBOURS)
    digits = len(str(end))
    for number in range(begin, min(end, begin + MOST_SOURCE - 1) + 1):
        line = found.lines[number - 1].expandtabs(4)
        meant = first <= number <= last
        style = sheet.ink.plain if meant else sheet.ink.dim
        indent = " " * min(12, len(line) - len(line.lstrip(" ")))
        lead = f"{'▸' if meant else ' '} {number:>{digits}}  {indent}"
        sheet.say(line, style, [(lead, sheet.ink.accent if meant else sheet.ink.dim)], most=4)
    if end - begin >= MOST_SOURCE:
        sheet.say(f"… {count(end - begin + 1 - MOST_SOURCE, 'more line')}", sheet.ink.dim)


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _length(found: Source) -> int:
    """Lines of a source, without what follows its last line end."""
    return len(found.lines) - (bool(found.lines) and not found.lines[-1])


def evidence(sheet: Sheet, facts: Facts) -> None:
    """What found it: recalls apart from passive signals, queries apart from the sweeps' own, days, words."""
    entry = facts.row.candidate.entry
    sheet.heading("Evidence")
    passive = entry.daily_count + entry.grounded_count
    grounded = f" ({entry.grounded_count:,} grounded)" if entry.grounded_count else ""
    told = f"{count(entry.recall_count, 'recall')} by a search, {count(passive, 'passive signal')}{grounded}"
    _fact(sheet, "signals", told)
    if facts.given:
        others, own = own_queries(entry, facts.given)
        more = f", and {own:,} of the sweeps' own, which do not count" if own else ""
        _fact(sheet, "queries", f"{count(others, 'different query', 'different queries')}{more}")
    _fact(sheet, "days", ", ".join(sorted(entry.recall_days)) or "none")
    _fact(sheet, "first, last", f"{entry.first_recalled_at[:16]}, {entry.last_recalled_at[:16]}")
    if entry.concept_tags:
        _fact(sheet, "concepts", ", ".join(entry.concept_tags))
    _fact(sheet, "key", entry.key)


def _fact(sheet: Sheet, name: str, told: str) -> None:
    sheet.say(told, sheet.ink.plain, [(f"{name:<13}", sheet.ink.dim)], most=4)

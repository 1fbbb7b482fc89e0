"""Candidates as a table: rank, score, gates, counts, and the text that would be promoted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from dreamtui.cli.show.page import Page, Span
from dreamtui.engine.deep import Judged
from dreamtui.engine.misses import Miss
from dreamtui.engine.settings import Thresholds
from dreamtui.javascript import fixed
from dreamtui.model import Candidate, Gate, Verdict
from dreamtui.show import bars, words
from dreamtui.show.marks import FAILED, FLAG, NO, PASSED, YES
from dreamtui.show.text import age, cells, count, several

WIDE, NARROW = 112, 72
"""From here on the text has room beside the numbers; below it there is no room for bars."""
INDENT = 7
SNIPPET_LINES = 3
NUMBERED = 12


class Row(NamedTuple):
    """One candidate: its number or mark, its gates, the text to show and where that stands."""

    mark: Span
    candidate: Candidate
    gates: Sequence[Gate]
    text: str
    place: str


def legend(page: Page, limits: Thresholds) -> None:
    """What the columns and dots mean, and what the gates want."""
    page.say(Span(f"A candidate needs {several(wanted(limits))}.", "dim"), indent=2)
    names = ("recalls", "passive", "queries") if _wide(page) else ("rec", "pas", "q")
    explained = (
        f"{YES} passes all, {NO} is kept back, {FLAG} look twice",
        f"gates ({PASSED} pass, {FAILED} fail): score recalls queries age",
        f"{names[0]}: recalls by a search",
        f"{names[1]}: passive signals, re-read by a sweep",
        f"{names[2]}: different queries",
        "age: days since the last of them",
    )
    page.say(Span("; ".join(explained), "dim"), indent=2)


def wanted(limits: Thresholds) -> list[str]:
    """The four thresholds in words."""
    recalls, queries, days = limits.min_recall_count, limits.min_unique_queries, limits.max_age_days
    both = " (recalls and passive ones together)" if limits.count_signals else ""
    return [
        f"a score of {limits.min_score:g} or more",
        f"{count(recalls, 'signal' if limits.count_signals else 'recall')} or more{both}",
        f"{count(queries, 'different query', 'different queries')} or more",
        f"an age of {days:g} {'day' if days == 1 else 'days'} or less",
    ]


def judged_table(
    page: Page, judged: Iterable[Judged], below: Callable[[Judged], None] = lambda _: None
) -> None:
    """Candidates that were judged: the eligible ones numbered, the others with what keeps them back.

    `below` adds lines to each.
    """
    _header(page)
    number = 0
    for candidate, verdict in judged:
        number += verdict.eligible
        text, where = text_of(candidate, verdict)
        mark = Span(f"{YES}{number:>3}", "green") if verdict.eligible else Span(f"{NO}   ", "red")
        _row(page, Row(mark, candidate, verdict.gates, text, where))
        notes(page, verdict)
        below(Judged(candidate, verdict))


def misses_table(page: Page, misses: Iterable[Miss], limits: Thresholds) -> None:
    """Near misses, each with what is missing."""
    _header(page)
    for candidate, gates in misses:
        entry = candidate.entry
        where = words.place(entry.path, entry.start_line, entry.end_line)
        _row(page, Row(Span("    "), candidate, gates, entry.snippet, where))
        _below(page, f"missing: {several(words.missing(gates, limits))}")


def text_of(candidate: Candidate, verdict: Verdict) -> tuple[str, str]:
    """The live text and its place, or the recorded ones where nothing is alive."""
    live, entry = verdict.live, candidate.entry
    if live is None:
        return entry.snippet, words.place(entry.path, entry.start_line, entry.end_line)
    return live.text, words.place(live.path, live.start_line, live.end_line)


def notes(page: Page, verdict: Verdict) -> None:
    """Under a candidate: why it is kept back, and what a person should look at twice."""
    if verdict.reasons:
        _below(page, f"kept back: {'; '.join(reason.message for reason in verdict.reasons)}")
    for flag in verdict.flags:
        _below(page, f"{FLAG} {flag.message}")


def numbered(page: Page, found: Sequence[tuple[float, str]]) -> None:
    """Scores and texts, one line each: the short form of what is promoted."""
    for number, (score, text) in enumerate(found[:NUMBERED], 1):
        page.line(f"{number:>4}. ", Span(f"{fixed(score, 3)}  ", "bold"), text)
    if len(found) > NUMBERED:
        page.line(Span(f"      … and {len(found) - NUMBERED} more", "dim"))


# --- rows ---------------------------------------------------------------------------------------


def _header(page: Page) -> None:
    names, last = ("recalls passive queries  age", "text") if _wide(page) else ("rec pas   q  age", "source")
    score = "score".ljust(6 + _bar_width(page))
    page.line(Span(f"       {score}  gates {names}  {last}", "bold dim"))


def _row(page: Page, row: Row) -> None:
    """Numbers, with the text beside them where the page is wide; else with the source, and the text below."""
    lead = [Span("  "), row.mark, Span(" "), *_numbers(page, row)]
    if _wide(page):
        page.say(row.text, lead=lead, most=SNIPPET_LINES)
        _below(page, row.place)
        return
    fits = cells(row.place) <= page.width - _numbers_end(page)
    page.line(*lead, Span(row.place if fits else "", "dim"))
    page.say(row.text, indent=INDENT, most=SNIPPET_LINES)
    if not fits:
        _below(page, row.place)


def _below(page: Page, text: str) -> None:
    page.say(Span(text, "dim"), indent=_numbers_end(page) if _wide(page) else INDENT)


def _numbers(page: Page, row: Row) -> list[Span]:
    entry, width = row.candidate.entry, _bar_width(page)
    passive = entry.daily_count + entry.grounded_count
    queries = next((gate.value for gate in row.gates if gate.name == "uniqueQueries"), 0) or 0
    counts = (f"{entry.recall_count:,}", f"{passive:,}", f"{queries:.0f}", age(row.candidate.age_days))
    columns = _columns(page)
    bar = [Span(" "), Span(bars.bar(row.candidate.score, width), "cyan")] if width else []
    return [
        Span(fixed(row.candidate.score, 3), "bold"),
        *bar,
        Span("  "),
        *(Span(dot, "green" if dot == PASSED else "yellow") for dot in bars.gates(row.gates)),
        Span("".join(text.rjust(column) for text, column in zip(counts, columns, strict=True)) + "  "),
    ]


def _columns(page: Page) -> tuple[int, int, int, int]:
    """Widths of recalls, passive signals, queries and age."""
    return (9, 8, 8, 5) if _wide(page) else (5, 4, 4, 5)


def _wide(page: Page) -> bool:
    return page.width >= WIDE


def _bar_width(page: Page) -> int:
    return 0 if page.width < NARROW else 12 if _wide(page) else 8


def _numbers_end(page: Page) -> int:
    width = _bar_width(page)
    return INDENT + 5 + (width and 1 + width) + 2 + 4 + sum(_columns(page)) + 2

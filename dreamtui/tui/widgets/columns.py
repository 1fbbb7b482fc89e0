"""The columns of the list of candidates: which there are at a width, and what stands in them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, get_args

from dreamtui.engine.eligibility import asked_queries
from dreamtui.javascript import fixed
from dreamtui.review.queue import Row
from dreamtui.review.sorting import SortKey
from dreamtui.show.bars import bar
from dreamtui.show.marks import FAILED, FLAG, NO, PASSED, YES
from dreamtui.show.text import age
from dreamtui.tui.widgets.strips import Ink, Part, fit, flat
from dreamtui.tui.widgets.tabular import CURSOR, MARKED, Column, Layout, Look, State, in_columns, laid_out

PROMOTED, OPEN = "☾", "○"
DECIDED: Final = {"approve": YES, "edit": "✎", "reject": NO, "defer": "◌"}
LETTERS: Final = "srqa"
"""The gates by their letters: score, recalls, queries, age."""

SNIPPET_AT_LEAST: Final = 25


_ALL: Final = (
    Column("decision", "", 3, "decision"),
    Column("score", "score", 6, "score", falling=True),
    Column("bar", "", 8, "score", falling=True),
    Column("gates", "gates", 5, "gates"),
    Column("recalls", "rec", 4, "recalls", "recalls", True, falling=True),
    Column("passive", "pas", 4, "passive", "passive", True, falling=True),
    Column("queries", "q", 3, "queries", "queries", True, falling=True),
    Column("age", "age", 4, "age", "", True),
    Column("flags", FLAG, 1, "flags"),
    Column("snippet", "snippet", 0, "snippet"),
)
_GIVEN_UP: Final = ("bar", "passive", "queries", "age", "recalls", "flags", "gates")
"""Which columns go, one after the other, where there is no room for the text."""
SORTS: Final[tuple[SortKey, ...]] = get_args(SortKey)


@lru_cache(maxsize=64)
def layout(width: int) -> Layout:
    """The columns that have room in a width."""
    return laid_out(width, _ALL, _GIVEN_UP, SNIPPET_AT_LEAST)


def row_parts(row: Row, state: State, look: Look) -> list[Part]:
    """A row of the list, column by column."""
    cells = [_cell(column, row, state, look) for column in look.layout.columns]
    return in_columns(cells, state, look.ink)


def _cell(column: Column, row: Row, state: State, look: Look) -> Part:
    ink, candidate = look.ink, row.candidate
    match column.name:
        case "decision":
            return _marks(row, state, ink)
        case "score":
            return f"{fixed(candidate.score, 3)} ", ink.strong if row.open else ink.plain
        case "bar":
            return bar(candidate.score, column.width), ink.bar
        case "gates":
            return f"{gates(row.gates, letters=look.letters)} ", ink.good if all(row.gates) else ink.dim
        case "flags":
            return (FLAG if row.flagged else " "), ink.warn
        case "snippet":
            return fit(text_of(row, column.width), column.width), ink.plain if row.gates[0] else ink.dim
    return _number(column, row).rjust(column.width), ink.plain


def _number(column: Column, row: Row) -> str:
    entry = row.candidate.entry
    match column.name:
        case "recalls":
            return _short(entry.recall_count, column.width)
        case "passive":
            return _short(entry.daily_count + entry.grounded_count, column.width)
        case "queries":
            return _short(asked_queries(entry), column.width)
    days = row.candidate.age_days
    told = age(days).replace(",", "")
    return told if days is None or len(told) <= column.width else f"{int(days / 365)}y"


def _short(number: int, width: int) -> str:
    told = str(number)
    return told if len(told) <= width else f"{number // 1000}k" if number < 10**width else "many"[:width]


def _marks(row: Row, state: State, ink: Ink) -> Part:
    """Cursor, decision and mark side by side."""
    glyph, style = decision_mark(row, ink)
    return f"{CURSOR if state.cursor else ' '}{glyph}{MARKED if state.marked else ' '}", style


def decision_mark(row: Row, ink: Ink) -> Part:
    """The glyph of what was decided, of a promoted row, or of one that waits."""
    if row.standing == "promoted":
        return PROMOTED, ink.accent
    if row.decision is None:
        return (OPEN, ink.strong) if row.open else (" ", ink.plain)
    styles = {"approve": ink.good, "edit": ink.good, "reject": ink.bad, "defer": ink.warn}
    return DECIDED[row.decision.choice], styles[row.decision.choice]


def gates(passed: tuple[bool, ...], *, letters: bool = False) -> str:
    """A sign a gate; with letters, the letter of each that passes."""
    if letters:
        return "".join(letter if ok else "-" for letter, ok in zip(LETTERS, passed, strict=True))
    return "".join(PASSED if ok else FAILED for ok in passed)


def text_of(row: Row, width: int) -> str:
    """What a row says, flat, and not much more of it than has room; an edited row says its new text."""
    edited = row.decision.text if row.decision and row.decision.choice == "edit" else ""
    return flat((edited or row.candidate.entry.snippet)[: 3 * width + 16]).removeprefix("- ")

"""The columns of the list of candidates: which there are at a width, and what stands in them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from dreamtui.engine.eligibility import asked_queries
from dreamtui.javascript import fixed
from dreamtui.review.queue import Row, SortKey
from dreamtui.show.bars import bar
from dreamtui.show.marks import FAILED, FLAG, NO, PASSED, YES
from dreamtui.show.text import age
from dreamtui.tui.widgets.strips import Ink, Part, fit, flat

CURSOR, MARKED, PROMOTED, OPEN = "▌", "•", "☾", "○"
DECIDED: Final = {"approve": YES, "edit": "✎", "reject": NO, "defer": "◌"}
LETTERS: Final = "srqa"
"""The gates by their letters: score, recalls, queries, age."""

SNIPPET_AT_LEAST: Final = 25
ROOMY: Final = 110
"""From this width on, titles are written out."""
_DESCENDING: Final = frozenset({"score", "recalls", "passive", "queries"})


class Column(NamedTuple):
    """A column: its titles, its width, and what a click on its title sorts by."""

    name: str
    title: str
    width: int
    sort: SortKey | None = None
    long_title: str = ""
    to_right: bool = False


_ALL: Final = (
    Column("decision", "", 3, "decision"),
    Column("score", "score", 6, "score"),
    Column("bar", "", 8, "score"),
    Column("gates", "gates", 5),
    Column("recalls", "rec", 4, "recalls", "recalls", True),
    Column("passive", "pas", 4, "passive", "passive", True),
    Column("queries", "q", 3, "queries", "queries", True),
    Column("age", "age", 4, "age", "", True),
    Column("flags", FLAG, 1),
    Column("snippet", "snippet", 0, "snippet"),
)
_GIVEN_UP: Final = ("bar", "passive", "queries", "age", "recalls", "flags", "gates")
"""Which columns go, one after the other, where there is no room for the text."""
SORTS: Final[tuple[SortKey, ...]] = ("decision", "score", "recalls", "passive", "queries", "age", "snippet")


class Layout(NamedTuple):
    """The columns at a width, apart by a blank each; the last one takes what is left."""

    width: int
    columns: tuple[Column, ...]

    def at(self, x: int) -> Column:
        """The column at a place in the line."""
        for column in self.columns:
            if x <= column.width:
                return column
            x -= column.width + 1
        return self.columns[-1]


@lru_cache(maxsize=64)
def layout(width: int) -> Layout:
    """The columns that have room in a width."""
    columns = list(_ALL)
    if width >= ROOMY:
        columns = [
            c._replace(width=max(c.width, len(c.long_title)), title=c.long_title or c.title) for c in columns
        ]
    for name in _GIVEN_UP:
        if width - _taken(columns) >= SNIPPET_AT_LEAST:
            break
        columns = [column for column in columns if column.name != name]
    columns[-1] = columns[-1]._replace(width=max(0, width - _taken(columns)))
    return Layout(width, tuple(columns))


def _taken(columns: list[Column]) -> int:
    return sum(column.width + 1 for column in columns[:-1])


class State(NamedTuple):
    """What a row looks like besides what it is."""

    cursor: bool
    marked: bool
    focused: bool


class Look(NamedTuple):
    """How every row is drawn: columns, styles, letters in place of dots."""

    layout: Layout
    ink: Ink
    letters: bool = False


def row_parts(row: Row, state: State, look: Look) -> list[Part]:
    """A row of the list, column by column."""
    ink = look.ink
    one = (ink.cursor if state.focused else ink.blurred) if state.cursor else None
    base = ink.plain + ink.marked if state.marked and one is None else ink.plain
    parts: list[Part] = []
    for column in look.layout.columns:
        text, style = _cell(column, row, state, look)
        if parts:
            text = f" {text}"
        parts.append((text, one or (base + style if state.marked else style)))
    if one is not None:
        return [("".join(text for text, _ in parts), one)]
    return parts


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


def header_parts(look: Look, sort: SortKey | None, *, reverse: bool) -> list[Part]:
    """The titles, the one that is sorted by underlined and with an arrow."""
    parts: list[Part] = []
    for column in look.layout.columns:
        is_sorted = sort is not None and column.sort == sort and column.name != "bar"
        title = f"{column.title}{arrow(sort, reverse=reverse)}" if is_sorted and sort else column.title
        shown = title[-column.width :].rjust(column.width) if column.to_right else fit(title, column.width)
        if parts:
            parts.append((" ", look.ink.header))
        parts.append((shown, look.ink.sorted if is_sorted else look.ink.header))
    return parts


def arrow(sort: SortKey, *, reverse: bool) -> str:
    """Whether values go down or up."""
    return "▾" if (sort in _DESCENDING) != reverse else "▴"

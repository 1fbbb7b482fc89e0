"""The columns of the list of entries: which there are at a width, and what stands in them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from dreamtui.javascript import fixed
from dreamtui.service.listing import Row
from dreamtui.show.bars import bar
from dreamtui.show.marks import NO
from dreamtui.show.text import age
from dreamtui.tui.panes.memory_items import Item
from dreamtui.tui.widgets.strips import Ink, Part, fit, flat
from dreamtui.tui.widgets.tabular import CURSOR, MARKED, Column, Layout, Look, State, in_columns, laid_out

PROMOTED, CHANGED, BY_HAND, PROTECTED = "◆", "◇", "·", "▒"
STAGED: Final = {"prune": (NO, "prune"), "edit": ("✎", "edit"), "merge": ("⊕", "merge")}
LOCKED: Final = ("■", "locked")
SOURCES: Final = {"live": "live", "changed": "changed", "gone": "gone", "unknown": "?"}
ORIGINS: Final = {
    PROMOTED: "promoted",
    CHANGED: "changed",
    BY_HAND: "by hand",
    PROTECTED: "protected",
}
TEXT_AT_LEAST: Final = 30
SORTS: Final = ("line", "staged", "score", "age", "tokens", "uses", "source", "origin", "text")

_ALL: Final = (
    Column("staged", "", 9, "staged"),
    Column("score", "stale", 5, "score", falling=True),
    Column("bar", "", 6, "score", falling=True),
    Column("age", "age", 4, "age", to_right=True, falling=True),
    Column("tokens", "tok", 4, "tokens", "tokens", True, True),
    Column("uses", "uses", 4, "uses", to_right=True, falling=True),
    Column("source", "source", 7, "source"),
    Column("origin", PROMOTED, 1, "origin", "who wrote it"),
    Column("line", "line", 5, "line", to_right=True),
    Column("text", "text", 0, "text"),
)
_GIVEN_UP: Final = ("line", "source", "bar", "uses", "tokens", "age", "score")


@lru_cache(maxsize=64)
def columns_at(width: int) -> Layout:
    """The columns that have room in a width."""
    return laid_out(width, _ALL, _GIVEN_UP, TEXT_AT_LEAST)


def parts(item: Item, state: State, look: Look) -> list[Part]:
    """A row of the list, column by column."""
    cells = [_cell(column, item, state, look.ink) for column in look.layout.columns]
    return in_columns(cells, state, look.ink)


def _cell(column: Column, item: Item, state: State, ink: Ink) -> Part:
    row, width = item.row, column.width
    if column.name == "staged":
        return _decided(item, state, ink, width)
    if column.name == "text":
        style = ink.dim if row is None else ink.accent if row.entry.managed else ink.plain
        return fit(flat(item.said[: 3 * width + 16]), width), ink.plain if style is ink.accent else style
    if column.name == "origin":
        glyph = origin(row)
        told = f"{glyph} {ORIGINS[glyph]}" if width > 2 else glyph
        return fit(told, width), ink.accent if glyph in (PROMOTED, CHANGED) else ink.dim
    if column.name == "line":
        return f"{item.span.line:>{width}}"[-width:], ink.dim
    if row is None:
        return " " * width, ink.plain
    return _known(column, item, row, ink)


def _known(column: Column, item: Item, row: Row, ink: Ink) -> Part:
    width, score = column.width, row.staleness.score
    match column.name:
        case "score":
            return fixed(score, 2).ljust(width), ink.strong if item.open else ink.plain if score else ink.dim
        case "bar":
            return bar(score, width), ink.warn if item.open else ink.bar
        case "age":
            told = "" if item.days is None else age(item.days).replace(",", "")
            told = told if len(told) <= width else f"{int((item.days or 0) / 365)}y"
            return told.rjust(width), ink.plain
        case "tokens":
            return short(row.entry.tokens, width), ink.plain
        case "uses":
            known = row.evidence.uses or (row.evidence.watched and row.entry.key)
            return (short(len(row.evidence.uses), width) if known else "".rjust(width)), ink.plain
    source = row.evidence.source if row.entry.source else ""
    styles = {"gone": ink.bad, "changed": ink.warn, "live": ink.good}
    return fit(SOURCES.get(source, ""), width), styles.get(source, ink.dim)


def short(number: int, width: int) -> str:
    """A number in a few columns, at their right."""
    told = str(number)
    return (told if len(told) <= width else f"{number // 1000}k"[:width]).rjust(width)


def origin(row: Row | None) -> str:
    """The glyph of who wrote it."""
    if row is None:
        return PROTECTED
    if row.entry.key is None:
        return BY_HAND
    return PROMOTED if row.entry.managed else CHANGED


def decision(row: Row | None) -> tuple[str, str]:
    """The glyph and the word of what is decided on an entry; blank where nothing is."""
    if row is None:
        return " ", ""
    if row.staged is not None:
        glyph, word = STAGED[row.staged.choice]
        into = row.staged.choice == "merge" and row.staged.entry != row.id
        return (NO, "merged") if into else (glyph, word)
    return LOCKED if row.locked else (" ", "")


def _decided(item: Item, state: State, ink: Ink, width: int) -> Part:
    """Cursor, decision and mark side by side."""
    glyph, word = decision(item.row)
    if item.open:
        glyph = "○"
    styles = {NO: ink.bad, LOCKED[0]: ink.accent, "○": ink.strong, " ": ink.plain}
    told = f"{CURSOR if state.cursor else ' '}{glyph}{MARKED if state.marked else ' '}{word}"
    return fit(told, width), styles.get(glyph, ink.good)

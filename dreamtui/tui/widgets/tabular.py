"""Tables drawn by lines: columns and how many of them have room, titles, and what a row looks like."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from dreamtui.tui.widgets.strips import Ink, InkView, Part, fit, without_colour

CURSOR, MARKED = "▌", "•"
ROOMY: Final = 110
"""From this width on, titles are written out."""


class Column(NamedTuple):
    """A column: its titles, its width, and what a click on its title sorts by."""

    name: str
    title: str
    width: int
    sort: str | None = None
    long_title: str = ""
    to_right: bool = False
    falling: bool = False
    """Whether the largest comes first."""


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


def look_of(view: InkView, layout: Layout) -> Look:
    """How a view draws rows now."""
    return Look(layout, view.ink, without_colour(view))


def laid_out(width: int, columns: Sequence[Column], given_up: Collection[str], text_at_least: int) -> Layout:
    """The columns that have room in a width: one after the other is given up for the text, the last one."""
    shown = list(columns)
    if width >= ROOMY:
        shown = [
            c._replace(width=max(c.width, len(c.long_title)), title=c.long_title or c.title) for c in shown
        ]
    for name in given_up:
        if width - _taken(shown) >= text_at_least:
            break
        shown = [column for column in shown if column.name != name]
    shown[-1] = shown[-1]._replace(width=max(0, width - _taken(shown)))
    return Layout(width, tuple(shown))


def _taken(columns: Sequence[Column]) -> int:
    return sum(column.width + 1 for column in columns[:-1])


def in_columns(cells: Sequence[Part], state: State, ink: Ink) -> list[Part]:
    """The cells of a row side by side, as the cursor and the mark make them look."""
    if state.cursor:
        style = ink.cursor if state.focused else ink.blurred
        return [(" ".join(text for text, _ in cells), style)]
    base = ink.plain + ink.marked if state.marked else ink.plain
    return [
        (f" {text}" if number else text, base + style if state.marked else style)
        for number, (text, style) in enumerate(cells)
    ]


def header_parts(look: Look, sort: str | None, *, reverse: bool) -> list[Part]:
    """The titles, the one that is sorted by underlined and with an arrow."""
    parts: list[Part] = []
    for column in look.layout.columns:
        is_sorted = sort is not None and column.sort == sort and column.name != "bar"
        title = f"{column.title}{arrow(column, reverse=reverse)}" if is_sorted else column.title
        shown = title[-column.width :].rjust(column.width) if column.to_right else fit(title, column.width)
        if parts:
            parts.append((" ", look.ink.header))
        parts.append((shown, look.ink.sorted if is_sorted else look.ink.header))
    return parts


def arrow(column: Column, *, reverse: bool) -> str:
    """Whether values go down or up."""
    return "▾" if column.falling != reverse else "▴"

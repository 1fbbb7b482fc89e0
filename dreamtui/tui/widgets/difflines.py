"""A unified diff and what is to be known of it, drawn by lines: each whole, wrapped where it is too wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.strip import Strip

from dreamtui.tui.actions import bindings
from dreamtui.tui.widgets.sheet import Sheet
from dreamtui.tui.widgets.strips import InkView, still

GOES_ON = "┆"
"""Stands in the column of `+` and `-` where a row only goes on with the line above."""
HANG = 2
CHANGE = "The exact change"
_KINDS = {"+": "added", "-": "removed", "@": "place", "\\": "note"}
_HEADER = 2
"""Lines of a diff that name the file before and after."""


class _Row(NamedTuple):
    mark: str
    text: str
    kind: str


class Above(NamedTuple):
    """A part of the same page above the diff: a title, a note beside it, how many things it tells of."""

    title: str
    note: str
    number: int
    say: Callable[[Sheet], None]


class DiffLines(InkView, can_focus=True, inherit_bindings=False):
    """Shows a unified diff exactly; `+` and `-` carry the meaning, colours only help."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"difflines--{kind}" for kind in ("added", "removed", "place", "note", "file", "same")
    }
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("text")]
    DEFAULT_CSS = """
    DiffLines {
        background: $surface; overflow-y: auto;
        & > .difflines--added { color: $text-success; background: $success-muted; }
        & > .difflines--removed { color: $text-error; background: $error-muted; }
        & > .difflines--place { color: $text-accent; }
        & > .difflines--note { color: $text-muted; }
        & > .difflines--file { color: $text-muted; text-style: bold; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: Sequence[str] = ()
        self._rows: list[_Row] = []
        self._above: Sequence[Above] = ()
        self._told: list[Strip] | None = None
        self.places: Sequence[int] = ()
        """The lines where the parts begin, the diff last if there is one; none where it stands alone."""

    def show(self, diff: str, above: Sequence[Above] = ()) -> None:
        """Show another diff below other parts, from the beginning of them."""
        self._lines = _without_shared_returns(diff.removesuffix("\n").split("\n")) if diff else ()
        self._above = above
        self._wrap()
        self.scroll_home(animate=False)

    def part(self) -> int:
        """The index of the part that the first visible line belongs to."""
        return max(0, sum(place <= round(self.scroll_y) for place in self.places) - 1)

    def go_to(self, part: int) -> None:
        """Show the beginning of a part."""
        self.scroll_to(y=self.places[part], animate=False, immediate=True)

    def on_resize(self, _event: Resize) -> None:
        """Wrap anew."""
        self._wrap()

    def render_line(self, y: int) -> Strip:
        """One row, filled to the right edge so that a change shows as a block."""
        if self._told is None:
            self._tell(self.virtual_size.width)
        told = self._told or []
        width = self.size.width
        at = y + self.scroll_offset.y
        if at < len(told):
            return told[at].adjust_cell_length(width, self.rich_style)
        at -= len(told)
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        mark, text, kind = self._rows[at]
        style = self.get_component_rich_style(f"difflines--{kind}")
        return Strip([Segment(mark + text, style)]).adjust_cell_length(width, style)

    def _wrap(self) -> None:
        # a scroll bar that comes or goes must not change the wrapping
        width = max(10, self.container_size.width - self.styles.scrollbar_size_vertical)
        self._rows = [row for number, line in enumerate(self._lines) for row in _rows(number, line, width)]
        self.virtual_size = Size(width, self._tell(width) + len(self._rows))
        self.refresh()

    def _tell(self, width: int) -> int:
        """Put the lines above the diff together; how many they are."""
        sheet = Sheet(width, self.ink)
        places = []
        for part in self._above:
            places.append(len(sheet.strips))
            sheet.heading(part.title, part.note)
            part.say(sheet)
            sheet.blank()
        if places and self._lines:
            places.append(len(sheet.strips))
            sheet.heading(CHANGE)
        self._told, self.places = sheet.strips, places
        return len(sheet.strips)

    def notify_style_update(self) -> None:
        """Draw anew with other colours."""
        super().notify_style_update()
        self._told = None


def _rows(number: int, line: str, width: int) -> Iterator[_Row]:
    kind = "file" if number < _HEADER else _KINDS.get(line[:1], "same")
    if kind in ("file", "place", "note"):
        first, rest = "", line
    else:
        first, rest = line[:1], line[1:]
    text = still(rest.expandtabs(4))
    pieces = Content(text).wrap(max(4, width - 1 - HANG)) or [Content("")]
    yield _Row(first, pieces[0].plain, kind)
    for piece in pieces[1:]:
        yield _Row(GOES_ON, " " * HANG + piece.plain, kind)


def _without_shared_returns(lines: Sequence[str]) -> Sequence[str]:
    """The lines as people see them: in a file with Windows line ends throughout, without these."""
    body = [line for line in lines[_HEADER:] if line[:1] in ("+", "-", " ")]
    if not all(line.endswith("\r") for line in body):
        return lines
    return [line.removesuffix("\r") for line in lines]

"""What line-drawn widgets draw with: colours by meaning, text that keeps to its cells, and strips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar, Final, NamedTuple

from rich.cells import cell_len as cells
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from dreamtui.show.text import cut, safe

_JOINING: Final = {0x200D: None, 0xFE0E: None, 0xFE0F: None}
"""Characters that change the width of their neighbours in some terminals and not in others."""
_MEANINGS: Final = {
    "dim": "color: $text-muted;",
    "strong": "text-style: bold;",
    "good": "color: $text-success;",
    "warn": "color: $text-warning;",
    "bad": "color: $text-error;",
    "bar": "color: $primary;",
    "accent": "color: $text-accent;",
    "header": "color: $text-muted; background: $panel; text-style: bold;",
    "sorted": "color: $text; background: $panel; text-style: bold underline;",
    "cursor": "color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold;",
    "blurred": "color: $text; background: $boost; text-style: bold;",
    "marked": "background: $primary 15%;",
}


class Ink(NamedTuple):
    """The styles of a widget by what they mean; `plain` is its own."""

    plain: Style
    dim: Style
    strong: Style
    good: Style
    warn: Style
    bad: Style
    bar: Style
    accent: Style
    header: Style
    sorted: Style
    cursor: Style
    blurred: Style
    marked: Style


COMPONENTS: Final = {f"ink--{name}" for name in _MEANINGS}
"""The component classes that a widget needs for `ink_of`."""


def ink_css(widget: str) -> str:
    """The rules of a widget's component classes, for its `DEFAULT_CSS`."""
    return "\n".join(f"{widget} > .ink--{name} {{ {rule} }}" for name, rule in _MEANINGS.items())


def ink_of(widget: Widget) -> Ink:
    """The styles of a widget as its theme and its state have them now."""
    return Ink(widget.rich_style, *(widget.get_component_rich_style(f"ink--{name}") for name in _MEANINGS))


def without_colour(widget: Widget) -> bool:
    """Whether letters say more than dots: there are no colours, or the terminal is not known to have dots."""
    return widget.app.no_color or not (widget.app.console.encoding or "").lower().startswith("utf")


# --- text ---------------------------------------------------------------------------------------


def still(text: str) -> str:
    """A line from anywhere that acts on nothing and is as wide everywhere as it is here."""
    return safe(text if text.isascii() else text.translate(_JOINING))


def flat(text: str) -> str:
    """Text from anywhere as one such line."""
    return still(" ".join(text.split()))


def fit(text: str, width: int) -> str:
    """Flat text cut or filled with blanks to exactly `width` columns."""
    if text.isascii():
        return (
            text.ljust(width)
            if len(text) <= width
            else (text[: max(0, width - 1)].rstrip() + "…").ljust(width)
        )
    text = cut(text, width)
    return text + " " * (width - cells(text))


def wrapped(text: str, width: int) -> Iterator[str]:
    """Flat text in lines of at most `width` columns, broken between words where that is possible."""
    line, used = "", 0
    for word in text.split(" "):
        size = cells(word)
        if line and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            yield line
        *whole, line = _pieces(word, width) if size > width else [word]
        yield from whole
        used = cells(line)
    yield line


def _pieces(word: str, width: int) -> list[str]:
    """A word that is too long for a line, in pieces."""
    pieces, line, used = [], "", 0
    for letter in word:
        size = cells(letter)
        if line and used + size > width:
            pieces.append(line)
            line, used = "", 0
        line, used = line + letter, used + size
    return [*pieces, line]


# --- strips -------------------------------------------------------------------------------------

Part = tuple[str, Style]


def strip(parts: Iterable[Part], width: int, rest: Style) -> Strip:
    """A line of exactly `width` columns: parts side by side, cut or filled at the right edge."""
    segments: list[Segment] = []
    room = width
    for text, style in parts:
        size = len(text) if text.isascii() else cells(text)
        if size > room:
            text = fit(text, room)
            size = room
        if size:
            segments.append(Segment(text, style))
        room -= size
    if room > 0:
        segments.append(Segment(" " * room, rest))
    return Strip(segments, width)


class InkView(ScrollView, inherit_bindings=False):
    """A view drawn by lines, with styles by what they mean."""

    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    DEFAULT_CSS = """
    InkView { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """ + ink_css("InkView")
    _ink: Ink | None = None

    @property
    def ink(self) -> Ink:
        """The styles, looked up once for a theme and a state."""
        if self._ink is None:
            self._ink = ink_of(self)
        return self._ink

    def notify_style_update(self) -> None:
        """Draw anew with other colours."""
        super().notify_style_update()
        self._ink = None

    def repaint(self, before: Sequence[Strip], now: Sequence[Strip]) -> None:
        """Paint the lines on the screen that differ; with none `before`, all of them."""
        if not before:
            self.refresh()
            return
        width, height = self.size
        pairs = zip_longest(before[:height], now[:height])
        changed = [Region(0, y, width, 1) for y, (old, new) in enumerate(pairs) if old != new]
        if changed:
            self.refresh(*changed)


class DrawnView(InkView):
    """A view without border and padding, whose lines go to the screen just as it draws them.

    Textual keeps a styled copy of each line, which costs more than to draw it; this view keeps its own.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region of the view."""
        background = self.background_colors[1]
        first, last = crop.column_span
        whole = (first, last) == (0, self.size.width)
        lines: list[Strip] = []
        for y in crop.line_range:
            line = self.render_line(y)
            for one in self.get_line_filters():
                line = line.apply_filter(one, background)
            lines.append(line if whole else line.crop(first, last))
        return lines


def set_height(view: ScrollView, lines: int) -> None:
    """Tell a view how many lines it has, without a new layout of the whole screen.

    The view's `overflow-y` must not be `auto`: a bar that comes and goes needs a layout.
    """
    size = Size(0, lines)
    if size == view.virtual_size:
        return
    view.set_reactive(Widget.virtual_size, size)
    view._scroll_update(size)
    if view.scroll_y > view.max_scroll_y:
        view.scroll_to(y=view.max_scroll_y, animate=False, force=True)

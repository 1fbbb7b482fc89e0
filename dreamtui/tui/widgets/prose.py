"""Markdown as lines: rendered where it is short enough, else as it is written; it acts on nothing."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Final

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown, MarkdownElement
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from rich.theme import Theme
from textual.strip import Strip

from dreamtui.tui.widgets.strips import Ink, still, strip, wrapped

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

MOST_RENDERED: Final = 10_000
"""Characters of one text that are rendered: brackets without end take a parser the square of their
number. A longer text is shown as it is written."""
MOST_LINES: Final = 2_000
"""Lines of a text shown as it is written."""


class _Heading(Heading):
    """At the left, as everything else."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.text.justify = "left"
        yield self.text


class _Code(CodeBlock):
    """Without colours of its own."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = str(self.text).rstrip().split("\n")
        yield Text("\n".join(f"  {line}" for line in lines), "markdown.code_block")


class _Prose(Markdown):
    """Markdown in which HTML is text and links show where they lead."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": _Heading,
        "fence": _Code,
        "code_block": _Code,
    }

    def __init__(self, text: str) -> None:
        super().__init__("", hyperlinks=False)
        self.parsed = _parser().parse(text)


def prose(text: str, width: int, ink: Ink, words: Sequence[str] = ()) -> Iterator[Strip]:
    """The lines of a text, each exactly `width` columns, with the words in it set off."""
    lines: Iterable[Strip]
    if len(text) <= MOST_RENDERED:
        lines = _rendered(text, max(8, width), ink)
    else:
        lines = written(text, max(8, width), ink)
    return (lit(line, words, ink) for line in lines)


def lit(line: Strip, words: Sequence[str], ink: Ink) -> Strip:
    """A line with every occurrence of the words set off."""
    said = line.text.lower()
    places = [(at, at + len(word)) for word in words for at in _places(said, word)]
    if not places or len(said) != len(line.text):
        return line
    at = 0
    segments: list[Segment] = []
    style = Style(bgcolor=ink.cursor.bgcolor, color=ink.cursor.color, bold=True, underline=True)
    for segment in line:
        for offset, character in enumerate(segment.text, at):
            on = any(start <= offset < end for start, end in places)
            segments.append(Segment(character, (segment.style or ink.plain) + style if on else segment.style))
        at += len(segment.text)
    return Strip(Segment.simplify(segments), line.cell_length)


def _places(said: str, word: str) -> Iterator[int]:
    at = said.find(word)
    while at >= 0:
        yield at
        at = said.find(word, at + len(word))


@lru_cache(maxsize=32)
def _rendered(text: str, width: int, ink: Ink) -> Sequence[Strip]:
    """Remembered, as a page is put together anew when reports are found or words are typed."""
    console = _console(ink)
    lines: list[Strip] = []
    shown = "\n".join(still(line.expandtabs(4)) for line in text.split("\n"))
    for line in console.render_lines(_Prose(shown), console.options.update(width=width), pad=False):
        kept = Segment.adjust_line_length(line, width)
        lines.append(Strip([Segment(part, ink.plain + (style or Style())) for part, style, _ in kept], width))
    return lines


def written(text: str, width: int, ink: Ink) -> Iterator[Strip]:
    """A text as it is written, its lines wrapped below where they begin."""
    lines = (line for paragraph in text.split("\n") for line in _indented(paragraph, width))
    for line in islice(lines, MOST_LINES):
        yield strip([(line, ink.plain)], width, ink.plain)
    if next(lines, None) is not None:
        told = "… there is more of this than is shown here"
        yield strip([(told, ink.dim)], width, ink.plain)


def _indented(paragraph: str, width: int) -> Iterator[str]:
    shown = still(paragraph.expandtabs(4).rstrip())
    said = shown.lstrip(" ")
    own = min(len(shown) - len(said), width // 2)
    below = own + 2 * said.startswith(("- ", "* "))
    for number, line in enumerate(wrapped(said, width - below)):
        yield " " * (below if number else own) + line


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@cache
def _console(ink: Ink) -> Console:
    """A console that only measures, with the colours of the theme."""
    heading = ink.strong + Style(underline=True)
    styles = {
        **{f"markdown.h{level}": heading for level in range(1, 8)},
        "markdown.block_quote": ink.dim,
        "markdown.item.bullet": ink.accent,
        "markdown.item.number": ink.accent,
        "markdown.hr": ink.dim,
        "markdown.code": ink.accent,
        "markdown.code_block": ink.dim,
        "markdown.link": ink.accent,
        "markdown.link_url": ink.dim,
        "markdown.table.border": ink.dim,
        "markdown.table.header": ink.strong,
    }
    return Console(
        file=io.StringIO(), theme=Theme(styles), force_terminal=True, color_system="truecolor", width=80
    )

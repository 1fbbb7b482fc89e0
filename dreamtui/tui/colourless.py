"""The screen without colours (NO_COLOR): what stood out by its colour alone is reversed."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rich.color import Color as TerminalColour
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from dreamtui.tui.themes import contrast

_PLAIN: Final = Style.from_color(TerminalColour.default(), TerminalColour.default())
_GROUND: Final = Color(18, 18, 18)
"""What most of the screen stands on, in the one theme that is worn without colours."""
_STANDS_OUT: Final = 2.5
"""From which contrast with the ground on: cursors, chosen text, scroll bars; panels and dialogs do not."""


class Colourless(LineFilter):
    """Asks for no colour at all, as https://no-color.org says; Textual's own filter asks for greys."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same text with the attributes it has: bold, underlined, reversed."""
        return [Segment(text, style and _plain(style), control) for text, style, control in segments]


@lru_cache(4096)
def _plain(style: Style) -> Style:
    behind = style.color if style.reverse else style.bgcolor
    ahead = behind is not None and not behind.is_default and _stands_out(Color.from_rich_color(behind))
    return style + _PLAIN + Style(reverse=ahead)


def _stands_out(colour: Color) -> bool:
    return contrast(colour, _GROUND) >= _STANDS_OUT

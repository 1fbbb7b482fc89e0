"""Lines of styled text put together one below the other: headings, paragraphs, and bars that add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from rich.cells import cell_len as cells
from rich.style import Style
from textual.strip import Strip

from dreamtui.show.marks import EIGHTHS
from dreamtui.tui.widgets.strips import Ink, Part, fit, flat, strip, wrapped

NARROWEST = 16


class Sheet:
    """Lines of one width; every text that is said is made flat here."""

    def __init__(self, width: int, ink: Ink) -> None:
        self.width = max(1, width)
        self.ink = ink
        self.strips: list[Strip] = []

    def line(self, *parts: Part) -> None:
        """One line, cut where it does not fit; the parts are safe already."""
        self.strips.append(strip(parts, self.width, self.ink.plain))

    def blank(self) -> None:
        """An empty line."""
        self.line()

    def heading(self, title: str, note: str = "") -> None:
        """A title with a rule to the right edge, and words beside it."""
        parts: list[Part] = [("── ", self.ink.dim), (f"{title} ", self.ink.strong)]
        if note := fit_end(flat(note), self.width - len(title) - 6):
            parts.append((f"{note} ", self.ink.dim))
        taken = sum(cells(text) for text, _ in parts)
        self.line(*parts, ("─" * max(0, self.width - taken), self.ink.dim))

    def say(
        self, text: str, style: Style | None = None, lead: Sequence[Part] = (), most: int | None = None
    ) -> None:
        """A paragraph; its other lines begin below the end of `lead`; a cut one ends with `…`."""
        style = style or self.ink.plain
        margin = sum(cells(piece) for piece, _ in lead)
        room = max(NARROWEST, self.width - margin)
        lines = list(islice(wrapped(flat(text), room), None if most is None else most + 1))
        if most is not None and len(lines) > most:
            lines = [*lines[: most - 1], fit(f"{lines[most - 1]} {lines[most]}", room)]
        for number, line in enumerate(lines):
            before = [(" " * margin, self.ink.plain)] if number else lead
            self.line(*before, (line, style))


def fit_end(text: str, width: int) -> str:
    """The end of a text where the whole has no room: of a path, the file."""
    if width < 1:
        return ""
    while cells(text) > width:
        text = "…" + text[2:] if text.startswith("…") else "…" + text[1:]
        if text == "…":
            return ""
    return text


def step(start: float, end: float, width: int, style: Style) -> list[Part]:
    """A bar from one share of the width to another, to an eighth of a column at both ends."""
    first, last = (round(min(1.0, max(0.0, share)) * width * 8) for share in (start, end))
    if end > start and first == last:
        last = min(width * 8, last + 1)
        first = last - 1
    column, offset = divmod(first, 8)
    parts: list[Part] = [(" " * column, style)]
    if offset and last > first:
        if last <= (column + 1) * 8:  # inside one column: as far as it ends, an eighth at least
            glyph = EIGHTHS[max(1, last - first)]
            return [*parts, (glyph, style), (" " * (width - column - 1), style)]
        parts.append((EIGHTHS[offset], style + Style(reverse=True)))
        column += 1
    full, rest = divmod(last - column * 8, 8)
    parts.append(("█" * full + (EIGHTHS[rest] if rest else ""), style))
    used = column + full + (rest > 0)
    return [*parts, (" " * (width - used), style)]


def stacked(shares: Iterable[float], width: int, styles: tuple[Style, Style], rest: Style) -> list[Part]:
    """Shares one after the other in a bar, told apart by shade and by colour, and dots up to its end."""
    parts: list[Part] = []
    total, column = 0.0, 0
    for number, share in enumerate(shares):
        total += share
        end = min(width, round(total * width))
        if end > column:
            parts.append(("█▓"[number % 2] * (end - column), styles[number % 2]))
        column = max(column, end)
    return [*parts, ("·" * (width - column), rest)]

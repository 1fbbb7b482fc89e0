"""A screen as an SVG picture that is the same everywhere: no fonts fetched, no ids made up, a line a row.

A cell is 10 × 20. Each row of the screen is a group: first the backgrounds that differ from the most
common one, then runs of text of one style, each at its column, so that wide letters push nothing aside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape, unescape
from typing import Any, Final

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DIMMED_MONOKAI, TerminalTheme
from textual.app import App

WIDTH, HEIGHT, BASELINE = 10, 20, 15
FONTS: Final = "'Fira Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace"
_PIECES: Final = re.compile(
    r" {2,}|[\x21-\x7e\u00a1-\u02ff\u2500-\u259f]+(?: [\x21-\x7e]+)*|.[\u0300-\u036f]*", re.S
)
_RUN: Final = re.compile(r'<tspan x="(\d+)"[^>]*>([^<]*)</tspan>')

Row = Sequence[Segment]


def rows(app: App[Any]) -> list[list[Segment]]:
    """What is on the screen, row by row, the screens that shine through included."""
    update: Any = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    lines = [
        [segment for strip in line for segment in strip if not segment.control] for line in update.strips
    ]
    return [list(Segment.simplify(line)) for line in lines]


def colours(style: Style | None, terminal: TerminalTheme = DIMMED_MONOKAI) -> tuple[str, str]:
    """Text and background as they are seen: `#rrggbb`, reversed and dimmed where the style says so."""
    style = style or Style()
    fore = _rgb(style.color, terminal, foreground=True)
    back = _rgb(style.bgcolor, terminal, foreground=False)
    if style.reverse:
        fore, back = back, fore
    if style.dim:
        fore = tuple(round((one + other) / 2) for one, other in zip(fore, back, strict=True))
    return _hex(fore), _hex(back)


def _rgb(colour: Color | None, terminal: TerminalTheme, *, foreground: bool) -> tuple[int, ...]:
    return tuple((colour or Color.default()).get_truecolor(terminal, foreground=foreground))


def _hex(rgb: Iterable[int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in rgb)


def draw(screen: Sequence[Row], terminal: TerminalTheme = DIMMED_MONOKAI) -> str:
    """The picture."""
    width = max(sum(cell_len(segment.text) for segment in row) for row in screen)
    areas = Counter[str]()
    for row in screen:
        for segment in row:
            areas[colours(segment.style, terminal)[1]] += cell_len(segment.text)
    ground = areas.most_common(1)[0][0]
    classes: dict[str, str] = {}
    body = [_row(y, row, ground, classes, terminal) for y, row in enumerate(screen)]
    styles = "\n".join(f".{name} {{ {rule} }}" for rule, name in classes.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width * WIDTH} {len(screen) * HEIGHT}" '
        f'xml:space="preserve">\n'
        f"<style>\ntext {{ font: 16.6px {FONTS}; }}\n{styles}\n</style>\n"
        f'<rect width="100%" height="100%" fill="{ground}"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _row(y: int, row: Row, ground: str, classes: dict[str, str], terminal: TerminalTheme) -> str:
    backs: list[str] = []
    runs: list[str] = []
    x = 0
    for segment in row:
        cells = cell_len(segment.text)
        fore, back = colours(segment.style, terminal)
        if back != ground:
            backs.append(
                f'<rect x="{x * WIDTH}" width="{cells * WIDTH}" height="{HEIGHT}" '
                f'fill="{back}" shape-rendering="crispEdges"/>'
            )
        if segment.text.strip():
            style = classes.setdefault(_rule(fore, segment.style), f"s{len(classes)}")
            runs += [_run(at, piece, style) for at, piece in _pieces(x, segment.text)]
        x += cells
    text = f'<text y="{BASELINE}">{"".join(runs)}</text>' if runs else ""
    return f'<g transform="translate(0,{y * HEIGHT})">{"".join(backs)}{text}</g>'


def _run(x: int, piece: str, style: str) -> str:
    length = f' textLength="{cell_len(piece) * WIDTH}"' if len(piece) > 1 else ""
    return f'<tspan x="{x * WIDTH}" class="{style}"{length}>{escape(piece, quote=False)}</tspan>'


def _pieces(x: int, text: str) -> Iterable[tuple[int, str]]:
    """Words that are drawn together and where: what is apart, or not a letter's width, has its own place."""
    for piece in _PIECES.findall(text):
        if piece.strip():
            yield x, piece
        x += cell_len(piece)


def _rule(fore: str, style: Style | None) -> str:
    style = style or Style()
    parts = [f"fill: {fore};"]
    parts += ["font-weight: bold;"] if style.bold else []
    parts += ["font-style: italic;"] if style.italic else []
    parts += ["text-decoration: underline;"] if style.underline else []
    parts += ["text-decoration: line-through;"] if style.strike else []
    return " ".join(parts)


def text(picture: str) -> list[str]:
    """The text of a picture, row by row, without blanks at the ends."""
    lines = []
    for row in re.findall(r"<g [^\n]*</g>", picture):
        line = ""
        for x, run in _RUN.findall(row):
            line += " " * (int(x) // WIDTH - cell_len(line)) + unescape(run)
        lines.append(line.rstrip())
    return lines

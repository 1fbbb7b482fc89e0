"""A part of a tab under a title: open, or folded to its title until it gets the focus."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len as cells
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dreamtui.tui.widgets.strips import COMPONENTS, Part, fit, flat, ink_css, ink_of, strip


class Title(Widget):
    """One line: the name, and in words what the part would show."""

    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    DEFAULT_CSS = "Title { height: 1; width: 1fr; }\n" + ink_css("Title")

    class Chosen(Message):
        """It was clicked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.title = name
        self.summary = ""
        self.active = self.folded = False

    def tell(self, summary: str) -> None:
        """Show another summary."""
        self.summary = summary
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width, ink = self.size.width, ink_of(self)
        if y:
            return Strip.blank(width, ink.plain)
        name = f"{'▸' if self.folded else '▾'} {f'[{self.title}]' if self.active else self.title}"
        summary = fit(flat(self.summary), max(0, width - len(name) - 3)).rstrip()
        parts: list[Part] = [
            (name, ink.sorted if self.active else ink.strong),
            ("  ", ink.plain),
            (f"{summary} " if summary else "", ink.dim),
        ]
        rest = width - sum(cells(text) for text, _ in parts)
        return strip([*parts, ("" if self.folded else "─" * rest, ink.dim)], width, ink.plain)

    def on_click(self, event: events.Click) -> None:
        """Open the part."""
        event.stop()
        self.post_message(self.Chosen())


class Section(Vertical):
    """A title over a body; keys go to `front`."""

    DEFAULT_CSS = """
    Section { height: 1fr; width: 1fr; }
    Section.folded { height: 1; }
    """

    def __init__(self, name: str, front: Widget, *above: Widget, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.title = Title(name)
        self.front = front
        self._above = above

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield self.title
        yield from self._above
        yield self.front

    def look(self, *, active: bool, folded: bool) -> None:
        """Open or fold it; say whether keys come here."""
        self.set_class(folded, "folded")
        self.title.active, self.title.folded = active, folded
        self.title.refresh()

    def on_title_chosen(self, message: Title.Chosen) -> None:
        """Give it the focus."""
        message.stop()
        self.front.focus()

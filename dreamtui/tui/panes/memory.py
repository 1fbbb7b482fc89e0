"""The Memory tab: MEMORY.md entry by entry, what was promoted told apart; for now it only shows."""

from __future__ import annotations

import re
from typing import NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from dreamtui import paths
from dreamtui.files import memory_md
from dreamtui.service.desk import Desk
from dreamtui.service.standing import MemoryUse
from dreamtui.show.text import count, cut, safe
from dreamtui.tui.view import View
from dreamtui.tui.widgets.parts import Lines, Page, Pane

_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+\S")
_HEADING = re.compile(r"#{1,6}\s")
_MARKER = "<!-- openclaw-memory-promotion:"


class Item(NamedTuple):
    """A line of MEMORY.md that says something: under which heading, how large, whether it was promoted."""

    line: int
    text: str
    heading: str
    tokens: int
    promoted: bool


class MemoryPane(Pane):
    """A list of entries, and one of them whole."""

    DEFAULT_CSS = """
    MemoryPane > Static { height: auto; padding: 0 1; }
    MemoryPane Page { height: 6; border-top: solid $primary-muted; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._items: list[Item] = []

    def compose(self) -> ComposeResult:
        """What it is, the entries, one of them."""
        yield Static(id="memory-head", markup=False)
        yield Lines(markup=False)
        with Page():
            yield Static(id="memory-entry", markup=False)

    def gather(self, _desk: Desk, view: View, /) -> tuple[MemoryUse, list[Item]]:
        """Read MEMORY.md."""
        assert view.standing is not None
        return view.standing.memory, items(view.standing.inputs.snapshot.memory.raw or b"")

    def fill(self, data: tuple[MemoryUse, list[Item]]) -> None:
        """Show the entries."""
        use, self._items = data
        self.query_one("#memory-head", Static).update(_head(use, self._items))
        self.query_one(Lines).refill([Option(_line(item), id=f"{item.line}") for item in self._items])
        self.query_one("#memory-entry", Static).update("")
        if self._items:
            self._show(self.query_one(Lines).highlighted or 0)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the entry under the cursor whole."""
        event.stop()
        self._show(event.option_index)

    def _show(self, index: int) -> None:
        if index < len(self._items):
            self.query_one("#memory-entry", Static).update(_whole(self._items[index]))


PANE = MemoryPane


def items(raw: bytes) -> list[Item]:
    """The lines of MEMORY.md that are neither empty, heading nor comment."""
    found: list[Item] = []
    heading, marked = "", False
    for number, line in enumerate(raw.decode("utf-8", "replace").split("\n"), 1):
        text = line.strip()
        if not text or text.startswith("<!--"):
            marked = marked or text.startswith(_MARKER)
            continue
        if _HEADING.match(text):
            heading, marked = text.lstrip("# "), False
            continue
        tokens = memory_md.budget(text.encode()).tokens
        found.append(Item(number, text, heading, tokens, marked and bool(_ITEM.match(line))))
        marked = False
    return found


def _head(use: MemoryUse, found: list[Item]) -> Content:
    if not found:
        return Content(
            f"{paths.MEMORY} says nothing yet: approve candidates in Review (1) and write them (w)."
        )
    share = use.chars / max(1, use.budget_chars)
    return Content.assemble(
        (f"{count(use.entries, 'entry', 'entries')}, {use.promoted:,} promoted (◆)", "bold"),
        f" · {use.chars:,} of {use.budget_chars:,} characters ({share:.0%}) · about {use.tokens:,} tokens,"
        f" {use.monthly_cost:.2f} a month\n",
        ("Nothing can be changed here yet; u in Review takes back what was written last.", "dim"),
    )


def _line(item: Item) -> Content:
    mark = ("◆ ", "$primary") if item.promoted else "  "
    return Content.assemble(mark, f"{item.tokens:>4} tok  ", cut(safe(item.text), 160))


def _whole(item: Item) -> Content:
    who = "promoted" if item.promoted else "written by a person"
    where = (
        f"{paths.MEMORY}:{item.line} · {safe(item.heading) or 'no heading'} · {who} · {item.tokens} tokens"
    )
    return Content.assemble((where, "dim"), "\n", safe(item.text))

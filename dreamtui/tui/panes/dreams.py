"""The Dreams tab: the diary by day on the left, one entry of it on the right."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Markdown, OptionList, Static
from textual.widgets.option_list import Option

from dreamtui import paths
from dreamtui.files import diary
from dreamtui.files.diary import Diary, Entry
from dreamtui.service.desk import Desk
from dreamtui.show.text import cut, safe
from dreamtui.tui.view import View
from dreamtui.tui.widgets.parts import Lines, Page, Pane

_LIST = 30
_MOST_CHARS = 20_000
"""More of one entry is not rendered: Markdown takes longer than its length."""


class DreamsPane(Pane):
    """A list of entries, newest first, and the text of one."""

    DEFAULT_CSS = """
    DreamsPane Horizontal { height: 1fr; }
    DreamsPane Lines { width: 30; border-right: solid $primary-muted; }
    DreamsPane Markdown { height: auto; padding: 0; }
    DreamsPane #dreams-head { height: auto; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._entries: list[Entry] = []

    def compose(self) -> ComposeResult:
        """A line above, the list, the text."""
        yield Static(id="dreams-head", markup=False)
        with Horizontal():
            yield Lines(markup=False)
            with Page():
                yield Markdown(open_links=False)

    def gather(self, desk: Desk, _view: View, /) -> tuple[str, Diary]:
        """Read the diary."""
        name = desk.workspace.diary() or paths.DIARY_NAMES[0]
        return name, diary.parse(desk.workspace.read_bytes(name) or b"")

    def fill(self, data: tuple[str, Diary]) -> None:
        """Show the days."""
        name, book = data
        self._entries = sorted(book.entries, key=lambda entry: (entry.day or "", entry.span), reverse=True)
        self.query_one("#dreams-head", Static).update(_head(name, self._entries))
        options = [Option(_line(entry), id=f"{entry.span[0]}") for entry in self._entries]
        self.query_one(Lines).refill(options)
        if not self._entries:
            self.query_one(Markdown).update("")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Render the entry under the cursor."""
        event.stop()
        if event.option_index < len(self._entries):
            entry = self._entries[event.option_index]
            self.query_one(Markdown).update(_text(entry))
            self.query_one(Page).scroll_home(animate=False)


PANE = DreamsPane


def _head(name: str, entries: list[Entry]) -> Content:
    if not entries:
        return Content(f"{name} has no entries yet: every sweep that brings something new adds one (s).")
    stand_ins = sum(entry.fallback for entry in entries)
    told = f"; marked ! ({stand_ins}): stands in for a dream that could not be written" if stand_ins else ""
    return Content.assemble((f"{len(entries):,} entries", "bold"), f" in {name}{told}")


def _line(entry: Entry) -> Content:
    mark = "!" if entry.fallback else " "
    kind = "" if entry.kind == "dream" else f" {entry.kind}"
    return Content.assemble(mark, " ", (entry.day or "no day", "bold"), cut(kind, _LIST - 16))


def _text(entry: Entry) -> str:
    """Markdown of an entry; control characters are made visible, and very long texts cut."""
    body = entry.body if len(entry.body) <= _MOST_CHARS else entry.body[:_MOST_CHARS] + "\n\n… (cut here)"
    lines = [safe(line) for line in (entry.heading, "", *body.split("\n"))]
    return "\n".join(lines)

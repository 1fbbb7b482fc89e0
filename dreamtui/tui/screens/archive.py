"""What was pruned from MEMORY.md, newest first: chosen here, it is brought back after a look at the diff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from dreamtui import paths
from dreamtui.errors import DreamtuiError
from dreamtui.files.archive import Archived
from dreamtui.files.memory_outline import parse
from dreamtui.javascript import fold
from dreamtui.service.pruner import Pruner
from dreamtui.show.text import count, safe
from dreamtui.tui.actions import bindings
from dreamtui.tui.screens.box import BoxScreen
from dreamtui.tui.screens.prune import PruneScreen
from dreamtui.tui.widgets.leaf import Leaf
from dreamtui.tui.widgets.rows import Rows
from dreamtui.tui.widgets.sheet import Sheet
from dreamtui.tui.widgets.strips import Ink, Part, fit, flat


class ArchiveScreen(BoxScreen[bool]):
    """Gives whether something was brought back."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("archive", also=("copy",))]
    DEFAULT_CSS = """
    ArchiveScreen > Vertical {
        width: 100%; max-width: 130; height: 100%; max-height: 40; padding: 0 1;
        & > Leaf { height: 40%; border-top: solid $primary-muted; }
    }
    """

    class Read(Message):
        """The archive was read, or why it was not."""

        def __init__(self, entries: Sequence[Archived], why: str = "") -> None:
            super().__init__()
            self.entries = entries
            self.why = why

    def __init__(self, pruner: Pruner, *, read_only: bool = False) -> None:
        super().__init__()
        self.pruner = pruner
        self.read_only = read_only
        self._entries: Sequence[Archived] = ()
        self._marks: set[int] = set()

    def compose(self) -> ComposeResult:
        """How many, the list, one of them whole, the keys."""
        with Vertical() as box:
            box.border_title = Content("Pruned from MEMORY.md")
            yield Static("Reading …", id="archive-head", markup=False)
            yield Rows(id="archive-list")
            yield Leaf()
            yield Static(_keys(), id="archive-keys")

    def on_mount(self) -> None:
        """Read it."""
        self.query_one(Rows).focus()
        self._read()

    @work(thread=True, exclusive=True, exit_on_error=False, group="archive", description="archive")
    def _read(self) -> None:
        try:
            self.post_message(self.Read(self.pruner.archived()[::-1]))
        except (DreamtuiError, OSError) as error:
            self.post_message(self.Read((), str(error)))

    def on_archive_screen_read(self, message: Read) -> None:
        """Show it."""
        self._entries = message.entries
        told = f"{count(len(message.entries), 'entry', 'entries')} in {paths.ARCHIVE}, the newest first."
        self.query_one("#archive-head", Static).update(safe(message.why) or told)
        self._show()

    def _show(self) -> None:
        entries = self._entries
        self.query_one(Rows).show(range(len(entries)), self._row)

    def _row(self, index: int, width: int, ink: Ink) -> list[Part]:
        one = self._entries[index]
        mark = "•" if index in self._marks else " "
        return [
            (f"{mark} {one.at[:10]}  ", ink.dim),
            (fit(flat(_said(one)), max(0, width - 14)), ink.plain),
        ]

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Show the entry under the cursor whole."""
        message.stop()
        cursor = message.rows.cursor
        one = self._entries[cursor] if cursor is not None and cursor < len(self._entries) else None

        def tell(sheet: Sheet) -> None:
            if one is not None:
                where = f" · under {one.origin.headings[-1]}" if one.origin.headings else ""
                sheet.say(f"pruned {one.at[:10]} · stood at line {one.origin.line}{where}", sheet.ink.dim)
                if one.reason:
                    sheet.say(f"because: {one.reason}", sheet.ink.dim)
                for line in _said(one).split("\n"):
                    sheet.say(line, sheet.ink.strong)

        self.query_one(Leaf).show(tell)

    def on_rows_opened(self, message: Rows.Opened) -> None:
        """Bring it back."""
        message.stop()
        self.action_archive_restore()

    def action_archive_mark(self) -> None:
        """Mark it, and go on."""
        rows = self.query_one(Rows)
        if rows.cursor is not None:
            self._marks ^= {rows.cursor}
            self._show()
            rows.action_cursor_down()

    def action_archive_restore(self) -> None:
        """Show what bringing back what is marked, else the one under the cursor, would change."""
        cursor = self.query_one(Rows).cursor
        if cursor is None:
            self.notify("There is nothing to bring back.", markup=False)
            return
        chosen = [self._entries[index] for index in sorted(self._marks or {cursor})]
        pruner = self.pruner
        screen = PruneScreen(pruner, lambda: pruner.plan_restoring(chosen), read_only=self.read_only)

        def back(written: bool | None) -> None:
            if written:
                self.dismiss(True)

        self.app.push_screen(screen, back)

    def action_archive_close(self) -> None:
        """Go back."""
        self.dismiss(False)


def _said(one: Archived) -> str:
    text = next((entry.text for entry in parse(one.raw).entries), "")
    return text or fold(one.raw.decode("utf-8", "replace"))


def _keys() -> Content:
    return Content.assemble(
        ("enter", "bold"), " shows what bringing it back changes · ", ("space", "bold"), " marks · ",
        ("esc", "bold"), " back",
    )  # fmt: skip

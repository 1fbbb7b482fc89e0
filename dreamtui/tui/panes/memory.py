"""The Memory tab: the keys with which a person prunes, locks, edits and merges entries of MEMORY.md."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from dreamtui import paths
from dreamtui.errors import DreamtuiError
from dreamtui.review.queue import Queue
from dreamtui.service.listing import SUGGESTED_ABOVE, Listing, Row
from dreamtui.service.pruner import Pruner
from dreamtui.service.reviewer import Reviewer
from dreamtui.show.text import safe
from dreamtui.tui import editor
from dreamtui.tui.actions import Action, bindings
from dreamtui.tui.messages import DecideEntries, ScreenAsked
from dreamtui.tui.panes import memory_forms, memory_words
from dreamtui.tui.panes.memory_look import MemoryLook
from dreamtui.tui.panes.memory_words import Here
from dreamtui.tui.screens.archive import ArchiveScreen
from dreamtui.tui.screens.edit import EditScreen
from dreamtui.tui.screens.line import LineScreen
from dreamtui.tui.screens.prune import PruneScreen


class MemoryPane(MemoryLook):
    """Sends what a person decides; marks on rows change when the app says that it is on disk."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("memory")]

    def why_not(self, action: Action) -> str:
        """Why an action of this tab does nothing now; "" where it does something."""
        here = Here(self.item, len(self.rows.marks))
        return memory_words.why_not(action, self.contents, here, archived=self.archived)

    def label(self, action: Action) -> str:
        """What the footer calls an action: `l` unlocks where all that it is about is locked."""
        rows = self._targets() if action.id == "memory-lock" else []
        return "unlock" if rows and all(row.locked for row in rows) else action.label

    def _targets(self) -> list[Row]:
        """What a decision is about: what is marked, as it stands in the file, else the row of the cursor."""
        marks, item = self.rows.marks, self.item
        if marks and self.contents:
            return [one.row for one in self.contents.rows if one.row and one.key in marks]
        return [item.row] if item and item.row else []

    def _decide(self, step: Callable[[Pruner, Listing], object], *, slow: bool = False) -> None:
        listing = self.listing
        if listing is None:
            return

        def decided(reviewer: Reviewer, queue: Queue) -> Queue:
            step(Pruner(reviewer.desk, reviewer.history), listing)
            return reviewer.reread(queue)

        self.app.post_message(DecideEntries(decided, slow=slow))

    # --- deciding ---------------------------------------------------------------------------------

    def action_memory_prune(self) -> None:
        """Prune what is marked, else the row under the cursor; where that is decided, keep it after all."""
        rows = self._targets() if self.works("prune") else []
        if not rows:
            return
        if locked := [row for row in rows if row.locked]:
            self.notify(f"{len(locked)} of {len(rows)} are locked: unlock them first (l).", markup=False)
            return
        ids = [row.id for row in rows]
        if all(row.staged is not None and row.staged.choice == "prune" for row in rows):
            self._decide(lambda pruner, listing: pruner.unstage(listing, ids))
        else:
            self._decide(lambda pruner, listing: pruner.stage(listing, ids))
        self._go_on()

    def _go_on(self) -> None:
        """Marks are done with; without them the cursor goes a row down."""
        if self.rows.marks:
            self.rows.marks = frozenset()
        else:
            self.rows.action_cursor_down()

    def action_memory_lock(self) -> None:
        """Lock what is marked, else the row under the cursor; where all of it is locked, unlock it."""
        rows = self._targets() if self.works("lock") else []
        ids = [row.id for row in rows]
        if rows and all(row.locked for row in rows):
            self._decide(lambda pruner, listing: pruner.unlock(listing, ids))
        elif rows:
            self._decide(lambda pruner, listing: pruner.lock(listing, ids))
        self.rows.marks = frozenset()

    def action_memory_edit(self) -> None:
        """Change the text of the row under the cursor."""
        item = self.item
        if not self.works("edit") or item is None or item.row is None or self.listing is None:
            return
        ident = item.row.id
        form = memory_forms.editing(self.listing, item.row)

        def edited(text: str | None) -> None:
            if text is not None and text != form.text:
                self._decide(lambda pruner, listing: pruner.edit(listing, ident, text), slow=True)

        self.app.push_screen(EditScreen(form), edited)

    def action_memory_merge(self) -> None:
        """Make one text of all that are marked."""
        rows = self._targets() if self.works("merge") else []
        if len(rows) < 2 or self.listing is None:
            return
        if locked := [row for row in rows[1:] if row.locked]:
            self.notify(f"Line {locked[0].entry.line} is locked: unlock it first (l).", markup=False)
            return
        ids = [row.id for row in rows]

        def edited(text: str | None) -> None:
            if text is not None:
                self._decide(lambda pruner, listing: pruner.merge(listing, ids, text), slow=True)
                self.rows.marks = frozenset()

        self.app.push_screen(EditScreen(memory_forms.merging(self.listing, rows)), edited)

    def action_memory_suggested(self) -> None:
        """Prune all that is suggested above a line."""
        listing = self.listing
        if not self.works("suggested") or listing is None:
            return
        scores = [(row.staleness.score, row.entry.tokens) for row in listing.rows if row.open]

        def above(line: float) -> tuple[int, int]:
            tokens = [size for score, size in scores if score > line]
            return len(tokens), sum(tokens)

        def given(line: float | None) -> None:
            if line is not None:
                self._decide(
                    lambda pruner, listing: pruner.stage(
                        listing, [row.id for row in pruner.suggested(listing, line)]
                    )
                )

        self.app.push_screen(LineScreen(SUGGESTED_ABOVE, above), given)

    # --- writing ----------------------------------------------------------------------------------

    def action_memory_write(self) -> None:
        """Show what would be written."""
        if self.works("write"):
            read_only = self.view.read_only
            self.post_message(
                ScreenAsked(lambda of, _queue: PruneScreen(Pruner(of.desk, of.history), read_only=read_only))
            )

    def action_memory_archive(self) -> None:
        """Show what was pruned."""
        if self.works("archive"):
            read_only = self.view.read_only
            self.post_message(
                ScreenAsked(
                    lambda of, _queue: ArchiveScreen(Pruner(of.desk, of.history), read_only=read_only)
                )
            )

    def action_memory_editor(self) -> None:
        """Open MEMORY.md in an editor at this row; what is saved there is seen here at once."""
        item, desk = self.item, self.desk
        if desk is None or not self.works("editor"):
            return
        line = item.span.line if item else 1
        try:
            editor.edit(self.app, os.environ, desk.workspace.path(paths.MEMORY), line)
        except DreamtuiError as error:
            self.notify(safe(str(error)), severity="error", markup=False)

    # --- marking ----------------------------------------------------------------------------------

    def marked(self, marks: frozenset[str]) -> None:
        """Protected text cannot be marked."""
        entries = frozenset(key for key in marks if not key.startswith("line "))
        if entries != marks:
            self.rows.marks = entries
            self.works("mark")
        else:
            super().marked(marks)


PANE = MemoryPane

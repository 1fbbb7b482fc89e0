"""The list of the entries of MEMORY.md: a table of what stands in it, protected text included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from dreamtui.tui.panes.memory_items import Item
from dreamtui.tui.widgets import entry_columns
from dreamtui.tui.widgets.strips import Part
from dreamtui.tui.widgets.table import Table
from dreamtui.tui.widgets.tabular import Layout, Look, State


class EntryList(Table):
    """What stands in MEMORY.md."""

    SORTS: ClassVar[Sequence[str]] = entry_columns.SORTS
    FIRST_SORT: ClassVar[str] = "score"

    def columns_at(self, width: int) -> Layout:
        """The columns at a width."""
        return entry_columns.columns_at(width)

    def parts(self, row: Item, state: State, look: Look) -> list[Part]:
        """A row, column by column."""
        return entry_columns.parts(row, state, look)

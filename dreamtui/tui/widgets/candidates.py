"""The list of candidates: a table of the rows of a queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from dreamtui.review.queue import Row
from dreamtui.tui.actions import bindings
from dreamtui.tui.widgets import columns
from dreamtui.tui.widgets.strips import Part
from dreamtui.tui.widgets.table import HEADER, Table
from dreamtui.tui.widgets.tabular import Layout, Look, State

__all__ = ["HEADER", "CandidateList"]


class CandidateList(Table, inherit_bindings=False):
    """The rows of a queue."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list", also=("mark", "sort", "sort-before"))]
    SORTS: ClassVar[Sequence[str]] = columns.SORTS
    FIRST_SORT: ClassVar[str] = "score"

    def columns_at(self, width: int) -> Layout:
        """The columns at a width."""
        return columns.layout(width)

    def parts(self, row: Row, state: State, look: Look) -> list[Part]:
        """A row, column by column."""
        return columns.row_parts(row, state, look)

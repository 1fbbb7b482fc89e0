"""The breakdown of the row under the cursor: numbers at once, the source as soon as the cursor rests."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from dreamtui.engine.whatif import WhatIf
from dreamtui.model import Source, Verdict
from dreamtui.review.queue import Queue, Row
from dreamtui.tui.actions import bindings
from dreamtui.tui.widgets.explained import explained
from dreamtui.tui.widgets.facts import Facts, facts, numbers
from dreamtui.tui.widgets.strips import COMPONENTS, ink_css, ink_of, strip

__all__ = ["Breakdown", "Facts", "facts", "numbers"]

REST = 0.06
"""Seconds for which the cursor stays before a source is looked for."""


class Breakdown(ScrollView, can_focus=True, inherit_bindings=False):
    """One candidate, explained."""

    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    DEFAULT_CSS = """
    Breakdown {
        height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: auto;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    """ + ink_css("Breakdown")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("text")]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.empty_text = "No candidate is chosen."
        self._facts: Facts | None = None
        self._known: LRUCache[str, Facts] = LRUCache(256)
        self._lines: list[Strip] | None = None
        self._waiting: Timer | None = None

    # --- what is shown ----------------------------------------------------------------------

    @property
    def facts(self) -> Facts | None:
        """What is shown now."""
        return self._facts

    def show(
        self,
        row: Row | None,
        verdict: Verdict | None = None,
        source: Source | None = None,
        given: WhatIf | None = None,
    ) -> None:
        """Show what is known of a candidate now, and nothing more later."""
        self._stop_waiting()
        self.show_facts(Facts(row, given, verdict, source) if row else None)

    def follow(self, queue: Queue, key: str | None, given: Callable[[str], WhatIf]) -> None:
        """Show the numbers of a candidate at once, and its source as soon as the cursor rests."""
        self._stop_waiting()
        if key is None or key not in queue.by_key:
            self.show_facts(None)
            return
        row, how = queue.rows[queue.by_key[key]], given(key)
        known = self._known.get(key)
        if known is not None and known.still_holds(row, how):
            self.show_facts(known._replace(row=row))
        elif all(row.gates):  # judged when the queue was built
            self._look_up(queue, key, how)
        else:
            self.show_facts(numbers(queue, key, how))
            self._waiting = self.set_timer(REST, partial(self._look_up, queue, key, how))

    def show_facts(self, told: Facts | None) -> None:
        """Show these facts; what is seen stays in place if they are of the same candidate."""
        same = told is not None and self._facts is not None and told.row.key == self._facts.row.key
        self._facts = told
        self._draw()
        if not same and self.scroll_y:
            self.scroll_to(y=0, animate=False, force=True)

    def _look_up(self, queue: Queue, key: str, given: WhatIf) -> None:
        self._waiting = None
        told = self._known[key] = facts(queue, key, given)
        self.show_facts(told)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    # --- drawing ----------------------------------------------------------------------------

    def _draw(self) -> None:
        width = self.scrollable_content_region.width
        self._lines = explained(self._facts, width, ink_of(self)) if self._facts and width else []
        size = Size(0, len(self._lines))
        if size != self.virtual_size:
            self.virtual_size = size
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of what is told."""
        if self._lines is None:
            self._draw()
        assert self._lines is not None
        place = y + round(self.scroll_y)
        if place < len(self._lines):
            return self._lines[place]
        ink, width = ink_of(self), self.scrollable_content_region.width
        told = f" {self.empty_text}" if self._facts is None and y == 1 else ""
        return strip([(told, ink.dim)], width, ink.plain)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Wrap anew."""
        self._draw()

    def notify_style_update(self) -> None:
        """Draw anew with other colours."""
        super().notify_style_update()
        self._lines = None

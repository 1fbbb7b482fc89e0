"""The breakdown of the row under the cursor: numbers at once, the source as soon as the cursor rests."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import ClassVar, Final

from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.strip import Strip
from textual.timer import Timer

from dreamtui.engine.whatif import WhatIf
from dreamtui.model import Source, Verdict
from dreamtui.review.queue import Queue, Row
from dreamtui.tui.actions import bindings
from dreamtui.tui.widgets.explained import explained
from dreamtui.tui.widgets.facts import Facts, complete, facts, judged, numbers
from dreamtui.tui.widgets.strips import DrawnView, Ink, set_height, strip

__all__ = ["Breakdown", "Facts", "facts", "numbers"]

REST: Final = 0.06
"""Seconds for which the cursor stays before a source is looked for."""
QUICK: Final = 0.0015
"""Seconds; where the source was found as fast, the rest is looked up at once, too."""
SLACK: Final = 16
"""Lines that may be scrolled through below the last one."""


class Breakdown(DrawnView, can_focus=True):
    """One candidate, explained."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("text")]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.empty_text = "No candidate is chosen."
        self._facts: Facts | None = None
        self._known: LRUCache[str, Facts] = LRUCache(256)
        self._drawn: LRUCache[str, tuple[Facts, list[Strip]]] = LRUCache(256)
        self._lines: list[Strip] | None = None
        self._blank: Strip | None = None
        self._waiting: Timer | None = None
        self._followed = 0.0

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
        """Show a candidate. While the cursor runs only its numbers, and the rest as soon as it rests."""
        self._stop_waiting()
        now, before = monotonic(), self._followed
        self._followed = now
        if key is None or key not in queue.by_key:
            self.show_facts(None)
            return
        how = given(key)
        told = numbers(queue, key, how)
        known = self._known.get(key)
        if known is not None and known.still_holds(told.row, how):
            self.show_facts(known._replace(row=told.row))
            return
        if now - before >= REST:
            told = judged(queue, told)
            if monotonic() - now < QUICK:
                told = self._known[key] = complete(told)
        self.show_facts(told)
        if told.changes is None:
            self._waiting = self.set_timer(REST, partial(self._look_up, queue, told))

    def show_facts(self, told: Facts | None) -> None:
        """Show these facts; what is seen stays in place if they are of the same candidate."""
        same = told is not None and self._facts is not None and told.row.key == self._facts.row.key
        self._facts = told
        if not same and self.scroll_y:
            self.scroll_to(y=0, animate=False, force=True)
        self._draw()

    def _look_up(self, queue: Queue, told: Facts) -> None:
        self._waiting = None
        told = self._known[told.row.key] = complete(judged(queue, told))
        self.show_facts(told)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    # --- drawing ----------------------------------------------------------------------------

    def _draw(self) -> None:
        """Put the lines together, and repaint those that differ."""
        width = self.scrollable_content_region.width
        before, self._lines = self._lines or [], self._told(width, self.ink) if width else []
        set_height(self, self._room(len(self._lines)))
        if self._blank is None or self._blank.cell_length != width:
            self._blank = Strip.blank(width, self.ink.plain)
            before = []
        self.repaint([] if self.scroll_y else before, self._lines)

    def _room(self, lines: int) -> int:
        """Lines to scroll through; kept while they do nearly, as the scroll bar costs as much as the text."""
        height, now = self.size.height, self.virtual_size.height
        return now if max(height, lines) <= now <= lines + SLACK else max(height, lines)

    def _told(self, width: int, ink: Ink) -> list[Strip]:
        told = self._facts
        if told is not None:
            drawn = self._drawn.get(told.row.key)
            if drawn is None or drawn[0] != told:
                drawn = self._drawn[told.row.key] = told, explained(told, width, ink)
            return drawn[1]
        return [strip([], width, ink.plain), strip([(f" {self.empty_text}", ink.dim)], width, ink.plain)]

    def render_line(self, y: int) -> Strip:
        """A line of what is told."""
        if self._lines is None or self._blank is None:
            self._draw()
        place = y + round(self.scroll_y)
        if self._lines is None or self._blank is None:
            return Strip.blank(self.size.width)
        return self._lines[place] if place < len(self._lines) else self._blank

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Wrap anew."""
        self._forget()
        self._draw()

    def notify_style_update(self) -> None:
        """Draw anew with other colours."""
        super().notify_style_update()
        self._forget()

    def _forget(self) -> None:
        self._drawn.clear()
        self._lines = self._blank = None

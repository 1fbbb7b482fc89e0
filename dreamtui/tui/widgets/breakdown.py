"""The breakdown of a candidate: its score taken apart, its gates, its source, what was decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual.scroll_view import ScrollView

from dreamtui.engine.whatif import Change, WhatIf
from dreamtui.model import Source, Verdict
from dreamtui.review.queue import Queue, Row


class Facts(NamedTuple):
    """All that is told of a candidate; what is None was not looked up yet."""

    row: Row
    given: WhatIf
    verdict: Verdict | None = None
    source: Source | None = None
    changes: tuple[Change, ...] | None = None


def facts(queue: Queue, key: str, given: WhatIf) -> Facts:
    """All that is told of a candidate; looks for its live text, so it may take milliseconds."""
    raise NotImplementedError


class Breakdown(ScrollView, can_focus=True):
    """One candidate, explained."""

    def show(
        self,
        row: Row | None,
        verdict: Verdict | None = None,
        source: Source | None = None,
        given: WhatIf | None = None,
    ) -> None:
        """Show what is known of a candidate now."""

    def follow(self, queue: Queue, key: str | None, given: Callable[[str], WhatIf]) -> None:
        """Show the numbers of a candidate at once, and its source as soon as the cursor rests."""

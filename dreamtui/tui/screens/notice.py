"""What stands in place of an empty table: why there is nothing to show, and what to do about it."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from dreamtui.service.desk import Desk
from dreamtui.show.text import safe
from dreamtui.tui.view import View

_NOTHING_CHANGED = "; nothing was changed: "


class Notice(Static):
    """A panel in the middle of a tab."""

    DEFAULT_CSS = "Notice { width: 1fr; height: 1fr; padding: 2 4; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(markup=False, id=id)

    def show(self, desk: Desk, view: View) -> None:
        """Say what is the matter."""
        self.update(notice(desk, view))


def notice(desk: Desk, view: View) -> Content:
    """Why nothing could be read, where, and what to do."""
    if view.problem is None:
        return Content(f"reading {safe(str(desk.workspace.root))} …")
    what, _, remedy = view.problem.partition(_NOTHING_CHANGED)
    lines = [Content.styled("This cannot be shown now", "bold"), Content(""), Content(safe(what))]
    if remedy:
        lines += [Content(""), Content.assemble(("What to do: ", "bold"), safe(remedy))]
    lines += [
        Content(""),
        Content.styled(
            "Nothing was changed. It is read again as soon as a file changes; f5 does so now.",
            "$text-muted",
        ),
    ]
    return Content("\n").join(lines)

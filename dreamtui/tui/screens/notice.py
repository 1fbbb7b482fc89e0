"""Why there is nothing to show, or nothing newer, and what to do about it."""

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


class Outdated(Static):
    """A few lines over every tab, for as long as what is shown is older than what stands on the disk."""

    DEFAULT_CSS = "Outdated { width: 1fr; height: auto; max-height: 6; padding: 0 1; color: $text-error; }"

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.display = False

    def show(self, view: View) -> None:
        """Say why nothing newer could be read, if so."""
        told = view.problem if view.standing is not None else None
        if told is not None:
            self.update(Content.assemble(("! Shown is what was read before. ", "bold"), safe(told)))
        self.display = told is not None


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

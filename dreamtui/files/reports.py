"""Phase reports, `memory/dreaming/<phase>/YYYY-MM-DD.md`: rendered only, since nothing reads them back."""

from __future__ import annotations

from collections.abc import Sequence

from dreamtui.files import text
from dreamtui.model import Phase

_TITLES: dict[Phase, str] = {"light": "# Light Sleep", "rem": "# REM Sleep", "deep": "# Deep Sleep"}


def render(phase: Phase, body: Sequence[str]) -> bytes:
    """The whole report: title, a blank line, the lines."""
    return text.encode("\n".join([_TITLES[phase], "", *body]) + "\n")

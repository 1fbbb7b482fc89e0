"""Findings: what is wrong with a workspace or its settings, as values that a command or a screen can show."""

from __future__ import annotations

from typing import Literal, NamedTuple

from dreamtui.errors import BadInput
from dreamtui.instants import DAY_MS

_NOTHING_CHANGED = "; nothing was changed: "


class Finding(NamedTuple):
    """One thing that was found; `message` names the file, `remedy` is what a person can do.

    `where` is a workspace-relative path (or a full one outside), "" for the whole. A `note` is worth
    knowing but nothing is wrong. `fixable` says that it can be mended without asking anybody.
    """

    code: str
    message: str
    remedy: str
    where: str
    fixable: bool = False
    severity: Literal["warn", "note"] = "warn"

    @property
    def id(self) -> tuple[str, str]:
        """What stays the same when the same thing is found again."""
        return self.code, self.where


def refused(code: str, error: BadInput | OSError, where: str) -> Finding:
    """The finding for a file that could not be read: the error already says what and what to do."""
    if isinstance(error, OSError):
        return Finding(code, f"{where}: {error.strerror or error}", "look into that and try again", where)
    message, _, remedy = str(error).partition(_NOTHING_CHANGED)
    return Finding(code, message, remedy or "mend that and try again", where)


def listed(names: list[str], most: int = 3) -> str:
    """Some of the names and how many there are besides: `a, b, c and 4 more`."""
    rest = len(names) - most
    shown = ", ".join(names[:most])
    return f"{shown} and {rest:,} more" if rest > 0 else shown


def lasting(ms: int) -> str:
    """A span of time in one number: `4 min`, `30 h`, `12 days`."""
    if ms < 3_600_000:
        return f"{max(1, ms // 60_000)} min"
    return f"{ms // 3_600_000} h" if ms < 2 * DAY_MS else f"{ms // DAY_MS:,} days"

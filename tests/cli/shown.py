"""What commands print for people: run them at a width, and look at their lines."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

from rich.cells import cell_len

from tests.home import Home, entry

COPIED = ("    dreamtui ", "      --")
"""How lines begin that are to be copied as they stand, however long an argument is."""
NASTY = "\x1b[31mRed\x1b]0;title\x07 [bold]markup[/bold] \x9b2J \u202eabc \r over :smile:"


def lines(home: Home, command: str, *args: str) -> list[str]:
    """The lines that a command prints which succeeds, without what it is drawn with at the end."""
    ran = home.run(command, *args)
    assert (ran.status, ran.err) == (0, "")
    return ran.out.decode("utf-8").splitlines()


def text(home: Home, command: str, *args: str) -> str:
    """The same as one text, every run of white space folded."""
    return folded(lines(home, command, *args))


def folded(shown: Iterable[str]) -> str:
    """Lines as one text, every run of white space folded."""
    return re.sub(r"\s+", " ", " ".join(line.removesuffix(" \\") for line in shown))


def again(home: Home, command: str) -> str:
    """A command as it is suggested, which can be copied: the workspace in quotes where it needs them."""
    place = shlex.quote(str(home.workspace))
    return f"dreamtui {command} --workspace {place} --now {home.now} --set timezone=UTC"


def widest(shown: Iterable[str]) -> int:
    """How many columns the longest line takes, of those that may be broken."""
    return max(cell_len(line) for line in shown if not line.startswith(COPIED))


def remember(home: Home, *texts: str, **fields: object) -> None:
    """A note of yesterday in which each text stands alone, all of them tracked."""
    path = "memory/2026-04-10.md"
    home.write(path, "".join(f"{one}\n\n" for one in texts), "2026-04-10T20:00:00.000Z")
    home.recall(*(entry(path, 2 * at + 1, 2 * at + 1, one, **fields) for at, one in enumerate(texts)))

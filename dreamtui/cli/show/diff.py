"""Files that would be written, each with its exact diff, in colour."""

from __future__ import annotations

from collections.abc import Sequence

from dreamtui.cli.show.page import Page, Span
from dreamtui.model import Write
from dreamtui.paths import EVENTS, is_corpus
from dreamtui.review.diffs import unified
from dreamtui.show.text import count

MACHINE_LINES = 10
HEADER = 2
"""Lines of a diff that name the file before and after."""
_STATE = "memory/.dreams/"
_STYLES = {"+": "green", "-": "red", "@": "cyan", "\\": "dim"}
_DONE = {"create": "created", "replace": "changed", "append": "added to", "delete": "deleted"}
_TO_DO = {"create": "new file", "replace": "change", "append": "add at the end", "delete": "delete"}


def show_writes(page: Page, writes: Sequence[Write], *, applied: bool) -> None:
    """Every file with its diff: whole where people read the file, else its beginning."""
    for write in writes:
        page.blank()
        lines = unified(write).split("\n")[:-1]
        page.line(*_title(write, lines[HEADER:], applied))
        for line in lines[:HEADER]:
            page.line(Span(line, "dim"))
        _body(page, lines[HEADER:], whole=not for_machines(write.path))


def for_machines(path: str) -> bool:
    """Whether a file is state that only programs read."""
    return path == EVENTS or (path.startswith(_STATE) and not is_corpus(path))


def _title(write: Write, body: Sequence[str], applied: bool) -> list[Span]:
    added = sum(line.startswith("+") for line in body)
    removed = sum(line.startswith("-") for line in body)
    size = " ".join(filter(None, (f"+{added}" * bool(added), f"-{removed}" * bool(removed)))) or "no"
    what = (_DONE if applied else _TO_DO)[write.change]
    lines = "line" if added + removed == 1 else "lines"
    return [Span(write.path, "bold"), Span(f"  {what}, {size} {lines}", "dim")]


def _body(page: Page, lines: Sequence[str], *, whole: bool) -> None:
    """All lines, wrapped; or the first few, each cut to one row."""
    for line in lines if whole else lines[:MACHINE_LINES]:
        style = _STYLES.get(line[:1], "")
        mark, text = Span(line[:1], style), Span(line[1:].expandtabs(4), style)
        if whole:
            page.say(text, lead=[mark], hang=4)
        else:
            page.line(mark, text)
    if not whole and len(lines) > MACHINE_LINES:
        more = count(len(lines) - MACHINE_LINES, "more line")
        page.line(Span(f"… {more}: --json shows all", "dim"))

"""What `dreamtui doctor` prints: findings with remedies, or with what was done, and how a night goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dreamtui.cli.show import findings
from dreamtui.cli.show.page import Page, Span, page
from dreamtui.service.desk import Desk
from dreamtui.show.text import count

if TYPE_CHECKING:
    from dreamtui.cli.commands.doctor import Examined

_MOST_ALIKE = 3


def show(desk: Desk | None, examined: Sequence[Examined], tonight: str | None, *, fix: bool) -> None:
    """Print all findings, of many alike only the first few, and what becomes of a night."""
    with page() as out:
        wrong = [one for one in examined if one.finding.severity == "warn"]
        left = [one for one in wrong if not one.fixed]
        _first_line(out, desk, len(wrong), len(left), len(examined) - len(wrong), fix=fix)
        seen: Counter[tuple[str, bool]] = Counter()
        for one in examined:
            alike = (one.finding.code, one.fixed)
            seen[alike] += 1
            if seen[alike] <= _MOST_ALIKE:
                _finding(out, one)
        _hidden(out, seen)
        if not fix and any(one.finding.fixable for one in left):
            fixable = sum(one.finding.fixable for one in left)
            out.blank()
            out.say(f"`dreamtui doctor --fix` mends {fixable} of them, after a copy of each file.")
        if tonight:
            out.blank()
            out.say(Span(tonight, "dim"))


def _first_line(out: Page, desk: Desk | None, wrong: int, left: int, remarks: int, *, fix: bool) -> None:
    root = Span(str(desk.workspace.root) if desk else "Settings", "bold")
    if not wrong:
        out.say(root, ": ", Span("nothing is wrong", "green"), _remarked(remarks))
    elif not fix:
        out.say(root, f": {count(wrong, 'finding')}.")
    else:
        style = "green" if not left else "yellow"
        rest = f", {left} left to you" if left else ""
        out.say(root, f": {count(wrong, 'finding')}, ", Span(f"{wrong - left} mended{rest}", style), ".")


def _remarked(remarks: int) -> str:
    return f"; {'a remark' if remarks == 1 else 'remarks'}:" if remarks else "."


def _finding(out: Page, one: Examined) -> None:
    out.blank()
    if one.fixed:
        findings.finding(out, one.finding, remedy=f"mended: {one.done or 'gone by itself'}")
    else:
        tried = f"{one.done}; " if one.done else ""
        findings.finding(out, one.finding, remedy=tried + one.finding.remedy)


def _hidden(out: Page, seen: Counter[tuple[str, bool]]) -> None:
    for (code, fixed), number in seen.items():
        if number > _MOST_ALIKE:
            out.blank()
            more = f"   and {number - _MOST_ALIKE:,} more like this: {code}{', mended' if fixed else ''}"
            out.say(Span(f"{more} (--json lists all)", "dim"))

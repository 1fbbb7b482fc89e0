"""What the Memory tab tells of a row: its text, what adds up to its staleness, its source and its use."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final, NamedTuple

from dreamtui import paths
from dreamtui.config.settings import MemorySettings
from dreamtui.instants import DAY_MS
from dreamtui.javascript import fixed, fold
from dreamtui.service.listing import Row
from dreamtui.show import plots, words
from dreamtui.show.text import age, count, often
from dreamtui.tui.panes.memory_items import TITLES, Contents, Item, kept_for, whole
from dreamtui.tui.widgets.entry_columns import decision, origin
from dreamtui.tui.widgets.sheet import Sheet, stacked, step
from dreamtui.tui.widgets.strips import Part, flat, wrapped

_BESIDE: Final = ("duplicate", "superseded", "contradicted")
_WHO: Final = {
    "◆": "promoted, as it was written",
    "◇": "promoted, then changed by a person: never suggested",
    "·": "written by hand: never suggested",
}
_SOURCES: Final = {
    "live": "still says this",
    "changed": "says something else now",
    "gone": "is gone",
    "unknown": "is no note of a day, or cannot be read: it tells nothing",
}
MOST_LINES: Final = 200
"""Lines of a text that are shown."""
MOST_COMPARED: Final = 300
"""Words of two texts that are compared."""
_SIDE_BY_SIDE: Final = 56
_WEEKS: Final = 26


class About(NamedTuple):
    """What is told, and all that it is told from."""

    item: Item
    contents: Contents
    settings: MemorySettings


def tell(sheet: Sheet, about: About) -> None:
    """Everything about a row, from what matters most down."""
    item, row = about.item, about.item.row
    if row is None:
        _protected(sheet, about)
        return
    _decision(sheet, row)
    _text(sheet, row.entry.text)
    entry = row.entry
    lines = words.place(paths.MEMORY, entry.line, entry.end_line)
    under = f" · {' › '.join(entry.headings)}" if entry.headings else ""
    sheet.say(f"{lines} · {_WHO[origin(row)]}{under}", sheet.ink.dim)
    _staleness(sheet, about, row)
    _beside(sheet, about, row)
    _source(sheet, row)
    _use(sheet, item, row, about.contents.now_ms)
    _size(sheet, about, row)


def _protected(sheet: Sheet, about: About) -> None:
    span, raw = about.item.span, about.contents.listing.outline.raw
    text = whole(span, raw)
    where = words.place(paths.MEMORY, span.line, span.end_line)
    sheet.say(f"▒ protected: {kept_for(span.kind, text)}", sheet.ink.strong)
    sheet.say(
        f"{where} · It is no entry, so it is never suggested, pruned or changed from here: o opens it "
        "in your editor.",
        sheet.ink.dim,
    )
    sheet.blank()
    _text(sheet, text.rstrip())


def _decision(sheet: Sheet, row: Row) -> None:
    staged, ink = row.staged, sheet.ink
    glyph, _ = decision(row)
    if staged is not None:
        told = {
            "prune": "will be pruned to the archive with the next write (w)",
            "edit": "will say something else with the next write (w):",
            "merge": "will say this for all that are merged, with the next write (w):"
            if staged.entry == row.id
            else "will go with the next write (w), as its text went into another entry:",
        }[staged.choice]
        why = f": {staged.reason}" if staged.reason and staged.choice == "prune" else ""
        sheet.say(told + why, ink.strong, [(f"{glyph} ", ink.strong)])
        if staged.text:
            _text(sheet, staged.text, lead="  ")
    if row.locked:
        sheet.say("locked: never suggested, never pruned (l unlocks it)", ink.accent, [("■ ", ink.accent)])


def _text(sheet: Sheet, text: str, lead: str = "") -> None:
    before = len(sheet.strips)
    for line in text.split("\n"):
        if len(sheet.strips) - before >= MOST_LINES:
            sheet.say("… the rest is in the file: o opens it", sheet.ink.dim)
            return
        indent = len(line) - len(line.lstrip())
        margin = lead + " " * min(indent, 8)
        sheet.say(line, sheet.ink.strong, [(margin, sheet.ink.plain)] if margin else (), most=MOST_LINES)


def _size(sheet: Sheet, about: About, row: Row) -> None:
    entry, size = row.entry, about.contents.listing.size
    share = entry.tokens / max(1, size.tokens)
    cost = about.settings.monthly_cost(entry.tokens)
    sheet.heading("Size and cost")
    sheet.say(
        f"{count(entry.chars, 'character')}, about {count(entry.tokens, 'token')}: {share:.1%} of MEMORY.md "
        f"and of what it costs: ${cost:,.3f} a month {about.settings.cost_basis}",
        sheet.ink.dim,
    )


# --- staleness ------------------------------------------------------------------------------------


def _staleness(sheet: Sheet, about: About, row: Row) -> None:
    ink, found = sheet.ink, row.staleness
    if not about.contents.listing.assessed:
        sheet.heading("Stale", "finding out …")
        return
    if row.remark:
        sheet.heading("You wrote below it", "so it is not suggested")
        sheet.say(f"“{fold(row.remark)}”", lead=[("  ", ink.dim)], most=3)
    if not found.reasons:
        sheet.heading("Stale")
        sheet.say("Nothing speaks against it.", ink.good)
        return
    roomy = sheet.width >= _SIDE_BY_SIDE
    sheet.heading("Stale", "strength × weight × room left = what it adds" if roomy else "what each adds")
    title_width, bar_width = _widths(sheet)
    total = 0.0
    for reason in found.reasons:
        weight = getattr(about.settings.staleness, reason.code.replace("-", "_"))
        numbers = f"{reason.strength:.2f}×{weight:.2f}×{1 - total:.2f}"
        title = TITLES[reason.code]
        sheet.line(
            (f"{title:<{title_width - 15}}{numbers:>14} ", ink.plain),
            *step(total, total + reason.contribution, bar_width, ink.bar),
            (f" {fixed(reason.contribution, 3)}", ink.plain),
        )
        sheet.say(reason.message, ink.dim, [("  ", ink.dim)])
        total += reason.contribution
    shares = [reason.contribution for reason in found.reasons]
    parts = stacked(shares, bar_width, (ink.bar, ink.accent), ink.dim)
    sheet.line((f"{'stale':<{title_width}}", ink.strong), *parts, (f" {fixed(found.score, 3)}", ink.strong))


def _widths(sheet: Sheet) -> tuple[int, int]:
    """How wide titles with their numbers are, and bars."""
    title = 30
    return title, max(4, sheet.width - title - 6)


# --- beside others --------------------------------------------------------------------------------


def _beside(sheet: Sheet, about: About, row: Row) -> None:
    contents = about.contents
    for reason in row.staleness.reasons:
        index = contents.by_key.get(reason.other or "")
        other = contents.rows[index].row if index is not None else None
        if reason.code in _BESIDE and other is not None:
            sheet.heading(
                f"{TITLES[reason.code].capitalize()}: the other",
                "what differs is bold" if sheet.width >= _SIDE_BY_SIDE else "",
            )
            here, there = f"this, line {row.entry.line}", f"line {other.entry.line}"
            side_by_side(sheet, (here, row.entry.text), (there, other.entry.text))


def _source(sheet: Sheet, row: Row) -> None:
    entry, known = row.entry, row.evidence
    sheet.heading("Source")
    if entry.source is None:
        sheet.say("It names none." if entry.key else "A person wrote it here.", sheet.ink.dim)
        return
    place = words.place(*entry.source)
    sheet.say(f"{place} {_SOURCES[known.source]}", sheet.ink.plain)
    if known.source_says:
        side_by_side(sheet, ("MEMORY.md", entry.text), ("the source now", known.source_says))


def side_by_side(sheet: Sheet, one: tuple[str, str], other: tuple[str, str]) -> None:
    """Two texts under their titles, beside one another where there is room; what differs is bold."""
    ink = sheet.ink
    mine, yours = _differing(flat(one[1]), flat(other[1]))
    if sheet.width < _SIDE_BY_SIDE:
        for title, text, parts in ((one[0], flat(one[1]), mine), (other[0], flat(other[1]), yours)):
            sheet.line((title, ink.dim))
            for line in _marked(sheet, text, parts, sheet.width - 2):
                sheet.line(("  ", ink.plain), *line)
        return
    width = (sheet.width - 3) // 2
    left = [[(one[0], ink.dim)], *_marked(sheet, flat(one[1]), mine, width)]
    right = [[(other[0], ink.dim)], *_marked(sheet, flat(other[1]), yours, width)]
    for number in range(max(len(left), len(right))):
        first = left[number] if number < len(left) else []
        then = right[number] if number < len(right) else []
        used = sum(_cells(text) for text, _ in first)
        sheet.line(*first, (" " * (width - used), ink.plain), (" │ ", ink.dim), *then)


def _differing(one: str, other: str) -> tuple[set[int], set[int]]:
    """The numbers of the words of each that the other does not have there."""
    mine, yours = one.split(" ")[:MOST_COMPARED], other.split(" ")[:MOST_COMPARED]
    gone: set[int] = set()
    new: set[int] = set()
    for kind, a, b, c, d in SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes():
        if kind != "equal":
            gone.update(range(a, b))
            new.update(range(c, d))
    return gone, new


def _marked(sheet: Sheet, text: str, bold: set[int], width: int) -> list[list[Part]]:
    """The lines of a text; words by these numbers are bold. A word broken over lines is plain after that."""
    ink, lines, at = sheet.ink, [], 0
    for line in wrapped(text, width):
        parts: list[Part] = []
        for number, word in enumerate(line.split(" ")):
            style = ink.strong + ink.warn if at + number in bold else ink.plain
            parts.append((f" {word}" if number else word, style))
        at += line.count(" ") + 1
        lines.append(parts)
        if len(lines) >= MOST_LINES:
            break
    return lines


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


# --- use ------------------------------------------------------------------------------------------


def _use(sheet: Sheet, item: Item, row: Row, now_ms: int) -> None:
    ink, known = sheet.ink, row.evidence
    if row.entry.key is None and not known.uses:
        return
    sheet.heading("Use", f"since it was promoted, {age(item.days)} ago" if item.days is not None else "")
    if not known.watched:
        sheet.say("Nothing records recalls here, so that nobody knows.", ink.dim)
        return
    if not known.uses:
        sheet.say("No search has found it.", ink.warn)
        return
    last = (now_ms - known.uses[-1]) / DAY_MS
    told = f"found {count(len(known.uses), 'time')}, last {age(last)} ago"
    if len(known.uses) > 1:
        rhythm = (known.uses[-1] - known.uses[0]) / (len(known.uses) - 1) / DAY_MS
        told += f", {often(rhythm)}"
    sheet.say(told)
    weeks = [0] * _WEEKS
    for use in known.uses:
        ago = int((now_ms - use) // (7 * DAY_MS))
        if 0 <= ago < _WEEKS:
            weeks[-1 - ago] += 1
    sheet.line((plots.spark(weeks), ink.bar), (f"  the last {_WEEKS} weeks", ink.dim))

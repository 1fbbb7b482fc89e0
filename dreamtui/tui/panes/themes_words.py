"""What the Themes tab shows: themes with their trend, truths with what their confidence is made of. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Final, NamedTuple

from textual.content import Content
from textual.strip import Strip

from dreamtui.engine.light import inside
from dreamtui.engine.rem import (
    CONFIDENCE_WEIGHTS,
    MIN_CONFIDENCE,
    Theme,
    Truth,
    confidence_values,
    find_themes,
    find_truths,
)
from dreamtui.engine.settings import RemSettings
from dreamtui.engine.similarity import without_marker
from dreamtui.engine.trends import by_week
from dreamtui.javascript import fixed
from dreamtui.model import RecallEntry
from dreamtui.show.bars import bar
from dreamtui.show.plots import spark
from dreamtui.show.text import cells, count, cut, pad
from dreamtui.show.words import place
from dreamtui.tui.widgets.sheet import Sheet, fit_end, stacked, step
from dreamtui.tui.widgets.strips import Ink, Part, flat

WEEKS: Final = 12
_MOST: Final = 60
"""Themes that are shown."""
_WEAKEST: Final = 0.05
"""Weaker themes are not shown, whatever the threshold of REM."""
_TAG, _BAR = 18, 40
TOLD, BELOW, MUTED = "●", "○", "✗"
_PARTS: Final = {
    "average": "average match",
    "recalls": "recalls",
    "days": "days seen",
    "tags": "concepts",
}


class Seen(NamedTuple):
    """A theme with all entries behind it, most recalled first, and how many were recalled in each week."""

    theme: Theme
    entries: tuple[RecallEntry, ...]
    weeks: tuple[int, ...]


class Reflected(NamedTuple):
    """What REM sees, in `total` of `stored` entries; `days` is how far back, None for all time."""

    total: int
    stored: int
    days: int | None
    threshold: float
    themes: tuple[Seen, ...]
    truths: tuple[Truth, ...]


Item = Seen | Truth | str
"""A row: a theme, a truth, or a heading."""


def reflected(
    stored: Sequence[RecallEntry], how: RemSettings, now_ms: int, today: str, *, all_time: bool
) -> Reflected:
    """Themes (muted ones among them) and truths of what REM looks at, or of everything."""
    entries = stored if all_time else [e for e in stored if inside(e, now_ms, how.lookback_days)]
    themes = find_themes(entries, limit=_MOST + len(how.muted), min_strength=_WEAKEST)
    found = {theme.tag: theme for theme in themes}
    for tag in sorted(how.muted - found.keys()):  # so that they can be counted again
        found[tag] = Theme(tag, 0, 0.0, ())
    behind: dict[str, list[RecallEntry]] = {tag: [] for tag in found}
    days: dict[str, list[str]] = {tag: [] for tag in found}
    for entry in stored:
        for tag in found.keys() & set(entry.concept_tags or ()):
            days[tag] += entry.recall_days
    for entry in entries:
        for tag in found.keys() & set(entry.concept_tags or ()):
            behind[tag].append(entry)
    seen = tuple(
        Seen(
            theme,
            tuple(sorted(behind[tag], key=lambda e: (-e.recall_count, -e.signal_count, e.place))),
            by_week(days[tag], today, WEEKS),
        )
        for tag, theme in found.items()
    )
    truths = tuple(find_truths(entries, how.limit))
    span = None if all_time else how.lookback_days
    return Reflected(len(entries), len(stored), span, how.min_pattern_strength, seen, truths)


def items(seen: Reflected, muted: frozenset[str], *, with_muted: bool) -> list[Item]:
    """The rows: themes, then truths, each under its heading; muted themes only where they are asked for."""
    themes = [one for one in seen.themes if with_muted or one.theme.tag not in muted]
    shown: list[Item] = [f"Themes · {TOLD} REM tells of those from {seen.threshold:g}", *themes]
    if not themes:
        shown.append("  nothing comes back often enough to be a theme")
    shown += ["", "Possible lasting truths", *seen.truths]
    if not seen.truths:
        shown.append(f"  no entry is sure enough ({MIN_CONFIDENCE:g} of confidence)")
    return shown


def id_of(item: Item) -> Hashable:
    """What names a row."""
    if isinstance(item, Seen):
        return "theme", item.theme.tag
    return ("truth", item.entry.key) if isinstance(item, Truth) else ("heading", item)


def entries_of(item: Item | None) -> Sequence[RecallEntry]:
    """The entries behind a row."""
    if isinstance(item, Seen):
        return item.entries
    return (item.entry,) if isinstance(item, Truth) else ()


# --- rows ---------------------------------------------------------------------------------------


def row(item: Item, width: int, ink: Ink, seen: Reflected, muted: frozenset[str]) -> list[Part]:
    """A theme with strength, bar, count and trend; a truth with its confidence."""
    if isinstance(item, str):
        return [(item, ink.dim if item.startswith(" ") else ink.strong)]
    if isinstance(item, Truth):
        strength = f"{fixed(item.confidence, 2)} {bar(item.confidence, 6)} "
        return [(strength, ink.bar), (_said(item.entry.snippet[:200]), ink.plain)]
    theme, off = item.theme, item.theme.tag in muted
    told = theme.strength >= seen.threshold
    glyph = MUTED if off else TOLD if told else BELOW
    room = max(4, min(_BAR, width - _TAG - WEEKS - 18))
    middle = pad("muted: no theme", room) if off else bar(theme.strength, room)
    return [
        (f"{glyph} ", ink.dim if off else ink.accent if told else ink.plain),
        (f"{pad(flat(theme.tag), _TAG)} ", ink.dim if off else ink.strong if told else ink.plain),
        (f"{fixed(theme.strength, 2)} ", ink.dim if off else ink.plain),
        (middle, ink.dim if off else ink.bar),
        (f"{theme.memories:>6,}  ", ink.dim if off else ink.plain),
        (spark(item.weeks), ink.dim if off else ink.accent),
    ]


def evidence_row(entry: RecallEntry, width: int, ink: Ink) -> list[Part]:
    """An entry: how often it was recalled, what it says, where it stands."""
    where = place(entry.path, entry.start_line, entry.end_line)
    where = fit_end(flat(where), max(16, width // 2))
    room = max(8, width - cells(where) - 8)
    promoted = "◆" if entry.promoted_at else " "
    return [
        (f"{entry.recall_count:>3}×", ink.accent),
        (f"{promoted} ", ink.bar),
        (f"{pad(_said(entry.snippet[: 4 * room]), room)} ", ink.plain),
        (where, ink.dim),
    ]


def _said(snippet: str) -> str:
    return flat(without_marker(snippet))


# --- the line above -----------------------------------------------------------------------------


def head(seen: Reflected, muted: frozenset[str], *, with_muted: bool, enabled: bool) -> Content:
    """How much was looked at, how far back, and what is left out."""
    off = "" if enabled else " · dreaming is off: nothing sweeps by itself until `dreamtui on`"
    if not seen.stored:
        return Content(f"There is no memory to reflect on yet: sweeps fill it with what they read (s){off}")
    what = count(seen.total, "entry", "entries")
    span = "of all time" if seen.days is None else f"of the last {count(seen.days, 'day')}, as REM sees them"
    if not seen.total:
        span += ": nothing was recalled since; a counts all"
    hidden = ""
    if muted:
        hidden = f" · {len(muted):,} muted, " + (
            "shown (M hides them)" if with_muted else "hidden (M shows them)"
        )
    return Content.assemble((what, "bold"), f" {span}{hidden}{off}")


# --- details ------------------------------------------------------------------------------------


def details(item: Item | None, seen: Reflected, muted: frozenset[str]) -> Callable[[int, Ink], list[Strip]]:
    """What is told of a row above the entries behind it."""

    def told(width: int, ink: Ink) -> list[Strip]:
        sheet = Sheet(max(1, width - 1), ink)
        if isinstance(item, Seen):
            _theme(sheet, item, seen, off=item.theme.tag in muted)
        elif isinstance(item, Truth):
            _truth(sheet, item)
        edge = Strip.blank(1, ink.plain)
        return [Strip.join([edge, line]) for line in sheet.strips]

    return told


def _theme(sheet: Sheet, item: Seen, seen: Reflected, *, off: bool) -> None:
    theme, ink = item.theme, sheet.ink
    sheet.say(theme.tag, ink.strong)
    if off:
        sheet.say(
            "muted: it is never counted as a theme (m counts it again)", ink.warn, [(f"{MUTED} ", ink.warn)]
        )
    sheet.say(
        f"strength {fixed(theme.strength, 2)}: {theme.memories:,} of {count(seen.total, 'entry', 'entries')}"
        " have it; half of them make it 1",
        ink.plain,
    )
    sheet.line((f"came up, week by week, {WEEKS} weeks:  ", ink.dim), (spark(item.weeks), ink.accent))
    sheet.say(_trend(item.weeks), ink.dim)
    sheet.heading("Entries", "c or enter shows one in Review")


def _trend(weeks: Sequence[int]) -> str:
    now, before = sum(weeks[-2:]), sum(weeks[-4:-2])
    word = "as often as before" if now == before else "rising" if now > before else "falling"
    often = f"{count(now, 'time')} in the last two weeks, {before:,} in the two before"
    return f"{word}: {often} (recalled or read again, each entry once a day)"


def _truth(sheet: Sheet, item: Truth) -> None:
    entry, ink = item.entry, sheet.ink
    sheet.say(without_marker(entry.snippet), ink.strong, most=6)
    sheet.heading("Confidence", "value × weight = what it adds")
    title = 26 if sheet.width >= 46 else 20
    room = max(4, sheet.width - title - 6)
    total = 0.0
    values = confidence_values(entry)
    for name, label in _PARTS.items():
        value, weight = getattr(values, name), getattr(CONFIDENCE_WEIGHTS, name)
        numbers = f"{fixed(value, 2)}×{weight:.2f}"
        adds = value * weight
        text = f"{cut(label, title - len(numbers) - 2)} "
        sheet.line(
            (f"{text}{numbers:>{title - cells(text) - 1}} ", ink.plain),
            *step(total, total + adds, room, ink.bar),
            (f" {fixed(adds, 3)}", ink.plain),
        )
        total += adds
    shares = [getattr(values, name) * getattr(CONFIDENCE_WEIGHTS, name) for name in _PARTS]
    whole = stacked(shares, room, (ink.bar, ink.accent), ink.dim)
    sheet.line(
        (f"{'confidence':<{title}}", ink.strong), *whole, (f" {fixed(item.confidence, 3)}", ink.strong)
    )
    days = count(len(entry.recall_days), "day")
    sheet.say(
        f"{count(entry.recall_count, 'recall')}, seen on {days};"
        f" REM takes up to 3 truths from {MIN_CONFIDENCE:g}",
        ink.dim,
    )
    sheet.heading("Entry", "c or enter shows it in Review")

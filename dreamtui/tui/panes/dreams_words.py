"""What the Dreams tab says: a row for every night, the page of a night, the line above. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import Final

from textual.content import Content
from textual.strip import Strip

from dreamtui.files.diary import Entry
from dreamtui.service.diary_reading import Beside, Book, Own
from dreamtui.service.nights import Night, broken, is_wrong
from dreamtui.show.text import count, cut
from dreamtui.tui.widgets.calendar import DAYS
from dreamtui.tui.widgets.prose import prose, written
from dreamtui.tui.widgets.sheet import Sheet
from dreamtui.tui.widgets.strips import Ink, Part, flat, strip

Item = Night | Own

TOLD, LOOK, MISSING, NOTHING, OWN = "●", "!", "○", "·", "✎"
_TWO: Final = 112
"""Columns from which reports stand beside the dream, and not below it."""
_WIDEST: Final = 96
"""Columns beyond which prose is hard to read."""
_SHORT: Final = {
    "fallback": "stand-in",
    "repeat": "repeat",
    "leak": "leak",
    "not-utf8": "not UTF-8",
    "missing": "missing",
    "unsure": "not sure",
    "idle": "nothing new",
    "no-sweep": "no sweep",
}
_ADVICE: Final = {
    "fallback": "No model answered that night. What was learned is in the reports; only the prose is lost.",
    "repeat": "The model was given the same pieces again, or answered with an old text.",
    "leak": "Take it out (o opens the diary here), as an agent may read the diary as its own words.",
    "not-utf8": "The file is left as it is, to the byte. o opens it here, to be saved as UTF-8.",
    "missing": "The phases did their work; only the prose was not written. The reports say what they found.",
    "unsure": "Look among the entries without a day, at the end of the list.",
    "no-sweep": "Dreaming was off, or nothing was running that could dream. s sweeps now.",
}


def items(book: Book) -> list[Item]:
    """The rows: nights, newest first, then what a person wrote."""
    return [*book.nights, *book.own]


def ids(found: Iterable[Item]) -> list[Hashable]:
    """What names each row for as long as it is about the same night, whatever stands around it."""
    seen: dict[Hashable, int] = {}
    named: list[Hashable] = []
    for item in found:
        if isinstance(item, Own):
            name: tuple[str, ...] = ("own",)
        elif item.entries:
            name = (item.day or "", item.entries[0].heading)
        else:
            name = ("none", item.day or "")
        seen[name] = seen.get(name, -1) + 1
        named.append((*name, seen[name]))
    return named


def searched(item: Item) -> str:
    """What a search looks at, in small letters."""
    if isinstance(item, Own):
        return item.text.lower()
    return "\n".join(f"{item.day or ''} {entry.heading}\n{entry.body}" for entry in item.entries).lower()


def mark(item: Item) -> str:
    """One letter on a row, and on its days in the calendar."""
    if isinstance(item, Own):
        return OWN
    if item.entries:
        return LOOK if item.faults else TOLD
    return MISSING if item.faults and item.faults[0].code == "missing" else NOTHING


def marks(found: Iterable[Item]) -> Callable[[str], str]:
    """The mark of any day: what is worst about its dreams, else why there is none."""
    nights = [item for item in found if isinstance(item, Night) and item.day]
    told: dict[str, str] = {}
    for night in nights:
        if night.entries and told.get(night.day or "") != LOOK:
            told[night.day or ""] = mark(night)
    runs = sorted((night.day or "", night.until or "", mark(night)) for night in nights if not night.entries)

    def of(day: str) -> str:
        at = bisect_right(runs, (day, "9999-99-99", "")) - 1
        return told.get(day) or (runs[at][2] if at >= 0 and day <= runs[at][1] else " ")

    return of


# --- a row --------------------------------------------------------------------------------------


def row(item: Item, ink: Ink, *, hit: bool | None) -> list[Part]:
    """Mark, day and first words; `hit` says whether a search found it, None where nothing is searched."""
    glyph = mark(item)
    faint = ink.dim if hit is False or glyph == NOTHING else ink.plain
    colour = ink.warn if glyph in (LOOK, MISSING) else ink.bar if glyph == TOLD else faint
    head: list[Part] = [("▸" if hit else " ", ink.accent), (f"{glyph} ", colour)]
    if isinstance(item, Own):
        return [*head, ("your own text  ", faint), (flat(item.text[:200]), ink.dim)]
    day = item.until or item.day
    when = f"{day} {_weekday(day)}" if day else "no day        "
    parts = [*head, (f"{when}  ", ink.strong if hit or (glyph == TOLD and hit is None) else faint)]
    labels = ", ".join(dict.fromkeys(_SHORT[fault.code] for fault in item.faults))
    if not item.entries:
        many = f"{item.nights:,} nights: " if item.nights > 1 else ""
        return [*parts, (f"{many}{labels}", faint)]
    if labels:
        parts.append((f"{labels}: ", ink.warn))
    return [*parts, (flat(item.entries[0].body[:200]), faint)]


# --- the line above -----------------------------------------------------------------------------


def head(book: Book, *, enabled: bool) -> Content:
    """What there is, and what is the matter with it."""
    told = sum(len(night.entries) for night in book.nights)
    off = "" if enabled else " · dreaming is off: nothing sweeps by itself until `dreamtui on`"
    if not told:
        what = f"{book.name} has no entries yet" if book.exists else f"There is no {book.name} yet"
        if book.own:
            what = f"{book.name} has no entries between its markers, and what stands there is shown as yours"
        return Content(f"{what}: a sweep that brings something new writes one (s){off}")
    faults = [fault.code for night in book.nights for fault in night.faults]
    faults += ["not-utf8" for own in book.own if own.broken]
    many = {code: faults.count(code) for code in ("fallback", "repeat", "leak", "not-utf8")}
    told_of = [f"{number:,} {_SHORT[code]}" for code, number in many.items() if number]
    missing = sum(night.nights for night in book.nights if night.faults and night.faults[0].code == "missing")
    parts = [f" in {book.name}"]
    if told_of:
        parts.append(f" · {LOOK} {', '.join(told_of)}")
    if missing:
        parts.append(f" · {MISSING} {count(missing, 'night')} missing")
    return Content.assemble((count(told, "entry", "entries"), "bold"), "".join(parts), off)


def search_head(words: str, place: int | None, hits: int, *, typing: bool) -> Content:
    """How many nights have the words, and which of them this is; the keys once the words are typed."""
    where = (
        f"match {place:,} of {hits:,}" if place else count(hits, "match", "matches") if hits else "no match"
    )
    keys = "" if typing else " · n next · N before · esc forgets it" if hits else " · esc forgets it"
    return Content.assemble((where, "bold"), f" for “{cut(flat(words), 30)}”{keys}")


# --- a page -------------------------------------------------------------------------------------


class Page:
    """What the page of a row says; a function of the width, with the line of the first word found."""

    def __init__(
        self, item: Item, book: Book, beside: Sequence[Beside] | None, words: Sequence[str] = ()
    ) -> None:
        self.item = item
        self.book = book
        self.beside = beside
        self.words = words

    def __call__(self, width: int, ink: Ink) -> list[Strip]:
        """The lines."""
        inner = width - 2
        two = inner >= _TWO and bool(self.beside)
        first = min(_WIDEST, inner * 6 // 10 if two else inner)
        left = self._told(first, ink)
        if not two:
            return [_shifted([part], width, ink) for part in (*left, *self._reports(first, ink))]
        blank = Strip.blank(first, ink.plain)
        right = self._reports(min(_WIDEST, inner - first - 3), ink)
        pairs = zip_longest(left, right, fillvalue=blank)
        gap = strip([("   ", ink.plain)], 3, ink.plain)
        return [_shifted([one, gap, other], width, ink) for one, other in pairs]

    def _told(self, width: int, ink: Ink) -> list[Strip]:
        sheet = Sheet(width, ink)
        item = self.item
        if isinstance(item, Own):
            sheet.say(f"Your own text, {self.book.name}:{item.line}", ink.strong)
            sheet.say("It stands outside the diary's entries, and nothing ever changes it.", ink.dim)
            if item.broken:
                sheet.say(broken(item.broken), ink.warn, [(f"{LOOK} ", ink.warn)])
                sheet.say(_ADVICE["not-utf8"], ink.dim, [("  ", ink.dim)])
            sheet.blank()
            return [*sheet.strips, *prose(item.text, width, ink, self.words)]
        _title(sheet, item, self.book)
        for fault in item.faults:
            style = ink.warn if is_wrong(item) else ink.dim
            glyph = LOOK if item.entries else MISSING if fault.code == "missing" else NOTHING
            sheet.say(fault.message, style, [(f"{glyph} ", style)])
            if advice := _ADVICE.get(fault.code):
                sheet.say(advice, ink.dim, [("  ", ink.dim)])
        for entry in item.entries:
            sheet.blank()
            if kind := _kind(entry):
                sheet.heading(kind)
            sheet.strips += prose(entry.body, width, ink, self.words)
        sheet.blank()
        return sheet.strips

    def _reports(self, width: int, ink: Ink) -> list[Strip]:
        sheet = Sheet(width, ink)
        if isinstance(self.item, Own) or self.item.nights > 1:
            return []
        if self.beside is None:
            sheet.say("looking for reports …", ink.dim)
        elif not self.beside:
            sheet.say("No phase left a report or a block for this night.", ink.dim)
        for one in self.beside or ():
            sheet.heading(one.title, one.place)
            if one.broken:
                sheet.say(broken(one.broken), ink.warn, [(f"{LOOK} ", ink.warn)])
            sheet.strips += written(one.body, width, ink)
            sheet.blank()
        return sheet.strips


def _title(sheet: Sheet, night: Night, book: Book) -> None:
    ink = sheet.ink
    if not night.entries:
        one = f"{night.day} {_weekday(night.day)}  a night without an entry"
        many = f"{night.day} to {night.until}  {night.nights:,} nights without an entry"
        sheet.say(one if night.nights == 1 else many, ink.strong)
        return
    first = night.entries[0]
    named = f"{night.day} {_weekday(night.day)}" if night.day else "an entry without a day"
    place = f"{book.name}:{book.lines.get(first.span[0], 1)}"
    written = f"  {flat(first.heading)}" if first.heading else ""
    sheet.line((named, ink.strong), (written, ink.plain))
    sheet.say(place, ink.dim)


def _kind(entry: Entry) -> str:
    if entry.kind == "backfill":
        return f"written afterwards from {entry.source}" if entry.source else "written afterwards"
    return {"light": "Light Sleep", "rem": "REM Sleep", "deep": "Deep Sleep"}.get(entry.kind, "")


def _shifted(parts: Sequence[Strip], width: int, ink: Ink) -> Strip:
    """Strips side by side, a column from the left edge."""
    edge = Strip.blank(1, ink.plain)
    return Strip.join([edge, *parts]).extend_cell_length(width, ink.plain).crop(0, width)


def _weekday(day: str | None) -> str:
    return DAYS[date.fromisoformat(day).weekday()] if day else ""


def first_hit(lines: Sequence[Strip], words: Sequence[str]) -> int | None:
    """The first line that holds one of the words."""
    found: Iterator[int] = (
        number for number, line in enumerate(lines) if any(word in line.text.lower() for word in words)
    )
    return next(found, None)

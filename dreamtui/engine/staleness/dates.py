"""The day an entry speaks of as still to come, read against the day on which it was said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from dreamtui.engine.staleness import day_words as words
from dreamtui.engine.staleness.lexicon import MONTHS, WEEKDAYS
from dreamtui.engine.staleness.statements import REMEMBERED
from dreamtui.engine.staleness.tense import happened

NEAR = timedelta(days=183)
"""A day without a year is the nearest one; a month further ahead than this was one in the past."""


class Day(NamedTuple):
    """A day named in a text: the last on which it can be meant, and where the text names it."""

    last: date
    start: int
    end: int


_MONTH = words.either(" ".join(MONTHS))
_WEEKDAY = words.either(" ".join(WEEKDAYS))
_HEADING = re.compile(r"\A#{1,6} [^-:\n]{1,40}?(?= - |: |\n)")
"""The heading that a search puts before what stands under it: its day is that of the note."""
_ISO = re.compile(r"(?<![\w/.-])(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})/(\d{1,2})/(\d{1,2}))(?![\w/-]|\.\w)")
"""A day, not a part of a path or of the name of something."""
_GERMAN = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})?(?!\d)")
_YEAR_NAMED = re.compile(r"\d{4}(?:[-/]\d|(?<=[ .]\d{4})(?!\d)|\s*[年년])")
"""What stands in every text that holds a whole date; few others have it."""
_DENSE = re.compile(r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]")
_YEAR = r"(?:,? (?:de )?(\d{4})\b)?"
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.)? (?:of |de )?({_MONTH})\b{_YEAR}")
_MONTH_DAY = re.compile(
    rf"\b({_MONTH})\.? (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)? ?(?:-|–|to|until) ?)?"
    rf"(\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d){_YEAR}"
)
_MONTH_ONLY = re.compile(rf"\b(?:{words.either(words.BEFORE_MONTH)}) ({_MONTH})\b{_YEAR}(?! \d)")
_WEEKDAY_ONLY = re.compile(
    rf"\b(?:({words.either(words.BEFORE_WEEKDAY)}) ({_WEEKDAY})"
    rf"|({_WEEKDAY})(?= (?:{words.either(words.AFTER_WEEKDAY)})\b| \d{{1,2}}(?::\d\d|h| ?[ap]m| uhr)))\b"
)
_RELATIVE = ((words.TONIGHT, 0), (words.TOMORROW, 1), (words.DAY_AFTER, 2))
_WEEK = ((words.THIS_WEEK, 0), (words.NEXT_WEEK, 1))
_DENSE_WEEKDAY = re.compile(
    r"(下|本|这|這)?(?:周|週|星期|礼拜)([一二三四五六日天])"
    r"|(来週の?|今週の?)?([月火水木金土日])曜"
    r"|(다음 주 |이번 주 )?([월화수목금토일])요일"
)
_DENSE_NEXT = ("下", "来", "다음")
_DENSE_DAYS = {
    name: number
    for names in ("一二三四五六日", "月火水木金土日", "월화수목금토일")
    for number, name in enumerate(names)
}
_DENSE_DAYS["天"] = 6


@lru_cache(maxsize=REMEMBERED)
def day_spoken_of(text: str, said: date | None) -> Day | None:
    """The last day that a text speaks of as still to come when it was said; None where it names none.

    `said` None: the text has no day of its own, so only a whole date that ends something counts.
    A habit ("every Friday"), an anniversary, the beginning of something lasting and a day that was
    over when it was said are none; nor is the date of the note itself, with which many entries begin.
    """
    if said is None and not _YEAR_NAMED.search(text):
        return None
    lower = text.lower().replace("’", "'")
    if lower[:1] == "#":
        lower = _HEADING.sub(lambda found: " " * len(found[0]), lower, count=1)
    alone = words.words_of(lower)
    if said is None and not words.ENDS.stand_in(lower, alone):
        return None
    if words.LASTING.stand_in(lower, alone):
        return None
    ahead = [day for day in _days(text, lower, alone, said) if said is None or day.last >= said]
    return max(ahead, default=None)


def _days(text: str, lower: str, alone: Set[str], said: date | None) -> Iterator[Day]:
    try:
        yield from (day for day in _absolute(lower, alone, said) if said is None or day.last > said)
        if said is not None:
            if not alone.isdisjoint(MONTHS):
                yield from _months(text, lower, said)
            if not words.OVER.stand_in(lower, alone):
                yield from _relative(lower, said)
                yield from _weekdays(lower, alone, said)
    except OverflowError:
        return  # at the end of the calendar


def _absolute(lower: str, alone: Set[str], said: date | None) -> Iterator[Day]:
    for found in _ISO.finditer(lower):
        year, month, day = (group for group in found.groups() if group)
        yield from _on(said, year, int(month), day, found)
    for found in _GERMAN.finditer(lower):
        yield from _on(said, found[3], int(found[2]), found[1], found)
    for found in () if lower.isascii() else _DENSE.finditer(lower):
        yield from _on(said, found[1], int(found[2]), found[3], found)
    if alone.isdisjoint(MONTHS):
        return
    for found in _DAY_MONTH.finditer(lower):
        yield from _on(said, found[3], MONTHS[found[2]], found[1], found)
    for found in _MONTH_DAY.finditer(lower):
        yield from _on(said, found[3], MONTHS[found[1]], found[2], found)


def _on(said: date | None, year: str | None, month: int, day: str, found: re.Match[str]) -> Iterator[Day]:
    years = [int(year)] if year else [said.year - 1, said.year, said.year + 1] if said else []
    days = []
    for one in years:
        try:
            days.append(date(one, month, int(day)))
        except ValueError:
            continue  # no such day in that year
    if days:
        yield Day(min(days, key=lambda one: abs(one - (said or one))), *found.span())


def _months(text: str, lower: str, said: date) -> Iterator[Day]:
    """The last day of a month that is named without a day."""
    for found in _MONTH_ONLY.finditer(lower):
        if happened(lower, *found.span()):
            continue
        if text[found.start(1)].islower() and found[1] in ("may", "march", "mar", "dec", "jan"):
            continue  # "for as long as you may", "in march step"
        year = int(found[2]) if found[2] else said.year + (MONTHS[found[1]] < said.month)
        if 1 <= year < 9999:
            end = (date(year, MONTHS[found[1]], 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            if found[2] or end - said <= NEAR:
                yield Day(end, *found.span())


def _relative(lower: str, said: date) -> Iterator[Day]:
    if lower.isascii() and not any(map(lower.__contains__, words.NEARBY)):
        return
    for pattern, days in _RELATIVE:
        for found in pattern.finditer(lower):
            if days or not happened(lower, *found.span()):
                yield Day(said + timedelta(days=days), *found.span())
    for pattern, weeks in _WEEK:
        for found in pattern.finditer(lower):
            yield Day(said + timedelta(days=6 - said.weekday() + 7 * weeks), *found.span())


def _weekdays(lower: str, alone: Set[str], said: date) -> Iterator[Day]:
    """The first such day from the one on which it was said; a week later where it says "next"."""
    for found in () if alone.isdisjoint(WEEKDAYS) else _WEEKDAY_ONLY.finditer(lower):
        if found[1] in words.TO_COME or not happened(lower, *found.span()):
            ahead = (WEEKDAYS[found[2] or found[3]] - said.weekday()) % 7
            yield Day(said + timedelta(days=ahead + 7 * (found[1] in words.NEXT)), *found.span())
    for found in () if lower.isascii() else _DENSE_WEEKDAY.finditer(lower):
        name, week = found[2] or found[4] or found[6], found[1] or found[3] or found[5] or ""
        ahead = (_DENSE_DAYS[name] - said.weekday()) % 7
        yield Day(said + timedelta(days=ahead + 7 * week.startswith(_DENSE_NEXT)), *found.span())

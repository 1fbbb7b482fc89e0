"""Values of two statements: which of them one thing has now and had before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dreamtui.engine.staleness.lexicon import GIVING, MONTHS, OCCASIONS, PREPOSITIONS
from dreamtui.engine.staleness.order import before_value, in_the_same_order
from dreamtui.engine.staleness.statements import Value, statement

_ONCE = re.compile(
    r"\b(?:(?:this|next) (?:week|weekend|\w+day)|today|tomorrow|tonight|(?:diese|nächste)[nrs]? \w+"
    r"|heute|cette semaine|aujourd'hui|demain|esta semana|hoy)\b"
    r"|今天|明天|本周|这周|下周|今日|明日|今週|来週|오늘|내일|이번",
    re.IGNORECASE,
)
"""What holds for one time takes nothing back of what holds else."""


def differing(mine: Sequence[Value], yours: Sequence[Value]) -> tuple[Value, Value] | None:
    """A value that two statements give differently, each having one of its own in the same place.

    Two that differ in the day and in something else tell of two occasions, and two that differ in a name
    with a number and in something else of two things: then there is none.
    """
    only_mine = [value for value in mine if all(value.text != other.text for other in yours)]
    only_yours = [value for value in yours if all(value.text != other.text for other in mine)]
    pairs = [
        (value, other)
        for value in only_mine
        for other in only_yours
        if value.is_day == other.is_day and _in_the_same_place(value, other)
    ]
    if not pairs or len({value.is_day for value in (*only_mine, *only_yours)}) > 1:
        return None
    if min(len(only_mine), len(only_yours)) > 1 and any(map(_is_named, (*only_mine, *only_yours))):
        return None
    return pairs[0]


def _is_named(value: Value) -> bool:
    return value.text[0].isalpha() and not value.is_day


def _in_the_same_place(one: Value, other: Value) -> bool:
    before = one.before == other.before or {one.before, other.before} <= GIVING
    return (before and bool(one.before)) or (one.after == other.after and bool(one.after))


def gives_anew(one: str, other: str, mine: Value, yours: Value) -> bool:
    """Whether two texts that differ in a value give it of one thing, and for more than one occasion."""
    if (_occasion(one) and _occasion(other)) or _once(one) != _once(other):
        return False
    if statement(one).said and statement(other).said:
        return before_value(one, mine.text) == before_value(other, yours.text)
    return in_the_same_order(one, other)


def _once(text: str) -> bool:
    return statement(text).timely and bool(_ONCE.search(text))


def _occasion(text: str) -> bool:
    """Whether the first words tell of something that was done once ("Ran 5 km", "Anna paid 30 euros")."""
    return not OCCASIONS.isdisjoint(text.lower().split(maxsplit=3)[:3])


def shown(value: Value) -> str:
    """A value as a message has it: "June 1" and "on Monday" rather than the bare word."""
    if value.text in MONTHS and value.after.isdecimal():
        return f"“{value.text} {value.after}”"
    if value.is_day and value.before in PREPOSITIONS - {"to"}:
        return f"“{value.before} {value.text}”"
    return f"“{value.text}”"

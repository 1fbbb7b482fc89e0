"""Whether a text states again what another did: in other words, or among other things."""

from __future__ import annotations

from dreamtui.engine.staleness.conflicts import LEAST_CONTENT, SAME_SUBJECT
from dreamtui.engine.staleness.order import same_parts
from dreamtui.engine.staleness.pairs import other_things
from dreamtui.engine.staleness.statements import statement
from dreamtui.javascript import fold

LEAST_QUOTED = 16
"""Characters of a text that is found again within another one; shorter ones stand in many."""


def says_again(text: str, said: str) -> bool:
    """Whether a text says what was said: whole among other things, or in other words."""
    quoted = fold(said).casefold().rstrip(" .;,!")
    return (len(quoted) >= LEAST_QUOTED and quoted in fold(text).casefold()) or _alike(text, said)


def _alike(one: str, other: str) -> bool:
    """Whether two texts have the same numbers, days, names and direction, and content that is the same
    but for words that only one of them has, in one order: what a near-duplicate is."""
    first, second = statement(one), statement(other)
    if (first.negative, first.names, first.replaced) != (second.negative, second.names, second.replaced):
        return False
    if {value.text for value in first.values} != {value.text for value in second.values}:
        return False
    mine, yours = first.content, second.content
    if min(len(mine), len(yours)) < LEAST_CONTENT or other_things(mine, yours):
        return False
    return len(mine & yours) >= SAME_SUBJECT * len(mine | yours) and same_parts(one, other)

"""The diary night by night, and what is wrong with a night: nothing is read here, and no clock is asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence, Set
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from dreamtui.engine.hygiene import contaminated
from dreamtui.engine.material import not_material
from dreamtui.engine.secrets import secret
from dreamtui.engine.similarity import without_marker
from dreamtui.files.diary import Entry
from dreamtui.javascript import fold
from dreamtui.model import Message, Phase, Reason

TITLES: Final[Mapping[Phase, str]] = {"light": "Light", "rem": "REM", "deep": "Deep"}
PHASES: Final[Sequence[Phase]] = tuple(TITLES)
_LEAK = re.compile(r"(?m)^[-*>\s]*(?:(?:User|Assistant|System):\s|\[cron:)|HEARTBEAT|NO_REPLY|\(untrusted")
"""What most entries do not hold, so that most need no closer look."""
_ROLE = re.compile(r"[-*>\s]*(User|Assistant|System):\s")

_RAW: Final = (
    (re.compile(r"<\|[a-z][a-z_]+\|>|\[/?INST\]"), "holds the marks between messages for a model"),
    (re.compile(r"</?think(?:ing)?>", re.IGNORECASE), "holds what the model thought before it wrote"),
    (
        re.compile(r"""(?m)^[ \t]*+[-*>\[]?[ \t]*+\{.*"role"\s*:\s*"(?:user|assistant|system|tool)\""""),
        "holds a raw message (JSON)",
    ),
    (
        re.compile(r"(?mi)^[ \t]*\[(?:system|user|assistant)\]\s|\byou are a helpful assistant\b"),
        "holds what a model was told to be",
    ),
    (re.compile(r"\b(?:User|Human): [^\n]{0,400}\bAssistant: "), "quotes a conversation word for word"),
    (
        re.compile(r"(?i)\bhere are (?:your|the|some) (?:\w+ )?memory fragments\s*:"),
        "is the prompt for a dream",
    ),
    (
        re.compile(
            r"(?i)\A\s*(?:(?:I['’]m|I am) (?:very |so )?sorry|sorry|I apologi[sz]e)[,.]? (?:but )?"
            r"I(?: can(?:['’]t|not)|(?: a|['’])m (?:unable|not able) to| won['’]t)"
            r" (?:(?:help|assist)(?: you)? with|assist\b|comply|fulfil|generate|provide|write|create)"
            r"|\bas an AI (?:language model|assistant)\b"
        ),
        "is a refusal of the model, and no dream",
    ),
)
"""What a model is sent, or says instead of a dream, in the forms that no dream takes."""


class Ran(NamedTuple):
    """What a day shows of its sweep: the phases that left a trace, and whether it found nothing new."""

    phases: frozenset[str] = frozenset()
    idle: bool = False


class Night(NamedTuple):
    """A dream with what the phases wrote beside it, or a run of days without any.

    `day` is None for an entry that names none. A run goes from `day` to `until` and has no entries.
    """

    day: str | None
    entries: tuple[Entry, ...] = ()
    faults: tuple[Reason, ...] = ()
    until: str | None = None

    @property
    def nights(self) -> int:
        """How many nights it stands for."""
        return _ordinal(self.until) - _ordinal(self.day) + 1 if self.day and self.until else 1


def nights(
    entries: Sequence[Entry], ran: Mapping[str, Ran], today: str, snippets: Container[str] = ()
) -> list[Night]:
    """Every night from the first that left a trace to the last, newest first; undated entries come last.

    `ran` is by local day; `snippets` are the texts of the recall store, which no dream should be.
    """
    faults = judge(entries, snippets)
    told = [
        Night(_day_of(entries[group[0]]), tuple(entries[i] for i in group), _joined(faults[i] for i in group))
        for group in together(entries)
    ]
    days = {night.day for night in told if night.day}
    undated = any(night.day is None for night in told)
    found = [*told, *silent(days, ran, today, undated=undated)]
    found.sort(key=lambda night: (night.day or "", night.entries[0].span if night.entries else (0, 0)))
    return found[::-1]


def together(entries: Sequence[Entry]) -> list[list[int]]:
    """Entries by index: what phases wrote on a day goes with the dream before it in the file, or after."""
    groups: list[list[int]] = []
    open_on: dict[str | None, list[int]] = {}
    for index, entry in enumerate(entries):
        group = open_on.get(entry.day) if entry.day else None
        joins = group is not None and (
            entry.kind in PHASES or all(entries[i].kind in PHASES for i in group)
        )  # fmt: skip
        if group is None or not joins:
            group = open_on[entry.day] = []
            groups.append(group)
        group.append(index)
    return groups


def judge(entries: Sequence[Entry], snippets: Container[str] = ()) -> list[tuple[Reason, ...]]:
    """What is wrong with each entry: `fallback`, `repeat`, `leak`, `not-utf8`; what phases write is theirs to
    repeat."""
    first: dict[str, Entry] = {}
    found: list[tuple[Reason, ...]] = []
    for entry in entries:
        faults: list[Reason] = []
        if entry.fallback:
            faults.append(Reason("fallback", "stands in for a dream that could not be written"))
        elif entry.kind not in PHASES:
            earlier = first.setdefault(_folded(entry.body), entry)
            if earlier is not entry:
                faults.append(Reason("repeat", f"says the same as {_named(earlier)}"))
            if leak := _leak(entry.body, snippets):
                faults.append(Reason("leak", leak))
        if entry.broken is not None:
            faults.append(Reason("not-utf8", broken(entry.broken)))
        found.append(tuple(faults))
    return found


def broken(line: int) -> str:
    """That bytes of a text cannot be read, and where."""
    return f"line {line:,} of the file is not UTF-8: what cannot be read shows as \ufffd"


def silent(told: Set[str], ran: Mapping[str, Ran], today: str, *, undated: bool = False) -> list[Night]:
    """Nights without an entry, between the first trace and today: `missing`, `idle`, or `no-sweep`.

    Where entries without a day may be of such a night, it is `unsure` and not `missing`.
    Today counts only once a sweep ran. Nights without a trace that follow each other are one run.
    """
    known = sorted(day for day in {*told, *ran} if is_day(day) and day <= today)
    if not known:
        return []
    found: list[Night] = []
    end = _ordinal(today)
    for day, following in zip(known, [*map(_ordinal, known[1:]), end], strict=True):
        if day not in told:
            found.append(Night(day, (), (_why(ran[day], undated=undated),), day))
        if _ordinal(day) + 1 < following:
            why = Reason("no-sweep", "no sweep left a trace")
            found.append(Night(_day(_ordinal(day) + 1), (), (why,), _day(following - 1)))
    return found


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar as files write it."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_wrong(night: Night) -> bool:
    """Whether somebody should look: idle nights are as they should be."""
    return any(fault.code != "idle" for fault in night.faults)


def _why(ran: Ran, *, undated: bool) -> Reason:
    if ran.idle:
        return Reason("idle", "a sweep ran and found nothing new, so there was nothing to dream of")
    names = [TITLES[phase] for phase in PHASES if phase in ran.phases] or ["a sweep"]
    said = " and ".join([*[", ".join(names[:-1])][: len(names) > 1], names[-1]])
    if undated:
        return Reason("unsure", f"{said} ran; entries without a day that can be read may be of this night")
    return Reason("missing", f"{said} ran, but no entry was written")


def _leak(body: str, snippets: Container[str]) -> str | None:
    """What in a dream comes straight from the machinery, in words."""
    if found := _machinery(body):
        return found
    if without_marker(body) in snippets or body in snippets:
        return "is a piece of memory word for word, and no dream"
    if not _LEAK.search(body):
        return None
    for line in body.split("\n"):
        role = _ROLE.match(line)
        said = line[role.end() :] if role else line
        who = role[1] if role else "User"
        if why := not_material(Message(0, "user", f"{who}: {said}", None)):
            return f"holds a raw message ({why})"
        if role:
            return "quotes a conversation word for word"
    return None


@lru_cache(maxsize=8192)
def _machinery(body: str) -> str | None:
    """What must not be in any text; remembered, as a diary is judged anew whenever a line is added to it."""
    if found := contaminated(body) or secret(body):
        return found.message
    return next((words for form, words in _RAW if form.search(body)), None)


@lru_cache(maxsize=8192)
def _folded(body: str) -> str:
    """The words of a text, without case and punctuation; marks that are part of a letter stay."""
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in body.casefold())
    return " ".join("".join(kept).split()) or fold(body)


def _named(entry: Entry) -> str:
    return entry.day or entry.heading or "an earlier entry"


def _joined(faults: Iterable[Sequence[Reason]]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(fault for one in faults for fault in one))


def _day_of(entry: Entry) -> str | None:
    return entry.day if entry.day and is_day(entry.day) else None


def _ordinal(day: str | None) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()

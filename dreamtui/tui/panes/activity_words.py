"""What the Activity tab says of tonight and of the nights before: lines, plots, and all their numbers."""

from __future__ import annotations

from typing import Final

from dreamtui import paths
from dreamtui.engine.eligibility import GATES
from dreamtui.engine.misses import named
from dreamtui.engine.spread import Spread
from dreamtui.instants import day_of
from dreamtui.service.activity import Activity, last_sweep, tonight, trace_of_sweeps
from dreamtui.service.history import NIGHTS
from dreamtui.show.bars import bar
from dreamtui.show.plots import chart, spark
from dreamtui.show.text import count, pad
from dreamtui.show.words import GATE_NAMES, funnel_in_words
from dreamtui.tui.widgets.sheet import Sheet

NEVER: Final = "No sweep is recorded yet: s runs one now."
UNKNOWN: Final = "What sweeps did cannot be told, as their log cannot be read: see Log."
_BARS: Final = 4


# --- tonight ------------------------------------------------------------------------------------


def say_tonight(sheet: Sheet, given: Activity) -> None:
    """Why nothing was promoted, where candidates fall out, and how they are spread."""
    ink = sheet.ink
    sheet.say(tonight(given), ink.strong)
    standing = given.standing
    if standing is None:
        what, _, remedy = given.problem.partition("; nothing was changed: ")
        sheet.say(what, ink.bad)
        sheet.say(remedy, ink.dim, [("→ ", ink.dim)])
        return
    funnel = standing.funnel
    if not funnel.total:
        return
    width = max(8, min(40, sheet.width - 44))
    _bar_line(sheet, "pass all gates", funnel.passed, funnel.total, width, "")
    for name in sorted(GATES, key=lambda gate: -funnel.failing[gate]):
        only = funnel.failing_only[name]
        told = f"{only:,} only that" if only else ""
        _bar_line(sheet, f"fail {GATE_NAMES[name]}", funnel.failing[name], funnel.total, width, told)
    if kept := standing.queue.kept_back:
        why = ", ".join(f"{number:,} {named(code)}" for code, number in kept)
        sheet.say(f"Of those that pass all gates {sum(n for _, n in kept):,} are kept back: {why}.", ink.dim)
    for spread in given.spreads:
        _spread_line(sheet, spread)
    sheet.say("how many have which value, from 0 on; │ stands at what is wanted; enter: the numbers", ink.dim)


def _bar_line(sheet: Sheet, name: str, number: int, total: int, width: int, told: str) -> None:
    drawn = bar(number / total, width)
    parts = [(f"{name:<14} {number:>7,} ", sheet.ink.plain), (f"{drawn} ", sheet.ink.bar)]
    sheet.line(*parts, (told, sheet.ink.dim))


def _spread_line(sheet: Sheet, spread: Spread) -> None:
    end = f"{spread.width * len(spread.counts):g}"
    drawn = spark(spread.counts, spread.marked)
    drawn = pad(drawn, 41 if len(spread.counts) >= 40 else 17)
    wants = "≤" if spread.name == "maxAge" else "≥"
    unit = " days" if spread.name == "maxAge" else ""
    wanted = f"{wants} {spread.threshold:g}{unit}"
    more = "" if spread.name == "score" else "+"
    sheet.line(
        (f"{GATE_NAMES[spread.name]:<8}", sheet.ink.plain),
        (f"{wanted:<11}", sheet.ink.dim),
        ("0 ", sheet.ink.plain),
        (drawn.rstrip(), sheet.ink.bar),
        (f" {end}{more}", sheet.ink.dim),
    )


def tonight_details(given: Activity) -> list[str]:
    """The same in numbers."""
    lines = [tonight(given)]
    if given.standing is None:
        return [*lines, "", given.problem]
    lines += ["", funnel_in_words(given.standing.funnel)]
    for spread in given.spreads:
        sign = "at most" if spread.name == "maxAge" else "at least"
        lines += ["", f"{GATE_NAMES[spread.name]} (wanted: {sign} {spread.threshold:g})"]
        last = len(spread.counts) - 1
        for index, number in enumerate(spread.counts):
            if number:
                beyond = " and more" if index == last and spread.name != "score" else ""
                lines.append(f"  from {index * spread.width:g}{beyond}: {number:,}")
    return lines


def tonight_summary(given: Activity) -> str:
    """A few words of it."""
    standing = given.standing
    if standing is None:
        return "the state cannot be read"
    if not standing.funnel.total:
        return "no candidates yet"
    return f"{standing.funnel.passed:,} of {count(standing.funnel.total, 'candidate')} pass all gates"


# --- nights -------------------------------------------------------------------------------------


def say_nights(sheet: Sheet, given: Activity) -> None:
    """Promotions and the size of MEMORY.md, night by night."""
    ink = sheet.ink
    if given.nights:
        labels = [night.day[5:] for night in given.nights]
        sheet.line(("entries promoted a night", ink.strong))
        for line in chart([night.promoted for night in given.nights], labels, sheet.width, _BARS):
            sheet.line((line, ink.bar))
        sheet.say(_promotions(given) + _apart(given), ink.dim)
    else:
        sheet.say(no_sweeps(given), ink.dim)
    known = [size for size in given.sizes if size.chars is not None]
    if given.memory_problem:
        sheet.say(given.memory_problem, ink.bad)
    elif known and known[-1].chars:
        begin = given.sizes.index(known[0])
        shown = given.sizes[begin:]
        sheet.line((f"characters of {paths.MEMORY} in the evening", ink.strong))
        values = [size.chars for size in shown]
        for line in chart(values, [size.day[5:] for size in shown], sheet.width, _BARS):
            sheet.line((line, ink.bar))
        sheet.say(_growth(given), ink.dim)


def no_sweeps(given: Activity) -> str:
    """Why there is none to be shown."""
    if given.log_problem:
        return UNKNOWN
    if last := last_sweep(given):
        day = day_of(last.at_ms, given.zone)
        return f"None in the last {NIGHTS} nights; the last sweep on record is of {day}."
    trace = trace_of_sweeps(given)
    return f"{trace}." if trace else NEVER


def _promotions(given: Activity) -> str:
    total = sum(night.promoted for night in given.nights)
    some = sum(bool(night.promoted) for night in given.nights)
    told = f"{total:,} promoted" if total else "nothing promoted"
    return f"{told} in {count(len(given.nights), 'night')}" + (f", on {some:,} of them" if total else "")


def _apart(given: Activity) -> str:
    """What else there is to say of the nights."""
    asleep = sum(night.logged and not night.sweeps for night in given.nights)
    before = sum(not night.logged for night in given.nights)
    back = sum(night.undone for night in given.nights)
    told = f"; {count(asleep, 'night')} without a sweep" if asleep else ""
    told += f"; {back:,} taken back" if back else ""
    return told + (f"; of {count(before, 'night')} the log tells nothing, only the store" if before else "")


def _growth(given: Activity) -> str:
    known = [size for size in given.sizes if size.chars is not None]
    seen = sum(size.exact for size in known)
    first, last = known[0], known[-1]
    budget = f" of {given.standing.memory.budget_chars:,}" if given.standing else ""
    told = f"{first.chars:,} on {first.day}, {last.chars:,} now{budget}"
    if seen == len(known):
        return told
    days = f"{count(seen, 'evening')} {'was' if seen == 1 else 'were'} seen"
    return f"{told}; {days}, the rest is reckoned back from copies and dated sections"


def nights_details(given: Activity) -> list[str]:
    """A table of them."""
    by_day = {size.day: size for size in given.sizes}
    lines = [
        f"{'night':<11}{'sweeps':>7}{'failed':>7}{'staged':>7}{'promoted':>9}{'taken back':>11}  MEMORY.md"
    ]
    for night in reversed(given.nights):
        size = by_day.get(night.day)
        chars = "not known" if size is None or size.chars is None else f"{size.chars:,}"
        how = "" if size is None or size.chars is None else " seen" if size.exact else " reckoned"
        staged = "–" if night.staged is None else f"{night.staged:,}"
        ran, failed = (f"{night.sweeps:,}", f"{night.failed:,}") if night.logged else ("–", "–")
        lines.append(
            f"{night.day:<11}{ran:>7}{failed:>7}{staged:>7}{night.promoted:>9,}"
            f"{night.undone:>11,}  {chars}{how}"
        )
    return [
        *lines,
        "",
        "“Seen” is what stood there when a copy was taken, a write was made, or now. “Reckoned” takes the"
        " dated sections of later days off; what people changed in between nobody wrote down.",
    ]


def nights_summary(given: Activity) -> str:
    """A few words."""
    if given.nights:
        return _promotions(given)
    return f"none in the last {NIGHTS}" if last_sweep(given) else no_sweeps_summary(given)


def no_sweeps_summary(given: Activity) -> str:
    """A few words where none is on record."""
    if given.log_problem:
        return "not known"
    return "none in the log" if trace_of_sweeps(given) else "none yet"

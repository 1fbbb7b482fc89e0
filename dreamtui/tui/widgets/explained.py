"""The lines of the breakdown: what a candidate says, its score taken apart, its gates and its source."""

from __future__ import annotations

from typing import Final

from textual.strip import Strip

from dreamtui.javascript import fixed
from dreamtui.model import RecallEntry
from dreamtui.show import words
from dreamtui.show.marks import FAILED, FLAG, NO, PASSED, YES
from dreamtui.tui.widgets.columns import PROMOTED, decision_mark
from dreamtui.tui.widgets.evidence import evidence, source
from dreamtui.tui.widgets.facts import MOST_CHANGES, Facts
from dreamtui.tui.widgets.sheet import Sheet, stacked, step
from dreamtui.tui.widgets.strips import Ink

NARROW: Final = 60
"""Below this width, titles and numbers stand closer."""
MOST_TEXT: Final = 6
_DECIDED: Final = {
    "approve": "approved",
    "edit": "edited and approved",
    "reject": "rejected",
    "defer": "put off",
}


def explained(facts: Facts, width: int, ink: Ink) -> list[Strip]:
    """Everything that is told of a candidate, as lines of a width."""
    sheet = Sheet(width, ink)
    _text(sheet, facts)
    _decision(sheet, facts)
    _reasons(sheet, facts)
    _score(sheet, facts)
    _gates(sheet, facts)
    source(sheet, facts)
    evidence(sheet, facts)
    return sheet.strips


# --- what it is ---------------------------------------------------------------------------------


def _text(sheet: Sheet, facts: Facts) -> None:
    entry = facts.row.candidate.entry
    live = facts.verdict.live if facts.verdict else None
    sheet.say(live.text if live else entry.snippet, sheet.ink.strong, most=MOST_TEXT)
    where = (
        words.place(live.path, live.start_line, live.end_line)
        if live
        else words.place(entry.path, entry.start_line, entry.end_line)
    )
    sheet.say(f"{where} · {_how_found(facts)} · {_origin(entry)}", sheet.ink.dim)


def _how_found(facts: Facts) -> str:
    if facts.verdict is None:
        return "looking for it …"
    if facts.verdict.live is None:
        return "not there any more"
    match = facts.verdict.live.match
    return "live, unchanged" if match == "exact" else f"live, {words.MATCHES.get(match, match)}"


def _origin(entry: RecallEntry) -> str:
    noted = entry.extra.get("provenance")
    origin = noted.get("originClass") if isinstance(noted, dict) else entry.extra.get("originClass")
    return f"origin {origin}" if isinstance(origin, str) else "origin not noted"


def _decision(sheet: Sheet, facts: Facts) -> None:
    row, ink = facts.row, sheet.ink
    entry, decision = row.candidate.entry, row.decision
    if entry.promoted_at:
        sheet.say(f"promoted {_moment(entry.promoted_at)}", ink.accent, [(f"{PROMOTED} ", ink.accent)])
    if decision is None:
        return
    glyph, style = decision_mark(row._replace(standing="all"), ink)
    elsewhere = "" if decision.key == row.key else ", in another place"
    why = f": {decision.reason}" if decision.reason else ""
    told = f"{_DECIDED[decision.choice]} {_moment(decision.at)}{elsewhere}{why}"
    sheet.say(told, style, [(f"{glyph} ", style)])
    if decision.text:
        sheet.say(decision.text, ink.plain, [("  becomes  ", ink.dim)], most=MOST_TEXT)


def _moment(instant: str) -> str:
    return f"{instant[:10]} {instant[11:16]} UTC" if instant.endswith("Z") else instant


def _reasons(sheet: Sheet, facts: Facts) -> None:
    verdict, ink = facts.verdict, sheet.ink
    if verdict is None:
        return
    told_elsewhere = {"promoted", *(gate.name for gate in verdict.gates)}
    if facts.row.decision:
        told_elsewhere.add("rejected")
    others = [reason for reason in verdict.reasons if reason.code not in told_elsewhere]
    if verdict.eligible:
        sheet.say("may be promoted: nothing keeps it back", ink.good, [(f"{YES} ", ink.good)])
    for reason in others:
        sheet.say(f"kept back: {reason.message}", ink.bad, [(f"{NO} ", ink.bad)])
    for flag in verdict.flags:
        sheet.say(f"look twice: {flag.message}", ink.warn, [(f"{FLAG} ", ink.warn)])


# --- the score ----------------------------------------------------------------------------------


def _score(sheet: Sheet, facts: Facts) -> None:
    """Each part's bar begins where the one before ends, so that they end at the score."""
    candidate, ink = facts.row.candidate, sheet.ink
    sheet.heading("Score", "value × weight = what it adds")
    title_width, bar_width = _widths(sheet)
    weights = facts.given.how.weights if facts.given else None
    times = " × " if sheet.width >= NARROW else "×"
    boosts = {"Light": candidate.phase_light, "REM": candidate.phase_rem}
    titles = [*words.SIGNALS.values(), *(f"boost by {phase}" for phase in boosts)]
    parts = [*(getattr(candidate.weighted, name) for name in words.SIGNALS), *boosts.values()]
    numbers = [
        f"{getattr(candidate.components, name):.2f}"
        + (f"{times}{getattr(weights, name):.2f}" if weights else "")
        for name in words.SIGNALS
    ]
    total = sum(parts)
    shown = words.adding_up(parts, total if total > 1.0005 else candidate.score)
    begins = 0.0
    for title, number, adds, says in zip(titles, (*numbers, "", ""), parts, shown, strict=True):
        if number or adds:
            _part(sheet, title, number, (begins, begins + adds), says)
        begins += adds
    unused = [phase for phase, adds in boosts.items() if not adds]
    bar = stacked(parts, bar_width, (ink.bar, ink.accent), ink.dim)
    sheet.line((f"{'score':<{title_width}}", ink.strong), *bar, (f" {fixed(candidate.score, 3)}", ink.strong))
    if total > 1.0005:
        sheet.say(f"the parts add up to {fixed(total, 3)}, but a score ends at 1", ink.dim)
    if unused:
        sheet.say(f"no boost by {' or '.join(unused)}", ink.dim)


def _part(sheet: Sheet, title: str, numbers: str, span: tuple[float, float], adds: str) -> None:
    title_width, bar_width = _widths(sheet)
    named = f"{title.removeprefix('query ') if sheet.width < NARROW else title} "
    sheet.line(
        (f"{named}{numbers:>{title_width - len(named) - 1}} ", sheet.ink.plain),
        *step(*span, bar_width, sheet.ink.bar),
        (f" {adds}", sheet.ink.plain),
    )


def _widths(sheet: Sheet) -> tuple[int, int]:
    """How wide titles with their numbers are, and bars."""
    title = 24 if sheet.width < NARROW else 29
    return title, max(4, sheet.width - title - 6)


# --- gates --------------------------------------------------------------------------------------


def _gates(sheet: Sheet, facts: Facts) -> None:
    ink = sheet.ink
    sheet.heading("Gates", "all four must pass")
    for gate in facts.gates:
        lacks = ""
        if facts.given and not gate.passed:
            lacks = f"missing: {words.missing([gate], facts.given.rules.thresholds)[0]}"
        style = ink.good if gate.passed else ink.warn
        held = f"{words.GATE_NAMES[gate.name]:<7} {words.held(gate):<15} "
        sheet.say(lacks, ink.warn, [(f"{PASSED if gate.passed else FAILED} ", style), (held, ink.plain)])
    if facts.given and facts.given.rules.thresholds.count_signals:
        sheet.say("recalls and passive signals count together (phases.deep.gateOn)", ink.dim)
    for change in (facts.changes or ())[:MOST_CHANGES]:
        sheet.say(f"{change.change}: {change.result}", ink.plain, [("would pass if  ", ink.accent)], most=4)

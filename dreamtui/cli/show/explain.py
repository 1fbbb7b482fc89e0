"""What `dreamtui promote-explain` prints: a score taken apart, gates, reasons, and the live source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dreamtui.cli.context import Context
from dreamtui.cli.show.page import Page, Span, page
from dreamtui.javascript import fixed
from dreamtui.model import Candidate, LiveSource, RecallEntry, Source, SourceState, Verdict
from dreamtui.show import bars, words
from dreamtui.show.marks import FAILED, FLAG, PASSED
from dreamtui.show.text import count

if TYPE_CHECKING:
    from dreamtui.cli.commands.promote_explain import Explanation

NEIGHBOURS, OTHERS = 2, 5


def show(context: Context, explanation: Explanation) -> None:
    """Print why a candidate would or would not be promoted."""
    candidate, verdict = explanation.judged
    with page() as out:
        _verdict(out, candidate, verdict)
        _score(out, context, candidate)
        _gates(out, explanation)
        _source(out, candidate.entry, verdict.live, explanation.source)
        _changes(out, explanation)
        if explanation.others:
            out.blank()
            _others(out, explanation.others)


def _others(out: Page, keys: tuple[str, ...]) -> None:
    entries = "entry matches" if len(keys) == 1 else "entries match"
    out.say(Span(f"{len(keys):,} other {entries}; shown is the best open one:", "dim"))
    for key in keys[:OTHERS]:
        out.exact(Span(key, "dim"), indent=2)
    if len(keys) > OTHERS:
        out.say(Span(f"… and {len(keys) - OTHERS:,} more", "dim"), indent=2)


def _verdict(out: Page, candidate: Candidate, verdict: Verdict) -> None:
    entry = candidate.entry
    out.say(Span(entry.snippet, "bold"))
    where = words.place(entry.path, entry.start_line, entry.end_line)
    out.say(Span(f"recorded at {where} · key {entry.key}", "dim"))
    out.blank()
    if verdict.eligible:
        out.say(Span(f"{PASSED} Would be promoted: nothing keeps it back.", "bold green"))
    else:
        out.say(Span(f"{FAILED} Would not be promoted:", "bold yellow"))
        for reason in verdict.reasons:
            out.say(reason.message, lead=["· "], indent=2)
    for flag in verdict.flags:
        out.say(f"look twice: {flag.message}", lead=[Span(f"{FLAG} ", "yellow")], indent=2)


# --- the score ----------------------------------------------------------------------------------


def _score(out: Page, context: Context, candidate: Candidate) -> None:
    out.heading("Score", "each signal: value × weight = what it adds")
    weights = context.desk.loaded.settings.dreaming.phases.deep.weights.normalised()
    about = words.measured(candidate)
    light, rem = candidate.phase_light, candidate.phase_rem
    rows = [
        (
            title,
            f"{getattr(candidate.components, name):.2f} × {getattr(weights, name):.2f} =",
            getattr(candidate.weighted, name),
            about[name],
        )
        for name, title in words.SIGNALS.items()
    ]
    rows.append(("boost by Light", "", light, "" if light else "not staged"))
    rows.append(("boost by REM", "", rem, "" if rem else "no truth of REM's"))
    parts = [adds for _, _, adds, _ in rows]
    total, largest = sum(parts), max(*parts, 0.001)
    shown = words.adding_up(parts, total if total > 1.0005 else candidate.score)
    for (title, numbers, adds, why), says in zip(rows, shown, strict=True):
        _part(out, title, numbers, (says, adds / largest), why)
    clamped = f"  ({fixed(total, 3)}, but a score ends at 1)" if total > 1.0005 else ""
    out.line(Span(f"{'score':<31}{fixed(candidate.score, 3)}", "bold"), Span(clamped, "dim"), indent=2)


def _part(out: Page, title: str, numbers: str, adds: tuple[str, float], about: str) -> None:
    says, share = adds
    drawn = bars.bar(share, 10 if out.width < 100 else 24)
    sum_so_far = f"{title:<16}{numbers:<15}{says} "
    out.line(sum_so_far, Span(drawn, "cyan"), Span(f" {about}", "dim"), indent=2)


# --- gates, source, changes ---------------------------------------------------------------------


def _gates(out: Page, explanation: Explanation) -> None:
    limits = explanation.thresholds
    out.heading("Gates", "all four must pass")
    for gate in explanation.judged.verdict.gates:
        told = "" if gate.passed else words.missing([gate], limits)[0]
        if told and gate.name != "maxAge":
            told = f"missing: {told}"
        dot = Span(PASSED if gate.passed else FAILED, "green" if gate.passed else "yellow")
        out.line(
            dot, f" {words.GATE_NAMES[gate.name]:<8} {words.held(gate):<18}", Span(told, "dim"), indent=2
        )
    if limits.count_signals:
        out.say(Span("recalls and passive signals count together (phases.deep.gateOn)", "dim"), indent=2)


def _source(out: Page, entry: RecallEntry, live: LiveSource | None, source: Source) -> None:
    out.heading("Live source", entry.path)
    if live is None:
        _drifted(out, entry, source)
        return
    out.say(f"Found {words.MATCHES.get(live.match, live.match)}.", indent=2)
    _lines(out, source, live.start_line, live.end_line)
    if words.place("", live.start_line, live.end_line) != words.place("", entry.start_line, entry.end_line):
        recorded = words.place(entry.path, entry.start_line, entry.end_line)
        out.say(Span(f"recorded at {recorded}", "dim"), indent=2)


def _drifted(out: Page, entry: RecallEntry, source: Source) -> None:
    """What was recorded against what stands in its lines now."""
    if source.state is SourceState.MISSING:
        out.say(f"{entry.path} is gone.", indent=2)
    elif source.state is SourceState.UNREADABLE:
        out.say(f"{entry.path} cannot be read: {source.detail}.", indent=2)
    out.say(entry.snippet, lead=[Span("recorded  ", "bold")], indent=2)
    if source.state is not SourceState.LIVE:
        return
    if entry.start_line > _length(source):
        length = count(_length(source), "line")
        out.say(f"nothing: the file ends after {length}", lead=[Span("now       ", "bold")], indent=2)
        return
    out.say("in these lines:", lead=[Span("now       ", "bold")], indent=2)
    _lines(out, source, entry.start_line, min(entry.end_line, _length(source)))


def _lines(out: Page, source: Source, first: int, last: int) -> None:
    """Lines of a source with two neighbours on each side, the ones that are meant marked."""
    begin, end = max(1, first - NEIGHBOURS), min(_length(source), last + NEIGHBOURS)
    digits = len(str(end))
    for number in range(begin, end + 1):
        meant = first <= number <= last
        mark = f"{'▸' if meant else ' '} {number:>{digits}}  "
        style = "" if meant else "dim"
        out.say(
            Span(source.lines[number - 1].expandtabs(4), style), lead=[Span(mark, style)], indent=2, most=4
        )


def _length(source: Source) -> int:
    """Lines of a source, without what follows its last line end."""
    return len(source.lines) - (bool(source.lines) and not source.lines[-1])


def _changes(out: Page, explanation: Explanation) -> None:
    if not explanation.changes:
        return
    out.heading("What would change it", "each on its own")
    for change, result in explanation.changes:
        out.say(Span(change, "bold"), f": {result}", lead=["· "], indent=2)

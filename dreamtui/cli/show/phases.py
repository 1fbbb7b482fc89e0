"""Light and REM: what was read and staged, which themes came back, what may be a lasting truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dreamtui.cli.show.page import Page, Span, Words
from dreamtui.engine.intake import Intake
from dreamtui.engine.rem import Reflection, Theme, Truth, confidence_parts
from dreamtui.javascript import fixed
from dreamtui.model import RecallEntry
from dreamtui.show import bars
from dreamtui.show.text import cells, count, pad, several
from dreamtui.show.words import place

FIRST = 5
WIDEST_TAG = 28


def read(page: Page, what: Intake, *, older: bool = False) -> None:
    """One sentence on what a phase read."""
    if not (what.snippets or what.messages):
        page.say("Read nothing new." if not older else "Read nothing more.", indent=2)
        return
    parts = []
    if what.snippets:
        parts.append(
            f"{count(what.snippets, 'snippet')} from {count(what.notes, 'older note' if older else 'note')}"
        )
    if what.messages:
        parts.append(f"{count(what.messages, 'message')} from {count(what.transcripts, 'transcript')}")
    page.say(f"Read {several(parts)}.", indent=2)


def excluded(page: Page, counts: Mapping[str, int]) -> None:
    """Which messages of transcripts were left out, and how many."""
    total = sum(counts.values())
    if total:
        kinds = several(
            [f"{name} ({number:,})" for name, number in sorted(counts.items(), key=lambda i: -i[1])]
        )
        say = "that says" if total == 1 else "that say"
        page.say(f"Left out {count(total, 'message')} {say} nothing about the world: {kinds}.", indent=2)


def staged(page: Page, entries: Sequence[RecallEntry], *, applied: bool) -> None:
    """How many candidates Light stages, and the first few."""
    verb = "Staged" if applied else "Would stage"
    if not entries:
        page.say(f"{verb} nothing: no memory was seen inside the lookback.", indent=2)
        return
    first = f"; the newest {FIRST}" if len(entries) > FIRST else ""
    page.say(f"{verb} {count(len(entries), 'candidate')}{first}:", indent=2)
    for entry in entries[:FIRST]:
        page.line(Span("· ", "dim"), entry.snippet, indent=2)


def reflection(page: Page, seen: Reflection, *, parts: bool = False) -> None:
    """Themes and candidate truths; with `parts` the confidence is taken apart."""
    if not seen.source_count:
        page.say("Nothing to reflect on: no memory lies inside the lookback.", indent=2)
        return
    page.say(f"Looked at {count(seen.source_count, 'memory', 'memories')}.", indent=2)
    themes(page, seen.themes, seen.source_count)
    truths(page, seen.truths, parts=parts)


def themes(page: Page, found: Sequence[Theme], total: int) -> None:
    """Themes as bars: how strong, in how many memories."""
    if not found:
        page.say("No theme is strong enough to be told (phases.rem.minPatternStrength).", indent=2)
        return
    page.line(Span("Themes", "bold"), " that keep coming back:", indent=2)
    width = min(WIDEST_TAG, max(cells(theme.tag) for theme in found), page.width // 3)
    for theme in found:
        page.line(
            pad(theme.tag, width),
            "  ",
            Span(bars.bar(theme.strength, 12), "magenta"),
            Span(f" {fixed(theme.strength, 2)}"),
            Span(f"  in {theme.memories:,} of {total:,}", "dim"),
            indent=4,
        )


def truths(page: Page, found: Sequence[Truth], *, parts: bool) -> None:
    """Candidate truths with their confidence."""
    if not found:
        page.say("Nothing looks like a lasting truth yet.", indent=2)
        return
    page.line(Span("Candidate truths", "bold"), " with their confidence:", indent=2)
    for entry, confidence in ((truth.entry, truth.confidence) for truth in found):
        lead: list[Words] = [Span(bars.bar(confidence, 6), "magenta"), f" {fixed(confidence, 2)}  "]
        page.say(entry.snippet, lead=lead, indent=4, most=3)
        if parts:
            page.say(Span(_taken_apart(entry), "dim"), indent=17)
        page.say(Span(place(entry.path, entry.start_line, entry.end_line), "dim"), indent=17)


def _taken_apart(entry: RecallEntry) -> str:
    adds = confidence_parts(entry)
    return " + ".join(
        (
            f"{fixed(adds.average, 2)} average score",
            f"{fixed(adds.recalls, 2)} {count(entry.recall_count, 'recall')}",
            f"{fixed(adds.days, 2)} {count(len(entry.recall_days), 'day')}",
            f"{fixed(adds.tags, 2)} {count(len(entry.concept_tags or ()), 'concept')}",
        )
    )

"""What the editor says about a text: its source, its size in MEMORY.md, what speaks against it; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from textual.content import Content

from dreamtui.engine.eligibility import Rules
from dreamtui.engine.hygiene import junk, suspicions
from dreamtui.engine.secrets import perhaps
from dreamtui.engine.similarity import claim_hash
from dreamtui.files import memory_md
from dreamtui.model import Candidate, LiveSource, Reason, Verdict
from dreamtui.review.approval import obstacles
from dreamtui.review.decision import Decision
from dreamtui.review.queue import Queue
from dreamtui.review.rules import promoted
from dreamtui.show.marks import FLAG, NO
from dreamtui.show.text import count, safe
from dreamtui.tui.widgets.strips import still

NEIGHBOURS = 2


class Subject(NamedTuple):
    """What is edited: its text now, the text without anybody's edits, its source with the lines meant."""

    candidate: Candidate
    verdict: Verdict
    text: str
    recorded: str
    lines: Sequence[str]
    first: int
    last: int
    rules: Rules


class Form(NamedTuple):
    """A text to be edited, whatever it is of: its source above it, what is said below it as it is typed."""

    title: str
    place: str
    source: Content
    text: str
    size: Callable[[str], Content]
    warnings: Callable[[str], Content | None]
    keeps: str
    """What keeping it does, after the key."""


def form(subject: Subject) -> Form:
    """A candidate's text."""
    place = f"from {subject.candidate.entry.path}"
    told = partial(size, subject), partial(warnings, subject)
    return Form(
        "Edit before it is promoted", place, source(subject), subject.text, *told, "keeps and approves"
    )


def subject_of(queue: Queue, key: str) -> Subject:
    """What there is to edit of a candidate; looks for its live text."""
    row = queue.rows[queue.by_key[key]]
    verdict = queue.verdict(key)
    entry, live = row.candidate.entry, verdict.live
    recorded = memory_md.one_line(live.text if live else entry.snippet)
    edited = row.decision.text if row.decision and row.decision.choice == "edit" else ""
    lines = queue.rules.sources.get(entry.path).lines
    first, last = (live.start_line, live.end_line) if live else (entry.start_line, entry.end_line)
    text = "\n".join(memory_md.harmless(line) for line in edited.split("\n")) if edited else recorded
    return Subject(row.candidate, verdict, text, recorded, lines, first, last, queue.rules)


def source(subject: Subject) -> Content:
    """The lines that the text was found in, with their neighbours; the lines meant are marked `▸`."""
    begin = max(1, subject.first - NEIGHBOURS)
    end = min(len(subject.lines), subject.last + NEIGHBOURS)
    if begin > end:
        gone = "the lines that it was recorded from are gone; it said:\n"
        return Content.assemble((gone, "dim"), safe(subject.recorded))
    digits = len(str(end))
    return Content("\n").join(
        _source_line(subject.lines[number - 1], number, digits, subject.first <= number <= subject.last)
        for number in range(begin, end + 1)
    )


def _source_line(line: str, number: int, digits: int, meant: bool) -> Content:
    text = f"{'▸' if meant else ' '} {number:>{digits}}  {still(line.expandtabs(4))}"
    return Content.styled(text, "" if meant else "dim")


def size(subject: Subject, text: str) -> Content:
    """How long the text is, how many tokens it takes, and its whole entry with source and marker."""
    alone = memory_md.budget("\n".join(_written(text)).encode())
    told = f"{count(alone.chars, 'character')}, about {count(alone.tokens, 'token')}"
    entry = f" · {_entry_chars(subject, text):,} characters in MEMORY.md with source and marker"
    return Content.assemble((told, "bold"), (entry, "dim"))


def warnings(subject: Subject, text: str) -> Content | None:
    """What would keep the text out of MEMORY.md, and what a person should look at twice."""
    if not text.strip():
        return Content.assemble((f"{NO} ", "$text-error bold"), "There is no text to keep: esc goes back.")
    against = (
        Content.assemble((f"{NO} It will be kept back: ", "$text-error bold"), safe(reason.message))
        for reason in _against(subject, text)
    )
    doubts = (
        Content.assemble((f"{FLAG} Look twice: ", "$text-warning bold"), safe(doubt))
        for doubt in _doubts(subject, text)
    )
    lines = [*against, *doubts]
    return Content("\n").join(lines) if lines else None


def _against(subject: Subject, text: str) -> Iterator[Reason]:
    entry, room = subject.candidate.entry, subject.rules.room
    decision = Decision("", "edit", entry.key, (), "", text="\n".join(_written(text)))
    yield from obstacles(subject.candidate, subject.verdict, decision)
    over = 0 if room is None else _entry_chars(subject, text) - room
    if over > 0:
        yield Reason("budget", f"MEMORY.md would be {over:,} characters over its budget")


def _doubts(subject: Subject, text: str) -> Iterator[str]:
    said = "\n".join(_written(text))
    shape = junk(said)
    if shape:
        yield shape.message
    doubts = [*suspicions(said), *filter(None, [perhaps(said)])]
    yield from (reason.message for reason in doubts)
    if claim_hash(said) in subject.rules.memory.claims:
        yield "MEMORY.md says the same already"


def _written(text: str) -> list[str]:
    """The lines that MEMORY.md would get."""
    first, more = memory_md.written_lines(text)
    return [memory_md.one_line(first), *map(memory_md.harmless, more)]


def _entry_chars(subject: Subject, text: str) -> int:
    entry = subject.candidate.entry
    first, more = memory_md.written_lines(text)
    live = LiveSource(entry.path, subject.first, subject.last, first, "edited")
    return memory_md.entry_chars(promoted(subject.candidate, live)._replace(more=more))

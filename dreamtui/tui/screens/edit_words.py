"""What the editor says about a text: its source, its size in MEMORY.md, what speaks against it; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.content import Content

from dreamtui.engine.eligibility import Rules
from dreamtui.engine.hygiene import contaminated, junk, secret, suspicions
from dreamtui.engine.similarity import claim_hash
from dreamtui.files import memory_md
from dreamtui.model import Candidate, Reason
from dreamtui.review.queue import Queue
from dreamtui.show.marks import FLAG, NO
from dreamtui.show.text import count, safe

NEIGHBOURS = 2


class Subject(NamedTuple):
    """What is edited: its text now, the text without anybody's edits, its source with the lines meant."""

    candidate: Candidate
    text: str
    recorded: str
    lines: Sequence[str]
    first: int
    last: int
    rules: Rules


def subject_of(queue: Queue, key: str) -> Subject:
    """What there is to edit of a candidate; looks for its live text."""
    row = queue.rows[queue.by_key[key]]
    entry, live = row.candidate.entry, queue.verdict(key).live
    recorded = memory_md.one_line(live.text if live else entry.snippet)
    edited = row.decision.text if row.decision and row.decision.choice == "edit" else ""
    lines = queue.rules.sources.get(entry.path).lines
    first, last = (live.start_line, live.end_line) if live else (entry.start_line, entry.end_line)
    text = "\n".join(memory_md.harmless(line) for line in edited.split("\n")) if edited else recorded
    return Subject(row.candidate, text, recorded, lines, first, last, queue.rules)


def source(subject: Subject) -> Content:
    """The lines that the text was found in, with their neighbours; the lines meant are marked `▸`."""
    begin = max(1, subject.first - NEIGHBOURS)
    end = min(len(subject.lines), subject.last + NEIGHBOURS)
    if begin > end:
        gone = "the lines that it was recorded from are gone; it said:\n"
        return Content.assemble((gone, "$text-muted"), safe(subject.recorded))
    digits = len(str(end))
    return Content("\n").join(
        _source_line(subject.lines[number - 1], number, digits, subject.first <= number <= subject.last)
        for number in range(begin, end + 1)
    )


def _source_line(line: str, number: int, digits: int, meant: bool) -> Content:
    text = f"{'▸' if meant else ' '} {number:>{digits}}  {safe(line.expandtabs(4))}"
    return Content.styled(text, "" if meant else "$text-muted")


def size(subject: Subject, text: str) -> Content:
    """How long the text is and how much of the agent's context it takes, the entry around it included."""
    said = memory_md.one_line(text)
    alone = memory_md.budget(said.encode())
    entry = subject.rules.entry_chars(subject.candidate, said)
    told = f"{count(alone.chars, 'character')}, about {count(alone.tokens, 'token')}"
    more = f" · {entry:,} characters in MEMORY.md with its source and marker"
    folded = " · its lines become one" if len([line for line in text.split("\n") if line.strip()]) > 1 else ""
    return Content.assemble((told, "bold"), (more + folded, "$text-muted"))


def warnings(subject: Subject, text: str) -> Content | None:
    """What would keep the text out of MEMORY.md, and what a person should look at twice."""
    if not text.strip():
        return Content.assemble((f"{NO} ", "$text-error bold"), "There is no text to keep: esc goes back.")
    said = memory_md.one_line(text)
    lines = [
        Content.assemble((f"{NO} It will be kept back: ", "$text-error bold"), safe(reason.message))
        for reason in _against(subject, said, text)
    ]
    doubts = [reason.message for reason in suspicions(said)]
    if claim_hash(said) in subject.rules.memory.claims:
        doubts.append("MEMORY.md says the same already")
    lines += [
        Content.assemble((f"{FLAG} Look twice: ", "$text-warning bold"), safe(doubt)) for doubt in doubts
    ]
    return Content("\n").join(lines) if lines else None


def _against(subject: Subject, said: str, text: str) -> Iterator[Reason]:
    rules = subject.rules
    found = [contaminated(said), secret(said), junk(text) if rules.block_junk else None]
    yield from (reason for reason in found if reason)
    over = 0 if rules.room is None else rules.entry_chars(subject.candidate, said) - rules.room
    if over > 0:
        yield Reason("budget", f"MEMORY.md would be {over:,} characters over its budget")

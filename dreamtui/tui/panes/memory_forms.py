"""What the editor shows for entries of MEMORY.md: one to be changed, or several to be made one; pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.content import Content

from dreamtui import paths
from dreamtui.files import memory_edits, memory_md
from dreamtui.service.listing import Listing, Row
from dreamtui.show.marks import NO
from dreamtui.show.text import count, safe
from dreamtui.tui.screens.edit_words import Form
from dreamtui.tui.widgets.strips import still


def editing(listing: Listing, row: Row) -> Form:
    """An entry, with what its source says now above it."""
    staged, known = row.staged, row.evidence
    text = memory_edits.words(listing.outline, row.entry)
    shown = staged.text if staged and staged.choice == "edit" else text
    above = [_lines("MEMORY.md says", text)]
    if known.source_says:
        above.append(_lines("its source says now", known.source_says))
    source = row.entry.source
    place = f"{paths.MEMORY}:{row.entry.line}" + (f", from {source[0]}:{source[1]}" if source else "")
    return Form(
        "Edit an entry", place, Content("\n").join(above), shown,
        partial(_size, row.entry.tokens), _warnings, "keeps it for the next write",
    )  # fmt: skip


def merging(listing: Listing, rows: Sequence[Row]) -> Form:
    """Several entries, one below the other; what stands in the editor takes the place of the first."""
    texts = [memory_edits.words(listing.outline, row.entry) for row in rows]
    named = [_lines(f"line {row.entry.line}", text) for row, text in zip(rows, texts, strict=True)]
    lines = ", ".join(str(row.entry.line) for row in rows)
    place = f"{paths.MEMORY}, lines {lines}: the first keeps its place, the others go"
    text = " ".join(" ".join(text.split()) for text in dict.fromkeys(texts))
    return Form(
        f"Merge {count(len(rows), 'entry', 'entries')}", place, Content("\n").join(named), text,
        partial(_size, sum(row.entry.tokens for row in rows)), _warnings, "keeps it for the next write",
    )  # fmt: skip


def _lines(title: str, text: str) -> Content:
    body = "\n".join(f"  {still(line.expandtabs(4))}" for line in text.split("\n"))
    return Content.assemble((safe(title), "dim"), "\n", body)


def _size(before: int, text: str) -> Content:
    size = memory_md.budget(text.strip().encode("utf-8", "replace"))
    told = f"{count(size.chars, 'character')}, about {count(size.tokens, 'token')}"
    return Content.assemble(
        (told, "bold"), (f" · before about {count(before, 'token')}, marker and source included", "dim")
    )


def _warnings(text: str) -> Content | None:
    if text.strip():
        return None
    return Content.assemble((f"{NO} ", "$text-error bold"), "There is no text to keep: esc goes back.")

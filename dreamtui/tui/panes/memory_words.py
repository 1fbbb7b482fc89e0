"""What the Memory tab says: the gauge as it would be, why there is nothing, why a key does nothing; pure."""

from __future__ import annotations

from typing import Final, NamedTuple

from textual.content import Content

from dreamtui import paths
from dreamtui.config.settings import MemorySettings
from dreamtui.review.staging import decisions
from dreamtui.service.listing import Listing
from dreamtui.show.bars import bar
from dreamtui.show.text import count
from dreamtui.tui.actions import Action
from dreamtui.tui.panes.memory_items import Contents, Item, kept_for, whole

READING: Final = f"Reading {paths.MEMORY} …"
NO_ENTRY: Final = "There is no entry here."
NOTHING_STAGED: Final = "Nothing is marked to be written: x prunes, e edits, m merges."
NOTHING_SUGGESTED: Final = "Nothing is suggested."
NOTHING_TO_UNDO: Final = "there is nothing to undo"
NOTHING_TO_REDO: Final = "there is nothing to redo"
LOCKED: Final = "It is locked and is never pruned: l unlocks it."
TWO: Final = "A merge is of two entries or more: mark them with space first."
WAIT: Final = "One moment: how stale they are is not known yet."
NOTHING_ARCHIVED: Final = "Nothing was pruned yet, so there is nothing to bring back."
_ON_ENTRY: Final = ("memory-prune", "memory-lock", "memory-edit", "memory-mark")
GAUGE: Final = 20


class Here(NamedTuple):
    """Where a person is: the row under the cursor, how many are marked."""

    item: Item | None
    marked: int = 0


def why_not(action: Action, contents: Contents | None, here: Here, *, archived: bool) -> str:
    """Why an action of the tab does nothing now; "" where it does something."""
    if contents is None:
        return READING
    said = contents.listing.ledger
    nothing = {
        "memory-write": "" if decisions(said.staged, said.locked) else NOTHING_STAGED,
        "memory-undo": "" if said.undoable else NOTHING_TO_UNDO,
        "memory-redo": "" if said.redoable else NOTHING_TO_REDO,
        "memory-merge": "" if here.marked > 1 else TWO,
        "memory-suggested": _why_none(contents),
        "memory-archive": "" if archived else NOTHING_ARCHIVED,
    }
    if action.id in nothing:
        return nothing[action.id]
    if action.id in _ON_ENTRY and not (here.marked and action.id in ("memory-prune", "memory-lock")):
        return _why_not_here(action, contents, here.item)
    return NO_ENTRY if action.id == "memory-filter" and not contents.rows else ""


def _why_none(contents: Contents) -> str:
    if not contents.listing.assessed:
        return WAIT
    return "" if any(row.open and row.staleness.score for row in contents.listing.rows) else NOTHING_SUGGESTED


def _why_not_here(action: Action, contents: Contents, item: Item | None) -> str:
    if item is None:
        return NO_ENTRY
    if item.row is None:
        text = whole(item.span, contents.listing.outline.raw)
        return f"Protected: {kept_for(item.span.kind, text)} is no entry. o opens it in your editor."
    return LOCKED if action.id == "memory-prune" and item.row.locked else ""


def head(listing: Listing, settings: MemorySettings, width: int) -> Content:
    """The size of MEMORY.md as it would be with what is staged, in one line."""
    now, then, budget = listing.size, listing.would_be(), listing.budget_chars
    share = then.chars / max(1, budget)
    style = "$text-success" if share < 0.8 else "$text-warning" if share <= 1 else "$text-error"
    staged = decisions(listing.ledger.staged, listing.ledger.locked)
    chars = f"{now.chars:,}" if now == then else f"{now.chars:,} → {then.chars:,}"
    parts: list[Content | str | tuple[str, str]] = [
        "would be " if staged else "budget ",
        "▕",
        (bar(share, GAUGE if width >= 100 else 10), style),
        f"▏ {chars} of {budget:,} characters ({share:.0%})",
    ]
    if width >= 110:
        costs = [f"${settings.monthly_cost(size.tokens):,.2f}" for size in (now, then)]
        tokens = f"{now.tokens:,}" if now == then else f"{now.tokens:,} → {then.tokens:,}"
        cost = costs[0] if costs[0] == costs[1] else " → ".join(costs)
        parts.append((f" · ≈ {tokens} tokens, {cost} a month", "dim"))
    if staged:
        parts.append((f" · {staged} to write", "bold"))
    return Content.assemble(*parts)


def notice(contents: Contents, *, exists: bool, marked: int) -> Content | None:
    """What is said above the list if anything is, or in place of it."""
    listing = contents.listing
    if not contents.rows:
        return _nothing(exists=exists)
    if marked:
        what = f"{count(marked, 'entry', 'entries')} marked"
        return Content.assemble((what, "bold"), ": x, l and m act on all of them, esc takes the marks away")
    over = listing.would_be().chars - listing.budget_chars
    if over > 0:
        return Content.assemble(
            ("! ", "$text-warning bold"),
            (f"MEMORY.md is {over:,} characters over its budget: the agent does not see the rest.", "bold"),
            " A prunes what looks stale, x what you choose, w writes it.",
        )
    if not listing.rows:
        return Content("There are no entries: all of it is protected text, which is never changed from here.")
    if not listing.assessed:
        return Content("Finding out how stale each entry is …")
    if not any(row.entry.key for row in listing.rows):
        return Content(
            "A person wrote all of this: nothing is suggested. x prunes what you choose, to an archive."
        )
    if not contents.left and not decisions(listing.ledger.staged, listing.ledger.locked):
        return Content("Nothing that was promoted looks stale now. x prunes what you choose all the same.")
    return None


def _nothing(*, exists: bool) -> Content:
    first = f"{paths.MEMORY} is empty." if exists else f"There is no {paths.MEMORY} yet."
    return Content.assemble(
        (first, "bold"),
        "\n\nWhat you approve in Review (1) and write (w) goes into it; what you write into it by hand "
        "shows here, too. Once entries grow stale, this tab says which and why, and prunes them to "
        f"{paths.ARCHIVE}, from where they can be brought back.",
    )

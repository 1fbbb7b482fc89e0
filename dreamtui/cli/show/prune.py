"""What `dreamtui prune` prints: the entries of MEMORY.md, what was or would be written, the archive."""

from __future__ import annotations

from collections.abc import Sequence

from dreamtui import paths
from dreamtui.cli.context import Context
from dreamtui.cli.show import diff, gauge
from dreamtui.cli.show.page import Page, Span, page
from dreamtui.files.archive import Archived
from dreamtui.files.memory_outline import parse
from dreamtui.instants import DAY_MS
from dreamtui.javascript import fixed, fold
from dreamtui.review.pruning import Item, PruningPlan
from dreamtui.service.listing import Listing, Row
from dreamtui.show import bars
from dreamtui.show.text import age, count, pad
from dreamtui.show.words import CAME_BACK

INDENT = 17
"""Two blanks, an id with the number of those that say the same (`#12`), two more."""
TEXT_LINES = 3
PROBES = 3
_DONE = {"pruned": "pruned", "edited": "edited", "merged": "merged", "restored": "brought back"}


def show_list(context: Context, listing: Listing, rows: Sequence[Row], *, suggested: bool) -> None:
    """Print entries with size, age, use and the reasons to prune them, in the order of the file."""
    with page() as out:
        size, room = listing.size, listing.budget_chars
        out.say(
            Span(f"{paths.MEMORY} of {context.desk.workspace.root}", "bold"),
            f": {count(len(listing.rows), 'entry', 'entries')}, {size.chars:,} of {room:,} characters, "
            f"about {size.tokens:,} tokens.",
        )
        if not rows:
            out.say("Nothing is suggested." if suggested else "There are no entries.", indent=2)
            return
        out.say(
            Span(
                "stale: 0 to 1; age: days since it was promoted; uses: since then; tok: tokens, estimated",
                "dim",
            ),
            indent=2,
        )
        out.blank()
        out.line(Span(f"  {'id':<{INDENT - 2}}stale{' ' * 8}   age  uses   tok", "bold dim"))
        for row in rows:
            _row(out, context, row)
        out.blank()
        out.say("`dreamtui prune apply ID` archives an entry, `dreamtui prune lock ID` keeps it for good.")


def show_locked(rows: Sequence[Row]) -> None:
    """Print what was locked or unlocked."""
    with page() as out:
        for row in rows:
            said = "locked: " if row.locked else "unlocked: "
            out.say(fold(row.entry.text), lead=[Span(said, "bold")], most=2)


def show_plan(context: Context, plan: PruningPlan, *, applied: bool) -> None:
    """Print the exact change of MEMORY.md, what would be forgotten, and the budget."""
    with page() as out:
        if not plan.items:
            out.say(Span("Nothing can be written", "bold"), ": nothing is marked to be pruned.")
        elif applied:
            out.say(Span(f"Changed {paths.MEMORY}", "bold"), "; `dreamtui review undo` takes it back.")
        else:
            out.say(Span(f"Would change {paths.MEMORY}", "bold"), "; nothing was written.")
        for item in plan.items:
            _item(out, item)
        _left_out(out, plan)
        if plan.lost:
            _lost(out, plan, applied=applied)
        if plan.memory:
            diff.show_writes(out, [plan.memory], applied=applied)
        if any(item.done in ("pruned", "merged") for item in plan.items):
            out.blank()
            verb = "lies" if applied else "would lie"
            out.say(f"What was cut {verb} in {paths.ARCHIVE}; `dreamtui prune restore ID` brings it back.")
        out.blank()
        gauge.show(out, plan.plan, context.desk.loaded.settings.memory)


def show_archive(entries: Sequence[Archived]) -> None:
    """Print what can be restored, the newest last."""
    with page() as out:
        if not entries:
            out.say(f"Nothing was pruned: {paths.ARCHIVE} has no entries.")
            return
        out.say(Span(f"{count(len(entries), 'entry', 'entries')} in {paths.ARCHIVE}", "bold"), ".")
        for one in entries:
            text = next((entry.text for entry in parse(one.raw).entries), "")
            out.say(fold(text), lead=[Span(f"  {pad(one.id, INDENT - 2)}")], most=TEXT_LINES)
            where = f", under {one.origin.headings[-1]}" if one.origin.headings else ""
            why = f": {one.reason}" if one.reason else ""
            out.say(
                Span(f"pruned on {one.at[:10]}, line {one.origin.line}{where}{why}", "dim"), indent=INDENT
            )


def _row(out: Page, context: Context, row: Row) -> None:
    known, entry = row.evidence, row.entry
    days = None if known.promoted_ms is None else (context.now_ms - known.promoted_ms) / DAY_MS
    score = row.staleness.score
    out.line(
        f"  {pad(entry.id, INDENT - 2)}",
        Span(fixed(score, 2), "bold"),
        " ",
        Span(bars.bar(score, 8), "yellow" if score else ""),
        f"{age(days) if entry.key else '':>6}{len(known.uses) if entry.key or known.uses else '':>6}"
        f"{entry.tokens:>6}  ",
        Span(", ".join(_marks(row)), "bold" if row.locked or row.staged else "dim"),
    )
    out.say(fold(entry.text), indent=INDENT, most=TEXT_LINES)
    for reason in row.staleness.reasons:
        out.say(Span(f"{reason.code}: {reason.message}", "dim"), indent=INDENT)


def _marks(row: Row) -> list[str]:
    marks = ["promoted" if row.entry.managed else "promoted, changed" if row.entry.key else "by hand"]
    marks += ["locked"] * row.locked
    marks += ["you wrote about it below it"] * bool(row.remark)
    return [*marks, f"marked: {row.staged.choice}"] if row.staged else marks


def _item(out: Page, item: Item) -> None:
    where = f" {CAME_BACK[item.where]}" if item.where else ""
    lead = [Span(f"  {pad(item.id, INDENT - 2)}"), Span(f"{_DONE[item.done]}{where}: ", "bold")]
    out.say(fold(item.now or item.text), lead=lead, most=2)


def _left_out(out: Page, plan: PruningPlan) -> None:
    for ident in plan.locked:
        out.say(Span(f"{ident} is locked and stays.", "yellow"), indent=2)
    for ident in plan.gone:
        out.say(
            Span(f"{ident} does not stand in {paths.MEMORY} as when that was decided.", "yellow"), indent=2
        )


def _lost(out: Page, plan: PruningPlan, *, applied: bool) -> None:
    out.heading("Forgotten", "what memory can no longer answer" if applied else "what nothing else answers")
    texts = {item.id: item.text for item in plan.items}
    for one in plan.lost:
        out.say(fold(texts.get(one.id, one.id)), indent=2, most=1)
        asked = "; ".join(" + ".join(probe) for probe in one.probes[:PROBES])
        out.say(Span(f"{len(one.probes)} of {count(one.asked, 'probe')} lost: {asked}", "yellow"), indent=4)

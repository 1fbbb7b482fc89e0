"""What the write screen says about a plan: what happens, what is kept back, and what it costs; pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

from textual.content import Content

from dreamtui.config.settings import MemorySettings
from dreamtui.engine.secrets import redact
from dreamtui.files.memory_md import Budget
from dreamtui.javascript import fold
from dreamtui.model import Reason
from dreamtui.review.approved import ApprovedPlan, Item
from dreamtui.show.bars import bar
from dreamtui.show.marks import FLAG, NO
from dreamtui.show.text import count
from dreamtui.show.words import lost
from dreamtui.tui.widgets.difflines import Above
from dreamtui.tui.widgets.sheet import Sheet

GAUGE = 20
TEXT_LINES: Final = 2
"""Lines at most that are shown of a text."""
NO_ROOM: Final = (
    "No room can be made: what was promoted, looks stale and is not locked is too little for anything more."
)


class Sized(Protocol):
    """A plan that changes MEMORY.md."""

    @property
    def before(self) -> Budget:
        """Its size now."""

    @property
    def after(self) -> Budget:
        """Its size then."""

    @property
    def budget_chars(self) -> int:
        """How many characters it may have."""


def may_write(plan: ApprovedPlan, *, read_only: bool) -> bool:
    """Whether `enter` does anything."""
    return bool(plan.promoted) and not read_only


def may_make_room(plan: ApprovedPlan) -> bool:
    """Whether pruning may help: something approved does not fit, or did not before."""
    short = any(reason.code == "budget" for item in plan.kept_back for reason in item.reasons)
    return bool(plan.pruned) or (plan.over_budget and (short or bool(plan.promoted)))


def headline(plan: ApprovedPlan, *, read_only: bool = False, meanwhile: bool = False) -> Content:
    """What `enter` would do, in a sentence, or how to come to something that it can do; `meanwhile` says that
    what was approved is written already."""
    if not plan.items and meanwhile:
        return Content.assemble(
            ("What was approved was written meanwhile, elsewhere.", "bold"),
            " Nothing else is approved: go back with esc.",
        )
    if not plan.items and read_only:
        return Content.styled("Nothing is approved.", "bold")
    if not plan.items:
        return Content.assemble(
            ("Nothing is approved yet.", "bold"),
            " Go back with esc, approve a candidate with a, and press w again.",
        )
    room = plan.pruned.items if plan.pruned else ()
    added = sum(item.outcome == "promoted" for item in plan.items)
    marked = sum(item.outcome == "marked" for item in plan.items)
    parts = (
        [f"{count(len(room), 'stale entry', 'stale entries')} will be pruned to make room"] if room else []
    )
    if added:
        parts.append(f"{count(added, 'entry', 'entries')} will be added to MEMORY.md")
    if marked:
        parts.append(
            f"{marked} {'stands' if marked == 1 else 'stand'} there already and will be marked as promoted"
        )
    if plan.kept_back:
        parts.append(f"{len(plan.kept_back)} {'is' if len(plan.kept_back) == 1 else 'are'} kept back")
    if plan.promoted:
        return Content.styled(f"{', '.join(parts)}.", "bold")
    return Content.assemble(("Nothing can be written:", "bold"), f" {', '.join(parts)}.")


def gauge(plan: Sized, settings: MemorySettings) -> Content:
    """How full MEMORY.md is and gets, in characters, tokens and money."""
    share = plan.after.chars / max(1, plan.budget_chars)
    style = "$text-success" if share < 0.8 else "$text-warning" if share <= 1 else "$text-error"
    chars = _change(f"{plan.before.chars:,}", f"{plan.after.chars:,}")
    tokens = _change(f"{plan.before.tokens:,}", f"{plan.after.tokens:,}")
    costs = (f"${settings.monthly_cost(size.tokens):,.2f}" for size in (plan.before, plan.after))
    return Content.assemble(
        "budget ▕",
        (bar(share, GAUGE), style),
        f"▏ {chars} of {plan.budget_chars:,} characters ({share:.0%})\n",
        (f"≈ {tokens} tokens, ≈ {_change(*costs)} a month {settings.cost_basis}", "dim"),
    )


def over_budget(plan: ApprovedPlan) -> Content | None:
    """That the budget does not suffice, and what to do; None when it does."""
    if not plan.over_budget:
        return None
    over = plan.after.chars - plan.budget_chars
    if over > 0:
        what = f"MEMORY.md is {over:,} characters over its budget: the agent does not see the rest."
    else:
        what = "Not everything approved fits into the budget of MEMORY.md."
    return Content.assemble(
        ("! ", "$text-warning bold"),
        (what, "bold"),
        " p prunes the stalest first; or shorten entries with e, defer some with d."
        if may_make_room(plan) and not plan.pruned
        else " Shorten entries with e, defer some with d, or take old ones out of MEMORY.md (4).",
    )


def kept_back(plan: ApprovedPlan) -> list[Above]:
    """What is not written though it is approved, and what is and should be looked at twice, each with why."""
    kept, flagged, gone = plan.kept_back, plan.flagged, [one.key for one in plan.lost]

    def doubt(sheet: Sheet) -> None:
        for item in flagged:
            _say(sheet, FLAG, item, item.flags)

    def keep(sheet: Sheet) -> None:
        for item in kept:
            _say(sheet, NO, item, item.reasons)
        if gone:
            sheet.say(lost(gone), lead=[(f"{NO} ", sheet.ink.warn)])

    parts = (
        Above("Look twice", "approved, and written with the rest", len(flagged), doubt),
        Above("Kept back", "approved, and not written now", len(kept) + len(gone), keep),
    )
    return [part for part in parts if part.number]


def _say(sheet: Sheet, mark: str, item: Item, reasons: Iterable[Reason]) -> None:
    why = "; ".join(reason.message for reason in reasons) or "it may not be promoted"
    sheet.say(f"“{redact(fold(item.text))}”", lead=[(f"{mark} ", sheet.ink.warn)], most=TEXT_LINES)
    sheet.say(why, sheet.ink.strong, lead=[("  ", sheet.ink.plain)])


def keys(plan: ApprovedPlan | None, *, read_only: bool, writing: bool) -> Content:
    """What the keys do now; always at the bottom."""
    told = keys_of(bool(plan.promoted) if plan else None, read_only=read_only, writing=writing)
    if plan is None or writing or read_only or not may_make_room(plan):
        return told
    other = " leaves all as it is" if plan.pruned else " prunes the stalest first"
    return Content.assemble(("p", "bold"), other, " · ", told)


def keys_of(writes: bool | None, *, read_only: bool, writing: bool) -> Content:
    """The same for any plan; None: there is none yet."""
    if writing:
        return Content("writing …")
    back = Content.assemble(("esc", "bold"), " back")
    if writes is None:
        return back
    if read_only:
        return Content.assemble("read-only: nothing is written · ", back)
    if not writes:
        return back
    return Content.assemble(
        ("enter", "bold"),
        " writes · ",
        back,
        " · ",
        ("↑ ↓ tab", "bold"),
        " scroll · then ",
        ("u", "bold"),
        " takes it back",
    )


def _change(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"

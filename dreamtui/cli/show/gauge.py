"""The gauge of MEMORY.md: characters of its budget, tokens and cost, before and after."""

from __future__ import annotations

from dreamtui import paths
from dreamtui.cli.show.page import Page, Span
from dreamtui.config.settings import MemorySettings
from dreamtui.files import memory_md
from dreamtui.review.plan import Plan
from dreamtui.show import bars


def show(page: Page, plan: Plan, settings: MemorySettings) -> None:
    """How full MEMORY.md is, and how full it gets with the plan."""
    raw_before, raw_after = before_and_after(plan)
    before, after = memory_md.budget(raw_before), memory_md.budget(raw_after)
    budget = settings.budget
    share = after.chars / budget
    style = "green" if share < 0.8 else "yellow" if share <= 1 else "red"
    chars = _change(f"{before.chars:,}", f"{after.chars:,}")
    page.say(
        "[",
        Span(bars.bar(share, 20), style),
        Span(f"] {chars} of {budget:,} characters ({share:.0%})"),
        Span(": over the budget, the agent does not see the rest" if share > 1 else "", style),
        lead=[Span("  MEMORY.md  ", "bold")],
    )
    costs = [f"${settings.monthly_cost(size.tokens):,.2f}" for size in (before, after)]
    tokens = _change(f"{before.tokens:,}", f"{after.tokens:,}")
    page.say(
        f"about {tokens} tokens, which cost about {_change(*costs)} a month",
        Span(f" {settings.cost_basis}", "dim"),
        indent=13,
    )


def before_and_after(plan: Plan) -> tuple[bytes, bytes]:
    """MEMORY.md before and after a plan; empty where it is not there."""
    for write in plan.writes:
        if write.path == paths.MEMORY:
            return write.before or b"", write.after or b""
    raw = dict(plan.pins).get(paths.MEMORY) or b""
    return raw, raw


def _change(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"

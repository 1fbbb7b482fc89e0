"""Findings about a workspace: what is wrong, and under each what to do about it."""

from __future__ import annotations

from dreamtui.cli.show.page import Page, Span
from dreamtui.service.health import Finding

WARN, NOTE = "!", "-"


def finding(page: Page, one: Finding, *, remedy: str | None = None) -> None:
    """One finding with its remedy, or with what was done instead."""
    mark = Span(f" {WARN} ", "bold yellow") if one.severity == "warn" else Span(f" {NOTE} ", "dim")
    page.say(one.message, lead=[mark])
    page.say(Span(f"→ {one.remedy if remedy is None else remedy}", "dim"), indent=3)

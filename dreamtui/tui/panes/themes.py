"""The Themes tab: what keeps coming back, as bars with evidence, and what may be a lasting truth."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from dreamtui.engine.rem import Reflection, Theme, Truth, reflect
from dreamtui.service.desk import Desk
from dreamtui.show import bars
from dreamtui.show.text import cells, count, pad, safe
from dreamtui.tui.view import View
from dreamtui.tui.widgets.parts import Page, Pane

_BAR = 24
_WEAKEST = 0.05
"""Weaker themes are not shown, whatever the threshold of REM."""


class ThemesPane(Pane):
    """One page."""

    def compose(self) -> ComposeResult:
        """The page."""
        with Page():
            yield Static(id="themes-text", markup=False)

    def gather(self, _desk: Desk, view: View, /) -> Content:
        """Reflect on the whole store."""
        assert view.standing is not None
        inputs = view.standing.inputs
        rem = inputs.settings.rem
        entries = list(inputs.snapshot.state.recall.entries.values())
        seen = reflect(entries, limit=max(rem.limit, 20), min_strength=_WEAKEST, muted=rem.muted)
        return themes_text(seen, rem.min_pattern_strength)

    def fill(self, data: Content) -> None:
        """Show them."""
        self.query_one("#themes-text", Static).update(data)


PANE = ThemesPane


def themes_text(seen: Reflection, threshold: float) -> Content:
    """Themes, strongest first, with a line at what REM tells of; then the truths."""
    if not seen.source_count:
        return Content("There is no memory to reflect on yet: sweeps fill it with what they read (s).")
    lines = [
        Content.assemble(
            ("Themes", "bold $primary"),
            f" of {count(seen.source_count, 'entry', 'entries')}; REM tells of those from {threshold:g}",
        )
    ]
    width = max((cells(safe(theme.tag)) for theme in seen.themes), default=0)
    for theme in seen.themes:
        lines += _theme(theme, min(width, 24), told=theme.strength >= threshold)
    if not seen.themes:
        lines.append(Content("Nothing comes back often enough to be a theme."))
    lines += [Content(""), Content.styled("Possible lasting truths", "bold $primary")]
    lines += [line for truth in seen.truths for line in _truth(truth)]
    if not seen.truths:
        lines.append(Content("No entry is sure enough."))
    return Content("\n").join(lines)


def _theme(theme: Theme, width: int, *, told: bool) -> list[Content]:
    mark = "●" if told else "○"
    head = Content.assemble(
        f"{mark} ",
        (pad(safe(theme.tag), width), "bold" if told else ""),
        f" {theme.strength:.2f} ",
        (bars.bar(theme.strength, _BAR), "$primary"),
        f" {count(theme.memories, 'memory', 'memories')}",
    )
    return [head, Content.styled(f"    {safe(', '.join(theme.evidence))}", "dim")]


def _truth(truth: Truth) -> list[Content]:
    entry = truth.entry
    return [
        Content.assemble((f"{truth.confidence:.2f} ", "bold"), safe(entry.snippet)),
        Content.styled(f"     {safe(entry.place)} · in Review under / with its first words", "dim"),
    ]

"""The header: whose memory this is, how fresh, what ran last and runs next, and how full MEMORY.md is."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import Final, NamedTuple

from textual.content import Content
from textual.widget import Widget

from dreamtui.instants import moment, parse_instant
from dreamtui.service.desk import Desk
from dreamtui.service.standing import MemoryUse, Standing
from dreamtui.show import bars
from dreamtui.show.text import cells, cut, home_as_tilde, safe
from dreamtui.tui.view import View

PHASES: Final[Mapping[str, str]] = {"light": "Light", "rem": "REM", "deep": "Deep"}
_GAP: Final = "   "
_RUN: Final = "run"


class Words(NamedTuple):
    """The parts of the header, each in the longest form that it may take."""

    place: Content
    fresh: Content
    phases: Content
    next: Content
    memory: Content
    cost: Content = Content("")


class Header(Widget):
    """One line where there is room, else two; it is drawn anew when a word of it changes."""

    DEFAULT_CSS = "Header { height: 2; background: $panel; color: $foreground; padding: 0 1; }"

    def __init__(self, desk: Callable[[], Desk], clock: Callable[[], int]) -> None:
        super().__init__(markup=False)
        self._desk = desk
        self._clock = clock
        self._view = View()
        self._doing = ""
        self._shown = Content("")

    def show(self, view: View) -> None:
        """Show another view."""
        self._view = view
        self.tick()

    def doing(self, what: str) -> None:
        """Say what runs at the moment (a sweep in the background); "" when nothing does."""
        self._doing = what
        self.tick()

    @property
    def busy(self) -> bool:
        """Whether something runs at the moment."""
        return bool(self._doing)

    def on_mount(self) -> None:
        """Grow old with what is shown."""
        self.set_interval(1, self.tick)

    def on_resize(self) -> None:
        """Use the room there is."""
        self.tick()

    def tick(self) -> None:
        """Draw the header again if a word of it has changed."""
        width = self.size.width
        if not width:
            return
        lines = header(self._desk(), self._view, self._clock(), width, self._doing)
        text = Content("\n").join(lines)
        if text.plain != self._shown.plain or text.spans != self._shown.spans:
            self._shown = text
            self.styles.height = len(lines)
            self.refresh(layout=True)

    def render(self) -> Content:
        """The lines."""
        return self._shown


def header(desk: Desk, view: View, now_ms: int, width: int, doing: str = "") -> list[Content]:
    """The lines of the header in exactly the room there is: one if everything fits, else two."""
    words = _words(desk, view, now_ms, 60, doing)
    left = _joined(words.place, words.fresh)
    more = Content("☾ last ") + words.phases[2:] if words.phases.plain else words.phases
    for phases, memory in ((more, words.memory + words.cost), (words.phases, words.memory)):
        whole = _joined(left, phases, words.next)
        if whole.cell_length + len(_GAP) + memory.cell_length <= width:
            return [_spread(whole, memory, width)]
    for room in (60, 40, 28, 18, 10):
        words = _words(desk, view, now_ms, room, doing)
        left = _joined(words.place, words.fresh)
        if left.cell_length + len(_GAP) + words.next.cell_length <= width:
            break
    return [_spread(left, words.next, width), _second(words, view, width)]


def _second(words: Words, view: View, width: int) -> Content:
    """Last runs and MEMORY.md; the bar goes where both do not fit, and the tokens after it."""
    memory, room = words.memory, width - words.phases.cell_length - len(_GAP)
    for tokens in (True, False):
        if view.standing and memory.cell_length > room:
            memory = _memory(view.standing.memory, bar=False, tokens=tokens)
    return _spread(words.phases, memory, width)


def _words(desk: Desk, view: View, now_ms: int, room: int, doing: str) -> Words:
    root = home_as_tilde(str(desk.workspace.root), os.path.expanduser("~"))  # noqa: PTH111 (never fails)
    place = Content.assemble(
        ("dreamtui", "bold $primary"),
        "  ",
        _tail(safe(root), room),
        (f" · {safe(desk.located.agent)}", "bold"),
    )
    if view.read_only:
        place = Content.assemble(place, "  ", (" read-only ", "reverse"))
    standing = view.standing
    if standing is None:
        said = "reading …" if view.problem is None else "cannot be read"
        return Words(
            place, Content.styled(said, "bold"), Content(""), _doing(doing, Content("")), Content("")
        )
    zone = desk.loaded.zone
    return Words(
        place,
        _fresh(view, standing, now_ms),
        _phases(standing, zone, now_ms),
        _doing(doing, _next(standing, now_ms)),
        _memory(standing.memory, bar=True),
        Content(f" · ${standing.memory.monthly_cost:,.2f} a month"),
    )


def _doing(doing: str, otherwise: Content) -> Content:
    return Content.styled(f"↻ {doing}", "bold $warning") if doing else otherwise


def _fresh(view: View, standing: Standing, now_ms: int) -> Content:
    store = standing.inputs.store
    state = standing.inputs.snapshot.state
    if view.problem is not None:
        at = span(now_ms - view.loaded_ms)
        return Content.styled(f"! as of {at} ago", "bold $error")
    updated = standing.updated_ms
    if not state.recall.entries and updated is None:
        return Content(f"{store.kind}, no state yet")
    return Content(f"{store.kind}, {span(now_ms - updated)} old" if updated is not None else store.kind)


def _phases(standing: Standing, zone: tzinfo, now_ms: int) -> Content:
    """When each phase ran last; those that ran at the same time together. A day that only shows in what a
    phase left has its source beside it in place of the tick."""
    at: dict[tuple[str, str], list[str]] = {}
    for phase, name in PHASES.items():
        at.setdefault(_last(standing, phase, zone, now_ms), []).append(name)
    parts = [
        Content.assemble(f"{', '.join(names)} {when} ", ("✓", "$success"))
        if source == _RUN
        else Content.styled(f"{', '.join(names)} {when}{source}", "dim")
        for (when, source), names in at.items()
    ]
    return Content.assemble("☾ ", Content("  ").join(parts))


def _last(standing: Standing, phase: str, zone: tzinfo, now_ms: int) -> tuple[str, str]:
    """When a phase ran last, and by which source."""
    run = standing.runs.phases.get(phase)
    when = parse_instant(run.get("timestamp")) if run else None
    if when is not None:
        return moment(when, zone, now_ms), _RUN
    if trace := standing.traces.phases.get(phase):
        return trace.day[5:], f" ({trace.what})"
    return "unknown" if standing.traces.swept else "never", ""


def _next(standing: Standing, now_ms: int) -> Content:
    if not standing.enabled:
        return Content.styled("no schedule (off)", "dim")
    if standing.next_run_ms is None:
        return Content.styled("never due", "dim")
    return Content(f"next in {span(max(0, standing.next_run_ms - now_ms))}")


def _memory(use: MemoryUse, *, bar: bool, tokens: bool = True) -> Content:
    share = use.chars / max(1, use.budget_chars)
    style = "$success" if share < 0.8 else "$warning" if share <= 1 else "$error"
    gauge = f"▕{bars.bar(share, 8)}▏" if bar else ""
    over = " over!" if share > 1 else ""
    return Content.assemble(
        "MEMORY.md ",
        (gauge, style),
        (f" {thousands(use.chars)}/{thousands(use.budget_chars)}{over}", style),
        f" · {thousands(use.tokens)} tok" if tokens else "",
    )


# --- words --------------------------------------------------------------------------------------


def span(ms: int) -> str:
    """A span of time in one number: `4 s`, `12 min`, `6 h`, `3 d`."""
    seconds = max(0, ms) // 1000
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    return f"{seconds // 3600} h" if seconds < 172_800 else f"{seconds // 86_400:,} d"


def thousands(number: int) -> str:
    """A number in a few columns: `812`, `8.1k`."""
    return str(number) if number < 1000 else f"{number / 1000:,.1f}k"


def _tail(path: str, room: int) -> str:
    """A path, or as much of its end as fits."""
    if cells(path) <= room:
        return path
    return "…" + cut(path[::-1], room - 1, "")[::-1]


def _joined(*parts: Content) -> Content:
    return Content(_GAP).join([part for part in parts if part.plain])


def _spread(left: Content, right: Content, width: int) -> Content:
    """Two ends of a line; the left one gives way where they do not fit."""
    room = width - right.cell_length - (3 if right.plain else 0)
    if left.cell_length > room:
        left = left.truncate(max(0, room), ellipsis=True)
    return Content.assemble(left, " " * max(0, width - left.cell_length - right.cell_length), right)

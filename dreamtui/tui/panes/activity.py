"""The Activity tab: what a night comes to and why, the runs, nights in plots, the log as it grows, health."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.css.query import NoMatches
from textual.widget import Widget
from textual.widgets import Input, Static

from dreamtui.engine.runs import Run
from dreamtui.service.activity import Activity, Historian
from dreamtui.service.desk import Desk
from dreamtui.service.standing import decided
from dreamtui.tui.actions import bindings
from dreamtui.tui.panes import activity_rows as rows
from dreamtui.tui.panes import activity_words as words
from dreamtui.tui.screens.details import DetailsScreen
from dreamtui.tui.shell import Shell
from dreamtui.tui.view import View
from dreamtui.tui.widgets.filters import SETTLE, Words
from dreamtui.tui.widgets.following import Following
from dreamtui.tui.widgets.leaf import Leaf
from dreamtui.tui.widgets.parts import Gathered, Pane
from dreamtui.tui.widgets.rows import Rows
from dreamtui.tui.widgets.section import Section

WIDE, TALL = 140, 28
"""From so many columns and lines on all parts are open, side by side."""


class Given(NamedTuple):
    """What was read, and the log in words."""

    activity: Activity
    entries: list[rows.Entry]
    desk: Desk


class ActivityPane(Pane):
    """Five parts: side by side where there is room, else one at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("activity")]
    DEFAULT_CSS = """
    ActivityPane { layout: vertical; }
    ActivityPane #activity-columns { height: 1fr; layout: vertical; }
    ActivityPane #activity-columns > Vertical { width: 1fr; height: auto; }
    ActivityPane.open #activity-columns > Vertical { height: 1fr; }
    ActivityPane.wide #activity-columns { layout: horizontal; }
    ActivityPane.wide #activity-columns > Vertical { height: 1fr; }
    ActivityPane.wide #activity-right { border-left: solid $primary-muted; }
    ActivityPane #activity-head { height: 1; padding: 0 1; color: $text-muted; }
    ActivityPane Words { width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._given: Given | None = None
        self._historian: Historian | None = None
        self._sought = ""
        self._shown: list[rows.Entry] = []
        self.search = Words(placeholder="words, enter keeps them, esc forgets them", compact=True)
        self.search.can_focus = False
        self.tonight = Section("Tonight", Leaf(), id="activity-tonight")
        self.nights = Section("Nights", Leaf(), id="activity-nights")
        self.sweeps = Section(
            "Sweeps",
            Following(),
            Static(rows.HEAD, id="activity-head", markup=False),
            id="activity-sweeps",
        )
        self.log_ = Section("Log", Following("last"), self.search, id="activity-log")
        self.health = Section("Health", Following(), id="activity-health")
        self._front = self.tonight

    @property
    def sections(self) -> tuple[Section, ...]:
        """The parts, in the order in which `tab` goes through them."""
        return self.tonight, self.nights, self.sweeps, self.log_, self.health

    def compose(self) -> ComposeResult:
        """Two columns, which lie below each other where there is no room."""
        with Horizontal(id="activity-columns"):
            with Vertical(id="activity-left"):
                yield self.tonight
                yield self.nights
            with Vertical(id="activity-right"):
                yield self.sweeps
                yield self.log_
                yield self.health

    # --- what is shown --------------------------------------------------------------------------

    def gather(self, desk: Desk, view: View, /) -> Given:
        """Read the log from its end, and look at everything else."""
        assert isinstance(self.app, Shell)
        if self._historian is None or self._historian.root != desk.workspace.root:
            self._historian = Historian(desk)
        held = view.queue.rows if view.queue else ()
        candidates = [row.candidate for row in held if row.standing != "promoted"]
        now = self.app.clock()
        standing = decided(view.standing, view.queue) if view.standing and view.queue else view.standing
        read = self._historian.read(desk, standing, candidates, now, view.problem or "")
        zone, root = desk.loaded.zone, str(desk.workspace.root)
        first = Given(read, [rows.entry(line, zone, root) for line in read.log.lines], desk)
        self.post_message(Gathered(first))  # a check of all files takes longer than the rest
        return first._replace(activity=self._historian.check(desk, read))

    def fill(self, data: Given) -> None:
        """Show all parts; cursors stay where they are."""
        self._given = data
        given, zone = data.activity, data.desk.loaded.zone
        _leaf(self.tonight).show(lambda sheet: words.say_tonight(sheet, given))
        _leaf(self.nights).show(lambda sheet: words.say_nights(sheet, given))
        runs = rows.timeline(given.runs, zone)
        _rows(self.sweeps).tell(
            [_key(run) for run in runs],
            lambda index: rows.run_row(runs[index], zone),
            words.no_sweeps(given),
        )
        health = rows.health_rows(given)
        _rows(self.health).tell([row.key for row in health], lambda index: health[index].told, "")
        self.tonight.title.tell(words.tonight_summary(given))
        self.nights.title.tell(words.nights_summary(given))
        self.sweeps.title.tell(rows.runs_summary(given))
        self.health.title.tell(rows.health_summary(given))
        self._show_log()

    def _show_log(self) -> None:
        if self._given is None:
            return
        given = self._given.activity
        sought = self._sought.casefold().split()
        entries = [one for one in self._given.entries if all(word in one.folded for word in sought)]
        self._shown = entries
        empty = given.log_problem or (
            f"No record has “{self._sought}”: esc shows all." if sought else rows.QUIET
        )
        keys = [one.line.at for one in entries]
        _rows(self.log_).tell(keys, lambda index: rows.entry_row(entries[index]), empty)
        self.log_.title.tell(rows.log_summary(given, len(entries), self._sought))

    # --- parts ----------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Open the first part."""
        self._look()

    @property
    def last_part(self) -> Widget:
        """The part that is open."""
        return self._front.front

    def on_resize(self, event: events.Resize) -> None:
        """One part at a time, or all of them."""
        self.set_class(event.size.width >= WIDE and event.size.height >= TALL, "wide")
        self._look()

    def on_descendant_focus(self) -> None:
        """Open the part that keys go to."""
        focused = self.screen.focused
        for section in self.sections:
            if focused is not None and section in focused.ancestors:
                self._front = section
        self._look()

    def _look(self) -> None:
        wide = self.has_class("wide")
        for section in self.sections:
            section.look(active=section is self._front, folded=not wide and section is not self._front)
        try:
            columns = self.query_one("#activity-columns").children
        except NoMatches:
            return
        for column in columns:
            column.styles.height = "1fr" if wide or self._front in column.children else "auto"

    # --- keys -----------------------------------------------------------------------------------

    def action_activity_details(self) -> None:
        """Show all of what is under the cursor."""
        if self._given is not None:
            title, lines = self._details(self._given)
            if lines:
                self.app.push_screen(DetailsScreen(title, lines))

    @on(Rows.Opened)
    def _on_opened(self, message: Rows.Opened) -> None:
        message.stop()
        self.action_activity_details()

    def _details(self, given: Given) -> tuple[str, list[str]]:
        read, front = given.activity, self._front
        if front is self.tonight:
            return "Tonight", words.tonight_details(read)
        if front is self.nights:
            return "Nights", words.nights_details(read)
        place = _rows(front).cursor
        if place is None:
            return "", []
        if front is self.sweeps:
            zone = given.desk.loaded.zone
            return "Sweep", rows.run_details(rows.timeline(read.runs, zone)[place], zone)
        if front is self.log_:
            return "Record", rows.entry_details(self._shown[place])
        if front is self.health and (found := rows.health_rows(read)[place].finding):
            return "Health", rows.finding_details(found)
        return "", []

    def action_activity_filter(self) -> None:
        """Type words; the log shows what has them."""
        self.search.display = self.search.can_focus = True
        self.search.focus()

    def action_activity_clear(self) -> None:
        """Forget the words."""
        self._seek("")
        self.search.value = ""

    @on(Input.Changed)
    def _on_typed(self, message: Input.Changed) -> None:
        message.stop()
        self.set_timer(SETTLE, lambda: self._seek(self.search.value.strip()))

    @on(Words.Given)
    def _on_given(self, message: Words.Given) -> None:
        message.stop()
        self._seek(self.search.value.strip() if message.kept else "")
        if not message.kept:
            self.search.value = ""
        self.search.display = self.search.can_focus = False
        self.log_.front.focus()

    def _seek(self, sought: str) -> None:
        if sought != self._sought:
            self._sought = sought
            self._show_log()


PANE = ActivityPane


def _key(run: Run | rows.Asleep) -> tuple[object, ...]:
    return (run.at_ms, run.kind, run.outcome) if isinstance(run, Run) else (run.first,)


def _leaf(section: Section) -> Leaf:
    assert isinstance(section.front, Leaf)
    return section.front


def _rows(section: Section) -> Following:
    assert isinstance(section.front, Following)
    return section.front

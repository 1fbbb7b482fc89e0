"""The app: it alone reads, decides and writes; panes show what it has and ask for what a person wants."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Final

from textual import work
from textual.worker import Worker, WorkerState, get_current_worker

from dreamtui import paths
from dreamtui.errors import DreamtuiError
from dreamtui.model import Trigger
from dreamtui.service import watch
from dreamtui.service.desk import Desk
from dreamtui.service.reviewer import Reviewer
from dreamtui.service.scheduler import due
from dreamtui.service.standing import Standing, log_read
from dreamtui.show.text import safe
from dreamtui.tui import messages, reading
from dreamtui.tui.screens.sweep import SweepScreen
from dreamtui.tui.shell import ALONE, Around, Shell
from dreamtui.tui.sweeping import sweep
from dreamtui.tui.view import View

_SCHEDULE_S: Final = 15


class DreamApp(Shell):
    """The dashboard on one workspace."""

    def __init__(
        self,
        desk: Desk,
        reopen: Callable[[], Desk],
        clock: Callable[[], int],
        *,
        read_only: bool = False,
        around: Around = ALONE,
    ) -> None:
        super().__init__(desk, clock, read_only=read_only, around=around)
        self.reviewer = Reviewer(desk, clock, set())
        self._reopen = reopen
        self._stop = Event()
        self._stamps: dict[str, watch.Stamp | None] = {}
        self._loading = False
        self._pending: messages.Reload | None = None
        self._cancel: Event | None = None
        self._since_ms = clock()

    # --- opening and closing ----------------------------------------------------------------------

    def on_mount(self) -> None:
        """Paint first, read then."""
        self.dress(again=False)
        self.set_interval(_SCHEDULE_S, self.check_schedule)
        self.call_after_refresh(self._load, messages.Reload())
        self.call_after_refresh(self._watch)

    def on_unmount(self) -> None:
        """Let the threads end."""
        self._stop.set()
        if self._cancel:
            self._cancel.set()

    # --- reading ----------------------------------------------------------------------------------

    def _load(self, asked: messages.Reload) -> None:
        """One reading at a time, and at most one waiting."""
        if self._loading:
            self._pending = self._pending if self._pending and self._pending.settings else asked
            return
        self._loading = True
        self._read(asked, self.view, first=not self.view.loaded_ms)

    @work(thread=True, exclusive=True, exit_on_error=False, group="load", description="load")
    def _read(self, asked: messages.Reload, old: View, *, first: bool) -> None:
        worker = get_current_worker()
        own = self.reviewer.history.own
        source = reading.Source(self.desk, self._reopen, self.clock, self.read_only, own)

        def tell(result: reading.Result) -> None:
            if not worker.is_cancelled:
                self.post_message(messages.Loaded(result))

        partly = tell if first else None
        result = reading.read(source, old, settings=asked.settings, patient=not first, partly=partly)
        tell(result)
        if result.view.queue is not None:
            result.view.queue.prepare()

    def on_loaded(self, message: messages.Loaded) -> None:
        """Show what was read; read once more if something changed meanwhile."""
        result = message.result
        before = self.desk.loaded.settings.ui
        self.desk, self._stamps = result.desk, dict(result.stamps) or self._stamps
        if self.is_running and self.desk.loaded.settings.ui != before:
            self.dress(again=True)
        self.reviewer = result.reviewer or self.reviewer
        self._present(result.view)
        if result.view.standing is None and result.view.problem is None:
            return  # the first part of it
        self._loading = False
        if self._pending:
            asked, self._pending = self._pending, None
            self._load(asked)

    def _present(self, view: View) -> None:
        if not self.is_running:  # it was left meanwhile
            return
        if view.problem and view.problem != self.view.problem and view.standing:
            self.notify(safe(view.problem), title="cannot be read now", severity="error", markup=False)
        self.view = view
        self.main.show(self.desk, view)

    def on_reload(self, message: messages.Reload) -> None:
        """Read again."""
        if message.decisions_only and self.view.queue is not None:
            self._step(Reviewer.reread)
        else:
            self._load(message)

    def action_reload(self) -> None:
        """Read everything again, settings included."""
        self._load(messages.Reload(settings=True))

    @work(thread=True, exit_on_error=False, group="watch", description="watch")
    def _watch(self) -> None:
        for names in watch.changes(watch.places(self.desk), self._stop):
            self.post_message(messages.FilesChanged(names))

    def on_files_changed(self, message: messages.FilesChanged) -> None:
        """Read what is new; what this app wrote or has read since is not."""
        where = watch.places(self.desk)
        new = {name for name in message.names if watch.stamp_of(where, name) != self._stamps.get(name)}
        if new == {paths.REVIEW_LOG}:
            self.on_reload(messages.Reload(decisions_only=True))
        elif new == {paths.EVENTS} and self.view.standing and not (self.view.problem or self._loading):
            self._read_log(self.desk, self.view.standing)
        elif new:
            self._load(messages.Reload(settings=any(str(other) in new for other in where.others)))

    @work(thread=True, exclusive=True, exit_on_error=False, group="log", description="log")
    def _read_log(self, desk: Desk, standing: Standing) -> None:
        stamp = watch.stamp_of(watch.places(desk), paths.EVENTS)  # before it is read: what comes then is new
        self.post_message(messages.LogGrown(standing, log_read(desk, standing, self.clock()), stamp))

    def on_log_grown(self, message: messages.LogGrown) -> None:
        """Show what the audit log says now, unless everything is read anew."""
        if self._loading or self.view.standing is not message.before:
            return
        self._stamps[paths.EVENTS] = message.stamp
        self.main.forget_log()
        same = message.standing is message.before
        self._present(self.view if same else self.view._replace(standing=message.standing))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What nobody foresaw is told, and the dashboard goes on."""
        if event.state != WorkerState.ERROR:
            return
        error = event.worker.error
        told = f"internal error: {type(error).__name__}: {error}: please report it"
        if event.worker.group == "load":
            self._loading = False
            self._present(self.view._replace(problem=told))
        elif event.worker.group == "steps":
            self.stepping = False
        self.notify(safe(told), severity="error", markup=False)

    # --- deciding ---------------------------------------------------------------------------------

    def on_decide(self, message: messages.Decide) -> None:
        """Write the decision down, then show it."""
        self._decide(message)

    def on_decide_entries(self, message: messages.DecideEntries) -> None:
        """The same for entries of MEMORY.md."""
        if not message.slow:
            self._decide(message)
        elif not self.refuses():
            self._step(message.step)

    def _decide(self, decided: messages.Decide | messages.DecideEntries) -> None:
        if self.view.queue is None or self.refuses():
            return
        try:
            queue = decided.step(self.reviewer, self.view.queue)
        except (DreamtuiError, OSError) as error:
            self.notify(safe(str(error)), severity="error", markup=False)
            self.show_again()
            return
        self._own_ledger()
        self._present(self.view._replace(queue=queue, ready=self.reviewer.ready(queue)))

    def _own_ledger(self) -> None:
        """What was just written to the ledger is known already."""
        if stamp := watch.stamp_of(watch.places(self.desk), paths.REVIEW_LOG):
            self._stamps[paths.REVIEW_LOG] = stamp

    def on_undo(self) -> None:
        """Take the last step back."""
        if not self.refuses():
            self._step("undo")

    def on_redo(self) -> None:
        """Take the last undo back."""
        if not self.refuses():
            self._step("redo")

    def _step(self, what: str | messages.Step) -> None:
        if self.view.queue is not None and not self.stepping:
            self.stepping = True
            self._take_step(what, self.view)

    @work(thread=True, exit_on_error=False, group="steps", description="steps")
    def _take_step(self, what: str | messages.Step, view: View) -> None:
        assert view.queue is not None
        try:
            if not isinstance(what, str):
                queue = what(self.reviewer, view.queue)
                self.post_message(messages.Stepped(queue, "", ready=self.reviewer.ready(queue)))
                return
            done = self.reviewer.undo(view.queue) if what == "undo" else self.reviewer.redo(view.queue)
            if done is None:
                self.post_message(messages.Stepped(None, f"there is nothing to {what}"))
            else:
                self.post_message(messages.Stepped(*done, ready=self.reviewer.ready(done.queue)))
        except (DreamtuiError, OSError) as error:
            self.post_message(messages.Stepped(None, str(error), bad=True))

    def on_stepped(self, message: messages.Stepped) -> None:
        """Show what a step came to; a write that was taken back has changed more than decisions."""
        self.stepping = False
        if message.told:
            self.notify(safe(message.told), severity="error" if message.bad else "information", markup=False)
        self._own_ledger()
        if message.queue:
            self._present(self.view._replace(queue=message.queue, ready=message.ready))
        if message.keys:
            self.main.find(message.keys)
        self.on_files_changed(messages.FilesChanged(frozenset((paths.MEMORY, paths.RECALL_STORE))))

    def on_screen_asked(self, message: messages.ScreenAsked) -> None:
        """Show what would be written; read again what was."""
        if self.view.queue is not None:
            screen = message.screen(self.reviewer, self.view.queue)
            self.push_screen(screen, lambda written: self._load(messages.Reload()) if written else None)

    # --- sweeping ---------------------------------------------------------------------------------

    def action_sweep(self) -> None:
        """Sweep, or show the sweep that runs, with its progress over the tabs."""
        if self.refuses():
            return
        if self._cancel is None:
            self.sweep("key")
        self.push_screen(SweepScreen())

    def check_schedule(self) -> None:
        """Sweep by itself when it is due; what passes waits for review."""
        standing = self.view.standing
        if self.read_only or self._cancel is not None or standing is None or self.view.problem:
            return
        now = self.clock()
        if due(self.desk, self._since_ms, now, standing.runs.phases) is not None:
            self.sweep("schedule")

    def sweep(self, trigger: Trigger) -> None:
        """Run a sweep in a worker."""
        self._cancel = Event()
        self._since_ms = self.clock()
        self.main.header.doing("sweep")
        self._sweep(self._cancel, trigger)

    @work(thread=True, exit_on_error=False, group="sweep", description="sweep")
    def _sweep(self, cancel: Event, trigger: Trigger) -> None:
        sweep(self.desk, self.clock(), cancel, self.post_message, trigger)

    def on_sweep_cancelled(self) -> None:
        """It stops at its next step."""
        if self._cancel:
            self._cancel.set()

    def on_sweep_ended(self, message: messages.SweepEnded) -> None:
        """Say what it came to, and read what it left."""
        self._cancel = None
        if not self.is_running:
            return
        self.main.header.doing("")
        for screen in self.screen_stack:
            if isinstance(screen, SweepScreen):
                screen.dismiss()
        self.notify(safe(message.told), severity="error" if message.bad else "information", markup=False)
        self._load(messages.Reload())

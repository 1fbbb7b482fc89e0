"""The app: it alone decides and writes; panes show what it has read and ask for what a person wants."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Final

from textual import work
from textual.worker import Worker, WorkerState

from dreamtui import paths
from dreamtui.errors import DreamtuiError
from dreamtui.model import Trigger
from dreamtui.service.desk import Desk
from dreamtui.service.reviewer import Reviewer
from dreamtui.service.scheduler import due
from dreamtui.show.text import safe
from dreamtui.tui import messages
from dreamtui.tui.actions import BY_ID
from dreamtui.tui.current import Current
from dreamtui.tui.screens.sweep import SweepScreen
from dreamtui.tui.shell import ALONE, Around
from dreamtui.tui.sweeping import sweep
from dreamtui.tui.view import View

_SCHEDULE_S: Final = 15


class DreamApp(Current):
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
        super().__init__(desk, reopen, clock, read_only=read_only, around=around)
        self._cancel: Event | None = None
        self._since_ms = clock()

    def on_mount(self) -> None:
        """Look again and again whether a sweep is due."""
        self.set_interval(_SCHEDULE_S, self.check_schedule)

    def on_unmount(self) -> None:
        """Let a sweep stop at its next step."""
        if self._cancel:
            self._cancel.set()

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
            self.done_stepping()
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

    def on_reload(self, message: messages.Reload) -> None:
        """Read again."""
        if message.decisions_only and self.view.queue is not None:
            self._step(Reviewer.reread)
        else:
            self._load(message)

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
        self.done_stepping()
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
            self.push_screen(message.screen(self.reviewer, self.view.queue), self._after_writing)

    def _after_writing(self, written: bool | None) -> None:
        if written:
            self.hints.written()
            self._load(messages.Reload())

    # --- sweeping ---------------------------------------------------------------------------------

    def action_sweep(self) -> None:
        """Sweep, or show the sweep that runs, with its progress over the tabs."""
        if self.refuses():
            return
        if self._cancel is None:
            if why := self.main.why_not(BY_ID["sweep"]):
                self.notify(why, severity="warning", markup=False)
                return
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
                screen.end()
        self.notify(safe(message.told), severity="error" if message.bad else "information", markup=False)
        self._look()

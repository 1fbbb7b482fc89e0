"""What is on screen is what is on disk: everything is read when it opens, and what changes is read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Event

from textual import work
from textual.worker import get_current_worker

from dreamtui import paths
from dreamtui.service import watch
from dreamtui.service.desk import Desk
from dreamtui.service.reviewer import Reviewer
from dreamtui.service.standing import Standing, log_read
from dreamtui.tui import messages, reading
from dreamtui.tui.shell import Around, Shell
from dreamtui.tui.view import View


class Current(Shell):
    """Reads a workspace, watches it and shows what it holds; a reading never takes back what was decided."""

    def __init__(
        self,
        desk: Desk,
        reopen: Callable[[], Desk],
        clock: Callable[[], int],
        *,
        read_only: bool,
        around: Around,
    ) -> None:
        super().__init__(desk, clock, read_only=read_only, around=around)
        self.reviewer = Reviewer(desk, clock, set())
        self._reopen = reopen
        self._stop = Event()
        self._stamps: dict[str, watch.Stamp | None] = {}
        self._loading = False
        self._missed = False
        self._pending: messages.Reload | None = None

    def on_mount(self) -> None:
        """Paint first, read then."""
        self.dress(again=False)
        self.call_after_refresh(self._load, messages.Reload())
        self.call_after_refresh(self._watch)

    def on_unmount(self) -> None:
        """Let the thread that watches end."""
        self._stop.set()

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
        """Show what was read, and look at what changed meanwhile."""
        result = reading.caught_up(message.result)
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
        elif self._missed:
            self._look()

    def _present(self, view: View) -> None:
        if not self.is_running:  # it was left meanwhile
            return
        self.view = view
        self.main.show(self.desk, view)

    def action_reload(self) -> None:
        """Read everything again, settings included."""
        self._load(messages.Reload(settings=True))

    @work(thread=True, exit_on_error=False, group="watch", description="watch")
    def _watch(self) -> None:
        for names in watch.changes(watch.places(self.desk), self._stop):
            self.post_message(messages.FilesChanged(names))

    def on_files_changed(self, message: messages.FilesChanged) -> None:
        """Read what is new; what this app wrote or has read since is not."""
        if self._loading and message.names != {paths.REVIEW_LOG}:
            self._missed = self._missed or bool(message.names)
            return
        where = watch.places(self.desk)
        new = {name for name in message.names if watch.stamp_of(where, name) != self._stamps.get(name)}
        if new == {paths.REVIEW_LOG}:
            self.post_message(messages.Reload(decisions_only=True))
        elif new == {paths.EVENTS} and self.view.standing and not self.view.problem:
            self._read_log(self.desk, self.view.standing)
        elif new:
            self._load(messages.Reload(settings=any(str(other) in new for other in where.others)))

    def _look(self) -> None:
        """Read again if files are not what was read; what is being read now may be what they are."""
        self._missed = self._loading
        if not self._loading:
            self._compare(watch.places(self.desk), dict(self._stamps))

    @work(thread=True, exit_on_error=False, group="look", description="look")
    def _compare(self, where: watch.Places, known: Mapping[str, watch.Stamp | None]) -> None:
        self.post_message(messages.FilesChanged(watch.differences(known, watch.stamps(where))))

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

    def _own_ledger(self) -> None:
        """What was just written to the ledger is known already."""
        if stamp := watch.stamp_of(watch.places(self.desk), paths.REVIEW_LOG):
            self._stamps[paths.REVIEW_LOG] = stamp

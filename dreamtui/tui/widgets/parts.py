"""Lists, texts and panes that the tabs are made of: every key of theirs is in the registry."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import OptionList
from textual.worker import get_current_worker

from dreamtui.errors import DreamtuiError
from dreamtui.service.desk import Desk
from dreamtui.tui.actions import BY_ID, Action, bindings
from dreamtui.tui.view import View
from dreamtui.tui.widgets.question import Question
from dreamtui.tui.widgets.tabular import CURSOR

_NOT_DIM: Final = Style(dim=False)


class Lines(OptionList, inherit_bindings=False):
    """A short list with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list")]
    DEFAULT_CSS = """
    Lines { height: 1fr; border: none; padding: 0 1 0 0; background: $background; scrollbar-size-vertical: 1;
        text-wrap: nowrap; text-overflow: ellipsis; }
    Lines:focus { border: none; }
    Lines > .option-list--option { padding: 0 0 0 1; }
    """

    def render_line(self, y: int) -> Strip:
        """The line under the cursor has a mark, and nothing dim: that could not be read on its colour."""
        drawn = super().render_line(y)
        style = next(iter(drawn), Segment("")).style
        if style is None or self.highlighted is None or style.meta.get("option") != self.highlighted:
            return drawn
        plain = [Segment(text, style and style + _NOT_DIM) for text, style, _ in drawn.crop(1)]
        return Strip([Segment(CURSOR, style + _NOT_DIM), *plain], drawn.cell_length)

    def refill(self, options: list[Any]) -> None:
        """Other lines; the cursor stays on the line with the same id, else at the same place."""
        at, scroll = self.highlighted, self.scroll_offset.y
        held = self.get_option_at_index(at).id if at is not None else None
        self.clear_options()
        self.add_options(options)
        if not options:
            return
        ids = {option.id: index for index, option in enumerate(self.options)}
        self.highlighted = (
            ids.get(held, min(at or 0, len(options) - 1)) if held else min(at or 0, len(ids) - 1)
        )
        self.scroll_to(y=scroll, animate=False)


class Page(VerticalScroll, can_focus=True, inherit_bindings=False):
    """A text longer than the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("text")]
    DEFAULT_CSS = """
    Page { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    Page > Static { height: auto; }
    """


class Gathered(Message, bubble=False):
    """What a pane had read in its worker."""

    def __init__(self, data: Any) -> None:
        super().__init__()
        self.data = data


class Pane(Widget):
    """A tab: `gather` reads in a worker (no widget is touched), `fill` shows, `fail` says what is wrong."""

    DEFAULT_CSS = "Pane { height: 1fr; width: 1fr; }"

    has_read = False
    """Whether it shows what it reads, or why it cannot."""

    class Arrived(Message):
        """The parts of a pane are there, or show what was read: one of them can take the keys."""

        def __init__(self, pane: Pane) -> None:
            super().__init__()
            self.pane = pane

    def on_mount(self) -> None:
        """Textual mounts a pane after its parts, at whatever time: only now can one of them have the keys."""
        self.post_message(self.Arrived(self))

    @property
    def last_part(self) -> Widget | None:
        """Where keys went when the tab was last in front; None begins with the first part."""
        return None

    def show(self, desk: Desk, view: View) -> None:
        """Show another view."""
        self._gather(desk, view)

    @work(thread=True, exclusive=True, exit_on_error=False, group="gather", description="gather")
    def _gather(self, desk: Desk, view: View) -> None:
        worker = get_current_worker()
        data: Any
        try:
            data = self.gather(desk, view)
        except (DreamtuiError, OSError) as error:
            data = error
        if not worker.is_cancelled:
            self.post_message(Gathered(data))

    def on_gathered(self, message: Gathered) -> None:
        """Show what was read."""
        failed = isinstance(message.data, Exception)
        if failed:
            self.fail(str(message.data))
        else:
            self.fill(message.data)
        self.has_read = failed or self.is_all(message.data)
        self.post_message(self.Arrived(self))

    def why_not(self, action: Action) -> str:  # noqa: ARG002 (panes whose keys always work do not look)
        """Why an action of the pane does nothing now; "" where it does something."""
        return ""

    def label(self, action: Action) -> str:
        """What the footer calls an action of the pane now."""
        return action.label

    def unsaved(self) -> str:
        """What is lost when the workspace is left, in words; "" where nothing is."""
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """No key of the pane does anything while a question waits for its answer."""
        return not isinstance(self.screen.focused, Question)

    def works(self, id_: str) -> bool:
        """Whether an action of the pane does something now; a person is told why not."""
        if why := self.why_not(BY_ID[id_]):
            self.notify(why, markup=False)
        return not why

    def gather(self, desk: Desk, view: View, /) -> Any:
        """Read what the pane shows beyond the view; runs in a thread."""
        raise NotImplementedError

    def is_all(self, data: Any) -> bool:  # noqa: ARG002 (most read all at once)
        """Whether nothing more is being read."""
        return True

    def fill(self, data: Any) -> None:
        """Show what `gather` returned."""
        raise NotImplementedError

    def fail(self, why: str) -> None:
        """Say why there is nothing to show."""
        self.app.notify(why, severity="error", markup=False)

"""The workspaces there are: whose each is, where it lies, what waits there; one of them can be gone to."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from dreamtui.errors import DreamtuiError
from dreamtui.service.agents import Place, Waiting, waiting
from dreamtui.service.desk import Desk
from dreamtui.show.text import cells, count, cut, home_as_tilde, safe, several
from dreamtui.tui.actions import bindings
from dreamtui.tui.screens.box import BoxScreen
from dreamtui.tui.widgets.parts import Lines
from dreamtui.tui.widgets.question import Question

ONE: Final = "This is the only one. Agents that openclaw.json names stand here, each with its own memory."
SWEEPING: Final = "A sweep runs here. Cancel it and go?"
HERE: Final = "you are here"
Answer = Waiting | str
"""What waits in a workspace, or why that is not known."""


class Counted(Message, bubble=False):
    """What waits in a workspace is known."""

    def __init__(self, index: int, answer: Answer) -> None:
        super().__init__()
        self.index = index
        self.answer = answer


class Ready(Message, bubble=False):
    """A place was tried: it can be gone to, unless a problem is told."""

    def __init__(self, place: Place, problem: str) -> None:
        super().__init__()
        self.place = place
        self.problem = problem


class WorkspacesScreen(BoxScreen[Place | None]):
    """Gives the place to go to, None to stay. It only reads, in a worker, and decides nothing.

    `ask` is what is asked before one goes; "" asks nothing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("workspaces")]
    DEFAULT_CSS = """
    WorkspacesScreen > Vertical {
        width: 100; height: auto; max-height: 90%;
        & > Lines { height: auto; background: $surface; }
        & > Static { padding: 0 1; color: $text-muted; }
        & > Question { color: $text; }
    }
    """

    def __init__(
        self,
        places: tuple[Place, ...],
        door: Callable[[Place], Desk],
        clock: Callable[[], int],
        here: Answer,
        ask: str = "",
    ) -> None:
        super().__init__()
        self._places = places
        self._door = door
        self._clock = clock
        self._ask = ask
        self._wanted: Place | None = None
        self._answers: dict[int, Answer] = {n: here for n, place in enumerate(places) if place.here}

    def compose(self) -> ComposeResult:
        """The list, a question if there is one, and what the keys do."""
        with Vertical() as box:
            box.border_title = Content("Workspaces")
            box.border_subtitle = Content("enter open · esc stay here")
            yield Lines()
            yield Question()
            if len(self._places) < 2:
                yield Static(ONE, markup=False)

    def on_mount(self) -> None:
        """Begin where the person is, and count what waits elsewhere."""
        lines = self.query_one(Lines)
        lines.focus()
        self._refill()
        lines.highlighted = next((n for n, place in enumerate(self._places) if place.here), 0)
        self._count()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._refill()

    def _refill(self) -> None:
        room = min(100, self.app.size.width) - 6
        parts = (option(place, self._answers.get(n), room) for n, place in enumerate(self._places))
        self.query_one(Lines).refill([Option(part, id=str(n)) for n, part in enumerate(parts)])

    @work(thread=True, exit_on_error=False, group="count", description="what waits elsewhere")
    def _count(self) -> None:
        worker = get_current_worker()
        for index, place in enumerate(self._places):
            if worker.is_cancelled:
                return
            if place.here or place.problem:
                continue
            answer: Answer
            try:
                answer = waiting(self._door(place), self._clock)
            except (DreamtuiError, OSError):
                answer = "cannot be opened now"
            self.post_message(Counted(index, answer))

    def on_counted(self, message: Counted) -> None:
        """Show it."""
        self._answers[message.index] = message.answer
        self._refill()

    # --- going ------------------------------------------------------------------------------------

    def action_workspaces_open(self) -> None:
        """Go to the place under the cursor, once it is known that it can be opened."""
        at = self.query_one(Lines).highlighted
        place = self._places[at] if at is not None else None
        if place is None or place.here:
            self.dismiss(None)
        elif place.problem:
            self._refuse(f"{home(place)} {place.problem}")
        elif self._ask:
            self._wanted = place
            self.query_one(Question).ask("go", self._ask)
        else:
            self._try(place)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click does what enter does."""
        event.stop()
        self.action_workspaces_open()

    def on_question_answered(self, message: Question.Answered) -> None:
        """Go where the person wanted to go."""
        if message.yes and self._wanted is not None:
            self._try(self._wanted)
        self._wanted = None

    @work(thread=True, exclusive=True, exit_on_error=False, group="try", description="open another workspace")
    def _try(self, place: Place) -> None:
        problem = ""
        try:
            self._door(place)
        except (DreamtuiError, OSError) as error:
            problem = str(error)
        self.post_message(Ready(place, problem))

    def on_ready(self, message: Ready) -> None:
        """Go, or say why not."""
        if message.problem:
            self._refuse(message.problem)
        else:
            self.dismiss(message.place)

    def _refuse(self, why: str) -> None:
        self.app.notify(safe(why), severity="warning", markup=False)

    def action_workspaces_close(self) -> None:
        """Stay."""
        self.dismiss(None)


def leaving(unsaved: str, *, sweeping: bool) -> str:
    """What is asked before one goes, of what that ends; "" where it ends nothing."""
    if not unsaved:
        return SWEEPING if sweeping else ""
    return f"{'A sweep runs here, and is cancelled. ' if sweeping else ''}Go and lose {unsaved}?"


def option(place: Place, answer: Answer | None, room: int) -> Content:
    """Two lines about a place: whose it is and what waits there; where it lies and who else works there."""
    words, style = _state(place, answer)
    name = "the folder you gave" if place.given else place.agent
    left = cut(safe(name), max(8, room - cells(words) - 4))
    gap = " " * max(1, room - 2 - cells(left) - cells(words))
    first = Content.assemble(("▸ " if place.here else "  "), (left, "bold"), gap, (words, style))
    where = home(place)
    if place.shared:
        where = f"{where} · the same memory as {several(place.shared)}"
    if place.given:
        where = f"{where} · seen as {place.agent} sees it"
    return Content.assemble(first, "\n", (f"  {cut(safe(where), room - 2)}", "$text-muted"))


def home(place: Place) -> str:
    """The folder of a place as people write it."""
    return home_as_tilde(str(place.root), os.path.expanduser("~"))  # noqa: PTH111 (never fails)


def _state(place: Place, answer: Answer | None) -> tuple[str, str]:
    """What is said at the right of a place, and in which style."""
    if place.problem:
        return f"! {place.problem}", "$text-error"
    if answer is None:
        return "counting …", "$text-muted"
    known = answer if isinstance(answer, str) else _counts(answer)
    return (f"{known} · {HERE}" if known else HERE) if place.here else known, ""


def _counts(found: Waiting) -> str:
    waits = [f"{found.left:,} eligible"] if found.left else []
    waits += ["large: candidates not counted"] if found.left is None else []
    decided = [f"{found.approved:,} approved"] if found.approved else []
    decided += [f"{count(found.changes, 'change')} of MEMORY.md"] if found.changes else []
    waits += [f"{' and '.join(decided)}, not written"] if decided else []
    return " · ".join(waits) or "nothing waits"

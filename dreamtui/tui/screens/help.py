"""The help screen: every key that does something, from the registry, what is in focus first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import wrap
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from dreamtui.review.queue import Filter
from dreamtui.show.marks import FLAG, NO, YES
from dreamtui.show.text import pad, safe
from dreamtui.tui.actions import Action, Where, bindings, of
from dreamtui.tui.keymap import Keymap
from dreamtui.tui.screens.box import BoxScreen
from dreamtui.tui.widgets.parts import Page

TITLES: Final[dict[Where, str]] = {
    "review": "Review",
    "dreams": "Dreams",
    "themes": "Themes",
    "memory": "Memory",
    "activity": "Activity",
    "tune": "Tune",
    "list": "In lists",
    "text": "In texts",
    "words": "While typing words",
    "app": "Everywhere",
    "write": "Before writing",
    "room": "Where it does not fit",
    "edit": "While editing",
    "reason": "Giving a reason",
    "question": "Asked a question",
    "sweep": "During a sweep",
    "details": "In details",
    "line": "Giving a line",
    "archive": "In the archive",
    "value": "Typing a value",
    "json": "JSON for openclaw.json",
    "workspaces": "Choosing a workspace",
    "settings": "In the settings",
    "help": "In this help",
}
FILTERS: Final[dict[Filter, str]] = {
    "eligible": "May be promoted: all four gates pass and nothing keeps it back.",
    "near": "Fails one gate, or passes all and is kept back by something else.",
    "failing": "Fails two gates or more.",
    "flagged": "Look twice. These are counted a second time: each is also one of the other kinds.",
    "rejected": "A person said no.",
    "promoted": "Stands in MEMORY.md.",
    "all": "Every candidate once. An approved one keeps its kind until it is written; “left” counts the "
    "eligible that nobody has decided on.",
}
COLUMNS: Final[dict[str, str]] = {
    f"{YES} ✎ {NO} ◌": "Decided: approved, edited and approved, rejected, put off.",
    "○ ☾": "Waits for a decision; stands in MEMORY.md.",
    "gates": "The four gates: score, recalls, queries, age. ● passes, ○ fails; without colours "
    "each that passes has its letter, s r q a, and - fails.",
    "rec": "Recalls: searches that found it. They count for the gate.",
    "pas": "Passive: how often sweeps read it again.",
    "q": "Different queries that found it.",
    "age": "Since it came up last.",
    FLAG: "Look twice: what is doubtful about it stands with its details.",
}
_KEYS, _NAME = 14, 23
_WIDEST = 100


class HelpScreen(BoxScreen[None]):
    """A page over the tabs; it only reads."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("help", also=("copy",))]
    DEFAULT_CSS = """
    HelpScreen > Vertical { width: 90%; max-width: 100; height: 90%; }
    """

    def __init__(self, first: Sequence[Where], keymap: Keymap, why_not: Callable[[Action], str]) -> None:
        super().__init__()
        self._first = first
        self._keymap = keymap
        self._why_not = why_not

    def compose(self) -> ComposeResult:
        """One page."""
        with Vertical() as box:
            box.border_title = Content("Keys")
            box.border_subtitle = Content("esc back · ui.keymap changes any of them by name")
            with Page():
                yield Static(markup=False)

    def on_mount(self) -> None:
        """Scroll with the usual keys."""
        self.query_one(Page).focus()

    def on_resize(self) -> None:
        """Use the room there is."""
        room = min(_WIDEST, self.app.size.width * 9 // 10) - 6
        told = help_text(self._first, self._keymap, room, self._why_not)
        self.query_one("Page Static", Static).update(told)

    def action_help_close(self) -> None:
        """Back to the tabs."""
        self.dismiss()


def help_text(
    first: Sequence[Where], keymap: Keymap, width: int, why_not: Callable[[Action], str] = lambda _: ""
) -> Content:
    """All keys by the place where they work, those in `first` first, and why some do nothing now."""
    order = [*first, *(place for place in TITLES if place not in first)]
    lines: list[Content] = []
    for place in order:
        lines += [Content(""), Content.styled(TITLES[place], "bold $primary")]
        for action in of(place):
            why = why_not(action)
            told = f"{action.sentence} Not now: {why}" if why else action.sentence
            lines += _lines(action.id, told, keymap.shown(action), width)
        if place == "review":
            lines += [Content(""), *_table("What the columns mean", COLUMNS, width)]
            lines += [Content(""), *_table("What the filters count", FILTERS, width)]
    return Content("\n").join([*lines[1:], *_problems(keymap)])


def _table(title: str, told: Mapping[str, str] | Mapping[Filter, str], width: int) -> Iterator[Content]:
    yield Content.styled(title, "bold $primary")
    for name, what in told.items():
        first, *others = wrap(what, max(20, width - _KEYS))
        yield Content.assemble((pad(name, _KEYS), "bold"), first)
        yield from (Content(" " * _KEYS + more) for more in others)


def _lines(id_: str, sentence: str, keys: str, width: int) -> list[Content]:
    first, *others = wrap(sentence, max(20, width - _KEYS - _NAME))
    head = Content.assemble((pad(keys or "(no key)", _KEYS), "bold $accent"), (pad(id_, _NAME), "dim"), first)
    return [head, *(Content(" " * (_KEYS + _NAME) + more) for more in others)]


def _problems(keymap: Keymap) -> list[Content]:
    if not keymap.problems:
        return []
    told = map(Content, map(safe, keymap.problems))
    return [Content(""), Content.styled("Your keymap", "bold $warning"), *told]

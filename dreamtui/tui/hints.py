"""Hints for the first time: one at a time, fitting to what there is; gone once acted on or put away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from dreamtui.config.own_state import known_hints, remember_hint
from dreamtui.tui.actions import BY_ID, Action
from dreamtui.tui.keymap import Keymap
from dreamtui.tui.view import View

_DECIDING: Final = frozenset({"approve", "reject", "defer", "edit", "approve-all", "reject-because"})


class Hint(NamedTuple):
    """What is said, with `{action}` for the key of an action, and the actions after which it is known:
    those of `done_by` by themselves, those of `gone_by` only while it is shown."""

    id: str
    text: str
    done_by: frozenset[str] = frozenset()
    gone_by: frozenset[str] = frozenset()


SWEEP: Final = Hint("sweep", "{sweep} reads the notes; nothing is promoted by it.", frozenset({"sweep"}))
DECIDE: Final = Hint(
    "decide", "{approve} approves, {reject} rejects this one; nothing is written yet.", _DECIDING
)
NEAR: Final = Hint(
    "near",
    "Nothing passes by itself; {approve} approves what came near.",
    gone_by=_DECIDING | {"next-filter"},
)
WRITE: Final = Hint(
    "write", "{write} shows what would go into MEMORY.md; enter there writes it.", frozenset({"write"})
)
WRITTEN: Final = Hint("undo", "Written. {undo} takes it back, any time.", gone_by=_DECIDING | {"undo"})
AGENTS: Final = Hint(
    "workspaces", "Other agents have memories too: {workspaces} goes to them.", frozenset({"workspaces"})
)
ALL: Final = (SWEEP, DECIDE, NEAR, WRITE, WRITTEN, AGENTS)


def fitting(view: View, tab: str, *, written: bool, agents: int) -> Iterator[Hint]:
    """The hints that fit to what there is, the one that matters most first."""
    queue = view.queue
    if queue is not None and tab == "review" and not view.read_only:
        approved = view.ready is not None and view.ready.write > 0
        if approved:
            yield WRITE
        elif written:
            yield WRITTEN
        if not queue.rows:
            if view.standing and view.standing.inputs.snapshot.notes:
                yield SWEEP
        elif queue.left():
            yield DECIDE
        elif not approved and not written and queue.counts()["near"]:
            yield NEAR
    if queue is not None and agents > 1:
        yield AGENTS


class Hints:
    """Which hint there is now, in a dashboard with so many `agents`.

    `path` is where it is remembered which are known; None: no hints. `remember` False: for this run alone.
    """

    def __init__(self, path: Path | None = None, *, remember: bool = True, agents: int = 1) -> None:
        self._path = path
        self._remember = remember
        self._agents = agents
        self._known = set(known_hints(path)) if path else set()
        self._written = False

    def now(self, view: View, tab: str) -> Hint | None:
        """The one hint to be shown."""
        if self._path is None:
            return None
        found = fitting(view, tab, written=self._written, agents=self._agents)
        return next((hint for hint in found if hint.id not in self._known), None)

    def acted(self, action: str, shown: Hint | None) -> None:
        """A person did something: the hint that tells how is known then, whether it was shown or not."""
        for hint in ALL:
            put_away = hint is shown and (action in hint.gone_by or action == "hide-hint")
            if (put_away or action in hint.done_by) and hint.id not in self._known:
                self._know(hint)
        if action in _DECIDING | {"undo"}:
            self._written = False

    def written(self) -> None:
        """Something was written that can be taken back."""
        self._written = True

    def _know(self, hint: Hint) -> None:
        self._known.add(hint.id)
        if self._remember and self._path is not None:
            remember_hint(self._path, hint.id)


class HintLine(Widget):
    """A line above the footer that is there only while there is a hint; it never takes the focus."""

    DEFAULT_CSS = """
    HintLine { display: none; height: 1; padding: 0 1; background: $surface; color: $text-accent; }
    """

    def __init__(
        self,
        keymap: Callable[[], Keymap],
        hint: Callable[[View, str], Hint | None],
        why_not: Callable[[Action], str],
    ) -> None:
        super().__init__(markup=False)
        self._keymap = keymap
        self._hint = hint
        self._why_not = why_not
        self.shown: Hint | None = None

    def show(self, view: View, tab: str) -> None:
        """Show the hint for what there is, if there is one whose keys do what it says here and now."""
        hint = self._hint(view, tab)
        works = hint and said(hint, self._keymap()) and not any(map(self._why_not, told(hint)))
        self.shown = hint if works else None
        self.display = self.shown is not None
        self.refresh()

    def render(self) -> Content:
        """The hint, and how to put it away."""
        if self.shown is None:
            return Content("")
        keymap = self._keymap()
        away = keymap.shown(BY_ID["hide-hint"]).partition(" ")[0]
        words, end = f"» {said(self.shown, keymap)}", f"{away} hides this" if away else ""
        gap = self.size.width - len(words) - len(end)
        return Content.assemble(words, " " * max(1, gap), (end, "$text-muted")) if gap > 0 else Content(words)

    async def on_click(self, event: Click) -> None:
        """A click puts it away."""
        event.stop()
        await self.app.run_action("app.hide_hint")


def told(hint: Hint) -> list[Action]:
    """The actions that a hint names the keys of."""
    return [BY_ID[part.partition("}")[0]] for part in hint.text.split("{")[1:]]


def said(hint: Hint, keymap: Keymap) -> str:
    """The words of a hint with the keys in force; "" where one of its actions has none."""
    words = hint.text
    for action in told(hint):
        key = keymap.shown(action).partition(" ")[0]
        if not key:
            return ""
        words = words.replace(f"{{{action.id}}}", key)
    return words

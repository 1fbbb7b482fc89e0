"""The bar above a list: quick filters with their counts, words to search for, how many are left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final, NamedTuple

from rich.cells import cell_len as cells
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from dreamtui.show.text import safe
from dreamtui.tui.actions import bindings
from dreamtui.tui.widgets.strips import COMPONENTS, Ink, Part, fit, flat, ink_css, ink_of, strip

SETTLE: Final = 0.05
"""Seconds after a letter before its words are searched for."""


class Kinds(NamedTuple):
    """The quick filters of a list in the order in which they are shown, the one with everything last, what
    they are called where there is little room, and what is said of each where it shows nothing."""

    order: Sequence[str]
    short: Mapping[str, str]
    nothing: Mapping[str, str]


class Chip(Message):
    """A quick filter was clicked."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        super().__init__()


class Chips(Widget):
    """The quick filters in one line, the active one in brackets, and what is left at its end."""

    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    DEFAULT_CSS = "Chips { height: 1; width: 1fr; }\n" + ink_css("Chips")

    def __init__(self, kinds: Kinds) -> None:
        super().__init__()
        self.kinds = kinds
        self.counts: Mapping[str, int] = {}
        self.active = kinds.order[-1]
        self.words = ""
        self.left: int | None = None
        self._ends: list[tuple[int, str]] = []

    def render_line(self, y: int) -> Strip:
        """The line; what does not fit is told shorter."""
        width, ink = self.size.width, ink_of(self)
        if y:
            return Strip.blank(width, ink.plain)
        tail = self._tail(ink)
        taken = sum(cells(text) for text, _ in tail)
        chips = self._chips(max(0, width - taken - 1), ink)
        used = sum(cells(text) for text, _ in chips)
        return strip([*chips, (" " * (width - used - taken), ink.plain), *tail], width, ink.plain)

    def _tail(self, ink: Ink) -> list[Part]:
        tail: list[Part] = []
        if self.words:
            said = flat(self.words)
            tail.append((f"/{fit(said, min(cells(said), 20))} ", ink.accent))
        if self.left is not None:
            tail.append((f"{self.left:,} left ", ink.strong) if self.left else ("none left ", ink.dim))
        return tail

    def _chips(self, width: int, ink: Ink) -> list[Part]:
        for names, apart, words in self._forms():
            texts = [self._text(name, words) for name in names]
            if sum(map(len, texts)) + len(apart) * (len(texts) - 1) <= width:
                break
        parts: list[Part] = []
        self._ends = []
        at = 0
        for name, text in zip(names, texts, strict=True):
            if parts:
                parts.append((apart, ink.dim))
                at += len(apart)
            style = ink.strong if name == self.active else ink.plain if self.counts.get(name) else ink.dim
            parts.append((text, style))
            at += len(text)
            self._ends.append((at, name))
        return parts

    def _forms(self) -> Iterator[tuple[list[str], str, Mapping[str, str]]]:
        """All filters, those that hold something, with short words, then fewer of them; never without
        the active one and the last."""
        every, lasting = list(self.kinds.order), {self.active, self.kinds.order[-1]}
        yield every, " · ", {}
        yield every, " ", {}
        kept = [name for name in every if self.counts.get(name) or name in lasting]
        yield kept, " ", {}
        while set(kept) > lasting:
            yield kept, " ", self.kinds.short
            kept.remove(next(name for name in reversed(kept) if name not in lasting))
        yield kept, " ", self.kinds.short

    def _text(self, name: str, words: Mapping[str, str]) -> str:
        word = words.get(name, name)
        told = (
            word
            if name == self.kinds.order[-1] and name not in self.counts
            else f"{word} {self.counts.get(name, 0):,}"
        )
        return f"[{told}]" if name == self.active else told

    def on_click(self, event: events.Click) -> None:
        """Choose the filter that was clicked."""
        for end, name in self._ends:
            if event.x < end:
                self.post_message(Chip(name))
                return


class Words(Input):
    """The input for words."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("words")]
    DEFAULT_CSS = "Words { width: 28; height: 1; display: none; }"

    class Given(Message):
        """A person is done: with the words, or without them."""

        def __init__(self, kept: bool) -> None:
            self.kept = kept
            super().__init__()

    def action_words(self, kept: bool) -> None:
        """Keep the words, or forget them."""
        self.post_message(self.Given(kept))


class FilterBar(Horizontal):
    """Which rows are shown: one of the quick filters, and words that they must hold."""

    DEFAULT_CSS = "FilterBar { height: 1; width: 1fr; }"

    class FilterChanged(Message):
        """Another filter, or other words; only the last of several counts."""

        def __init__(self, shown: str, words: str) -> None:
            self.shown = shown
            self.words = words
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Take the place of an older one that nobody has read yet."""
            return isinstance(message, FilterBar.FilterChanged)

    class SearchEnded(Message):
        """A person is done with the words: keys belong to the list again."""

    def __init__(self, kinds: Kinds, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.kinds = kinds
        self._chips = Chips(kinds)
        self._input = Words(placeholder="words, enter, esc", compact=True, select_on_focus=False)
        self._input.can_focus = False  # or a screen would begin with it, hidden as it is
        self._shown = kinds.order[-1]
        self._words = ""
        self._settling: Timer | None = None

    def compose(self) -> ComposeResult:
        """The filters, and the input for words at their right."""
        yield self._chips
        yield self._input

    @property
    def shown(self) -> str:
        """The quick filter that holds."""
        return self._shown

    @property
    def words(self) -> str:
        """The words that hold."""
        return self._words

    @property
    def nothing(self) -> str:
        """What is said where the filter and the words show nothing, and what a person can do."""
        if self._words:
            return f"Nothing here has “{safe(self._words)}”: esc shows all again."
        return f"{self.kinds.nothing[self._shown]} f shows another kind."

    def show(self, counts: Mapping[Any, int], left: int) -> None:
        """Show how many rows each filter has, and how many wait for a decision."""
        if (counts, left) != (self._chips.counts, self._chips.left):
            self._chips.counts, self._chips.left = counts, left
            self._chips.refresh()

    # --- choosing ---------------------------------------------------------------------------

    def choose(self, shown: str) -> None:
        """Choose a quick filter."""
        self._hold(shown, self._words)

    def next_filter(self, step: int = 1) -> None:
        """Choose the next quick filter, or the one before."""
        order = self.kinds.order
        self.choose(order[(order.index(self._shown) + step) % len(order)])

    def clear_words(self) -> None:
        """Search for nothing any more."""
        self._stop_settling()
        with self._input.prevent(Input.Changed):
            self._input.value = ""
        self._hold(self._shown, "")

    def search(self) -> None:
        """Open the input for words."""
        self._input.display = self._input.can_focus = True
        self._chips.words = ""
        self._input.focus()

    @property
    def searching(self) -> bool:
        """Whether the input is open."""
        return self._input.display

    def _hold(self, shown: str, words: str) -> None:
        changed = (shown, words) != (self._shown, self._words)
        self._shown, self._words = shown, words
        self._chips.active = shown
        self._chips.words = "" if self.searching else words
        self._chips.refresh()
        if changed:
            self.post_message(self.FilterChanged(shown, words))

    @on(Chip)
    def _on_chip(self, message: Chip) -> None:
        message.stop()
        self.choose(message.shown)

    @on(Input.Changed)
    def _on_typed(self, message: Input.Changed) -> None:
        message.stop()
        self._stop_settling()
        self._settling = self.set_timer(SETTLE, self._settled)

    @on(Words.Given)
    def _on_given(self, message: Words.Given) -> None:
        message.stop()
        self._input.display = self._input.can_focus = False
        if message.kept:
            self._settled()
        else:
            self.clear_words()
        self.post_message(self.SearchEnded())

    def _settled(self) -> None:
        self._stop_settling()
        self._hold(self._shown, self._input.value.strip())

    def _stop_settling(self) -> None:
        if self._settling is not None:
            self._settling.stop()
            self._settling = None

"""A page of styled text that fits its width and that the output can show. Only here is anything drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from dreamtui.cli.output import console
from dreamtui.show.marks import stand_ins
from dreamtui.show.text import cells, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.text import Text

NARROWEST = 30


class Span(NamedTuple):
    """Words in one style (as `rich` names styles); meaning is never in the style alone."""

    text: str
    style: str = ""


Words = str | Span


class Page:
    """Lines one below the other, printed together at the end.

    Every text is made safe here, wherever it comes from, so no caller has to remember it.
    """

    def __init__(self, where: Console) -> None:
        self._console = where
        self._stand_ins = stand_ins(where.encoding)
        self._ellipsis = "…".translate(self._stand_ins)
        self._lines: list[Text] = []
        self.width = max(NARROWEST, where.width)

    def line(self, *words: Words, indent: int = 0) -> None:
        """One line, cut where it does not fit."""
        self._lines.append(self._cut(self._text((" " * indent, *words)), self.width))

    def say(
        self,
        *words: Words,
        indent: int = 0,
        lead: Sequence[Words] = (),
        hang: int = 0,
        most: int | None = None,
    ) -> None:
        """A paragraph wrapped between words. `lead` stands before its first line, and the others begin
        `hang` columns after its end; what does not fit into `most` lines is cut."""
        first = self._text((" " * indent, *lead))
        margin = min(first.cell_len, self.width - 10)
        first.truncate(margin)
        room = self.width - margin - hang
        lines = self._wrapped(self._text(words), room)
        if most is not None and len(lines) > most:
            rest = lines[most - 1].copy()
            rest.rstrip()
            rest.append(f" {lines[most].plain}")
            lines[most - 1 :] = [self._cut(rest, room)]
        for number, text in enumerate(lines):
            before = self._text((" " * (margin + hang),)) if number else first
            self._lines.append(before + text)

    def exact(self, *words: Words, indent: int = 0) -> None:
        """A line to be copied: neither wrapped nor cut, the terminal breaks it if it must."""
        self._lines.append(self._text((" " * indent, *words)))

    def command(self, words: Sequence[str]) -> None:
        """A command that can be copied as it stands, over several lines where it is long."""
        line = words[0]
        for word in words[1:]:
            if cells(f"    {line} {word} \\") > self.width:
                self.exact(Span(f"{line} \\", "bold"), indent=4)
                line = f"  {word}"
            else:
                line = f"{line} {word}"
        self.exact(Span(line, "bold"), indent=4)

    def blank(self) -> None:
        """An empty line, but never two."""
        if self._lines and self._lines[-1].plain.strip():
            self._lines.append(self._text(()))

    def heading(self, title: str, note: str = "") -> None:
        """A title with a rule to the right edge, and words beside it."""
        self.blank()
        words: list[Words] = ["── ", Span(title, "bold"), " "]
        if note:
            words += [Span(f"· {note} ", "dim")]
        taken = sum(cells(word if isinstance(word, str) else word.text) for word in words)
        self.line(*words, Span("─" * max(0, self.width - taken), "dim"))

    def show(self) -> None:
        """Print the page."""
        from rich.text import Text

        with self._console.capture() as captured:
            self._console.print(Text("\n").join(self._lines), no_wrap=True, overflow="ignore", crop=False)
        lines = captured.get().splitlines()
        self._console.file.write("".join(f"{line.rstrip(' ')}\n" for line in lines))

    def _text(self, words: Iterable[Words]) -> Text:
        from rich.text import Text

        spans = (Span(word) if isinstance(word, str) else word for word in words)
        return Text.assemble(*((safe(text).translate(self._stand_ins), style) for text, style in spans))

    def _wrapped(self, text: Text, width: int) -> list[Text]:
        return list(text.wrap(self._console, max(1, width))) or [text]

    def _cut(self, text: Text, width: int) -> Text:
        if text.cell_len <= width:
            return text
        text.truncate(width - 1, overflow="crop")
        text.rstrip()
        return text.append(self._ellipsis)


@contextmanager
def page() -> Iterator[Page]:
    """A page that is printed when it is complete."""
    made = Page(console())
    yield made
    made.show()

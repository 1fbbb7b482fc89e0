"""The editor: a text before it goes into MEMORY.md, below the source that it comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static, TextArea

from dreamtui.show.text import cells, safe
from dreamtui.tui.actions import bindings
from dreamtui.tui.screens.box import BoxScreen
from dreamtui.tui.screens.edit_words import Form
from dreamtui.tui.widgets.question import Question

_JOINER: Final = "\u200d"
MOST = 20_000
"""Characters of a text that is judged as it is typed; a longer one is judged when it is written."""


class Editor(TextArea):
    """Keeps the text as it is, but hands nothing to the terminal that would act on it or reorder it."""

    def render_line(self, y: int) -> Strip:
        """A line without what takes no room and is no letter; joined emoji stay joined."""
        line = super().render_line(y)
        if line.text.isprintable():
            return line
        return Strip([Segment(_shown(text), style) for text, style, _ in line], line.cell_length)


def _shown(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() or letter == _JOINER or cells(letter))


class EditScreen(BoxScreen[str | None]):
    """Gives the text that a person wants in MEMORY.md, or None when nothing shall change."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("edit")]
    DEFAULT_CSS = """
    EditScreen > Vertical {
        width: 100%; max-width: 110; height: 100%; max-height: 28; padding: 0 1;
        & > #edit-source { height: auto; max-height: 30%; scrollbar-size-vertical: 1; }
        & > #edit-text { height: 1fr; min-height: 4; border: round $secondary; padding: 0; }
        & .empty { display: none; }
    }
    """

    def __init__(self, form: Form, why_not: Callable[[], str] = str) -> None:
        super().__init__()
        self.form = form
        self._why_not = why_not
        """Why what was typed cannot be kept now; "" where it can."""

    def compose(self) -> ComposeResult:
        """The source, the editor, sizes, warnings, the keys."""
        with Vertical() as box:
            box.border_title = Content(self.form.title)
            yield Static(Content.styled(safe(self.form.place), "dim"), id="edit-place")
            with VerticalScroll(id="edit-source", can_focus=False):
                yield Static(self.form.source)
            yield Editor(self.form.text, id="edit-text", soft_wrap=True, tab_behavior="focus")
            yield Static(id="edit-size")
            yield Static(id="edit-warnings")
            yield Question()
            yield Static(_keys(self.form.keeps), id="edit-keys")

    def on_mount(self) -> None:
        """Write on at the end of the text."""
        editor = self.query_one(TextArea)
        editor.move_cursor(editor.document.end)
        editor.focus()
        self._tell()

    def on_resize(self) -> None:
        """Draw the text anew: the editor wraps it, but leaves lines of the old width on the screen."""
        self.call_after_refresh(self.query_one(TextArea).refresh)

    @property
    def text(self) -> str:
        """What stands in the editor."""
        return self.query_one(TextArea).text

    def on_text_area_changed(self) -> None:
        """Judge it anew."""
        self._tell()

    def action_edit_save(self) -> None:
        """Keep the text."""
        if self.query_one(Question).asking:
            return
        why_not = "" if self.text.strip() else "There is no text to keep."
        if why_not := why_not or self._why_not():
            self.notify(why_not, severity="warning", markup=False)
        else:
            self.dismiss(self.text.strip())

    def action_edit_cancel(self) -> None:
        """Go back; asks first where something was typed."""
        if self.text == self.form.text:
            self.dismiss(None)
        else:
            self.query_one(Question).ask("discard", "Throw your changes away?")

    def on_question_answered(self, message: Question.Answered) -> None:
        """Throw away, or go on writing."""
        message.stop()
        if message.yes:
            self.dismiss(None)

    def _tell(self) -> None:
        text = self.text
        self.query_one("#edit-size", Static).update(self.form.size(text))
        told = self.form.warnings(text) if len(text) <= MOST else None
        warnings = self.query_one("#edit-warnings", Static)
        warnings.update(told or "")
        warnings.set_class(told is None, "empty")


def _keys(keeps: str) -> Content:
    return Content.assemble(
        ("ctrl+s", "bold"),
        f" {keeps} · ",
        ("esc", "bold"),
        " back · ",
        ("enter", "bold"),
        " new line",
    )

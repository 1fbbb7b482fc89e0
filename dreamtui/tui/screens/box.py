"""A box with a border and a title over the tabs; a subclass says how large it is and what is in it."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class BoxScreen(ModalScreen[ScreenResultType], inherit_bindings=False):
    """All that it shows stands in one `Vertical`; `.keys` are its keys, where they are told at its end."""

    DEFAULT_CSS = """
    BoxScreen {
        align: center middle;
        & > Vertical { max-width: 100%; border: round $primary; background: $surface; }
        & .keys { margin-top: 1; color: $text-muted; }
    }
    """

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave, once: of keys that were pressed in one go, a later one may ask for it again, and Textual
        would then take away what lies behind."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

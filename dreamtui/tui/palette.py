"""The command palette before anything is typed: the commands in the order in which they are given."""

from __future__ import annotations

from textual.command import DiscoveryHit, Hits
from textual.system_commands import SystemCommandsProvider


class Commands(SystemCommandsProvider):
    """Textual's, which sorts them by name."""

    async def discover(self) -> Hits:
        """All of them."""
        for name, told, run, _ in self.app.get_system_commands(self.screen):
            yield DiscoveryHit(name, run, help=told)

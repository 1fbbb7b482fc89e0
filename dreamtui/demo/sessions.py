"""The session transcripts of the sample workspace: whole, and as they were on an earlier night."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dreamtui.demo import package_data
from dreamtui.demo.days import Days
from dreamtui.files import transcripts
from dreamtui.instants import parse_instant
from dreamtui.model import FileStamp, Message


@dataclass(frozen=True)
class Session:
    """A transcript as far as it had been written at some instant."""

    agent: str
    name: str
    key: str
    lines: tuple[str, ...]

    @property
    def session_id(self) -> str:
        """The name without its ending."""
        return transcripts.session_id_of(self.name) or self.name

    @property
    def raw(self) -> bytes:
        """The bytes of the file."""
        return "".join(self.lines).encode()

    @property
    def stamp(self) -> FileStamp:
        """Written last when its last line was said."""
        return FileStamp(_said_at(self.lines[-1]), len(self.raw))

    @property
    def kind(self) -> str:
        """Whose session it is, as its key says."""
        return transcripts.kind_of_key(self.key)

    def messages(self) -> Sequence[Message]:
        """What was said so far."""
        return transcripts.parse_messages(self.raw)


def read(days: Days) -> list[Session]:
    """All transcripts, by name."""
    table: dict[str, Any] = package_data.table("sessions.toml")
    return [
        Session(
            table["agent"],
            name,
            key,
            tuple(days.fill(package_data.text(f"sessions/{name}")).splitlines(keepends=True)),
        )
        for name, key in sorted(table["keys"].items())
    ]


def until(sessions: Sequence[Session], moment: int) -> list[Session]:
    """The transcripts that had begun before an instant, as long as they were then."""
    found = []
    for session in sessions:
        lines = tuple(line for line in session.lines if _said_at(line) < moment)
        if lines:
            found.append(Session(session.agent, session.name, session.key, lines))
    return found


def index(sessions: Sequence[Session]) -> bytes:
    """`sessions.json`: which session each transcript belongs to."""
    listed = {
        session.key: {
            "sessionId": session.session_id,
            "updatedAt": session.stamp.mtime_ms,
            "sessionFile": session.name,
        }
        for session in sessions
    }
    return (json.dumps(listed, indent=2) + "\n").encode()


def _said_at(line: str) -> int:
    moment = parse_instant(json.loads(line)["timestamp"])
    if moment is None:
        raise ValueError(f"no time in {line!r}")
    return moment

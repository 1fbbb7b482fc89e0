"""Lines of the session corpus: where a message came from, then the message."""

from __future__ import annotations

import re

_PREFIX = re.compile(r"^\[[^\]/\s]+/sessions/[^\]]+#L\d+\] ?", re.ASCII)


def line(agent: str, name: str, number: int, text: str) -> str:
    """`[agent/sessions/name#Ln] text`, with the 1-based line of the message in its transcript."""
    return f"[{agent}/sessions/{name}#L{number}] {text}"


def strip_prefix(line: str) -> str:
    """The message of a corpus line; a line without such a prefix as it is."""
    return _PREFIX.sub("", line, count=1)

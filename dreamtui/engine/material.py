"""Which messages of a transcript tell something about the world, and why the others do not."""

from __future__ import annotations

import re

from dreamtui.engine.hygiene import contaminated
from dreamtui.model import Message

_ENVELOPE = re.compile(
    r"(?:User|Assistant|System):\s*(?:Conversation info|Sender|Thread starter)\s*\(untrusted[^)]*\)",
    re.IGNORECASE,
)
_HEARTBEAT = re.compile(r"HEARTBEAT_OK\b|\bRead HEARTBEAT\.md\b")
_SILENT = re.compile(r"(?:NO_REPLY|ANNOUNCE_SKIP|REPLY_SKIP)\W*")
_SCHEDULED = re.compile(r"\[cron:[^\]]*\]")
_NARRATION = re.compile(
    r"(?:okay[,.]?\s+|ok[,.]?\s+|alright[,.]?\s+)?(?:now|next|let me|let's|i(?:'ll| will)(?: now)?)[,]?\s+"
    r"(?:inspect|check|look|read|open|run|search|see|verify|examine|review|continue|proceed)\b[^.;:!?,]{0,40}[.…]*",
    re.IGNORECASE,
)


def not_material(message: Message) -> str | None:
    """Why a transcript message tells nothing about the world (a short class name), or None."""
    said = message.text.partition(": ")[2]
    if _ENVELOPE.match(message.text):
        return "metadata"
    if _HEARTBEAT.search(said):
        return "heartbeat"
    if _SILENT.fullmatch(said):
        return "silent reply"
    if _SCHEDULED.match(said):
        return "scheduled job"
    if contaminated(said):
        return "dreaming's own output"
    if message.role == "assistant" and _NARRATION.fullmatch(said):
        return "narration"
    return None

"""Session transcripts: which there are, what kind of session each was, the messages in them."""

from __future__ import annotations

import json
import math
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

from dreamtui.errors import BadInput
from dreamtui.files import rawfile, text
from dreamtui.instants import parse_instant
from dreamtui.javascript import fold
from dreamtui.model import FileStamp, Message

Kind = Literal["interactive", "cron", "heartbeat", "subagent", "dreaming"]

# A live transcript or one that a reset has put aside. Deleted ones are not read, nor are the copies
# made before a compaction, which repeat their session, nor the records of runs beside it.
_NAME = re.compile(r"(?P<session>.+)\.jsonl(?:\.reset\.[^/]+)?", re.DOTALL)
_NO_TRANSCRIPT = re.compile(r".+(?:\.checkpoint\.[0-9a-f-]{36}|\.trajectory)", re.DOTALL | re.IGNORECASE)

_MAX_LINE = 32 * 1024 * 1024
_HEAD_LINES, _HEAD_BYTES = 50, 512 * 1024
_SECONDS_BELOW = 100_000_000_000
_LAST_INSTANT_MS = 253_402_300_799_999  # the end of the year 9999
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_DIARY_RUN = "dreaming-narrative-"
_DIARY_PROMPT = "Write a dream diary entry from these memory fragments"
_JOB_PROMPT = re.compile(r"\[cron:[^\]]+\]")


class Reading(NamedTuple):
    """The messages of a transcript, and how many of its lines are no JSON objects."""

    messages: list[Message]
    broken: int


class TranscriptFile:
    """A transcript on disk: what its folder says of it at once, what it holds when it is asked."""

    def __init__(self, path: Path, agent: str, stamp: FileStamp, session_keys: Sequence[str] = ()) -> None:
        self.path = path
        self.agent = agent
        self.name = path.name
        self.session_id = session_id_of(path.name) or path.name
        self.stamp = stamp
        self.session_keys = tuple(session_keys)
        """The keys under which `sessions.json` lists it, such as `agent:main:cron:<job>`."""

    @cached_property
    def head(self) -> tuple[dict[str, Any], ...]:
        """Its first records, among them the `session` record; raises BadInput when unreadable."""
        with self._open() as file:
            lines = islice(_lines(BytesIO(file.read(_HEAD_BYTES))), _HEAD_LINES)
            return tuple(entry for line in lines if (entry := _object(line)) is not None)

    @cached_property
    def kind(self) -> Kind:
        """What the session was, by its keys in `sessions.json`, else by how it begins; raises like `head`."""
        told = (kind_of_key(key) for key in self.session_keys)
        return next((kind for kind in told if kind != "interactive"), None) or _kind_of_head(self.head)

    def read(self) -> Reading:
        """All its messages and the count of broken lines; raises BadInput when unreadable."""
        with self._open() as file:
            try:
                return _read(_lines(file))
            except OSError as error:
                raise self._unreadable(error) from error

    def messages(self) -> list[Message]:
        """All its messages, read anew at every call; raises BadInput when unreadable."""
        return self.read().messages

    def _open(self) -> BinaryIO:
        try:
            return self.path.open("rb")
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> BadInput:
        return rawfile.system_refusal(str(self.path), "cannot be read", error)


def list_transcripts(folder: Path, agent: str) -> list[TranscriptFile]:
    """The live and reset transcripts in a sessions folder, by name; none when there is no folder."""
    try:
        found = sorted(path for path in folder.iterdir() if session_id_of(path.name))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise BadInput(
            f"{folder} cannot be read: {error.strerror or error}; check its permissions"
        ) from error
    keys = _session_keys(folder)
    return [
        TranscriptFile(path, agent, stamp, keys.get(path.name, ()))
        for path in found
        if (stamp := _stamp(path)) is not None
    ]


def session_id_of(name: str) -> str | None:
    """The session that a file name speaks of; None when it is not a transcript to be read."""
    found = _NAME.fullmatch(name)
    return found["session"] if found and not _NO_TRANSCRIPT.fullmatch(found["session"]) else None


def kind_of_key(key: str) -> Kind:
    """What a session key says its session is: `agent:<id>:cron:<job>`, `dreaming-narrative-…`, …"""
    name = re.sub(r"^agent:[^:]*:", "", key.strip().lower())
    if name.startswith(_DIARY_RUN):
        return "dreaming"
    if name.startswith("cron:"):
        return "cron"
    if name == "heartbeat" or name.endswith(":heartbeat"):
        return "heartbeat"
    return "subagent" if name.startswith("subagent:") or ":subagent:" in name else "interactive"


def parse_messages(raw: bytes) -> list[Message]:
    """The messages in the bytes of a transcript; lines that are broken are passed over."""
    return _read(_lines(BytesIO(raw))).messages


def _read(lines: Iterable[bytes]) -> Reading:
    messages: list[Message] = []
    broken = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        entry = _object(line)
        if entry is None:
            broken += 1
        elif message := _message(number, entry):
            messages.append(message)
    return Reading(messages, broken)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one too long to be held only the beginning, which then counts as broken."""
    while line := file.readline(_MAX_LINE):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(_MAX_LINE)
        yield line


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(text.decode(line))
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _message(number: int, entry: Mapping[str, Any]) -> Message | None:
    message = entry.get("message")
    if entry.get("type") != "message" or not isinstance(message, dict):
        return None
    role = message.get("role")
    if role not in ("user", "assistant"):
        return None
    spoken = _SURROGATE.sub("\ufffd", fold(_text_of(message.get("content"))))
    if not spoken:
        return None
    moment = _instant(message.get("timestamp")) or _instant(entry.get("timestamp"))
    return Message(number, role, f"{role.capitalize()}: {spoken}", moment)


def _text_of(content: object) -> str:
    """What was said; pictures, tool calls and thoughts are left out."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    said = (part.get("text") for part in parts if isinstance(part, dict) and part.get("type") == "text")
    return " ".join(part for part in said if isinstance(part, str))


def _instant(value: object) -> int | None:
    """Milliseconds of a time in seconds, in milliseconds or in ISO 8601."""
    if isinstance(value, str):
        moment = parse_instant(value.strip())
    elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    else:
        moment = int(value * 1000 if value < _SECONDS_BELOW else value)
    return moment if moment is not None and 0 < moment <= _LAST_INSTANT_MS else None


def _kind_of_head(head: Iterable[Mapping[str, Any]]) -> Kind:
    first_message = True
    for number, entry in enumerate(head, 1):
        for name in _names_in(entry):
            kind = kind_of_key(name)
            if kind != "interactive":
                return kind
        message = _message(number, entry)
        if message and first_message:
            first_message = False
            if message.text.startswith(f"User: {_DIARY_PROMPT}"):
                return "dreaming"
            if message.role == "user" and _JOB_PROMPT.match(message.text, len("User: ")):
                return "cron"
    return "interactive"


def _names_in(entry: Mapping[str, Any]) -> Iterator[str]:
    """Session keys and run names that a record carries, at its top or in its `data`."""
    data = entry.get("data")
    for holder in (entry, data if isinstance(data, dict) else {}):
        yield from (name for name in (holder.get("sessionKey"), holder.get("runId")) if isinstance(name, str))


def _stamp(path: Path) -> FileStamp | None:
    """Time and size of a regular file; None for anything else, also when it has just gone."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return FileStamp(found.st_mtime_ns // 1_000_000, found.st_size) if stat.S_ISREG(found.st_mode) else None


def _session_keys(folder: Path) -> dict[str, list[str]]:
    """File name to the session keys that `sessions.json` gives it; empty when that cannot be read."""
    try:
        raw = rawfile.read_bytes(folder / "sessions.json", "sessions.json")
        sessions = json.loads(text.decode(raw or b""))
    except (BadInput, ValueError, RecursionError):
        return {}
    keys: dict[str, list[str]] = {}
    for key, session in sessions.items() if isinstance(sessions, dict) else ():
        for name in _file_names(session):
            keys.setdefault(name, []).append(key)
    return keys


def _file_names(session: object) -> set[str]:
    if not isinstance(session, dict):
        return set()
    file, session_id = session.get("sessionFile"), session.get("sessionId")
    named = {re.split(r"[\\/]", file.strip())[-1]} if isinstance(file, str) else set()
    return named | ({f"{session_id.strip()}.jsonl"} if isinstance(session_id, str) else set())

"""Light and REM, step 2: reading what is new in the session transcripts into the session corpus."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo

from dreamtui.engine.draft import Draft
from dreamtui.engine.material import not_material
from dreamtui.engine.queries import TRANSCRIPTS
from dreamtui.engine.recording import Hit, Signal
from dreamtui.engine.secrets import redact
from dreamtui.errors import BadInput
from dreamtui.instants import DAY_MS, day_inside, day_of
from dreamtui.javascript import cut, fold, utf16_length
from dreamtui.model import FileStamp, Message, Transcript, TranscriptStamp
from dreamtui.paths import corpus_path

SCORE = 0.58
MAX_MESSAGES, MAX_PER_FILE, MIN_PER_FILE = 240, 80, 12
MAX_TEXT, MIN_TEXT, MAX_CORPUS_LINE = 280, 12, 344
NOT_MATERIAL = {
    "cron": "scheduled-job session",
    "heartbeat": "heartbeat session",
    "dreaming": "diary-writing session",
}
"""Kinds of sessions that tell nothing of the world, in the words in which they are counted."""
MAX_SEEN_PER_SCOPE, MAX_SCOPES = 4096, 2048


def ingest_transcripts(
    draft: Draft,
    transcripts: Sequence[Transcript],
    corpus_lines: Mapping[str, int],
    *,
    now_ms: int,
    zone: tzinfo,
    lookback_days: int,
) -> int:
    """Append new messages to the corpus and record a passive signal for each; returns how many.

    `corpus_lines` says how many lines each corpus file has on disk. Every scope's seen messages and
    every file's cursor are kept in the draft, so that the next sweep goes on where this one ends.
    """
    reader = _Reader(draft, now_ms, zone, lookback_days)
    per_file = min(MAX_PER_FILE, max(MIN_PER_FILE, math.ceil(MAX_MESSAGES / max(1, len(transcripts)))))
    # Of an agent whose folder is not here nothing is known to be gone.
    listed = {transcript.agent for transcript in transcripts}
    checkpoints = {
        key: stamp for key, stamp in draft.transcripts.items() if key.partition(":")[0] not in listed
    }
    for transcript in sorted(transcripts, key=lambda t: (t.agent, t.name)):
        key = f"{transcript.agent}:sessions/{transcript.name}"
        known = draft.transcripts.get(key)
        read = None
        if reader.left > 0 and not (known and _unchanged(known, transcript.stamp)):
            read = reader.read(transcript, known, min(per_file, reader.left))
        if stamp := read or known:
            checkpoints[key] = stamp
    draft.transcripts = checkpoints
    draft.seen = dict(list(draft.seen.items())[-MAX_SCOPES:])
    return _record(draft, reader.by_day, corpus_lines, now_ms, zone)


def _unchanged(known: TranscriptStamp, stamp: FileStamp) -> bool:
    same = (known.mtime_ms, known.size) == (stamp.mtime_ms, stamp.size)
    return same and bool(known.content_hash) and known.last_content_line >= known.line_count


class _Reader:
    """Gathers accepted messages by day until the sweep's allowance is used up."""

    def __init__(self, draft: Draft, now_ms: int, zone: tzinfo, lookback_days: int) -> None:
        self.draft = draft
        self.now_ms = now_ms
        self.zone = zone
        self.lookback_days = lookback_days
        self.left = MAX_MESSAGES
        self.by_day: dict[str, list[tuple[str, str]]] = {}

    def read(
        self, transcript: Transcript, known: TranscriptStamp | None, allowance: int
    ) -> TranscriptStamp | None:
        """Take at most `allowance` new messages of a transcript; its new checkpoint, None if left out."""
        try:
            if transcript.kind in NOT_MATERIAL:
                self.draft.leave_out(NOT_MATERIAL[transcript.kind], (transcript.name, 0))
                return None
            messages = list(self._accepted(transcript))
        except BadInput:  # one that may not be read keeps no other from being read
            self.draft.leave_out("unreadable transcript", (transcript.name, 0))
            return None
        digest = content_hash(messages)
        same = known is not None and known.content_hash == digest
        cursor = min(known.last_content_line, len(messages)) if known and same else 0
        scope = f"{transcript.agent}:{transcript.session_id}"
        seen = dict.fromkeys(self.draft.seen.get(scope, ()))
        while cursor < len(messages) and allowance > 0:
            message = messages[cursor]
            cursor += 1
            allowance -= self._take(transcript, scope, seen, message)
        if seen:
            self.draft.seen.pop(scope, None)
            self.draft.seen[scope] = tuple(seen)[-MAX_SEEN_PER_SCOPE:]
        stamp = transcript.stamp
        extra = known.extra if known else {}
        return TranscriptStamp(stamp.mtime_ms, stamp.size, digest, len(messages), cursor, extra)

    def _accepted(self, transcript: Transcript) -> Iterator[Message]:
        for message in transcript.messages():
            reason = not_material(message)
            if reason:
                self.draft.leave_out(reason, (transcript.name, message.line))
            else:
                yield message._replace(text=redact(message.text))

    def _take(self, transcript: Transcript, scope: str, seen: dict[str, None], message: Message) -> int:
        """1 if the message is new and inside the lookback, else 0."""
        snippet = cut(fold(message.text), MAX_TEXT)
        moment = message.timestamp_ms or transcript.stamp.mtime_ms
        if moment > self.now_ms + DAY_MS:  # a day to come would stay inside every lookback
            moment = min(transcript.stamp.mtime_ms, self.now_ms)
        day = day_of(moment, self.zone)
        if utf16_length(snippet) < MIN_TEXT or not day_inside(day, self.now_ms, self.lookback_days):
            return 0
        basis = f"ts:{message.timestamp_ms}" if message.timestamp_ms else f"line:{message.line}"
        digest = hashlib.sha1(
            f"{scope}\n{basis}\n{snippet}".encode("utf-8", "replace"), usedforsecurity=False
        ).hexdigest()
        if digest in seen:
            return 0
        seen[digest] = None
        line = f"[{transcript.agent}/sessions/{transcript.name}#L{message.line}] {snippet}"
        self.by_day.setdefault(day, []).append((cut(line, MAX_CORPUS_LINE), snippet))
        self.left -= 1
        return 1


def content_hash(messages: Sequence[Message]) -> str:
    """SHA-256 of the accepted texts, their line numbers and their times, as the checkpoint has it."""
    parts = (
        "\n".join(message.text for message in messages),
        ",".join(str(message.line) for message in messages),
        ",".join(str(message.timestamp_ms or 0) for message in messages),
    )
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def _record(
    draft: Draft,
    by_day: Mapping[str, list[tuple[str, str]]],
    corpus_lines: Mapping[str, int],
    now_ms: int,
    zone: tzinfo,
) -> int:
    for day in sorted(by_day):
        path = corpus_path(day)
        appended = draft.corpus.setdefault(path, [])
        first = corpus_lines.get(path, 0) + len(appended) + 1
        appended.extend(line for line, _ in by_day[day])
        hits = [Hit(path, number, number, SCORE, text) for number, (_, text) in enumerate(by_day[day], first)]
        draft.record(hits, Signal(f"{TRANSCRIPTS}{day}", "daily", now_ms, day_of(now_ms, zone), dedupe=True))
    return sum(len(lines) for lines in by_day.values())

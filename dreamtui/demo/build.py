"""Making the sample workspace: every file's bytes and time first, then writing them into an empty folder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from dreamtui import paths
from dreamtui.demo import notes, package_data, rows, sessions
from dreamtui.demo.days import Days
from dreamtui.demo.history import History, replay
from dreamtui.demo.notes import Notes
from dreamtui.errors import BadInput
from dreamtui.files import events, note_stamps, phase_signals, recall_store, transcript_stamps
from dreamtui.instants import day_inside, local, parse_instant
from dreamtui.model import Document, FileStamp

_USUAL_EVENING = "21:15"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Demo:
    """Where the parts of a sample workspace lie; `transcripts` is the folder of its sessions."""

    workspace: Path
    config: Path
    transcripts: Path

    @property
    def state(self) -> Path:
        """The state folder, which holds `agents/<id>/sessions`."""
        return self.transcripts.parents[2]


class File(NamedTuple):
    """What a file holds and when it was last saved."""

    raw: bytes
    mtime_ms: int


def build(target: Path, now_ms: int, zone: tzinfo) -> Demo:
    """Write the sample workspace, as it would be at `now_ms` in `zone`, into an empty or new folder.

    The same arguments give the same bytes and file times. Raises BadInput when something is in the way.
    """
    root = target.absolute()
    _require_empty(root)
    agent = package_data.table("sessions.toml")["agent"]
    demo = Demo(root / "workspace", root / "openclaw.json", root / "state" / "agents" / agent / "sessions")
    days = Days(now_ms, zone)
    try:
        for path, file in _files(demo, days):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.raw)
            os.utime(path, ns=(file.mtime_ms * 1_000_000, file.mtime_ms * 1_000_000))
    except OSError as error:
        raise BadInput(
            f"{target} cannot hold the sample workspace: {error.strerror or error}; name another folder"
        ) from error
    return demo


def _require_empty(root: Path) -> None:
    try:
        used = next(root.iterdir(), None) is not None
    except FileNotFoundError:
        return
    except OSError as error:
        raise BadInput(
            f"{root} cannot take the sample workspace: {error.strerror or error}; name an empty folder"
        ) from error
    if used:
        raise BadInput(f"{root} is not empty: the sample workspace needs a new or empty folder")


def _files(demo: Demo, days: Days) -> Iterator[tuple[Path, File]]:
    texts = notes.read(days)
    transcripts = sessions.read(days)
    history = History(days, str(demo.workspace), texts, transcripts, rows.read(days, texts))
    replay(history)
    known = _known_texts(history)
    written = dict(_notes(days, texts, known))
    last_night = days.sweep(0)
    for name, file in written.items():
        yield demo.workspace / name, file
    since = parse_instant(history.draft.recall_updated_at) or last_night  # recalls go on after the sweep
    for name, raw in (*_memory(days, known), *_state(days, history, written)):
        recalled = name in (paths.RECALL_STORE, paths.EVENTS)
        yield demo.workspace / name, File(raw, max(last_night, since) if recalled else last_night)
    for name, (raw, night) in history.reports.items():
        yield demo.workspace / name, File(raw, night)
    for session in transcripts:
        yield demo.transcripts / session.name, File(session.raw, session.stamp.mtime_ms)
    yield demo.transcripts / "sessions.json", File(sessions.index(transcripts), days.now_ms)
    yield demo.config, File(_config(demo, days), last_night)


def _known_texts(history: History) -> dict[str, str]:
    """What texts may say of remembered snippets: where they are, and what they scored when promoted."""
    known: dict[str, str] = {}
    for row in history.rows:
        if row.passage:
            known[f"key:{row.id}"] = row.passage.key
            known[f"place:{row.id}"] = row.passage.place
            known[f"anchor:{row.id}"] = row.passage.anchor
    for name, candidate in history.promoted.items():
        entry = candidate.entry
        known[f"score:{name}"] = f"{candidate.score:.3f}"
        known[f"average:{name}"] = f"{candidate.components.relevance:.3f}"
        known[f"recalls:{name}"] = str(entry.recall_count)
        known[f"signals:{name}"] = str(entry.signal_count)
    return known


def _notes(days: Days, texts: Notes, known: Mapping[str, str]) -> Iterator[tuple[str, File]]:
    table = package_data.table("workspace.toml")
    for file in package_data.names("notes"):
        name = file.removesuffix(".md")
        text = days.fill(texts.texts[f"notes/{name}"], known)
        raw = text.replace("\n", "\r\n").encode() if name in table["crlf"] else text.encode()
        edited = table["edited"].get(name)
        saved = table["saved"].get(name, _USUAL_EVENING)
        moment = days.at(0, edited["at"]) if edited else days.at(notes.offset_of(name), saved)
        yield texts.paths[name], File(_BOM + raw if name in table["bom"] else raw, moment)


def _memory(days: Days, known: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for name in (paths.MEMORY, paths.DIARY_NAMES[0]):
        yield name, days.fill(package_data.text(name), known).encode()


def _state(days: Days, history: History, written: Mapping[str, File]) -> Iterator[tuple[str, bytes]]:
    draft = history.draft
    recall = Document(entries=draft.entries, updated_at=draft.recall_updated_at)
    signals = Document(entries=draft.signals, updated_at=draft.signals_updated_at)
    yield paths.RECALL_STORE, recall_store.render(recall)
    yield paths.PHASE_SIGNALS, phase_signals.render(signals)
    yield paths.NOTE_STAMPS, note_stamps.render(Document(entries=_stamps(days, history.texts, written)))
    yield (
        paths.TRANSCRIPT_STAMPS,
        transcript_stamps.render(Document(entries=draft.transcripts), draft.seen),
    )
    for path, lines in draft.corpus.items():
        yield path, "".join(f"{line}\n" for line in lines).encode()
    yield paths.EVENTS, events.render(history.log)


def _stamps(days: Days, texts: Notes, written: Mapping[str, File]) -> dict[str, FileStamp]:
    """The checkpoints of the last sweep: the notes of the week before it, as they were then."""
    edited: dict[str, Any] = package_data.table("workspace.toml")["edited"]
    night = days.sweep(0)
    stamps: dict[str, FileStamp] = {}
    for name, path in sorted(texts.paths.items(), reverse=True):
        offset = notes.offset_of(name)
        if offset < 0 and path in written and day_inside(days.day(offset), night, 7):
            file = written[path]
            less = edited.get(name, {}).get("bytes_less", 0)
            moment = days.at(offset, _USUAL_EVENING) if less else file.mtime_ms
            stamps[path] = FileStamp(moment, len(file.raw) - less)
    return stamps


def _config(demo: Demo, days: Days) -> bytes:
    name = _zone_name(days)
    known = {
        "workspace": json.dumps(str(demo.workspace), ensure_ascii=False)[1:-1],
        "zone": f'userTimezone: "{name}",' if name else "// userTimezone: the computer's own",
    }
    return days.fill(package_data.text("openclaw.json5"), known).encode()


def _zone_name(days: Days) -> str | None:
    """An IANA name for the zone; None for an odd offset, which has none."""
    key = getattr(days.zone, "key", None)
    if isinstance(key, str):
        return key
    offset = local(days.now_ms, days.zone).utcoffset() or timedelta()
    hours, rest = divmod(offset, timedelta(hours=1))
    if rest:
        return None
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"

"""A change of entries of MEMORY.md as its line in review.jsonl tells it: all that taking it back needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from dreamtui.files import text
from dreamtui.review.application import digest

Kind = Literal["pruned", "restored"]
KINDS: Final = frozenset(("pruned", "restored"))
Done = Literal["pruned", "edited", "merged", "restored"]


class Edit(NamedTuple):
    """Where some bytes of a file became others: `start` is their offset in the file as it was."""

    start: int
    was: bytes
    now: bytes


class FileEdits(NamedTuple):
    """What became of one file, from the SHA-256 `before` (None: it was not there) to that of `after`, which
    has `size` bytes (None: that was not noted)."""

    before: str | None
    after: str | None
    edits: tuple[Edit, ...] = ()
    size: int | None = None


class Touched(NamedTuple):
    """An entry that was changed: `claims` are the hashes of what it said, `becomes` is its id after that."""

    id: str
    done: Done
    text: str
    key: str | None = None
    claims: tuple[str, ...] = ()
    becomes: str | None = None


class Rewrite(NamedTuple):
    """One write of MEMORY.md and its archive; `backup` is the copy of MEMORY.md as it was, `folder` says
    that the folder of the archive came or goes with it."""

    id: str
    at: str
    kind: Kind
    entries: tuple[Touched, ...]
    memory: FileEdits
    archive: FileEdits
    backup: str | None = None
    folder: bool = False


def edits_between(before: bytes | None, after: bytes | None, edits: Sequence[Edit]) -> FileEdits:
    """What a line tells of the change of one file."""
    return FileEdits(_digest(before), _digest(after), tuple(edits), len(after or b""))


def forwards(raw: bytes | None, told: FileEdits) -> bytes | None:
    """The file after the edits. The caller knows that it is what it was before them."""
    return _made(raw, [(edit.start, edit.was, edit.now) for edit in told.edits])


def backwards(raw: bytes | None, told: FileEdits) -> bytes | None:
    """The file before the edits, None where it was not there. It is what it was after them."""
    moved, turned = 0, []
    for edit in told.edits:
        turned.append((edit.start + moved, edit.now, edit.was))
        moved += len(edit.now) - len(edit.was)
    return None if told.before is None else _made(raw, turned)


def is_after(raw: bytes | None, told: FileEdits) -> bool:
    """Whether a file is as the edits left it."""
    return _digest(raw) == told.after


def grown(raw: bytes, told: FileEdits) -> bytes | None:
    """What others added to the end of a file since the edits; None: they changed more than that."""
    size = len(raw) if told.size is None else told.size
    return raw[size:] if len(raw) >= size and digest(raw[:size]) == told.after else None


def is_before(raw: bytes | None, told: FileEdits) -> bool:
    """Whether a file is as it was before the edits."""
    return _digest(raw) == told.before


def _made(raw: bytes | None, edits: Sequence[tuple[int, bytes, bytes]]) -> bytes:
    content, out, at = raw or b"", [], 0
    for start, was, now in edits:
        out += [content[at:start], now]
        at = start + len(was)
    return b"".join([*out, content[at:]])


def _digest(raw: bytes | None) -> str | None:
    return None if raw is None else digest(raw)


# --- its line -----------------------------------------------------------------------------------


def line(one: Rewrite) -> dict[str, Any]:
    """The line of a change. What is not UTF-8 in a file stands there as surrogates."""
    return {
        "id": one.id,
        "at": one.at,
        "type": one.kind,
        "entries": [entry._asdict() for entry in one.entries],
        "memory": _told(one.memory),
        "archive": _told(one.archive),
        "backup": one.backup,
        "folder": one.folder,
    }


def read_rewrite(said: Mapping[str, Any]) -> Rewrite | None:
    """The change that a line tells of; None when it tells of none."""
    kind, told = said.get("type"), said.get("entries")
    memory, archive = _file(said.get("memory")), _file(said.get("archive"))
    if kind not in KINDS or not isinstance(told, list) or memory is None or archive is None:
        return None
    entries = [entry for one in told if (entry := _touched(one))]
    at, backup = (value if isinstance(value := said.get(name), str) else None for name in ("at", "backup"))
    folder = said.get("folder") is True
    return Rewrite(said["id"], at or "", kind, tuple(entries), memory, archive, backup, folder)


def _told(file: FileEdits) -> dict[str, Any]:
    edits = [[edit.start, text.to_json(edit.was), text.to_json(edit.now)] for edit in file.edits]
    return {"before": file.before, "after": file.after, "edits": edits, "size": file.size}


def _file(value: object) -> FileEdits | None:
    size = value.get("size") if isinstance(value, dict) else None
    match value:
        case {"before": str() | None as before, "after": str() | None as after, "edits": list(told)}:
            edits = [_edit(one) for one in told]
            made = tuple(edit for edit in edits if edit)
            return FileEdits(before, after, made, size if type(size) is int and size >= 0 else None)
    return None


def _edit(value: object) -> Edit | None:
    match value:
        case [int(start), str(was), str(now)]:
            return Edit(start, text.from_json(was), text.from_json(now))
    return None


def _touched(value: object) -> Touched | None:
    if not isinstance(value, dict):
        return None
    match value:
        case {"id": str(ident), "done": "pruned" | "edited" | "merged" | "restored" as done}:
            key, becomes, said = (value.get(name) for name in ("key", "becomes", "text"))
            claims = value.get("claims")
            return Touched(
                ident,
                done,
                said if isinstance(said, str) else "",
                key if isinstance(key, str) else None,
                tuple(one for one in claims if isinstance(one, str)) if isinstance(claims, list) else (),
                becomes if isinstance(becomes, str) else None,
            )
    return None

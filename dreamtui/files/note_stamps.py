"""Checkpoints of daily notes, `memory/.dreams/daily-ingestion.json`: how each looked when last read."""

from __future__ import annotations

from typing import Any, Final

from dreamtui.files import document, jsonfile
from dreamtui.model import Document, FileStamp

VERSION: Final = 1
_KNOWN: Final = frozenset(("mtimeMs", "size"))


def parse(value: dict[str, Any], shown: str) -> Document[FileStamp]:
    """Read the object of a checkpoint file, emptying it; stamps without time or size are `invalid`.

    Raises BadInput for a version that is not understood and a table that is none.
    """
    return document.parse(value, shown, table="files", version=VERSION, read=_stamp)


def render(doc: Document[FileStamp]) -> bytes:
    """The bytes of a checkpoint file."""
    table = {
        path: {"mtimeMs": stamp.mtime_ms, "size": stamp.size, **stamp.extra}
        for path, stamp in doc.entries.items()
    }
    files = {**table, **doc.invalid}
    return jsonfile.render({**document.head(VERSION, doc.updated_at), "files": files, **doc.extra})


def _stamp(_path: str, raw: Any) -> FileStamp | None:
    measured = document.measure(raw) if isinstance(raw, dict) else None
    return FileStamp(*measured, document.unknown(raw, _KNOWN)) if measured else None

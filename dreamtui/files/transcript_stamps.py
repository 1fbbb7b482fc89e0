"""Checkpoints of transcripts, `memory/.dreams/session-ingestion.json`, and the messages already seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dreamtui.files import document, jsonfile
from dreamtui.model import Document, TranscriptStamp

VERSION: Final = 3
SEEN: Final = "seenMessages"
_SCOPE: Final = f"{SEEN}/"
"""Before the scopes among the invalid entries of a document, to tell them from files."""
_KNOWN: Final = frozenset(("mtimeMs", "size", "contentHash", "lineCount", "lastContentLine"))


def parse(value: dict[str, Any], shown: str) -> tuple[Document[TranscriptStamp], dict[str, tuple[str, ...]]]:
    """Read the object of a checkpoint file, emptying it: the stamps, and seen SHA-1s by scope.

    Stamps without time or size are `invalid`; so is, as `seenMessages/<scope>`, a scope that holds no list.
    Raises BadInput for a version that is not understood and a table that is none.
    """
    scopes = document.take_table(value, SEEN, shown)
    jsonfile.check_depth(scopes, shown)
    doc = document.parse(value, shown, table="files", version=VERSION, read=_stamp)
    seen = {scope: document.texts(hashes) for scope, hashes in scopes.items() if isinstance(hashes, list)}
    junk = {_SCOPE + scope: raw for scope, raw in scopes.items() if scope not in seen}
    return doc._replace(invalid={**doc.invalid, **junk}), seen


def render(doc: Document[TranscriptStamp], seen: Mapping[str, tuple[str, ...]]) -> bytes:
    """The bytes of a checkpoint file."""
    files = {key: _to_object(stamp) for key, stamp in doc.entries.items()}
    scopes: dict[str, Any] = dict(seen)
    for key, raw in doc.invalid.items():
        if key.startswith(_SCOPE):
            scopes[key.removeprefix(_SCOPE)] = raw
        else:
            files[key] = raw
    head = document.head(VERSION, doc.updated_at)
    return jsonfile.render({**head, "files": files, SEEN: scopes, **doc.extra})


def _stamp(_key: str, raw: Any) -> TranscriptStamp | None:
    measured = document.measure(raw) if isinstance(raw, dict) else None
    if measured is None:
        return None
    return TranscriptStamp(
        *measured,
        content_hash=document.text(raw.get("contentHash")) or "",
        line_count=document.count(raw.get("lineCount")),
        last_content_line=document.count(raw.get("lastContentLine")),
        extra=document.unknown(raw, _KNOWN),
    )


def _to_object(stamp: TranscriptStamp) -> dict[str, Any]:
    return {
        "mtimeMs": stamp.mtime_ms,
        "size": stamp.size,
        "contentHash": stamp.content_hash,
        "lineCount": stamp.line_count,
        "lastContentLine": stamp.last_content_line,
        **stamp.extra,
    }

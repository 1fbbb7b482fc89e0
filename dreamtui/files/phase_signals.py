"""Phase signals, `memory/.dreams/phase-signals.json`: how often Light and REM picked an entry."""

from __future__ import annotations

from typing import Any, Final

from dreamtui.files import document, jsonfile
from dreamtui.model import Document, PhaseSignal

VERSION: Final = 1
_KNOWN: Final = frozenset(("key", "lightHits", "remHits", "lastLightAt", "lastRemAt"))


def parse(value: dict[str, Any], shown: str) -> Document[PhaseSignal]:
    """Read the object of a phase-signals file, emptying it; entries that are no objects are `invalid`.

    Raises BadInput for a version that is not understood and a table that is none.
    """
    return document.parse(value, shown, table="entries", version=VERSION, read=_signal)


def render(doc: Document[PhaseSignal]) -> bytes:
    """The bytes of a phase-signals file."""
    table = {key: _to_object(signal) for key, signal in doc.entries.items()}
    entries = {**table, **doc.invalid}
    return jsonfile.render({**document.head(VERSION, doc.updated_at), "entries": entries, **doc.extra})


def _signal(key: str, raw: Any) -> PhaseSignal | None:
    if not isinstance(raw, dict):
        return None
    return PhaseSignal(
        key=document.text(raw.get("key")) or key,
        light_hits=document.count(raw.get("lightHits")),
        rem_hits=document.count(raw.get("remHits")),
        last_light_at=document.text(raw.get("lastLightAt")),
        last_rem_at=document.text(raw.get("lastRemAt")),
        extra=document.unknown(raw, _KNOWN),
    )


def _to_object(signal: PhaseSignal) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "key": signal.key,
        "lightHits": signal.light_hits,
        "remHits": signal.rem_hits,
    }
    if signal.last_light_at is not None:
        fields["lastLightAt"] = signal.last_light_at
    if signal.last_rem_at is not None:
        fields["lastRemAt"] = signal.last_rem_at
    return {**fields, **signal.extra}

"""The recall store, `memory/.dreams/short-term-recall.json`: every tracked snippet."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from json.encoder import encode_basestring as quote
from math import inf
from operator import itemgetter
from typing import Any, Final

from dreamtui.files import document, jsonfile
from dreamtui.model import Document, RecallEntry

VERSION: Final = 1
MAX_LINE: Final = 10_000_000
"""No note has more lines: an entry that claims to lie beyond is invalid."""

_ALWAYS: Final = (
    "key", "path", "startLine", "endLine", "source", "snippet", "recallCount", "dailyCount",
    "groundedCount", "totalScore", "maxScore", "firstRecalledAt", "lastRecalledAt", "queryHashes",
    "recallDays", "conceptTags",
)  # fmt: skip
_KNOWN: Final = frozenset((*_ALWAYS, "claimHash", "promotedAt"))
_LARGEST: Final = sys.float_info.max
_KINDS: Final = (str, str, int, int, str, str, int, int, int)
_USUAL_KINDS: Final = frozenset(
    (*_KINDS, total, best, str, str, list, list, list) for total in (int, float) for best in (int, float)
)
_usual_fields = itemgetter(*_ALWAYS)


def parse(value: dict[str, Any], shown: str) -> Document[RecallEntry]:
    """Read the object of a recall store, emptying it; entries whose form is wrong are `invalid`.

    Raises BadInput for a version that is not understood and a table that is none.
    """
    return document.parse(value, shown, table="entries", version=VERSION, read=_entry)


def render(doc: Document[RecallEntry]) -> bytes:
    """The bytes of a recall store; invalid entries follow the valid ones, as they were."""
    with jsonfile.collector_paused():
        return b"".join(map(jsonfile.encode, _pieces(doc)))


def _entry(key: str, raw: Any) -> RecallEntry | None:
    if not isinstance(raw, dict):
        return None
    return _usual_entry(key, raw) or _unusual_entry(key, raw)


def _usual_entry(key: str, raw: dict[str, Any]) -> RecallEntry | None:
    """An entry in which every field has the kind that OpenClaw writes; None for any other.

    Twice as quick as looking at each field by itself, and nearly every entry is one.
    """
    try:
        fields = _usual_fields(raw)
    except KeyError:
        return None
    if tuple(map(type, fields)) not in _USUAL_KINDS:
        return None
    if len(raw) > len(_ALWAYS) and not raw.keys() <= _KNOWN:
        return None
    own_key, path, start, end, source, snippet, recalls, passive, grounded = fields[:9]
    total, best, since, latest, hashes, days, tags = fields[9:]
    counts_fit = (
        min(recalls, passive, grounded) >= 0 and max(recalls, passive, grounded) <= document.MAX_WHOLE
    )
    if not counts_fit or not 1 <= start <= end <= MAX_LINE:
        return None
    if not (0 <= total <= _LARGEST and 0 <= best <= _LARGEST):
        return None
    if source != "memory" or own_key != key:
        return None
    return RecallEntry(
        key,
        path,
        start,
        end,
        snippet,
        recalls,
        passive,
        grounded,
        float(total),
        float(best),
        since,
        latest,
        document.texts(hashes),
        document.texts(days),
        document.texts(tags),
        document.text(raw.get("claimHash")),
        document.text(raw.get("promotedAt")),
        document.NO_EXTRA,
    )


def _unusual_entry(key: str, raw: dict[str, Any]) -> RecallEntry | None:
    """An entry of any other form; None when it is invalid. The key it is stored under is its key."""
    own_key, path, first, last, source, snippet, recalls, passive, grounded = map(raw.get, _ALWAYS[:9])
    total, best, since, latest, hashes, days, tags = map(raw.get, _ALWAYS[9:])
    start, end = document.whole(first), document.whole(last)
    if start is None or end is None or not 1 <= start <= end <= MAX_LINE:
        return None
    if source != "memory" or not isinstance(path, str):
        return None
    return RecallEntry(
        key,
        path,
        start,
        end,
        snippet if isinstance(snippet, str) else "",
        document.count(recalls),
        document.count(passive),
        document.count(grounded),
        _score(total),
        _score(best),
        since if isinstance(since, str) else "",
        latest if isinstance(latest, str) else "",
        document.texts(hashes),
        document.texts(days),
        document.texts(tags) if isinstance(tags, list) else None,
        document.text(raw.get("claimHash")),
        document.text(raw.get("promotedAt")),
        _extra(own_key, key, raw),
    )


def _extra(own_key: object, key: str, raw: dict[str, Any]) -> Mapping[str, Any]:
    """What is not ours, and a key other than the one that the entry is stored under, to be written back."""
    extra = document.NO_EXTRA if raw.keys() <= _KNOWN else document.unknown(raw, _KNOWN)
    return {"key": own_key, **extra} if isinstance(own_key, str) and own_key not in ("", key) else extra


def _score(value: object) -> float:
    if isinstance(value, float):
        return value if 0 < value < inf else 0.0
    if type(value) is int and value > 0:
        try:
            return float(value)
        except OverflowError:
            return 0.0
    return 0.0


def _pieces(doc: Document[RecallEntry]) -> Iterator[str]:
    # Written out by hand and encoded piece by piece, which for stores of many megabytes takes half
    # the time of a general encoder, and a fraction of its memory.
    opening = jsonfile.render_text(document.head(VERSION, doc.updated_at))
    yield opening.removesuffix("\n}") + ',\n  "entries": {'
    before = "\n    "
    for key, entry in doc.entries.items():
        yield f"{before}{quote(key)}: {_entry_text(entry)}"
        before = ",\n    "
    for key, raw in doc.invalid.items():
        yield f"{before}{quote(key)}: {jsonfile.render_text(raw, '    ')}"
        before = ",\n    "
    yield "\n  }" if doc.entries or doc.invalid else "}"
    yield f"{_more(doc.extra, '  ')}\n}}\n"


def _entry_text(entry: RecallEntry) -> str:
    tags = "" if entry.concept_tags is None else f',\n      "conceptTags": {_list(entry.concept_tags)}'
    claim = "" if entry.claim_hash is None else f',\n      "claimHash": {quote(entry.claim_hash)}'
    own_key, more = entry.key, ""
    if entry.extra:
        own_key = entry.extra.get("key", entry.key)
        more = _more({name: item for name, item in entry.extra.items() if name != "key"}, "      ")
    promoted = "" if entry.promoted_at is None else f',\n      "promotedAt": {quote(entry.promoted_at)}'
    return (
        f'{{\n      "key": {quote(own_key)}'
        f',\n      "path": {quote(entry.path)}'
        f',\n      "startLine": {entry.start_line}'
        f',\n      "endLine": {entry.end_line}'
        f',\n      "source": "memory"'
        f',\n      "snippet": {quote(entry.snippet)}'
        f',\n      "recallCount": {entry.recall_count}'
        f',\n      "dailyCount": {entry.daily_count}'
        f',\n      "groundedCount": {entry.grounded_count}'
        f',\n      "totalScore": {jsonfile.number(entry.total_score)}'
        f',\n      "maxScore": {jsonfile.number(entry.max_score)}'
        f',\n      "firstRecalledAt": {quote(entry.first_recalled_at)}'
        f',\n      "lastRecalledAt": {quote(entry.last_recalled_at)}'
        f',\n      "queryHashes": {_list(entry.query_hashes)}'
        f',\n      "recallDays": {_list(entry.recall_days)}'
        f"{tags}{claim}{promoted}{more}\n    }}"
    )


def _list(items: tuple[str, ...]) -> str:
    return "[\n        " + ",\n        ".join(map(quote, items)) + "\n      ]" if items else "[]"


def _more(extra: Mapping[str, Any], margin: str) -> str:
    return "".join(
        f",\n{margin}{quote(name)}: {jsonfile.render_text(item, margin)}" for name, item in extra.items()
    )

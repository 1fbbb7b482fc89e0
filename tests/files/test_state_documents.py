"""The four JSON state files: what is read comes back, byte for byte where OpenClaw wrote it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.errors import BadInput
from dreamtui.files import jsonfile, note_stamps, phase_signals, recall_store, transcript_stamps
from tests.recorded import NIGHTS, unpack

ENTRY: dict[str, Any] = {
    "key": "memory:memory/2026-04-10.md:4:4",
    "path": "memory/2026-04-10.md",
    "startLine": 4,
    "endLine": 4,
    "source": "memory",
    "snippet": "Moved router to VLAN 10.",
    "recallCount": 3,
    "dailyCount": 0,
    "groundedCount": 0,
    "totalScore": 2.85,
    "maxScore": 0.99,
    "firstRecalledAt": "2026-04-10T19:00:00.000Z",
    "lastRecalledAt": "2026-04-11T01:00:00.000Z",
    "queryHashes": ["ddf671495620"],
    "recallDays": ["2026-04-10", "2026-04-11"],
    "conceptTags": ["router", "vlan"],
}
KEY = "memory:memory/2026-04-10.md:4:4"


def rewritten(raw: bytes, name: str) -> bytes:
    value = jsonfile.parse_object(raw, name)
    if name == "session-ingestion.json":
        return transcript_stamps.render(*transcript_stamps.parse(value, name))
    module: Any = {
        "short-term-recall.json": recall_store,
        "phase-signals.json": phase_signals,
        "daily-ingestion.json": note_stamps,
    }[name]
    doc = module.parse(value, name)
    assert not doc.invalid
    rendered: bytes = module.render(doc)
    return rendered


@pytest.mark.parametrize("name", NIGHTS)
def test_recorded_files_come_back_byte_for_byte(name: str, tmp_path: Path) -> None:
    night = unpack(name, tmp_path)
    files = [*night.root.glob("memory/.dreams/*.json"), *night.after.glob("memory/.dreams/*.json")]
    assert len(files) == 8
    for file in files:
        raw = file.read_bytes()
        assert rewritten(raw, file.name) == raw, file


def store(*entries: Any, **fields: Any) -> dict[str, Any]:
    table = {f"k{number}": entry for number, entry in enumerate(entries)}
    return {"version": 1, "updatedAt": "2026-04-11T01:00:00.000Z", "entries": table, **fields}


def one(**changes: Any) -> Any:
    raw = {name: value for name, value in {**ENTRY, **changes}.items() if value is not ...}
    doc = recall_store.parse({"version": 1, "entries": {KEY: raw}}, "store")
    return doc.entries.get(KEY)


def test_an_entry_is_read() -> None:
    entry = one(claimHash="abc", promotedAt="2026-04-12T03:00:00.000Z", provenance={"originClass": "owner"})
    assert (entry.key, entry.path, entry.start_line, entry.end_line) == (KEY, "memory/2026-04-10.md", 4, 4)
    assert (entry.signal_count, entry.total_score, entry.max_score) == (3, 2.85, 0.99)
    assert entry.query_hashes == ("ddf671495620",)
    assert entry.recall_days == ("2026-04-10", "2026-04-11")
    assert entry.concept_tags == ("router", "vlan")
    assert (entry.claim_hash, entry.promoted_at) == ("abc", "2026-04-12T03:00:00.000Z")
    assert entry.extra == {"provenance": {"originClass": "owner"}}


@pytest.mark.parametrize(
    "changes",
    [
        {"path": ...},
        {"path": 3},
        {"source": ...},
        {"source": "sessions"},
        {"startLine": ...},
        {"startLine": "4"},
        {"startLine": True},
        {"startLine": 0},
        {"startLine": 3.5},
        {"startLine": 5},
        {"endLine": None},
        {"endLine": float("inf")},
        {"endLine": float("nan")},
        {"endLine": 10**30},
    ],
)
def test_an_entry_of_the_wrong_form_is_kept_apart(changes: dict[str, Any]) -> None:
    assert one(**changes) is None


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "a\x00b", "memory/dreaming/x.md", ""])
def test_only_the_form_decides_what_is_valid(path: str) -> None:
    assert one(path=path).path == path


@pytest.mark.parametrize(
    ("stored", "read"),
    [(..., 0), (None, 0), ("3", 0), (True, 0), (-1, 0), (2.7, 2), (float("nan"), 0), (float("inf"), 0)],
)
def test_counts_that_are_none_are_nothing(stored: Any, read: int) -> None:
    assert one(recallCount=stored, dailyCount=stored, groundedCount=stored).signal_count == 3 * read


@pytest.mark.parametrize(
    ("stored", "read"),
    [(..., 0), ("1", 0), (-0.5, 0), (float("nan"), 0), (float("-inf"), 0), (10**400, 0), (2, 2), (0.5, 0.5)],
)
def test_scores_that_are_none_are_nothing(stored: Any, read: float) -> None:
    entry = one(totalScore=stored, maxScore=stored)
    assert (entry.total_score, entry.max_score) == (read, read)


def test_what_is_missing_or_of_the_wrong_kind() -> None:
    assert one(key=...).key == KEY
    assert one(key=7).key == KEY
    assert one(key="memory:other").key == KEY  # what it is stored under; the other is written back
    assert one(startLine=4.0).start_line == 4
    assert one(snippet=...).snippet == ""
    assert one(conceptTags=...).concept_tags is None
    assert one(conceptTags="router").concept_tags is None
    assert one(conceptTags=[]).concept_tags == ()
    assert one(queryHashes=["a", 1, None, "b"]).query_hashes == ("a", "b")
    assert one(recallDays={}).recall_days == ()
    assert one(promotedAt=None).promoted_at is None


def test_the_object_is_emptied_on_the_way() -> None:
    value = store(ENTRY, ENTRY)
    table = value["entries"]
    recall_store.parse(value, "store")
    assert table == {}


@pytest.mark.parametrize("version", [2, 0, "1", None, 1.5, True, []])
def test_a_version_that_is_not_understood_is_refused(version: Any) -> None:
    with pytest.raises(BadInput, match="only 1 is understood; nothing was changed: update dreamtui"):
        recall_store.parse(store(ENTRY, version=version), "store")


def test_a_table_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="store: holds a list as `entries`"):
        recall_store.parse({"version": 1, "entries": []}, "store")
    with pytest.raises(BadInput, match="holds null as `seenMessages`"):
        transcript_stamps.parse({"version": 3, "seenMessages": None}, "store")
    assert recall_store.parse({}, "store").entries == {}


def test_unknown_parts_nested_too_deep_are_refused_at_once() -> None:
    deep = json.loads("[" * 300 + "]" * 300)
    for value in (store(deep), store({**ENTRY, "more": deep}), store(more=deep)):
        with pytest.raises(BadInput, match="nested too deep"):
            recall_store.parse(value, "store")


def test_scopes_that_hold_no_list_survive() -> None:
    value = {
        "version": 3,
        "files": {"f": {"mtimeMs": 1, "size": 2}, "g": 5},
        "seenMessages": {"s": ["a"], "t": 9},
    }
    doc, seen = transcript_stamps.parse(value, "x")
    assert seen == {"s": ("a",)}
    assert doc.invalid == {"g": 5, "seenMessages/t": 9}
    again = json.loads(transcript_stamps.render(doc, seen))
    assert again["files"]["g"] == 5
    assert again["seenMessages"] == {"s": ["a"], "t": 9}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=8), values, max_size=3),
    max_leaves=6,
)
COUNTS = st.integers(0, 2**53 - 1)
LISTS = st.lists(st.text(max_size=12), max_size=4)
NAMES = st.text(max_size=8).map(lambda name: "x" + name)


def shaped(required: dict[str, Any], optional: dict[str, Any]) -> Any:
    """Entries as programs write them, their fields in order, with unknown ones at the end."""
    fields = st.fixed_dictionaries(required, optional=optional)
    order = [*required, *optional]
    return st.builds(
        lambda known, extra: {name: known[name] for name in order if name in known} | extra,
        fields,
        st.dictionaries(NAMES, JSON, max_size=2),
    )


ENTRIES = shaped(
    {
        "key": st.text(min_size=1),
        "path": st.text(),
        "startLine": st.just(1),
        "endLine": st.integers(1, 10_000_000),
        "source": st.just("memory"),
        "snippet": st.text(st.characters(exclude_categories=())),
        "recallCount": COUNTS,
        "dailyCount": COUNTS,
        "groundedCount": COUNTS,
        "totalScore": st.floats(0, allow_infinity=False),
        "maxScore": st.floats(0, 1),
        "firstRecalledAt": st.text(),
        "lastRecalledAt": st.text(),
        "queryHashes": LISTS,
        "recallDays": LISTS,
    },
    {"conceptTags": LISTS, "claimHash": st.text(), "promotedAt": st.text()},
)
SIGNALS = shaped(
    {"key": st.text(min_size=1), "lightHits": COUNTS, "remHits": COUNTS},
    {"lastLightAt": st.text(), "lastRemAt": st.text()},
)
STAMPS = shaped({"mtimeMs": COUNTS, "size": COUNTS}, {})
TRANSCRIPTS = shaped(
    {
        "mtimeMs": COUNTS,
        "size": COUNTS,
        "contentHash": st.text(),
        "lineCount": COUNTS,
        "lastContentLine": COUNTS,
    },
    {},
)


def canonical(version: int, table: str, entries: Any, junk: Any = JSON) -> Any:
    """Whole documents: entries, junk after them, and unknown fields at the end."""
    return st.builds(
        lambda at, valid, bad, extra: {
            "version": version,
            **({"updatedAt": at} if at is not None else {}),
            table: {**valid, **{f"~{key}": raw for key, raw in bad.items()}},
            **extra,
        },
        st.none() | st.text(),
        st.dictionaries(st.text(max_size=8).map("k".__add__), entries, max_size=3),
        st.dictionaries(st.text(max_size=8), junk.filter(lambda raw: not isinstance(raw, dict)), max_size=2),
        st.dictionaries(NAMES, JSON, max_size=2),
    )


@given(canonical(1, "entries", ENTRIES))
def test_any_recall_store_comes_back(value: dict[str, Any]) -> None:
    check(value, recall_store)


@given(canonical(1, "entries", SIGNALS))
def test_any_phase_signals_come_back(value: dict[str, Any]) -> None:
    check(value, phase_signals)


@given(canonical(1, "files", STAMPS))
def test_any_note_stamps_come_back(value: dict[str, Any]) -> None:
    check(value, note_stamps)


@given(canonical(3, "files", TRANSCRIPTS), st.dictionaries(st.text(), LISTS, max_size=3))
def test_any_transcript_stamps_come_back(value: dict[str, Any], seen: dict[str, list[str]]) -> None:
    fields = list(value.items())
    place = list(value).index("files") + 1
    raw = jsonfile.render(dict([*fields[:place], ("seenMessages", seen), *fields[place:]]))
    doc, scopes = transcript_stamps.parse(jsonfile.parse_object(raw, "x"), "x")
    assert transcript_stamps.render(doc, scopes) == raw


def check(value: dict[str, Any], module: Any) -> None:
    raw = jsonfile.render(value)
    doc = module.parse(jsonfile.parse_object(raw, "x"), "x")
    assert all(key.startswith("k") for key in doc.entries)
    assert all(key.startswith("~") for key in doc.invalid)
    assert module.render(doc) == raw


@given(st.dictionaries(st.text(), JSON | st.dictionaries(st.sampled_from([*ENTRY]), JSON)))
def test_junk_never_fails_and_settles_at_once(entries: dict[str, Any]) -> None:
    for module in (recall_store, phase_signals):
        value = jsonfile.parse_object(jsonfile.render({"version": 1, "entries": entries}), "x")
        doc = module.parse(value, "x")
        assert len(doc.entries) + len(doc.invalid) == len(entries)
        raw = module.render(doc)
        assert module.render(module.parse(jsonfile.parse_object(raw, "x"), "x")) == raw

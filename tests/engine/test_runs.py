from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.runs import GAP_MS, Night, nights, runs
from dreamtui.instants import DAY_MS, iso, parse_instant

AT = parse_instant("2026-04-10T03:00:00.000Z") or 0
UTC = ZoneInfo("UTC")


def _phase(name: str, lines: object, at: int = AT) -> dict[str, Any]:
    return {"type": "memory.dream.completed", "timestamp": iso(at), "phase": name, "lineCount": lines}


def _promoted(*keys: str, at: int = AT) -> dict[str, Any]:
    told = [{"key": key} for key in keys]
    return {
        "type": "memory.promotion.applied",
        "timestamp": iso(at),
        "applied": len(keys),
        "candidates": told,
    }


def _read(query: str, number: int, at: int = AT) -> dict[str, Any]:
    return {
        "type": "memory.recall.recorded",
        "timestamp": iso(at),
        "query": query,
        "resultCount": number,
        "results": [],
    }


def _swept(at: int = AT, **fields: object) -> dict[str, Any]:
    counts = {"phases": ["light", "rem", "deep"], "ingested": 7, "staged": 4, "ranked": 9, "passing": 1}
    done = {"type": "dreamtui.sweep.completed", "timestamp": iso(at), **counts, "promoted": 0}
    return {**done, **fields}


def test_a_night_of_openclaw_is_one_run() -> None:
    (run,) = runs(
        [
            _read("__dreaming_daily__:2026-04-09", 3),
            _read("__dreaming_daily__:2026-04-08", 2),
            _phase("light", 200),
            _phase("rem", 18),
            _promoted("k1", "k2"),
        ]
    )
    assert (run.kind, run.outcome, run.own, run.trigger) == ("sweep", "done", False, None)
    assert (run.read, run.staged, run.promoted, run.keys) == (5, 40, 2, ("k1", "k2"))
    assert run.lines == {"light": 200, "rem": 18}
    assert (run.duration_ms, run.ranked, run.reflected) == (None, None, None)


def test_a_run_that_takes_minutes_has_a_duration() -> None:
    (run,) = runs([_phase("light", 1), _phase("rem", 3, AT + 60_000), _phase("deep", 2, AT + 90_000)])
    assert (run.at_ms, run.duration_ms, run.staged, run.promoted) == (AT, 90_000, 0, 0)


def test_our_own_summary_closes_a_run() -> None:
    told = _swept(trigger="schedule", reflected=5, durationMs=1234, new={"later": 1})
    (run, write) = runs([_phase("light", 20), _phase("rem", 3), told, _promoted("k", at=AT + 1000)])
    assert (run.trigger, run.duration_ms, run.reflected, run.own) == ("schedule", 1234, 5, True)
    assert (run.read, run.staged, run.ranked, run.passing, run.promoted) == (7, 4, 9, 1, 0)
    assert (write.kind, write.promoted) == ("write", 1)


def test_a_summary_of_an_older_dreamtui_still_reads() -> None:
    (run,) = runs([_swept()])
    assert (run.trigger, run.duration_ms, run.reflected, run.lines) == (
        None,
        None,
        None,
        {"light": None, "rem": None, "deep": None},
    )


def test_the_next_night_is_another_run() -> None:
    found = runs([_phase("light", 5), _phase("light", 10, AT + DAY_MS), _phase("rem", 3, AT + DAY_MS)])
    assert [run.staged for run in found] == [1, 2]
    again = runs([_phase("light", 5), _phase("light", 10, AT + 60_000)])
    assert [run.staged for run in again] == [1, 2]
    apart = runs([_phase("light", 5), _phase("rem", 3, AT + GAP_MS + 1)])
    assert [dict(run.lines) for run in apart] == [{"light": 5}, {"rem": 3}]


def test_a_write_and_its_undo() -> None:
    undone = {"type": "dreamtui.promotion.undone", "timestamp": iso(AT + 5), "of": "x", "keys": ["a", "b"]}
    (write,) = runs([_promoted("a", "b"), undone])
    assert (write.kind, write.promoted, write.undone, write.keys) == ("write", 0, 2, ())
    assert nights([write], UTC, "2026-04-10", 5) == [Night("2026-04-10", undone=2)]


def test_what_was_written_again_after_an_undo_counts_once() -> None:
    undone = {"type": "dreamtui.promotion.undone", "timestamp": iso(AT + 5), "of": "x", "keys": ["a", "b"]}
    pair = [_promoted("a", "b"), undone]
    found = runs([*pair, *pair, *pair, _promoted("a", "b", at=AT + 9)])
    assert [run.keys for run in found] == [(), (), (), ("a", "b")]
    assert nights(found, UTC, "2026-04-10", 5) == [Night("2026-04-10", promoted=2, undone=6)]


def test_an_undo_takes_from_the_sweep_only_what_it_names() -> None:
    undone = {"type": "dreamtui.promotion.undone", "timestamp": iso(AT + DAY_MS), "keys": ["b"]}
    unknown = {**undone, "keys": ["gone", "b"]}
    told = [_phase("light", 5), _promoted("a", "b"), _swept(promoted=2), unknown, undone]
    (sweep,) = runs(told)
    assert (sweep.promoted, sweep.undone, sweep.keys) == (1, 1, ("a",))
    assert nights([sweep], UTC, "2026-04-11", 5)[0] == Night("2026-04-10", 1, promoted=1, undone=1, staged=4)


def test_searches_are_no_runs() -> None:
    assert runs([_read("vpn", 3), _read("__dreaming", 1)]) == []


def test_nights_without_a_run_are_there() -> None:
    found = runs(
        [_phase("light", 5), _phase("light", 10, AT + 3 * DAY_MS), _promoted("k", at=AT + 3 * DAY_MS)]
    )
    told = nights(found, UTC, "2026-04-14", 60)
    assert [(night.day[-2:], night.sweeps, night.promoted) for night in told] == [
        ("10", 1, 0),
        ("11", 0, 0),
        ("12", 0, 0),
        ("13", 1, 1),
        ("14", 0, 0),
    ]
    assert nights(found, UTC, "2026-04-14", 2)[0].day == "2026-04-13"
    assert nights([], UTC, "2026-04-14", 2) == []


def test_what_only_the_store_knows_counts_where_no_run_promoted() -> None:
    found = runs([_promoted("k"), _phase("light", 5, AT + DAY_MS)])
    stored = {"2026-03-01": 9, "2026-04-08": 4, "2026-04-10": 5, "2026-04-11": 2}
    told = nights(found, UTC, "2026-04-12", 10, stored)
    assert [(night.day[-2:], night.logged, night.sweeps, night.promoted) for night in told] == [
        ("08", False, 0, 4),
        ("09", False, 0, 0),
        ("10", True, 0, 1),
        ("11", True, 1, 2),
        ("12", True, 0, 0),
    ]
    told = nights([], UTC, "2026-04-09", 10, stored)
    assert [(night.day[-2:], night.logged, night.promoted) for night in told] == [
        ("08", False, 4),
        ("09", False, 0),
    ]


VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-5, 50)
    | st.text(max_size=4)
    | st.lists(st.integers(), max_size=2)
)
RECORDS = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            [
                "memory.recall.recorded",
                "memory.dream.completed",
                "memory.promotion.applied",
                "dreamtui.sweep.completed",
                "dreamtui.promotion.undone",
                "later.kind",
            ]
        )
        | VALUES,
        "timestamp": st.integers(0, 5 * DAY_MS).map(lambda offset: iso(AT + offset)) | VALUES,
    },
    optional={
        "phase": st.sampled_from(["light", "rem", "deep"]) | VALUES,
        "query": st.sampled_from(["vpn", "__dreaming_daily__:2026-04-09"]) | VALUES,
        **dict.fromkeys(
            ("lineCount", "resultCount", "applied", "staged", "promoted", "keys", "phases"), VALUES
        ),
        "candidates": VALUES | st.lists(st.fixed_dictionaries({"key": VALUES}), max_size=2),
    },
)


@given(st.lists(RECORDS, max_size=12))
def test_any_log_can_be_folded(records: list[dict[str, Any]]) -> None:
    found = runs(records)
    assert [run.at_ms for run in found] == sorted(run.at_ms for run in found)
    telling = [one for one in records if one["type"] != "memory.recall.recorded"]
    assert len(found) <= len(telling)
    night = nights(found, UTC, "2026-04-16", 30)
    assert sum(one.promoted for one in night) == sum(run.promoted or 0 for run in found)
    assert sum(one.sweeps for one in night) == sum(run.kind == "sweep" for run in found)


@given(st.lists(RECORDS, max_size=6))
def test_records_of_others_change_nothing(records: list[dict[str, Any]]) -> None:
    between = {"type": "memory.later.kind", "timestamp": iso(AT), "field": [1]}
    mixed = [one for record in records for one in (between, record)]
    assert runs(mixed) == runs(records)

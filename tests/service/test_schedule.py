from __future__ import annotations

from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from dreamtui.instants import iso, parse_instant
from dreamtui.service.schedule import next_run

BERLIN = ZoneInfo("Europe/Berlin")


def due(expression: str, zone: str, after: str) -> str | None:
    moment = parse_instant(after)
    assert moment is not None
    found = next_run(expression, ZoneInfo(zone), moment)
    return None if found is None else iso(found).replace(":00.000Z", "Z")


@pytest.mark.parametrize(
    ("expression", "zone", "after", "expected"),
    [
        ("0 3 * * *", "UTC", "2026-04-11T00:00Z", "2026-04-11T03:00Z"),
        ("0 3 * * *", "UTC", "2026-04-11T02:59:59.999Z", "2026-04-11T03:00Z"),
        ("0 3 * * *", "UTC", "2026-04-11T03:00Z", "2026-04-12T03:00Z"),
        ("0 3 * * *", "Asia/Shanghai", "2026-04-11T12:00Z", "2026-04-11T19:00Z"),
        ("0 3 * * *", "America/Los_Angeles", "2026-04-11T00:00Z", "2026-04-11T10:00Z"),
        ("*/15 * * * *", "Asia/Kathmandu", "2026-04-11T00:07Z", "2026-04-11T00:15Z"),
        ("30 4 1 * *", "UTC", "2026-04-11T00:00Z", "2026-05-01T04:30Z"),
        ("0 3 29 2 *", "UTC", "2026-04-11T00:00Z", "2028-02-29T03:00Z"),
        ("0 3 * * 1-5", "UTC", "2026-04-10T12:00Z", "2026-04-13T03:00Z"),
        ("0 3 13 * 5", "UTC", "2026-04-11T00:00Z", "2026-04-13T03:00Z"),  # the 13th, or a Friday
    ],
)
def test_the_next_time_on_the_wall_clock(expression: str, zone: str, after: str, expected: str) -> None:
    assert due(expression, zone, after) == expected


def test_each_night_stays_at_three_when_clocks_change() -> None:
    # Berlin: forward on 2026-03-29 at 2:00, back on 2026-10-25 at 3:00
    assert due("0 3 * * *", "Europe/Berlin", "2026-03-28T03:00Z") == "2026-03-29T01:00Z"
    assert due("0 3 * * *", "Europe/Berlin", "2026-03-27T03:00Z") == "2026-03-28T02:00Z"
    assert due("0 3 * * *", "Europe/Berlin", "2026-10-24T12:00Z") == "2026-10-25T02:00Z"


def test_a_time_that_clocks_skip_is_not_left_out() -> None:
    assert due("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z") == "2026-03-29T01:30Z"
    assert due("30 2 * * *", "Europe/Berlin", "2026-03-29T01:10Z") == "2026-03-29T01:30Z"
    assert due("30 2 * * *", "Europe/Berlin", "2026-03-29T01:30Z") == "2026-03-30T00:30Z"


def test_a_time_that_clocks_show_twice_counts_once() -> None:
    assert due("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00Z") == "2026-10-25T00:30Z"
    assert due("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30Z") == "2026-10-26T01:30Z"


def test_jobs_of_every_hour_follow_real_time_when_clocks_change() -> None:
    runs = ["2026-10-24T23:45Z"]
    while len(runs) < 7:
        found = due("*/30 * * * *", "Europe/Berlin", runs[-1])
        assert found is not None
        runs.append(found)
    assert [run[11:16] for run in runs[1:]] == ["00:00", "00:30", "01:00", "01:30", "02:00", "02:30"]
    assert due("30 * * * *", "Europe/Berlin", "2026-03-29T00:45Z") == "2026-03-29T01:30Z"


def test_a_change_by_half_an_hour() -> None:
    # Lord Howe: back by half an hour on 2026-04-05 at 2:00
    assert due("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T10:00Z") == "2026-04-04T14:45Z"
    assert due("0 3 * * *", "Australia/Lord_Howe", "2026-04-04T10:00Z") == "2026-04-04T16:30Z"


def test_a_day_that_a_country_skips() -> None:
    # Samoa had no 30 December 2011, a Friday
    assert due("30 2 * * 5", "Pacific/Apia", "2011-12-30T10:10Z") == "2011-12-30T12:30Z"


def test_zones_without_a_name_and_the_end_of_the_calendar() -> None:
    after = parse_instant("2026-04-11T00:00Z")
    assert after is not None
    assert iso(next_run("0 3 * * *", timezone(timedelta(hours=8)), after) or 0) == "2026-04-11T19:00:00.000Z"
    last = parse_instant("9999-12-31T12:00Z")
    assert last is not None
    assert next_run("0 3 * * *", UTC, last) is None
    assert next_run("0 0 30 2 *", UTC, after) is None

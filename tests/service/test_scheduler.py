"""The scheduler: when a sweep runs by itself while a dashboard is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamtui.instants import iso, parse_instant
from dreamtui.service.scheduler import GRACE_MS, due
from tests.tui.dashboard_stage import desk_at

HOUR = 3_600_000
THREE = parse_instant("2026-04-11T03:00:00Z") or 0
OPENED = THREE - 4 * HOUR


def _due(root: Path, now: int, *ran: int, enabled: bool = True) -> int | None:
    (root / "workspace").mkdir(exist_ok=True)
    desk = desk_at(root / "workspace", f"enabled={str(enabled).lower()}")
    return due(desk, OPENED, now, {f"{at}": {"timestamp": iso(at)} for at in ran})


@pytest.mark.parametrize(
    ("now", "ran", "expected"),
    [
        (THREE - 1, (), None),
        (THREE, (), None),  # whoever else has this schedule goes first
        (THREE + GRACE_MS, (), THREE),
        (THREE + GRACE_MS, (THREE + 5_000,), None),  # and has gone
        (THREE + GRACE_MS, (THREE - HOUR,), THREE),
        (THREE + GRACE_MS, (THREE + 900 * HOUR,), THREE),  # a clock that was wrong
        (THREE + 24 * HOUR + GRACE_MS, (THREE + 5_000,), THREE + 24 * HOUR),
        (THREE + 72 * HOUR, (), THREE),
    ],
)
def test_a_sweep_is_due_once_a_night(
    now: int, ran: tuple[int, ...], expected: int | None, tmp_path: Path
) -> None:
    assert _due(tmp_path, now, *ran) == expected


def test_nothing_is_due_when_dreaming_is_off(tmp_path: Path) -> None:
    assert _due(tmp_path, THREE + HOUR, enabled=False) is None

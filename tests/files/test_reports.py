"""Phase reports are those of the recorded nights."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamtui.files import reports, text
from dreamtui.model import Phase
from tests.recorded import NIGHTS, unpack

PHASES: tuple[Phase, ...] = ("light", "rem", "deep")


@pytest.mark.parametrize("name", NIGHTS)
def test_recorded_reports_come_out_to_the_byte(name: str, tmp_path: Path) -> None:
    after = unpack(name, tmp_path).after
    for phase in PHASES:
        for report in (after / "memory/dreaming" / phase).glob("*.md"):
            body = text.lines(report.read_bytes())[2:-1]
            assert reports.render(phase, body) == report.read_bytes()


def test_the_title_is_the_phase() -> None:
    assert reports.render("deep", ["- Ranked 0."]) == b"# Deep Sleep\n\n- Ranked 0.\n"

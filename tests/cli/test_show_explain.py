"""What `promote-explain` prints for people."""

from __future__ import annotations

import re

from tests.cli.shown import NASTY, lines, remember, text
from tests.home import Home, entry

NOTE = "memory/2026-04-10.md"
ROUTER = "Moved router to VLAN 10 and reserved 192.168.10.1 for the gateway."


def test_the_parts_add_up_to_the_score(home: Home) -> None:
    remember(home, f"- {ROUTER}")
    shown = lines(home, "promote-explain", "router")
    adds = [
        float(found[1]) for line in shown if (found := re.search(r" (?:= +|Light +|REM +)(\d\.\d{3}) ", line))
    ]
    score = next(float(line.split()[1]) for line in shown if line.startswith("  score  "))
    assert len(adds) >= 6
    assert abs(sum(adds) - score) < 0.005
    assert any("0.98 × 0.30 = 0.294" in re.sub(" +", " ", line) for line in shown)
    assert any("10 recalls, 0 passive signals" in line for line in shown)


def test_one_that_passes(home: Home) -> None:
    remember(home, f"- {ROUTER}")
    said = text(home, "promote-explain", "router")
    assert "● Would be promoted: nothing keeps it back." in said
    assert "● recalls 10 (≥ 3)" in said
    assert "● age <1d (≤ 30d)" in said
    assert f"▸ 1 - {ROUTER}" in said
    assert "other entr" not in said
    assert "What would change it" not in said


def test_one_that_fails_says_what_is_missing_and_what_would_change_it(home: Home) -> None:
    remember(home, f"- {ROUTER}", recallCount=2, totalScore=1.9, queryHashes=["0" * 12])
    said = text(home, "promote-explain", "router")
    assert "○ Would not be promoted:" in said
    assert "· 2 of 3 recalls" in said
    assert "○ recalls 2 (≥ 3) missing: 1 recall" in said
    assert "○ queries 1 (≥ 3) missing: 2 queries" in said
    assert "What would change it" in said
    assert "more recalls by" in said
    assert "phases.deep.minRecallCount=2" in said


def test_a_source_that_moved(home: Home) -> None:
    home.write(NOTE, f"# Monday\n\n- first\n\n- {ROUTER}\n- after\n- later\n- last\n")
    home.recall(entry(NOTE, 1, 1, f"- {ROUTER}"))
    said = text(home, "promote-explain", "router")
    assert "Found word for word, but in other lines than recorded." in said
    assert f"3 - first 4 ▸ 5 - {ROUTER} 6 - after 7 - later recorded at {NOTE}:1" in said
    assert "- last" not in said


def test_a_source_that_changed(home: Home) -> None:
    home.write(NOTE, "# Monday\n- Something quite different.\n")
    home.recall(entry(NOTE, 2, 2, f"- {ROUTER}"))
    said = text(home, "promote-explain", "router")
    assert f"the recorded text is no longer in {NOTE}" in said
    assert f"recorded - {ROUTER} now in these lines: 1 # Monday ▸ 2 - Something quite different." in said


def test_a_source_that_ends_before(home: Home) -> None:
    home.write(NOTE, "One line.\n")
    home.recall(entry(NOTE, 7, 7, f"- {ROUTER}"))
    assert "now nothing: the file ends after 1 line" in text(home, "promote-explain", "router")


def test_a_source_that_is_gone(home: Home) -> None:
    home.recall(entry(NOTE, 7, 7, f"- {ROUTER}"))
    said = text(home, "promote-explain", "router")
    assert f"{NOTE} is gone. recorded - {ROUTER}" in said


def test_other_matches_are_named(home: Home) -> None:
    remember(home, "- The router is new.", "- The router is old.")
    said = text(home, "promote-explain", "router")
    assert f"1 other entry matches; shown is the best open one: memory:{NOTE}:3:3" in said
    remember(home, *(f"- The router has number {number}." for number in range(8)))
    said = text(home, "promote-explain", "router")
    assert "7 other entries match; shown" in said
    assert said.count(f"memory:{NOTE}") == 6
    assert said.endswith("… and 2 more")


def test_flags_ask_for_a_second_look(home: Home) -> None:
    remember(home, "- git push --force origin")
    assert "⚑ look twice: looks like a shell command alone" in text(home, "promote-explain", "force")


def test_text_from_files_does_nothing(home: Home) -> None:
    remember(home, f"- {NASTY}")
    shown = "\n".join(lines(home, "promote-explain", "markup"))
    assert not [c for c in shown if c != "\n" and not c.isprintable()]
    assert "[bold]markup[/bold]" in shown

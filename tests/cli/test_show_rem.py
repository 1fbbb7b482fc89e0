"""What `rem-harness` prints for people."""

from __future__ import annotations

from tests.cli.shown import NASTY, again, lines, remember, text
from tests.home import Home

ROUTER = "- Moved router to VLAN 10 and reserved 192.168.10.1 for the gateway."
STRONG = {"recallCount": 6, "totalScore": 5.4, "conceptTags": ["router", "vlan"]}


def test_themes_and_truths_with_the_parts_of_their_confidence(home: Home) -> None:
    remember(home, ROUTER, **STRONG)
    said = text(home, "rem-harness")
    assert "over the whole recall store. Nothing is written." in said
    assert "Looked at 1 memory." in said
    assert "router ████████████ 1.00 in 1 of 1" in said
    assert "0.41 average score + 0.25 6 recalls + 0.20 5 days + 0.03 2 concepts" in said
    assert "0.89 " + ROUTER in said
    assert "the best 1 of 1 candidate, whatever their score, recalls and queries" in said


def test_nothing_strong_enough(home: Home) -> None:
    remember(home, ROUTER, recallCount=1, totalScore=0.1, recallDays=["2026-04-10"], conceptTags=["the"])
    said = text(
        home, "rem-harness", "--set", "phases.rem.minPatternStrength=1", "--set", 'themes.mute=["the"]'
    )
    assert "No theme is strong enough to be told (phases.rem.minPatternStrength)." in said
    assert "Nothing looks like a lasting truth yet." in said


def test_an_empty_workspace(home: Home) -> None:
    said = text(home, "rem-harness")
    assert "There is no memory to reflect on yet (memory/.dreams/short-term-recall.json)" in said
    assert f"To see what the next one would read: {again(home, '--dry-run')}" in said


def test_only_the_best_candidates_are_listed(home: Home) -> None:
    remember(home, *(f"- Fact number {number} about the garden gate." for number in range(12)))
    shown = lines(home, "rem-harness")
    assert sum("●●●●" in line for line in shown) == 10
    assert any("the best 10 of 12 candidates" in line for line in shown)


def test_candidates_that_are_too_old_are_counted(home: Home) -> None:
    remember(home, ROUTER)
    home.now = "2026-07-01T00:00:00Z"
    said = text(home, "rem-harness")
    assert "1 candidate is left out: not recalled within 30 days (phases.deep.maxAgeDays)." in said
    assert "promoted already" not in said


def test_where_all_is_promoted_it_says_so(home: Home) -> None:
    remember(home, ROUTER, promotedAt="2026-04-10T03:00:00.000Z")
    assert "There are no candidates: everything was promoted already." in text(home, "rem-harness")


def test_themes_from_files_do_nothing(home: Home) -> None:
    remember(home, f"- {NASTY}", **{**STRONG, "conceptTags": ["\x1b[31mred", "[bold]"]})
    shown = "\n".join(lines(home, "rem-harness"))
    assert "\x1b" not in shown
    assert "[bold]" in shown

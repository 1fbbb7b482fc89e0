"""What `promote` prints for people."""

from __future__ import annotations

import pytest

from dreamtui.instants import iso, parse_instant
from tests.cli.shown import NASTY, again, lines, remember, text, widest
from tests.home import Home, entry

WEAK: dict[str, object] = {"recallDays": ["2026-04-10"]}
AT_3 = parse_instant("2026-04-10T03:00:00.000Z") or 0
FACTS = ("- Moved router to VLAN 10.", "- Ken the barber is booked for Friday.", "- No olives on the pizza.")
GONE = entry("memory/2026-04-01.md", 1, 1, "It was there once.")


def test_the_ranking_is_a_table(home: Home) -> None:
    remember(home, *FACTS)
    shown = lines(home, "promote")
    assert shown[-1].startswith("Nothing was written. The same command with --apply appends them")
    rows = [line for line in shown if "●●●●" in line]
    assert [row.split()[:2] for row in rows] == [["✓", "1"], ["✓", "2"], ["✓", "3"]]
    assert rows[0].split()[-5:] == ["10", "0", "5", "<1d", "memory/2026-04-10.md:1"]
    assert any(line.strip() == FACTS[0] for line in shown)


def test_what_is_kept_back_says_why(home: Home) -> None:
    home.recall(GONE)
    said = text(home, "promote")
    assert "1 candidate clears the gates, 1 kept back for another reason." in said
    assert "kept back: memory/2026-04-01.md is gone" in said
    assert (
        "Nothing can be promoted: 1 candidate passes all four gates, but something else keeps it back" in said
    )


def test_all_reasons_stand_in_one_place(home: Home) -> None:
    remember(home, FACTS[0], recallCount=1, queryHashes=[])
    said = text(home, "promote", "--min-score", "0", "--min-recall-count", "0", "--min-unique-queries", "0")
    assert "●●●●" in said
    said = text(home, "rem-harness")
    assert "kept back: " in said
    assert "1 of 3 recalls; 0 of 3 different queries" in said


def test_the_funnel_when_nothing_clears_the_gates(home: Home) -> None:
    remember(home, *FACTS)
    said = text(home, "promote", "--min-recall-count", "11", "--min-score", "1")
    assert "0 candidates clear the gates." in said
    assert "none of 3 candidates passes all four gates: " in said
    assert "3 lack 11 recalls" in said
    assert "The 3 nearest misses" in said
    assert "1 recall" in said


def test_thresholds_are_singular_where_they_are_one(home: Home) -> None:
    remember(home, *FACTS)
    options = ("--min-recall-count", "1", "--min-unique-queries", "1", "--set", "phases.deep.maxAgeDays=1")
    said = text(home, "promote", *options)
    assert "1 recall or more, 1 different query or more and an age of 1 day or less" in said


def test_ages_are_told_in_words(home: Home) -> None:
    remember(home, FACTS[0], lastRecalledAt="2026-04-10T03:00:00.000Z", **WEAK)
    for hours, words in ((30, "less than a day"), (48, "1 day"), (72, "2 days")):
        home.now = iso(AT_3 + hours * 3_600_000)
        said = text(home, "promote", "--set", "phases.deep.maxAgeDays=1")
        assert f"too old by {words}" in said


def test_the_legend_names_every_mark(home: Home) -> None:
    remember(home, *FACTS)
    assert "✓ passes all, ✗ is kept back, ⚑ look twice; gates" in text(home, "promote")


def test_signals_are_named_where_they_count(home: Home) -> None:
    remember(home, FACTS[0], recallCount=0, dailyCount=1)
    said = text(home, "promote", "--set", "phases.deep.gateOn=signals")
    assert "3 signals or more (recalls and passive ones together)" in said
    assert "missing: " in said
    assert "2 signals" in said


def test_applying_tells_what_was_appended(home: Home) -> None:
    remember(home, *FACTS)
    said = text(home, "promote", "--apply", "--limit", "2")
    assert "Appended 2 entries to MEMORY.md: 1. " in said
    assert "→" in said
    assert home.text("MEMORY.md").count("openclaw-memory-promotion:") == 2
    assert "Appended 1 entry to MEMORY.md" in text(home, "promote", "--apply")
    said = text(home, "promote", "--apply")
    assert "Nothing was promoted; no file was changed." in said


def test_what_the_limit_puts_off_is_told(home: Home) -> None:
    remember(home, *FACTS)
    limit = ("--set", "phases.deep.limit=2")
    would = "with --apply appends the first 2 of 3 to MEMORY.md (phases.deep.limit is 2)."
    assert would in text(home, "promote", *limit)
    said = text(home, "promote", "--apply", *limit)
    assert "Appended 2 entries to MEMORY.md" in said
    assert "1 was put off: phases.deep.limit is 2." in said
    assert "with --apply appends it to MEMORY.md." in text(home, "promote", *limit)
    assert "put off" not in text(home, "promote", "--apply", *limit)
    (home.workspace / "MEMORY.md").unlink()
    remember(home, "- Fresh milk is in the fridge.")
    none = "appends none of 1 to MEMORY.md (phases.deep.limit is 0)."
    assert none in text(home, "promote", "--set", "phases.deep.limit=0")
    said = text(home, "promote", "--apply", "--set", "phases.deep.limit=0")
    assert "Nothing was promoted; no file was changed. 1 was put off: phases.deep.limit is 0." in said


def test_what_the_budget_puts_off_is_told(home: Home) -> None:
    remember(home, *FACTS)
    room = ("--set", "memory.budgetChars=500")
    would = "with --apply appends 2 of 3 to MEMORY.md (MEMORY.md's budget has no room for 1)."
    assert would in text(home, "promote", *room)
    said = text(home, "promote", "--apply", *room)
    assert "Appended 2 entries to MEMORY.md" in said
    assert "1 was put off: MEMORY.md's budget has no room for 1." in said


def test_an_empty_workspace(home: Home) -> None:
    said = text(home, "promote")
    assert "There is no recall store yet (memory/.dreams/short-term-recall.json)" in said
    assert f"To see what a sweep would read: {again(home, '--dry-run')}" in said


def test_a_store_in_which_all_is_promoted(home: Home) -> None:
    remember(home, FACTS[0], promotedAt="2026-04-10T03:00:00.000Z")
    assert "Nothing can be promoted: there are no candidates." in text(home, "promote")
    assert "kept back: promoted on 2026-04-10" in text(home, "promote", "--include-promoted")


@pytest.mark.parametrize("width", [30, 60, 80, 200])
def test_lines_fit(width: int, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    remember(home, *FACTS, "- 备份任务每天10点运行，路由器配置保存在网关。" * 9, f"- {NASTY}" * 3)
    for command in ("promote", "promote --min-recall-count 99", "rem-harness", "promote-explain router"):
        shown = lines(home, command)
        assert widest(shown) <= width
        assert "\x1b" not in "".join(shown)

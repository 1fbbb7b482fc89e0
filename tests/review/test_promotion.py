"""Promotion as a person meets it: what MEMORY.md gets, what is marked, what is backed up, what is put off."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamtui.engine.similarity import claim_hash
from dreamtui.files import memory_md
from dreamtui.files.workspace import Workspace
from dreamtui.review.apply import apply
from dreamtui.review.plan import Plan
from tests.home import Home, Listing, entry

NOTE = "memory/2026-04-10.md"
TEXT = "The router moved."
KEY = f"memory:{NOTE}:1:1"


def test_what_is_promoted_is_marked_with_its_live_text_and_lines(home: Home) -> None:
    home.write(NOTE, f"\n- {TEXT} Really.\n")
    home.recall(entry(NOTE, 1, 1, TEXT))
    swept = home.json("sweep", "--apply")
    assert [(one["text"], one["source"]) for one in swept["promotions"]] == [
        (f"- {TEXT} Really.", f"{NOTE}:2-2")
    ]
    found = home.entries()[KEY]
    assert (found["snippet"], found["startLine"], found["promotedAt"]) == (f"- {TEXT} Really.", 2, home.now)
    assert found["conceptTags"]
    section = (
        f"\n## Promoted From Short-Term Memory (2026-04-11)\n\n<!-- openclaw-memory-promotion:{KEY} -->\n"
    )
    line = f"- {TEXT} Really. [score=1.000 recalls=10 avg=0.980 source={NOTE}:2-2]\n"
    assert home.text("MEMORY.md") == f"# Long-Term Memory\n\n{section}{line}"


def test_what_is_in_memory_already_is_only_marked(home: Home) -> None:
    home.write(NOTE, f"{TEXT}\nThe gateway stayed.\n")
    home.recall(entry(NOTE, 1, 1, TEXT), entry(NOTE, 2, 2, "The gateway stayed."))
    home.write("MEMORY.md", f"<!-- openclaw-memory-promotion:{KEY} -->\n- {TEXT}\n")
    applied = home.json("promote", "--apply")["applied"]
    assert (applied["applied"], applied["appended"], applied["reconciledExisting"]) == (2, 1, 1)
    assert [one["snippet"] for one in applied["appliedCandidates"]] == ["The gateway stayed."]
    assert home.text("MEMORY.md").count(TEXT) == 1
    assert home.text("MEMORY.md").count("The gateway stayed.") == 1
    assert {one["promotedAt"] for one in home.entries().values()} == {home.now}


def test_a_sweep_marks_it_too_and_the_limit_is_for_what_is_new(home: Home) -> None:
    home.write(NOTE, f"{TEXT}\nThe gateway stayed.\n")
    home.recall(entry(NOTE, 1, 1, TEXT), entry(NOTE, 2, 2, "The gateway stayed."))
    home.write("MEMORY.md", f"<!-- openclaw-memory-promotion:{KEY} -->\n- {TEXT}\n")
    home.set(phases__deep__limit=1)
    swept = home.json("sweep", "--apply")
    assert f"memory:{NOTE}:2:2" in [one["key"] for one in swept["promotions"]]
    assert {home.entries()[key]["promotedAt"] for key in (KEY, f"memory:{NOTE}:2:2")} == {home.now}
    assert home.text("DREAMS.md").count(TEXT) == 0


def test_one_that_fails_a_gate_is_not_marked_although_its_marker_stands(home: Home) -> None:
    home.write(NOTE, TEXT)
    home.recall(entry(NOTE, 1, 1, TEXT, recallCount=1, totalScore=0.9))
    home.write("MEMORY.md", f"<!-- openclaw-memory-promotion:{KEY} -->\n- {TEXT}\n")
    home.json("sweep", "--apply")
    assert "promotedAt" not in home.entries()[KEY]


def test_both_keys_of_a_claim_are_marked_and_each_keeps_its_place(home: Home) -> None:
    other, claim = "memory/2026-04-09.md", claim_hash(TEXT)
    home.write(NOTE, f"\n- {TEXT}")
    home.write(other, TEXT)
    home.recall(
        entry(NOTE, 2, 2, TEXT, key=f"memory:claim:{claim}", claimHash=claim),
        entry(other, 1, 1, TEXT, recallCount=1, totalScore=0.9),
    )
    home.json("promote", "--apply")
    places = {(one["path"], one["startLine"], one["promotedAt"]) for one in home.entries().values()}
    assert places == {(NOTE, 2, home.now), (other, 1, home.now)}
    assert home.json("promote", "--min-score", "0")["candidates"] == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize("above", [0, 9])
def test_the_budget_is_met_to_the_character(home: Home, newline: str, ended: bool, above: int) -> None:
    texts = [f"Memory number {n} about 部署 😀." for n in range(3)]
    home.write(NOTE, "".join("x\n" for _ in range(above)) + "".join(f"{text}\n\n" for text in texts))
    home.recall(*(entry(NOTE, 2 * n + 1, 2 * n + 1, text) for n, text in enumerate(texts)))
    mine = newline.join(["# Mine", "", "words"]) + (newline if ended else "")
    home.write("MEMORY.md", mine)
    for promoted in (3, 2, 1, 0):
        listing = home.listing()
        home.set(phases__deep__limit=promoted)
        diff = home.json("--dry-run")["promotions"]
        assert len(diff) == promoted
        home.run("promote", "--apply")
        size = memory_md.budget((home.workspace / "MEMORY.md").read_bytes()).chars
        _restore(listing)
        if promoted:
            _fits(home, size, promoted)
            _restore(listing)
            _fits(home, size - 1, promoted - 1)
            _restore(listing)


def _fits(home: Home, budget: int, wanted: int) -> None:
    """With a budget of so many characters, so many are promoted, and they fit."""
    given = list(home.options)
    home.set(memory__budgetChars=budget)
    assert home.json("promote", "--apply")["applied"]["appended"] == wanted
    assert memory_md.budget((home.workspace / "MEMORY.md").read_bytes()).chars <= budget
    home.options = given


def _restore(listing: Listing) -> None:
    for path, (content, _) in listing.items():
        if content is not None:
            Path(path).write_bytes(content)


def test_restoring_the_backup_undoes_the_change_of_memory(home: Home) -> None:
    home.write(NOTE, TEXT)
    home.recall(entry(NOTE, 1, 1, TEXT))
    mine = "\ufeff# Mine\r\n\r\nwords \r\nno end".encode()
    home.write("MEMORY.md", mine)
    home.json("sweep", "--apply")
    assert (home.workspace / "MEMORY.md").read_bytes() != mine
    (copy,) = (home.workspace / "memory/.dreams/backups").rglob("*MEMORY.md*")
    assert copy.read_bytes() == mine
    assert (home.workspace / "MEMORY.md").read_bytes().startswith(mine)


def test_a_sweep_without_apply_leaves_memory_alone(home: Home) -> None:
    home.write(NOTE, TEXT)
    home.recall(entry(NOTE, 1, 1, TEXT))
    swept = home.json("sweep")
    assert swept["promotions"] == []
    assert swept["deep"]["candidates"][0]["eligible"]
    assert not (home.workspace / "MEMORY.md").exists()
    assert "promotedAt" not in home.entries()[KEY]


def test_a_plan_made_stale_is_made_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.write(NOTE, TEXT)
    home.recall(entry(NOTE, 1, 1, TEXT))
    tries: list[Plan] = []

    def disturbed(plan: Plan, workspace: Workspace) -> None:
        if not tries:
            home.write("MEMORY.md", "Written meanwhile.\n")
        tries.append(plan)
        apply(plan, workspace)

    monkeypatch.setattr("dreamtui.service.sweeper.apply", disturbed)
    home.json("sweep", "--apply")
    assert len(tries) == 2
    assert home.text("MEMORY.md").startswith("Written meanwhile.\n")
    assert TEXT in home.text("MEMORY.md")

"""What was pruned is promoted again by no sweep, but by a person who approves it, and who may undo that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamtui import paths
from dreamtui.cli import main
from dreamtui.errors import StandsAlready
from dreamtui.service.pruner import Pruner
from dreamtui.service.reviewer import Reviewer
from tests.home import entry
from tests.service.reviewing import BACKUPS, KEN, NOTE, ROUTER, Bench, approve_and_apply, undo_all

TEXT = "Moved router to VLAN 10 for the gateway."


def _pruned(base: Path, memory: bytes = b"# Mine\n") -> tuple[Bench, Reviewer, Pruner]:
    """A workspace in which one candidate was promoted and pruned a day later."""
    bench = Bench(base, memory)
    reviewer = bench.reviewer()
    approve_and_apply(reviewer, ROUTER)
    bench.now += 86_400_000
    pruner = Pruner(reviewer.desk, reviewer.history)
    listing = pruner.load()
    pruner.apply(pruner.plan_cuts({row.id: "old" for row in listing.rows if row.entry.key == ROUTER}))
    return bench, reviewer, pruner


def _codes(reviewer: Reviewer, key: str) -> set[str]:
    return {reason.code for reason in reviewer.load().verdict(key).reasons}


def _standing(reviewer: Reviewer, key: str) -> str:
    queue = reviewer.load()
    return queue.rows[queue.by_key[key]].standing


def _say_at(bench: Bench, line: int, text: str) -> None:
    """Let the note and the store say this in a line."""
    note = (bench.read(NOTE) or b"").decode().splitlines()
    note[line - 1] = text
    bench.write(NOTE, "\n".join([*note, ""]).encode())
    store = json.loads(bench.read(paths.RECALL_STORE) or b"")
    one = entry(NOTE, line, line, text)
    store["entries"][one["key"]] = one
    bench.write(paths.RECALL_STORE, json.dumps(store, indent=2).encode())


def test_it_says_when_it_was_pruned_and_waits_for_nobody(tmp_path: Path) -> None:
    _, reviewer, _ = _pruned(tmp_path)
    queue = reviewer.load()
    row = queue.rows[queue.by_key[ROUTER]]
    assert (row.standing, row.decision, row.open) == ("near", None, False)
    (why,) = queue.verdict(ROUTER).reasons
    assert (why.code, why.message[:36]) == ("pruned", "pruned from MEMORY.md on 2026-04-12:")
    assert not reviewer.plan(queue).items
    assert reviewer.ready(queue) == (0, 0)


def test_approving_it_brings_it_back_and_undo_takes_that_back(tmp_path: Path) -> None:
    bench, reviewer, pruner = _pruned(tmp_path)
    before = bench.kept()
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER])
    assert not queue.verdict(ROUTER).reasons
    assert not reviewer.obstacles(queue, ROUTER)
    assert reviewer.ready(queue) == (1, 0)
    plan = reviewer.plan(queue)
    assert [(item.key, item.outcome) for item in plan.items] == [(ROUTER, "promoted")]
    reviewer.apply(plan)
    written = bench.kept()
    assert (written[0] or b"").count(TEXT.encode()) == 1
    assert _standing(reviewer, ROUTER) == "promoted"
    assert not reviewer.plan(reviewer.load()).items
    reviewer.undo(reviewer.load())
    assert bench.kept() == before
    reviewer.redo(reviewer.load())
    assert bench.kept() == written
    # pruned once more, the approval is spent
    listing = pruner.load()
    pruner.apply(pruner.plan_cuts({row.id: "" for row in listing.rows if row.entry.key == ROUTER}))
    assert _codes(reviewer, ROUTER) == {"pruned"}
    assert not reviewer.plan(reviewer.load()).items
    assert len(undo_all(reviewer)) == 6
    assert bench.read(paths.MEMORY) == b"# Mine\n"


@pytest.mark.parametrize("choice", ["defer", "reject"])
def test_an_approval_that_is_taken_back_allows_nothing(tmp_path: Path, choice: str) -> None:
    _, reviewer, _ = _pruned(tmp_path)
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER])
    queue = reviewer.decide(queue, "defer" if choice == "defer" else "reject", [ROUTER])
    assert "pruned" in {reason.code for reason in queue.verdict(ROUTER).reasons}
    assert _codes(reviewer, ROUTER) >= {"pruned"}
    assert not reviewer.plan(queue).items
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER])
    assert reviewer.undo(queue)
    assert "pruned" in _codes(reviewer, ROUTER)


def test_its_text_may_be_edited_while_it_is_brought_back(tmp_path: Path) -> None:
    bench, reviewer, _ = _pruned(tmp_path)
    queue = reviewer.decide(reviewer.load(), "edit", [ROUTER], text="The router is on VLAN 10.")
    reviewer.apply(reviewer.plan(queue))
    assert b"The router is on VLAN 10." in (bench.read(paths.MEMORY) or b"")


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Moved  router\tto VLAN 10 for the gateway.",
        "- Moved router to VLAN 10 for the gateway.",
        "moved the Router to VLAN 10, for the gateway",
        "The router was moved to VLAN 10 for the gateway.",
        "Network: moved router to VLAN 10 for the gateway.",
        "Ken came by; Moved router to VLAN 10 for the gateway; Ann left.",
    ],
)
def test_the_same_claim_elsewhere_and_in_other_words_is_held_back(tmp_path: Path, text: str) -> None:
    bench, reviewer, _ = _pruned(tmp_path)
    _say_at(bench, 2, text)
    assert "pruned" in _codes(reviewer, KEN)
    assert _standing(reviewer, KEN) == "near"
    for command in (
        ["sweep", "--apply"],
        ["promote", "--apply", "--include-promoted"],
        ["promote", "--apply"],
    ):
        options = ["--workspace", str(bench.root), "--config", str(bench.base / "openclaw.json")]
        main.run([*command, *options, "--set", "timezone=UTC", "--now", "2026-04-12T04:00:00Z"])
    left = (bench.read(paths.MEMORY) or b"").lower()
    assert (b"invoices" in left, b"router" in left) == (True, False)
    queue = reviewer.load()
    queue = reviewer.decide(queue, "approve", [KEN])
    assert [item.outcome for item in reviewer.plan(queue).items] == ["promoted"]


@pytest.mark.parametrize(
    "text",
    [
        "Moved router to VLAN 20 for the gateway.",
        "Never move the router to VLAN 10 for the gateway.",
        "Moved the printer to VLAN 10 for the gateway.",
    ],
)
def test_another_claim_is_not(tmp_path: Path, text: str) -> None:
    bench, reviewer, _ = _pruned(tmp_path)
    _say_at(bench, 2, text)
    assert "pruned" not in _codes(reviewer, KEN)


def test_what_was_approved_before_it_was_pruned_is_to_be_approved_again(tmp_path: Path) -> None:
    bench = Bench(tmp_path, f"# Mine\n\n- {TEXT}\n".encode())
    reviewer = bench.reviewer()
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER, BACKUPS])
    pruner = Pruner(reviewer.desk, reviewer.history)
    listing = pruner.load()
    pruner.apply(pruner.plan_cuts({listing.rows[0].id: ""}))
    queue = reviewer.load()
    assert [item.key for item in reviewer.plan(queue).items] == [BACKUPS]
    queue = reviewer.decide(queue, "approve", [ROUTER])
    assert ROUTER in [item.key for item in reviewer.plan(queue).promoted]


def test_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench, _, _ = _pruned(tmp_path)
    options = ["--workspace", str(bench.root), "--config", str(bench.base / "openclaw.json")]

    def run(*words: str) -> str:
        main.run([*words, *options, "--now", "2026-04-12T04:00:00Z"])
        return capsys.readouterr().out

    explained = " ".join(run("promote-explain", ROUTER).split())
    assert "pruned from MEMORY.md on 2026-04-12: approving it in Review allows it again" in explained
    told = json.loads(run("review", "list", "--filter", "near", "--json"))
    assert ROUTER in [one["key"] for one in told["candidates"]]
    (one,) = json.loads(run("review", "approve", ROUTER, "--json"))["decided"]
    assert (one["obstacles"], one["reasons"]) == ([], [])
    assert json.loads(run("review", "apply", "--json"))["promoted"][0]["key"] == ROUTER
    assert TEXT.encode() in (bench.read(paths.MEMORY) or b"")
    run("review", "undo")
    assert TEXT.encode() not in (bench.read(paths.MEMORY) or b"")


def test_what_was_promoted_again_is_not_restored_beside_itself(tmp_path: Path) -> None:
    bench, reviewer, pruner = _pruned(tmp_path)
    (archived,) = pruner.archived()
    approve_and_apply(reviewer, ROUTER)
    before = bench.kept()
    with pytest.raises(
        StandsAlready, match=r"stands in MEMORY\.md already, at line \d+; nothing was changed"
    ):
        pruner.plan_restoring([archived])
    assert bench.kept() == before
    reviewer.undo(reviewer.load())  # the write, after which it can come back again
    pruner.apply(pruner.plan_restoring([archived]))
    assert (bench.read(paths.MEMORY) or b"").count(TEXT.encode()) == 1

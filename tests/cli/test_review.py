"""`dreamtui review`: what it prints, decides, writes and answers, as a script sees it."""

from __future__ import annotations

import io
import json
import sys

import pytest

from dreamtui import paths
from dreamtui.engine.similarity import claim_hash
from tests.cli.shown import NASTY, text, widest
from tests.home import Home, entry

NOTE = "memory/2026-04-10.md"
ROUTER, KEN, KEY = (
    "Moved router to VLAN 10.",
    "Ken the barber is booked for Friday.",
    "token: ghp_0123456789abcdef",
)


@pytest.fixture
def queue(home: Home) -> Home:
    """A queue of three: one that passes, one that fails a gate, one with a secret."""
    home.write(NOTE, f"# Notes\n\n{ROUTER}\n\n{KEN}\n\n{KEY}\n")
    home.recall(
        entry(NOTE, 3, 3, ROUTER),
        entry(NOTE, 5, 5, KEN, recallCount=1),
        entry(NOTE, 7, 7, KEY, recallCount=9),
    )
    return home


@pytest.mark.parametrize("more", [["nowhere"], ["--filter", "promoted"]])
def test_what_means_no_candidate_is_told_in_one_line(queue: Home, more: list[str]) -> None:
    ran = queue.run("review approve", *more)
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, b"", 1)
    assert "nothing was decided" in ran.err


def test_the_list_holds_what_waits_and_what_is_decided(queue: Home) -> None:
    told = queue.json("review")
    assert [one["snippet"] for one in told["candidates"]] == [ROUTER]
    assert told["queue"] == {"pending": 1, "approved": 0, "rejected": 0, "deferred": 0}
    assert told["candidates"][0]["decision"] is None
    queue.run("review approve", "barber")
    queue.run("review defer", "router", "--reason", "ask Ken")
    told = queue.json("review list")
    assert {one["snippet"]: one["decision"]["choice"] for one in told["candidates"]} == {
        ROUTER: "defer",
        KEN: "approve",
    }
    assert told["queue"] == {"pending": 0, "approved": 1, "rejected": 0, "deferred": 1}
    assert [one["snippet"] for one in queue.json("review", "--filter", "deferred")["candidates"]] == [ROUTER]
    assert len(queue.json("review", "--filter", "all")["candidates"]) == 3
    assert queue.json("status")["queue"] == {"pending": 0, "approved": 1, "rejected": 0, "deferred": 1}
    assert "deferred on 2026-04-11: ask Ken" in text(queue, "review")


def test_a_script_gets_one_shape_and_is_told_why_not(queue: Home) -> None:
    for words in (["approve", "nosuch"], ["reject", "nosuch"], ["edit", "nosuch", "--text", "x"]):
        ran = queue.run("review", *words, "--json")
        told = json.loads(ran.out)
        assert (ran.status, told["decided"]) == (1, [])
        assert told["message"] in ran.err
        assert words[0] not in told
    for line, why in (
        (["list", "nosuch"], "no candidate matches 'nosuch'"),
        (["apply"], "nothing is approved"),
        (["undo"], "nothing to undo"),
    ):
        for more in ([], ["--json"]):
            ran = queue.run("review", *line, *more)
            assert ran.status == 1
            assert why in ran.err + ran.out.decode()
            assert why in ran.err or not more
    assert "Nothing waits" not in text(queue, "review list router")
    ran = queue.run("review", "list", "router", "--filter", "rejected")
    assert "what matches 'router' is not rejected" in ran.err
    queue.run("review reject router")
    queue.run("review undo")
    queue.recall(entry(NOTE, 5, 5, KEN, recallCount=1))
    assert "`dreamtui review --filter near`" in " ".join(text(queue, "review").split())


def test_the_list_shows_what_can_be_typed_and_places_are_those_of_now(queue: Home) -> None:
    queue.write(NOTE, f"{ROUTER}\n\n{KEN}\n\n{KEY}\n")  # all two lines up
    queue.recall(entry(NOTE, 3, 3, ROUTER), entry(NOTE, 5, 5, KEN), entry(NOTE, 7, 7, "gone " * 5))
    told = text(queue, "review")
    assert f"memory:{NOTE}:3:3" in told
    assert f"{NOTE}:1 " in f"{told} "
    ran = queue.run("review reject", f"{NOTE}:3")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert f"memory:{NOTE}:3:3" in ran.err
    assert f"memory:{NOTE}:5:5" in ran.err
    assert queue.json("review", "--filter", "rejected")["candidates"] == []
    assert queue.json("review reject", f"{NOTE}:1")["decided"][0]["snippet"] == ROUTER
    assert queue.json("review reject", f"memory:{NOTE}:5:5")["decided"][0]["snippet"] == KEN


def test_what_is_promoted_is_refused_alike(queue: Home) -> None:
    queue.run("review approve router")
    queue.run("review apply")
    for words in (["approve", "router"], ["reject", "router"], ["defer", "router"]):
        ran = queue.run("review", *words)
        assert (ran.status, "is promoted already" in ran.err) == (2, True)
    ran = queue.run("review edit router --text x")
    assert (ran.status, "is promoted already" in ran.err) == (2, True)


def test_flagged_and_lost_approvals_are_told_before_they_are_written(queue: Home) -> None:
    command = "`rsync -a --delete kiln/ pantry:/tank/kiln/`"
    queue.write(NOTE, f"{command}\n\n{KEN}\n")
    queue.recall(entry(NOTE, 1, 1, command), entry(NOTE, 3, 3, KEN))
    queue.run("review approve", "rsync")
    queue.run("review approve", "barber")
    told = text(queue, "review apply --dry-run")
    assert "Look twice" in told
    assert "looks like a shell command" in told
    queue.write(NOTE, f"{command}\n")
    queue.recall(entry(NOTE, 1, 1, command))
    for words in ("review", "review apply --dry-run"):
        assert f"what stood at {NOTE}:3 then is no candidate any more" in " ".join(text(queue, words).split())
    assert [one["key"] for one in queue.json("review")["lost"]] == [f"memory:{NOTE}:3:3"]
    assert [[one["code"] for one in item["flags"]] for item in queue.json("review apply")["promoted"]] != [[]]


def test_listing_writes_nothing(queue: Home) -> None:
    before = queue.listing()
    queue.run("review")
    queue.run("review apply --dry-run")
    queue.run("review undo")
    assert queue.listing() == before


def test_from_approval_to_undo(queue: Home) -> None:
    first = queue.text("memory/.dreams/short-term-recall.json")
    assert queue.json("review approve", "router")["decided"][0]["obstacles"] == []
    preview = queue.json("review apply --dry-run")
    assert (preview["applied"], [one["text"] for one in preview["promoted"]]) == (False, [ROUTER])
    applied = queue.json("review apply")
    diffs = [[w["diff"] for w in told["writes"] if w["path"] == paths.MEMORY] for told in (preview, applied)]
    assert diffs[0] == diffs[1]
    assert f"- {ROUTER} [score=" in queue.text(paths.MEMORY)
    assert queue.json("review", "--filter", "promoted")["candidates"][0]["snippet"] == ROUTER
    assert queue.run("review apply").status == 1
    assert queue.run("review approve", "router").status == 2
    assert queue.json("review undo")["undo"] == "Undone: wrote 1 entry to MEMORY.md"
    assert not (queue.workspace / paths.MEMORY).exists()
    assert queue.json("review redo")["redo"] == "Redone: wrote 1 entry to MEMORY.md"
    assert f"- {ROUTER} [score=" in queue.text(paths.MEMORY)
    assert queue.run("review undo").status == queue.run("review undo").status == 0
    ran = queue.run("review undo")
    assert (ran.status, ran.err) == (1, "dreamtui: there is nothing to undo\n")
    assert {k: v for k, v in queue.entries().items() if "promotedAt" in v} == {}
    assert first.count("queryHashes") == queue.text("memory/.dreams/short-term-recall.json").count(
        "queryHashes"
    )


def test_an_edit_may_come_from_input(queue: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("VLAN 10\nfor the router\n"))
    decision = queue.json("review edit", "router", "--text", "-")["decided"][0]["decision"]
    assert (decision["choice"], decision["text"]) == ("edit", "VLAN 10\nfor the router")
    queue.run("review apply")
    assert "- VLAN 10\n  for the router [score=" in queue.text(paths.MEMORY)


def test_a_key_may_be_part_of_it_but_not_two(queue: Home) -> None:
    ran = queue.run("review approve", "2026-04-10")
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert f"memory:{NOTE}:3:3" in ran.err
    assert queue.run("review approve", "nowhere").status == 1
    assert queue.run("review approve", f"{NOTE}:5").status == 0
    assert queue.run("review reject", "barber friday").status == 0
    assert queue.json("review", "--filter", "rejected")["candidates"][0]["snippet"] == KEN


@pytest.mark.parametrize(
    "words",
    [
        ["approve"],
        ["approve", "router", "--filter", "eligible"],
        ["edit", "router"],
        ["edit", "router", "--text", " "],
        ["undo", "router"],
        ["list", "--text", "x"],
        ["apply", "--reason", "x"],
        ["burn"],
    ],
)
def test_wrong_usage_is_one_line_and_decides_nothing(queue: Home, words: list[str]) -> None:
    before = queue.listing()
    ran = queue.run("review", *words)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, b"", 1)
    assert queue.listing() == before


def test_all_of_a_filter_are_decided_in_one_step(queue: Home) -> None:
    assert len(queue.json("review reject", "--filter", "all", "--reason", "no")["decided"]) == 3
    assert queue.run("review undo").status == 0
    assert queue.json("review")["queue"]["rejected"] == 0
    assert queue.run("review approve", "--filter", "promoted").status == 1


def test_a_filter_approves_nothing_that_is_flagged_and_takes_no_edit_away(home: Home) -> None:
    attic, pantry = "The safe is in the attic.", "The pantry has the password: hunterbunny"
    home.write(NOTE, f"# Notes\n\n{ROUTER}\n\n{attic}\n\n{pantry}\n")
    home.recall(entry(NOTE, 3, 3, ROUTER), entry(NOTE, 5, 5, attic), entry(NOTE, 7, 7, pantry))
    home.json("review edit router --text", "Moved the router.")
    ran = home.run("review approve --filter all --json")
    assert [one["snippet"] for one in json.loads(ran.out)["decided"]] == [attic]
    assert "1 flagged candidate left" in ran.err
    told = {one["snippet"]: one["decision"] for one in home.json("review")["candidates"]}
    assert told[ROUTER]["choice"] == "edit"
    ran = home.run("review approve --filter all")
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, b"", 1)
    assert len(home.json("review approve --filter flagged")["decided"]) == 1


def test_what_is_approved_and_kept_back_says_why(queue: Home) -> None:
    told = queue.json("review approve", "ghp_")["decided"][0]
    assert [reason["code"] for reason in told["obstacles"]] == ["secret"]
    ran = queue.run("review apply")
    assert ran.status == 1
    assert "all that is approved is kept back" in ran.out.decode()
    assert not (queue.workspace / paths.MEMORY).exists()


def test_a_rejected_claim_stays_out_of_every_promotion(queue: Home) -> None:
    queue.run("review reject", "router", "--reason", "old")
    moved = ROUTER.replace(" ", "   ")
    queue.write(NOTE, f"# Notes\n\nnew first line\n\n{moved}\n")
    queue.recall(entry(NOTE, 5, 5, ROUTER))
    for command in ("promote --apply", "sweep --apply"):
        queue.json(command)
        assert not (queue.workspace / paths.MEMORY).exists()
    (one,) = queue.json("promote")["candidates"]
    assert {"code": "rejected", "message": "rejected: old"} in one["reasons"]
    assert claim_hash(moved) == claim_hash(ROUTER)


def test_a_sweep_leaves_approvals_to_apply(queue: Home) -> None:
    queue.run("review approve", "barber")
    queue.json("sweep --apply")
    assert KEN not in queue.text(paths.MEMORY)
    queue.json("review apply")
    assert KEN in queue.text(paths.MEMORY)


@pytest.mark.parametrize("columns", ["40", "80", "160"])
def test_pages_fit_and_nothing_acts_on_the_terminal(
    home: Home, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    home.write(NOTE, f"{NASTY}\n")
    home.recall(entry(NOTE, 1, 1, NASTY))
    pages = ["review", "review approve --filter flagged", "review", "review apply --dry-run", "review undo"]
    for command in pages:
        ran = home.run(command)
        assert b"\x1b" not in ran.out
        assert widest(ran.out.decode().splitlines()) <= max(40, int(columns))

"""A decision is about a claim: it goes where the claim goes, and never to another text under its key."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamtui import paths
from dreamtui.engine.similarity import claim_hash
from dreamtui.javascript import fold
from dreamtui.review.queue import Queue
from dreamtui.service.reviewer import Reviewer
from dreamtui.service.standing import look
from tests.home import entry
from tests.service.reviewing import KEN, NOTE, NOW, ROUTER, TEXTS, Bench

ABOVE = ("A line on top.", "Another one above it.")
BELOW = f"memory:{NOTE}:3:3"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, b"# Mine\n\nText.\n")


def _note(bench: Bench, *lines: str) -> None:
    bench.write(NOTE, "\n".join(lines).encode() + b"\n")


def _sweep(bench: Bench) -> None:
    """What a sweep does to the store: each line of the note is what stands under the key of its place."""
    table = json.loads(bench.read(paths.RECALL_STORE) or b"{}")
    lines = (bench.read(NOTE) or b"").decode().splitlines()
    for at, line in enumerate(lines, 1):
        if line.strip():
            key = f"memory:{NOTE}:{at}:{at}"
            old = table["entries"].get(key, entry(NOTE, at, at, line))
            table["entries"][key] = {**old, "snippet": fold(line), "startLine": at, "endLine": at}
    bench.write(paths.RECALL_STORE, json.dumps(table).encode())


def _decided(queue: Queue) -> dict[str, str]:
    rows = [row for row in queue.rows if row.decision and row.standing != "promoted"]
    return {row.candidate.entry.snippet: row.decision.choice for row in rows if row.decision}


def _written(reviewer: Reviewer) -> list[str]:
    plan = reviewer.plan(reviewer.load())
    reviewer.apply(plan)
    return [item.text for item in plan.promoted]


def test_decisions_go_with_their_claims_when_the_note_is_edited(bench: Bench) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER])
    queue = reviewer.decide(queue, "reject", [KEN], reason="not true")
    before = _decided(queue)
    _note(bench, *ABOVE, TEXTS[0].replace(" ", "  "), *TEXTS[1:])
    assert _decided(reviewer.load()) == before
    _sweep(bench)
    queue = bench.reviewer().load()
    assert _decided(queue) == before
    assert queue.row(ROUTER).decision is None
    assert queue.row(KEN).decision is None
    assert queue.row(BELOW).decision == queue.ledger.decisions[ROUTER]
    assert [row.key for row in queue.approved()] == [BELOW]
    assert "rejected: not true" in [one.message for one in queue.verdict(f"memory:{NOTE}:4:4").reasons]
    assert _written(reviewer) == [TEXTS[0]]
    queue = reviewer.load()
    assert not queue.approved()
    assert queue.row(BELOW).standing == "promoted"


def test_an_edit_goes_with_what_was_edited(bench: Bench) -> None:
    reviewer = bench.reviewer()
    reviewer.decide(reviewer.load(), "edit", [ROUTER], text="Router: VLAN 10.")
    _note(bench, ABOVE[0], *TEXTS)
    _sweep(bench)
    assert [item.text for item in reviewer.plan(reviewer.load()).promoted] == ["Router: VLAN 10."]
    assert _written(reviewer) == ["Router: VLAN 10."]
    assert KEN.encode() in (bench.read(paths.MEMORY) or b"")  # where the router stands now


def test_an_approval_of_what_is_gone_is_told_and_never_written(bench: Bench) -> None:
    reviewer = bench.reviewer()
    reviewer.decide(reviewer.load(), "approve", [ROUTER])
    _note(bench, "Something else.", *TEXTS[1:])
    plan = reviewer.plan(reviewer.load())
    assert [[reason.code for reason in item.reasons] for item in plan.kept_back] == [["source-changed"]]
    _sweep(bench)
    queue = reviewer.load()
    plan = reviewer.plan(queue)
    assert (plan.items, [one.key for one in plan.lost]) == ((), [ROUTER])
    assert [one.key for one in queue.moved.lost] == [ROUTER]
    _note(bench, *TEXTS)
    _sweep(bench)
    assert _written(reviewer) == [TEXTS[0]]
    assert reviewer.load().moved.lost == ()


def test_what_the_note_says_besides_was_not_approved(bench: Bench) -> None:
    reviewer = bench.reviewer()
    reviewer.decide(reviewer.load(), "approve", [ROUTER])
    _note(bench, f"{TEXTS[0]} And the password is kiln.", *TEXTS[1:])
    queue = reviewer.load()
    assert [reason.code for reason in reviewer.obstacles(queue, ROUTER)] == ["reworded"]
    assert _written(reviewer) == []
    reviewer.decide(queue, "approve", [ROUTER])
    assert _written(reviewer) == [f"{TEXTS[0]} And the password is kiln."]


def test_a_decision_in_the_place_of_one_that_moved_takes_it_away_for_good(bench: Bench) -> None:
    reviewer = bench.reviewer()
    reviewer.decide(reviewer.load(), "approve", [ROUTER])
    _note(bench, *ABOVE, *TEXTS)
    _sweep(bench)
    queue = reviewer.load()
    done = reviewer.undo(queue)
    assert done is not None
    assert TEXTS[0][:20] in done.told
    queue = reviewer.load()
    assert queue.row(BELOW).decision is None
    reviewer.redo(queue)
    queue = reviewer.decide(reviewer.load(), "reject", [BELOW])
    assert not queue.approved()
    _note(bench, *TEXTS)
    _sweep(bench)
    queue = reviewer.load()
    assert queue.row(ROUTER).standing == "rejected"
    assert _written(reviewer) == []
    done = reviewer.undo(reviewer.load())
    assert done is not None
    assert [row.key for row in done.queue.approved()] == [ROUTER]


def test_what_was_written_is_not_approved_at_another_place(bench: Bench) -> None:
    reviewer = bench.reviewer()
    reviewer.decide(reviewer.load(), "approve", [ROUTER])
    assert _written(reviewer) == [TEXTS[0]]
    _note(bench, *ABOVE, *TEXTS)
    _sweep(bench)
    queue = reviewer.load()
    assert queue.row(BELOW).decision is None
    assert queue.approved() == []
    reviewer.undo(queue)
    assert [row.key for row in reviewer.load().approved()] == [BELOW]


def test_lines_without_claims_are_about_their_keys(bench: Bench) -> None:
    lines = [
        {"id": "1", "at": "2026-04-11T02:00:00.000Z", "type": "approve", "key": ROUTER},
        {"id": "2", "at": "2026-04-11T02:00:00.000Z", "type": "reject", "key": KEN},
    ]
    bench.write(paths.REVIEW_LOG, "".join(json.dumps(line) + "\n" for line in lines).encode())
    reviewer = bench.reviewer()
    queue = reviewer.load()
    assert (queue.row(KEN).standing, [row.key for row in queue.approved()]) == ("rejected", [ROUTER])
    assert _written(reviewer) == [TEXTS[0]]


def test_a_rejected_claim_that_fails_gates_stands_among_the_rejected(bench: Bench) -> None:
    marked = f"- {TEXTS[0]}"
    _note(bench, marked, *TEXTS[1:])
    _sweep(bench)
    reviewer = bench.reviewer()
    reviewer.decide(reviewer.load(), "reject", [ROUTER])
    _note(bench, *ABOVE, marked, *TEXTS[1:])
    table = json.loads(bench.read(paths.RECALL_STORE) or b"{}")
    del table["entries"][ROUTER]
    # as a sweep records a list item: without its marker, and read only
    table["entries"][BELOW] = entry(NOTE, 3, 3, TEXTS[0], recallCount=0, dailyCount=1, queryHashes=["d"])
    bench.write(paths.RECALL_STORE, json.dumps(table).encode())
    queue = reviewer.load()
    row = queue.row(BELOW)
    assert (row.standing, row.decision and row.decision.key) == ("rejected", ROUTER)
    assert "rejected" in [reason.code for reason in queue.verdict(BELOW).reasons]


def test_how_things_stand_counts_what_holds_now(bench: Bench) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER])
    reviewer.decide(queue, "defer", [KEN])
    _note(bench, *ABOVE, *TEXTS)
    _sweep(bench)
    queue = reviewer.load()
    told = look(reviewer.desk, NOW, NOW).queue
    assert (told.approved, told.deferred, told.pending) == (1, 1, queue.left())


_NOTES = st.lists(st.sampled_from([*TEXTS, *ABOVE]), unique=True, max_size=6)
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("note"), _NOTES, st.sampled_from([" ", "  "])),
        st.tuples(st.just("sweep")),
        st.tuples(st.sampled_from(["approve", "reject", "defer", "edit"]), st.integers(0, 8)),
        st.tuples(st.sampled_from(["undo", "redo", "apply"])),
    ),
    max_size=12,
)


@settings(max_examples=60)
@given(_STEPS)
def test_nothing_is_written_or_rejected_but_what_somebody_said_so_of(steps: list[Any]) -> None:
    said: dict[str, set[str]] = {"approve": set(), "reject": set(), "defer": set(), "edit": {"Typed."}}
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), b"# Mine\n")
        reviewer = bench.reviewer()
        for step in steps:
            match step:
                case ("note", lines, space):
                    _note(bench, *(line.replace(" ", space) for line in lines))
                case ("sweep",):
                    _sweep(bench)
                case (("undo" | "redo") as way,):
                    getattr(reviewer, way)(reviewer.load())
                case ("apply",):
                    wrote = {claim_hash(text) for text in _written(reviewer)}
                    assert wrote <= said["approve"] | {claim_hash("Typed.")}
                case (choice, at):
                    queue = reviewer.load()
                    key = queue.rows[at % len(queue.rows)].key
                    said[choice].update(queue.claims(key))
                    reviewer.decide(queue, choice, [key], text="Typed." if choice == "edit" else "")
            queue = reviewer.load()
            for row in queue.rows:
                if row.standing == "rejected":
                    assert not said["reject"].isdisjoint(queue.claims(row.key))
                if row.decision:
                    assert not set(row.decision.claims).isdisjoint(queue.claims(row.key))
            approved = [row.decision.id for row in queue.approved() if row.decision]
            assert len(approved) == len(set(approved))
            assert {item.key for item in reviewer.plan(queue).items} == {row.key for row in queue.approved()}

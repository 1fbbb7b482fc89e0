"""Deciding, writing and undoing in a real folder: exactly what is approved, and back to the first bytes."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamtui import paths
from dreamtui.errors import BadInput, Changed
from dreamtui.files import memory_md
from dreamtui.service.reviewer import Reviewer
from dreamtui.service.standing import look
from tests.service.reviewing import (
    BACKUPS,
    INVOICES,
    KEN,
    KEYS,
    NOTE,
    NOW,
    ROUTER,
    SECRET,
    TEXTS,
    Bench,
    approve_and_apply,
    undo_all,
)

MEMORIES = (
    None,
    b"",
    b"# Mine\n\nText.\n",
    b"no end of line",
    b"\xef\xbb\xbf# Mit BOM\r\n\r\n- x\r\n",
    b"\n\n",
)
EDITS = (
    "Kurz.",
    "One\ntwo\r\n\n```\n## three\n<!-- importance: 9 -->",
    "- item\n  - sub\n---",
)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, b"# Mine\n\nText.\n")


def test_opening_and_planning_write_nothing(bench: Bench) -> None:
    before = bench.all()
    reviewer = bench.reviewer()
    assert reviewer.plan(reviewer.load()).diff() == ""
    assert reviewer.undo(reviewer.load()) is None
    assert reviewer.redo(reviewer.load()) is None
    assert bench.all() == before
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER])
    before = bench.all()
    reviewer.plan(queue)
    assert bench.all() == before


def test_memory_grows_by_exactly_what_is_approved(bench: Bench) -> None:
    before = bench.read(paths.MEMORY) or b""
    approve_and_apply(bench.reviewer(), ROUTER)
    after = bench.read(paths.MEMORY) or b""
    assert after == before + (
        b"\n## Promoted From Short-Term Memory (2026-04-11)\n\n"
        b"<!-- openclaw-memory-promotion:memory:memory/2026-04-10.md:1:1 -->\n"
        b"- Moved router to VLAN 10 for the gateway."
        b" [score=0.985 recalls=10 avg=0.980 source=memory/2026-04-10.md:1-1]\n"
    )
    assert [row.key for row in bench.reviewer().load().rows if row.standing == "promoted"] == [ROUTER]


def test_an_approval_overrules_gates_but_no_secret(bench: Bench) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.decide(reviewer.load(), "approve", [BACKUPS, SECRET])
    plan = reviewer.plan(queue)
    assert [item.key for item in plan.promoted] == [BACKUPS]
    assert [(i.key, [r.code for r in i.reasons]) for i in plan.kept_back] == [(SECRET, ["secret"])]
    assert [reason.code for reason in reviewer.obstacles(queue, SECRET)] == ["secret"]
    queue = reviewer.decide(queue, "edit", [ROUTER], text="token: ghp_0123456789abcdef")
    assert [item.key for item in reviewer.plan(queue).kept_back] == [ROUTER, SECRET]
    queue = reviewer.decide(queue, "edit", [ROUTER], text="a\n<!-- openclaw-memory-promotion:memory:x -->")
    assert [reason.code for reason in reviewer.obstacles(queue, ROUTER)] == ["contaminated"]


def test_a_text_in_two_places_or_of_no_words_wants_an_edit(bench: Bench) -> None:
    lines = ["x", TEXTS[0], "- [ ]", TEXTS[0]]
    bench.write(NOTE, "\n".join(lines).encode())
    reviewer = bench.reviewer()
    queue = reviewer.load()
    row = queue.rows[queue.by_key[ROUTER]]
    moved = row.candidate.entry._replace(start_line=3, end_line=3)
    from dreamtui.engine.rehydrate import rehydrate
    from dreamtui.model import Reason

    found = rehydrate(moved, queue.rules.sources.get(NOTE))
    assert isinstance(found, Reason)
    assert found.code == "ambiguous"
    from dreamtui.review.approval import obstacles
    from dreamtui.review.decision import Decision

    plain = Decision("1", "approve", ROUTER, (), "")
    verdict = queue.verdict(ROUTER)._replace(reasons=(found, Reason("junk", "")), live=None)
    assert [reason.code for reason in obstacles(row.candidate, verdict, plain)] == ["ambiguous", "junk"]
    assert obstacles(row.candidate, verdict, plain._replace(text="Router on VLAN 10")) == ()


def test_an_edit_is_written_as_it_was_typed_and_forges_no_marker(bench: Bench) -> None:
    reviewer = bench.reviewer()
    text = "VLAN 10\n  for the gateway\n```\n<!-- trigger: x -->"
    queue = reviewer.decide(reviewer.load(), "edit", [ROUTER], text=text)
    queue = reviewer.decide(queue, "edit", [KEN], text="Friday\n```")
    reviewer.apply(reviewer.plan(queue))
    raw = bench.read(paths.MEMORY) or b""
    assert memory_md.promoted_keys(raw) == {ROUTER, KEN}
    assert b"- VLAN 10\n  for the gateway\n  \\```\n  &lt;!-- trigger" in raw
    assert b'"original": "Moved router' in (bench.read(paths.REVIEW_LOG) or b"")
    assert b"VLAN 10\\n  for" not in (bench.read(paths.RECALL_STORE) or b"")
    assert len(undo_all(reviewer)) == 3
    assert bench.read(paths.MEMORY) == b"# Mine\n\nText.\n"


def test_the_budget_keeps_back_what_does_not_fit(tmp_path: Path) -> None:
    bench = Bench(tmp_path, b"# Mine\n", "--set", "memory.budgetChars=300")
    reviewer = bench.reviewer()
    plan = reviewer.plan(reviewer.decide(reviewer.load(), "approve", [ROUTER, KEN, INVOICES]))
    assert [item.key for item in plan.promoted] == [ROUTER]
    assert {reason.code for item in plan.kept_back for reason in item.reasons} == {"budget"}
    assert plan.over_budget
    assert plan.after.chars <= 300
    reviewer.apply(plan)
    assert memory_md.chars(bench.read(paths.MEMORY) or b"") == plan.after.chars


@pytest.mark.parametrize("path", [paths.MEMORY, NOTE, paths.REVIEW_LOG, paths.RECALL_STORE])
def test_what_changed_since_it_was_shown_refuses_the_write(bench: Bench, path: str) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER])
    plan = reviewer.plan(queue)
    bench.write(path, (bench.read(path) or b"") + b"\n")
    before = bench.all()
    with pytest.raises(Changed):
        reviewer.apply(plan)
    assert bench.all() == before
    assert [row.key for row in reviewer.reread(queue).approved()] == [ROUTER]
    reviewer.apply(reviewer.plan(reviewer.load()))
    assert ROUTER in memory_md.promoted_keys(bench.read(paths.MEMORY) or b"")


def test_a_source_that_is_gone_keeps_back(bench: Bench) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER])
    (bench.root / NOTE).unlink()
    plan = reviewer.plan(queue)
    assert [reason.code for item in plan.kept_back for reason in item.reasons] == ["source-missing"]
    reviewer.apply(plan)
    assert bench.read(paths.MEMORY) == b"# Mine\n\nText.\n"


def test_undo_takes_only_its_own_out_of_an_edited_memory(bench: Bench) -> None:
    reviewer = bench.reviewer()
    approve_and_apply(reviewer, ROUTER, KEN)
    raw = bench.read(paths.MEMORY) or b""
    bench.write(paths.MEMORY, b"TOP\n" + raw.replace(b"Text.", b"Other text.") + b"\n## Later\n\n- own\n")
    assert reviewer.undo(reviewer.load())
    assert bench.read(paths.MEMORY) == b"TOP\n# Mine\n\nOther text.\n\n## Later\n\n- own\n"
    assert not any(row.standing == "promoted" for row in reviewer.load().rows)
    before = bench.all()
    with pytest.raises(Changed, match=r"MEMORY.md is not as it was before .*approve anew and write"):
        reviewer.redo(reviewer.load())
    assert bench.all() == before


def test_undo_leaves_what_people_wrote_into_the_section(bench: Bench) -> None:
    reviewer = bench.reviewer()
    approve_and_apply(reviewer, ROUTER, KEN)
    raw = (bench.read(paths.MEMORY) or b"").replace(b"- Ken", b"- mine\n  more\n- Ken")
    marker = b"<!-- openclaw-memory-promotion:" + KEN.encode() + b" -->\n"
    bench.write(paths.MEMORY, raw.replace(marker, b"").replace(b"- mine", marker + b"- mine"))
    assert reviewer.undo(reviewer.load())
    left = bench.read(paths.MEMORY) or b""
    assert b"## Promoted From" in left
    assert marker + b"- mine\n  more\n- Ken the barber" in left
    assert memory_md.promoted_keys(left) == {KEN}


def test_undo_leaves_an_edited_entry_promoted_as_it_is(bench: Bench) -> None:
    reviewer = bench.reviewer()
    approve_and_apply(reviewer, ROUTER, KEN)
    raw = bench.read(paths.MEMORY) or b""
    bench.write(paths.MEMORY, raw.replace(b"- Ken", b"- Our Ken"))
    done = reviewer.undo(reviewer.load())
    assert done
    assert done.told == "Undone: wrote 2 entries to MEMORY.md. 1 entry was edited since and stays"
    left = bench.read(paths.MEMORY) or b""
    assert memory_md.promoted_keys(left) == {KEN}
    assert left.endswith(raw[raw.index(b"- Ken") :].replace(b"- Ken", b"- Our Ken"))
    entries = reviewer.load().rows
    assert {row.key for row in entries if row.candidate.entry.promoted_at} == {KEN}
    assert {row.key for row in entries if row.standing == "promoted"} == {KEN}
    last = json.loads((bench.read(paths.EVENTS) or b"").splitlines()[-1])
    assert (last["type"], last["keys"]) == ("dreamtui.promotion.undone", [ROUTER])


def test_undo_of_nothing_but_edited_entries_changes_no_file_of_the_memory(bench: Bench) -> None:
    reviewer = bench.reviewer()
    approve_and_apply(reviewer, ROUTER, KEN)
    raw = bench.read(paths.MEMORY) or b""
    bench.write(paths.MEMORY, raw.replace(b"[score=", b"[points="))
    state = bench.read(paths.RECALL_STORE)
    done = reviewer.undo(reviewer.load())
    assert done
    assert done.told.endswith(". 2 entries were edited since and stay")
    assert bench.read(paths.MEMORY) == raw.replace(b"[score=", b"[points=")
    assert bench.read(paths.RECALL_STORE) == state


def test_a_rejection_holds_in_sweeps_and_promotions(bench: Bench) -> None:
    reviewer = bench.reviewer()
    reviewer.decide(reviewer.load(), "reject", [ROUTER, KEN], reason="old news")
    bench.write(NOTE, ("x\n\n" + "\n".join(TEXTS).replace("router to", "router   to")).encode())
    plan = reviewer.plan(reviewer.load())
    assert not plan.items
    inputs = reviewer.desk.read()
    from dreamtui.review.plan import plan_sweep

    promoted = plan_sweep(inputs, bench.now, promote=True).promotions
    assert {one.candidate.entry.key for one in promoted} == {INVOICES}


def test_two_dashboards_lose_nothing(bench: Bench) -> None:
    one, other = bench.reviewer(), bench.reviewer()
    queue, elsewhere = one.load(), other.load()
    queue = one.decide(queue, "approve", [ROUTER])
    elsewhere = other.decide(elsewhere, "reject", [KEN], reason="no")
    assert [row.decision and row.decision.choice for row in elsewhere.rows] == [
        row.decision and row.decision.choice for row in one.reread(queue).rows
    ]
    done = one.undo(queue)
    assert done
    assert "Ken" in done[1]
    assert [row.key for row in other.reread(elsewhere).rows if row.decision] == [ROUTER]
    plan = one.plan(done[0])
    other.decide(elsewhere, "approve", [INVOICES])
    with pytest.raises(Changed):
        one.apply(plan)
    one.apply(one.plan(one.reread(queue)))
    assert {row.key for row in other.load().rows if row.standing == "promoted"} == {ROUTER, INVOICES}


def test_what_makes_no_sense_is_refused(bench: Bench) -> None:
    reviewer, queue = bench.reviewer(), bench.reviewer().load()
    for choice, keys, text in [
        ("approve", ["x"], ""),
        ("edit", [ROUTER], " \n"),
        ("edit", [ROUTER, KEN], "x"),
    ]:
        with pytest.raises(BadInput):
            reviewer.decide(queue, choice, keys, text=text)  # type: ignore[arg-type]
    assert bench.read(paths.REVIEW_LOG) is None


def test_a_line_cut_short_is_ended_before_the_next(bench: Bench) -> None:
    reviewer = bench.reviewer()
    reviewer.decide(reviewer.load(), "approve", [ROUTER])
    raw = bench.read(paths.REVIEW_LOG) or b""
    bench.write(paths.REVIEW_LOG, raw + raw[:40])
    queue = reviewer.decide(reviewer.load(), "approve", [KEN])
    assert [row.key for row in queue.approved()] == [ROUTER, KEN]
    assert queue.ledger.broken == 1


_OPS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["approve", "reject", "defer"]),
            st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True),
        ),
        st.tuples(st.just("edit"), st.sampled_from(KEYS), st.sampled_from(EDITS)),
        st.sampled_from([("undo",), ("redo",), ("apply",), ("apply",), ("later",)]),
    ),
    max_size=10,
)


@settings(max_examples=60)
@given(st.sampled_from(MEMORIES), _OPS)
def test_undoing_everything_gives_the_first_bytes(memory: bytes | None, ops: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), memory)
        first = bench.kept()
        reviewers = [bench.reviewer(), bench.reviewer()]
        for index, op in enumerate(ops):
            _do(bench, reviewers[index % 2], op)
        undo_all(bench.reviewer())
        assert bench.kept() == first
        queue = bench.reviewer().load()
        assert not any(row.decision for row in queue.rows)


def _do(bench: Bench, reviewer: Reviewer, op: Any) -> None:
    queue = reviewer.load()
    if any(queue.row(key).standing == "promoted" for key in _keys(op)):
        with pytest.raises(BadInput, match="is promoted already"):
            reviewer.decide(queue, op[0], _keys(op), text="x")
        return
    match op:
        case ("undo",):
            reviewer.undo(queue)
        case ("redo",):
            reviewer.redo(queue)
        case ("later",):
            bench.now += 90_000_000
        case ("apply",):
            _apply(bench, reviewer)
        case ("edit", key, text):
            reviewer.decide(queue, "edit", [key], text=text)
        case (choice, keys):
            reviewer.decide(queue, choice, keys)


def _keys(op: Any) -> list[str]:
    match op:
        case (_,):
            return []
        case ("edit", key, _):
            return [key]
    return list(op[1])


def _apply(bench: Bench, reviewer: Reviewer) -> None:
    before = bench.read(paths.MEMORY)
    plan = reviewer.plan(reviewer.load())
    reviewer.apply(plan)
    after = bench.read(paths.MEMORY)
    assert after == (plan.memory.after if plan.memory else before)
    added = (after or b"").removeprefix(before or b"")
    assert (before or b"") + added == (after or b"")
    markers = [line for line in added.decode().splitlines() if line.startswith("<!--")]
    assert markers == [memory_md.marker(item.key) for item in plan.promoted]
    known = memory_md.promoted_keys(before or b"") | {item.key for item in plan.promoted}
    assert memory_md.promoted_keys(after or b"") == known


def test_what_was_decided_already_is_no_further_step(bench: Bench) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER])
    queue = reviewer.decide(queue, "approve", [ROUTER])
    undone = reviewer.undo(queue)
    assert undone
    assert undone[0].ledger.decisions == {}


# --- what an undo says ----------------------------------------------------------------------------


def test_an_undo_says_that_a_persons_line_keeps_the_heading(bench: Bench) -> None:
    reviewer = bench.reviewer()
    approve_and_apply(reviewer, ROUTER)
    raw = bench.read(paths.MEMORY) or b""
    bench.write(paths.MEMORY, raw + b"- a line of mine\n")
    done = reviewer.undo(reviewer.load())
    left = bench.read(paths.MEMORY) or b""
    assert done
    assert done.told.startswith("Undone: wrote 1 entry to MEMORY.md. Your text under it keeps the heading")
    assert left.endswith(b"(2026-04-11)\n\n- a line of mine\n")
    assert ROUTER.encode() not in left


def test_an_undo_that_leaves_no_heading_says_nothing_of_it(bench: Bench) -> None:
    reviewer = bench.reviewer()
    approve_and_apply(reviewer, ROUTER)
    bench.write(paths.MEMORY, (bench.read(paths.MEMORY) or b"") + b"\n## Mine\n\n- a line\n")
    done = reviewer.undo(reviewer.load())
    assert done
    assert done.told == "Undone: wrote 1 entry to MEMORY.md"


def test_undoing_what_another_one_did_says_so_and_when(bench: Bench) -> None:
    here, there = bench.reviewer(), bench.reviewer()
    here.history.own, there.history.own = set(), set()
    here.decide(here.load(), "approve", [ROUTER])
    bench.now += 60_000
    there.decide(there.load(), "reject", [KEN])
    queue = here.load()
    first, second = here.undo(queue), here.undo(queue)
    assert first
    assert first.told.startswith("Undone, taken elsewhere at 03:01: rejected “Ken")
    assert first.keys == (KEN,)
    assert second
    assert second.told.startswith("Undone: approved “Moved router")
    third = there.redo(queue)
    assert third
    assert third.told.startswith("Redone, taken elsewhere at 03:00: approved")


def test_a_write_of_ones_own_is_not_taken_for_anothers(bench: Bench) -> None:
    reviewer = bench.reviewer()
    reviewer.history.own = set()
    approve_and_apply(reviewer, ROUTER)
    done = reviewer.undo(reviewer.load())
    assert done
    assert done.told == "Undone: wrote 1 entry to MEMORY.md"


def test_an_edit_that_takes_the_secret_out_is_written(bench: Bench) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.decide(reviewer.load(), "edit", [SECRET], text="A key opens the gate.")
    assert reviewer.obstacles(queue, SECRET) == ()
    reviewer.apply(reviewer.plan(queue))
    memory = bench.read(paths.MEMORY) or b""
    assert b"- A key opens the gate." in memory
    assert b"sk-abc" not in memory


def test_an_edit_that_leaves_a_secret_in_is_kept_back(bench: Bench) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.decide(reviewer.load(), "edit", [SECRET], text="API_KEY=sk-zyxwvutsrqponml9876 it is")
    assert [reason.code for reason in reviewer.obstacles(queue, SECRET)] == ["secret"]
    assert not reviewer.plan(queue).promoted


def test_how_things_stand_is_the_same_with_the_queue_that_was_just_built(bench: Bench) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.load()
    queue = reviewer.decide(queue, "reject", [queue.rows[0].key])
    queue = reviewer.decide(queue, "approve", [queue.rows[1].key])
    alone = look(reviewer.desk, NOW, NOW)
    after = look(reviewer.desk, NOW, NOW, built=queue)
    assert alone.queue.rejected == alone.queue.approved == 1
    assert (after.queue, after.funnel) == (alone.queue, alone.funnel)

"""Pruning in a real folder: exactly what is picked goes, comes back to its place, and nothing else moves."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamtui import paths
from dreamtui.errors import BadInput, Changed
from dreamtui.files.memory_outline import parse
from dreamtui.service.listing import Listing
from dreamtui.service.pruner import Pruner
from dreamtui.service.reviewer import Reviewer
from dreamtui.service.room import _needed, make_room
from dreamtui.tui.panes.memory_items import FILTERS, Contents
from dreamtui.tui.widgets.entry_columns import SORTS
from tests.files.memories import ANY
from tests.service.reviewing import KEN, ROUTER, Bench, approve_and_apply

MINE = b"# Mine\r\n\r\n- One.\r\n  more\r\n- Two. <!-- note -->\r\n- Three.\r\n\r\nText.\r\n"

PROMOTED = b"".join(
    b"<!-- openclaw-memory-promotion:memory:memory/2026-02-0%d.md:1:1 -->\n"
    b"- That %d. [score=0.900 recalls=4 avg=0.900 source=memory/2026-02-0%d.md:1-1]\n" % (day, day, day)
    for day in (1, 2, 3)
)
VIEWS = st.tuples(
    st.sampled_from(FILTERS.order),
    st.sampled_from(("", "t")),
    st.none() | st.sampled_from(SORTS),
    st.booleans(),
)


def _pruner(bench: Bench) -> Pruner:
    reviewer = bench.reviewer()
    return Pruner(reviewer.desk, reviewer.history)


def _ids(listing: Listing, *texts: str) -> list[str]:
    return [row.id for row in listing.rows if row.entry.text.startswith(texts)]


def _memory(bench: Bench) -> bytes:
    return bench.read(paths.MEMORY) or b""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, MINE)


def test_looking_and_planning_write_nothing(bench: Bench) -> None:
    before, pruner = bench.all(), _pruner(bench)
    listing = pruner.load()
    assert [row.entry.text for row in listing.rows] == ["One.\nmore", "Two.", "Three.", "Text."]
    assert pruner.plan_cuts({listing.rows[0].id: ""}).items
    assert pruner.plan().diff() == ""
    assert (pruner.undo(), pruner.redo(), pruner.archived()) == (None, None, [])
    assert bench.all() == before


def test_what_is_marked_is_written_in_one_go_and_taken_back_to_the_byte(bench: Bench) -> None:
    pruner = _pruner(bench)
    listing = pruner.load()
    one, two, three, text = (row.id for row in listing.rows)
    listing = pruner.stage(listing, [one], reason="old")
    listing = pruner.edit(listing, two, "Zwei.")
    listing = pruner.stage(listing, [three])
    listing = pruner.unstage(listing, [three])
    assert [row.staged.choice if row.staged else None for row in listing.rows] == [
        "prune",
        "edit",
        None,
        None,
    ]
    assert _memory(bench) == MINE
    plan = pruner.plan()
    assert [(item.id, item.done) for item in plan.items] == [(one, "pruned"), (two, "edited")]
    assert abs(plan.after.chars - listing.would_be().chars) <= 2
    pruner.apply(plan)
    assert _memory(bench) == b"# Mine\r\n\r\n- Zwei. <!-- note -->\r\n- Three.\r\n\r\nText.\r\n"
    assert not pruner.load().ledger.staged
    (kept,) = pruner.archived()
    assert (kept.raw, kept.reason) == (b"- One.\r\n  more\r\n", "old")
    turned = pruner.undo()
    assert turned
    assert turned.told == "Undone: pruned 1 entry from and edited 1 entry of MEMORY.md"
    assert _memory(bench) == MINE
    assert bench.read(paths.ARCHIVE) is None
    assert set(pruner.load().ledger.staged) == {one, two}
    assert pruner.redo()
    assert not pruner.load().ledger.staged
    assert text in pruner.load().places


def test_what_can_stand_nowhere_when_it_is_undone_stays_in_the_archive(tmp_path: Path) -> None:
    bench = Bench(tmp_path, b"One.\n\n- Two.\n* Three.\n")
    pruner = _pruner(bench)
    pruner.apply(pruner.plan_cuts(dict.fromkeys(_ids(pruner.load(), "One", "Two"), "")))
    bench.write(paths.MEMORY, b"<!-- mine\n- Vier.\n")
    turned = pruner.undo()
    assert turned
    assert turned.told == (
        "Undone: pruned 2 entries from MEMORY.md. 2 entries can stand nowhere in MEMORY.md as it is now "
        "and stay in memory/archive/MEMORY-pruned.md"
    )
    assert _memory(bench) == b"<!-- mine\n- Vier.\n"
    assert [one.raw for one in pruner.archived()] == [b"One.\n", b"- Two.\n"]
    bench.write(paths.MEMORY, b"Mine.\n")
    pruner.apply(pruner.plan_restoring(pruner.archived()))
    assert sorted(row.entry.text for row in pruner.load().rows) == ["Mine.", "One.", "Two."]
    assert pruner.archived() == []


def test_the_folder_of_the_archive_goes_with_the_last_entry_in_it(bench: Bench) -> None:
    pruner, folder = _pruner(bench), bench.root / "memory/archive"
    one, two, *_ = pruner.load().places
    pruner.apply(pruner.plan_cuts({one: ""}))
    for step, stands in ((pruner.undo, False), (pruner.redo, True)):
        assert step()
        assert folder.exists() is stands
    pruner.apply(pruner.plan_cuts({two: ""}))
    pruner.apply(pruner.plan_restoring(pruner.archived()))
    for step, stands in ((pruner.undo, True), (pruner.redo, False)):
        assert folder.exists() is not stands
        assert step()
        assert folder.exists() is stands
    assert [bool(pruner.undo()) for _ in range(3)] == [True, True, True]
    assert (_memory(bench), folder.exists()) == (MINE, False)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_folder_of_the_archive_that_is_a_persons_stays(bench: Bench, when: str) -> None:
    pruner, folder = _pruner(bench), bench.root / "memory/archive"
    if when == "before":
        folder.mkdir()
    pruner.apply(pruner.plan_cuts(dict.fromkeys(pruner.load().places, "")))
    if when == "after":
        bench.write("memory/archive/mine.md", b"Mine.")
    for back in (pruner.undo, pruner.redo, pruner.undo):
        assert back()
        assert folder.exists()
    assert pruner.redo()
    pruner.apply(pruner.plan_restoring(pruner.archived()))
    assert folder.exists()


def test_an_undo_after_a_person_has_written_brings_the_entries_back_to_their_places(bench: Bench) -> None:
    pruner = _pruner(bench)
    pruner.apply(pruner.plan_cuts(dict.fromkeys(_ids(pruner.load(), "One", "Three"), "")))
    bench.write(paths.MEMORY, b"New first line.\r\n\r\n" + _memory(bench) + b"- last\r\n")
    assert pruner.undo()
    assert _memory(bench) == b"New first line.\r\n\r\n" + MINE + b"- last\r\n"
    assert bench.read(paths.ARCHIVE) is None


def test_a_pruned_claim_is_not_promoted_again_until_somebody_allows_it(bench: Bench) -> None:
    reviewer = bench.reviewer()
    approve_and_apply(reviewer, ROUTER)
    pruner = Pruner(reviewer.desk, reviewer.history)
    listing = pruner.load()
    (row,) = [row for row in listing.rows if row.entry.key == ROUTER]
    assert row.entry.managed
    pruner.apply(pruner.plan_cuts({row.id: "old"}))
    queue = reviewer.load()
    (gone,) = [reason for reason in queue.verdict(ROUTER).reasons if reason.code == "pruned"]
    assert "prune restore" in gone.message
    assert queue.rows[queue.by_key[KEN]].standing == "eligible"
    # The same claim under another key, as when the note was moved.
    moved = queue.rows[queue.by_key[ROUTER]].candidate.entry.snippet
    store = (bench.read(paths.RECALL_STORE) or b"").replace(
        b"Ken the barber is booked for Friday at three.", moved.encode()
    )
    bench.write(paths.RECALL_STORE, store)
    note = (bench.read("memory/2026-04-10.md") or b"").splitlines(keepends=True)
    bench.write("memory/2026-04-10.md", b"".join([note[0], note[0], *note[2:]]))
    queue = reviewer.load()
    assert "pruned" in {reason.code for reason in queue.verdict(KEN).reasons}
    assert queue.rows[queue.by_key[KEN]].standing == "near"
    from dreamtui.engine.eligibility import judge

    candidate = queue.rows[queue.by_key[KEN]].candidate
    rules = pruner.desk.read().rules
    assert "approving it in Review" in next(
        r.message for r in judge(candidate, rules).reasons if r.code == "pruned"
    )
    queue = reviewer.decide(queue, "approve", [KEN])
    assert "pruned" not in {reason.code for reason in queue.verdict(KEN).reasons}
    assert [item.key for item in reviewer.plan(queue).promoted] == [KEN]
    assert pruner.undo()
    pruner.apply(pruner.plan_restoring(pruner.archived()))
    assert not pruner.load().ledger.pruned


def test_locked_entries_stay_and_are_never_suggested(bench: Bench) -> None:
    pruner = _pruner(bench)
    listing = pruner.load()
    (one,) = _ids(listing, "One")
    staged = pruner.stage(listing, [one])
    listing = pruner.lock(staged, [one])
    plan = pruner.plan()
    assert (plan.items, plan.locked) == ((), (one,))
    with pytest.raises(BadInput, match="locked"):
        pruner.stage(listing, [one])
    with pytest.raises(BadInput, match="no entry"):
        pruner.lock(listing, ["nothing"])
    assert pruner.unlock(listing, [one]).row(one).staged
    assert pruner.suggested(listing, 0.0) == []


def test_entries_merge_into_the_first(bench: Bench) -> None:
    pruner = _pruner(bench)
    listing = pruner.load()
    one, three = _ids(listing, "One", "Three")
    with pytest.raises(BadInput, match="two entries"):
        pruner.merge(listing, [one], "x")
    listing = pruner.merge(listing, [three, one], "One and three.")
    plan = pruner.plan()
    assert [(item.id, item.done) for item in plan.items] == [(one, "edited"), (three, "merged")]
    pruner.apply(plan)
    assert _memory(bench) == b"# Mine\r\n\r\n- One and three.\r\n- Two. <!-- note -->\r\n\r\nText.\r\n"
    assert [one.reason for one in pruner.archived()] == [f"merged into {one}"]
    while pruner.undo():
        pass
    assert _memory(bench) == MINE
    kept = pruner.unstage(pruner.merge(pruner.load(), [one, three], "x"), [three])
    assert not kept.ledger.staged


def test_a_typed_text_forges_nothing_and_stays_one_entry(bench: Bench) -> None:
    pruner = _pruner(bench)
    listing = pruner.load()
    (one,) = _ids(listing, "One")
    typed = "One\x1b[31m\n<!-- openclaw-memory-promotion:memory:x -->\n## no heading"
    pruner.edit(listing, one, typed)
    pruner.apply(pruner.plan())
    outline = parse(_memory(bench))
    assert b"- One\r\n  &lt;!-- openclaw-memory-promotion:memory:x -->\r\n  ## no heading\r\n" in _memory(
        bench
    )
    assert [entry.key for entry in outline.entries] == [None] * 4
    (text,) = _ids(pruner.load(), "Text")
    for bad in ("", "  \n", "one\n\ntwo"):
        with pytest.raises(BadInput):
            pruner.edit(pruner.load(), text, bad)


def test_what_changed_since_it_was_shown_refuses_the_write(bench: Bench) -> None:
    pruner = _pruner(bench)
    plan = pruner.plan_cuts(dict.fromkeys(_ids(pruner.load(), "One"), ""))
    bench.write(paths.MEMORY, MINE + b"x")
    before = bench.all()
    with pytest.raises(Changed):
        pruner.apply(plan)
    assert bench.all() == before
    pruner.apply(pruner.plan_cuts(dict.fromkeys(_ids(pruner.load(), "One"), "")))
    kept = pruner.archived()
    bench.write(paths.ARCHIVE, b"")
    with pytest.raises(Changed):
        pruner.plan_restoring(kept)


def test_an_entry_comes_back_to_the_end_of_its_section_or_of_the_file(bench: Bench) -> None:
    pruner = _pruner(bench)
    pruner.apply(pruner.plan_cuts(dict.fromkeys(_ids(pruner.load(), "One", "Text"), "")))
    bench.write(paths.MEMORY, b"# Other\n\nquite\n\n# Mine\n\nnew\n\n# Last\n")
    plan = pruner.plan_restoring(pruner.archived()[:1])
    assert [item.where for item in plan.items] == ["section"]
    pruner.apply(plan)
    assert _memory(bench) == b"# Other\n\nquite\n\n# Mine\n\nnew\n- One.\r\n  more\r\n\n# Last\n"
    bench.write(paths.MEMORY, b"# Other\n")
    plan = pruner.plan_restoring(pruner.archived())
    assert [item.where for item in plan.items] == ["end"]
    bench.write(paths.MEMORY, b"```\nnever closed\n")
    with pytest.raises(BadInput, match="by hand"):
        pruner.plan_restoring(pruner.archived())


@pytest.mark.parametrize("order", ["34512", "52413", "13524", "54321"])
def test_neighbours_pruned_together_come_back_between_each_other_in_any_order(
    tmp_path: Path, order: str
) -> None:
    raw = "".join(f"- Number {number}.\n" for number in "1234567").encode()
    bench = Bench(tmp_path, raw)
    pruner = _pruner(bench)
    pruner.apply(pruner.plan_cuts(dict.fromkeys(_ids(pruner.load(), *(f"Number {n}" for n in order)), "")))
    assert _memory(bench) == b"- Number 6.\n- Number 7.\n"
    for number in order:
        [one] = [one for one in pruner.archived() if f"Number {number}".encode() in one.raw]
        plan = pruner.plan_restoring([one])
        assert [item.where for item in plan.items] == ["place"]
        pruner.apply(plan)
        assert _memory(bench).splitlines() == sorted(_memory(bench).splitlines())
        with pytest.raises(Changed):
            pruner.plan_restoring([one])  # it lies in the archive no more
    assert _memory(bench) == raw


@given(st.permutations("2345"), st.permutations("2345"))
@settings(max_examples=60)
def test_neighbours_pruned_one_by_one_come_back_between_each_other_in_any_order(
    pruned: list[str], restored: list[str]
) -> None:
    raw = "".join(f"- Number {number}.\n" for number in "123456").encode()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), raw)
        pruner = _pruner(bench)
        for number in pruned:
            pruner.apply(pruner.plan_cuts(dict.fromkeys(_ids(pruner.load(), f"Number {number}"), "")))
        for number in restored:
            pruner.apply(
                pruner.plan_restoring([o for o in pruner.archived() if f"Number {number}".encode() in o.raw])
            )
        assert _memory(bench) == raw


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("order", list(permutations(("One", "Two", "Three"))))
@pytest.mark.parametrize("mine", ["  ```\n  code\n  ```\n", "  <!-- note -->\n", "  | a |\n  |---|\n"])
def test_nothing_is_lost_where_an_entry_alone_would_take_in_what_stands_below(
    tmp_path: Path, mine: str, order: Sequence[str], at_once: bool
) -> None:
    raw = f"- One.\n- Two.\n\n1. Three.\n\n{mine}".encode()
    bench = Bench(tmp_path, raw)
    pruner = _pruner(bench)
    every = list(pruner.load().places)
    going = [every] if at_once else [[one] for one in every]
    for ids in going:
        pruner.apply(pruner.plan_cuts(dict.fromkeys(ids, "")))
    stands = {"", *mine.splitlines()}
    for text in order:
        [one] = [one for one in pruner.archived() if text.encode() in one.raw]
        pruner.apply(pruner.plan_restoring([one]))
        stands.add(one.raw.decode().rstrip())
        assert set(_memory(bench).decode().splitlines()) - {"<!-- -->"} == stands
    assert pruner.archived() == []


def test_one_history_for_candidates_and_entries(bench: Bench) -> None:
    reviewer = bench.reviewer()
    queue = reviewer.decide(reviewer.load(), "approve", [KEN])
    pruner = Pruner(reviewer.desk, reviewer.history)
    pruner.stage(pruner.load(), _ids(pruner.load(), "One"))
    done = reviewer.undo(queue)
    assert done
    assert (done.told, done.keys) == ("Undone: marked to be pruned “One. more”", ())
    assert not pruner.load().ledger.staged
    turned = pruner.undo()
    assert turned
    assert turned.told == f"Undone: the decision on {KEN}"


def test_a_link_out_of_the_workspace_is_not_written_through(bench: Bench, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (bench.root / "memory/archive").symlink_to(outside)
    pruner = _pruner(bench)
    with pytest.raises(BadInput, match="out of the workspace"):
        pruner.plan_cuts(dict.fromkeys(_ids(pruner.load(), "One"), ""))
    assert list(outside.iterdir()) == []
    assert _memory(bench) == MINE


@given(ANY, st.data())
@settings(max_examples=25)
def test_prune_and_undo_are_an_identity_and_so_are_prune_and_restore(raw: bytes, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), raw)
        pruner = _pruner(bench)
        ids = [entry.id for entry in parse(raw).entries]
        if not ids:
            return
        picked = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
        try:
            pruner.apply(pruner.plan_cuts(dict.fromkeys(picked, "")))
        except BadInput:
            assert _memory(bench) == raw
            return
        pruned = bench.kept(), bench.read(paths.ARCHIVE)
        assert pruner.undo()
        assert (_memory(bench), bench.read(paths.ARCHIVE)) == (raw, None)
        assert pruner.redo()
        assert (bench.kept(), bench.read(paths.ARCHIVE)) == pruned
        pruner.apply(pruner.plan_restoring(pruner.archived()))
        assert (_memory(bench), bench.read(paths.ARCHIVE)) == (raw, None)
        assert pruner.undo()
        assert (bench.kept(), bench.read(paths.ARCHIVE)) == pruned


def _full(base: Path) -> tuple[Bench, Reviewer, Pruner]:
    """A file with no room left, in which one promoted entry speaks of a day long over."""
    bench = Bench(base, b"# Mine\n", "--set", "memory.budgetChars=340")
    reviewer = bench.reviewer()
    approve_and_apply(reviewer, KEN)
    bench.now += 40 * 86_400_000
    return bench, reviewer, Pruner(reviewer.desk, reviewer.history)


def test_what_is_approved_and_does_not_fit_may_make_room_in_one_plan(tmp_path: Path) -> None:
    bench, reviewer, pruner = _full(tmp_path)
    first = bench.kept()
    queue = reviewer.load()
    assert make_room(pruner, queue, pruner.load()) is None
    queue = reviewer.decide(queue, "approve", [ROUTER])
    assert reviewer.plan(queue).over_budget
    listing = pruner.load()
    before = bench.all()
    plan = make_room(pruner, queue, listing)
    assert plan
    assert plan.pruned
    assert [item.text for item in plan.pruned.items] == ["Ken the barber is booked for Friday at three."]
    assert [item.key for item in plan.promoted] == [ROUTER]
    assert not plan.over_budget
    assert (plan.before.chars, plan.after.chars <= 340) == (len(first[0] or b""), True)
    assert "-- Ken the barber" in plan.diff()
    assert "+- Moved router" in plan.diff()
    assert bench.all() == before
    reviewer.apply(plan)
    assert plan.memory
    assert bench.read(paths.MEMORY) == plan.memory.after
    (row,) = (row for row in listing.rows if row.entry.text.startswith("Ken"))
    reason = f"to make room, staleness {row.staleness.score:.2f}: {row.why}"
    assert [one.reason for one in pruner.archived()] == [reason]
    assert [item.why for item in plan.pruned.items] == [reason]
    written = bench.kept()
    for _ in range(2):
        done = reviewer.undo(reviewer.load())
        assert done
        assert done.told == "Undone: pruned 1 entry from MEMORY.md and wrote 1 entry to it"
        assert bench.kept() == first
        done = reviewer.redo(reviewer.load())
        assert done
        assert done.told == "Redone: pruned 1 entry from MEMORY.md and wrote 1 entry to it"
        assert bench.kept() == written
    by_hand = b"# Mine\n\n- By hand.\n"
    bench.write(paths.MEMORY, (bench.read(paths.MEMORY) or b"").replace(b"# Mine\n", by_hand))
    assert reviewer.undo(reviewer.load())
    assert bench.read(paths.MEMORY) == (first[0] or b"").replace(b"# Mine\n", by_hand)


@pytest.mark.parametrize(("spare", "going"), [(0, "abc"), (29, "abc"), (30, "ab"), (49, "ab"), (50, "a")])
def test_none_stays_that_is_staler_than_one_that_goes(spare: int, going: str) -> None:
    class Sized(NamedTuple):
        chars: int

    class Going(NamedTuple):
        id: str
        entry: Sized

    rows: list[Any] = [Going("a", Sized(10_000)), Going("b", Sized(20)), Going("c", Sized(30))]
    assert "".join(row.id for row in _needed(rows, spare)) == going
    tiny: list[Any] = [Going("a", Sized(4)), Going("b", Sized(90))]
    assert _needed(tiny, spare) == tiny  # a small one that is the stalest goes with it


def test_nothing_is_pruned_where_nothing_more_would_fit(tmp_path: Path) -> None:
    _, reviewer, pruner = _full(tmp_path)
    queue = reviewer.decide(reviewer.load(), "edit", [ROUTER], text="Moved the router. " * 30)
    assert reviewer.plan(queue).over_budget
    assert make_room(pruner, queue, pruner.load()) is None


def test_what_a_person_wrote_about_below_is_not_suggested_nor_makes_room(tmp_path: Path) -> None:
    bench, reviewer, pruner = _full(tmp_path)
    (ken,) = pruner.suggested(pruner.load(), 0.0)
    bench.write(paths.MEMORY, (bench.read(paths.MEMORY) or b"") + b"\nI leave the line above.\n")
    row = pruner.load().row(ken.id)
    assert (row.remark, row.open, row.staleness) == ("I leave the line above.", False, ken.staleness)
    assert Contents(pruner.load(), 0).counts["suggested"] == 0
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER])
    assert make_room(pruner, queue, pruner.load()) is None
    assert [item.id for item in pruner.plan_cuts({ken.id: ""}).items] == [ken.id]


def test_no_room_is_made_of_what_is_locked(tmp_path: Path) -> None:
    _, reviewer, pruner = _full(tmp_path)
    queue = reviewer.decide(reviewer.load(), "approve", [ROUTER])
    listing = pruner.load()
    listing = pruner.lock(listing, [row.id for row in listing.rows if row.entry.managed])
    assert make_room(pruner, queue, listing) is None


@settings(max_examples=40)
@given(data=st.data())
def test_other_decisions_on_the_same_entries_show_as_if_all_was_read_anew(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pruner = _pruner(Bench(Path(folder), MINE + PROMOTED))
        listing = pruner.load()
        shown = Contents(listing, 0)
        ids = [row.id for row in listing.rows]
        for _ in range(data.draw(st.integers(1, 5))):
            some = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
            step = data.draw(st.sampled_from(("stage", "unstage", "lock", "unlock", "merge", "undo")))
            view = data.draw(VIEWS)
            shown.view(*view[:3], reverse=view[3])
            with suppress(BadInput):
                match step:
                    case "undo":
                        pruner.undo()
                    case "merge":
                        pruner.merge(listing, some, "Both.")
                    case _:
                        getattr(pruner, step)(listing, some)
            before, listing = listing, pruner.reread(listing)
            read = pruner.load()
            assert (listing.rows, listing.ledger, listing.would_be()) == (
                read.rows,
                read.ledger,
                read.would_be(),
            )
            kept = {row.id for row in before.rows} - {
                row.id for row in listing.rows if row not in before.rows
            }
            assert all(listing.row(one) is before.row(one) for one in kept)
            shown, anew = Contents(listing, 0, shown), Contents(listing, 0)
            assert (shown.rows, shown.counts, shown.left) == (anew.rows, anew.counts, anew.left)
            assert shown.view(*view[:3], reverse=view[3]) == anew.view(*view[:3], reverse=view[3])

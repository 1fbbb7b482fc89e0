"""Entries that say the same: a lock holds for all of them, and no decision comes to stand for another one."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamtui import paths
from dreamtui.errors import BadInput
from dreamtui.files.memory_outline import parse
from dreamtui.service.pruner import Pruner
from tests.service.reviewing import Bench

TWINS = b"# A\n\n- call Ruth first\n- tea\n\n# B\n\n- call Ruth first\n"
LINES = ("- one\n", "- one\n", "- two\n", "- three\n", "\n# A\n\n", "\n# B\n\n")
FILES = st.lists(st.sampled_from(LINES), max_size=9).map(list)


def _pruner(bench: Bench) -> Pruner:
    reviewer = bench.reviewer()
    return Pruner(reviewer.desk, reviewer.history)


def _texts(bench: Bench) -> Counter[str]:
    return Counter(entry.text for entry in parse(bench.read(paths.MEMORY) or b"").entries)


def test_a_lock_outlives_the_first_of_two_that_say_the_same(tmp_path: Path) -> None:
    """It was kept for `#2`, and the only one left is not numbered any more."""
    bench = Bench(tmp_path, TWINS)
    pruner = _pruner(bench)
    first, tea, second = (row.id for row in pruner.load().rows)
    listing = pruner.lock(pruner.load(), [second])
    assert [row.locked for row in listing.rows] == [True, False, True]
    assert [row.locked for row in pruner.load().rows] == [True, False, True]
    with pytest.raises(BadInput, match="locked"):
        pruner.stage(listing, [first])
    assert pruner.plan_cuts({first: "", tea: ""}).locked == (first,)
    bench.write(paths.MEMORY, TWINS.replace(b"- call Ruth first\n", b"", 1))
    assert [row.locked for row in pruner.load().rows] == [False, True]
    listing = pruner.unlock(pruner.load(), [first])
    assert not any(row.locked for row in listing.rows)


@pytest.mark.parametrize("marked", [0, 2])
def test_what_is_marked_is_never_pruned_as_another_that_says_the_same(tmp_path: Path, marked: int) -> None:
    bench = Bench(tmp_path, TWINS)
    pruner = _pruner(bench)
    listing = pruner.load()
    pruner.stage(listing, [listing.rows[marked].id])
    assert [bool(row.staged) for row in pruner.load().rows] == [number == marked for number in range(3)]
    bench.write(paths.MEMORY, TWINS.replace(b"- call Ruth first\n", b"", 1))
    assert not any(row.staged for row in pruner.load().rows)
    plan = pruner.plan()
    assert (plan.items, plan.gone) == ((), (listing.rows[marked].id,))


def test_a_merge_of_two_that_say_the_same_holds_while_both_stand(tmp_path: Path) -> None:
    bench = Bench(tmp_path, TWINS)
    pruner = _pruner(bench)
    listing = pruner.load()
    listing = pruner.merge(listing, [listing.rows[0].id, listing.rows[2].id], "call Ruth, always")
    assert [row.staged is not None for row in listing.rows] == [True, False, True]
    assert pruner.load().rows == listing.rows
    pruner.apply(pruner.plan())
    assert bench.read(paths.MEMORY) == b"# A\n\n- call Ruth, always\n- tea\n\n# B\n\n"


@given(FILES, st.data())
@settings(max_examples=40)
def test_locks_and_marks_stay_with_what_they_were_about(lines: list[str], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), "".join(lines).encode())
        pruner = _pruner(bench)
        listing = pruner.load()
        if not listing.rows:
            return
        rows = st.lists(st.sampled_from(listing.rows), max_size=2)
        locked = {row.entry.text for row in data.draw(rows, "locked")}
        pruner.lock(listing, [row.id for row in listing.rows if row.entry.text in locked][::-1][:1])
        locked &= {row.entry.text for row in pruner.load().rows if row.locked}
        marked = [row for row in data.draw(rows, "marked") if row.entry.text not in locked]
        pruner.stage(pruner.load(), [row.id for row in marked])
        under = {(row.entry.text, row.entry.headings) for row in marked}
        before = _texts(bench)
        for _ in range(3):
            if data.draw(st.booleans(), "by hand"):
                lines = data.draw(st.permutations(lines), "moved")[data.draw(st.integers(0, 2), "less") :]
                bench.write(paths.MEMORY, "".join(lines).encode())
            elif found := [row for row in pruner.load().rows if not row.locked]:
                one = data.draw(st.sampled_from(found), "pruned")
                pruner.apply(pruner.plan_cuts({one.id: ""}))
            now = pruner.load()
            for row in now.rows:
                assert row.locked == (row.entry.text in locked)
                if row.staged:
                    alone = before[row.entry.text] == _texts(bench)[row.entry.text] == 1
                    assert alone or (row.entry.text, row.entry.headings) in under

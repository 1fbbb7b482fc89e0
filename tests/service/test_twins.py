"""Lines that repeat to the letter: what was pruned comes back just where it stood, in whatever order."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamtui import paths
from dreamtui.errors import BadInput
from dreamtui.files.archive import Archived
from dreamtui.files.memory_outline import parse
from dreamtui.service.pruner import Pruner
from tests.service.reviewing import Bench

PIECES = ("- same\n", "- same\n", "- other\n", "same\n\n", "## Part\n\n", "\n", "* same\n", "- a\n\n  b\n")
REPEATED = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join)


def _pruner(bench: Bench) -> Pruner:
    reviewer = bench.reviewer()
    return Pruner(reviewer.desk, reviewer.history)


def _memory(bench: Bench) -> bytes:
    return bench.read(paths.MEMORY) or b""


def _at(line: int, pruner: Pruner) -> list[Archived]:
    return [one for one in pruner.archived() if one.origin.line == line]


def _prune_lines(pruner: Pruner, *lines: int) -> None:
    listing = pruner.load()
    pruner.apply(pruner.plan_cuts({row.id: "" for row in listing.rows if row.entry.line in lines}))


@pytest.mark.parametrize("order", ["35", "53"])
def test_of_two_that_say_the_same_each_comes_back_to_its_own_place(tmp_path: Path, order: str) -> None:
    raw = b"# A\n\n- Done.\n- Next.\n- Done.\n- Next.\n- Done.\n- Next.\n"
    bench = Bench(tmp_path, raw)
    pruner = _pruner(bench)
    _prune_lines(pruner, 5, 3)
    first, second = order
    pruner.apply(pruner.plan_restoring(_at(int(first), pruner)))
    assert _memory(bench) == raw.replace(b"- Done.\n", b"", 2).replace(
        b"# A\n\n" if first == "3" else b"# A\n\n- Next.\n",
        b"# A\n\n- Done.\n" if first == "3" else b"# A\n\n- Next.\n- Done.\n",
    )
    pruner.apply(pruner.plan_restoring(_at(int(second), pruner)))
    assert _memory(bench) == raw


@given(REPEATED, st.booleans(), st.data())
@settings(max_examples=40)
def test_entries_among_twins_come_back_to_the_byte(text: str, ended: bool, data: st.DataObject) -> None:
    raw = text.encode() if ended else text.rstrip("\n").encode()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), raw)
        pruner, added = _pruner(bench), b""
        for _ in range(data.draw(st.integers(1, 3))):
            ids = [entry.id for entry in parse(_memory(bench)).entries]
            if not ids:
                break
            picked = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
            before = _memory(bench)
            try:
                pruner.apply(pruner.plan_cuts(dict.fromkeys(picked, "")))
            except BadInput:
                assert _memory(bench) == before
                return
            if data.draw(st.booleans()) and data.draw(st.booleans()):
                archived = pruner.archived()
                pruner.apply(pruner.plan_restoring([data.draw(st.sampled_from(archived))]))
        if ended and raw.endswith(b"\n\n") and data.draw(st.booleans()):
            added = b"## New\n\n- same\n"  # as the agent does it
            bench.write(paths.MEMORY, _memory(bench) + added)
        for one in data.draw(st.permutations(pruner.archived())):
            (now,) = [now for now in pruner.archived() if (now.step, now.id) == (one.step, one.id)]
            plan = pruner.plan_restoring([now])
            assert [item.where for item in plan.items] == ["place"]
            pruner.apply(plan)
        assert _memory(bench) == raw + added
        assert bench.read(paths.ARCHIVE) is None

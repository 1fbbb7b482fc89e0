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
from dreamtui.tui.screens import prune_words
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
    first, second = order[0], order[1]
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


PROJECTS = "# Long-Term Memory\n\nIntro.\n\n" + "".join(
    f"## {name}\n\n- Status: open\n- Owner: Ann\n- Next: ship\n\n" for name in ("Alpha", "Beta", "Gamma")
)


BETA = "## Beta\n\n- Owner: Ann\n- Next: ship\n"


@pytest.mark.parametrize(
    ("was", "now", "where", "came"),
    [
        # further down than its section is long: the twin in the section above is nearer
        ("Intro.\n", "Intro.\n" + "More.\n\n" * 9, "place", "## Beta\n\n- Status: open\n- Owner: Ann\n"),
        ("Intro.\n", "", "place", "## Beta\n\n- Status: open\n- Owner: Ann\n"),
        ("# Long-Term Memory", "# Mine", "place", "## Beta\n\n- Status: open\n- Owner: Ann\n"),
        # its section says something else, or nothing
        (BETA, "## Beta\n\n- Gone.\n", "place", "## Beta\n\n- Status: open\n- Gone.\n"),
        (BETA, "## Beta\n", "place", "## Beta\n\n- Status: open\n## Gamma\n"),
        (BETA, "## Beta\n- Gone.\n", "section", "## Beta\n- Gone.\n- Status: open\n\n## Gamma\n"),
        # it has another name, is gone, and so is all after it: what the others say, too, tells nothing
        (BETA, BETA.replace("Beta", "New"), "end", "- Next: ship\n\n- Status: open\n"),
        (BETA + "\n", "", "end", "- Next: ship\n\n- Status: open\n"),
        (BETA + "\n", "- Owner: Ann\n- Only here.\n", "end", "- Next: ship\n\n- Status: open\n"),
    ],
)
def test_in_an_edited_file_an_entry_stays_in_its_section(
    tmp_path: Path, was: str, now: str, where: str, came: str
) -> None:
    bench = Bench(tmp_path, PROJECTS.encode())
    pruner = _pruner(bench)
    _prune_lines(pruner, 13)
    edited = _memory(bench).decode().replace(was, now)
    assert edited != _memory(bench).decode()
    bench.write(paths.MEMORY, edited.encode())
    (one,) = pruner.archived()
    plan = pruner.plan_restoring([one])
    assert plan.memory
    assert [item.where for item in plan.items] == [where]
    assert came in (plan.memory.after or b"").decode()
    assert (plan.memory.after or b"").decode().replace("- Status: open\n", "") == edited.replace(
        "- Status: open\n", ""
    )
    pruner.apply(plan)
    assert pruner.undo()
    assert _memory(bench).decode() == edited


def test_an_entry_follows_its_neighbours_under_another_heading(tmp_path: Path) -> None:
    bench = Bench(tmp_path, b"# A\n\n## Old\n\n- One.\n- Two.\n- Three.\n\n## Last\n")
    pruner = _pruner(bench)
    _prune_lines(pruner, 6)
    bench.write(paths.MEMORY, b"# A\n\n## Last\n\n- Four.\n\n## New\n\n- One.\n- Three.\n")
    plan = pruner.plan_restoring(pruner.archived())
    assert [item.where for item in plan.items] == ["beside"]
    pruner.apply(plan)
    assert _memory(bench).endswith(b"## New\n\n- One.\n- Two.\n- Three.\n")


@pytest.mark.parametrize("now", [b"", b"\n", b"\xef\xbb\xbf", None])
def test_entries_come_back_into_a_file_that_was_emptied_or_removed(tmp_path: Path, now: bytes | None) -> None:
    bench = Bench(tmp_path, PROJECTS.encode())
    pruner = _pruner(bench)
    _prune_lines(pruner, 7, 14)
    if now is None:
        (bench.root / paths.MEMORY).unlink()
    else:
        bench.write(paths.MEMORY, now)
    plan = pruner.plan_restoring(pruner.archived())
    assert [item.where for item in plan.items] == ["end", "beside"]
    pruner.apply(plan)
    assert _memory(bench).strip(b"\xef\xbb\xbf\n") == b"- Status: open\n- Owner: Ann"
    assert bench.read(paths.ARCHIVE) is None
    assert pruner.undo()
    assert bench.read(paths.MEMORY) == now
    assert len(pruner.archived()) == 2


def test_the_screen_says_where_an_entry_comes_back_to(tmp_path: Path) -> None:
    bench = Bench(tmp_path, PROJECTS.encode())
    pruner = _pruner(bench)
    _prune_lines(pruner, 13)
    told = prune_words.headline(pruner.plan_restoring(pruner.archived())).plain
    assert told == "1 entry will be brought back."
    bench.write(paths.MEMORY, b"# Other\n")
    told = prune_words.headline(pruner.plan_restoring(pruner.archived())).plain
    assert told == "1 entry will be brought back. 1 to the end of the file, as its section is gone."

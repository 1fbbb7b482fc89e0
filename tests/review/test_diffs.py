"""Unified diffs: the same as difflib's where that is quick, and always right."""

from __future__ import annotations

import difflib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.model import Write
from dreamtui.review import diffs

LINES = st.lists(st.sampled_from(["a", "b", "", "x y", "{", "}", "é", "unique 1", "unique 2"]), max_size=30)


def applied(before: bytes, diff: str) -> bytes:
    """What `patch` makes of a file."""
    old = [line + "\n" for line in before.decode().split("\n")]
    old[-1] = old[-1][:-1]
    old = [line for line in old if line]
    out: list[str] = []
    at = 0
    lines = diff.split("\n")[2:-1]
    for index, line in enumerate(lines):
        if head := re.match(r"@@ -(\d+)(?:,(\d+))? ", line):
            start = int(head[1]) - (head[2] != "0")
            out += old[at:start]
            at = start
        elif line.startswith("\\"):
            continue
        else:
            bare = index + 1 < len(lines) and lines[index + 1].startswith("\\")
            text = line[1:] + ("" if bare else "\n")
            if line[0] in " -":
                assert old[at] == text
                at += 1
            if line[0] in " +":
                out.append(text)
    return "".join(out + old[at:]).encode()


@given(LINES, LINES, st.booleans(), st.booleans(), st.sampled_from([0, 1, 3]), st.booleans())
def test_a_diff_applied_to_the_old_file_gives_the_new(
    old: list[str], new: list[str], old_end: bool, new_end: bool, context: int, anchored: bool
) -> None:
    before = ("\n".join(old) + "\n" * old_end).encode()
    after = ("\n".join(new) + "\n" * new_end).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diffs, "SMALL", 0 if anchored else 10_000)
        diff = diffs.unified(Write("f.md", before, after), context)
    assert (diff == "") == (before == after)
    if diff:
        assert applied(before, diff) == after


@given(LINES, LINES)
def test_small_diffs_are_those_of_difflib(old: list[str], new: list[str]) -> None:
    before, after = ([f"{line}\n" for line in lines] for lines in (old, new))
    wanted = "".join(difflib.unified_diff(before, after, "a/f.md", "b/f.md"))
    diff = diffs.unified(Write("f.md", "".join(before).encode(), "".join(after).encode()))
    assert diff == wanted


def test_new_and_deleted_files_are_named_so() -> None:
    assert diffs.unified(Write("f", None, b"a\n")) == "--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+a\n"
    assert diffs.unified(Write("f", b"a\n", None)) == "--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"


def test_a_large_store_in_which_every_entry_changes_is_done_in_seconds() -> None:
    before = "".join(f'  "key {n}": {{\n    "count": 1,\n    "tags": []\n  }},\n' for n in range(20_000))
    after = before.replace('"count": 1', '"count": 2')
    diff = diffs.unified(Write("f", before.encode(), after.encode()))
    assert diff.count('\n+    "count": 2') == 20_000

"""What a person wrote right below an entry about it, in any of the places where Markdown lets it stand."""

from __future__ import annotations

import pytest
from hypothesis import given

from dreamtui.files.memory_outline import parse
from dreamtui.files.memory_remarks import remarks
from tests.files.memories import ANY

ENTRY = (
    "<!-- openclaw-memory-promotion:memory:memory/2026-04-01.md:3:3 -->\n"
    "- The gas inspector comes on Friday. [score=0.9 recalls=3 avg=0.9 source=memory/2026-04-01.md:3-3]\n"
)


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ("\nI leave the line above until I am told.\n", True),
        ("- See the entry above.\n", True),
        ("\nDie Zeile oben bleibt.\n", True),
        ("\n> keep the note above\n", True),
        ("\n上面这条先留着。\n", True),
        ("\nHe came above all for the coffee.\n", False),
        ("\n\n\nThe line above stays.\n", False),
        (ENTRY.replace("The gas", "The line above: gas").replace(":3:3", ":4:4"), False),
        ("\n## Next\n\nThe line above stays.\n", False),
    ],
)
def test_a_remark_is_what_a_person_wrote_right_below(below: str, found: bool) -> None:
    outline = parse((ENTRY + below).encode())
    assert bool(remarks(outline).get(outline.entries[0].id)) is found


@given(ANY)
def test_remarks_are_on_promoted_entries(raw: bytes) -> None:
    outline = parse(raw)
    assert all(outline.by_id[one].key is not None for one in remarks(outline))

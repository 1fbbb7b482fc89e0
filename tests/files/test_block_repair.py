from __future__ import annotations

import pytest

from dreamtui.files import blocks
from dreamtui.files.block_repair import body, find, without

ROWS = """- Candidate: Moved router.
  - confidence: 0.95
  - evidence: memory/2026-04-10.md:4-4
  - recalls: 3
  - status: staged
"""
LIGHT = (
    f"## Light Sleep\n<!-- openclaw:dreaming:light:start -->\n{ROWS}<!-- openclaw:dreaming:light:end -->\n"
)
OPEN = LIGHT.replace("<!-- openclaw:dreaming:light:end -->\n", "")
REM_ROWS = """### Reflections
- Theme: `router` kept surfacing across 2 memories.
  - confidence: 0.80
  - evidence: memory/2026-04-10.md:4-4, memory/2026-04-10.md:4-5
  - note: reflection

### Possible Lasting Truths
- Moved router. [confidence=0.84 evidence=memory/2026-04-10.md:4-4]
"""
REM = f"## REM Sleep\n<!-- openclaw:dreaming:rem:start -->\n{REM_ROWS}<!-- openclaw:dreaming:rem:end -->\n"


def removed(raw: str) -> str:
    return without(raw.encode(), find(raw.encode())).decode()


@pytest.mark.parametrize(
    ("note", "rest"),
    [
        (f"# Mine\n- x\n\n{LIGHT}", "# Mine\n- x\n"),
        (f"# Mine\n\n{LIGHT}\nmore\n", "# Mine\n\nmore\n"),
        (f"# Mine\n{LIGHT}more\n", "# Mine\nmore\n"),
        (f"a\n\n{LIGHT}\n{REM}\nb", "a\n\nb"),
        (LIGHT, ""),
        (f"\ufeff{LIGHT}x\n", "\ufeffx\n"),
        (f"a\r\n\r\n{LIGHT}".replace("\n", "\r\n").replace("\r\r", "\r"), "a\r\n"),
        ("## Light Sleep\nI slept lightly.\n", "## Light Sleep\nI slept lightly.\n"),
    ],
)
def test_all_but_the_blocks_stays(note: str, rest: str) -> None:
    assert removed(note) == rest


def test_a_block_that_was_put_is_taken_out_without_a_trace() -> None:
    for raw in (b"- a\n", b"- a\r\n- b\r\n", b"- a", b"\xef\xbb\xbf- a\n"):
        put = blocks.put(raw, "light", ["- No notable updates."])
        assert without(put, find(put)).rstrip() == raw.rstrip()


def test_the_body_is_what_stands_between_the_markers() -> None:
    raw = f"x\n\n{LIGHT}\n{REM}".replace("\n", "\r\n").encode()
    light, rem = find(raw)
    assert body(raw, light).decode() == ROWS.replace("\n", "\r\n")
    assert body(raw, rem).decode() == REM_ROWS.replace("\n", "\r\n")


def test_complete_blocks() -> None:
    assert [(block.name, block.complete) for block in find((LIGHT + REM + LIGHT).encode())] == [
        ("light", True),
        ("rem", True),
        ("light", True),
    ]


@pytest.mark.parametrize(
    ("note", "certain"),
    [
        (OPEN, True),
        (f"{OPEN}\n## Mine\ntext\n", True),
        (OPEN.replace(ROWS, "- No notable updates.\n"), True),
        (OPEN.replace(ROWS, ""), True),
        (f"{OPEN}and then I wrote this\n", False),
        (f"{OPEN}\nand then I wrote this\n", False),
        (f"{OPEN}- Candidate: Joe for mayor\n", False),
        (OPEN.replace("  - status: staged\n", ""), False),  # cut in the middle of a row
        (REM.replace("<!-- openclaw:dreaming:rem:end -->\n", ""), True),
        (REM.replace("<!-- openclaw:dreaming:rem:end -->\n", "- my own point\n"), False),
    ],
)
def test_a_block_without_an_end_is_certain_only_when_every_row_is_the_engines(
    note: str, certain: bool
) -> None:
    (block,) = find(note.encode())
    assert not block.complete
    assert block.certain is certain

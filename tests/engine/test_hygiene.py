"""What must not become memory: junk by its shape, dreaming's own output."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine import hygiene
from dreamtui.engine.hygiene import contaminated, junk, suspicions

# --- junk ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("-", "empty items"),
        ("- [ ]", "empty items"),
        ("1.\n2.", "empty items"),
        ("---", "a rule"),
        ("```bash\n```", "an empty code block"),
        ("|---|---|", "marks without a word"),
        ("| Name | Room |\n|---|---|", "a table without rows"),
        ("# Notes", "headings without text"),
        ("# One thing\n## Another thing", "headings without text"),
        ("## Tagesnotizen\n-", "headings without text"),
        ("<!-- -->", "marks without a word"),
        ("10.0.0.1", "marks without a word"),
        ("", "marks without a word"),
        (">[a]: b", "marks without a word"),
        ("*[x]", "marks without a word"),
    ],
)
def test_junk_says_what_it_is(text: str, what: str) -> None:
    found = junk(text)
    assert found is not None
    assert found.message in (
        f"nothing but {what}",
        "nothing but empty items",
        "nothing but marks without a word",
    )


@pytest.mark.parametrize(
    "text",
    [
        "- x",
        "- [x] backups verified",
        "## API keys rotated",
        "## 部署前必须备份数据库",
        "```\nmake all\n```",
        "| Name | Room |\n|---|---|\n| Joe | 12 |",
        "> quoted words",
        "# Notes\nwith words",
        "10.0.0.1 is the gateway",
    ],
)
def test_what_says_something_is_no_junk(text: str) -> None:
    assert junk(text) is None


BLOCKS = [
    "-",
    "*",
    "+",
    "1.",
    "2)",
    ">",
    "#",
    "##",
    "[ ]",
    "[x]",
    "|",
    "---",
    "===",
    "```",
    "~~~",
    "<!--",
    "-->",
]
INLINE = [
    "[",
    "]",
    "(",
    ")",
    "<",
    "<b>",
    "&nbsp;",
    "\\",
    "`",
    "_",
    "!",
    "](x)",
    ":",
    "=",
    "[a]:",
    "[a]: /u 't'",
]
MARKUP = st.sampled_from(
    [*BLOCKS, *INLINE, "a", "two words", "é", "語", "²", "Ⅷ", "1", " ", "    ", "\t", "\n", "\n\n", "\xa0"]
)


@given(st.lists(MARKUP, max_size=9).map("".join))
def test_the_quick_look_agrees_with_the_parser(text: str) -> None:
    if hygiene._begins_with_text(text):
        assert hygiene._shape(text) is None


# --- contamination and suspicions ---------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<!-- openclaw-memory-promotion:memory:memory/2026-04-10.md:4:4 -->",
        "<!-- openclaw:dreaming:light:start -->",
        "- Candidate: x - confidence: 0.95 - evidence: memory/2026-04-10.md:4-4 - status: staged",
        "Light Sleep: Candidate: x; confidence: 0.62; evidence: memory/2026-04-10.md:4-4; status: staged",
        "User: - Theme: `router` kept surfacing across 2 memories.",
        "Reflections: Theme: `a` kept surfacing across 2 memories.; confidence: 0.8",
        "User: Write a dream diary entry from these memory fragments: the router",
    ],
)
def test_what_dreaming_wrote_is_known(text: str) -> None:
    assert contaminated(text)


@pytest.mark.parametrize(
    "text",
    [
        "Candidate: Ken Ito, for the backend position",
        "Reflections: the sprint went well",
        "Theme: dark mode everywhere",
        "confidence: 0.9 in the estimate, evidence: memory/leak.txt",
        "We should keep the status: staged for the release",
    ],
)
def test_ordinary_notes_are_not_taken_for_dreams(text: str) -> None:
    assert contaminated(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("docker run --rm -it alpine", "shell-command"),
        ("- `git push --force origin main`", "shell-command"),
        ("2026-04-10 12:00:00 ERROR disk full", "log-line"),
        ("ERROR: disk full", "log-line"),
        ("We moved the router because", "unfinished"),
    ],
)
def test_soft_doubts_are_flags(text: str, code: str) -> None:
    assert [one.code for one in suspicions(text)] == [code]


def test_a_plain_sentence_raises_no_doubt() -> None:
    assert suspicions("Moved the router to VLAN 10.") == []


@pytest.mark.parametrize("text", ["<!-- scratch -->", "- <!-- x -->", "## <!-- one --> <!-- two -->"])
def test_a_comment_says_nothing(text: str) -> None:
    assert junk(text)

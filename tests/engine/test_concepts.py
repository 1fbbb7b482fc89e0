"""Concept tags: which words of a snippet say what it is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.concepts import MAX_TAG_LENGTH, MAX_TAGS, concept_tags
from dreamtui.engine.lexicon import PROTECTED_GLOSSARY, STOP_WORDS
from dreamtui.engine.scripts import script_of

NOTE = "memory/2026-04-10.md"


@pytest.mark.parametrize(
    ("snippet", "tags"),
    [
        ("Moved router to VLAN 10.", ("router", "vlan", "moved")),
        ("The backups of the glacier", ("backup", "backups", "glacier", "the")),
        (
            "see memory/ops/12-runbook.md and foo_bar",
            ("memory/ops/12-runbook.md", "foo-bar", "see", "ops", "runbook.md"),
        ),
        ("am 2026-04-10 um 12", ()),
        ("１２３ ＡＢＣ", ("abc",)),
        ("部署前必须备份数据库", ("备份", "部署", "必须", "数据")),
        ("x" * 33, ()),
        ("x" * 32, ("x" * 32,)),
        ("Router router ROUTER", ("router",)),
        ("«quoted» (words)", ("quoted", "words")),
        ("", ()),
    ],
)
def test_tags(snippet: str, tags: tuple[str, ...]) -> None:
    assert concept_tags(NOTE, snippet) == tags


def test_the_file_name_counts_but_for_its_date() -> None:
    assert concept_tags("memory/2026-05-24-standup.md", "") == ("2026-05-24-standup.md", "standup.md")


def test_at_most_eight_and_the_glossary_first() -> None:
    snippet = " ".join(f"word{chr(97 + n)}" for n in range(20)) + " vlan"
    assert concept_tags(NOTE, snippet)[0] == "vlan"
    assert len(concept_tags(NOTE, snippet)) == MAX_TAGS


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from([*PROTECTED_GLOSSARY, "the", "a-b", "1.5", "語彙"])).map(" ".join)
)
def test_laws_of_tags(snippet: str) -> None:
    tags = concept_tags(NOTE, snippet)
    assert tags == concept_tags(NOTE, snippet)
    assert len(tags) <= MAX_TAGS
    assert len(set(tags)) == len(tags)
    assert all(0 < len(tag) <= MAX_TAG_LENGTH and tag not in STOP_WORDS for tag in tags)
    assert all("_" not in tag and tag[0].isalnum() and tag[-1].isalnum() for tag in tags)


@pytest.mark.parametrize(
    ("tags", "script"),
    [
        (["router"], "latin"),
        (["路由器"], "cjk"),
        (["router", "라우터"], "mixed"),
        (["роутер"], "other"),
        ([], "other"),
    ],
)
def test_scripts(tags: list[str], script: str) -> None:
    assert script_of(tags) == script

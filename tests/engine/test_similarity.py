"""When two snippets say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.similarity import character_pairs, claim_hash, query_hash, similarity, without_marker

TEXTS = st.text("ab C1-. é部署前必须备份дом\u3000", max_size=20)


@given(TEXTS, TEXTS)
def test_laws_of_similarity(one: str, other: str) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, one) == 1
    assert similarity(one, f" {one} ") == 1


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("The router moved", "the ROUTER moved!", 1),
        ("a b c", "a b d", 0.5),
        ("abc", "部署", 0),
        ("部署", "部署", 1),
        ("部署前", "部署后", 1 / 3),
        ("!!!", "???", 0),
        ("!!!", " !!! ", 1),
        ("", "", 1),
        ("é", "É", 1),
        ("роутер", "принтер", 2 / 9),
    ],
)
def test_similarity(one: str, other: str, wanted: float) -> None:
    assert similarity(one, other) == pytest.approx(wanted)


def test_a_single_character_is_a_pair_of_its_own() -> None:
    assert character_pairs("部 abc 署前") == {"部", "署前"}
    assert character_pairs("ascii only") == frozenset()


def test_hashes_are_those_of_the_format() -> None:
    assert claim_hash("Preferences:  Never schedule meetings before 10:00. ") == "3f1c49658817"
    assert query_hash(" __Dreaming_Daily__:2026-04-10\n") == query_hash("__dreaming_daily__:2026-04-10")
    assert query_hash("\ufeffrouter") == query_hash("router")


def test_a_marker_is_taken_off_the_front_only() -> None:
    assert without_marker("- left - right") == "left - right"
    assert without_marker("left - right") == "left - right"

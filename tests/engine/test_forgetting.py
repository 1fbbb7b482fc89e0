"""What would be forgotten: probes that memory answers now and could no longer answer."""

from __future__ import annotations

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.forgetting import lost, probes
from dreamtui.engine.fulltext import Index, terms
from dreamtui.entries import MemoryEntry, Passage
from tests.engine.test_staleness import entry


def passage(text: str, path: str = "MEMORY.md") -> Passage:
    return Passage(path, 1, 1, text)


def forgotten(going: MemoryEntry, *others: Passage) -> set[str]:
    """The words of the probes that are lost when an entry goes and other passages stay."""
    found = lost([going], [passage(f"- {going.text}"), *others], others)
    return {word for one in found for probe in one.probes for word in probe}


ROUTER = entry(1, "The router is on VLAN 10 behind the garage switch.")


def test_what_stands_nowhere_else_is_lost() -> None:
    assert forgotten(ROUTER, passage("- Mina sails."), passage("- The router is new.")) == {
        "vlan", "10", "router", "garage"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "asked", "never"),
    [
        ("The Wi-Fi guest password hint is the second name of the cat.", {"cat", "second"}, {"wi", "fi"}),
        ("The landlord Mr. Brandt wants rent on the 3rd.", {"brandt", "3rd", "rent"}, {"mr", "wants"}),
        ("Bertha holds 1222 degrees, then the kiln cools by 80 an hour.", {"1222", "80"}, {"then"}),
        ("部署前必须备份数据库", {"部署", "备份"}, {"署前", "前必", "须备", "份数"}),
        ("在庫表を毎月25日に送ってほしいとのこと。", {"25", "在庫"}, {"こと", "とに", "表を"}),
        ("회의실 예약은 6시 이후에만", {"6"}, set()),
    ],
)
def test_of_words_as_rare_as_each_other_those_are_asked_that_tell_something(
    text: str, asked: set[str], never: set[str]
) -> None:
    for counts in ({}, dict.fromkeys(terms(text), 1)):
        words = {word for probe in probes(text, counts) for word in probe}
        assert asked <= words
        assert words.isdisjoint(never)


def test_what_is_said_in_other_words_is_no_false_alarm() -> None:
    said = entry(1, "The landlord Mr. Brandt wants rent on the 3rd.")
    assert forgotten(said, passage("Rent is 900 euros, due on the 3rd to landlord Brandt.")) == set()


@given(st.text(max_size=80), st.dictionaries(st.text(max_size=3), st.integers(0, 9), max_size=5))
def test_probes_are_different_words_of_the_text(text: str, counts: dict[str, int]) -> None:
    said = terms(text)
    found = probes(text, counts)
    assert len(found) <= 6
    assert bool(found) == bool(said)
    assert all(set(probe) <= set(said) and len(set(probe)) == len(probe) for probe in found)


def test_what_a_note_still_says_is_not_lost() -> None:
    note = passage("Behind the garage switch, on VLAN 10, the router moved.", "memory/2026-04-10.md")
    assert forgotten(ROUTER, note) == set()


def test_words_that_stand_apart_do_not_answer_for_one_another() -> None:
    apart = [passage("VLAN 20"), passage("10 eggs"), passage("the garage door"), passage("behind")]
    assert {"vlan", "10"} <= forgotten(ROUTER, *apart)


def test_the_archive_is_no_answer() -> None:
    archived = passage(ROUTER.text, "memory/archive/MEMORY-pruned.md")
    assert forgotten(ROUTER, archived) == forgotten(ROUTER)


def test_only_what_is_lost_is_told_and_of_how_many() -> None:
    half = passage("VLAN 10 is for guests")
    (found,) = lost([ROUTER], [passage(ROUTER.text), half], [half])
    assert found.id == "e1"
    assert found.asked == 6
    assert ("vlan", "10") not in found.probes and ("10", "vlan") not in found.probes  # noqa: PT018


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        ("部署前必须备份数据库", "数据库部署前必须备份数据库。", False),
        ("部署前必须备份数据库", "数据库很大", True),
        ("회의실 예약은 6시 이후에만", "오늘 회의실 청소", True),
        ("Das Büro öffnet um 9", "das buro OFFNET um 9", False),
        ("バックアップはNASへ", "バックアップはNASへ移動", False),
    ],
)
def test_other_scripts_are_searched_too(text: str, kept: str, gone: bool) -> None:
    assert bool(forgotten(entry(1, text), passage(kept))) is gone


@given(st.lists(st.text(max_size=40), max_size=6), st.integers(0, 5))
def test_what_stays_is_never_lost(texts: list[str], number: int) -> None:
    passages = [passage(text) for text in texts]
    going = [entry(place, text) for place, text in enumerate(texts[:number])]
    assert lost(going, passages, passages) == ()


@given(st.text(max_size=60))
def test_a_text_holds_all_its_own_terms(text: str) -> None:
    said = terms(text)
    with closing(Index([text, "something else"])) as index:
        assert not said or 0 in index.holding(said)
        assert not said or index.search(text, 5)[0].number in (0, 1)
    assert all(len(probe) in (1, 2) for probe in probes(text, {}))


def test_a_search_gives_the_best_first() -> None:
    with closing(Index(["router", "router and much more besides it, at length", "switch"])) as index:
        assert [hit.number for hit in index.search("Router", 5)] == [0, 1]
        assert index.search("…", 5) == []

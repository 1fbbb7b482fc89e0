"""The fold of review.jsonl: what stands after decisions, undos and redos, whatever a crash leaves."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dreamtui import paths
from dreamtui.files.workspace import Workspace
from dreamtui.review import ledger
from dreamtui.review.ledger import Fold, Ledger, decide, fold, read, render, undo
from dreamtui.review.log_reading import LedgerReader

NOW = 1_775_876_400_000


def _line(ident: str, kind: str, key: str = "k", **more: Any) -> dict[str, Any]:
    return {"id": ident, "at": "2026-04-11T03:00:00.000Z", "type": kind, "key": key, "claims": [key], **more}


def _undo(ident: str, of: str) -> dict[str, Any]:
    return {"id": ident, "type": "undo", "of": of}


def _choices(said: Ledger) -> dict[str, str]:
    return {key: decision.choice for key, decision in said.decisions.items()}


def test_the_last_decision_on_a_key_holds() -> None:
    said = fold([_line("1", "approve"), _line("2", "reject", reason="no")])
    assert _choices(said) == {"k": "reject"}
    assert said.rejected_claims == {"k": "no"}
    assert _choices(fold([_line("1", "reject"), _line("2", "approve")])) == {"k": "approve"}
    assert not fold([_line("1", "reject"), _line("2", "approve")]).rejected


def test_what_was_undone_can_be_redone_and_undone_again() -> None:
    lines = [_line("1", "approve"), _line("2", "reject"), _undo("3", "2")]
    assert (_choices(fold(lines)), fold(lines).redoable) == ({"k": "approve"}, ("3",))
    lines.append(_undo("4", "3"))
    assert (_choices(fold(lines)), fold(lines).redoable) == ({"k": "reject"}, ())
    assert fold(lines).undoable == ("1", "2")
    lines.append(_undo("5", "2"))
    assert (_choices(fold(lines)), fold(lines).redoable) == ({"k": "approve"}, ("5",))


def test_undos_are_redone_in_the_opposite_order() -> None:
    lines = [_line("1", "approve", "a"), _line("2", "approve", "b"), _undo("3", "2"), _undo("4", "1")]
    assert fold(lines).redoable == ("3", "4")
    lines.append(_undo("5", "4"))
    assert (_choices(fold(lines)), fold(lines).redoable) == ({"a": "approve"}, ("3",))


def test_a_new_decision_ends_what_can_be_redone() -> None:
    assert fold([_line("1", "approve"), _undo("2", "1"), _line("3", "defer")]).redoable == ()


def test_two_dashboards_that_undo_the_same_step_undo_it_once() -> None:
    lines = [_line("1", "approve"), _undo("2", "1"), _undo("3", "1"), _undo("4", "2")]
    assert _choices(fold(lines)) == {"k": "approve"}


def test_what_was_decided_in_one_go_is_undone_in_one() -> None:
    lines = decide("approve", [("a", ["x"]), ("b", ["y"])], NOW)
    said = fold(lines)
    assert len(said.undoable) == 1
    assert said.steps[said.undoable[0]].keys == ("a", "b")
    assert not fold([*lines, undo(said.undoable[0], NOW)]).decisions


def test_lines_of_others_and_nonsense_change_nothing() -> None:
    odd: list[dict[str, Any]] = [
        {"id": "p", "type": "burn", "entry": "x"},
        {"id": "q", "type": "undo", "of": "p"},
        {"id": 7, "type": "approve", "key": "a"},
        {"id": "r", "type": "approve", "key": 3},
        {"id": "s", "type": "apply", "keys": "x", "after": 1},
        {"id": "t", "type": "undo"},
    ]
    lines = [_line("1", "approve"), _undo("2", "1")]
    assert fold([*lines, *odd]) == fold(lines)
    raw = render(lines) + b"\xff\xfe\n[1]\n{}\nnull\n" + b"[" * 100_000 + b"\n"
    assert read(raw)._replace(broken=0) == fold(lines)
    assert read(raw).broken == 5


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["approve", "reject", "defer", "edit"]), st.sampled_from("abc")),
        st.tuples(st.just("undo"), st.integers(0, 9)),
    ),
    max_size=12,
)


def _history(steps: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for index, (kind, what) in enumerate(steps):
        if kind == "undo":
            lines.append(_undo(str(index), str(what)))
        else:
            lines.append(_line(str(index), kind, what, reason="wegen „Ä“ \n"))
    return lines


@given(_STEPS, st.data())
def test_a_crash_leaves_all_of_the_last_line_or_nothing(steps: list[tuple[str, Any]], data: Any) -> None:
    lines = _history(steps)
    if not lines:
        return
    raw, last = render(lines), len(render(lines[-1:]))
    end = len(raw) - data.draw(st.integers(0, last))
    said = read(raw[:end])._replace(broken=0)
    assert said == fold(lines if end >= len(raw) - 1 else lines[:-1])


@given(_STEPS, st.data())
def test_lines_added_a_few_at_a_time_come_to_the_same(steps: list[tuple[str, Any]], data: Any) -> None:
    lines = _history(steps)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(lines)))))
    growing = Fold()
    for first, last in zip([0, *cuts], [*cuts, len(lines)], strict=True):
        said, expected = growing.add(lines[first:last]), fold(lines[:last])
        assert said == expected
        assert [list(part) for part in said[:2]] == [list(part) for part in expected[:2]]


@given(_STEPS, st.data())
def test_a_log_that_grows_is_read_as_if_it_were_read_whole(steps: list[tuple[str, Any]], data: Any) -> None:
    raw = render(_history(steps))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)))))
    with TemporaryDirectory() as folder:
        workspace = Workspace.open(Path(folder))
        reader = LedgerReader(workspace)
        log = Path(folder, paths.REVIEW_LOG)
        log.parent.mkdir(parents=True)
        for cut in [*cuts, len(raw)]:
            log.write_bytes(raw[:cut])
            assert reader.read() == read(raw[:cut])


@given(_STEPS)
def test_undoing_all_leaves_nothing_and_redoing_all_brings_it_back(steps: list[tuple[str, Any]]) -> None:
    lines = _history(steps)
    first = fold(lines)
    undone = 0
    while (said := fold(lines)).undoable:
        lines.append(undo(said.undoable[-1], NOW))
        undone += 1
    assert not said.decisions
    assert not said.rejected
    for _ in range(undone):
        lines.append(undo(fold(lines).redoable[-1], NOW))
    assert _choices(fold(lines)) == _choices(first)
    assert fold(lines).undoable == first.undoable


def test_lines_are_plain_json_that_any_program_can_read() -> None:
    (line,) = decide("reject", [("k", ["c"])], NOW, reason="„nein“\u2028")
    assert json.loads(render([line])) == line
    assert render([line]).isascii()
    assert ledger.read(render([line])).decisions["k"].reason == "„nein“\u2028"

"""Values tried out: the words of an error are those of files, and the JSON is what openclaw.json takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamtui.config import trying
from dreamtui.config.own_file import put_back, save
from dreamtui.config.settings import Settings
from dreamtui.config.sources import load
from dreamtui.errors import BadInput

SCORE, RECALLS = "phases.deep.minScore", "phases.deep.minRecallCount"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        (SCORE, "0.75", 0.75),
        (SCORE, " 1 ", 1.0),
        (RECALLS, "2", 2),
        ("phases.deep.gateOn", "signals", "signals"),
        ("phases.light.enabled", "false", False),
    ],
)
def test_what_is_typed_is_read_as_its_kind(name: str, text: str, value: object) -> None:
    parsed = trying.parse(name, text)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (SCORE, "2"), (SCORE, "high"), (SCORE, "NaN"), (SCORE, ""), (RECALLS, "2.5"), (RECALLS, "-1"),
        ("phases.deep.maxAgeDays", "0"), ("phases.deep.gateOn", "all"), ("phases.deep.enabled", "1"),
        ("phases.deep.recencyHalfLifeDays", "0"), ("phases.deep.weights.recency", "-0.1"),
    ],
)  # fmt: skip
def test_errors_are_those_of_set(name: str, text: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as typed:
        trying.parse(name, text)
    with pytest.raises(BadInput) as given:
        load(None, [f"{name}={text}"], {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)})
    assert f"--set: {typed.value}" == str(given.value)


def test_values_lie_over_those_in_force_and_come_back() -> None:
    tried = trying.tried(Settings(), {SCORE: 0.7, "phases.deep.weights.recency": 0.5})
    deep = tried.dreaming.phases.deep
    assert (deep.min_score, deep.weights.recency, deep.min_recall_count) == (0.7, 0.5, 3)
    values = trying.values_of(tried)
    assert list(values) == [key.name for key in trying.phase_keys()]
    assert trying.tried(Settings(), values) == tried


def test_weights_may_not_all_be_nothing() -> None:
    nothing = {name: 0.0 for name in trying.values_of(Settings()) if ".weights." in name}
    with pytest.raises(BadInput, match="six numbers, each 0 or more and not all 0"):
        trying.tried(Settings(), nothing)


def test_the_json_holds_what_openclaw_knows() -> None:
    values = {
        SCORE: 0.7,
        "phases.rem.limit": 5,
        "phases.deep.gateOn": "signals",
        "phases.deep.weights.recency": 1,
    }
    nested = trying.for_openclaw({}, values)
    dreaming = {"phases": {"deep": {"minScore": 0.7}, "rem": {"limit": 5}}}
    tree = {"plugins": {"entries": {"memory-core": {"config": {"dreaming": dreaming}}}}}
    assert json.loads(nested.text) == tree
    assert nested.left_out == ("phases.deep.gateOn", "phases.deep.weights.recency")
    other = trying.for_openclaw({"plugins": {"slots": {"memory": "mine"}}}, {SCORE: 0.7})
    assert list(json.loads(other.text)["plugins"]["entries"]) == ["mine"]


@pytest.mark.parametrize(
    "before", [None, b"", b"\xef\xbb\xbf# mine\r\n[ui]\r\nmouse = true # why\r\n", b"[dreaming]\n"]
)
def test_what_was_saved_is_put_back_to_the_byte(before: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    if before is not None:
        path.write_bytes(before)
    assert save(path, {SCORE: 0.7})
    held = path.read_bytes()
    assert held != before
    put_back(path, held, before)
    assert (path.read_bytes() if path.exists() else None) == before
    with pytest.raises(BadInput, match="was changed since"):
        put_back(path, held, before)
    assert (path.read_bytes() if path.exists() else None) == before

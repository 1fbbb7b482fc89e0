from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.config.keys import all_keys, full_name, nest
from dreamtui.config.settings import DeepSettings, LightSettings, Settings, Weights, by_name, with_values
from dreamtui.config.sources import load
from dreamtui.errors import BadInput
from dreamtui.model import Components
from tests.config.conftest import Write

DOCUMENTED = {
    "enabled": False,
    "frequency": "0 3 * * *",
    "timezone": None,
    "verboseLogging": False,
    "storage.mode": "inline",
    "storage.separateReports": False,
    "phases.light.enabled": True,
    "phases.light.limit": 100,
    "phases.light.lookbackDays": 2,
    "phases.light.dedupeSimilarity": 0.9,
    "phases.rem.enabled": True,
    "phases.rem.lookbackDays": 7,
    "phases.rem.limit": 10,
    "phases.rem.minPatternStrength": 0.75,
    "phases.deep.enabled": True,
    "phases.deep.limit": 10,
    "phases.deep.minScore": 0.8,
    "phases.deep.minRecallCount": 3,
    "phases.deep.minUniqueQueries": 3,
    "phases.deep.recencyHalfLifeDays": 14,
    "phases.deep.maxAgeDays": 30,
    "phases.deep.weights.relevance": 0.30,
    "phases.deep.weights.frequency": 0.24,
    "phases.deep.weights.diversity": 0.15,
    "phases.deep.weights.recency": 0.15,
    "phases.deep.weights.consolidation": 0.10,
    "phases.deep.weights.conceptual": 0.06,
    "phases.deep.lightBoostMax": 0.05,
    "phases.deep.remBoostMax": 0.08,
    "phases.deep.gateOn": "recalls",
    "phases.deep.junk": "block",
    "memory.budgetChars": None,
    "memory.pricePerMillionTokens": 3.0,
    "memory.conversationsPerDay": 20.0,
    "memory.staleness.sourceGone": 0.3,
    "memory.staleness.sourceChanged": 0.5,
    "memory.staleness.unused": 0.5,
    "memory.staleness.duplicate": 0.8,
    "memory.staleness.superseded": 0.8,
    "memory.staleness.contradicted": 0.7,
    "memory.staleness.junk": 0.9,
    "memory.staleness.pastDate": 0.7,
    "memory.staleness.overBudget": 0.4,
    "memory.staleness.unusedDays": 45,
    "memory.staleness.duplicateSimilarity": 0.85,
    "ui.theme": "textual-dark",
    "ui.keymap": {},
    "ui.mouse": True,
    "themes.mute": (),
}


def test_every_documented_key_is_there_with_its_default() -> None:
    assert {name: key.default for name, key in all_keys().items()} == DOCUMENTED


def test_every_key_says_what_it_takes_and_what_it_means() -> None:
    assert all(key.accepts and key.description for key in all_keys().values())


GOOD = [
    ("enabled", True),
    ("frequency", "*/5 2-4 * * mon,wed"),
    ("timezone", "Asia/Taipei"),
    ("verboseLogging", True),
    ("storage.mode", "both"),
    ("phases.light.limit", 0),
    ("phases.light.dedupeSimilarity", 1),
    ("phases.deep.minScore", 0),
    ("phases.deep.recencyHalfLifeDays", 0.5),
    ("phases.deep.maxAgeDays", 1),
    ("phases.deep.weights.relevance", 7),
    ("phases.deep.gateOn", "signals"),
    ("phases.deep.junk", "flag"),
    ("memory.budgetChars", 10**30),
    ("memory.pricePerMillionTokens", 0),
    ("memory.staleness.junk", 1),
    ("memory.staleness.unusedDays", 1),
    ("ui.keymap", {"approve": "y"}),
    ("ui.keymap", {"approve": 1}),
    ("themes.mute", ["router"]),
]

BAD = [
    ("enabled", "true"),
    ("enabled", 1),
    ("frequency", "nonsense"),
    ("frequency", "* * * * * *"),
    ("frequency", "@daily"),
    ("frequency", "0 0 30 2 *"),
    ("frequency", "R R * * *"),
    ("frequency", "60 * * * *"),
    ("frequency", ""),
    ("timezone", "Mars/Olympus"),
    ("timezone", "../UTC"),
    ("timezone", "Asia"),
    ("timezone", "a\0b"),
    ("timezone", "x" * 5000),
    ("timezone", ""),
    ("storage.mode", "Inline"),
    ("phases.light.limit", "3"),
    ("phases.light.limit", True),
    ("phases.light.limit", -1),
    ("phases.light.limit", 1.5),
    ("phases.light.limit", None),
    ("phases.light.dedupeSimilarity", 1.01),
    ("phases.rem.minPatternStrength", True),
    ("phases.deep.minScore", math.nan),
    ("phases.deep.minScore", math.inf),
    ("phases.deep.minScore", "0.7"),
    ("phases.deep.recencyHalfLifeDays", 0),
    ("phases.deep.recencyHalfLifeDays", math.inf),
    ("phases.deep.maxAgeDays", 0),
    ("phases.deep.weights.recency", -0.1),
    ("phases.deep.gateOn", []),
    ("memory.budgetChars", 0),
    ("ui.theme", ""),
    ("ui.keymap", ["approve"]),
    ("themes.mute", "router"),
    ("themes.mute", [1]),
]


def parts_of(name: str) -> list[str]:
    parts = name.split(".")
    return parts if parts[0] in ("memory", "ui", "themes") else ["dreaming", *parts]


@pytest.mark.parametrize(("name", "value"), GOOD)
def test_a_value_in_range_is_taken(name: str, value: Any) -> None:
    key = all_keys()[name]
    settings = with_values(Settings(), nest({full_name(name): key.kind.check(value)}))
    dumped = by_name(settings)
    for part in parts_of(name):
        dumped = dumped[part]
    assert dumped == (tuple(value) if isinstance(value, list) else value)
    assert type(dumped) is type(key.default) or key.default is None


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_value_out_of_range_or_of_another_kind_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=r".*"):
        all_keys()[name].kind.check(value)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Settings().dreaming.enabled = True  # type: ignore[misc]


def test_every_default_is_of_its_kind() -> None:
    for key in all_keys().values():
        assert key.default is None or key.kind.check(key.default) == key.default


def test_a_table_by_name_is_what_a_file_would_say() -> None:
    kept = {"sources": ["daily"]}
    assert by_name(LightSettings(limit=7, kept=kept)) == {
        "enabled": True,
        "limit": 7,
        "lookbackDays": 2,
        "dedupeSimilarity": 0.9,
        "sources": ["daily"],
    }
    assert by_name(DeepSettings())["weights"]["relevance"] == 0.3
    assert with_values(Settings(), by_name(Settings())) == Settings()


def test_default_weights_come_back_bit_for_bit() -> None:
    assert Weights().normalised() == Components(
        frequency=0.24, relevance=0.30, diversity=0.15, recency=0.15, consolidation=0.10, conceptual=0.06
    )


weight = st.floats(min_value=0, allow_nan=False, allow_infinity=False)


@given(st.tuples(weight, weight, weight, weight, weight, weight).filter(any))
def test_weights_add_up_to_one(given_weights: tuple[float, ...]) -> None:
    weights = Weights(**dict(zip(Components._fields, given_weights, strict=True))).normalised()
    assert math.isclose(sum(weights), 1)
    assert weights.index(max(weights)) == given_weights.index(max(given_weights))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=8) | st.sampled_from(["limit", "deep", "enabled"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
cron_like = st.lists(st.text("0123456789*/,-#LWRH?monjanSUN", min_size=1, max_size=6), min_size=5, max_size=5)
tables = ["storage", "phases", "phases.light", "phases.rem", "phases.deep", "phases.deep.weights"]


def refusal(option: str) -> str:
    """What is said against an option, in one line; empty when it is taken."""
    try:
        load(None, [option], {"HOME": "/nonexistent", "TZ": "UTC"})
    except BadInput as error:
        told = str(error)
        return told if len(told.splitlines()) == 1 else "several lines"
    return ""


@given(st.sampled_from([*DOCUMENTED, *tables]), json_values)
def test_any_value_of_any_key_is_taken_or_refused_by_name(name: str, value: Any) -> None:
    told = refusal(f"{name}={json.dumps(value)}")
    assert not told or (told.startswith("--set: ") and name.split(".")[-1] in told)


@given(cron_like.map(" ".join) | st.text(max_size=12))
def test_any_text_is_a_cron_expression_or_refused(text: str) -> None:
    told = refusal(f"frequency={text}")
    assert not told or re.match(r"--set: frequency is .* must be a cron expression of five fields", told)


@given(
    st.text(max_size=12) | st.sampled_from(["Asia", ".", "..", "/etc/passwd", "zone.tab", "UTC/", "\ud800"])
)
def test_any_text_is_a_time_zone_or_refused(text: str) -> None:
    told = refusal(f"timezone={json.dumps(text)}")
    assert not told or re.match(r"--set: timezone is .* must be an IANA time zone name", told)


DEAR = {
    *("tomllib", "tomlkit", "pyjson5", "platformdirs", "croniter", "difflib", "zoneinfo"),
    *("pydantic", "pydantic_core", "dataclasses", "inspect"),
}


@pytest.mark.parametrize(
    ("dreaming", "needed"),
    [
        ({}, set()),
        ({"enabled": False, "frequency": "0 3 * * *", "timezone": "UTC", "model": "m"}, set()),
        ({"timezone": "Asia/Taipei"}, {"zoneinfo"}),
        ({"enabled": True, "phases": {"deep": {"minScore": 0.7}}}, {"pydantic_core", "inspect"}),
    ],
)
def test_nothing_dear_is_imported_where_nothing_needs_it(
    env: dict[str, str], write_dreaming: Write, dreaming: Any, needed: set[str]
) -> None:
    write_dreaming(dreaming)
    code = (
        "import sys; from dreamtui.config.agents import find_workspace; "
        f"from dreamtui.config.sources import load; load(None, [], {env}); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert DEAR & set(done.stdout.split()) <= needed

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dreamtui.config.sources import Loaded, Origin, load
from dreamtui.errors import BadInput
from tests.config.conftest import Write

Env = dict[str, str]


def refusal(env: Env, *sets: str, config: Path | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        load(config, sets, env)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def origin(loaded: Loaded, name: str) -> tuple[Any, str]:
    return loaded.origins[name].value, loaded.origins[name].source


def test_without_any_file_the_defaults_hold(env: Env) -> None:
    loaded = load(None, [], env)
    assert loaded.openclaw == {}
    assert loaded.openclaw_path is None
    assert (loaded.unknown, loaded.notes) == ((), ())
    assert loaded.settings.dreaming.phases.deep.min_score == 0.8
    assert origin(loaded, "phases.deep.minScore") == (0.8, "default")
    assert loaded.settings.memory.budget_chars == 12_000


def test_option_beats_own_file_beats_openclaw_beats_default(
    env: Env, write_dreaming: Write, write_own: Write
) -> None:
    theirs = write_dreaming({"phases": {"deep": {"minScore": 0.1, "limit": 1, "maxAgeDays": 1}}})
    own = write_own("[dreaming.phases.deep]\nminScore = 0.2\nlimit = 2\n[memory]\nbudgetChars = 9\n")
    loaded = load(None, ["phases.deep.minScore=0.3"], env)
    deep = loaded.settings.dreaming.phases.deep
    assert (deep.min_score, deep.limit, deep.max_age_days, deep.min_recall_count) == (0.3, 2, 1, 3)
    assert loaded.origins["phases.deep.minScore"] == Origin(0.3, "--set")
    assert loaded.origins["phases.deep.limit"] == Origin(2, "config.toml", own)
    assert loaded.origins["phases.deep.maxAgeDays"] == Origin(1, "openclaw.json", theirs)
    assert loaded.origins["phases.deep.minRecallCount"] == Origin(3, "default")
    assert loaded.origins["memory.budgetChars"] == Origin(9, "config.toml", own)


@pytest.mark.parametrize(
    ("option", "name", "value"),
    [
        ("enabled=true", "enabled", True),
        ("timezone=Asia/Taipei", "timezone", "Asia/Taipei"),
        ("frequency=0 4 * * *", "frequency", "0 4 * * *"),
        ('storage.mode="both"', "storage.mode", "both"),
        ("dreaming.phases.deep.limit=0", "phases.deep.limit", 0),
        ('phases.deep={"limit": 4}', "phases.deep.limit", 4),
        ("memory.budgetChars=5", "memory.budgetChars", 5),
        ("ui.theme=a=b", "ui.theme", "a=b"),
        ('themes.mute=["router"]', "themes.mute", ["router"]),
        ("ui.keymap.approve=y", "ui.keymap", {"approve": "y"}),
        ("phases.light.sources=[]", "phases.light.sources", []),
    ],
)
def test_options(env: Env, option: str, name: str, value: Any) -> None:
    assert origin(load(None, [option], env), name) == (value, "--set")


def test_the_last_of_several_options_holds(env: Env) -> None:
    assert load(None, ["enabled=true", "enabled=false"], env).settings.dreaming.enabled is False


def test_a_keymap_is_joined_key_by_key(env: Env, write_own: Write) -> None:
    write_own('[ui.keymap]\napprove = "y"\nreject = "n"\n')
    loaded = load(None, ["ui.keymap.reject=x", "ui.keymap.defer=z"], env)
    assert loaded.settings.ui.keymap == {"approve": "y", "reject": "x", "defer": "z"}


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (
            "phases.deep.minScore=7",
            "--set: phases.deep.minScore is 7; it must be a number from 0 to 1",
        ),
        ("phases.deep.limit=true", "--set: phases.deep.limit is true; it must be a whole number, 0 or more"),
        ("phases.deep.minScore=NaN", "--set: phases.deep.minScore is NaN; it must be a number from 0 to 1"),
        (
            "phases.deep=3",
            "--set: phases.deep is 3; it must be a table of settings",
        ),
        (
            "storage.mode=inlin",
            '--set: storage.mode is "inlin"; it must be one of inline, separate, both',
        ),
        (
            "phases.deep.minScor=0.5",
            "--set: phases.deep.minScor is not a setting; did you mean phases.deep.minScore?",
        ),
        ("min_score=0.5", "--set: min_score is not a setting; did you mean phases.deep.minScore?"),
        ("zzz=1", "--set: zzz is not a setting; see `dreamtui config` for all of them"),
        (
            "enabled",
            '--set "enabled" is not of the form KEY=VALUE, such as --set phases.deep.minScore=0.7',
        ),
        ("=1", '--set "=1" is not of the form KEY=VALUE, such as --set phases.deep.minScore=0.7'),
    ],
)
def test_what_is_wrong_with_an_option_is_one_line(env: Env, option: str, told: str) -> None:
    assert refusal(env, option) == told


def test_all_weights_zero(env: Env) -> None:
    names = ("relevance", "frequency", "diversity", "recency", "consolidation", "conceptual")
    told = refusal(env, *(f"phases.deep.weights.{name}=0" for name in names))
    assert told.startswith("--set: phases.deep.weights is {")
    assert told.endswith("not all 0")


def test_several_errors_name_the_first_and_count_the_rest(env: Env) -> None:
    told = refusal(env, "nope=1", "phases.deep.minScore=7", "phases.deep.limit=-1")
    assert told.startswith("--set: nope is not a setting")
    assert told.endswith("(and 2 more)")


def test_a_bad_value_in_openclaw_json_names_the_file(env: Env, write_dreaming: Write) -> None:
    path = write_dreaming({"phases": {"deep": {"minScore": "high"}}})
    told = refusal(env)
    assert told == f'{path}: phases.deep.minScore is "high"; it must be a number from 0 to 1'
    assert load(None, ["phases.deep.minScore=0.5"], env).settings.dreaming.phases.deep.min_score == 0.5


@pytest.mark.parametrize("dreaming", [3, None, [], "on"])
def test_dreaming_that_is_no_object_is_refused(env: Env, write_dreaming: Write, dreaming: Any) -> None:
    path = write_dreaming(dreaming)
    assert refusal(env).startswith(f"{path}: dreaming is ")


def test_unknown_keys_of_openclaw_are_left_alone_and_named_once(env: Env, write_dreaming: Write) -> None:
    path = write_dreaming({"speed": 9, "phases": {"deep": {"x.y": 1}}, "memory": {"budgetChars": 1}})
    loaded = load(None, [], env)
    assert loaded.unknown == ("speed", "phases.deep.x.y", "memory")
    assert loaded.notes == (
        f"{path}: unknown settings of dreaming are left alone: speed, phases.deep.x.y, memory",
    )
    assert loaded.settings.memory.budget_chars == 12_000


def test_further_keys_of_openclaw_are_kept(env: Env, write_dreaming: Write) -> None:
    further = {"model": "m", "execution": {"a": 1}, "phases": {"deep": {"recovery": {"enabled": True}}}}
    write_dreaming(further)
    loaded = load(None, [], env)
    assert loaded.unknown == ()
    assert loaded.settings.dreaming.kept == {"model": "m", "execution": {"a": 1}}
    assert loaded.settings.dreaming.phases.deep.kept == {"recovery": {"enabled": True}}


@pytest.mark.parametrize(
    ("slot", "limit"),
    [("memory-core", 1), ("none", 1), ("", 1), (" ", 1), (None, 1), (7, 1), ("other", 2), ("absent", 10)],
)
def test_the_plugin_in_the_memory_slot_owns_the_settings(
    env: Env, write_openclaw: Write, slot: Any, limit: int
) -> None:
    def entry(value: int) -> dict[str, Any]:
        return {"config": {"dreaming": {"phases": {"deep": {"limit": value}}}}}

    entries = {"memory-core": entry(1), "other": entry(2)}
    write_openclaw({"plugins": {"slots": {"memory": slot}, "entries": entries}})
    assert load(None, [], env).settings.dreaming.phases.deep.limit == limit


@pytest.mark.parametrize(
    "root", [{"plugins": []}, {"plugins": {"entries": {"memory-core": 3}}}, {"agents": "x"}, {}]
)
def test_odd_surroundings_say_nothing_about_dreaming(env: Env, write_openclaw: Write, root: Any) -> None:
    write_openclaw(root)
    assert load(None, [], env).settings.dreaming.enabled is False


# --- what OpenClaw sets for agents ----------------------------------------------------------------


def test_budget_comes_from_the_bootstrap_cap(env: Env, write_openclaw: Write) -> None:
    path = write_openclaw({"agents": {"defaults": {"bootstrapMaxChars": 20_000}}})
    loaded = load(None, [], env)
    assert loaded.settings.memory.budget == 20_000
    assert loaded.origins["memory.budgetChars"] == Origin(20_000, "agents.defaults.bootstrapMaxChars", path)
    assert load(None, ["memory.budgetChars=5"], env).settings.memory.budget == 5


@pytest.mark.parametrize(("name", "value"), [("bootstrapMaxChars", 0), ("userTimezone", "Nowhere")])
def test_what_is_wrong_there_is_named_as_it_stands_there(
    env: Env, write_openclaw: Write, name: str, value: Any
) -> None:
    path = write_openclaw({"agents": {"defaults": {name: value}}})
    assert refusal(env).startswith(f"{path}: agents.defaults.{name} is ")


def offset(loaded: Loaded) -> timedelta | None:
    return datetime(2026, 1, 1, tzinfo=UTC).astimezone(loaded.zone).utcoffset()


def test_time_zone_of_the_settings_then_the_user_then_the_system(env: Env, write_openclaw: Write) -> None:
    env["TZ"] = "Asia/Taipei"
    loaded = load(None, [], env)
    assert origin(loaded, "timezone") == ("Asia/Taipei", "system")
    assert (loaded.settings.dreaming.timezone, offset(loaded)) == ("Asia/Taipei", timedelta(hours=8))
    path = write_openclaw({"agents": {"defaults": {"userTimezone": "Asia/Kolkata"}}})
    loaded = load(None, [], env)
    assert loaded.origins["timezone"] == Origin("Asia/Kolkata", "agents.defaults.userTimezone", path)
    assert offset(loaded) == timedelta(hours=5, minutes=30)
    assert offset(load(None, ["timezone=UTC"], env)) == timedelta(0)


def test_null_leaves_time_zone_and_budget_as_they_are(env: Env, write_openclaw: Write) -> None:
    write_openclaw({"agents": {"defaults": {"bootstrapMaxChars": 7, "userTimezone": "Asia/Taipei"}}})
    loaded = load(None, ["timezone=null", "memory.budgetChars=null"], env)
    assert (loaded.settings.dreaming.timezone, loaded.settings.memory.budget_chars) == ("Asia/Taipei", 7)


@pytest.mark.parametrize(
    ("tz", "hours"),
    [("", 0), (":Asia/Taipei", 8), ("CST-8", 8), ("EST5", -5), ("UTC", 0), ("/no/such/file", None)],
)
def test_forms_of_tz(env: Env, tz: str, hours: int | None) -> None:
    env["TZ"] = tz
    loaded = load(None, [], env)
    if hours is None:
        assert "is not a time zone" in loaded.notes[0]
    else:
        assert offset(loaded) == timedelta(hours=hours)
        assert loaded.notes == ()


def test_a_system_zone_without_a_name_is_a_zone_all_the_same(env: Env) -> None:
    env["TZ"] = "XYZ-3:30"
    loaded = load(None, [], env)
    assert loaded.settings.dreaming.timezone is None
    assert offset(loaded) == timedelta(hours=3, minutes=30)


# --- dreamtui's own file ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[dreaming]\nenabeld = true", "dreaming.enabeld is not a setting; did you mean dreaming.enabled?"),
        ("minScore = 1", "minScore is not a setting; did you mean dreaming.phases.deep.minScore?"),
        ("[dreaming]\nphases = 3", "phases is 3; it must be a table of settings"),
        ("[ui]\nmouse = 1979-05-27", "ui.mouse is 1979-05-27; it must be true or false"),
        (
            "[memory]\npricePerMillionTokens = nan",
            "memory.pricePerMillionTokens is NaN; it must be a number, 0",
        ),
        ("[memory]\nbudgetChars = -0x1", "not TOML"),
        ("[phases]\nx = 0x" + "f" * 5000, "phases is not a setting"),
        ("[ui]\nmouse = 0x" + "f" * 5000, "ui.mouse is a very long int; it must be true or false"),
        ("a = \n", "line 1, column 5: not TOML: "),
        ("a = [1,\n", "line 2, column 1: not TOML: "),
        ("a = " + "9" * 5000, "not TOML: "),
        ("a = " + "[" * 5000, "nested too deeply"),
    ],
)
def test_what_is_wrong_with_the_own_file(env: Env, write_own: Write, content: str, told: str) -> None:
    path = write_own(content)
    assert str(path) in refusal(env)
    assert told in refusal(env)


def test_own_file_in_the_usual_place(env: Env, tmp_path: Path) -> None:
    del env["DREAMTUI_CONFIG"]
    env["XDG_CONFIG_HOME"] = str(tmp_path / "xdg")
    assert load(None, [], env).own_path == tmp_path / "xdg/dreamtui/config.toml"


def test_an_own_file_that_cannot_be_read(env: Env, tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    assert refusal(env) == f"{tmp_path}/config.toml is a folder; a file is needed there"

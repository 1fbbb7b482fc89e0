from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.config import openclaw
from dreamtui.config.reading import parse_json5
from dreamtui.errors import BadInput
from tests.config.conftest import Write

Env = dict[str, str]


def refusal(env: Env, config: Path | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        openclaw.read(config, env)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def put(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


# --- where it lies ------------------------------------------------------------------------------


def test_state_folder(env: Env, tmp_path: Path) -> None:
    assert openclaw.state_dir(env) == tmp_path / ".openclaw"
    (tmp_path / ".clawdbot").mkdir()
    assert openclaw.state_dir(env) == tmp_path / ".clawdbot"
    (tmp_path / ".openclaw").mkdir()
    assert openclaw.state_dir(env) == tmp_path / ".openclaw"
    assert openclaw.state_dir({**env, "OPENCLAW_HOME": "/srv/claw"}) == Path("/srv/claw/.openclaw")
    assert openclaw.state_dir({**env, "OPENCLAW_HOME": "~/claw"}) == tmp_path / "claw/.openclaw"
    assert openclaw.state_dir({**env, "OPENCLAW_STATE_DIR": "/srv/state"}) == Path("/srv/state")
    assert openclaw.state_dir({**env, "OPENCLAW_STATE_DIR": "~/state"}) == tmp_path / "state"
    assert openclaw.state_dir({**env, "OPENCLAW_STATE_DIR": " "}) == tmp_path / ".openclaw"


def test_configuration_file(env: Env, tmp_path: Path) -> None:
    state = tmp_path / ".openclaw"
    assert openclaw.config_path(None, env) == state / "openclaw.json"
    put(state / "clawdbot.json", {})
    assert openclaw.config_path(None, env) == state / "clawdbot.json"
    put(state / "openclaw.json", {})
    assert openclaw.config_path(None, env) == state / "openclaw.json"
    env["OPENCLAW_CONFIG_PATH"] = "~/my.json"
    assert openclaw.config_path(None, env) == tmp_path / "my.json"
    assert openclaw.config_path(Path("/a/b.json"), env) == Path("/a/b.json")


def test_a_missing_file_is_empty_unless_it_was_named(env: Env, tmp_path: Path) -> None:
    assert openclaw.read(None, env) == openclaw.Configuration({}, None)
    missing = tmp_path / "missing.json"
    assert refusal(env, missing) == f"{missing} does not exist; name a configuration file with --config"
    found = openclaw.read(None, {**env, "OPENCLAW_CONFIG_PATH": str(missing)})
    assert found.root == {}
    assert found.notes == (f"{missing} ($OPENCLAW_CONFIG_PATH) does not exist",)


# --- what it says -------------------------------------------------------------------------------


def test_json5(env: Env, write_openclaw: Write) -> None:
    path = write_openclaw("\ufeff// a comment\n{ a: 'x', b: [1, 0x10,], }")
    assert openclaw.read(None, env) == openclaw.Configuration({"a": "x", "b": [1, 16]}, path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "line 1, column 1: not JSON5"),
        ('{\n  "a": 1,\n  "b": @\n}', "line 3, column 8: not JSON5"),
        ("{'é': 1,\n b:}", "line 2, column 4: not JSON5"),
        ("{a: 1", "line 1, column 1: not JSON5"),
        ("{} x", "line 1, column 4: not JSON5"),
        ("[1]", "holds [1]; a configuration must be an object"),
        ("null", "holds null; a configuration must be an object"),
        ("a\0b", "holds a NUL byte at offset 1"),
        ("[" * 100_000, "not JSON5"),
        ('{"a": ' + "9" * 5000 + "}", "line 1, column 7: not JSON5"),
    ],
)
def test_what_is_wrong_with_the_file(env: Env, write_openclaw: Write, content: str, told: str) -> None:
    path = write_openclaw(content)
    assert refusal(env).startswith(str(path))
    assert told in refusal(env)


def test_deep_nesting_is_read_or_refused(env: Env, write_openclaw: Write) -> None:
    told = ""
    for depth in range(300, 1100, 100):
        write_openclaw('{"a":' * depth + "1" + "}" * depth)
        try:
            openclaw.read(None, env)
        except BadInput as error:
            told = str(error)
    assert "nested too deeply" in told or "not JSON5" in told


def test_other_things_in_place_of_the_file(env: Env, write_openclaw: Write) -> None:
    path = write_openclaw("")
    path.write_bytes(b'{"a": "\xff"}')
    assert refusal(env) == f"{path} is not UTF-8: see the byte at offset 7"
    path.unlink()
    path.mkdir()
    assert refusal(env) == f"{path} is a folder; a file is needed there"
    assert "cannot be read" in refusal(env, Path("/" + "x" * 5000))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_no_permission(env: Env, write_openclaw: Write) -> None:
    path = write_openclaw({})
    path.chmod(0)
    assert refusal(env) == f"{path} cannot be read: no permission"


@given(st.text())
def test_any_text_is_json5_or_refused_with_its_place(text: str) -> None:
    try:
        parse_json5(text, Path("x.json"))
    except BadInput as error:
        told = str(error)
    else:
        told = ""
    assert not told or told.startswith("x.json: line ")
    assert len(told.splitlines()) < 2


# --- includes -----------------------------------------------------------------------------------


def test_includes_are_merged_in_order_and_the_file_itself_wins(
    env: Env, write_openclaw: Write, tmp_path: Path
) -> None:
    put(tmp_path / ".openclaw/a.json5", "{x: {one: 1, two: 1}, l: [1], s: 1, // note\n}")
    put(tmp_path / ".openclaw/sub/b.json", {"x": {"two": 2}, "l": [2], "deep": {"$include": "c.json"}})
    put(tmp_path / ".openclaw/sub/c.json", {"c": True})
    write_openclaw({"$include": ["./a.json5", "sub/b.json"], "x": {"three": 3}, "s": 2})
    root = openclaw.read(None, env).root
    assert root == {"x": {"one": 1, "two": 2, "three": 3}, "l": [1, 2], "s": 2, "deep": {"c": True}}


def test_an_include_may_stand_for_a_list(env: Env, write_openclaw: Write, tmp_path: Path) -> None:
    put(tmp_path / ".openclaw/list.json", [{"id": "a"}])
    write_openclaw({"agents": {"list": {"$include": "list.json"}}})
    assert openclaw.read(None, env).root == {"agents": {"list": [{"id": "a"}]}}


@pytest.mark.parametrize(
    ("root", "told"),
    [
        ({"$include": "openclaw.json"}, 'openclaw.json: $include "openclaw.json" leads back'),
        ({"$include": "loop.json"}, 'loop.json: $include "./openclaw.json" leads back'),
        ({"a": {"$include": "none.json"}}, "none.json does not exist"),
        ({"a": {"$include": 3}}, "$include is 3; it must be a file name or a list of them"),
        ({"$include": ["list.json", 3]}, "it must be a file name or a list of them"),
        ({"$include": "list.json", "a": 1}, "must hold an object"),
        ({"$include": "list.json"}, "a configuration must be an object"),
        ({"$include": "broken.json"}, "broken.json: line 2, column 1: not JSON5"),
        ({"$include": "deep0.json"}, "more than 10 files deep"),
        ({"$include": "a\0b"}, "cannot be read"),
    ],
)
def test_what_is_wrong_with_an_include(
    env: Env, write_openclaw: Write, tmp_path: Path, root: Any, told: str
) -> None:
    state = tmp_path / ".openclaw"
    put(state / "loop.json", {"$include": "./openclaw.json"})
    put(state / "list.json", [1])
    put(state / "broken.json", "{\n@")
    for depth in range(12):
        put(state / f"deep{depth}.json", {"$include": f"deep{depth + 1}.json"})
    write_openclaw(root)
    assert told in refusal(env)


# --- variables ----------------------------------------------------------------------------------


def test_variables(env: Env, write_openclaw: Write) -> None:
    env.update(FOLDER="notes", EMPTY="")
    path = write_openclaw(
        {
            "agents": {"a": "/x/${FOLDER}/${OWN}", "b": ["$${FOLDER}", "${lower}", "$FOLDER", "${EMPTY}"]},
            "env": {"vars": {"OWN": "own", "FOLDER": "not this"}},
            "gateway": {"token": "${SECRET}"},
            "plugins": {"p": "${MISSING} ${MISSING}"},
        }
    )
    found = openclaw.read(None, env)
    assert found.root["agents"] == {
        "a": "/x/notes/own",
        "b": ["${FOLDER}", "${lower}", "$FOLDER", "${EMPTY}"],
    }
    assert found.root["gateway"] == {"token": "${SECRET}"}
    assert found.notes == tuple(
        f"{path}: ${{{name}}} is not set; the text is left as it is" for name in ("EMPTY", "MISSING")
    )

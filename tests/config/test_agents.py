from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dreamtui.config.agents import Located, agent_id, find_workspace, roster
from dreamtui.config.sources import load
from dreamtui.errors import BadInput
from tests.config.conftest import Write

Env = dict[str, str]


def find(env: Env, workspace: Path | None = None, agent: str | None = None) -> Located:
    return find_workspace(load(None, [], env), workspace, agent, env)


def refusal(env: Env, workspace: Path | None = None, agent: str | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        find(env, workspace, agent)
    return str(caught.value)


def test_without_a_roster_there_is_main(env: Env) -> None:
    assert roster({}, env).default == "main"
    state = Path(env["HOME"], ".openclaw")
    assert roster({}, env).workspaces == {"main": state / "workspace"}
    (state / "workspace").mkdir(parents=True)
    assert find(env) == Located(state / "workspace", "main", (("main", state / "agents/main/sessions"),))


@pytest.mark.parametrize(
    ("agents", "default", "workspaces"),
    [
        ({"defaults": {"workspace": "/w"}}, "main", {"main": "/w"}),
        ({"defaults": {"workspace": "~/w"}}, "main", {"main": "HOME/w"}),
        ({"defaults": {"workspace": " "}}, "main", {"main": "STATE/workspace"}),
        ({"list": [{"id": "Ada"}]}, "ada", {"ada": "STATE/workspace"}),
        (
            {"list": [{"id": "a"}, {"id": "b", "default": True}, {"id": "c", "workspace": "/c"}]},
            "b",
            {"a": "STATE/workspace-a", "b": "STATE/workspace", "c": "/c"},
        ),
        (
            {"defaults": {"workspace": "/w"}, "list": [{"id": "a"}, {"id": "b"}]},
            "a",
            {"a": "/w", "b": "/w/b"},
        ),
        (
            {"entries": {"a": {"workspace": "/e"}}, "list": [{"id": "a", "workspace": "/l"}, {"id": "b"}]},
            "a",
            {"a": "/e", "b": "STATE/workspace-b"},
        ),
        ({"entries": {"a": None}, "list": ["x", None, {}]}, "a", {"a": "STATE/workspace", "main": None}),
        ({"entries": [], "list": {}}, "main", {"main": "STATE/workspace"}),
    ],
)
def test_rosters(env: Env, agents: Any, default: str, workspaces: dict[str, str | None]) -> None:
    found = roster({"agents": agents}, env)
    home = env["HOME"]
    state = f"{home}/.openclaw"
    expected = {
        name: Path((folder or f"STATE/workspace-{name}").replace("STATE", state).replace("HOME", home))
        for name, folder in workspaces.items()
    }
    assert (found.default, found.workspaces) == (default, expected)


def test_workspace_of_the_environment_stands_below_the_configured_one(env: Env) -> None:
    env["OPENCLAW_WORKSPACE_DIR"] = "/env"
    assert roster({}, env).workspaces == {"main": Path("/env")}
    configured = {"agents": {"defaults": {"workspace": "/w"}}}
    assert roster(configured, env).workspaces == {"main": Path("/w")}


@pytest.mark.parametrize("workspace", [3, ["x"], {}, "a\0b", "\ud800", True])
def test_a_workspace_that_is_no_path_is_refused(env: Env, workspace: Any) -> None:
    with pytest.raises(BadInput, match=r"agents.defaults.workspace is .* must be the path of a folder"):
        roster({"agents": {"defaults": {"workspace": workspace}}}, env)


@pytest.mark.parametrize(
    ("text", "name"),
    [("Main", "main"), (" a b ", "a-b"), ("../../x", "x"), ("", "main"), (None, "main"), ("é", "main")],
)
def test_ids_are_safe_in_paths(text: Any, name: str) -> None:
    assert agent_id(text) == name


@pytest.fixture
def three(env: Env, write_openclaw: Write, tmp_path: Path) -> Path:
    """Agents a and b share a workspace, c has its own."""
    for name in ("shared", "own", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "shared")
    write_openclaw(
        {
            "agents": {
                "list": [
                    {"id": "a", "workspace": str(tmp_path / "shared")},
                    {"id": "b", "workspace": str(tmp_path / "link")},
                    {"id": "c", "workspace": str(tmp_path / "own")},
                ]
            }
        }
    )
    return tmp_path


def agents_of(located: Located) -> tuple[str, ...]:
    return tuple(name for name, _ in located.transcripts)


@pytest.mark.parametrize(
    ("workspace", "agent", "root", "chosen", "transcripts"),
    [
        (None, None, "shared", "a", "ab"),
        (None, "b", "link", "b", "ab"),
        (None, "C", "own", "c", "c"),
        ("own", None, "own", "c", "c"),
        ("shared/", None, "shared", "a", "ab"),
        ("link", "b", "link", "b", "ab"),
        ("other", None, "other", "a", "a"),
        ("other", "b", "other", "b", "b"),
        ("own", "a", "own", "a", "ac"),
    ],
)
def test_workspace_and_agent(
    env: Env,
    three: Path,
    workspace: str | None,
    agent: str | None,
    root: str,
    chosen: str,
    transcripts: str,
) -> None:
    located = find(env, None if workspace is None else three / workspace, agent)
    assert located.root == three / root
    assert located.agent == chosen
    assert agents_of(located) == tuple(transcripts)
    assert located.transcripts[0][1] == three / f".openclaw/agents/{transcripts[0]}/sessions"


def test_a_given_workspace_beats_one_that_cannot_exist(
    env: Env, write_openclaw: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "real").mkdir()
    write_openclaw({"agents": {"defaults": {"workspace": "WORKSPACE", "userTimezone": "Asia/Taipei"}}})
    located = find(env, Path("real"))
    assert (located.root, agents_of(located)) == (tmp_path / "real", ("main",))
    assert load(None, [], env).settings.dreaming.timezone == "Asia/Taipei"
    assert refusal(env) == (
        f"{tmp_path}/WORKSPACE does not exist; name a folder of notes (`dreamtui DIR`, "
        "or --workspace DIR with a command), or look at the sample with `dreamtui --demo`"
    )


def test_a_given_folder_is_taken_as_it_is_written(env: Env, tmp_path: Path) -> None:
    (tmp_path / " a ").mkdir()
    assert find(env, tmp_path / " a ").root == tmp_path / " a "
    assert find(env, Path("~/ a ")).root == tmp_path / " a "


def test_transcripts_lie_in_the_state_folder_of_the_environment(env: Env, tmp_path: Path) -> None:
    (tmp_path / "elsewhere/agents/main").mkdir(parents=True)
    config = tmp_path / "elsewhere/openclaw.json"
    config.write_text("{}")
    located = find_workspace(load(config, [], env), tmp_path, None, env)
    assert located.transcripts == (("main", tmp_path / ".openclaw/agents/main/sessions"),)


def test_what_is_wrong(env: Env, three: Path) -> None:
    path = three / ".openclaw/openclaw.json"
    assert refusal(env, agent="d") == f'--agent "d": no such agent in {path}; known are a, b, c'
    assert "no such agent" in refusal(env, agent="")
    assert refusal(env, three / "no") == f"{three}/no does not exist; name a folder that exists"
    (three / "file").touch()
    assert refusal(env, three / "file") == f"{three}/file is not a folder; name a folder that exists"
    assert "\n" not in refusal(env, Path("a\nb\0"))

"""What `--dry-run` and `sweep` print for people."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dreamtui.cli.main import run
from tests.cli.shown import NASTY, folded, lines, remember, text, widest
from tests.home import Home, entry, message
from tests.recorded import unpack

ROUTER = "Moved router to VLAN 10 and reserved 192.168.10.1 for the gateway."
WEAK = {"recallCount": 1, "queryHashes": ["0" * 12], "totalScore": 0.5}


def test_a_quiet_sweep_prints_one_line(home: Home) -> None:
    remember(home, ROUTER)
    assert lines(home, "sweep", "--dry-run", "--quiet") == [
        f"{home.now} would sweep {home.workspace}: 1 staged, 1 ranked, 1 promoted, 0 waiting for review"
    ]
    assert lines(home, "sweep", "--quiet") == [
        f"{home.now} swept {home.workspace}: 1 staged, 1 ranked, 0 promoted, 1 waiting for review"
    ]


def test_the_first_line_says_what_this_is(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    home.set(timezone="Asia/Tokyo")
    first = lines(home, "--dry-run")[0]
    assert first == f"Preview of dreaming in {home.workspace} at 2026-04-11 12:00 JST. Nothing is written."


def test_the_home_folder_is_a_tilde(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(home.base))
    monkeypatch.setenv("USERPROFILE", str(home.base))
    assert f"in ~{os.sep}workspace at" in text(home, "--dry-run")


def test_an_empty_workspace_is_told_what_is_missing(home: Home) -> None:
    said = text(home, "--dry-run")
    assert "There are no notes yet: a sweep reads memory/YYYY-MM-DD.md" in said
    assert "such as memory/2026-04-11.md" in said
    assert "There is no recall store yet (memory/.dreams/short-term-recall.json)" in said
    assert "Would promote nothing: there are no candidates." in said
    assert "MEMORY.md [ ] 0 of 12,000 characters (0%)" in said


def test_what_light_read_left_out_and_staged(home: Home) -> None:
    home.write("memory/2026-04-10.md", f"- {ROUTER}\n\n- Ken the barber is booked for Friday.\n")
    home.transcript("s1.jsonl", [message("Please remember the new gateway address"), message("HEARTBEAT_OK")])
    said = text(home, "--dry-run")
    assert "Read 2 snippets from 1 note and 1 message from 1 transcript." in said
    assert "Left out 1 message that says nothing about the world: heartbeat (1)." in said
    assert "Would stage 3 candidates: ·" in said


def test_rem_and_light_tell_apart_what_each_read(home: Home) -> None:
    home.write("memory/2026-04-10.md", f"- {ROUTER}\n", "2026-04-10T20:00:00.000Z")
    home.write("memory/2026-04-06.md", "- Ken the barber is booked.\n\n# Food\n- No olives on the pizza.\n")
    said = text(home, "--dry-run")
    assert "Read 1 snippet from 1 note." in said
    assert "Read 2 snippets from 1 older note." in said


def test_promotions_are_counted_numbered_and_measured(home: Home) -> None:
    remember(home, f"- {ROUTER}", "- Ken the barber is booked for Friday at 3pm.")
    home.write("MEMORY.md", "# Long-Term Memory\n\n- Joe is left-handed.\n")
    shown = lines(home, "--dry-run")
    summary = folded(shown[next(i for i, line in enumerate(shown) if "Summary" in line) :])
    assert "Would promote 2 of 2 candidates into MEMORY.md:" in summary
    assert f" {ROUTER} 2. " in summary
    assert "→" in summary
    assert "of 12,000 characters (" in summary
    assert "a month at $3.00 per million tokens, 20 conversations a day" in summary
    assert "Of 2 candidates 2 pass all gates." in folded(shown)
    assert "+- " + ROUTER in folded(shown)


def test_one_promotion_is_singular(home: Home) -> None:
    remember(home, f"- {ROUTER}")
    said = text(home, "--dry-run")
    assert "Would promote 1 of 1 candidate into MEMORY.md:" in said
    assert "Of 1 candidate 1 passes all gates." in said


def test_a_night_without_promotion_says_why_per_gate(home: Home) -> None:
    remember(home, f"- {ROUTER}", "- Ken the barber is booked for Friday at 3pm.", **WEAK)
    said = text(home, "--dry-run")
    assert said.count("none of 2 candidates passes all four gates: ") == 2  # in Deep and in the summary
    assert "2 lack 3 recalls" in said
    assert "2 lack 3 different queries" in said
    assert "2 lack a score of 0.8" in said
    assert "The 2 nearest misses" in said
    assert "missing: 0." in said
    assert "2 recalls and 2 queries" in said


def test_passive_signals_are_named_when_nothing_was_ever_recalled(home: Home) -> None:
    home.write("memory/2026-04-10.md", f"- {ROUTER}\n")
    said = text(home, "--dry-run")
    assert "Nothing would be promoted: the only candidate does not pass all four gates: it lacks" in said
    assert "None of them was ever found by a search." in said
    assert "ever found" not in text(home, "--dry-run", "--set", "phases.deep.gateOn=signals")


def test_what_else_keeps_candidates_back(home: Home) -> None:
    remember(home, "---", f"- {ROUTER}")
    home.recall(
        entry("memory/2026-04-10.md", 1, 1, "---"), entry("memory/2026-04-01.md", 1, 1, "It was there once.")
    )
    said = text(home, "--dry-run")
    assert "2 candidates pass all four gates, but something else keeps each of them back" in said
    assert "kept back: nothing but a rule" in said
    assert "kept back: memory/2026-04-01.md is gone" in said


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("phases.deep.limit=0", "Would promote nothing: phases.deep.limit is 0."),
        ("phases.deep.enabled=false", "Deep is switched off (phases.deep.enabled=false)"),
        ("phases.light.enabled=false", "Switched off (phases.light.enabled=false)."),
        ("phases.rem.enabled=false", "Switched off (phases.rem.enabled=false)."),
    ],
)
def test_what_is_switched_off_says_so(home: Home, setting: str, said: str) -> None:
    remember(home, f"- {ROUTER}")
    assert said in text(home, "--dry-run", "--set", setting)


def test_what_the_limit_leaves_for_later(home: Home) -> None:
    remember(home, *(f"- Fact number {number} about the garden gate." for number in range(5)))
    said = text(home, "--dry-run", "--set", "phases.deep.limit=2")
    assert "Of 5 candidates 5 pass all gates. 3 are left for later: a sweep promotes 2 at most" in said


def test_text_from_files_does_nothing(home: Home) -> None:
    home.options += ["--set", "phases.deep.junk=flag"]
    remember(home, f"- {NASTY}")
    shown = "\n".join(lines(home, "--dry-run"))
    assert not [c for c in shown if c not in "\n\u3000" and not c.isprintable()]
    assert "␛[31mRed␛]0;title␇ [bold]markup[/bold] <U+009B>2J <U+202E>abc" in shown
    assert ":smile:" in shown


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be made")
def test_a_workspace_with_a_hostile_name(home: Home) -> None:
    home.workspace = home.base / "a\x1b[2Jb [red]"
    home.workspace.mkdir()
    for command in ("--dry-run", "promote", "rem-harness", "sweep"):
        shown = "\n".join(lines(home, command))
        assert "\x1b" not in shown
        assert "[red]" in shown


@pytest.mark.parametrize("width", [30, 60, 80, 112, 200])
@pytest.mark.parametrize("night", ["donna-001", "donna-015", "shanghai-008"])
def test_lines_are_never_wider_than_the_page(
    night: str, width: int, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = unpack(night, tmp_path / "nights")
    home.workspace, home.now = recorded.root, recorded.expected["now"]
    monkeypatch.setenv("COLUMNS", str(width))
    shown = lines(home, "--dry-run", "--config", str(recorded.config), "--set", "phases.deep.gateOn=signals")
    assert widest(shown) <= width
    assert any(line.startswith("── Summary") for line in shown)


def test_a_pipe_is_100_columns_wide_and_has_no_colour(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    remember(home, f"- {ROUTER}")
    ran = home.run("--dry-run")
    assert b"\x1b" not in ran.out
    assert widest(ran.out.decode().splitlines()) == 100


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
@pytest.mark.parametrize("command", ["--dry-run", "promote", "rem-harness", "promote-explain router"])
def test_an_output_without_unicode_gets_something_plain(
    encoding: str, command: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(
        home,
        f"- {ROUTER}",
        "- 备份任务每天10点运行。",
        "- \ud83e\udd80".encode("utf-16", "surrogatepass").decode("utf-16"),
    )
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    options = ["--workspace", str(home.workspace), "--now", home.now, *home.options]
    assert run([*command.split(), *options]) == 0
    shown = raw.getvalue().decode(encoding)
    assert "router" in shown
    assert not set(shown) & set("●○█✓…─")


def test_only_the_beginning_of_machine_state_is_shown(home: Home) -> None:
    home.write("memory/2026-04-10.md", "\n\n".join(f"- Fact number {n} about the gate." for n in range(40)))
    home.transcript("s1.jsonl", [message(f"Please remember fact number {n}") for n in range(30)])
    shown = lines(home, "--dry-run")
    at = next(i for i, line in enumerate(shown) if line.startswith("memory/.dreams/short-term-recall.json "))
    assert "new file, +" in shown[at]
    assert "more lines: --json shows all" in folded(shown[at : at + 15])
    said = folded(shown)
    assert "Candidate: Fact number 39 about the gate." in said  # the note, whole
    assert "Please remember fact number 29" in said  # the corpus, whole


def test_the_command_shown_does_exactly_what_was_shown(home: Home) -> None:
    remember(home, f"- {ROUTER}", "- Ken the barber's chair is booked.")
    ran = home.run("--dry-run", "--set", "phases.deep.limit=1")
    shown = ran.out.decode()
    command = shown[shown.rindex("dreamtui sweep --apply") :].replace("\\\n", " ")
    words = shlex.split(command)
    assert words[:3] == ["dreamtui", "sweep", "--apply"]
    assert run(words[1:]) == 0
    assert home.text("MEMORY.md").count("openclaw-memory-promotion:") == 1
    assert home.text("MEMORY.md").splitlines()[-1] in folded([line[1:] for line in shown.splitlines()])


def test_a_sweep_tells_what_waits(home: Home) -> None:
    remember(home, f"- {ROUTER}")
    said = text(home, "sweep")
    assert said.startswith("Dreamed in ")
    assert "Nothing is written" not in said
    assert "Staged 1 candidate:" in said
    assert "files written" in said
    assert "1 of 1 candidate waits for review; MEMORY.md was left as it is:" in said
    assert "would" not in said.lower()
    assert not (home.workspace / "MEMORY.md").exists()


def test_an_applied_sweep_tells_what_was_promoted(home: Home) -> None:
    remember(home, f"- {ROUTER}")
    said = text(home, "sweep --apply")
    assert "Promoted 1 of 1 candidate into MEMORY.md: 1." in said
    assert "would" not in said.lower()
    assert ROUTER in home.text("MEMORY.md")


def test_the_focus_is_named(home: Home) -> None:
    remember(home, f"- {ROUTER}", "- Ken the barber is booked.")
    said = text(home, "sweep --dry-run --focus barber")
    assert "only what matches “barber”" in said
    assert "Would promote 1 of 1 candidate" in said
    assert "--focus barber" in said


def test_looking_changes_nothing(home: Home) -> None:
    remember(home, f"- {ROUTER}")
    before = home.listing()
    for command in ("--dry-run", "promote", "rem-harness", "promote-explain router"):
        lines(home, command)
    assert home.listing() == before


def test_json_is_as_it_was(home: Home) -> None:
    remember(home, f"- {NASTY}")
    ran = home.run("--dry-run", "--json")
    candidates = json.loads(ran.out)["deep"]["candidates"]
    assert [one["liveSource"]["text"] for one in candidates] == [" ".join(f"- {NASTY}".split())]
    assert b"\x1b" not in ran.out


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("colour", "expected"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colour_on_a_terminal(home: Home, colour: dict[str, str], expected: bool) -> None:
    remember(home, f"- {ROUTER}")
    shown = _on_a_terminal(home, {"TERM": "xterm-256color", **colour})
    assert "Would promote 1 of 1 candidate" in shown
    assert ("\x1b[32m" in shown or "\x1b[36m" in shown) is expected


def _on_a_terminal(home: Home, more: dict[str, str]) -> str:
    import pty

    keep = {
        name: value
        for name, value in os.environ.items()
        if name not in ("NO_COLOR", "COLUMNS", "FORCE_COLOR")
    }
    command = [sys.executable, "-m", "dreamtui", "--dry-run", str(home.workspace), "--now", home.now]
    ours, theirs = pty.openpty()
    done = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env={**keep, **more})
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert done.wait() == 0, shown.decode()
    return shown.decode()

"""Wrong usage: unknown commands and options, values missing or of the wrong kind, settings out of range."""

from __future__ import annotations

import pytest

from dreamtui.cli.main import run
from tests.home import Home, entry

USAGE = [
    *(
        ["frobnicate", "--json"],
        ["--frobnicate"],
        ["promote", "--frobnicate"],
        ["a", "b"],
        ["promote", "extra"],
    ),
    *(
        ["promote-explain"],
        ["promote-explain", ""],
        ["promote-explain", " \n"],
        ["promote-explain", "a", "b"],
    ),
    *(
        [command, option]
        for command in ("promote", "--dry-run")
        for option in ("--workspace", "--now", "--set")
    ),
    *(["promote", "--agent"], ["promote", "--config"], ["promote", "--limit"], ["promote", "--min-score"]),
    *(["promote", "--limit", bad] for bad in ("-1", "1.5", "x", "", "1e3", "²", "９", "9" * 5000, "nan")),
    *(["promote", "--min-score", bad] for bad in ("nan", "inf", "-0.1", "1.1", "x", "", "1e400")),
    *(["promote", "--min-recall-count", bad] for bad in ("-1", "x", "0.5")),
    *(["promote", "--min-unique-queries", bad] for bad in ("-1", "x", "0.5")),
    *(
        ["promote", "--apply=yes"],
        ["promote", "--json=no"],
        ["promote", "--lim", "1"],
        ["status", "--deep=1"],
    ),
    *(["promote", "--agent", bad] for bad in ("nobody", "", "../x", "a\nb", "\x1b[31m")),
    *(["config", "--config", bad] for bad in ("/nonexistent/x.json", "/", "a\0b", "x" * 5000, "a\nb")),
    *(
        ["promote", "--workspace", bad]
        for bad in ("/nonexistent", "/dev/null", "a\0b", "x" * 5000, "a\nb\x1b[1m")
    ),
    *(["/nonexistent"], ["/dev/null"], ["--demo", "/tmp"], ["--dry-run", "/tmp", "--workspace", "/tmp"]),
]
SETTINGS = [
    *(
        "",
        "=",
        "=1",
        "x",
        "phases.deep.minScore",
        "nope=1",
        "phases.deep.nope=1",
        "phases=1",
        "phases.deep=x",
    ),
    *(
        f"phases.deep.minScore={bad}"
        for bad in ("", "x", "nan", "NaN", "1e999", "-1", "2", "true", "null", "[]")
    ),
    *(f"phases.light.limit={bad}" for bad in ("-1", "1.5", "x", "1e3", "true", "null", "[1]", '"3"')),
    *(f"phases.deep.maxAgeDays={bad}" for bad in ("0", "-1", "x")),
    *(f"phases.deep.recencyHalfLifeDays={bad}" for bad in ("0", "-1", "Infinity", "x")),
    *("phases.deep.weights.relevance=-1", "phases.deep.weights=1", "phases.deep.weights.nope=1"),
    *(f"timezone={bad}" for bad in ("Nowhere/City", "../../etc/passwd", "UTC\0", "5", "\x1b[31m")),
    *(f"frequency={bad}" for bad in ("", "x", "* * *", "99 * * * *", "0 0 31 2 *", "@daily")),
    *("storage.mode=elsewhere", "enabled=maybe", "phases.deep.gateOn=luck", "phases.deep.junk=eat"),
    *("memory.budgetChars=0", "memory.budgetChars=-1", "memory.budgetChars=1e400", "themes.mute=x"),
    *(
        "ui.theme=",
        "ui.keymap=x",
        "ui.mouse=2",
        "a.b.c.d.e=1",
        "x" * 5000 + "=1",
        "phases.deep.limit=" + "[" * 5000,
    ),
]
HUGE = [
    *(f"phases.{phase}.lookbackDays=999999999999" for phase in ("light", "rem")),
    *(f"phases.{phase}.limit={2**63 - 1}" for phase in ("light", "rem", "deep")),
    f"phases.light.limit={10**30}",
    *("phases.light.lookbackDays=0", "phases.rem.limit=0", "phases.light.limit=0", "phases.deep.limit=0"),
    *("phases.deep.maxAgeDays=999999999999", "phases.deep.minRecallCount=999999999999999999999"),
    *("phases.deep.recencyHalfLifeDays=1e308", "phases.deep.recencyHalfLifeDays=5e-324"),
    *("phases.deep.weights.relevance=1.7e308", "phases.deep.weights.relevance=5e-324"),
    *("memory.budgetChars=999999999999999999999", "memory.budgetChars=1"),
    *("memory.pricePerMillionTokens=1e308", "memory.conversationsPerDay=1.7e308"),
    f"phases.light.lookbackDays={10**40}",
    f"phases.rem.lookbackDays={10**400}",
]


def _refused(home: Home, arguments: list[str], capture: pytest.CaptureFixture[bytes]) -> None:
    before = home.listing()
    status = run(arguments)
    out, err = capture.readouterr()
    told = err.decode()
    assert (status, out) == (2, b""), told
    assert told.startswith("dreamtui: ")
    assert told.count("\n") == 1
    assert told[:-1].isprintable()
    assert len(told) < 1000 or max(map(len, arguments)) > 1000
    assert "internal error" not in told
    assert home.listing() == before


@pytest.mark.parametrize("arguments", USAGE, ids=lambda given: ascii(" ".join(given))[:40])
def test_wrong_usage_is_told_in_one_line(
    arguments: list[str], home: Home, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    _refused(home, arguments, capsysbinary)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda given: ascii(given)[:40])
@pytest.mark.parametrize("command", ["promote", "sweep", "doctor", "config"])
def test_settings_of_the_command_line_are_checked(
    command: str, setting: str, home: Home, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    place = [] if command == "config" else ["--workspace", str(home.workspace)]
    _refused(home, [command, "--set", setting, *place], capsysbinary)


@pytest.mark.parametrize("setting", HUGE, ids=lambda given: given[:50])
def test_settings_may_be_as_large_and_as_small_as_they_like(setting: str, home: Home) -> None:
    home.write("memory/2026-04-10.md", "- Moved router to VLAN 10.\n")
    home.recall(entry("memory/2026-04-10.md", 1, 1, "Moved router to VLAN 10."))
    for command in (
        "--dry-run",
        "status --deep",
        "promote",
        "promote-explain router",
        "rem-harness",
        "doctor",
    ):
        for form in ("", "--json"):
            ran = home.run(f"{command} {form}", "--set", setting)
            assert (ran.status in (0, 1), ran.err) == (True, ""), command
    assert home.run("sweep --apply", "--set", setting).status == 0

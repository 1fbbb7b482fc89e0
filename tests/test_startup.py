"""What a command loads, seen in processes of their own: quick ones must not wait for slow packages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.stores import NOW, build
from tests.modules import ROOT

SLOW = {
    "croniter",
    "icu4py",
    "markdown_it",
    "platformdirs",
    "pydantic",
    "pyjson5",
    "rich",
    "shutil",
    "textual",
    "tomlkit",
    "watchfiles",
}


def _loaded(home: Path, *arguments: str) -> set[str]:
    """The packages that a command imports, by their first names."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "dreamtui", *arguments],
        cwd=ROOT,
        env={**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "USERPROFILE": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def test_packages_are_seen(tmp_path: Path) -> None:
    assert {"dreamtui", "argparse"} <= _loaded(tmp_path, "--help")


@pytest.mark.parametrize("arguments", [["--help"], ["promote", "--help"], ["--version"]])
def test_help_loads_only_what_reads_options(arguments: list[str], tmp_path: Path) -> None:
    assert not _loaded(tmp_path, *arguments) & (SLOW | {"json"})


@pytest.mark.parametrize("entries", [0, 40, 400])
def test_promote_loads_no_slow_package(entries: int, tmp_path: Path) -> None:
    """But for the reader of Markdown, where the shape of a candidate cannot be told without it."""
    workspace, config = tmp_path / "workspace", tmp_path / "openclaw.json"
    build(workspace, entries)
    config.write_text("{}", "utf-8")
    options = ("--json", "--workspace", str(workspace), "--config", str(config), "--now", NOW)
    needed = {"markdown_it"} if entries > 100 else set()
    assert not _loaded(tmp_path, "promote", *options) & (SLOW - needed)

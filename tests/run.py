"""Runs every check in an environment of its own, from nothing but Python 3.11: `python3 tests/run.py`.

Only the standard library, and only what an older Python can still read, so that it can say why not.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
STAMP = "dreamtui-installed"
CHECKS = {
    "ruff check": ("ruff", "check"),
    "ruff format --check": ("ruff", "format", "--check"),
    "mypy": ("mypy",),
    "pytest": ("pytest", "-n", str(2 * (os.cpu_count() or 1)), "--dist", "worksteal"),
}
"""Modules to run, each with its arguments; pytest is last, and takes the arguments that are not ours.

Two tests a processor at a time: those of the dashboard mostly wait for it to rest."""
ALONE = ("--last-failed", "--last-failed-no-failures", "none", "--maxfail", "1", "-n", "0")
"""How pytest runs once more what failed, by itself."""
TESTS_FAILED = 1
"""How pytest ends when it ran, and tests failed; otherwise something else is wrong."""


def main() -> int:
    """Prepare the environment, run every check, and say which failed."""
    options, for_pytest = _parser().parse_known_args()
    if sys.version_info < OLDEST:
        _stop(f"needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}")
    venv = options.venv.resolve()
    python = ensure_venv(venv)
    ensure_installed(venv, python)
    failed = [name for name, command in CHECKS.items() if not _passes(python, name, command, for_pytest)]
    print(f"\nfailed: {', '.join(failed)}" if failed else "\nall checks passed", flush=True)
    return 1 if failed else 0


def interpreter(venv: Path, system: str = os.name) -> Path:
    """The Python of an environment, on Windows and elsewhere; it need not exist."""
    return venv / "Scripts" / "python.exe" if system == "nt" else venv / "bin" / "python"


def ensure_venv(venv: Path) -> Path:
    """The Python of the environment, which is made if it is missing.

    One of ours whose Python no longer runs is made anew; somebody else's is never touched.
    """
    python = interpreter(venv)
    if _works(python):
        return python
    if (venv / "pyvenv.cfg").exists() and not (venv / STAMP).exists():
        _stop(
            f"{venv} has no Python {OLDEST[0]}.{OLDEST[1]} with pip: remove it, or name another with --venv"
        )
    if importlib.util.find_spec("ensurepip") is None:
        _stop(
            f"{sys.executable} cannot make environments: install its venv package "
            "(on Debian and Ubuntu: apt install python3-venv), or name an environment with --venv DIR"
        )
    _heading(f"environment in {venv}")
    stale = ["--clear"] if (venv / STAMP).exists() else []
    _quietly([sys.executable, "-m", "venv", *stale, str(venv)], "the environment could not be made")
    return python


def ensure_installed(venv: Path, python: Path) -> None:
    """Install the project and what its checks need, unless that was done for this pyproject.toml."""
    stamp = venv / STAMP
    wanted = fingerprint(ROOT)
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    _heading("pip install -e .[dev]")
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "-e", ".[dev]"]
    _quietly(command, "the installation failed")
    stamp.write_text(wanted, "utf-8")


def fingerprint(root: Path) -> str:
    """Changes when the project moves, or asks for something else to be installed."""
    digest = hashlib.sha256(str(root).encode("utf-8", "surrogateescape"))
    digest.update((root / "pyproject.toml").read_bytes())
    return digest.hexdigest()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Runs ruff, mypy and pytest; arguments that are not its own go to pytest.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--venv",
        type=Path,
        default=ROOT / ".venv",
        metavar="DIR",
        help="environment to use, made if missing (default: .venv in the project)",
    )
    return parser


def _passes(python: Path, name: str, command: tuple[str, ...], for_pytest: list[str]) -> bool:
    _heading(name)
    more = for_pytest if name == "pytest" else []
    ended = _run(python, *command, *more)
    if name != "pytest" or ended != TESTS_FAILED:
        return ended == 0
    _heading("what failed, once more and alone")
    again = _run(python, *command, *more, *ALONE)
    if again == 0:
        print("It passes alone: it depends on how busy the machine is. The failure above tells where.")
    return again == 0


def _run(python: Path, *command: str) -> int:
    return subprocess.run([str(python), "-m", *command], cwd=ROOT, check=False).returncode


def _works(python: Path) -> bool:
    """Whether an environment's Python is there, new enough, and has pip."""
    probe = f"import sys, pip; sys.exit(sys.version_info < {OLDEST!r})"
    try:
        return subprocess.run([str(python), "-c", probe], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _quietly(command: list[str], problem: str) -> None:
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout)
        _stop(problem)


def _heading(text: str) -> None:
    print(f"\n== {text}", flush=True)


def _stop(problem: str) -> NoReturn:
    sys.exit(f"{Path(__file__).name}: {problem}")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

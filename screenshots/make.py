"""Makes the pictures of the README from the sample workspace: `python screenshots/make.py`."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
NOW = "2026-04-18T09:00:00Z"
WIDTH = 100


def main() -> None:
    """Write every picture anew."""
    preview = run("--demo", "--now", NOW)
    first, deep, summary = (section(preview, name) for name in ("Preview", "Deep", "Summary"))
    picture("preview", "dreamtui --demo", [" ".join(first).strip(), "", *deep[:38], "  …", "", *summary])


def run(*arguments: str) -> list[str]:
    """The lines that a command prints to a terminal."""
    kind = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": str(WIDTH)}
    env = {**os.environ, **kind, "TZ": "UTC", "PYTHONUTF8": "1"}
    env.pop("NO_COLOR", None)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "dreamtui", *arguments], env=env, stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        said = b"".join(iter(lambda: read(ours), b""))
    text = re.sub(r"\S*/dreamtui-demo-[^/\s]*/sample/workspace", "~/sample", said.decode())
    return text.replace("\r\n", "\n").split("\n")


def read(descriptor: int) -> bytes:
    """What a terminal has to say, nothing once its program has ended."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""


def section(lines: list[str], name: str) -> list[str]:
    """The lines from a heading to the next one."""
    plain = [Text.from_ansi(line).plain for line in lines]
    start = next(i for i, line in enumerate(plain) if line.startswith((name, f"── {name}")))
    end = next((i for i in range(start + 1, len(lines)) if plain[i].startswith("── ")), len(lines))
    return lines[start:end]


def picture(name: str, title: str, lines: list[str]) -> None:
    """Write lines with their colours as an SVG."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join(lines)), soft_wrap=True)
    path = HERE / f"{name}.svg"
    # Without the attribute some viewers drop the spaces in front of a text.
    image = console.export_svg(title=title).replace("<text ", '<text xml:space="preserve" ')
    path.write_text(image, encoding="utf-8")
    print(path.name)


if __name__ == "__main__":
    main()

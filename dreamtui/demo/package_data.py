"""Reading the content of the sample workspace from the package: text and tables, never written to."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

CONTENT = files("dreamtui.demo") / "content"
"""Where the content lies; not for writing."""


def text(name: str) -> str:
    """A file of `content/` with LF line ends, however the package was unpacked."""
    return _file(name).read_bytes().decode("utf-8").replace("\r\n", "\n")


def table(name: str) -> dict[str, Any]:
    """A TOML file of `content/`."""
    return tomllib.loads(text(name))


def names(folder: str) -> list[str]:
    """The names of the files in a folder of `content/`, sorted."""
    return sorted(entry.name for entry in _file(folder).iterdir() if entry.is_file())


def _file(name: str) -> Traversable:
    return CONTENT.joinpath(*name.split("/"))

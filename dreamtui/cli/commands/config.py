"""`dreamtui config`: every setting, its value and where it comes from. Needs no workspace."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any, NamedTuple

from dreamtui.cli.main import DONE
from dreamtui.cli.output import print_json
from dreamtui.config import keys
from dreamtui.config.sources import Loaded, load


class Row(NamedTuple):
    """One setting: what it is now, where that was said, what it would be otherwise, what it means."""

    name: str
    value: Any
    default: Any
    source: str
    file: Path | None
    accepts: str
    description: str

    @property
    def is_set(self) -> bool:
        """Whether somebody has said what it is to be."""
        return self.source not in ("default", "system")


def run(args: argparse.Namespace) -> int:
    """Print the settings in force."""
    loaded = load(Path(args.config) if args.config else None, args.set, os.environ)
    settings = rows(loaded)
    if args.json:
        print_json(_shape(loaded, settings))
    else:
        from dreamtui.cli.show.config import show

        show(loaded, settings, kept(loaded))
    return DONE


def rows(loaded: Loaded) -> list[Row]:
    """Every setting that dreamtui goes by, in the order of the documentation."""
    return [
        Row(name, origin.value, key.default, origin.source, origin.file, key.accepts, key.description)
        for name, key in keys.all_keys().items()
        for origin in (loaded.origins[name],)
    ]


def kept(loaded: Loaded) -> list[str]:
    """Names of OpenClaw's own settings of dreaming, which are kept and not used; never their values."""
    return [name for name in loaded.origins if name not in keys.all_keys()]


def _shape(loaded: Loaded, settings: list[Row]) -> dict[str, Any]:
    return {
        "files": {
            "own": str(loaded.own_path),
            "openclaw": str(loaded.openclaw_path) if loaded.openclaw_path else None,
        },
        "settings": [
            {**row._asdict(), "value": _plain(row.value), "default": _plain(row.default), "file": _path(row)}
            for row in settings
        ],
        "kept": kept(loaded),
        "unknown": list(loaded.unknown),
        "notes": list(loaded.notes),
    }


def _path(row: Row) -> str | None:
    return str(row.file) if row.file else None


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value

"""Whether OpenClaw keeps the state of a workspace in its SQLite database (2026.6.5 and later)."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dreamtui.errors import BadInput
from dreamtui.files import rawfile

if TYPE_CHECKING:
    from sqlite3 import Connection

DATABASE: Final = "state/openclaw.sqlite"
"""Below OpenClaw's state folder."""
_WAIT_SECONDS: Final = 5.0
_NAMESPACES: Final = ("short-term-recall", "short-term-meta", "dreaming-daily-ingestion")


def holds(state_dir: Path, root: Path) -> bool:
    """Whether the database in a state folder has rows of dreaming for the workspace at `root`.

    Raises BadInput for a database that is there and cannot be read: what it holds is not known then.
    """
    database = state_dir / DATABASE
    if not database.is_file():
        return False
    import sqlite3  # only where there is a database

    asked = f"file:{_quoted(database)}?mode=ro"
    try:
        connection = sqlite3.connect(asked, uri=True, timeout=_WAIT_SECONDS)
    except sqlite3.Error as error:
        raise _unreadable(database, error) from error
    try:
        return any(_has_rows(connection, key) for key in _workspace_keys(root))
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return False
        raise _unreadable(database, error) from error
    except sqlite3.Error as error:
        raise _unreadable(database, error) from error
    finally:
        connection.close()


def _has_rows(connection: Connection, key: str) -> bool:
    marks = ",".join("?" * len(_NAMESPACES))
    found = connection.execute(
        "SELECT 1 FROM plugin_state_entries WHERE plugin_id = 'memory-core'"
        f" AND namespace IN ({marks}) AND entry_key >= ? AND entry_key < ? LIMIT 1",
        (*_NAMESPACES, f"{key}:", f"{key};"),
    )
    return found.fetchone() is not None


def _workspace_keys(root: Path) -> set[str]:
    """SHA-256 of the path as it was given, and as it really is."""
    places = {os.path.normpath(root), os.path.realpath(root)}
    forms = (place.replace(os.sep, "/").encode("utf-8", "replace") for place in places)
    return {hashlib.sha256(form).hexdigest() for form in forms}


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.absolute()))


def _unreadable(database: Path, error: Exception) -> BadInput:
    return rawfile.refusal(str(database), f"cannot be read ({error})", "try again, or check the file")

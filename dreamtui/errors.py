"""What may go wrong for a person's reason, each as one line that says what, where and what to do."""

from __future__ import annotations


class DreamtuiError(Exception):
    """A problem to be shown to a person as one line; never a traceback."""


class BadInput(DreamtuiError):
    """A file, option or value that cannot be used as it is; nothing was changed. Exit status 2."""


class StateMoved(BadInput):
    """The state of dreaming has moved to a place that is not read here (SQLite)."""


class Locked(BadInput):
    """Another program holds the promotion lock."""


class StandsAlready(DreamtuiError):
    """What is to come back stands there already; nothing was changed. Exit status 1."""


class Changed(DreamtuiError):
    """A file is no longer what the plan was made from; nothing was written."""

    def __init__(self, path: str, told: str = "") -> None:
        super().__init__(told or f"{path} changed since the plan was made; nothing was written: plan again")
        self.path = path

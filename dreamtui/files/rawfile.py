"""Reading a file's bytes, and the one line a person gets when that does not work."""

from __future__ import annotations

import errno
import re
import stat
from pathlib import Path

from dreamtui.errors import BadInput

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_REMEDIES = {
    errno.ENOSPC: "free some space there and try again",
    errno.EDQUOT: "free some space there and try again",
    errno.EFBIG: "free some space there and try again",
    errno.EACCES: "allow access to it and try again",
    errno.EPERM: "allow access to it and try again",
    errno.EROFS: "make the disk writable and try again",
    errno.ELOOP: "remove the circle of symbolic links",
    errno.ENAMETOOLONG: "use a shorter name",
}


def refusal(shown: str, what: str, remedy: str) -> BadInput:
    """The error for a file that cannot be used: always one line, whatever the file is called."""
    return BadInput(one_line(f"{shown}: {what}; nothing was changed: {remedy}"))


def one_line(message: str) -> str:
    """A message with line breaks, control characters and what no terminal can show as escapes."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", message)


def system_refusal(shown: str, doing: str, error: OSError) -> BadInput:
    """The error for what the system denied: `doing` is such as `cannot be read`."""
    why = (error.strerror or str(error) or type(error).__name__).lower()
    remedy = _REMEDIES.get(error.errno or 0, "look into that and try again")
    return refusal(shown, f"{doing} ({why})", remedy)


def read_bytes(path: Path, shown: str) -> bytes | None:
    """What a regular file holds; None when there is none.

    Raises BadInput, naming the file as `shown`, when something else stands there or it is denied.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise system_refusal(shown, "cannot be read", error) from error
    # Opening a pipe or a device could wait for ever, so that only regular files are ever opened.
    what = "a folder" if stat.S_ISDIR(mode) else "not a regular file"
    raise refusal(shown, f"is {what} where a file should be", "move it out of the way")

"""What a time zone name and a cron expression are, and which zone the system is in; no clock."""

import re
from collections.abc import Mapping
from datetime import UTC, timedelta, timezone, tzinfo
from pathlib import Path
from typing import NamedTuple

_FIXED = r"[A-Za-z]{3,}([+-]?)([0-9]{1,2})(?::([0-9]{2}))?"
_LOCALTIME = Path("/etc/localtime")


class SystemZone(NamedTuple):
    """The system's time zone, its IANA name where it has one, and what was wrong with $TZ, if anything."""

    zone: tzinfo
    name: str | None
    note: str = ""


def zone(name: str) -> tzinfo:
    """The zone of an IANA name; ValueError for anything else."""
    if name in ("UTC", "Etc/UTC"):  # what most servers are set to, without the import
        return UTC
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # not found; `../x`; a folder such as `Asia`
        raise ValueError("not a time zone") from error


def system_zone(env: Mapping[str, str]) -> SystemZone:
    """The zone of $TZ, else of /etc/localtime, else UTC; never an error."""
    if "TZ" not in env:
        return _from_file(_LOCALTIME) or SystemZone(UTC, "UTC")
    given = env["TZ"].removeprefix(":")
    found = _from_tz(given)
    if found is not None:
        return found
    fallback = _from_file(_LOCALTIME) or SystemZone(UTC, "UTC")
    note = f"TZ={given!r} is not a time zone known here; days are those of {fallback.name or 'the system'}"
    return fallback._replace(note=note)


def _from_tz(given: str) -> SystemZone | None:
    if not given:
        return SystemZone(UTC, "UTC")
    if given.startswith("/"):
        return _from_file(Path(given))
    try:
        return SystemZone(zone(given), given)
    except ValueError:
        return _fixed(given)


def _fixed(given: str) -> SystemZone | None:
    """The form `CST-8`, whose sign is what has to be added to get to UTC."""
    found = re.fullmatch(_FIXED, given)
    if found is None or int(found[2]) > 23 or int(found[3] or 0) > 59:
        return None
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return SystemZone(timezone(ahead if found[1] == "-" else -ahead), None)


def _from_file(path: Path) -> SystemZone | None:
    """A zone file; its name is what follows `zoneinfo/` in the path that it is a link to."""
    try:
        name = str(path.resolve()).partition("/zoneinfo/")[2]
        name = re.sub(r"^(?:posix|right)/", "", name)
        if name:
            return SystemZone(zone(name), name)
    except (OSError, ValueError):
        pass  # the file itself may still do
    from zoneinfo import ZoneInfo

    try:
        with path.open("rb") as file:
            return SystemZone(ZoneInfo.from_file(file), None)
    except (OSError, ValueError):
        return None


def is_cron(text: str) -> bool:
    """Whether a text has the five fields of cron and ever comes due."""
    # croniter reads more than cron: R and H fields are its own, and mean another time at each reading
    if len(text.split()) != 5 or not text.isascii() or re.search(r"(?i)(?<![a-z])[rh](?![a-z])", text):
        return False
    from datetime import datetime

    from croniter import croniter

    try:
        croniter(text, datetime(2000, 1, 1, tzinfo=UTC)).get_next()
    except (ValueError, KeyError, TypeError, ArithmeticError, LookupError):
        return False
    return True

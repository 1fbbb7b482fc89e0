"""`dreamtui doctor`: what is wrong with the files of a workspace; `--fix` mends what needs no person."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import NamedTuple

from dreamtui.cli.context import now_of
from dreamtui.cli.main import DONE, NO, say
from dreamtui.cli.output import print_json
from dreamtui.config.agents import find_workspace
from dreamtui.errors import BadInput, Locked
from dreamtui.service.activity import tell_tonight
from dreamtui.service.desk import Desk
from dreamtui.service.health import Checkup, Finding, check_all
from dreamtui.service.health.mending import Told, mend
from dreamtui.service.health.setup import Reading, no_workspace, read_settings


class Examined(NamedTuple):
    """A finding, whether it was mended, and what was done about it."""

    finding: Finding
    fixed: bool
    done: str


def run(args: argparse.Namespace) -> int:
    """Check everything; 1 when something is wrong that was not mended."""
    now_ms = now_of(args)
    read = read_settings(Path(args.config) if args.config else None, args.set, os.environ)
    try:
        desk = _desk(read, args)
    except BadInput as error:
        if args.workspace or not read.findings:
            raise
        found = [*read.findings, no_workspace(error)]  # broken settings may be why it is not found
        _print(None, [Examined(finding, False, "") for finding in found], args)
        return NO
    return _check(desk, read, args, now_ms)


def _desk(read: Reading, args: argparse.Namespace) -> Desk:
    place = Path(args.workspace) if args.workspace else None
    return Desk.of(find_workspace(read.loaded, place, args.agent, os.environ), read.loaded)


def _check(desk: Desk, read: Reading, args: argparse.Namespace, now_ms: int) -> int:
    clock_ms = time.time_ns() // 1_000_000

    def checkup() -> Checkup:
        return Checkup(desk, now_ms, clock_ms, settings_hold=not read.findings)

    findings = check_all(checkup())
    told: Told = {}
    left = findings
    if args.fix:
        told = _mend(checkup(), findings)
        left = check_all(checkup()) if told else findings
    still = {finding.id for finding in left}
    examined = [Examined(finding, False, "") for finding in read.findings]
    examined += [Examined(finding, finding.id not in still, told.get(finding.id, "")) for finding in findings]
    _print(desk, examined, args, tell_tonight(desk, now_ms, clock_ms))
    wrong = any(one.finding.severity == "warn" and not one.fixed for one in examined)
    return NO if wrong else DONE


def _mend(checkup: Checkup, findings: list[Finding]) -> Told:
    try:
        return mend(checkup, findings)
    except Locked as error:
        say(str(error))  # what was found is worth seeing all the same
        return {}


def _print(
    desk: Desk | None, examined: list[Examined], args: argparse.Namespace, tonight: str | None = None
) -> None:
    """`tonight`: what the last night promoted, or why nothing; None where there is no workspace."""
    if args.json:
        print_json({"findings": [_shape(one) for one in examined], "tonight": tonight})
        return
    from dreamtui.cli.show import doctor

    doctor.show(desk, examined, tonight, fix=args.fix)


def _shape(one: Examined) -> dict[str, str | bool]:
    finding = one.finding
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "where": finding.where,
        "remedy": finding.remedy,
        "fixable": finding.fixable,
        "fixed": one.fixed,
        "done": one.done,
    }

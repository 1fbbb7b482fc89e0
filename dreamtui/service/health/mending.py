"""Mending what needs no person: left locks and temporary files, and blocks that do not belong into notes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from dreamtui import paths
from dreamtui.errors import DreamtuiError
from dreamtui.files import block_repair, journal, reports, staging, text
from dreamtui.files.block_repair import Placed
from dreamtui.files.writing import apply_writes, promotion_lock
from dreamtui.model import Write
from dreamtui.service.health.checkup import Checkup
from dreamtui.service.health.finding import Finding
from dreamtui.service.health.leftovers import STALE, TEMPORARY, UNFINISHED, own_leftovers
from dreamtui.service.health.notes import INLINE, SEVERAL, TITLES, UNTERMINATED

Told = dict[tuple[str, str], str]
"""What was done, or why not, by the id of a finding."""


@dataclass
class _Repair:
    """A note on its way to being mended: the blocks to take out, the reports to make, what to tell."""

    path: str
    raw: bytes
    unwanted: list[Placed] = field(default_factory=list)
    reports: list[Write] = field(default_factory=list)
    told: dict[str, list[str]] = field(default_factory=dict)

    def tell(self, code: str, words: str) -> None:
        """Say what was done about a kind of finding."""
        self.told.setdefault(code, []).append(words)


def mend(checkup: Checkup, findings: Sequence[Finding]) -> Told:
    """Mend what is fixable among the findings, each file by itself, after a copy of it.

    Raises Locked when another program is at work; nothing has changed then.
    """
    fixable = [finding for finding in findings if finding.fixable]
    if not fixable:
        return {}
    told: Told = {}
    of_notes: dict[str, set[str]] = {}
    with promotion_lock(checkup.workspace):  # which takes a left lock over, and so removes it
        journal.take_back(checkup.workspace)  # before what it needs is removed as left behind
        for finding in fixable:
            if finding.code == UNFINISHED:
                told[finding.id] = "taken back"
            elif finding.code == STALE:
                told[finding.id] = "removed"
            elif finding.code == TEMPORARY:
                told[finding.id] = _remove(checkup, finding.where)
            else:
                of_notes.setdefault(finding.where, set()).add(finding.code)
        for path, codes in of_notes.items():
            told.update({(code, path): words for code, words in _mend_note(checkup, path, codes)})
    return told


def _remove(checkup: Checkup, path: str) -> str:
    """Remove a temporary file: our own at once, one of another program after a copy of it."""
    if own := next((p for p in own_leftovers(checkup) if p == checkup.workspace.root / path), None):
        staging.remove(own)
        return "removed"
    try:
        raw = checkup.workspace.read_bytes(path)
        copies = apply_writes(checkup.workspace, [Write(path, raw, None)], [], checkup.now_ms)
    except DreamtuiError as error:
        return f"left as it is: {error}"
    return _with_copies("removed", copies)


def _mend_note(checkup: Checkup, path: str, codes: Collection[str]) -> Iterator[tuple[str, str]]:
    try:
        repair = _Repair(path, checkup.workspace.read_bytes(path) or b"")
        placed = block_repair.find(repair.raw)
        if UNTERMINATED in codes:
            _drop_unterminated(repair, placed)
        if SEVERAL in codes:
            _drop_all_but_the_last(repair, placed)
        if INLINE in codes:
            _move_to_reports(checkup, repair, placed)
        copies: list[str] = []
        if repair.unwanted:
            after = block_repair.without(repair.raw, repair.unwanted)
            writes = [*repair.reports, Write(path, repair.raw, after)]
            copies = apply_writes(checkup.workspace, writes, [path], checkup.now_ms)
    except DreamtuiError as error:
        yield from ((code, f"left as it is: {error}") for code in codes)
        return
    for code, words in repair.told.items():
        yield code, _with_copies("; ".join(words), copies)


def _drop_unterminated(repair: _Repair, placed: Sequence[Placed]) -> None:
    dropped = [block for block in placed if not block.complete and block.certain]
    repair.unwanted += dropped
    names = " and ".join(dict.fromkeys(TITLES[block.name] for block in dropped))
    repair.tell(UNTERMINATED, f"took the unfinished {names} block out")


def _drop_all_but_the_last(repair: _Repair, placed: Sequence[Placed]) -> None:
    for name, title in TITLES.items():
        older = [block for block in placed if block.complete and block.name == name][:-1]
        if older:
            repair.unwanted += older
            repair.tell(SEVERAL, f"kept the last of {len(older) + 1} {title} blocks")


def _move_to_reports(checkup: Checkup, repair: _Repair, placed: Sequence[Placed]) -> None:
    day = paths.short_term_day(repair.path) or ""
    for block in {block.name: block for block in placed if block.complete}.values():
        path = paths.report_path(block.name, day)
        content = _report(repair.raw, block)
        before = checkup.workspace.read_bytes(path)
        if before is not None and text.lines(before) != text.lines(content):
            repair.tell(INLINE, f"left {TITLES[block.name]} there: {path} exists and says something else")
            continue
        repair.unwanted.append(block)
        if before is None:
            repair.reports.append(Write(path, None, content))
            repair.tell(INLINE, f"moved {TITLES[block.name]} to {path}")
        else:
            repair.tell(INLINE, f"took {TITLES[block.name]} out, {path} says the same")


def _report(raw: bytes, block: Placed) -> bytes:
    body = block_repair.body(raw, block)
    title = reports.render(block.name, ())
    return (title.replace(b"\n", b"\r\n") if text.newline_of(body) == "\r\n" else title) + body


def _with_copies(done: str, copies: Sequence[str]) -> str:
    return f"{done}; as it was: {', '.join(copies)}" if copies else done

"""Checks of daily notes: encoding, and the blocks that Light and REM put into them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from dreamtui.errors import BadInput
from dreamtui.files import block_repair, text
from dreamtui.files.block_repair import Placed
from dreamtui.model import Note
from dreamtui.service.health.checkup import Checkup
from dreamtui.service.health.finding import Finding, refused

SEVERAL: Final = "note-blocks-several"
UNTERMINATED: Final = "note-block-unterminated"
INLINE: Final = "note-blocks-inline"
TITLES: Final = {"light": "Light", "rem": "REM"}
_TODAY: Final = "the next sweep puts today's note right"


def notes(checkup: Checkup) -> Iterator[Finding]:
    """Every note by itself, so that one that cannot be read does not hide the others."""
    for note in checkup.workspace.notes():
        try:
            raw = checkup.workspace.read_bytes(note.path) or b""
        except BadInput as error:
            yield refused("note-unreadable", error, note.path)
            continue
        if line := text.not_utf8(raw):
            yield Finding(
                "note-not-utf8",
                f"{note.path} is not UTF-8 in line {line}",
                "save it as UTF-8; until then letters of it are lost",
                note.path,
            )
        elif b"openclaw:dreaming:" in raw:
            yield from _blocks(checkup, note, block_repair.find(raw))


def wants_reports(checkup: Checkup) -> bool:
    """Whether blocks belong into reports: only when the settings that say so could be read."""
    return checkup.settings_hold and checkup.settings.dreaming.storage.mode == "separate"


def _blocks(checkup: Checkup, note: Note, placed: list[Placed]) -> Iterator[Finding]:
    past = note.day < checkup.today
    complete = Counter(block.name for block in placed if block.complete)
    if several := [name for name, times in complete.items() if times > 1]:
        names = " and ".join(f"{complete[name]} {TITLES[name]}" for name in several)
        remedy = "keep the last of each (`dreamtui doctor --fix`)" if past else _TODAY
        yield Finding(SEVERAL, f"{note.path} has {names} blocks", remedy, note.path, past)
    if opened := [block for block in placed if not block.complete]:
        yield _unterminated(note, opened, past)
    if past and complete and wants_reports(checkup):
        names = " and ".join(TITLES[name] for name in complete)
        yield Finding(
            INLINE,
            f"{note.path} holds {names} blocks, though storage.mode is separate",
            "move them into reports (`dreamtui doctor --fix`)",
            note.path,
            fixable=True,
        )


def _unterminated(note: Note, opened: list[Placed], past: bool) -> Finding:
    doubtful = next((block for block in opened if not block.certain), None)
    block = doubtful or opened[0]
    marker = f"<!-- openclaw:dreaming:{block.name}:end -->"
    if doubtful:
        remedy = f"put `{marker}` under the last line that dreaming wrote there"
    else:
        remedy = "take it out (`dreamtui doctor --fix`)" if past else _TODAY
    message = f"{note.path}: the {TITLES[block.name]} block in line {block.start + 1} has no end"
    if doubtful:
        message += ": what follows it is taken for dreaming's own"
    return Finding(UNTERMINATED, message, remedy, note.path, past and doubtful is None)

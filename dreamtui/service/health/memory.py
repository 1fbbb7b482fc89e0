"""Checks of MEMORY.md and the dream diary: size, links, encoding, what stands there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from dreamtui import paths
from dreamtui.errors import BadInput
from dreamtui.files import blocks, memory_md, text
from dreamtui.service.health.checkup import Checkup
from dreamtui.service.health.finding import Finding, listed, refused

NEAR: Final = 0.9
DIARY_BYTES: Final = 100_000
"""Beyond this a diary costs more context each turn than it is worth."""


def readable(checkup: Checkup) -> Iterator[Finding]:
    """Links, folders and bytes that are no text in place of MEMORY.md and the diary."""
    for path in _present(checkup):
        if linked := checkup.workspace.root.joinpath(path).is_symlink():
            yield Finding(
                f"{_kind(path)}-link",
                f"{path} is a symbolic link, which is never written through",
                "put the file itself there",
                path,
            )
        try:
            raw = checkup.workspace.read_bytes(path) or b""
        except BadInput as error:
            if not linked:  # a link that cannot be read through is told once
                yield refused(f"{_kind(path)}-unreadable", error, path)
            continue
        if at := text.not_utf8(raw):
            yield Finding(
                f"{_kind(path)}-not-utf8", f"{path} is not UTF-8 in line {at}", "save it as UTF-8", path
            )


def budget(checkup: Checkup) -> Iterator[Finding]:
    """MEMORY.md past what an agent gets to see of it, or nearly."""
    chars, most = memory_md.budget(_read(checkup, paths.MEMORY)).chars, checkup.settings.memory.budget
    remedy = "take out what is no longer needed, or raise agents.defaults.bootstrapMaxChars"
    if chars > most:
        yield Finding(
            "memory-over-budget",
            f"MEMORY.md has {chars:,} characters of {most:,}: the last {chars - most:,} are cut from the"
            " agent's context without a word",
            remedy,
            paths.MEMORY,
        )
    elif chars >= NEAR * most:
        yield Finding(
            "memory-near-budget",
            f"MEMORY.md has {chars:,} characters of {most:,}: {most - chars:,} are left",
            remedy,
            paths.MEMORY,
        )


def duplicate_markers(checkup: Checkup) -> Iterator[Finding]:
    """Promotions that stand in MEMORY.md more than once."""
    raw = _read(checkup, paths.MEMORY)
    keys = memory_md.promoted_keys(raw)
    if memory_md.count_entries(raw).promoted <= len(keys):
        return
    seen = Counter(key for piece in text.pieces(raw) for key in memory_md.promoted_keys(piece) & keys)
    twice = [key for key, times in seen.items() if times > 1]
    yield Finding(
        "memory-duplicate-markers",
        f"MEMORY.md has the same promotion more than once: {listed(twice or sorted(keys))}",
        "remove all but one by hand, each with the marker above it",
        paths.MEMORY,
    )


def diary(checkup: Checkup) -> Iterator[Finding]:
    """A diary that grew too large, or that repairs have left with two beginnings, or under two names."""
    names = [path for path in _present(checkup) if path in paths.DIARY_NAMES]
    if len(names) > 1:
        yield Finding(
            "diary-twice",
            f"{' and '.join(names)} are both there; only {names[0]} is read",
            "put what you want to keep into one of them",
            names[1],
        )
    for path in names[:1]:
        raw = _read(checkup, path)
        if len(raw) > DIARY_BYTES:
            yield Finding(
                "diary-large",
                f"{path} has {len(raw) / 1000:,.0f} kB, which an agent may load each turn",
                "move old entries into another file",
                path,
            )
        lines = text.lines(raw)
        titles = sum(line.strip() == "# Dream Diary" for line in lines)
        starts = sum(blocks.marker(line) == ("diary", "start") for line in lines)
        if max(titles, starts) > 1:
            yield Finding(
                "diary-duplicate-header",
                f"{path} begins {max(titles, starts)} times (title or start marker); it is read as one",
                "remove all but the first title and marker by hand",
                path,
            )


def _present(checkup: Checkup) -> list[str]:
    """MEMORY.md and the diary under the names they are there, links that lead nowhere among them."""
    there = {child.name for child in checkup.workspace.root.iterdir()}
    return [path for path in (paths.MEMORY, *paths.DIARY_NAMES) if path in there]


def _read(checkup: Checkup, path: str) -> bytes:
    """What a file holds; nothing when it cannot be read, which `readable` tells."""
    try:
        return checkup.workspace.read_bytes(path) or b""
    except BadInput:
        return b""


def _kind(path: str) -> str:
    return "memory" if path == paths.MEMORY else "diary"

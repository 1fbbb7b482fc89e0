"""The audit of a recall store: how much of it there is, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dreamtui.engine.scripts import Script, script_of
from dreamtui.model import Document, RecallEntry
from dreamtui.paths import short_term_day


class Issue(NamedTuple):
    """Something wrong with the store; `fixable` where mending needs no person."""

    severity: str
    code: str
    message: str
    fixable: bool


class Audit(NamedTuple):
    """Counts over all valid entries; `scripts` says in how many the tags are of which script."""

    updated_at: str | None
    exists: bool
    entry_count: int
    promoted_count: int
    spaced_count: int
    tagged_count: int
    scripts: Mapping[Script, int]
    invalid_count: int
    foreign_count: int
    issues: tuple[Issue, ...]


def audit(store: Document[RecallEntry]) -> Audit:
    """Count and check the entries of a store; nothing is mended."""
    scripts: dict[Script, int] = {"latin": 0, "cjk": 0, "mixed": 0, "other": 0}
    promoted = spaced = strange = 0
    for entry in store.entries.values():
        promoted += entry.promoted_at is not None
        spaced += len(entry.recall_days) > 1
        strange += short_term_day(entry.path) is None
        if entry.concept_tags:
            scripts[script_of(entry.concept_tags)] += 1
    return Audit(
        updated_at=store.updated_at,
        exists=store.exists,
        entry_count=len(store.entries),
        promoted_count=promoted,
        spaced_count=spaced,
        tagged_count=sum(scripts.values()),
        scripts=scripts,
        invalid_count=len(store.invalid),
        foreign_count=strange,
        issues=tuple(_issues(store, strange)),
    )


def _issues(store: Document[RecallEntry], strange: int) -> list[Issue]:
    issues = []
    if store.invalid:
        text = f"{len(store.invalid)} entries cannot be read; they are kept and left out"
        issues.append(Issue("warn", "recall-store-invalid", text, False))
    if strange:
        text = f"{strange} entries are not about a daily note or the session corpus; they are never ranked"
        issues.append(Issue("warn", "recall-store-foreign-path", text, False))
    return issues

"""Tidying the store before Deep ranks it."""

from __future__ import annotations

from collections.abc import Mapping

from dreamtui.engine.concepts import concept_tags
from dreamtui.model import RecallEntry


def tidy(entries: Mapping[str, RecallEntry]) -> dict[str, RecallEntry]:
    """The store before Deep: tags derived anew for every entry, kept where none come out."""
    return {key: _retagged(entry) for key, entry in entries.items()}


def _retagged(entry: RecallEntry) -> RecallEntry:
    tags = concept_tags(entry.path, entry.snippet)
    return entry if not tags or tags == entry.concept_tags else entry._replace(concept_tags=tags)

"""What each phase of a sweep read: snippets of how many notes, messages of how many transcripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from dreamtui.engine.sweep import Dream
from dreamtui.model import Event, Phase, PhaseCompleted, RecallRecorded
from dreamtui.paths import is_corpus


class Intake(NamedTuple):
    """What one phase read that was new."""

    snippets: int = 0
    notes: int = 0
    messages: int = 0
    transcripts: int = 0


def intake(dream: Dream) -> dict[Phase, Intake]:
    """What Light and REM read, as their events tell; a phase that did not run is left out."""
    lines = {path: iter(appended) for path, appended in dream.corpus.items()}
    return {phase: _of(paths, lines) for phase, paths in _by_phase(dream.events)}


def _by_phase(events: Sequence[Event]) -> Iterator[tuple[Phase, list[str]]]:
    """The paths of all places that were read before a phase was done, in their order."""
    paths: list[str] = []
    for event in events:
        if isinstance(event, RecallRecorded):
            paths.extend(place[0] for place in event.places)
        elif isinstance(event, PhaseCompleted) and event.phase != "deep":
            yield event.phase, paths
            paths = []


def _of(paths: Sequence[str], lines: Mapping[str, Iterator[str]]) -> Intake:
    notes = [path for path in paths if not is_corpus(path)]
    corpus = [path for path in paths if is_corpus(path)]
    # A corpus line begins with `[agent/sessions/name#L7]`; phases append in the order in which they run.
    taken = (line for path in corpus for line in islice(lines.get(path, iter(())), 1))
    transcripts = {line.partition("#")[0] for line in taken}
    return Intake(len(notes), len(set(notes)), len(corpus), len(transcripts))

"""Recall entries, and whole stores of them, for the laws of the engine."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from dreamtui.engine.settings import ScoreSettings, Thresholds
from dreamtui.files import recall_store
from dreamtui.instants import DAY_MS, iso, parse_instant
from dreamtui.model import Components, PhaseSignal, RecallEntry, Source, SourceState
from tests.home import entry

NOW = parse_instant("2026-04-11T03:00:00.000Z") or 0
DAYS = [f"2026-04-{day:02d}" for day in range(1, 12)]
NOTE = "memory/2026-04-10.md"
HOW = ScoreSettings(Components(0.24, 0.30, 0.15, 0.15, 0.10, 0.06), 14.0, 0.05, 0.08)
STRICT = Thresholds(0.8, 3, 3, 30)
EASY = Thresholds(0.0, 0, 0, 36_500)


def stored(**fields: Any) -> RecallEntry:
    """An entry as it is read from a store; see `tests.home.entry` for what it usually holds."""
    raw = entry(NOTE, 1, 1, "The router moved.") | fields
    (found,) = recall_store.parse({"version": 1, "entries": {raw["key"]: raw}}, "a store").entries.values()
    return found


class Texts:
    """Sources that hold what they are told."""

    def __init__(self, **texts: str) -> None:
        self.texts = texts

    def get(self, path: str) -> Source:
        """The same text at every path, else none."""
        text = self.texts.get("any")
        return Source(SourceState.MISSING) if text is None else Source(SourceState.LIVE, text.split("\n"))


INSTANTS = st.integers(-40 * DAY_MS, DAY_MS).map(lambda offset: iso(NOW + offset)) | st.just("no instant")
HASHES = st.lists(st.sampled_from([f"{n:012x}" for n in range(8)]), max_size=8).map(tuple)


@st.composite
def entries(draw: st.DrawFn, line: int = 1) -> RecallEntry:
    """Any entry that a store may hold, at a line of the note."""
    counts = [draw(st.integers(0, 12)) for _ in range(3)]
    return stored(
        key=f"memory:{NOTE}:{line}:{line}",
        startLine=line,
        endLine=line,
        recallCount=counts[0],
        dailyCount=counts[1],
        groundedCount=counts[2],
        totalScore=draw(st.floats(0, 40)),
        maxScore=draw(st.floats(0, 1)),
        lastRecalledAt=draw(INSTANTS),
        queryHashes=draw(HASHES),
        recallDays=draw(st.lists(st.sampled_from([*DAYS, "no day"]), max_size=8)),
        conceptTags=draw(st.lists(st.sampled_from(["router", "vlan", "the"]), max_size=8)),
    )


SIGNALS = st.none() | st.builds(
    PhaseSignal,
    key=st.just(f"memory:{NOTE}:1:1"),
    light_hits=st.integers(0, 9999),
    rem_hits=st.integers(0, 9999),
    last_light_at=st.none() | INSTANTS,
    last_rem_at=st.none() | INSTANTS,
    extra=st.just({}),
)

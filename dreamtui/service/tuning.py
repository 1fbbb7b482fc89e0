"""Trying settings on a workspace: on what is there, was recorded, was decided; and keeping a setting."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Final, NamedTuple

from dreamtui.config import own_file
from dreamtui.config.settings import Settings
from dreamtui.config.trying import Values
from dreamtui.engine import light, rem
from dreamtui.engine.claims import merge_claims
from dreamtui.engine.deep import Judged
from dreamtui.engine.eligibility import counted, judge
from dreamtui.engine.scoring import score
from dreamtui.engine.tuning.columns import Columns, Trial
from dreamtui.engine.tuning.effect import Bench
from dreamtui.engine.tuning.fitting import Case, Suggestion, suggest
from dreamtui.engine.tuning.histories import History, histories
from dreamtui.engine.tuning.replay import Night, Stop, replay
from dreamtui.files.jsonfile import collector_paused
from dreamtui.instants import DAY_MS, day_of
from dreamtui.model import RecallEntry
from dreamtui.review import diffs, plan
from dreamtui.review.decision import APPROVED
from dreamtui.review.inputs import Inputs
from dreamtui.review.queue import Queue
from dreamtui.review.rules import score_settings, sweep_settings, thresholds
from dreamtui.service.desk import Desk
from dreamtui.service.recorded import Log, read_log
from dreamtui.service.schedule import next_run
from dreamtui.service.standing import MemoryUse, Standing, memory_use

NIGHTS: Final = 30
MOST_DECISIONS: Final = 400
"""Decisions that a suggestion is fitted to: the last ones."""
_SAME: Final = frozenset(
    {"score", "recallCount", "uniqueQueries", "maxAge", "promoted", "in-memory", "budget"}
)
"""What keeps an entry back today and says nothing about a night of the past."""
_JUNK: Final = frozenset({"junk"})


class Written(NamedTuple):
    """What a promotion tonight would make of MEMORY.md: how many entries, the diff, the size after it."""

    promoted: int
    diff: str
    use: MemoryUse


class Phases(NamedTuple):
    """What Light would stage and REM would tell of the store as it is, without reading anything new."""

    staged: int
    themes: int
    truths: int


class Past(NamedTuple):
    """The nights under two settings, and what is known of them.

    `logged` of `entries` are whole in the log; `since_ms` is when the log begins (None: there is
    none); `really` counts what was promoted in these nights.
    """

    before: tuple[Night, ...]
    after: tuple[Night, ...]
    entries: int
    logged: int
    since_ms: int | None
    really: int


class Saved(NamedTuple):
    """A setting that was written into dreamtui's own file, which can be put back."""

    path: Path
    before: bytes | None
    after: bytes | None


class Tuning:
    """A workspace at one instant, with everything that settings are tried on; made in a worker."""

    def __init__(self, desk: Desk, standing: Standing, queue: Queue, now_ms: int) -> None:
        self.desk = desk
        self.inputs: Inputs = standing.inputs
        self.memory = standing.memory
        self.now_ms = now_ms
        state = self.inputs.snapshot.state
        self._entries = state.recall.entries
        candidates = (row.candidate for row in queue.rows)
        columns = Columns(candidates, self._entries, state.phases.entries, now_ms)
        self.bench = Bench(columns, self.inputs.rules)
        self._played: dict[Trial, tuple[Night, ...]] = {}

    def is_of(self, standing: Standing, queue: Queue) -> bool:
        """Whether it was made of what was read there, and nobody has rejected or pruned anything since."""
        rules, said = self.inputs.rules, queue.ledger
        known = rules.rejected_claims, rules.pruned, rules.pruned_texts
        same = known == (said.rejected_claims, said.pruned, said.pruned_texts)
        return same and self.inputs.snapshot is standing.inputs.snapshot

    # --- tonight ----------------------------------------------------------------------------------

    def written(self, settings: Settings) -> Written:
        """The diff of MEMORY.md after a night under other settings, and what it would cost."""
        wanted = trial(settings)
        chosen = plan.promotable(self.night(wanted))
        day = day_of(self.now_ms, self.inputs.settings.zone)
        write = plan.memory_write(self.inputs, chosen, day)
        after = (write.after if write else self.inputs.snapshot.memory.raw) or b""
        return Written(len(chosen), diffs.unified(write) if write else "", memory_use(after, settings.memory))

    def night(self, wanted: Trial) -> list[Judged]:
        """What a night would promote, with what it passes over."""
        return self.bench.night(wanted, self.bench.columns.rank(wanted))

    def phases(self, settings: Settings) -> Phases:
        """What Light and REM would make of the store as it is."""
        how = sweep_settings(settings, self.inputs.settings.zone)
        staged = light.stage(
            self._entries.values(),
            now_ms=self.now_ms,
            lookback_days=how.light.lookback_days,
            limit=how.light.limit,
            threshold=how.light.dedupe_similarity,
        )
        inside = [e for e in self._entries.values() if light.inside(e, self.now_ms, how.rem.lookback_days)]
        told = rem.reflect(
            inside, limit=how.rem.limit, min_strength=how.rem.min_pattern_strength, muted=how.rem.muted
        )
        return Phases(
            len(staged.entries) if how.light.enabled else 0,
            len(told.themes) if how.rem.enabled else 0,
            len(told.truths) if how.rem.enabled else 0,
        )

    # --- the past ---------------------------------------------------------------------------------

    def past(self, old: Settings, new: Settings, stop: Stop) -> Past | None:
        """The last nights under two settings; None when it was stopped. `stop` as in `replay`."""
        with collector_paused():  # it would go through all that is remembered again and again
            return self._past(trial(old), trial(new), stop)

    def _past(self, old: Trial, new: Trial, stop: Stop) -> Past | None:
        nights, signals = self._nights, self.inputs.snapshot.state.phases.entries
        log = self._log
        if stop(0.0):
            return None
        whole = self._histories
        wanted = list(dict.fromkeys((old, new)))
        played: dict[Trial, tuple[Night, ...]] = {}
        for place, one in enumerate(wanted):

            def stop_at(share: float, place: int = place) -> bool:
                return stop((place + share) / len(wanted))

            allowed = partial(self._allowed, one)
            found = self._played.get(one) or replay(whole, signals, nights, one, allowed, stop_at)
            if found is None:
                return None
            played[one] = tuple(found)
        self._played = played  # the other side mostly stays as it is
        really = sum(1 for at in log.promoted.values() if nights and nights[0] - DAY_MS < at <= self.now_ms)
        logged = sum(history.whole for history in whole)
        return Past(played[old], played[new], len(whole), logged, log.since_ms, really)

    @cached_property
    def _nights(self) -> list[int]:
        """When the last nights were due by the schedule."""
        found: list[int] = []
        at: int | None = self.now_ms - NIGHTS * DAY_MS
        while len(found) < NIGHTS * 2:
            at = next_run(self.desk.loaded.settings.dreaming.frequency, self.desk.loaded.zone, at or 0)
            if at is None or at > self.now_ms:
                break
            found.append(at)
        return found[-NIGHTS:]

    @cached_property
    def _log(self) -> Log:
        return read_log(self.desk.workspace, self._entries)

    @cached_property
    def _histories(self) -> list[History]:
        return histories(self._merged, self._log.recorded, self.inputs.settings.zone)

    @cached_property
    def _merged(self) -> Mapping[str, RecallEntry]:
        return merge_claims(self._entries)

    def _allowed(self, one: Trial, entry: RecallEntry) -> bool:
        """Whether nothing but gates keeps an entry back today under a trial."""
        known = self._obstacles.get(entry.key)
        if known is None:
            known = self._obstacles[entry.key] = self._keeping_back(self._merged[entry.key])
        return not (known if one.block_junk else known - _JUNK)

    def _keeping_back(self, entry: RecallEntry) -> frozenset[str]:
        """What keeps an entry back besides gates. What was promoted was allowed: only as junk it may not be
        under other settings."""
        inputs = self.inputs
        signal = inputs.snapshot.state.phases.entries.get(entry.key)
        candidate = score(entry, signal, self.now_ms, inputs.settings.score)
        reasons = judge(candidate, inputs.rules._replace(block_junk=True)).reasons
        codes = frozenset(reason.code for reason in reasons)
        return codes & _JUNK if entry.promoted_at else codes - _SAME

    @cached_property
    def _obstacles(self) -> dict[str, frozenset[str]]:
        """By key, junk among them: what else is tried does not change them."""
        return {}

    # --- what was decided -------------------------------------------------------------------------

    def suggestion(self, queue: Queue, settings: Settings) -> Suggestion:
        """A setting fitted to the last decisions of a queue, starting from other settings."""
        return suggest(cases(queue), trial(settings))


def trial(settings: Settings) -> Trial:
    """What of the settings is tried out on candidates."""
    deep = settings.dreaming.phases.deep
    limit = deep.limit if deep.enabled else 0
    return Trial(score_settings(deep), thresholds(deep), limit, deep.junk == "block")


def cases(queue: Queue) -> list[Case]:
    """The candidates that a person approved or rejected, as they are today, the last decisions of them."""
    decided = [
        (row.decision.at, row)
        for row in queue.rows
        if row.decision is not None and row.decision.key == row.key and row.decision.choice != "defer"
    ]
    decided.sort(key=lambda one: one[0])
    found: list[Case] = []
    for _, row in decided[-MOST_DECISIONS:]:
        candidate = row.candidate
        recalls, searches = counted(candidate.entry, queue.rules.thresholds)
        approved = row.decision is not None and row.decision.choice in APPROVED
        boost = candidate.phase_light + candidate.phase_rem
        found.append(Case(candidate.components, boost, recalls, searches, approved))
    return found


# --- keeping ------------------------------------------------------------------------------------


def save(desk: Desk, values: Values) -> Saved | None:
    """Write values into dreamtui's own file; None when they stand there already.

    BadInput as `own_file.save`.
    """
    path = desk.loaded.own_path
    before = _bytes(path)
    own_file.read(path)  # says what is wrong with it before anything is changed
    return Saved(path, before, _bytes(path)) if own_file.save(path, values) else None


def take_back(saved: Saved) -> None:
    """Put the file back as it was before it was saved. BadInput when somebody has changed it since."""
    own_file.put_back(saved.path, saved.after, saved.before)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None

"""The past played again: what the log has is played as it was; the rest is bounded, or told as a guess."""

from __future__ import annotations

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine import deep
from dreamtui.engine.recording import Hit, Signal, record
from dreamtui.engine.scoring import score
from dreamtui.engine.settings import Thresholds
from dreamtui.engine.tuning import replay as replaying
from dreamtui.engine.tuning.columns import Trial
from dreamtui.engine.tuning.histories import History, Recorded, histories
from dreamtui.engine.tuning.replay import Night, Promoted, replay
from dreamtui.instants import DAY_MS, day_of, iso
from dreamtui.model import PhaseSignal, RecallEntry
from tests.engine.entries import HOW, NOTE, NOW, stored

NIGHTS = [NOW - days * DAY_MS for days in range(9, -1, -1)]
ASKED = ["router", "vlan", "gateway", "__dreaming_daily__:2026-04-10"]
SIGNALS = st.lists(
    st.tuples(st.integers(0, 10 * DAY_MS), st.sampled_from(ASKED), st.integers(1, 4), st.integers(0, 100)),
    max_size=24,
)
TRIALS = st.builds(
    Trial,
    st.just(HOW),
    st.builds(Thresholds, st.floats(0, 1), st.integers(0, 4), st.integers(0, 3), st.integers(1, 12)),
    st.integers(0, 3),
)
EASY = Trial(HOW, Thresholds(0.0, 1, 0, 99), 9)


def recorded(given_signals: list[tuple[int, str, int, int]]) -> list[Recorded]:
    places = [(NOTE, line, line) for line in range(5)]
    made = [
        Recorded(NOW - ago, query, places[line], value / 100) for ago, query, line, value in given_signals
    ]
    return sorted(made, key=lambda one: one.at_ms)


def store(signals: list[Recorded], until: int = NOW) -> dict[str, RecallEntry]:
    """What the engine makes of signals."""
    entries: dict[str, RecallEntry] = {}
    for one in signals:
        if one.at_ms <= until:
            own = one.query.startswith("__")
            day = day_of(one.at_ms, UTC)
            signal = Signal(one.query, "daily" if own else "recall", one.at_ms, day, dedupe=own)
            path, start, end = one.place
            record(entries, [Hit(path, start, end, one.score, f"Line {start} of the router.")], signal)
    return entries


def keys(nights: list[Night]) -> list[list[str]]:
    return [[one.key for one in night.sure] for night in nights]


def played(
    trial: Trial, signals: list[Recorded], phases: dict[str, PhaseSignal] | None = None
) -> list[Night]:
    found = replay(
        histories(store(signals), signals, UTC), phases or {}, NIGHTS, trial, allowed=lambda _entry: True
    )
    assert found is not None
    return found


@given(SIGNALS, TRIALS)
def test_what_the_log_has_is_played_as_it_was(drawn: list[tuple[int, str, int, int]], trial: Trial) -> None:
    signals = recorded(drawn)
    whole = histories(store(signals), signals, UTC)
    assert all(history.whole for history in whole)
    gone: set[str] = set()
    wanted: list[list[str]] = []
    for night in NIGHTS:
        entries = {key: one for key, one in store(signals, night).items() if key not in gone}
        ranked = deep.rank(entries, {}, night, trial.how, thresholds=trial.thresholds)
        tonight = {one.entry.key: one.score for one in ranked[: trial.limit]}
        gone |= tonight.keys()
        wanted.append(list(tonight))
    found = played(trial, signals)
    assert sorted(map(sorted, keys(found))) == sorted(map(sorted, wanted))
    assert [set(one) for one in keys(found)] == [set(one) for one in wanted]
    assert all(one.known for night in found for one in night.sure)
    assert not any(night.possible for night in found)


@given(SIGNALS)
def test_a_log_with_a_gap_is_not_taken_for_whole(drawn: list[tuple[int, str, int, int]]) -> None:
    signals = recorded(drawn)
    for lost in range(len(signals)):
        left = signals[:lost] + signals[lost + 1 :]
        before, after = store(left), store(signals)
        same = {key for key in after if key in before and before[key] == after[key]}
        for history in histories(after, left, UTC):
            seen = history.at(NOW)
            assert seen is not None
            assert seen.known
            counts = (seen.entry.recall_count, seen.entry.daily_count)
            assert counts == (history.entry.recall_count, history.entry.daily_count)
            assert history.whole or history.entry.key not in same


def test_without_a_log_only_the_time_since_the_last_recall_is_known() -> None:
    entry = stored(
        recallCount=6,
        totalScore=5.4,
        queryHashes=[f"{n:012x}" for n in range(3)],
        recallDays=["2026-04-05", "2026-04-07", "2026-04-09"],
        firstRecalledAt="2026-04-05T10:00:00.000Z",
        lastRecalledAt="2026-04-09T10:00:00.000Z",
    )
    (history,) = histories({entry.key: entry}, [], UTC)
    assert not history.whole
    assert history.at(NOW - 8 * DAY_MS) is None
    guess = history.at(NOW - 3 * DAY_MS)
    assert guess is not None
    assert not guess.known
    assert (guess.entry.recall_count, len(guess.entry.query_hashes), guess.entry.recall_days) == (
        4, 2, ("2026-04-05", "2026-04-07"),
    )  # fmt: skip
    settled = history.at(NOW)
    assert settled is not None
    assert settled.known
    assert settled.entry == entry


def test_hits_of_light_and_rem_before_the_last_are_only_bounded() -> None:
    signals = recorded([(5 * DAY_MS, query, 1, 60) for query in ASKED[:3]])
    (key,) = store(signals)
    plain = store(signals)[key]
    now = deep.rank({key: plain}, {}, NIGHTS[-4], HOW)[0].score
    trial = EASY._replace(thresholds=Thresholds(now + 0.02, 3, 3, 30))
    late = PhaseSignal(key, 4, 4, iso(NOW + DAY_MS), iso(NOW + DAY_MS), {})
    found = played(trial, signals, {key: late})
    assert any(night.possible for night in found)
    assert not any(night.sure for night in found)
    early = PhaseSignal(key, 4, 4, iso(NIGHTS[0]), iso(NIGHTS[0]), {})
    assert any(night.sure for night in played(trial, signals, {key: early}))


def test_what_is_kept_back_is_left_out_and_a_stop_is_heeded() -> None:
    signals = recorded([(5 * DAY_MS, query, 1, 60) for query in ASKED[:3]])
    whole = histories(store(signals), signals, UTC)
    none = replay(whole, {}, NIGHTS, EASY, allowed=lambda _entry: False)
    assert none is not None
    assert not any(night.sure for night in none)
    assert replay(whole, {}, NIGHTS, EASY, lambda _entry: True, stop=lambda _share: True) is None


def test_what_is_kept_back_takes_nobodys_place() -> None:
    signals = recorded([(5 * DAY_MS, query, line, 40 * line) for line in (1, 2) for query in ASKED[:3]])
    whole = histories(store(signals), signals, UTC)
    one_a_night = EASY._replace(limit=1)
    best, next_best = (found[0] for found in keys(played(one_a_night, signals)) if found)
    without = replay(whole, {}, NIGHTS, one_a_night, lambda entry: entry.key != best)
    assert without is not None
    assert [found for found in keys(without) if found] == [[next_best]]


@given(SIGNALS, TRIALS, st.lists(st.tuples(*[st.integers(0, 9), st.integers(-1, 10)] * 2), max_size=5))
def test_the_best_are_found_without_scoring_everything(
    drawn: list[tuple[int, str, int, int]], trial: Trial, hits: list[tuple[int, int, int, int]]
) -> None:
    """The same as scoring every entry on every night, with a log and without."""
    signals = recorded(drawn)
    entries = store(signals)
    phases = {
        key: PhaseSignal(key, light, rem, iso(NOW - DAY_MS * l_ago), iso(NOW - DAY_MS * r_ago), {})
        for key, (light, l_ago, rem, r_ago) in zip(entries, hits, strict=False)
    }
    for log in (signals, signals[1:], []):
        past = histories(entries, log, UTC)
        found = replay(past, phases, NIGHTS, trial, allowed=lambda _entry: True)
        assert found is not None
        sure = scored_one_by_one(past, phases, trial, most=False)
        assert [list(night.sure) for night in found] == sure
        known = {one.key for night in sure for one in night}
        most = scored_one_by_one(past, phases, trial, most=True)
        assert [list(night.possible) for night in found] == [
            [one for one in night if one.key not in known] for night in most
        ]


def scored_one_by_one(
    past: list[History], phases: dict[str, PhaseSignal], trial: Trial, *, most: bool
) -> list[list[Promoted]]:
    gone: set[str] = set()
    nights: list[list[Promoted]] = []
    for at_ms in NIGHTS:
        tonight = []
        for history in past:
            seen = history.at(at_ms)
            if seen is None or history.entry.key in gone:
                continue
            signal = replaying._signal_at(phases.get(history.entry.key), at_ms, most=most)
            candidate = score(seen.entry, signal, at_ms, trial.how)
            if deep.clears(candidate, trial.thresholds):
                tonight.append((-candidate.score, -seen.entry.recall_count, candidate, seen.known))
        tonight.sort(key=lambda one: one[:2])
        chosen = [
            Promoted(one.entry.key, one.entry.snippet, one.score, known)
            for *_, one, known in tonight[: trial.limit]
        ]
        gone |= {one.key for one in chosen}
        nights.append(chosen)
    return nights


def test_it_says_how_far_it_is() -> None:
    signals = recorded([(5 * DAY_MS, query, 1, 60) for query in ASKED[:3]])
    told: list[float] = []
    replay(histories(store(signals), signals, UTC), {}, NIGHTS, EASY, lambda _: True, told.append)  # type: ignore[arg-type]
    assert told == sorted(told)
    assert told[0] == 0.0
    assert 0.9 < told[-1] < 1.0


def test_what_it_was_is_the_very_same_for_as_long_as_it_was_so() -> None:
    signals = recorded([(5 * DAY_MS, ASKED[0], 1, 60), (3 * DAY_MS, ASKED[1], 1, 60)])
    for log in (signals, []):
        (history,) = histories(store(signals), log, UTC)
        assert [history.at(night) for night in NIGHTS] == [
            next((seen for first, end, seen in history.spans(NIGHTS) if first <= place < end), None)
            for place in range(len(NIGHTS))
        ]

"""Trying other settings: the same, to the last bit, as ranking and judging the store under them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine import deep
from dreamtui.engine.eligibility import GATES, Rules, judge, shortfalls
from dreamtui.engine.settings import ScoreSettings, Thresholds
from dreamtui.engine.tuning.columns import Columns, Trial
from dreamtui.engine.tuning.effect import Bench
from dreamtui.model import Components, PhaseSignal, RecallEntry
from tests.engine.entries import HOW, NOTE, NOW, SIGNALS, STRICT, Texts, entries, stored

WEIGHTS = st.lists(st.floats(0, 1), min_size=6, max_size=6).map(lambda values: Components(*values))
HOWS = st.builds(ScoreSettings, WEIGHTS, st.floats(0.01, 400), st.floats(0, 1), st.floats(0, 1))
THRESHOLDS = st.builds(
    Thresholds, st.floats(0, 1), st.integers(0, 6), st.integers(0, 6), st.integers(1, 60), st.booleans()
)
TRIALS = st.builds(Trial, HOWS | st.just(HOW), THRESHOLDS, st.integers(0, 3), st.booleans())
TEXTS = ("The router moved.", "Ken the barber.", "- [x]", "gone")
Store = tuple[dict[str, RecallEntry], dict[str, PhaseSignal]]


@st.composite
def stores(draw: st.DrawFn) -> Store:
    """A few entries of two notes, some promoted, some said twice, some with hits of Light and REM."""
    table: dict[str, RecallEntry] = {}
    signals: dict[str, PhaseSignal] = {}
    for line in range(1, draw(st.integers(1, 7)) + 1):
        path = draw(st.sampled_from([NOTE, "memory/2026-04-09.md", "memory/other.md"]))
        claim = draw(st.booleans()) and draw(st.booleans())
        snippet = draw(st.sampled_from(TEXTS))
        key = f"memory:claim:{line:012x}" if claim else f"memory:{path}:{line}:{line}"
        promoted = draw(st.sampled_from([None, None, None, "2026-04-09T03:00:00.000Z"]))
        table[key] = draw(entries(line))._replace(key=key, path=path, snippet=snippet, promoted_at=promoted)
        signal = draw(SIGNALS)
        if signal is not None:
            signals[key] = signal._replace(key=key)
    return table, signals


def columns(store: Store) -> Columns:
    ranked = deep.rank(*store, NOW, HOW, include_promoted=True)
    return Columns(ranked, *store, NOW)


def rules(trial: Trial) -> Rules:
    return Rules(trial.thresholds, Texts(any="\n".join(TEXTS[:3])), block_junk=trial.block_junk, room=60)


@given(stores(), TRIALS)
def test_a_trial_ranks_as_the_engine_does(store: Store, trial: Trial) -> None:
    tried = columns(store)
    found = tried.rank(trial)
    wanted = deep.rank(*store, NOW, trial.how, thresholds=trial.thresholds)
    assert [(tried.keys[i], found.scores[i]) for i in found.passing] == [
        (c.entry.key, c.score) for c in wanted
    ]
    everybody = deep.rank(*store, NOW, trial.how)
    assert dict(zip(tried.keys, found.scores, strict=True)) == {c.entry.key: c.score for c in everybody}
    funnel = deep.funnel(everybody, trial.thresholds)
    assert dict(zip(GATES, found.failing, strict=True)) == funnel.failing
    for place, key in enumerate(tried.keys):
        candidate = next(c for c in everybody if c.entry.key == key)
        gaps = tuple(gap > 0 for gap in shortfalls(candidate, trial.thresholds))
        assert tried.failed(place, trial, found.scores[place]) == gaps


@given(stores(), TRIALS, TRIALS)
def test_flips_are_those_of_ranking_and_judging_again(store: Store, old: Trial, new: Trial) -> None:
    bench = Bench(columns(store), rules(old))
    effect = bench.effect(old, new)
    assert effect is not None
    sides = []
    for trial in (old, new):
        ranked = deep.rank(*store, NOW, trial.how, thresholds=trial.thresholds)
        sides.append({c.entry.key: c for c in ranked if judge(c, rules(trial)).eligible})
    was, now = sides
    assert {flip.key for flip in effect.flips if flip.into} == now.keys() - was.keys()
    assert {flip.key for flip in effect.flips if not flip.into} == was.keys() - now.keys()
    for flip in effect.flips:
        trial, score = (new, flip.after) if flip.into else (old, flip.before)
        assert score == (now if flip.into else was)[flip.key].score
        other = old if flip.into else new
        candidate = next(c for c in deep.rank(*store, NOW, other.how) if c.entry.key == flip.key)
        assert set(flip.because) <= {reason.code for reason in judge(candidate, rules(other)).reasons}
        assert flip.because
    keys = [bench.columns.keys[i] for i in effect.after.eligible]
    assert keys == list(now)
    night = bench.night(new, effect.after.ranking)
    ranked = deep.rank(*store, NOW, new.how, thresholds=new.thresholds)
    assert night == list(deep.select(ranked, rules(new), new.limit))


def test_it_stops_when_nobody_waits_any_more() -> None:
    one = stored(recallCount=9, totalScore=9.0)
    bench = Bench(columns(({one.key: one}, {})), rules(Trial(HOW, STRICT, 10)))
    easy = Trial(HOW, Thresholds(0, 0, 0, 99), 10)
    assert bench.effect(easy, easy, lambda: True) is None

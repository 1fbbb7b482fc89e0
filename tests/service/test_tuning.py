"""Trying settings on a workspace: what is told is what the engine does, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamtui import paths
from dreamtui.config import trying
from dreamtui.config.settings import Settings
from dreamtui.engine import deep
from dreamtui.engine.eligibility import judge
from dreamtui.engine.hygiene import junk
from dreamtui.instants import day_of
from dreamtui.review import diffs
from dreamtui.review.plan import plan_promotions
from dreamtui.review.queue import Queue
from dreamtui.service import tuning
from dreamtui.service.desk import Desk
from dreamtui.service.reviewer import Reviewer
from dreamtui.service.standing import look
from dreamtui.service.tuning import Tuning, trial
from tests.tui.dashboard_stage import desk_at
from tests.tui.review_stage import NOW, demo_desk

EASIER = {"phases.deep.minScore": 0.7, "phases.deep.minRecallCount": 2, "phases.deep.limit": 20}


def opened(folder: Path) -> tuple[Desk, Queue, Tuning]:
    desk = demo_desk(folder)
    queue = Reviewer(desk, lambda: NOW).load()
    return desk, queue, Tuning(desk, look(desk, NOW, NOW), queue, NOW)


def contents(desk: Desk) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in desk.workspace.root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "values",
    [{}, EASIER, {"phases.deep.limit": 0}, {"phases.deep.gateOn": "signals", "phases.deep.junk": "flag"},
     {"phases.deep.weights.recency": 3.0, "phases.deep.recencyHalfLifeDays": 2.0}],
)  # fmt: skip
def test_flips_and_diff_are_what_the_setting_then_does(values: dict[str, object], tmp_path: Path) -> None:
    desk, _, on = opened(tmp_path)
    before = contents(desk)
    old, new = desk.loaded.settings, trying.tried(desk.loaded.settings, values)
    effect = on.bench.effect(trial(old), trial(new))
    written = on.written(new)
    on.phases(new)
    on.past(old, new, lambda _share: False)
    assert contents(desk) == before
    # the same with the settings in force
    now = desk._replace(loaded=desk.loaded._replace(settings=new)).read()
    state = now.snapshot.state
    ranked = deep.rank(
        state.recall.entries, state.phases.entries, NOW, now.settings.score, thresholds=now.rules.thresholds
    )
    assert effect is not None
    eligible = [candidate.entry.key for candidate in ranked if judge(candidate, now.rules).eligible]
    assert [on.bench.columns.keys[index] for index in effect.after.eligible] == eligible
    chosen = list(deep.select(ranked, now.rules, now.settings.limit))
    plan = plan_promotions(now, chosen, NOW, day_of(NOW, now.settings.zone))
    diff = [diffs.unified(write) for write in plan.writes if write.path == paths.MEMORY]
    assert written.diff == "".join(diff)
    assert written.promoted == len(plan.promotions)


def test_the_past_of_the_sample_is_in_its_log(tmp_path: Path) -> None:
    desk, _, on = opened(tmp_path)
    easier = trying.tried(desk.loaded.settings, EASIER)
    past = on.past(desk.loaded.settings, easier, lambda _share: False)
    assert past is not None
    assert len(past.before) == len(past.after) == tuning.NIGHTS
    assert past.logged > 100
    assert past.since_ms is not None
    assert past.since_ms < past.after[0].at_ms
    assert past.really == 12
    count = [sum(len(night.sure) for night in nights) for nights in (past.before, past.after)]
    assert count[0] < count[1]
    again = on.past(desk.loaded.settings, desk.loaded.settings, lambda _share: False)
    assert again is not None
    assert again.before == again.after == past.before


def test_the_past_is_played_with_the_junk_that_is_tried(tmp_path: Path) -> None:
    desk, _, on = opened(tmp_path)
    snippets = {key: entry.snippet for key, entry in desk.read().snapshot.state.recall.entries.items()}

    def promoted(values: dict[str, object]) -> set[str]:
        settings = trying.tried(desk.loaded.settings, {"phases.deep.limit": 99, **values})
        past = on.past(settings, settings, lambda _share: False)
        assert past is not None
        return {one.key for night in past.after for one in (*night.sure, *night.possible)}

    for values in ({}, EASIER | {"phases.deep.limit": 99}, {"phases.deep.minScore": 0.85}):
        blocked, flagged = (promoted({**values, "phases.deep.junk": how}) for how in ("block", "flag"))
        assert not [snippets[key] for key in blocked if junk(snippets[key])]
        assert blocked < flagged
        assert all(junk(snippets[key]) for key in flagged - blocked)
    rule = next(key for key, snippet in snippets.items() if snippet == "---")
    assert desk.read().snapshot.state.recall.entries[rule].promoted_at
    assert rule in promoted({"phases.deep.junk": "flag"})


def test_playing_the_past_says_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    desk, _, on = opened(tmp_path)
    settings, easier = desk.loaded.settings, trying.tried(desk.loaded.settings, EASIER)
    told: list[float] = []

    def half_way(share: float) -> bool:
        told.append(share)
        return share >= 0.5

    assert on.past(settings, easier, half_way) is None
    assert told == sorted(told)
    assert told[-1] >= 0.5
    whole = on.past(settings, easier, lambda _share: False)
    fresh = opened(tmp_path / "fresh")[2].past(settings, easier, lambda _share: False)
    assert whole is not None
    assert fresh is not None
    assert (whole.before, whole.after) == (fresh.before, fresh.after)


def test_decisions_become_cases_and_those_put_off_do_not(tmp_path: Path) -> None:
    desk, queue, on = opened(tmp_path)
    reviewer = Reviewer(desk, lambda: NOW)
    queue = reviewer.load()
    keys = [row.key for row in queue.rows if row.open]
    for choice, key in zip(("approve", "reject", "defer"), keys, strict=False):
        queue = reviewer.decide(queue, choice, [key])  # type: ignore[arg-type]
    assert sorted(case.approved for case in tuning.cases(queue)) == [False, True]
    assert on.suggestion(queue, desk.loaded.settings).kind == "too few"


def test_saved_and_taken_back(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    own = tmp_path / "config.toml"
    own.write_text("# mine\n[dreaming.phases.deep]\nminScore = 0.9 # high\n", "utf-8")
    desk = desk_at(root)
    saved = tuning.save(desk, EASIER)
    assert saved is not None
    assert "# mine" in own.read_text("utf-8")
    assert trying.values_of(desk_at(root).loaded.settings) == trying.values_of(
        trying.tried(Settings(), EASIER)
    )
    assert tuning.save(desk_at(root), EASIER) is None
    tuning.take_back(saved)
    assert own.read_text("utf-8") == "# mine\n[dreaming.phases.deep]\nminScore = 0.9 # high\n"

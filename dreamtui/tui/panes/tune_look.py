"""What the Tune tab finds out about a setting, step by step: the quick answers first; runs in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import sleep
from typing import Final, NamedTuple

from dreamtui.config.settings import Settings
from dreamtui.engine.tuning.columns import Ranking
from dreamtui.engine.tuning.effect import Effect
from dreamtui.engine.tuning.fitting import Suggestion
from dreamtui.review.queue import Queue
from dreamtui.service.tuning import Past, Phases, Tuning, Written, trial
from dreamtui.tui.panes.tune_state import Tried

REST_S: Final = 0.15
"""How long a person must rest before what takes longer is looked at."""
AT_ONCE: Final = 400
"""So many candidates are judged before anything is shown: two repaints a key would flicker."""
TELL_EVERY: Final = 0.05
"""How much further a long look is when it says so again."""
VIEWS: Final = {"flips": "What flips", "memory": "MEMORY.md", "past": "Past nights", "fit": "Your decisions"}


class Found(NamedTuple):
    """What is known of what is tried so far; None is still being looked at."""

    rankings: tuple[Ranking, Ranking] | None = None
    effect: Effect | None = None
    phases: tuple[Phases, Phases] | None = None
    written: tuple[Written, Written] | None = None
    past: Past | None = None
    played: float = 0.0
    """How much of the past was played so far, 0..1."""
    suggestion: Suggestion | None = None
    problem: str = ""


def looks(
    on: Tuning,
    tried: Tried,
    view: str,
    found: Found,
    queue: Queue | None,
    stop: Callable[[], bool],
    tell: Callable[[Found], None],
) -> Iterator[Found]:
    """What is known, more with each step; `tell` is told how far a long one is."""
    other, settings = tried.compared, tried.settings
    columns = on.bench.columns
    rankings = columns.rank(trial(other)), columns.rank(trial(settings))
    found = found._replace(problem="", rankings=rankings, played=0.0)
    if found.effect is None:
        if sum(len(ranking.passing) for ranking in found.rankings or ()) > AT_ONCE:
            yield found
        effect = on.bench.effect(trial(other), trial(settings), stop)
        yield (found := found._replace(effect=effect))
    sleep(REST_S)
    if stop():
        return
    if view == "flips" and found.phases is None and _differ(other, settings):
        yield found._replace(phases=(on.phases(other), on.phases(settings)))
    elif view == "memory" and found.written is None:
        yield found._replace(written=(on.written(other), on.written(settings)))
    elif view == "past" and found.past is None:

        def stop_at(share: float) -> bool:
            nonlocal found
            if share >= found.played + TELL_EVERY:
                found = found._replace(played=share)
                tell(found)
            return stop()

        past = on.past(other, settings, stop_at)
        yield found._replace(past=past, played=0.0)
    elif view == "fit" and found.suggestion is None and queue is not None:
        yield found._replace(suggestion=on.suggestion(queue, settings))


def _differ(other: Settings, settings: Settings) -> bool:
    """Whether Light or REM are set in another way."""
    one, two = other.dreaming.phases, settings.dreaming.phases
    return (one.light, one.rem) != (two.light, two.rem)

"""The settings that the Tune tab offers: what more and less of each does, and the step of a key."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from dreamtui.config import trying
from dreamtui.config.keys import all_keys
from dreamtui.config.settings import Settings
from dreamtui.errors import BadInput


class Knob(NamedTuple):
    """What a person should know of a setting before turning it; `step` is what one key press adds."""

    more: str
    less: str
    step: float = 1


_WEIGHT: Final = "Weights are scaled to add up to 1, so more of one is less of all others."
_D, _W = "phases.deep.", "phases.deep.weights."
KNOBS: Final[Mapping[str, Knob]] = {
    f"{_D}minScore": Knob("fewer and better proven memories", "more memories, and more noise", 0.01),
    f"{_D}minRecallCount": Knob(
        "only what was searched for again and again", "what was found once or twice may pass"
    ),
    f"{_D}minUniqueQueries": Knob(
        "only what different questions led to", "one question, asked often, is enough"
    ),
    f"{_D}maxAgeDays": Knob(
        "what nobody searched for in a while may still pass", "only what is in use now may pass"
    ),
    f"{_D}limit": Knob("a night may add more at once", "a night adds only its best; the rest waits"),
    f"{_W}relevance": Knob(f"what answered its searches well gains. {_WEIGHT}", "it counts less", 0.01),
    f"{_W}frequency": Knob(f"what came up often gains. {_WEIGHT}", "it counts less", 0.01),
    f"{_W}diversity": Knob(
        f"what many different searches or days led to gains. {_WEIGHT}", "it counts less", 0.01
    ),
    f"{_W}recency": Knob(f"what came up lately gains. {_WEIGHT}", "it counts less", 0.01),
    f"{_W}consolidation": Knob(f"what came back on days far apart gains. {_WEIGHT}", "it counts less", 0.01),
    f"{_W}conceptual": Knob(f"what is about many things gains. {_WEIGHT}", "it counts less", 0.01),
    f"{_D}recencyHalfLifeDays": Knob("memories fade slowly", "only the last days count as recent"),
    f"{_D}lightBoostMax": Knob(
        "what Light staged lately gains, asked for or not", "staging counts less", 0.01
    ),
    f"{_D}remBoostMax": Knob("what REM took for a lasting truth gains", "REM counts less", 0.01),
    f"{_D}gateOn": Knob(
        "signals: reading a note again counts like a search", "recalls: only real searches count"
    ),
    f"{_D}junk": Knob("flag: Markdown without content may pass, marked", "block: it may not"),
    f"{_D}enabled": Knob("true: sweeps rank and promote", "false: nothing is promoted by a sweep"),
    "phases.rem.minPatternStrength": Knob("fewer, stronger themes", "more themes, weaker ones too", 0.05),
    "phases.rem.limit": Knob("more themes and truths a night", "only the strongest"),
    "phases.rem.lookbackDays": Knob("themes of a longer time", "themes of the last days only"),
    "phases.rem.enabled": Knob("true: REM reflects in a sweep", "false: it does not"),
    "phases.light.limit": Knob("more is staged a night", "only the newest", 10),
    "phases.light.lookbackDays": Knob("older notes are read again", "only the newest notes are read"),
    "phases.light.dedupeSimilarity": Knob(
        "only what is nearly the same counts as one", "what is merely alike counts as one", 0.01
    ),
    "phases.light.enabled": Knob("true: Light stages in a sweep", "false: it does not"),
}
_DEEP_OFF: Final = "Deep is switched off (phases.deep.enabled=false)"
_NO_ROOM: Final = "A night may promote 0 at most (phases.deep.limit=0)"


def why_none(settings: Settings) -> str:
    """Why a night promotes nothing, whoever may be promoted; "" where it promotes some."""
    deep = settings.dreaming.phases.deep
    if not deep.enabled:
        return _DEEP_OFF
    return "" if deep.limit else _NO_ROOM


def short(name: str) -> str:
    """A name as the list shows it: `minScore`, `weight recency`, `REM limit`."""
    phase, _, last = name.removeprefix("phases.").partition(".")
    if phase == "deep":
        return last.replace("weights.", "weight ")
    return f"{'REM' if phase == 'rem' else 'Light'} {last}"


def shown(value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def stepped(name: str, value: Any, steps: int) -> Any:
    """A value some steps further on the grid of its steps, or the value itself where its range ends."""
    key = all_keys()[name]
    if isinstance(value, bool):
        return steps > 0
    if isinstance(value, str):
        words = key.accepts.removeprefix("one of ").split(", ")
        return words[max(0, min(len(words) - 1, words.index(value) + steps))]
    step = KNOBS[name].step
    place = value / step
    whole = math.floor(place + 1e-9) if steps > 0 else math.ceil(place - 1e-9)
    wanted = round((whole + steps) * step, 6)
    for tried in (wanted, max(0.0, min(1.0, wanted)) if step < 1 else wanted):
        try:
            return trying.checked(name, float(tried) if isinstance(value, float) else round(tried))
        except BadInput:
            continue
    return value

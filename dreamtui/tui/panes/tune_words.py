"""The Tune tab in words: a line for each setting, what it does, and what the tried ones would change."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from textual.content import Content

from dreamtui.config.keys import all_keys
from dreamtui.config.settings import Settings
from dreamtui.engine.eligibility import GATES
from dreamtui.engine.tuning.columns import Ranking
from dreamtui.engine.tuning.effect import Effect, Flip
from dreamtui.engine.tuning.presets import Preset
from dreamtui.service.tuning import Phases, Written, trial
from dreamtui.show.text import count, cut, home_as_tilde, pad, safe, several
from dreamtui.tui.panes.tune_keys import KNOBS, short, shown, why_none
from dreamtui.tui.panes.tune_state import Tried
from dreamtui.tui.widgets.strips import flat

_NAME, _VALUE = 24, 13
MOST_FLIPS = 200
"""Flips that are listed; more can only be told by their number."""
_GATE = dict(zip(GATES, ("score", "recalls", "queries", "age"), strict=True))
_PLACE = {
    "phases.deep.minScore": 0,
    "phases.deep.minRecallCount": 1,
    "phases.deep.minUniqueQueries": 2,
    "phases.deep.maxAgeDays": 3,
}
"""The gate that a setting is the threshold of."""


def line(tried: Tried, name: str) -> Content:
    """A setting in the list: changed or not, its name, its value, where that is from, what it does."""
    held, value = tried.held(name), tried.value(name)
    origin = tried.loaded.origins[name]
    changed = value != held
    told = f"{shown(held)} → {shown(value)}" if changed else shown(value)
    source = "tried" if changed else origin.source
    mark = "▸ " if changed else "* " if _is_set(tried, name) else "  "
    return Content.assemble(
        (mark, "bold $text-warning" if changed else "$text-accent"),
        (pad(short(name), _NAME), "bold" if changed else ""),
        (pad(told, _VALUE), "bold" if changed or _is_set(tried, name) else ""),
        (pad(safe(source), 14), "$text-warning" if changed else "dim"),
        (safe(all_keys()[name].description), "dim"),
    )


def about(tried: Tried, name: str, rankings: tuple[Ranking, Ranking] | None) -> Content:
    """What a setting does, for somebody who has never heard of it."""
    key, knob = all_keys()[name], KNOBS[name]
    origin = tried.loaded.origins[name]
    where = f" ({_home(str(origin.file))})" if origin.file else ""
    default = "its default" if origin.source == "default" else f"its default is {shown(key.default)}"
    source = "" if origin.source == "default" else f"from {safe(origin.source)}{where}; "
    what = f"{safe(key.description)[:1].upper()}{safe(key.description)[1:]}: {key.accepts}."
    if rankings and name in _PLACE:
        was, now = (ranking.failing[_PLACE[name]] for ranking in rankings)
        total = count(len(rankings[1].scores), "candidate")
        what += f" {_from(was, now)} of {total} {'fails' if now == 1 else 'fail'} it."
    lines = [
        Content.assemble(
            (name, "bold"),
            f" = {shown(tried.value(name))}   ",
            (f"in force {shown(tried.held(name))}, {source}{default}", "dim"),
        ),
        Content(what),
        Content.assemble(("→ ", "bold $text-accent"), knob.more),
        Content.assemble(("← ", "bold $text-accent"), knob.less),
    ]
    return Content("\n").join(lines)


def head(
    tried: Tried, rankings: tuple[Ranking, Ranking] | None, effect: Effect | None, *, read_only: bool = False
) -> Content:
    """Two lines: what is tried, and what it comes to."""
    number = len(tried.changes)
    what = f"{count(number, 'value')} tried" if number else "Everything as it is in force"
    hint = f"   ← → change · {'nothing can be saved' if read_only else 'nothing is written until w'}"
    beside = (hint, "dim") if tried.other is None else f", compared with {_side(tried)}"
    first = Content.assemble((what, "bold"), beside)
    if rankings is None:
        return Content("\n").join([first, Content.styled("reading the candidates …", "dim")])
    was, now = rankings
    total = count(len(now.scores), "candidate")
    gates = f"{_from(len(was.passing), len(now.passing))} of {total} pass all gates"
    if effect is None:
        told = "looking whether their texts still stand …"
    else:
        into = sum(flip.into for flip in effect.flips)
        changes = f"+{into:,} −{len(effect.flips) - into:,}" if effect.flips else "nothing flips"
        told = f"{_from(len(effect.before.eligible), len(effect.after.eligible))} may be promoted ({changes})"
    return Content("\n").join([first, Content(f"{told} · {gates}")])


def flips(effect: Effect | None, tried: Tried, width: int, phases: tuple[Phases, Phases] | None) -> Content:
    """Which candidates go in and out, and what Light and REM would make of the store."""
    if effect is None:
        return Content.styled("looking …", "dim")
    lines: list[Content] = []
    if not effect.flips:
        same = "What is tried changes nothing about who may be promoted." if tried.changes else (
            "Change a value with ← and →: what would go in (+) or out (−) is listed here at once."
        )  # fmt: skip
        lines.append(Content(same))
    was_most, most = (trial(settings).limit for settings in (tried.compared, tried.settings))
    if none := why_none(tried.settings):
        lines.append(Content(f"{none}: a night promotes none of those that may be promoted."))
    elif was_most != most:
        takes = f"A night takes at most {_from(was_most, most)} of those that may be promoted, best first"
        lines.append(Content(f"{takes}: see MEMORY.md (v)."))
    lines += [_flip(flip, width) for flip in effect.flips[:MOST_FLIPS]]
    if len(effect.flips) > MOST_FLIPS:
        lines.append(Content(f"… and {len(effect.flips) - MOST_FLIPS:,} more"))
    if effect.after.kept_back:
        lines.append(
            Content.styled(
                f"{count(effect.after.kept_back, 'more candidate')} would pass the gates, but something else,"
                " such as a source that is gone, keeps them back: see Review (1).", "dim",
            )
        )  # fmt: skip
    if phases and phases[0] != phases[1]:
        was, now = phases
        lines.append(
            Content(
                f"Of the store as it is Light would stage {_from(was.staged, now.staged)}; REM would tell"
                f" {_from(was.themes, now.themes)} themes and {_from(was.truths, now.truths)} truths."
            )
        )
    return Content("\n").join(lines)


def _flip(flip: Flip, width: int) -> Content:
    mark, style = ("+ in ", "$text-success") if flip.into else ("− out", "$text-error")
    same = f"{flip.before:.3f}" == f"{flip.after:.3f}"
    scores = f"{flip.after:.3f}" if same else f"{flip.before:.3f} → {flip.after:.3f}"
    why = several([_GATE.get(code, code.replace("-", " ")) for code in flip.because])
    lead = f"{'failed' if flip.into else 'fails'} {why}"
    wide = max(16, len(lead))
    room = max(12, width - 24 - wide)
    text = cut(flat(flip.snippet[: 4 * room]).removeprefix("- "), room)
    return Content.assemble(
        (f"{mark} ", f"bold {style}"), f"{scores:<13}  ", (pad(lead, wide), "dim"), f"  {text}"
    )


def memory(written: Written | None, was: Written | None, settings: Settings) -> Content:
    """What a night would add to MEMORY.md and what that costs, by what; the diff stands below."""
    if written is None or was is None:
        return Content.styled("looking …", "dim")
    use, held = written.use, was.use
    none = why_none(settings)
    added = f"{f'{none}: a' if none else 'A'} night would promote {_from(was.promoted, written.promoted)}."
    size = f"MEMORY.md: {_from(held.chars, use.chars)} of {use.budget_chars:,} characters"
    over = " — past what the agent gets to see!" if use.chars > use.budget_chars else ""
    money = _money(held.monthly_cost, use.monthly_cost)
    cost = f"about {_from(held.tokens, use.tokens)} tokens, {money} a month {settings.memory.cost_basis}"
    note = "" if written.diff else " Nothing would be written."
    return Content.assemble(f"{added} {size}{over}, {cost}.", (note, "dim"))


def preset(asked: Preset, before: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """What a preset changes, why, and where its figures are from."""
    name = f"{asked.name[:1].upper()}{asked.name[1:]}?"
    if not values:
        return f"{name} What is tried goes at least that far already: turn single values."
    told = several([f"{short(key)} {shown(before[key])} → {shown(value)}" for key, value in values.items()])
    return f"{name} Tried: {told}. Why: {asked.why}. Figures: {asked.source}."


def _is_set(tried: Tried, name: str) -> bool:
    return tried.loaded.origins[name].source not in ("default", "system")


def _side(tried: Tried) -> str:
    if not tried.other:
        return "what is in force (held)"
    if len(tried.other) > 2:  # more than a line has room for
        return f"{len(tried.other):,} values held"
    return several([f"{short(name)} {shown(value)}" for name, value in tried.other.items()])


def _from(was: int, now: int) -> str:
    return f"{now:,}" if was == now else f"{was:,} → {now:,}"


def _money(was: float, now: float) -> str:
    before, after = f"${was:,.2f}", f"${now:,.2f}"
    return after if before == after else f"{before} → {after}"


def _home(path: str) -> str:
    return safe(home_as_tilde(path, os.path.expanduser("~")))  # noqa: PTH111 (never fails)
